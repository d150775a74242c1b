//! Describing the parts of an app.
//!
//! A scope is a name, a label that people read, and matchers. A request is in a scope when one matcher fits; a matcher
//! fits when all of its parts do: path, methods, parameters, JSON.
//!
//! - **Paths** match whole segments: `*` inside one, `**` for any number. `/messages/**` includes `/messages`.
//! - **Parameters** match when any occurrence of the name, in the address or in the body, has one of the values; `*`
//!   stands for any run of characters.
//! - **JSON** matches when something at a place of a JSON body (RFC 6901), or below it, has one of the values:
//!   `json = { "/params/model" = "mail.*" }`.
//!
//! A request that is in several scopes needs all of them; what is in none follows `elsewhere`. Order never matters.
//! Safe methods need `read-only`; everything else, a request with a body, and a WebSocket need `full`.
//!
//! # What is judged
//!
//! Every reading of the target that a server is known to make: escapes undone once or more, double slashes and dot
//! segments resolved, path parameters stripped, backslashes taken for slashes, cuts at question mark, hash or NUL,
//! overlong UTF-8, compatibility characters, case folded, and more. A request is as visible as its least visible
//! reading. When the plain reading would be visible and another would not, the refusal says `ambiguous-target`. A
//! parameter that a scope reads and that comes twice with different values is `conflicting-parameters`. Parameters are read
//! as loosely: with `;` between them, in PHP's arrays, decoded before they are split.
//!
//! # Bodies
//!
//! Where a matcher about the request's path and method reads parameters or JSON, the body is read before the decision
//! and forwarded byte for byte after it. All other bodies stream through unread. Whoever has to enter a code in any case
//! is asked for it before the body is read.
//!
//! Forms, `multipart/form-data` and JSON are read. A form's fields and the members of a JSON document join the
//! parameters of the address: the same name with another value is `conflicting-parameters`. Each call of a JSON batch
//! must be allowed by itself.
//!
//! Not every server reads members of JSON as parameters, or forms with other methods than POST. There they hide, and
//! open nothing: the request must be visible without them, too. A `json` matcher says that the app does read JSON.
//!
//! What cannot be read is refused there, unless all that it could name is visible:
//!
//! | code | status | what |
//! |---|---|---|
//! | `body-too-large` | 413 | longer than `judge_body_up_to`; a batch of more than 100 calls; more than 1000 fields |
//! | `body-not-judged` | 415 | compressed; of no type, another type or another charset |
//! | `body-malformed` | 400 | not what it says; a name twice in one JSON object; a multipart form in another spelling than that of browsers; a file under a name that a scope reads |
//!
//! A file in a form may be longer than what is read. It streams on, and what follows it is watched: more files, and
//! fields that no scope reads, pass; any other field ends the request before the app has all of it, so the fields that
//! a scope reads must come before the files. A length that is not announced counts as too large from 48 KiB on.
//!
//! WebSocket messages are not judged: a scope sees the handshake.
//!
//! # Trying it
//!
//! `[[site.test]]` sections say what a request, with its body, must get under given scopes; `gatepass check` and every
//! reload run them through the real decision.
//!
//! `gatepass explain` says what the gateway does with a request, and why:
//!
//! ```text
//! $ gatepass explain --site crm --with contacts "GET /index.php?module=Messages"
//! Request     GET /index.php?module=Messages
//! Site        crm
//! Read as     /index.php (hidden)
//! Says        module = Messages (address)
//! In scope    messages, “Messages”: hidden
//!             gatepass.toml:14: { parameters = { module = ["Messages"] } }
//! Needs       read-only: it only looks
//! Verdict     refused, `hidden`: it is in `messages` (line 14), which the grant hides
//! ```
//!
//! `--grant ID` asks for a grant as it is now, with its networks, its end and its pause. `--body` and `--type` say what
//! the body says. `--code 7KQ2-M9XD` takes a request of the past, by the code on the page of whoever was refused, and the
//! grant as it was then; what was not recorded of it is `x`. `--json` prints the same with every reading.
