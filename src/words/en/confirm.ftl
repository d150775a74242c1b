# "Confirm that it is you", before something that matters. { $agent } is "none" where no name was given.
confirm-request-title = Open support access
confirm-request-all = { $agent ->
    [none] Support
   *[other] { $agent }
} will see the whole { $site } as you do, for { $duration }.{ $readOnly ->
    [yes] { " " }Nothing can be changed.
   *[no] { "" }
}
confirm-request-except = { $agent ->
    [none] Support
   *[other] { $agent }
} will see everything in { $site } except { $parts }, for { $duration }.{ $readOnly ->
    [yes] { " " }Nothing can be changed.
   *[no] { "" }
}
confirm-request-only = { $agent ->
    [none] Support
   *[other] { $agent }
} will see only { $parts } in { $site }, for { $duration }.{ $readOnly ->
    [yes] { " " }Nothing can be changed.
   *[no] { "" }
}
confirm-request-nothing = { $agent ->
    [none] Support
   *[other] { $agent }
} will be able to sign in to { $site } for { $duration }, but will see none of its parts. Go back and tick what is to be seen.
confirm-request-begins = It begins { $moment }.
confirm-resume-title = Resume support access
confirm-resume = { $agent ->
    [none] Support
   *[other] { $agent }
} can get into { $site } again.
confirm-regenerate-title = New credentials
confirm-regenerate = { $agent ->
    [none] Support gets
   *[other] { $agent } gets
} new credentials for { $site }. The old ones and all sessions end at once.
confirm-authenticator-title = Set up an authenticator app
confirm-authenticator = From then on, signing in takes a code of this app.
confirm-authenticator-off-title = Turn the authenticator app off
confirm-authenticator-off = Your account loses this protection, and its recovery codes.
confirm-recovery-title = New recovery codes
confirm-recovery = You get twelve new codes. The old ones stop working.
confirm-email-title = Turn codes by e-mail on
confirm-email = We send a code to your address to make sure that you read it.
confirm-email-off-title = Turn codes by e-mail off
confirm-email-off = Your account loses this protection.
confirm-token-title = Make an access token
confirm-token = Whoever has the token can use it in your name.
confirm-token-renew-title = Renew an access token
confirm-token-renew = The token gets a new secret. Programs that use the old one stop working.
