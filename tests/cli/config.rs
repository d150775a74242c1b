//! `init`, `check` and wrong use.

use std::os::unix::fs::PermissionsExt;

use gatepass::clock::{Clock, SystemClock};
use gatepass::crypto::DevelopmentCertificate;
use jiff::SignedDuration;

use crate::program::Place;

#[test]
fn a_new_gateway_passes_its_check() {
    let place = Place::empty();
    let made = place.run("init --host crm.localhost --upstream http://127.0.0.1:4000");
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(made.out.contains("certs/crm.localhost-ca.pem"), "{}", made.out);
    let mode = |name| std::fs::metadata(place.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("data"), 0o700);
    assert_eq!(mode("data/gatepass.key"), 0o600);
    assert_eq!(mode("certs/crm.localhost.key"), 0o600);

    let check = place.run("check");
    assert_eq!(
        (check.code, check.out.as_str()),
        (0, "ok: 1 site, 1 scope, 1 test, 1 certificate\n")
    );
}

#[test]
fn init_overwrites_nothing() {
    let place = Place::initialised();
    let key = std::fs::read(place.path("data/gatepass.key")).unwrap();
    let again = place.run("init");
    assert_eq!(again.code, 1);
    assert_eq!(
        again.err,
        "gatepass: `./gatepass.toml` exists and is not overwritten; nothing was made\n"
    );
    assert_eq!(std::fs::read(place.path("data/gatepass.key")).unwrap(), key);
}

#[test]
fn init_makes_the_key_that_a_config_lacks() {
    let place = Place::initialised();
    std::fs::remove_file(place.path("data/gatepass.key")).unwrap();
    let lacking = place.run("grant create --site app --as ann --for 1h");
    assert_eq!(lacking.code, 1);
    assert!(
        lacking.err.contains("`gatepass init` makes one"),
        "{}",
        lacking.err
    );
    assert_eq!(place.run("init").code, 0);
    assert_eq!(place.run("grant create --site app --as ann --for 1h").code, 0);
}

#[test]
fn a_broken_config_is_explained_with_line_and_column() {
    let place = Place::empty();
    std::fs::write(
        place.path("bad.toml"),
        "listen = [\"127.0.0.1:8443\"]\nlisten_on = 1\n[[site]]\nname = \"crm\"\n",
    )
    .unwrap();
    let check = place.run("check --config bad.toml");
    assert_eq!(check.code, 1);
    insta::assert_snapshot!(check.err);
    let json = place.run("check --config bad.toml --json");
    assert_eq!(json.code, 1);
    let findings: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(findings["ok"], false);
    assert_eq!(findings["problems"][1]["line"], 2);
    assert_eq!(findings["problems"][1]["column"], 1);
    assert_eq!(findings["problems"][1]["text"], "listen_on = 1");
    let help = findings["problems"][1]["help"].as_str().unwrap();
    assert!(help.starts_with("known here: `listen`, `state`, "), "{help}");
}

/// Right, and all of it worth a second look. Its certificate is for `app.localhost` alone.
const SUSPICIOUS: &str = r#"trusted_proxies = ["0.0.0.0/0"]
[[tls]]
certificate = "certs/app.localhost.pem"
key = "certs/app.localhost.key"
[[site]]
name = "app"
hosts = ["app.localhost", "www.app.localhost"]
upstream = ["http://app.internal:8080"]
[[site.scope]]
name = "everything"
match = [{ path = "/**" }, { path = "/about" }, { path = "/.gatepass/x" }]
[[site.scope]]
name = "messages"
match = [{ path = "/messages/**", methods = ["GET"] }]
"#;

#[test]
fn what_is_worth_a_second_look_is_told_with_the_remedy() {
    let place = Place::initialised();
    std::fs::write(place.path("gatepass.toml"), SUSPICIOUS).unwrap();
    let check = place.run("check");
    assert_eq!(check.code, 0);
    assert_eq!(
        check.out,
        "ok: 1 site, 2 scopes, 0 tests, 1 certificate; 6 warnings\n"
    );
    insta::assert_snapshot!(check.err);
    let strict = place.run("check --strict --json");
    assert_eq!(strict.code, 1);
    let findings: serde_json::Value = serde_json::from_str(&strict.out).unwrap();
    assert_eq!(findings["ok"], true);
    assert_eq!(findings["warnings"].as_array().unwrap().len(), 6);
    assert_eq!(findings["warnings"][0]["key"], "trusted_proxies[0]");
}

