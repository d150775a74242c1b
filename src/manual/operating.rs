//! Running it, watching it, reloading it, stopping it.
//!
//! # Starting
//!
//! `gatepass init` writes a config file, a key and a development certificate; `gatepass check` says what is wrong with
//! a config; `gatepass run` serves. Every setting is explained in `config/gatepass.toml`.
//!
//! The key file seals secrets in the store. Without it authenticator seeds cannot be opened and trust is lost;
//! passwords and fixed codes go on working. Back it up apart from the store.
//!
//! # Watching
//!
//! Logs are JSON lines on standard error. Each request that is refused or fails has a short code, such as `7KQ2-M9XD`;
//! `gatepass audit list --code 7KQ2-M9XD` shows the decision behind it. With `health = "127.0.0.1:9443"` the gateway
//! answers `GET /healthz` (the process lives) and `GET /readyz` (it also knows of every change in the store).
//!
//! `gatepass audit verify` walks the hash chains of the log of changes and of all journal segments, and names the first
//! record that does not fit. A truncated end cannot be seen from the chain alone: compare the number of records.
//!
//! # Reloading
//!
//! The config file, certificates and upstream authorities are looked at twice a second, and on SIGHUP at once. A new
//! policy is checked as a whole, with its policy tests; if anything is wrong, nothing changes and the log says what.
//! Otherwise it is in force at once, and what is running is judged again. `listen`, `state`, `key`, `journal`,
//! `workers` and `health` need a restart, and the log says so.
//!
//! # Stopping
//!
//! SIGTERM and SIGINT stop accepting, let running requests finish for `drain_for`, and cut the rest.
//!
//! # What the command line changes
//!
//! `grant` commands act on the store; running gateways follow within 50 ms and report what they cut.
