# What every page shares: names of things, time, the frame around a page.
common-product = Gatepass
common-skip = Skip to the content
common-nav = Main
common-nav-support = Support
common-nav-handoff = Hand over
common-nav-activity = Activity
common-nav-account = Account
common-sign-out = Sign out
common-language = Language
common-role-grantor = Administrator
common-role-operator = Operator
common-role-agent = Support agent
common-support-agent = Your provider’s support

# Live grants above every page.
common-live-title = Open support access
common-live-open =
    { $agent ->
        [none] Your provider’s support
       *[other] { $agent }
    } has access to { $site }
common-live-paused =
    { $agent ->
        [none] Your provider’s support
       *[other] { $agent }
    }: access to { $site } is paused
common-live-scheduled =
    { $agent ->
        [none] Your provider’s support
       *[other] { $agent }
    } will have access to { $site }
common-end-now = End now
common-pause = Pause
common-resume = Resume

# Small words on many pages.
common-error = Error
common-please-correct = Please look at this once more:
common-cancel = Cancel
common-back = Back
common-new-tab = (opens in a new tab)
common-show = Show
common-hide = Hide
common-copy = Copy
common-copied = Copied
common-copy-denied = Your browser does not allow copying. The text is selected: press Ctrl+C or ⌘C.
common-download = Save as .txt
common-print = Print
common-optional = optional
common-moment-please = One moment…
common-to-start = Go to the start page
common-code-for-operator = Code for your operator

# Time.
common-date = { $weekday } { $day } { $month } { $year }
common-moment = { $date }, { $clock } UTC
common-weekday = { $number ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
}
common-month = { $number ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
common-seconds = { $count ->
    [one] 1 second
   *[other] { $count } seconds
}
common-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
common-hours = { $count ->
    [one] 1 hour
   *[other] { $count } hours
}
common-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
# The same after “in” and before “ago”: some languages have another form for it.
common-days-away = { $count ->
    [one] 1 day
   *[other] { $count } days
}
common-in-span = in { $span }
common-span-ago = { $span } ago
common-in-a-moment = in less than a minute
common-just-now = just now
common-less-than-a-minute = less than a minute
common-is-over = ended

# Messages that are a page of their own.
common-not-found-title = There is nothing here
common-not-found-lead = The page does not exist, or it is not yours to see.
common-trouble-title = Something went wrong on our side
common-trouble-lead = Please try again in a moment. If it keeps happening, tell your operator this code.
common-form-expired-title = Nothing was changed
common-form-expired-lead = The page was open for too long, or you signed in again in the meantime. Please open it once more and try again.
common-forbidden-title = This is not yours to do
common-forbidden-lead = Your account may not do this. Nothing was changed.
common-busy-title = A little too fast
common-busy-lead = Please wait { $wait } and try again.
common-invitation-over-title = This invitation no longer works
common-invitation-over-lead = It was used already, or its time is up. Ask whoever invited you for a new one. If you have chosen your password, just sign in.
common-freeze-over-title = This link no longer works
common-freeze-over-lead = It was used already, or the access it was for has ended. Sign in to see what is open.