#[test]
fn a_certificate_that_is_over_or_nearly_so_is_told() {
    let place = Place::initialised();
    let now = SystemClock::starting_after(None).now();
    // They hold for 397 days.
    for (days_ago, told) in [
        (0, None),
        (390, Some("this certificate ends in ")),
        (400, Some("this certificate ended on ")),
        (-3, Some("this certificate begins on ")),
    ] {
        let at = now - SignedDuration::from_hours(days_ago * 24);
        let made = DevelopmentCertificate::generate(&["app.localhost"], at).unwrap();
        std::fs::write(place.path("certs/app.localhost.pem"), &made.certificate).unwrap();
        std::fs::write(place.path("certs/app.localhost.key"), made.key.reveal()).unwrap();
        let check = place.run("check");
        assert_eq!(check.code, 0);
        match told {
            Some(told) => assert!(check.err.contains(told), "{}", check.err),
            None => assert_eq!(check.err, ""),
        }
    }
}

#[test]
fn a_failing_policy_test_fails_the_check() {
    let place = Place::initialised();
    place.edit("gatepass.toml", "expect = \"full\"", "expect = \"hidden\"");
    let check = place.run("check");
    assert_eq!(check.code, 1);
    assert!(
        check.err.contains("`GET /` is full, the test expects hidden"),
        "{}",
        check.err
    );
    let run = place.run("run");
    assert_eq!(run.code, 1, "a gateway does not start with it");
}

#[test]
fn a_mail_password_that_others_can_read_fails_the_check() {
    let place = Place::initialised();
    let config = std::fs::read_to_string(place.path("gatepass.toml")).unwrap();
    let mail = "[mail]\nserver = \"smtp.example.com\"\nuser = \"me\"\npassword_file = \"mail-password\"\n\
                from = \"support@example.com\"\n";
    std::fs::write(place.path("gatepass.toml"), format!("{config}\n{mail}")).unwrap();
    let password = place.path("mail-password");
    std::fs::write(&password, "secret\n").unwrap();
    let mode = |mode| std::fs::set_permissions(&password, std::fs::Permissions::from_mode(mode)).unwrap();
    mode(0o644);
    let check = place.run("check");
    assert_eq!(check.code, 1);
    assert!(
        check
            .err
            .contains("mail: the password of the mail server cannot be read"),
        "{}",
        check.err
    );
    assert!(check.err.contains("`chmod 600`"), "{}", check.err);
    mode(0o600);
    assert_eq!(place.run("check").code, 0);
}

#[test]
fn a_config_that_is_not_there_is_said() {
    let check = Place::empty().run("check");
    assert_eq!(check.code, 1);
    assert!(
        check.err.starts_with("gatepass: cannot read `gatepass.toml`"),
        "{}",
        check.err
    );
}

#[test]
fn wrong_use_is_not_failure() {
    let place = Place::empty();
    for arguments in [
        "",
        "serve",
        "grant",
        "grant revoke",
        "grant create --site crm",
        "run --log xml",
    ] {
        assert_eq!(place.run(arguments).code, 2, "{arguments}");
    }
    assert!(
        place
            .run("serve")
            .err
            .starts_with("gatepass: unrecognized subcommand")
    );
    for arguments in ["--help", "--version", "grant create --help"] {
        assert_eq!(place.run(arguments).code, 0, "{arguments}");
    }
}

#[test]
fn shells_get_their_completions() {
    let place = Place::empty();
    for shell in ["bash", "zsh", "fish"] {
        let completions = place.run(&format!("completions {shell}"));
        assert_eq!(completions.code, 0);
        assert!(completions.out.contains("regenerate"), "{shell}");
    }
}

#[test]
fn presets_are_listed_printed_used_and_explained() {
    let place = Place::initialised();
    let listed = place.run("preset");
    assert_eq!(listed.code, 0, "{}", listed.err);
    assert!(
        listed.out.contains("vtenext          VTENEXT Community Edition"),
        "{}",
        listed.out
    );
    let printed = place.run("preset vtenext");
    assert_eq!(printed.out, include_str!("../../config/presets/vtenext.toml"));
    let unknown = place.run("preset vtigger");
    assert_eq!(unknown.code, 1);
    assert_eq!(
        unknown.err,
        "gatepass: there is no preset `vtigger`: `gatepass preset` lists them\n"
    );

    let config = std::fs::read_to_string(place.path("gatepass.toml")).unwrap();
    std::fs::write(
        place.path("gatepass.toml"),
        config.replacen("\n[[site]]\n", "\n[[site]]\npreset = \"vtenext\"\n", 1),
    )
    .unwrap();
    let check = place.run("check");
    assert!(check.out.contains("7 scopes"), "{} {}", check.out, check.err);
    // The scope that `init` wrote is about everything, and the preset knows nothing of it.
    let told = "`GET /index.php` is hidden, which its preset has as full: it is in `everything`";
    assert!(check.err.contains(told), "{}", check.err);
    let explained = place.run_list(&["explain", "GET /index.php?module=Messages"]);
    assert!(
        explained.out.contains("`messages`"),
        "{} {}",
        explained.out,
        explained.err
    );
}
