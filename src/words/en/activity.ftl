# The timeline.
activity-title = Activity
activity-lead = Who did what with the access you gave, newest first.
activity-filter = Filter
activity-grant = Access
activity-all = All
activity-kind = What
activity-all-kinds = Everything
activity-kind-access = Used the app
activity-kind-blocked = Blocked
activity-kind-sign-in = Sign-ins
activity-kind-change = Changes by you
activity-from-day = From
activity-to-day = To
activity-apply = Show
activity-clear = Show everything
activity-export = Save this list:
activity-older = Older entries
activity-today = Today
activity-yesterday = Yesterday
activity-empty-title = Nothing to show
activity-empty-lead = As soon as support access is opened or used, you can read it here.
activity-empty-filtered = Nothing matches this filter.

# New lines that come in by themselves.
activity-live = New entries appear by themselves
activity-held = On hold
activity-waiting = On hold, new entries: (count)
activity-lost = Connection lost, trying again…
activity-hold = Hold
activity-go-on = Go on

# Lines. What follows a name: “Anna opened Messages”.
activity-elsewhere = another part of the app
activity-opened = opened { $place }
activity-changed = changed something in { $place }
activity-tried = tried { $place }
activity-tried-to-change = tried to change something in { $place }
activity-asked-for-code = was asked for a security code
activity-signed-in = signed in
activity-failed-sign-in = tried to sign in
activity-wrong-code = entered a wrong code
activity-locked-out = was locked out after too many wrong codes
activity-signed-out = signed out
activity-gave-access = opened support access to { $site }
activity-revoked = revoked the access
activity-regenerated = made new credentials
activity-paused = paused the access
activity-resumed = resumed the access
activity-expired = lost access: the time was up
activity-changed-password = changed the password
activity-enabled-authenticator = turned the authenticator app on
activity-disabled-authenticator = turned the authenticator app off
activity-enabled-email = turned codes by e-mail on
activity-disabled-email = turned codes by e-mail off
activity-made-recovery-codes = made new recovery codes
activity-ended-session = ended a session
activity-forgot-trust = removed a trusted browser
activity-made-token = made the access token “{ $name }”
activity-renewed-token = drew a new secret for the token “{ $name }”
activity-reset-password = reset the password
activity-reset-factors = reset the second factors
activity-revoked-token = revoked the access token “{ $name }”
activity-outcome-blocked = blocked
activity-outcome-failed = failed
activity-times = { $count } times
activity-acting-as = as { $user }
activity-from = from { $network }
activity-code = Code
activity-to-grant = To this access
activity-cut = { $count ->
    [one] ended 1 running request
   *[other] ended { $count } running requests
}
activity-made-link = made the one-time link { $link }
activity-opened-link = opened the one-time link { $link }
activity-failed-link = failed to open the one-time link { $link }
activity-revoked-link = revoked the one-time link { $link }
activity-wiped-link = wiped the one-time link { $link } by wrong codes
activity-expired-link = wiped the one-time link { $link }, which nobody had opened
activity-link-holder = Somebody with the link
activity-token = Access token “{ $name }”
activity-code-mailed = was sent a security code by e-mail
activity-code-accepted = gave the right security code
activity-refused = asked for something that was refused ({ $reason })
