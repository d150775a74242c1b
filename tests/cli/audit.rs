//! `audit …`, and tampering with what it reads.

use crate::program::Place;

fn place_with_a_history() -> Place {
    let place = Place::initialised();
    assert_eq!(place.run("grant create --site app --as ann --for 8h").code, 0);
    let list = place.json("grant list --json");
    assert_eq!(
        place
            .run(&format!("grant revoke {}", list[0]["id"].as_str().unwrap()))
            .code,
        0
    );
    place
}

#[test]
fn changes_are_listed_with_who_did_them() {
    let place = place_with_a_history();
    let list = place.run("audit list").out;
    assert_eq!(list.lines().count(), 2, "{list}");
    assert!(
        list.contains("#1 tester (command line) created a grant"),
        "{list}"
    );
    let json = place.run("audit list --json --limit 1").out;
    let last: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (&last["kind"], &last["action"], &last["seq"]),
        (&"change".into(), &"grant-revoked".into(), &2.into())
    );
    assert_eq!(
        place.run("audit list --decisions").out,
        "nothing recorded that fits\n"
    );
    assert_eq!(
        place.run("audit list --since 2999-01-01T00:00:00Z").out,
        "nothing recorded that fits\n"
    );
    assert_eq!(
        place.run("audit list --site app --changes").out.lines().count(),
        2
    );
}

#[test]
fn one_changed_byte_in_the_store_is_found() {
    let place = place_with_a_history();
    let intact = place.run("audit verify");
    assert_eq!(intact.code, 0, "{}", intact.err);
    assert!(
        intact.out.starts_with("changes    intact  2 events\n"),
        "{}",
        intact.out
    );

    place.tamper(
        "data/gatepass.db",
        b"\"osUser\":\"tester\"",
        b"\"osUser\":\"nester\"",
    );
    let broken = place.run("audit verify");
    assert_eq!(broken.code, 1);
    assert!(broken.err.contains("changes: event "), "{}", broken.err);
    let report = place.run("audit verify --json");
    let report: serde_json::Value = serde_json::from_str(&report.out).unwrap();
    assert_eq!(report["intact"], false);
}
