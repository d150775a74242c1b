# Signing in and proving who you are.
sign-in-title = Sign in
sign-in-lead = Open, watch and end support access to your apps.
sign-in-username = User name
sign-in-password = Password
sign-in-button = Sign in
sign-in-busy-button = Signing in…
sign-in-no-account = No account yet, or password forgotten? Ask the operator of this gateway for an invitation.
sign-in-wrong = User name or password is not right. Please try again.
sign-in-too-many = There were too many tries. Please wait { $wait } before the next one.
sign-in-busy = Many people are signing in right now. Please try again in a few seconds.
sign-in-form-expired = This page was open for too long. Please enter your details once more.
sign-in-signed-out = You are signed out.
sign-in-session-expired = Your session has ended. Sign in to carry on where you were.
sign-in-password-changed = Your password was changed. Sign in with the new one.
sign-in-welcome = Your account is ready. Sign in with the password you have just chosen.

# The code.
sign-in-code-title = Enter your code
sign-in-code-lead = Your password was right. One more step protects your account.
sign-in-code-button = Continue
sign-in-code-busy-button = Checking…
sign-in-code-label-totp = Code from your authenticator app
sign-in-code-label-email = Code from the e-mail
sign-in-code-label-recovery = Recovery code
sign-in-code-label-password = Your password
sign-in-code-hint-totp = The 6 digits that the app shows now.
sign-in-code-hint-email = We sent 6 digits to { $address }. They work for 10 minutes.
sign-in-code-hint-email-not-sent = We will send 6 digits to { $address }.
sign-in-code-hint-recovery = One of the codes you saved when you set up the app. Each works once.
sign-in-code-hint-password = The one you sign in with.
sign-in-code-wrong = { $count ->
    [one] That code is not right. You have 1 try left.
   *[other] That code is not right. You have { $count } tries left.
}
sign-in-code-wrong-password = { $count ->
    [one] That password is not right. You have 1 try left.
   *[other] That password is not right. You have { $count } tries left.
}
sign-in-code-wrong-uncounted = That is not right. Please try again.
sign-in-code-missing = Please enter the code.
sign-in-locked = Too many wrong codes.
sign-in-locked-until = Codes are taken again from
sign-in-mail-send = Send me a code
sign-in-mail-again = Send a new code
sign-in-mail-wait = A new code can be sent in { $wait }.
sign-in-mail-too-many = Too many codes were sent. The next one can be sent in { $wait }.
sign-in-mail-failed = The e-mail could not be sent. Please try again, or use another way.
sign-in-other-method = Another way
sign-in-use-totp = Use the authenticator app
sign-in-use-email = Get a code by e-mail
sign-in-use-recovery = Use a recovery code
sign-in-use-password = Use the password
sign-in-start-over = Sign in as somebody else

# Confirming in the middle of something.
sign-in-confirm-it-is-you = Confirm that it is you
sign-in-confirm-button = Confirm
