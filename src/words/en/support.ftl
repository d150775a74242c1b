# Start page.
support-home-title = Support access
support-home-lead = Nobody gets in unless you open the door. You can close it at any time.
support-no-sites-title = No app is connected to your account yet
support-no-sites-lead = Ask the operator of this gateway to add your user name in the app to your account. After that you can request support here.
support-as-user = as { $user }
support-nobody-has-access = Nobody from support has access.
support-request = Request remote support
support-request-again = Request support again
support-badge-open = Access is open
support-badge-scheduled = Begins later
support-badge-paused = Paused
support-badge-ended = Ended
support-who = Who
support-time-left = Time left
support-time-left-paused = Paused, time runs on
support-until = until
support-sessions = Signed in now
support-sessions-count = { $count ->
    [0] Nobody
    [one] 1 session
   *[other] { $count } sessions
}
support-last-used = last used
support-last-used-label = Last used
support-never-used = never used
support-never = not yet
support-first-used = First used
support-began = Opened
support-since = since
support-details = Details
support-revoke = Revoke
support-regenerate = New credentials

# First dialog.
support-request-title = Request support for { $site }
support-request-lead = Support works in the app with your user, { $user }, and sees what you see, within the limits you set here.
support-duration = For how long?
support-starts = Begins
support-starts-hint = Empty: now. In your own time zone, 30 days ahead at most.
support-starts-hint-utc = Empty: now. In UTC, 30 days ahead at most.
support-visibility = What may support see?
support-visibility-hint = These parts stay hidden unless you tick them. The rest of the app is visible.
support-visibility-hint-only = Support sees only the parts that you tick. Everything else stays hidden.
support-visibility-whole = The whole app, as you see it yourself.
support-show = Allow to see { $part }
support-read-only = Look only
support-read-only-about = Support can look at everything that is shown, but change nothing.
support-agent-title = Who helps you?
support-agent-name = Name
support-agent-email = E-mail
support-reason = What is it about?
support-ticket = Ticket number
support-limits-title = Further limits
support-networks = Only from these networks
support-networks-hint = Such as 192.0.2.0/24 or 192.0.2.7. Empty: from anywhere.
support-claim = First sign-in
support-claim-without = At any time
support-claim-count = { $count ->
    [one] Within 1 hour
   *[other] Within { $count } hours
}
support-idle = When nothing is done
support-idle-without = The operator’s choice
support-idle-count = Sign out after { $count } minutes
support-idle-after = Sign out after { $span }
support-at-once = Browsers at once
support-at-once-without = Any number
support-at-once-count = { $count ->
    [one] 1, and a new one ends it
   *[other] { $count }, and one more ends the oldest
}
support-code-title = Security code
support-code-fixed = Fixed code
support-code-fixed-about = Shown once, together with the password.
support-code-totp = Rotating code
support-code-totp-about = The agent’s authenticator app shows a new one every 30 seconds.
support-code-email = Code by e-mail
support-code-email-about = A new one is sent to the agent’s e-mail address each time.
support-code-mailed-to = sent to { $address } each time
support-confirm = Confirm
support-request-next = On the next page you get the credentials to send to your provider. They are shown once.
support-error-duration = Choose one of the offered durations.
support-error-start = Choose a moment within the next 30 days, or leave it empty for now.
support-error-scope = One of the parts is no longer on offer. Please check your choice.
support-error-agent = The name is too long or holds characters that no name has.
support-error-email = This is not an e-mail address. Write it like name@example.org, or leave it empty.
support-error-email-for-codes = Give the agent’s e-mail address: the codes are sent there.
support-error-reason = Please say it in 500 characters at most.
support-error-ticket = A ticket number has 100 characters at most.
support-error-networks = Write networks such as 192.0.2.0/24, with commas between them, or leave it empty.
support-error-limit = Choose one of the limits on offer.
support-error-code = Choose one of the offered kinds of code.

# The sentence above Confirm. The script puts name, parts and time in place of the words in brackets.
support-summary-who = Your provider’s support
support-summary-all = (who) sees the whole app as you do, until (until).
support-summary-all-read = (who) can look at the whole app but change nothing, until (until).
support-summary-except = (who) sees everything except (parts), until (until).
support-summary-except-read = (who) can look at everything except (parts) but change nothing, until (until).
support-summary-only = (who) sees only (parts), until (until).
support-summary-only-read = (who) can look at (parts) but change nothing, until (until).
support-summary-nothing = (who) sees none of these parts. Tick what is to be seen.
support-summary-begins = It begins (begin).
support-summary-today = today (time)
support-summary-tomorrow = tomorrow (time)

