//! What real servers read of an address or a body, we have read too, or refused: otherwise a hidden part could be asked
//! for in a spelling that only the server understands (G4 to G6).
//!
//! `GATEPASS_DIFFERENTIAL_CASES=100000 cargo nextest run --test differential` tries as many as one likes; every run
//! tries others.
#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod cases;
mod judge;
mod php;
mod python;

use judge::Judge;

/// Enough for every spelling to meet every other now and then; a run takes seconds.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line of a test has no place for it"
)]
fn how_many() -> usize {
    let asked = std::env::var("GATEPASS_DIFFERENTIAL_CASES").ok();
    asked.and_then(|number| number.parse().ok()).unwrap_or(1500)
}

#[test]
fn php_reads_nothing_that_we_do_not() {
    let php = php::Php::start();
    let mut judge = Judge::default();
    for case in cases::all(how_many()) {
        judge.compare("PHP", &case, &php.reads(&case));
    }
    judge.was_fair();
}

#[test]
fn python_frameworks_read_nothing_that_we_do_not() {
    let mut python = python::Python::start();
    let mut judge = Judge::default();
    for case in cases::all(how_many()) {
        for (framework, seen) in python.reads(&case) {
            judge.compare(&framework, &case, &seen);
        }
    }
    judge.was_fair();
}
