# One-time links: what is sealed in one browser and opened in another.
handoff-title = Hand something over
handoff-lead = For a password, a key or another secret. It is encrypted in your browser and can be read once. Nobody who runs this server can read it.
handoff-new = A new one-time link
handoff-send-needs-script = Your browser encrypts with JavaScript, which is switched off. Switch it on, or use the command gatepass handoff send.
handoff-secret = What you hand over
handoff-secret-hint = Credentials only. For everything else use the channel you always use with each other.
handoff-lifetime = The link lives for
handoff-with-code = Ask for a code, too
handoff-with-code-about = You tell it by phone. Whoever only gets hold of the link cannot read it.
handoff-seal = Encrypt and make the link
handoff-ready = The link is ready
handoff-ready-once = You see it only now. Copy it and send it to one person: whoever opens it first reads what is in it.
handoff-link = Link
handoff-code = Code
handoff-ready-code = Tell this code by phone, and never together with the link:
handoff-ready-next = Under “Hand over” you see when it was opened and from where, and until then you can take it back.
handoff-links = Your links
handoff-links-none = You have not handed anything over yet.
handoff-made = Made
handoff-has-code = with a code
handoff-waits = Waits until
handoff-state-opened = Opened
handoff-state-revoked = Revoked
handoff-state-wiped = Wiped after too many wrong codes
handoff-state-expired = Nobody opened it; gone since
handoff-revoke = Revoke
handoff-share = Share securely
handoff-share-about = Encrypts these lines in your browser and makes a link that can be opened once.

handoff-receive-title = A secret is waiting for you
handoff-receive-lead = { $sender } has handed you something that was encrypted in the browser. It can be read once; then it is gone from this server. Open it only if you expected it.
handoff-receive-needs-script = Your browser decrypts with JavaScript, which is switched off. Switch it on, or use the command gatepass handoff read. Nothing is lost by looking at this page.
handoff-receive-until = It waits until
handoff-code-hint = The 12 digits that { $sender } told you.
handoff-open = Open it now: it can be read once
handoff-open-hint = Have a place ready where you can keep it, such as a password manager.
handoff-here = Here it is. It is now gone from the server.
handoff-here-once = Keep it now: once you close this page, nobody can show it again.
handoff-text = Secret
handoff-since = Since
handoff-wrong-code = { $count ->
    [one] The code is wrong. One try is left; after it everything is wiped. Ask for the code again.
   *[other] The code is wrong. { $count } tries are left.
}
handoff-problem-no-key = A part of the link is missing: what comes after the # sign. Copy the whole link and open it again. Nothing is lost.
handoff-problem-damaged = The link is damaged: its end does not fit its beginning. Copy the whole link and open it again. Nothing is lost.
handoff-problem-no-crypto = This browser cannot encrypt here. Use a current browser, and an address that begins with https.
handoff-problem-code = The code has 12 digits. Please look at it again.
handoff-problem-offline = No answer came. Check your connection and try again. If the link is then over, ask { $sender } for a new one.
handoff-problem-unknown-link = There is no such link. Copy the whole link again, or ask { $sender } for a new one.
handoff-problem-too-many = Too many tries from your network. Wait ten minutes and try again.
handoff-problem-swapped = This is not what { $sender } sealed: it was changed on the way or on this server. Do not trust it. Call { $sender }, and ask for a new link.
handoff-problem-newer = This was sealed by a newer version. Reload the page in a current browser; if that does not help, ask { $sender } for a new link.
handoff-problem-trouble = Something went wrong on our side. Please try again in a moment.

handoff-unknown-title = This link leads nowhere
handoff-unknown-lead = Copy the whole link and open it again. If that does not help, ask for a new one: what was read or too old is forgotten after a week.
handoff-opened-title = This link was opened already
handoff-opened-lead = What was in it is gone. If it was not you who opened it, tell { $sender } at once: somebody else has read it.
handoff-revoked-title = This link was taken back
handoff-revoked-lead = { $sender } revoked it before anybody read it. Ask for a new one.
handoff-wiped-title = This link was wiped
handoff-wiped-lead = The code was wrong too often, so what was in it was deleted. Nobody has read it. Ask { $sender } for a new link.
handoff-expired-title = The time of this link is up
handoff-expired-lead = Nobody opened it in time, so what was in it was deleted. Ask { $sender } for a new link.

handoff-error-too-large = That is too long. A link holds credentials, not documents.
handoff-error-too-many = { $count ->
    [one] One link of yours waits already, and that is the most. Revoke it first.
   *[other] { $count } links of yours wait already, and that is the most. Revoke one first.
}
handoff-error-form = The page was open for too long. Copy what you wrote, reload the page and try again.
handoff-error-offline = No answer came. Check your connection and try again.
