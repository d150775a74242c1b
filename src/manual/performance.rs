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
//! journal, identity fields and a signed assertion, and the register by which a request can be cut. nginx, HAProxy,
//! Caddy, Apache and Envoy only pass on. `nginx-auth` asks a second nginx for leave before each request, over kept
//! connections; `nginx-auth-new` makes a connection for each question, as a config without `keepalive` does. The service
//! that they ask says yes without looking at anything.
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
//! Two thirds of the instructions of a request are pingora's, the HTTP types' and TLS's: a request is parsed into a map, copied for
//! the upstream, and handed between two halves by channels. Of its system calls, one of six is ours (the record) and
//! one is pingora's own (`getpeername`). Its state is a future of 14 KiB that is made and moved for each request.
//!
#![doc = include_str!("../../benches/side_by_side/seen.md")]
