//! What holds always, and what holds it.
//!
//! # Five invariants
//!
//! 1. **Nothing reaches an upstream without a permit.** A [`crate::access::Permit`] has private fields and one maker,
//!    [`crate::access::decide`]. Forwarding asks for a [`crate::audit::RecordedPermit`], whose one maker is the
//!    journal. A request that has none is a 500. Two doc tests show that neither can be made elsewhere.
//! 2. **The core is pure.** Everything in [`crate::access`] is a function of its arguments. The gateway, `check`, the
//!    property tests in `tests/laws` and the bench run the same code.
//! 3. **State changes in [`crate::actions`] only**, each in one transaction with its audit event:
//!    [`crate::store::Change`] has no commit without one.
//! 4. **No effect without a record.** A change's event is in the change's transaction. A verdict is in the journal, by
//!    one `write(2)` in the request's own thread, before anything is sent. If either fails, we refuse.
//! 5. **The store holds no secret in the clear**: argon2id for passwords and codes, SHA-256 for 256-bit tokens,
//!    AES-256-GCM for authenticator seeds, with a key that lives in a file beside the store.
//!
//! # Workers
//!
//! Each worker is a thread with its own tokio runtime, its own listening sockets (`SO_REUSEPORT`), its own pool of
//! upstream connections, its own journal and its own register of what is running. On the hot path workers share only
//! what is read: the routes (one atomic pointer) and the cache. Store, feed, health checks, reload and cutting run on
//! the main runtime.
//!
//! # How a change reaches a running request
//!
//! ```text
//!  grant revoke -> change and event, one transaction
//!                        | (at most 50 ms, at once in the same process)
//!  feed reads the log -> cache replaces its entry by the newer version
//!                        |
//!  cutter cancels the grant's running requests -> their futures are dropped:
//!                        |      connection closed (HTTP/1, WebSocket), stream reset (HTTP/2)
//!  report: how many, how fast -> what `grant revoke` prints
//! ```
//!
//! A request enters the register before it reads session and grant. So whichever comes first, the request or the
//! change, one of the two rules catches it: it is cut, or it reads the new state. Cache entries carry versions and are
//! only replaced by newer ones: a slow read cannot bring the past back.
//!
//! When the log of changes has not been read for two seconds, or the store takes no writes, requests with a session get
//! a 503; after ten seconds of that, what is under way is cut.
