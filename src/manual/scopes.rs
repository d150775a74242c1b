//! Describing the parts of an app.
//!
//! A scope is a name, a label that people read, and matchers. A request is in a scope when one matcher fits; a matcher
//! fits when all of its parts do: path, methods, parameters, JSON.
//!
//! - **Paths** match whole segments: `*` inside one, `**` for any number, `{a,b}` for either. `/messages/**` includes
//!   `/messages`. A list of paths matches where one of them does.
//! - **Parameters** match when any occurrence of the name, in the address or in the body, has one of the values.
//! - **JSON** matches when something at a place of a JSON body (RFC 6901), or below it, has one of the values:
//!   `json = { "/params/model" = "mail.*" }`.
//!
//! A value is one of these, or a list of them:
//!
//! | written | takes |
//! |---|---|
//! | `"mail.*"` | texts; `*` stands for any run of characters |
//! | `210`, `{ from = 209, to = 237 }` | numbers, however a database forgives them: `0210`, `210abc`, `2.1e2` |
//! | `{ regex = "M[0-9]+" }` | all of the value, in the syntax of the `regex` crate; matching takes linear time |
//! | `{ not = … }` | none of those, and nothing at all |
//!
//! Texts and expressions mind the case, and hide what only case, blanks or detours (`x/../Messages`) tell apart from them.
//! What only some servers take for a visible part may as well be elsewhere, and is refused.
//!
//! A request that is in several scopes needs all of them; what is in none follows `elsewhere`. Order never matters.
//! Safe methods need `read-only`; everything else, a request with a body, and a WebSocket need `full`.
//!
//! What nobody should be asked about is a scope with `offer = false`: with `default = "full"` it is always visible, like
//! styles and menus, and else never, like other doors to the same data.
//!
//! # Before scopes are asked
//!
//! `dialect = "php"` reads the names of parameters as PHP does, and no others: leading blanks, dots, arrays, cuts at NUL.
//! `generic`, the default, finds what any known server would.
//!
//! `[site.parameters]` gives parameters a shape: `record = { pattern = "[1-9][0-9]*" }`. Where a scope reads any parameter, one
//! with a shape comes once, is no array and matches, in address, body and cookies, or the request is refused
//! (`misshapen-parameter`); and a body that cannot be read is refused in any case. Give one to whatever names a part or
//! a record, because apps tidy values up in their own ways: to one, `..Card` and `C<b>ard` are the file `Card`.
//!
//! `cookies` lists the cookies that reach the app in a support session. Some apps count cookies among the parameters, so a
//! cookie with the name of a parameter that a scope reads hides and conflicts, and opens nothing.
//!
//! # Presets
//!
//! `preset = "vtenext"` brings scopes, shapes and cookies for a known app; `gatepass preset` lists them, and
//! `gatepass preset vtenext` prints one, with where it knows things from and what it leaves open. A `[[site.scope]]` of the same name
//! extends it: what it says counts, and its matchers are added.
//!
//! `tests/apps/run` puts presets before the applications that they are for, as Debian packages them. In each part of a fresh instance
//! lies a secret of its own; while one part is shown alone, no page that a crawl finds, no door that no page links to, and no other
//! spelling of them may bring out another. Asked without the gateway, the same crawl finds them all. What it found in presets that
//! looked right is said in them: in Redmine, spent time names issues, and a project's overview shows news; in Request Tracker, every
//! page lists the tickets that were looked at last.
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
//! That this is all that servers read is compared with PHP, Python's Django, Werkzeug and Tornado, Node's `qs`, busboy
//! and own parsers, Ruby's Rack, and Tomcat, in thousands of odd requests (`tests/differential`; for as long as one
//! likes: `GATEPASS_DIFFERENTIAL_CASES=100000 cargo nextest run --test differential`). The same for paths, with PHP's server, Werkzeug, Node, Rack and Tomcat: none
//! shows a hidden page for a path that passes. What was found on the way: blanks behind names, `[` that nobody closes and
//! `%u` (PHP); `a[b]c` and `]a` (Rack); fields without a name (Rack, busboy), which are refused; `??` before the query
//! (PHP's own server); three slashes before a host (Node). PHP's own server also shows a folder's `index.php` for
//! whatever is not there: hide the folder, `/vault/**`, and not its index alone. What ASP.NET reads is known from its
//! documentation (`src/access/canonical/asp_net.rs`), among it sessions in the path, `/(S(…))/messages`. There, a
//! property of a model has two names, `module` and `model.module`: a rule about it names both.
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
//! # Finding them
//!
//! `gatepass learn` stands before the app while its operator clicks through it, and proposes scopes: by path, and by the parameter
//! or the place in a JSON body that names a part. It listens on this machine only, in plain HTTP, decides nothing, and writes down
//! names and counts, but no values except those that name parts. [`super::tutorial`] shows it at work.
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
