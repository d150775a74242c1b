//! Path confusion: whatever passes must be visible to every server that could stand behind the gateway (oauth2-proxy
//! CVE-2025-54576, Envoy CVE-2019-9901 and CVE-2021-32779, Oathkeeper GHSA-p224-6x5r-fjpm).

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, RngSeed};

use crate::backends::serving_hidden;
use crate::court::{Court, SITE};
use crate::parameter_readers::finding_hidden_module;
use crate::spellings::{disguised, disguised_once, query_soup, soup};
use crate::support::{Attacker, WorldBuilder};

/// The same cases in every run, and no files left behind.
fn cases(count: u32) -> Config {
    Config {
        cases: count,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(0x7a7e_9a55),
        ..Config::default()
    }
}

#[test]
fn no_two_disguises_lead_any_server_to_a_hidden_path() {
    let court = Court::sits();
    let mut passed = 0;
    for target in disguised().filter(|target| court.lets_pass(target)) {
        passed += 1;
        assert_eq!(serving_hidden(&target), None, "{target} passes");
    }
    assert!(
        court.lets_pass("/contacts/1"),
        "refusing everything is not winning"
    );
    assert!(
        passed < 1000,
        "{passed} of the disguises pass: most of them hide something"
    );
}

proptest! {
    #![proptest_config(cases(10_000))]

    #[test]
    fn no_soup_of_path_pieces_leads_any_server_to_a_hidden_path(target in soup()) {
        thread_local!(static COURT: Court = Court::sits());
        if COURT.with(|court| court.lets_pass(&target)) {
            prop_assert_eq!(serving_hidden(&target), None, "{} passes", target);
        }
    }

    #[test]
    fn no_soup_of_parameters_leads_any_server_to_a_hidden_module(query in query_soup()) {
        thread_local!(static COURT: Court = Court::sits());
        let target = format!("/app?{query}");
        if COURT.with(|court| court.lets_pass(&target)) {
            prop_assert_eq!(finding_hidden_module(&query), None, "{} passes", target);
        }
    }
}

#[tokio::test]
async fn nothing_that_reaches_the_upstream_is_hidden_to_any_server() {
    let mut attacker = Attacker::inside(WorldBuilder::new().site(SITE)).await;
    let mut refused = 0;
    for target in disguised_once() {
        let answer = attacker.get(&target, &[]).await;
        assert!(
            [200, 400, 403].contains(&answer.status),
            "{target}: {}",
            answer.head
        );
        refused += usize::from(answer.status != 200);
    }
    for query in [
        "module=Messages",
        "module=Contacts&module=Messages",
        "mod%75le=messages",
        "a;module[]=Messages",
    ] {
        let status = attacker.get(&format!("/app?{query}"), &[]).await.status;
        assert!([400, 403].contains(&status), "{query}: {status}");
    }
    assert!(refused > 120, "only {refused} were refused");
    for request in attacker.upstream.requests() {
        let target = request.request_line().split(' ').nth(1).unwrap();
        assert_eq!(serving_hidden(target), None, "{target} reached the upstream");
    }
}

#[tokio::test]
async fn honest_oddities_reach_the_upstream_byte_for_byte() {
    let mut attacker = Attacker::inside(WorldBuilder::new().site(SITE)).await;
    for target in [
        "/contacts/a%2Fb",
        "/contacts;v=1/x;w=2",
        "/reports//2026",
        "/a/./b/../c",
        "/a%20b%20.pdf",
        "/caf%C3%A9/%E4%BD%A0%E5%A5%BD",
        "/100%25.txt",
        "/x%3Fy/z%23w",
        "/index.php/some/page?module=Contacts",
        "/app?module=Contacts&view=a;b&q=%00%26",
        "/messages-of-the-day",
        "/administration.php",
        "/x?next=/messages&url=https%3A%2F%2Fa.b%2Fmessages",
        "/?q=a|{b}[c]^d`e",
        "/a'b(c)*!$&,=:@~_-.d",
    ] {
        let seen = attacker.passes(attacker.head("GET", target, &[])).await;
        assert_eq!(seen.request_line(), format!("GET {target} HTTP/1.1"));
    }
}
