# The mails that we send. A subject holds no secret: mail servers log it.
mail-greeting = Hello { $name },
mail-greeting-unnamed = Hello,
mail-closing = This message was sent automatically by { $product }.
mail-moment = { $year }-{ $month }-{ $day }, { $time } UTC

mail-fact-when = When: { $value }
mail-fact-client = From: { $value }
mail-client-operator = the operator of this gateway
mail-fact-site = App: { $value }
mail-fact-agent = Support: { $value }
mail-fact-ticket = Ticket: { $value }
mail-fact-from = From: { $value }
mail-fact-until = Until: { $value }
mail-fact-ended = Ended: { $value }
mail-fact-shows = Visible: { $value }
mail-fact-what = Blocked: { $value }

mail-code-subject = Your security code
mail-code-sign-in = This is the security code for signing in to { $product }:
mail-code-action = This is the security code that confirms what you are doing in { $product }:
mail-code-address = This is the security code that confirms your address. From then on, { $product } can send security codes here:
mail-code-password = This is the security code for setting a new password at { $product }:
mail-code-support = This is the security code for your support session at { $site }:
mail-code-validity = { $minutes ->
    [one] It is valid for one minute and works once.
   *[other] It is valid for { $minutes } minutes and works once.
}
mail-code-warning = Nobody will ever ask you for this code by phone or mail. If you did not request it, somebody may know your password: change it.
mail-code-warning-support = Nobody will ever ask you for this code by phone or mail. If you did not request it, tell the person who gave you access.

mail-invitation-subject = Your account at { $product }
mail-invitation-by = { $by } has invited you to { $product }. Open this link and choose a password:
mail-invitation-operator = You have been invited to { $product }. Open this link and choose a password:
mail-invitation-until = The link works once, until { $until }.
mail-invitation-warning = Do not pass it on: whoever opens it gets the account. If you did not expect an invitation, you can ignore this message.

mail-token-created-subject = An access token was created
mail-token-created = The personal access token “{ $name }” was created for your account at { $product }. Programs can sign in with it as you.
mail-factor-enabled-subject = Two-factor sign-in was changed
mail-factor-enabled-authenticator = Your account at { $product } now asks for a security code from your authenticator app.
mail-factor-enabled-mail = Your account at { $product } now asks for a security code that is sent to you by mail.
mail-factor-disabled-subject = Two-factor sign-in was changed
mail-factor-disabled-authenticator = Your account at { $product } no longer asks for a security code from your authenticator app.
mail-factor-disabled-mail = Your account at { $product } no longer sends you security codes by mail.
mail-password-changed-subject = Your password was changed
mail-password-changed = The password of your account at { $product } was changed.
mail-signed-out-elsewhere = All other sessions have been signed out.
mail-handoff-opened-subject = Your one-time link was opened
mail-handoff-opened = The one-time link { $link } that you made at { $product } was opened. What was in it is gone from the server; nobody can open it a second time.
mail-handoff-not-meant = If it was not the person you meant it for, change what was in it at once. You see all your links here:
mail-room-joined-subject = Somebody has joined your room
mail-room-joined = Somebody has joined a room that you opened at { $product }. Read the six words to each other on the phone before you write anything secret.
mail-room-not-meant = If it was not the person whom you invited, close the room at once:
mail-not-you = If this was not you, sign in here at once, undo it and change your password:

mail-grant-agent-unnamed = Support
mail-grant-created-subject = Support access to { $site } is open
mail-grant-created = You have given support access to { $site }. You will hear from us when it is used for the first time.
mail-grant-agreed-subject = Support access to { $site } is arranged
mail-grant-agreed = You have given support access to { $site } for a later time. Until then nobody gets in. You will hear from us when it is used for the first time.
mail-grant-first-use-subject = Support access to { $site } is being used
mail-grant-first-use = { $agent } has just used your support access to { $site } for the first time.
mail-grant-second-client-subject = Support access to { $site } is being used from a second device
mail-grant-second-client = { $agent } is using your support access to { $site } from another browser, device or network. If that seems odd to you, stop it and ask.
mail-grant-denied-subject = A request of support was blocked at { $site }
mail-grant-denied = { $agent } tried to open something at { $site } that you have not made visible. It was blocked. This often happens by mistake.
mail-grant-locked-out-subject = Support access to { $site } is locked
mail-grant-locked-out = Somebody entered a wrong password or security code for your support access to { $site } too often. Nobody can sign in with it any more. If support still needs it, create new credentials in the portal.
mail-grant-nearly-ended-subject = { $minutes ->
    [one] Support access to { $site } ends in one minute
   *[other] Support access to { $site } ends in { $minutes } minutes
}
mail-grant-nearly-ended = Your support access to { $site } ends soon. There is nothing you need to do; if support needs more time, open a new access afterwards.
mail-grant-ended-subject = Support access to { $site } has ended
mail-grant-ran-out = The time of your support access to { $site } is up. Its credentials no longer work.
mail-grant-revoked = Your support access to { $site } was revoked. Its credentials no longer work.
mail-grant-never-used = It was never used.
mail-grant-summary =
    What happened: { $requests ->
        [one] one request
       *[other] { $requests } requests
    }, { $denied ->
        [0] none of them blocked
        [one] one of them blocked
       *[other] { $denied } of them blocked
    }, from { $clients ->
        [one] one device
       *[other] { $clients } devices
    }.
mail-grant-freeze = You can stop this access at any moment, without signing in. Whatever support has open is cut off at once, and works again only when you allow it in the portal:
mail-grant-page = You can see everything that happens with it in the portal:
