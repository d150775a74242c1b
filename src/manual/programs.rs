//! How programs answer a challenge.
//!
//! Whatever is no navigation gets JSON, never a redirect. A navigation says `Sec-Fetch-Mode: navigate`, or, where no
//! Fetch Metadata is sent, has an `Accept` that names `text/html`.
//!
//! | answer | status | when |
//! |---|---|---|
//! | `You must be logged in to do this.` | 401 | no session |
//! | `errorType: totp-required` | 400 | a security code is needed; `details.method` says which |
//! | `errorType: totp-invalid` | 400 | wrong, late or used |
//! | `errorType: totp-max-attempts` | 400 | locked; `details.retryAfter` seconds |
//! | `errorType: totp-not-enrolled` | 403 | this always asks for a second factor, and the account has none |
//! | problem details (RFC 9457) with `errorType` and `code` | 4xx, 5xx | everything else |
//!
//! The repeat is the same request with `x-2fa-code`, and `x-2fa-method` where there are several. It reaches the app
//! once, without our headers.
//!
//! To an agent, `details.method` says `totp` where the grant has a rotating code, `email` where each code is mailed, and
//! `code` where it has a fixed one. Clients that were written for Rocket.Chat know the first two and hand the last to
//! their caller: give programs a grant with a rotating code.
//!
//! A call without a code mails one, unless one is good still; `codeGenerated` says whether it did. A sign-in's code is
//! for the sign-in, a challenge's for the session that was challenged. Calls that come with a browser's cookie mail
//! nothing, because a page makes them by itself: `POST /.gatepass/challenge` with `send=email` does, for whoever asks,
//! once a minute.
//!
//! ```text
//! curl -c jar -d username=ann.k7q4 -d password=... -d code=46120937 https://crm.example.com/.gatepass/sign-in
//! curl -b jar https://crm.example.com/api/contacts
//! curl -b jar -H 'x-2fa-code: 46120937' https://crm.example.com/api/billing
//! curl -b jar https://crm.example.com/.gatepass/status
//! ```
//!
//! # A session in a header
//!
//! A program need not keep a cookie. It signs in with the same credentials at another address, and sends the token that
//! it gets as `X-Auth-Token` beside `X-User-Id`, or as `Authorization: Bearer`. Tokens of ours begin with `gp_` and end
//! in a checksum: whatever else stands in these headers is the app's, and passes untouched.
//!
//! ```text
//! curl -d user=ann.k7q4 -d password=... -d code=46120937 https://crm.example.com/.gatepass/api/v1/login
//! {"status":"success","success":true,"data":{"userId":"...","authToken":"gp_ses_...","me":{...}}}
//! curl -H 'X-Auth-Token: gp_ses_...' -H 'X-User-Id: ...' https://crm.example.com/api/contacts
//! ```
//!
//! # An access token for an app
//!
//! Whoever has an account can make a token for one app: in the portal, at `POST /api/v1/tokens` with `app`, or with
//! `gatepass token create --site`. It is sent in the same two headers, begins with `gp_pat_`, and opens what its owner
//! ticked, as a support session with that view would: the same decision judges it, the same refusals answer it. What no
//! scope names is as the site has it `elsewhere`.
//!
//! ```text
//! curl -H 'Authorization: Bearer gp_pat_...' https://crm.example.com/api/contacts
//! ```
//!
//! A challenge is answered by the token's owner, by the methods of the table below; afterwards the client is trusted for
//! the site's `trust_for`. A token that was made with the bypass is asked for nothing where trust would do; where the
//! policy says `challenge = "always"`, it is asked like everybody. The app reads the owner in `X-Gatepass-User` and
//! `token:NAME` in `X-Gatepass-Agent`; the token itself it never sees. A token is for the API or for one app: anywhere
//! else, in an address or in a cookie it is worth nothing, and what only begins like one is refused unread.
//!
//! # The portal's API
//!
//! Under `/api/v1` on the portal's host, with the same contract; `/api/v1/openapi.json` describes every call. One signs
//! in at `/api/v1/login` with an account's name, password and code, or sends a personal access token. Cookies are not
//! looked at, so no web page can call it in somebody's name.
//!
//! | method | what is sent as `x-2fa-code` |
//! |---|---|
//! | `totp` | the authenticator app's six digits, or a recovery code |
//! | `email` | six digits that were mailed; a call without a code sends them, at most one mail a minute |
//! | `password` | the password's SHA-256 in hexadecimal; only where the account has no other method |
//!
//! Signing in, giving up a factor, changing the password, drawing recovery codes and making tokens always ask. The other calls that open
//! something trust the client for `trust_for` after a right code; calls that end something ask for nothing.
//!
//! `GET /handoff/grants` is for an agent's own account whose address is confirmed: the grants that name it, in which app and
//! until when. It says nothing that opens them, and whoever has it can change nothing.
//!
//! `POST /handoff/links/{id}/open` is the one call without an account: a `claim` and, where there is a code, a `proof`. What
//! they are and how a message is sealed says [`super::handoff`]. Its refusals are `unknown-link`, `code-needed`, which costs
//! no try, `wrong-code` with `details.left`, and `link-opened`, `link-revoked`, `link-expired`, `link-wiped` with status 410.
//!
//! A list comes in pages: `{"items": [...], "next": ...}`. A `POST` with an `Idempotency-Key` that is repeated makes
//! nothing new; it answers as before, without the secrets, which are shown once. That holds for all that shows a secret:
//! making and regenerating grants and tokens.