# Second dialog.
support-credentials-title = Support access is active
support-credentials-title-later = Support access is set up
support-credentials-lead =
    Send these credentials to { $agent ->
        [none] your provider’s support
       *[other] { $agent }
    }, and to nobody else, over the channel you always use with them.
support-credentials-once = You see the password and the code only now. Once you close this page, nobody can show them again.
support-url = Address
support-username = User name
support-password = Password
support-security-code = Security code
support-works-from = Works from
support-timeout = Works until
support-qr-about = The agent scans this with an authenticator app, or types the key:
support-qr-alt = QR code with the key for the agent’s authenticator app. The same key stands beside it as text.
support-saved = I have saved or sent these credentials
support-close = Close
support-gone-title = These credentials were shown already
support-gone-lead = The access is active, but its password and code cannot be shown a second time.
support-gone-advice =
    If they got lost before { $agent ->
        [none] your provider’s support
       *[other] { $agent }
    } had them, make new ones. The old ones stop working at that moment.
support-gone-to-grant = See this access

# Third dialog.
support-already-title = Support access is already active
support-already-lead = It ends in { $span }
support-grant-title = Support access to { $site }
support-grant-lead =
    { $agent ->
        [none] Your provider’s support
       *[other] { $agent }
    } can work in the app with your user, { $user }.
support-grant-lead-paused =
    { $agent ->
        [none] Your provider’s support
       *[other] { $agent }
    } cannot get in at the moment. Resume, and they can again work with your user, { $user }.
support-grant-lead-scheduled =
    The time has not come yet: { $agent ->
        [none] your provider’s support
       *[other] { $agent }
    } will be able to work in the app with your user, { $user }.
support-locked = Locked after too many wrong codes. Nobody can sign in until you make new credentials.
support-parts = What support sees
support-part-whole-app = The whole app
support-part-elsewhere = Everything else
support-part-hidden = hidden
support-part-read-only = look only
support-part-full = full
support-no-sessions = Nobody is signed in right now.
support-see-activity = See what was done
support-stub = This access
support-acts-as = Works with your user
support-cut-revoked = Access revoked.
support-cut-regenerated = New credentials made; the old ones no longer work.
support-cut-paused = Access paused.
support-cut-expired = The time was up.
support-cut-sessions = { $count ->
    [0] Nobody was signed in.
    [one] 1 session was stopped.
   *[other] { $count } sessions were stopped.
}
support-cut-connections = { $count ->
    [one] 1 open connection was cut within { $milliseconds } ms.
   *[other] { $count } open connections were cut within { $milliseconds } ms.
}
support-ask-revoke-title =
    Revoke access for { $agent ->
        [none] your provider’s support
       *[other] { $agent }
    }?
support-ask-revoke-lead =
    { $agent ->
        [none] Your provider’s support
       *[other] { $agent }
    } is signed out of { $site } at once and the credentials stop working. This cannot be undone; you can always request support again.
support-ask-revoke-button = Revoke access
support-ask-regenerate-title =
    New credentials for { $agent ->
        [none] your provider’s support
       *[other] { $agent }
    }?
support-ask-regenerate-lead =
    The old credentials for { $site } stop working at once and { $agent ->
        [none] your provider’s support
       *[other] { $agent }
    } is signed out. You get new ones to send; time and limits stay the same.
support-ask-regenerate-button = Make new credentials
support-ask-sessions = { $count ->
    [one] One session is open right now. Unsaved work in it may be lost.
   *[other] { $count } sessions are open right now. Unsaved work in them may be lost.
}

# Receipt.
support-ended-title = Support access to { $site } has ended
support-ended-expired = The time was up:
support-ended-revoked = Revoked by { $by }:
support-receipt = What happened
support-count-sign-ins = { $count ->
    [one] sign-in
   *[other] sign-ins
}
support-count-failed = { $count ->
    [one] failed sign-in
   *[other] failed sign-ins
}
support-count-requests = { $count ->
    [one] page or file opened
   *[other] pages and files opened
}
support-count-changes = { $count ->
    [one] change sent
   *[other] changes sent
}
support-count-blocked = { $count ->
    [one] attempt blocked
   *[other] attempts blocked
}
support-ended-home = To the start page

# The emergency link in a mail.
support-freeze-title = Pause support access now?
support-freeze-lead =
    One press pauses the access of { $agent ->
        [none] your provider’s support
       *[other] { $agent }
    } to { $site } at once. Whoever is signed in is cut off.
support-freeze-after = Nothing is lost: sign in later to resume the access or to end it. By itself it ends
support-freeze-button = Pause access now
support-frozen-title = Support access is paused
support-frozen-lead =
    { $agent ->
        [none] Your provider’s support
       *[other] { $agent }
    } no longer gets into { $site }.
support-frozen-next = Sign in to see what was done, and to resume the access or end it.
support-frozen-sign-in = Sign in
