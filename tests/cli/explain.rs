//! `explain`: why the gateway does what it does.

use crate::program::Place;

/// Short, so that its lines stay where they are.
const CONFIG: &str = r#"listen = ["127.0.0.1:0"]
[[tls]]
certificate = "certs/app.localhost.pem"
key = "certs/app.localhost.key"
[[site]]
name = "app"
hosts = ["app.localhost"]
upstream = ["http://127.0.0.1:8080"]
[[site.scope]]
name = "messages"
label = "Messages"
match = [
  { path = "/messages/**" },
  { parameters = { module = ["Messages", "Emails"] } },
]
"#;

fn place() -> Place {
    let place = Place::initialised();
    std::fs::write(place.path("gatepass.toml"), CONFIG).unwrap();
    place
}

#[test]
fn a_request_is_explained_in_words() {
    let place = place();
    let mut told = String::new();
    for arguments in [
        &["--site", "app", "GET /index.php?module=Messages"][..],
        &[
            "--with",
            "messages=read-only",
            "POST /messages/7",
            "--body",
            "text=hello",
        ],
        &["--with", "messages", "GET /Messages//7"],
    ] {
        let ended = place.run_list(&[&["explain"], arguments].concat());
        assert_eq!(ended.code, 0, "{}", ended.err);
        told.push_str(&ended.out);
        told.push('\n');
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_grant_is_explained_as_it_is_now() {
    let place = place();
    let made =
        place.json("grant create --site app --as ann --for 8h --show messages --network 192.0.2.0/24 --json");
    let id = made["id"].as_str().unwrap();
    let verdict = |arguments: &[&str]| -> (String, String) {
        let ended =
            place.run_list(&[&["explain", "--json", "--grant", id, "GET /messages"], arguments].concat());
        assert_eq!(ended.code, 0, "{}", ended.err);
        let why: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
        let reason = why["reason"].as_str().unwrap_or_default().to_owned();
        (why["verdict"].as_str().unwrap().to_owned(), reason)
    };
    let both = |verdict: &str, reason: &str| (verdict.to_owned(), reason.to_owned());
    assert_eq!(verdict(&[]), both("forward", ""));
    assert_eq!(
        verdict(&["--from", "198.51.100.1"]),
        both("refuse", "network-not-allowed")
    );
    assert_eq!(place.run(&format!("grant pause {id}")).code, 0);
    assert_eq!(verdict(&[]), both("refuse", "grant-paused"));
}

#[test]
fn what_cannot_be_explained_is_said() {
    let place = place();
    let said = |arguments: &[&str]| {
        let ended = place.run_list(&[&["explain"], arguments].concat());
        assert_ne!(ended.code, 0);
        ended.err
    };
    insta::assert_snapshot!(
        [
            said(&["--with", "mesages", "GET /"]),
            said(&["--site", "crm", "GET /"]),
            said(&["--grant", "nobody", "GET /"]),
            said(&["--code", "7KQ2-M9XD"]),
            said(&["get /"]),
        ]
        .concat()
    );
}
