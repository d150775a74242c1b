//! `config/gatepass.toml` names every key and says the truth about the defaults.

use std::collections::BTreeSet;

use super::*;

const MANUAL: &str = include_str!("../../../config/gatepass.toml");

/// The manual with its disabled settings enabled: a `#` and no blank.
pub(super) fn enabled() -> String {
    let lines = MANUAL.lines().map(|line| match line.strip_prefix('#') {
        // `#:schema …` is for editors.
        Some(setting) if !setting.starts_with([' ', ':']) => setting,
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_manual_as_it_is_equals_the_defaults() {
    assert_eq!(format!("{:?}", settings(MANUAL)), format!("{:?}", settings("")));
}

#[test]
fn the_manual_with_everything_enabled_differs_from_the_defaults_only_where_there_is_none() {
    let without_defaults = r#"
        health = "127.0.0.1:9443"
        [[tls]]
        certificate = "certs/crm.pem"
        key = "certs/crm.key"
        [portal]
        host = "support.example.com"
        [mail]
        server = "smtp.example.com"
        ca = "certs/mail-ca.pem"
        user = "gatepass"
        password_file = "mail-password"
        from = "Gatepass <support@example.com>"
        [[site]]
        name = "crm"
        hosts = ["crm.example.com"]
        upstream = ["https://app.internal"]
        upstream_tls = { ca = "certs/internal-ca.pem", name = "app.internal" }
        preset = "vtenext"
        dialect = "generic"
        cookies = ["PHPSESSID", "app_*"]
        [site.parameters]
        record = { pattern = "[1-9][0-9]*" }
        [[site.scope]]
        name = "messages"
        # The preset's label is another.
        label = "messages"
        challenge = "window"
        match = [{ path = "/messages/**", methods = ["GET", "POST"] }, { parameters = { module = ["Mail*"] } }, { path = "/rpc", json = { "/model" = "mail.*" } }]
        [[site.test]]
        request = "POST /index.php"
        body = "module=Mailbox"
        cookies = "theme=dark"
        expect = "hidden"
    "#;
    let mut enabled = settings(&enabled());
    let mut expected = settings(without_defaults);
    for settings in [&mut enabled, &mut expected] {
        settings.warnings.clear();
        for site in &mut settings.sites {
            let site = std::sync::Arc::make_mut(site);
            site.identity
                .headers
                .sort_by(|(a, _), (b, _)| a.as_str().cmp(b.as_str()));
            for test in site.tests.iter_mut().chain(&mut site.preset_tests) {
                (test.line, test.column) = (0, 0);
            }
            let scopes = site.policy.scopes.iter_mut();
            for matcher in scopes.flat_map(|scope| &mut scope.matchers) {
                matcher.written = None;
            }
        }
    }
    assert_eq!(format!("{enabled:#?}"), format!("{expected:#?}"));
}

#[test]
fn the_manual_names_every_key_that_works_in_this_version() {
    let later = ["basic", "bearer", "form"];
    let enabled: toml::Table = toml::from_str(&enabled()).unwrap();
    let mut named = BTreeSet::new();
    collect_keys(&toml::Value::Table(enabled), &mut named);
    for section in [
        "",
        "[[tls]]\n",
        "[portal]\n",
        "[mail]\n",
        "[handoff]\n",
        "[[site]]\n",
        "[site.upstream_tls]\n",
        "[site.identity]\n",
        "[[site.scope]]\n",
        "[[site.scope]]\n[[site.scope.match]]\n",
        "[[site.test]]\n",
    ] {
        let parent = if section.starts_with("[site.") || section.starts_with("[[site.") {
            "[[site]]\n"
        } else {
            ""
        };
        let text = format!("{parent}{section}zzzzzzzzzzzzzzzz = 1");
        let problems = problems(&text);
        let unknown = problems
            .iter()
            .find(|problem| problem.message == "unknown key")
            .unwrap();
        let help = unknown.help.as_deref().unwrap();
        let keys: Vec<&str> = help.split('`').skip(1).step_by(2).collect();
        assert!(!keys.is_empty(), "{help}");
        for key in keys.iter().filter(|key| !later.contains(key)) {
            assert!(named.contains(*key), "{section} {key}");
        }
    }
}

fn collect_keys(value: &toml::Value, keys: &mut BTreeSet<String>) {
    if let Some(table) = value.as_table() {
        for (key, value) in table {
            keys.insert(key.clone());
            collect_keys(value, keys);
        }
    }
    for element in value.as_array().into_iter().flatten() {
        collect_keys(element, keys);
    }
}
