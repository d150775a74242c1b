//! What was chosen, against what, and why.
//!
//! **pingora's `HttpProxy` in our own accept loop.** Its proxy semantics are finished; its server cannot be given our
//! TLS settings, deadlines, cutting and drain. Two of its open bugs are watched by journeys: an HTTP/2 upload that ends
//! in an empty frame (#935, worked round in `proxy::gate`), and early WebSocket answers (#946, in `proxy::tunnel_socket`).
//!
//! **pingora sees one request of an HTTP/1 connection at a time.** The socket below it knows where a request ends, keeps
//! what comes after it, and shows it when its turn has come. So nothing can be smuggled behind a request, a WebSocket
//! begins with its 101, and clients may pipeline, which pingora answers by ending the connection.
//!
//! **The log of changes is the feed.** One table is audit log, chain and change feed at once. It is polled every 50 ms,
//! which costs about twenty indexed look-ups a second, works across processes, and needs no second mechanism.
//!
//! **The journal is read where it lies.** `audit list` scans segment files instead of an index in the store. A scan of
//! a gigabyte takes seconds and is rare; an index would double what is written for every request.
//!
//! **Refusals of strangers are not journalled.** Every verdict on a support session is recorded, and everything that is
//! forwarded, visitors included. A stranger who is told to sign in costs no disk: else anyone could fill it, and a full
//! disk stops the gateway.
//!
//! **The Ed25519 key of assertions is derived** from the key file. Nodes that share the file share the key, and there is
//! nothing more to store, rotate or lose.
//!
//! **JWTs are written by hand**, forty lines over ring's signature. The usual library brings RSA and a second set of
//! primitives for the one algorithm that we use.
//!
//! **A place that always asks gives one navigation per code.** The page's own subresources below the same scope would
//! ask again: put `challenge = "always"` on documents and actions, not on assets.
//!
//! **`Referrer-Policy: same-origin` on our own pages.** With `no-referrer`, browsers send `Origin: null` with our forms,
//! and the origin check could not tell them from others'.
//!
//! **A WebSocket needs full visibility.** What is said on it is not judged, so it cannot be read-only.
//!
//! **A store that cannot be written is a store that is down.** Requests could be judged from memory, but nobody could
//! revoke. So a heartbeat is written every second, and when the store does not take it we refuse.
//!
//! **A store that was replaced under a running gateway takes a restart.** What the gateway has in memory and what it has
//! followed belong to the other file. It notices by the file's identity and by the last change that it knows, and
//! refuses rather than guess.
//!
//! **A clock that was set back is not believed, instead of refusing until it is right.** Time goes on from the latest
//! moment that was seen, in this run or in the store. That prolongs nothing, and an NTP step ends nobody's work.
//!
//! **`cmake` is optional.** pingora pulls in zlib-ng, whose build wants cmake; `.cargo/cmake` builds it with the C
//! compiler alone where cmake is missing.
