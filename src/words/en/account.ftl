# The reader's own account.
account-title = Account
account-about = About you
account-name = Name
account-email = E-mail
account-email-verified = verified
account-email-unverified = not verified yet
account-email-none = none

# Invitation.
account-invitation-title = Choose your password
account-invitation-lead = Welcome, { $account }. With this account you open, watch and end support access.
account-sites = { $count ->
    [one] App
   *[other] Apps
}
account-invitation-button = Save password

# Password.
account-password = Password
account-password-lead = After a change you stay signed in here; everywhere else you are signed out.
account-current-password = Current password
account-new-password = New password
account-new-password-again = New password, once more
account-change-password = Change password
account-password-rules = 12 to 1024 characters. Several words in a row are easy to remember and hard to guess.
account-password-too-short = The password is too short: it needs at least 12 characters.
account-password-too-long = The password is too long: 1024 characters are the limit.
account-password-common = This password is on the list that everybody tries first. Please choose another.
account-password-differ = The two passwords differ. Please enter both again.
account-password-contains-name = The password contains a name that is easy to guess. Please choose another.
account-password-wrong = { $count ->
    [one] The current password is not right. You have 1 try left.
   *[other] The current password is not right. You have { $count } tries left.
}
account-password-wrong-uncounted = The current password is not right.
account-password-locked = There were too many tries. Please wait { $wait } before the next one.

# Second factor.
account-factors = Second factor
account-factors-lead = Asked for when you sign in and before anything that matters.
account-no-factor = Your account is protected by a password only. Set up an authenticator app; it takes two minutes.
account-on = on
account-off = off
account-on-since = on since
account-turn-on = Turn on
account-turn-off = Turn off
account-set-up = Set up
account-replace = Replace
account-authenticator = Authenticator app
account-authenticator-about = the safest way
account-email-codes = Codes by e-mail
account-email-codes-need-address = needs an e-mail address; ask your operator to add one
account-email-codes-no-mail = this gateway sends no e-mail
account-recovery-codes = Recovery codes
account-recovery-codes-left = { $count ->
    [0] none left: make new ones
    [one] 1 left
   *[other] { $count } left
}
account-recovery-codes-none = none
account-recovery-codes-new = Make new codes
account-authenticator-title = Set up an authenticator app
account-authenticator-lead = The app shows a new code every 30 seconds. Whoever has only your password stays outside.
account-authenticator-step-install = Have an authenticator app on your phone ready. Any will do.
account-authenticator-step-scan = Scan a QR code with it and enter the code that it shows.
account-authenticator-step-keep = Save the recovery codes, for the day when your phone is lost.
account-authenticator-replaces = The app that is set up now stops working as soon as the new one is confirmed.
account-authenticator-signs-out = When you turn it on, you are signed out everywhere else.
account-authenticator-start = Start
account-scan-title = Scan this code
account-scan-lead = Open your authenticator app and add an account by scanning.
account-qr-alt = QR code with the key for your authenticator app. The same key stands beside it as text.
account-scan-type = You cannot scan? Type this key into the app:
account-scan-settings = Time-based, 6 digits, 30 seconds.
account-scan-link = Open in an app on this device
account-scan-code = Code that the app shows
account-email-confirm-title = Check your mailbox
account-email-confirm-lead = We sent 6 digits to { $address }. Enter them to turn codes by e-mail on.
account-recovery-title = Save your recovery codes
account-recovery-lead = If your phone is lost, each of these codes gets you in once instead of the app.
account-recovery-once = They are shown only now. Codes that you had before no longer work.
account-recovery-saved = I have saved these codes
account-recovery-done = Done

# Sessions and trusted clients.
account-sessions = Where you are signed in
account-this-session = This session
account-end-session = Sign out
account-end-other-sessions = Sign out everywhere else
account-trusted = Trusted browsers
account-trusted-lead = After a correct code, a browser is not asked again for a short while.
account-trusted-none = None at the moment.
account-trusted-until = until
account-forget = Remove
account-forget-all = Remove all

# Done.
account-notice-password-changed = Your password was changed. Everywhere else you are signed out.
account-notice-authenticator-on = The authenticator app is on.
account-notice-authenticator-off = The authenticator app is off.
account-notice-email-on = Codes by e-mail are on.
account-notice-email-off = Codes by e-mail are off.
account-notice-sessions-ended = Signed out there.
account-notice-trust-forgotten = These browsers are asked for a code again.

# Tokens.
account-tokens = Access tokens
account-tokens-about = With a token, a program can act for you without your password.
account-tokens-lead = With a token, a program can act for you without your password. Keep it as safe as the password, and revoke it when it is no longer needed.
account-tokens-manage = { $count ->
    [0] Make a token
    [one] 1 token
   *[other] { $count } tokens
}
account-tokens-none = You have no tokens.
account-token-new = New token
account-token-name = Name
account-token-name-hint = So that you recognise it later, for example “Monthly report”.
account-token-for = What is it for?
account-token-for-portal = This portal
account-token-for-portal-about = The program asks for support access, watches it and ends it, as you do in these pages.
account-token-for-app = The app { $site }
account-token-for-app-about = The program uses the app as you, and sees only what you tick. Whatever has no part of its own is as support sees it.
account-token-read-only-about = In the chosen app, the program can change nothing.
account-token-only-looks = only looks
account-token-lifetime = How long does it work?
account-token-never = does not expire
account-token-networks = Only from these networks
account-token-networks-hint = Such as 192.0.2.0/24, 2001:db8::/32. Empty: from anywhere.
account-token-bypass = Never ask for a code
account-token-bypass-about = Whoever has the token then needs nothing else. Only for programs that cannot enter a code.
account-token-create = Make token
account-token-made = made
account-token-expires = expires
account-token-only-from = only from { $networks }
account-token-bypasses = never asks for a code
account-token-regenerate = New secret
account-token-revoke = Revoke
account-token-shown-title = Your new token
account-token-once = The token is shown only now. Copy it to where the program needs it.
account-token-replaced = The old secret no longer works.
account-token-revoked = The token “{ $name }” no longer works.
account-token-nothing-cut = Nothing was running with it.
account-token-saved = I have saved the token
account-token-error-name = Give it a name of up to 100 characters.
account-token-error-name-taken = You have a token with this name already.
account-token-error-expires = Choose one of the offered times.
account-token-error-networks = Write networks like 192.0.2.0/24 or 2001:db8::/32, separated by commas.
account-token-error-app = Choose one of the apps, and parts of that app only.
account-token-error-too-many = You have as many tokens as an account may have. Revoke one first.
