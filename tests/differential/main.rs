//! What real servers read of an address or a body, we have read too, or refused: otherwise a hidden part could be asked
//! for in a spelling that only the server understands (G4 to G6).
//!
//! A plain run tries the same cases each time. `GATEPASS_DIFFERENTIAL_CASES=100000 cargo nextest run --test differential`
//! tries as many as one likes, and others each time.
#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod cases;
mod judge;
mod php;
mod teller;

use proptest::test_runner::TestRunner;

use cases::Case;
use judge::Judge;
use teller::Teller;

/// Enough for every spelling to meet every other now and then; they take seconds.
const ALWAYS: usize = 1500;

#[expect(
    clippy::disallowed_methods,
    reason = "the command line of a test has no place for it"
)]
fn all_cases() -> Box<dyn Iterator<Item = Case>> {
    let asked = std::env::var("GATEPASS_DIFFERENTIAL_CASES").ok();
    match asked.and_then(|number| number.parse().ok()) {
        Some(number) => Box::new(cases::from(TestRunner::default(), number)),
        None => Box::new(cases::from(TestRunner::deterministic(), ALWAYS)),
    }
}

#[test]
fn php_reads_nothing_that_we_do_not() {
    let php = php::Php::start();
    let mut judge = Judge::default();
    for case in all_cases() {
        judge.compare("PHP", &case, &php.reads(&case));
    }
    judge.was_fair();
}

#[test]
fn php_reads_just_what_its_dialect_says() {
    let php = php::Php::start();
    let mut judge = Judge::of_php();
    for case in all_cases() {
        judge.compare("PHP", &case, &php.reads(&case));
    }
    judge.was_fair();
}

fn compare(mut teller: Teller) {
    let mut judge = Judge::default();
    for case in all_cases() {
        for (framework, seen) in teller.reads(&case) {
            judge.compare(&framework, &case, &seen);
        }
    }
    judge.was_fair();
}

#[test]
fn python_frameworks_read_nothing_that_we_do_not() {
    compare(Teller::python());
}

#[test]
fn node_parsers_read_nothing_that_we_do_not() {
    compare(Teller::node());
}

#[test]
fn ruby_frameworks_read_nothing_that_we_do_not() {
    compare(Teller::ruby());
}
