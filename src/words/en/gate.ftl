# The pages on an app's own address, for the agent who helps.
gate-brand = Support access
gate-logged = What you open here is logged, and the customer can read that log.
gate-your-access = Your access
gate-details = Details
gate-your-session = Your session
gate-seen-as = You see the app as
gate-agent = Support agent
gate-access-ends = Access ends
gate-your-access-ends = Your access ends
gate-access-begins = Your access begins
gate-access-ended = Access ended
gate-your-address = Your address
gate-trusted-until = This browser is trusted until
gate-reference = Reference
gate-reference-hint = Mention it if you ask for help.
gate-to-start = Go to the start page
gate-to-shared = See what is shared with you
gate-again = Try again
gate-sign-out = Sign out
gate-end-session = End my session

# Signing in.
gate-sign-in = Sign in
gate-signing-in = Signing in…
gate-sign-in-title = Sign in to help
gate-sign-in-lead = Use the credentials the customer sent you.
gate-user-name = User name
gate-password = Password
gate-code = Security code
gate-code-optional = optional here
gate-code-optional-hint = You can leave it empty; the next page asks for it.
gate-none-yet = No credentials yet?
gate-none-yet-what = The customer creates them for you and sends them over: a user name, a password and a security code.
gate-none-yet-time = They work for a limited time. If yours no longer do, ask for new ones.
gate-wrong = These details did not work.
gate-wrong-remedy = Check the user name, the password and the security code. If it keeps happening, ask the customer to regenerate your credentials.
gate-too-many-tries = Too many tries.
gate-too-many-tries-remedy = Please wait before you try again: { $wait }.
gate-busy = We could not check this just now.
gate-busy-remedy = Many people are signing in. Please try again in a few seconds.
gate-form-expired = This page was open for too long.
gate-form-expired-remedy = Please enter your details once more.
gate-notice-ended = Your access has ended.
gate-notice-ended-remedy = To continue, ask the customer for new credentials.
gate-notice-signed-out = You are signed out.
gate-notice-signed-out-remedy = You can close this page.
gate-notice-expired = Your session timed out.
gate-notice-expired-remedy = Sign in again to carry on where you were.

# The security code.
gate-code-too-many = Too many wrong codes
gate-code-enter = Enter your security code
gate-code-confirm = Confirm with your security code
gate-code-last-step = One last step before you are in.
gate-code-protected = The page you want to open is protected by a code.
gate-code-each-time = “{ $place }” asks for a code every time.
gate-code-promise = After that, most pages will not ask again for { $span }.
gate-code-other-credentials = Use other credentials
gate-code-hint-fixed = 8 digits, from the message the customer sent you.
gate-code-hint-totp = The 6 digits your authenticator app shows now.
gate-code-goes-on = The page goes on by itself after the last one.
gate-code-continue = Continue
gate-code-checking = Checking…
gate-code-wrong = That code did not work.
gate-code-wrong-fixed = Check the digits and try again. { $count ->
    [one] You have 1 try left.
   *[other] You have { $count } tries left.
}
gate-code-wrong-totp = Wait for the next one in your app. { $count ->
    [one] You have 1 try left.
   *[other] You have { $count } tries left.
}
gate-code-wrong-email = Use the newest e-mail; a code works once, for 10 minutes. { $count ->
    [one] You have 1 try left.
   *[other] You have { $count } tries left.
}
gate-code-mail-failed = The e-mail could not be sent. Try again in a minute. If it stays this way, tell the customer.
gate-code-locked = To keep this access safe, please wait before the next try: { $wait }.
gate-code-locked-for-good = To keep this access safe, these credentials are locked. Ask the customer to regenerate them.

# Where one stands.
gate-status-lead = You see the app the way { $user } does.
gate-status-parts = This much of it is shared with you.
gate-status-to-app = Go to the app
gate-status-no-address = The start page of the app is not shared with you. Open the address of what you are to look at.
gate-part-hidden = Not shared
gate-part-view = View only
gate-part-full = View and change

# Refusals and endings.
gate-hidden = This part is not shared with you
gate-hidden-elsewhere = Your support access covers other parts of this app, but not this one.
gate-hidden-places = Your support access does not include { $places }.
gate-hidden-advice = If you need it to help, ask the customer to share it with you.
gate-read-only = You can only view this part
gate-read-only-elsewhere = You can look around here, but not change anything. Nothing was saved.
gate-read-only-places = You can look at { $places }, but not change anything. Nothing was saved.
gate-read-only-advice = If something has to change, ask the customer to do it, or to give you access to edit.
gate-ended = Your access has ended
gate-ended-lead = Thank you for your help. Your way into this app is closed now.
gate-ended-advice = Not finished yet? Ask the customer for new credentials.
gate-ended-sign-in = Sign in with new credentials
gate-not-begun = Your access has not begun yet
gate-not-begun-lead = Your credentials are right. The customer has opened the door for a later time.
gate-not-begun-advice = Come back then; you need no new credentials.
gate-paused = Your access is paused
gate-paused-lead = The customer has put it on hold. You can carry on as soon as they resume it.
gate-paused-advice = Until then it stays closed. The time it ends does not change.
gate-network = Not from this network
gate-network-lead = The customer allows this access from certain networks only, and yours is not among them.
gate-network-advice = Connect the way you usually do for this customer, for example through your company’s VPN.
gate-ambiguous = We could not make sense of this
gate-ambiguous-lead = This link or form can be read in more than one way, so it was not opened.
gate-ambiguous-advice = Start again from a page of the app. If it happens again, pass on the reference.
gate-too-large = This is too large to send
gate-too-large-lead = What you sent is larger than support access allows here. Nothing was saved.
gate-too-large-advice = Try a smaller file, or ask the customer to upload it.
gate-not-found = There is no page here
gate-not-found-lead = The address may be mistyped, or the page has moved.
gate-unknown-site = This address leads nowhere
gate-unknown-site-lead = No app is available under this name.
gate-unknown-site-advice = Compare it with the address in the message the customer sent you.

# Troubles that are nobody's decision.
gate-slow-down = Let’s slow down a little
gate-slow-down-lead = That was a lot at once. Please wait: { $wait }.
gate-unreachable = The app is not answering
gate-unreachable-lead = Your support access is fine, but the app itself cannot be reached right now.
gate-unreachable-advice = Try again in a minute. If it stays this way, tell the customer.
gate-too-slow = The app is taking too long
gate-too-slow-lead = Your support access is fine, but the app did not answer in time.
gate-too-slow-advice = If you were saving something, check whether it was saved before you repeat it.
gate-undecided = We need a moment
gate-undecided-lead = Your access could not be checked just now. To be on the safe side, nothing was opened.
gate-undecided-advice = Try again in a minute. If it stays this way, pass on the reference.
gate-signed-out = You are signed out
gate-signed-out-lead = Your session on this browser is over. You can close this page.
gate-signed-out-again = Sign in again
gate-quoted = “{ $place }”
gate-quoted-and = { $places } and { $last }
