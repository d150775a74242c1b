//! `schema`: what editors check configs against.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::installed::installed;
use crate::program::Place;

const SHIPPED: &str = include_str!("../../config/gatepass.schema.json");

/// What a validator says of these configs.
fn judged(schema: &Path, configs: &[PathBuf]) -> Vec<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/schema.py");
    let mut python = Command::new(installed("python"));
    let ended = python.arg(script).arg(schema).args(configs).output().unwrap();
    assert!(
        ended.status.success(),
        "{}",
        String::from_utf8_lossy(&ended.stderr)
    );
    let said = String::from_utf8(ended.stdout).unwrap();
    said.lines().map(str::to_owned).collect()
}

#[test]
fn the_schema_that_is_shipped_is_that_of_this_version() {
    let printed = Place::empty().run("schema").out;
    assert!(
        printed == SHIPPED,
        "run `gatepass schema > config/gatepass.schema.json`"
    );
}

#[test]
fn the_schema_allows_what_we_ship_and_what_init_makes() {
    let place = Place::initialised();
    let enabled: Vec<&str> = include_str!("../../config/gatepass.toml")
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(setting) if !setting.starts_with([' ', ':']) => setting,
            _ => line,
        })
        .collect();
    std::fs::write(place.path("enabled.toml"), enabled.join("\n")).unwrap();
    // The demo writes its addresses when it starts.
    let demo = include_str!("../../src/demo/config.toml")
        .replace("upstream = []", "upstream = [\"http://127.0.0.1:4000\"]");
    std::fs::write(place.path("demo.toml"), demo).unwrap();
    let first = std::fs::read_to_string(place.path("gatepass.toml")).unwrap();
    assert!(
        first.starts_with("#:schema gatepass.schema.json\n"),
        "editors find it"
    );
    let configs = [
        Path::new(env!("CARGO_MANIFEST_DIR")).join("config/gatepass.toml"),
        place.path("enabled.toml"),
        place.path("demo.toml"),
        place.path("gatepass.toml"),
    ];
    assert_eq!(
        judged(&place.path("gatepass.schema.json"), &configs),
        ["allowed"; 4]
    );
}

#[test]
fn the_schema_points_at_mistakes() {
    let place = Place::initialised();
    let site = "[[site]]\nname = \"a\"\nhosts = [\"a\"]\n";
    let mistakes = [
        ("hostz = 1".to_owned(), "hostz"),
        ("drain_for = \"30\"".to_owned(), "drain_for"),
        ("listen = \"[::]:8443\"".to_owned(), "listen"),
        ("tls_profile = \"old\"".to_owned(), "tls_profile"),
        (
            "[[tls]]\ncertificate = \"a\"".to_owned(),
            "'key' is a required property",
        ),
        (
            site.replace("\"a\"\nh", "\"a b\"\nh") + "upstream = [\"http://a\"]",
            "site[0].name",
        ),
        (format!("{site}upstream = [\"a\"]"), "site[0].upstream[0]"),
        (
            format!("{site}upstream = [\"http://a\"]\n[[site.scope]]\nname = \"s\"\nmatch = [{{}}]"),
            "site[0].scope[0].match[0]",
        ),
    ];
    let configs = (0..mistakes.len()).map(|at| place.path(&format!("{at}.toml")));
    let configs: Vec<PathBuf> = configs.collect();
    for ((text, _), path) in mistakes.iter().zip(&configs) {
        std::fs::write(path, text).unwrap();
    }
    let said = judged(&place.path("gatepass.schema.json"), &configs);
    assert_eq!(said.len(), mistakes.len());
    for ((text, expected), said) in mistakes.iter().zip(&said) {
        assert!(said.contains(expected), "{text}: {said}");
    }
}
