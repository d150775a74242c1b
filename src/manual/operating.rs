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
//! `workers`, `health` and `tls_profile` need a restart, and the log says so.
//!
//! # Stopping
//!
//! SIGTERM and SIGINT stop accepting, let running requests finish for `drain_for`, and cut the rest.
//!
//! # When things break
//!
//! | what breaks | what happens | what ends it |
//! |---|---|---|
//! | the process is killed | nothing is lost: records and changes are written before anything is done or promised | a restart; sessions go on |
//! | the store is locked, full, read-only, unreadable | 503 at once or within seconds; what runs is cut after 10 s | the store works again |
//! | the store's file is moved away | 503 | the file is back |
//! | the store's file is replaced or played back | 503 | a restart, which believes what it finds |
//! | the journal cannot be written, synced, or is deleted | 503 | it can; a deleted directory must be made again |
//! | the clock is set back | time goes on from the latest moment seen; an error in the log | the clock has caught up |
//! | the clock is set forward | what ends by then ends, and does not come back when the clock is set right | – |
//! | the app dies, hangs or talks nonsense | 502 or 504, or the connection breaks off; no POST is sent twice | the app answers |
//! | the app's name is not found any more | its last addresses stay; it is looked up every 30 s | – |
//! | a config or certificate is broken | nothing changes; an error in the log | the file is right |
//! | open files run out | new clients wait; who is connected is served; a warning once a minute | somebody leaves |
//!
//! At start the limit of open files is raised as far as the system allows, and three quarters of it go to clients.
//! `tests/faults` causes every one of these. Its long form, with a hundred kills, ten thousand connections, transfers
//! of two gigabytes and a quarter of an hour of steady work, is `cargo nextest run --profile long --test faults`.
//!
//! Sessions, trust, counted guesses and reports that have been over for a week are taken out of the store every ten
//! minutes. Grants, the log of changes and the journal are never touched.
//!
//! # Whether it still holds
//!
//! | command | what it runs |
//! |---|---|
//! | `tests/run` | every check, and every test in its short form |
//! | `cargo nextest run --profile long --test faults` | the faults in their long form |
//! | `tests/fuzz/run` | whatever bytes come, against the laws of `tests/fuzz/laws.rs`, five minutes for each target |
//! | `tests/broken/run` | each mistake of `tests/broken/list.toml` alone, which a test must notice: see [`super::broken`] |
//! | `cargo bench` | the parts of a decision |
//! | `benches/side_by_side/run` | the whole gateway next to other proxies |
//!
//! # What the command line changes
//!
//! `grant` commands act on the store; running gateways follow within 50 ms and report what they cut.
