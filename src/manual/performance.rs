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
//! A handshake costs half of nginx's, an idle connection nine tenths, an upload the same. A request of 1 KiB costs more
//! than we want: 1.7 times nginx's processor time with the profiled build, where we want 1.4, and 0.6 times that of
//! nginx with a question over a new connection, where we want 0.45. HTTP/2 and the latencies follow from that.
//!
//! The machine of the tables shares its caches with neighbours that come and go. A build without a profile suffers most:
//! between quiet and busy minutes it costs 2.0 to 3.8 times nginx, because what it waits for is its own code. The
//! profiled build has what is used often in one place.
//!
//! # What paid
//!
//! - **An assertion serves for fifteen seconds.** One Ed25519 signature for each request was a quarter of all time.
//! - **The client that a connection knows** is not recognised anew: an HMAC less for each request, 6 % of instructions.
//! - **Scopes are found by the first segment of the path.** A decision among a thousand matchers costs what one among
//!   twenty costs.
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
//! Two thirds of the instructions of a request are those of pingora, the HTTP types and TLS: it is parsed into a map, copied for
//! the upstream, and handed between two halves by channels. Of its system calls, one of six is ours (the record) and
//! one is pingora's own (`getpeername`). Its state is a future of 14 KiB that is made and moved for each request.
//!
#![doc = include_str!("../../benches/side_by_side/seen.md")]
