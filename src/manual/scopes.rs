//! Describing the parts of an app.
//!
//! A scope is a name, a label that people read, and matchers. A request is in a scope when one matcher fits; a matcher
//! fits when all of its parts do: path, methods, parameters.
//!
//! - **Paths** match whole segments: `*` inside one, `**` for any number. `/messages/**` includes `/messages`.
//! - **Parameters** match when any occurrence of the name has one of the values; `*` stands for any run of characters.
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
//! Bodies are not read in this version. Where a scope's parameters could be in the body, a request with one is refused
//! (`body-not-judged`, 415) unless the grant shows that scope in full. WebSocket messages are not judged: a scope sees
//! the handshake.
//!
//! # Trying it
//!
//! `[[site.test]]` sections say what a request must get under given scopes; `gatepass check` and every reload run them
//! through the real decision.
