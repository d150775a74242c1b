//! What real servers read of an address or a body, we have read too, or refused: otherwise a hidden part could be asked
//! for in a spelling that only the server understands (G4 to G6).
//!
//! A plain run tries the same cases each time. `GATEPASS_DIFFERENTIAL_CASES=100000 cargo nextest run --test differential`
//! tries as many as one likes, and others each time.
#![cfg(test)]

#[path = "../attacks/court.rs"]
mod court;
#[path = "../attacks/spellings.rs"]
#[expect(dead_code, reason = "of the spellings only those of paths")]
mod spellings;
#[path = "../support/mod.rs"]
mod support;

mod cases;
mod judge;
mod paths;
mod server;
mod teller;
mod told;

use std::net::SocketAddr;

use proptest::test_runner::TestRunner;

use cases::Case;
use judge::Judge;
use server::Server;
use support::PhpServer;
use teller::Teller;

/// Enough for every spelling to meet every other now and then; they take seconds.
const ALWAYS: usize = 1500;

#[expect(
    clippy::disallowed_methods,
    reason = "the command line of a test has no place for it"
)]
fn runner() -> (TestRunner, usize) {
    let asked = std::env::var("GATEPASS_DIFFERENTIAL_CASES").ok();
    match asked.and_then(|number| number.parse().ok()) {
        Some(number) => (TestRunner::default(), number),
        None => (TestRunner::deterministic(), ALWAYS),
    }
}

fn all_cases() -> impl Iterator<Item = Case> {
    let (runner, number) = runner();
    cases::from(runner, number)
}

/// `address`: of a server whose page at `path` tells what it has read.
fn compare_server(name: &str, address: SocketAddr, path: &str, mut judge: Judge) {
    for case in all_cases() {
        judge.compare(name, &case, &told::reads(address, path, &case));
    }
    judge.was_fair();
}

#[test]
fn php_reads_nothing_that_we_do_not() {
    compare_server("PHP", told::php().address, "/", Judge::default());
}

#[test]
fn php_reads_just_what_its_dialect_says() {
    compare_server("PHP", told::php().address, "/", Judge::of_php());
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

#[test]
fn tomcat_reads_nothing_that_we_do_not() {
    compare_server("Tomcat", Server::tomcat().address, "/tell", Judge::default());
}

fn compare_paths(name: &str, address: SocketAddr) {
    let (runner, number) = runner();
    paths::compare(name, address, runner, number);
}

#[test]
fn php_shows_no_hidden_page_for_a_path_that_passes() {
    let files = server::files("hidden", "open");
    compare_paths("PHP", PhpServer::of_files(files.path()).address);
}

#[test]
fn werkzeug_shows_no_hidden_page_for_a_path_that_passes() {
    compare_paths("Werkzeug", Server::werkzeug().address);
}

#[test]
fn node_shows_no_hidden_page_for_a_path_that_passes() {
    compare_paths("Node", Server::node().address);
}

#[test]
fn rack_shows_no_hidden_page_for_a_path_that_passes() {
    compare_paths("Rack", Server::rack().address);
}

#[test]
fn tomcat_shows_no_hidden_page_for_a_path_that_passes() {
    compare_paths("Tomcat", Server::tomcat().address);
}
