//! What a request costs, next to other proxies; what made it cheaper, and what did not.
//!
//! `benches/side_by_side/run` installs the other proxies and prints the tables below; `--profiled` adds a build that was
//! laid out by a profile of its own work. `cargo bench` measures the parts: a decision, a look-up, a record.
//!
//! # How to read it
//!
//! Figures differ from machine to machine and from minute to minute, so only ratios count: all proxies are measured in
//! turn, in the same run, each with one worker on one core, with the load and the app on the other. The figure that
//! says most is the processor time that a proxy's processes took for one request, kernel included.
//!
//! Gatepass does everything that it does for a support session: session, grant, twenty scopes, trust, the record in the
//! journal, identity fields and a signed assertion, and the register by which a request can be cut. nginx and HAProxy
//! only pass on. `nginx-auth` asks a second nginx for leave before each request, over kept connections;
//! `nginx-auth-new` makes a connection for each question, as a config without `keepalive` does; Caddy (`forward_auth`)
//! and Envoy (`ext_authz`) ask as well. The service that they ask says yes without looking at anything.
//!
//! # Where it stands
//!
//! Both builds hold every line of the first tables, and some goals: with a profile, a request of 1 KiB costs a quarter
//! more than nginx's, which looks at nothing, and three tenths of nginx's with a question over a new connection; one of
//! 64 KiB costs six tenths, a handshake six tenths, an idle connection the same, an upload seven tenths. Not reached is the
//! goal of costing no more than nginx at 1 KiB, nor that of 1.2 times nginx over HTTP/2. Where nginx keeps its connections
//! to the service that says yes, we cost nine tenths of it.
//!
//! On machines whose caches are shared with busy neighbours the build without a profile suffers most, because what it waits
//! for is its own code: on one of those, an earlier build cost two to four times nginx. The profiled build has what is used
//! often in one place; `benches/side_by_side/run` leaves it below `target/side-by-side/profiled`.
//!
//! # The parts
//!
//! Seen by `cargo bench` on the machine of the tables:
//!
//! | part | cost | ratio |
//! |---|---|---|
//! | a decision by a plain path, 20 scopes | 0.29 µs | 3.9 times a SHA-256 of the path |
//! | the same among 200 and 1,000 matchers | 0.28 µs | 0.98 and 0.96 times that among 20 |
//! | a decision by parameters, of 20 and of 1,000 matchers | 2.8 µs | 1.02 |
//! | a decision with a body that no scope needs | | 0.99 to 1.00 times one without |
//! | from the cookie to session, grant and trust, 1,000 sessions | 0.56 µs | 3.6 times plain maps |
//! | the same among 1,000,000 sessions | 4.0 µs | 7.2 times; plain maps 7.3 times |
//!
//! What a million sessions add is what the processor's caches do not hold: plain maps grow as much.
//!
//! # What paid
//!
//! - **The gateway reads an app's answer itself** (`proxy::reply`), into the one map that is sent, and writes what the app is
//!   asked in one go: 102,000 instructions for a request instead of 123,000.
//! - **What is rare and large has a place of its own.** A future is as large as the largest thing that it may ever wait for,
//!   and over HTTP/2 it was moved ten times until it ran: 110,000 instructions for a request instead of 279,000.
//! - **How an app is asked is worked out once** for each of its addresses, and found again without hashing.
//! - **Requests without a body go straight to their app** (`proxy::serve`, `proxy::straight`): one future asks and passes on
//!   what comes, instead of two halves with channels between them; no future of 14 KiB is made for it; and a kept connection is
//!   looked at when it is taken, instead of by a task of its own. 108,000 instructions for a request instead of 142,000; a tenth of
//!   the time at 1 KiB, a quarter at 64 KiB.
//! - **An assertion serves for fifteen seconds.** One Ed25519 signature for each request was a quarter of all time.
//! - **The client that a connection knows** is not recognised anew: an HMAC less for each request, 6 % of instructions.
//! - **Matchers are found**, not tried: by the segments that their paths begin or end with; those with the same paths and
//!   methods together; and where a rule lists plain values, by what is said. A decision among a thousand matchers costs what
//!   one among twenty costs (`cargo bench -- decide`), where it cost fifteen times as much.
//! - **A plain parameter is read at a glance.** All readings of a name and a value of letters and digits are known without
//!   looking for any.
//! - **An idle connection has no request yet.** pingora's part, with its buffers, is made when the first byte comes.
//! - **Small writes are joined**, so that head and body leave in one TLS record and one system call.
//! - **What is forwarded is written into one map of fields.** pingora keeps the letters in which names came in a second
//!   map, and each change costs twice.
//! - **The calendar is asked once a second** for the text of a moment, and ids and codes are written in one piece.
//! - **The host is read once for a connection**, as long as it stays the same.
//! - **A profile of its own work**: a fifth to two fifths less for each request than the same code without it.
//! - **mimalloc**, one codegen unit and link-time optimisation over all crates: what `--profile dist` builds.
//!
//! # What did not pay
//!
//! - **Fewer bytes in a record.** SHA-256 takes 64 bytes at a time, and a record needs five rounds with or without the
//!   names of its members. On a processor without SHA instructions they are a tenth of what we do ourselves.
//! - **The record's `write(2)`** is two hundredths of a request's time; collecting records of several requests would
//!   save little, and make each wait for the others.
//! - **Remembering the digest of a cookie** for a connection would save one round of SHA-256, and keep the secret of a
//!   session in memory for as long as the connection lasts.
//!
//! # The rest
//!
//! Of the instructions of a request, a third identifies, decides and records; the rest parses into maps, copies them for the upstream and for
//! the client, and is TLS. A request with a body still passes through pingora's two halves.
//!
#![doc = include_str!("../../benches/side_by_side/seen.md")]
