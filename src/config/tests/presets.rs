//! Presets do what they say: their own tests pass, and for an app whose requests were recorded, so does normal work.

use jiff::Timestamp;
use toml::{Table, Value};

use super::*;
use crate::config::{PRESETS, Preset, run_policy_tests, run_preset_tests};

/// What fails of these tests on a site that is nothing but the preset.
fn failures(preset: &Preset, tests: Vec<Value>) -> Vec<String> {
    let mut config: Table = toml::from_str(&site(&format!("preset = {:?}", preset.name))).unwrap();
    let site = config["site"][0].as_table_mut().unwrap();
    site.insert("test".to_owned(), Value::Array(tests));
    let failures = run_policy_tests(
        &settings(&toml::to_string(&config).unwrap()),
        Timestamp::UNIX_EPOCH,
    );
    failures.iter().map(ToString::to_string).collect()
}

#[test]
fn each_preset_passes_its_own_tests() {
    let none: [String; 0] = [];
    for preset in &PRESETS {
        let file: Table = toml::from_str(preset.text).unwrap();
        let tests = file["test"].as_array().unwrap().clone();
        assert!(tests.len() >= 8, "{}: too few to show anything", preset.name);
        assert_eq!(failures(preset, tests), none, "{}", preset.name);
    }
}

#[derive(serde::Deserialize)]
struct Recording {
    requests: Vec<Recorded>,
}

#[derive(serde::Deserialize)]
struct Recorded {
    method: String,
    path: String,
    query: serde_json::Map<String, serde_json::Value>,
    form: Option<serde_json::Map<String, serde_json::Value>>,
}

fn encoded(fields: &serde_json::Map<String, serde_json::Value>) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields {
        form.append_pair(name, value.as_str().unwrap());
    }
    form.finish()
}

#[test]
fn of_a_recorded_visit_to_vtenext_only_what_is_named_is_refused() {
    let recording: Recording =
        serde_json::from_str(include_str!("../../../tests/data/vtenext-requests.json")).unwrap();
    assert_eq!(recording.requests.len(), 69);
    let says = |recorded: &Recorded, name: &str, value: &str| {
        let fields = recorded.query.iter().chain(recorded.form.iter().flatten());
        fields.into_iter().any(|(key, it)| key == name && it == value)
    };
    let mut hidden = 0;
    let tests = recording.requests.iter().map(|recorded| {
        let is_hidden = says(recorded, "module", "Messages")
            || says(recorded, "module", "ModComments")
            || says(recorded, "header", "Messages")
            || says(recorded, "relmodule", "Messages")
            || says(recorded, "file", "FastLastViewed")
            // Not of the parts that are offered: administration, and a page that shows a key.
            || says(recorded, "module", "Settings")
            || (says(recorded, "module", "Users") && says(recorded, "action", "DetailView"));
        hidden += usize::from(is_hidden);
        let mut test = Table::new();
        let query = encoded(&recorded.query);
        let request = format!("{} {}?{query}", recorded.method, recorded.path);
        test.insert("request".to_owned(), request.into());
        if let Some(form) = &recorded.form {
            test.insert("body".to_owned(), encoded(form).into());
        }
        test.insert(
            "expect".to_owned(),
            if is_hidden { "hidden" } else { "full" }.into(),
        );
        Value::Table(test)
    });
    let tests: Vec<Value> = tests.collect();
    let none: [String; 0] = [];
    let vtenext = PRESETS.iter().find(|preset| preset.name == "vtenext").unwrap();
    assert_eq!(failures(vtenext, tests), none);
    assert_eq!(hidden, 13);
}

#[test]
fn a_site_extends_the_scopes_of_its_preset() {
    let text = site(
        r#"preset = "vtenext"
        cookies = ["PHPSESSID", "theme"]
        [site.parameters.record]
        pattern = "[0-9]*"
        [[site.scope]]
        name = "messages"
        label = "Mailboxes"
        match = [{ parameters = { relation_id = 301 } }]
        [[site.scope]]
        name = "invoices"
        match = [{ parameters = { module = "Invoice" } }]
        [[site.test]]
        with = ["talks"]
        request = "GET /index.php?module=Contacts&relation_id=301"
        expect = "hidden"
        [[site.test]]
        request = "GET /index.php?module=Messages"
        expect = "hidden"
        [[site.test]]
        request = "GET /index.php?module=Invoice"
        expect = "hidden"
        [[site.test]]
        with = ["invoices"]
        request = "GET /index.php?module=Invoice&record=01"
        expect = "full"
        "#,
    );
    let settings = settings(&text);
    let policy = &settings.sites[0].policy;
    let messages = policy
        .scopes
        .iter()
        .find(|scope| scope.name.as_str() == "messages")
        .unwrap();
    assert_eq!(messages.label, "Mailboxes");
    assert!(policy.parameters.lets_cookie_pass("theme"));
    assert_eq!(run_policy_tests(&settings, Timestamp::UNIX_EPOCH), []);
}

#[test]
fn a_preset_is_tried_where_it_is_used() {
    let now = Timestamp::UNIX_EPOCH;
    for preset in PRESETS {
        let settings = settings(&site(&format!("preset = \"{}\"", preset.name)));
        assert!(!settings.sites[0].preset_tests.is_empty(), "{}", preset.name);
        assert_eq!(run_preset_tests(&settings, now), [], "{}", preset.name);
    }
    let opened = settings(&site("preset = \"vtenext\"\nelsewhere = \"full\""));
    let failures = run_preset_tests(&opened, now);
    assert!(
        failures
            .iter()
            .any(|it| it.expected.as_str() == "hidden" && it.found.as_str() == "full")
    );
}
