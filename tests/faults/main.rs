//! Whoever pulls plugs finds the gateway closed, never open, and nothing lost: one file per fault.
//!
//! The short form runs with all other tests. The long form, `cargo nextest run --profile long --test faults`, does the
//! same with a hundred kills, ten thousand connections, gigabytes, and a quarter of an hour of steady work.
//!
//! Some faults take a Linux that lets us mount and trace, and programs such as strace (`tests/run` installs them).
//! Where that is missing the test says so loudly and passes, except for root, for whom it fails.
#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod clock;
mod crowd;
mod descriptors;
mod disk;
mod explain;
mod growth;
mod injection;
mod journal;
mod kill;
mod names;
mod premises;
mod reload;
mod store;
mod transfer;
mod upstream;

/// Whether the long form was asked for: nextest tells its tests the profile.
#[expect(clippy::disallowed_methods, reason = "how a test runner talks to its tests")]
fn is_long() -> bool {
    std::env::var("NEXTEST_PROFILE").is_ok_and(|profile| profile == "long")
}
