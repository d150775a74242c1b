//! Policy tests run the real decision.

use jiff::Timestamp;

use super::*;
use crate::config::run_policy_tests;

/// Which of the `tests` (with, request, expect) fail, in words.
fn failures(tests: &[(&str, &str, &str)]) -> Vec<String> {
    let mut text = site(
        r#"elsewhere = "read-only"
        [[site.scope]]
        name = "contacts"
        challenge = "always"
        match = [{ path = "/contacts/**" }]
        [[site.scope]]
        name = "messages"
        match = [{ path = "/messages/**" }, { parameters = { module = ["Messages"] } }]
        [[site.scope]]
        name = "related"
        match = [
            { path = ["/related", "/links/*"], parameters = { relation = [7, { from = 209, to = 237 }] } },
            { path = "/report", parameters = { type = { not = ["plain", { regex = "[a-z]{3}" }] } } },
        ]
        [[site.scope]]
        name = "payroll"
        offer = false
        match = [{ path = "/payroll/**" }]
"#,
    );
    for (with, request, expect) in tests {
        text += &format!("[[site.test]]\nwith = {with}\nrequest = {request:?}\nexpect = {expect:?}\n");
    }
    let failures = run_policy_tests(&settings(&text), Timestamp::UNIX_EPOCH);
    failures.iter().map(ToString::to_string).collect()
}

#[test]
fn tests_that_say_what_the_gateway_does_pass() {
    let none: [String; 0] = [];
    assert_eq!(
        failures(&[
            (r#"["contacts"]"#, "GET /contacts/1", "full"),
            (r#"["contacts"]"#, "DELETE /contacts/1", "full"),
            (r#"["contacts=read-only"]"#, "GET /contacts/1", "read-only"),
            (r#"["contacts=read-only"]"#, "DELETE /contacts/1", "read-only"),
            (r#"["contacts"]"#, "GET /messages", "hidden"),
            (r#"["contacts"]"#, "GET /contacts/1?module=Messages", "hidden"),
            (r#"["contacts", "messages"]"#, "POST /contacts/1", "full"),
            (r#"["contacts"]"#, "POST /contacts/1", "full"),
            (r#"["payroll"]"#, "GET /payroll/1", "hidden"),
            ("[]", "GET /", "read-only"),
            ("[]", "GET /%zz", "refused"),
            ("[]", "TRACE /", "refused"),
        ]),
        none
    );
}

#[test]
fn values_are_texts_numbers_or_regular_expressions_or_none_of_them() {
    let none: [String; 0] = [];
    assert_eq!(
        failures(&[
            ("[]", "GET /related?relation=7", "hidden"),
            ("[]", "GET /links/a?relation=0210", "refused"),
            ("[]", "GET /links/a?relation=2.1e2", "refused"),
            ("[]", "GET /links/a?relation=238", "read-only"),
            ("[]", "GET /links?relation=210", "read-only"),
            (r#"["related"]"#, "GET /related?relation=210", "full"),
            ("[]", "GET /report?type=plain", "read-only"),
            ("[]", "GET /report?type=xls", "read-only"),
            ("[]", "GET /report", "hidden"),
            ("[]", "GET /report?type=full", "hidden"),
            // To an app that minds the case it is another type, and to one that does not, it is the same.
            ("[]", "GET /report?type=PLAIN", "hidden"),
            (r#"["related"]"#, "GET /report?type=PLAIN", "read-only"),
        ]),
        none
    );
}

#[test]
fn a_test_that_fails_says_what_the_gateway_would_do() {
    let failures = failures(&[
        ("[]", "GET /contacts", "full"),
        (r#"["contacts"]"#, "GET /contacts?module=a&module=b", "full"),
        ("[]", "GET relative", "hidden"),
    ]);
    insta::assert_snapshot!(failures.join("\n"));
}

/// The warnings about `scopes`, one per line.
fn warned(scopes: &str) -> Vec<String> {
    let settings = settings(&site(scopes));
    settings.warnings.iter().map(ToString::to_string).collect()
}

#[test]
fn a_scope_that_another_swallows_is_warned_of() {
    let wide = "[[site.scope]]\nname = \"wide\"\nmatch = [{ path = \"/a/**\" }]\n";
    let narrow = "[[site.scope]]\nname = \"narrow\"\nmatch = [{ path = \"/a/b\", methods = [\"GET\"] }]\n";
    let beside = "[[site.scope]]\nname = \"beside\"\nmatch = [{ path = \"/a/b\" }, { path = \"/c\" }]\n";
    let none: [String; 0] = [];
    assert_eq!(
        warned(&format!("{wide}{beside}")),
        none,
        "a part of it stands alone"
    );
    let always = wide.replace("match", "offer = false\ndefault = \"full\"\nmatch");
    assert_eq!(
        warned(&format!("{always}{narrow}")),
        none,
        "nothing stands in its way"
    );
    let asks = narrow.replace("match", "challenge = \"always\"\nmatch");
    assert_eq!(
        warned(&format!("{wide}{asks}")),
        none,
        "it is there to ask for a code"
    );
    let never = wide.replace("match", "offer = false\nmatch");
    insta::assert_snapshot!(
        [
            format!("{wide}{narrow}"),
            format!("{never}{narrow}"),
            format!("{wide}{}", wide.replace("wide", "same"))
        ]
        .map(|scopes| warned(&scopes).join("\n"))
        .join("\n")
    );
}

#[test]
fn only_networks_of_our_own_machine_are_spoken_to_in_the_clear_without_a_warning() {
    for (upstream, expected) in [
        ("http://127.0.0.1:8080", 0),
        ("http://[::1]:8080", 0),
        ("http://localhost", 0),
        ("http://app.localhost", 0),
        ("https://app.internal", 0),
        ("unix:/run/app.sock", 0),
        ("http://app.internal", 1),
        ("http://10.0.0.1", 1),
    ] {
        let text = SITE.replace("http://127.0.0.1:8080", upstream);
        assert_eq!(settings(&text).warnings.len(), expected, "{upstream}");
    }
    for (network, expected) in [
        ("10.0.0.0/8", 0),
        ("0.0.0.0/0", 1),
        ("2000::/3", 1),
        ("fd00::/48", 0),
        ("192.0.2.1", 0),
    ] {
        let text = format!("trusted_proxies = [\"{network}\"]\n");
        assert_eq!(settings(&text).warnings.len(), expected, "{network}");
    }
}
