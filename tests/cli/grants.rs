//! `grant …`, without a gateway that runs.

use gatepass::clock::{Clock, SystemClock};
use serde_json::json;

use crate::program::Place;

#[test]
fn a_grant_from_its_making_to_its_end() {
    let place = Place::initialised();
    let made = place.json("grant create --site app --as ann --for 8h --agent Sam --reason why --json");
    assert_eq!(made["site"], "app");
    assert_eq!(made["url"], "https://app.localhost:8443/");
    assert_eq!(made["scopes"], json!({"everything": "full"}));
    assert_eq!(made["otpauth"], json!(null));
    assert_eq!(made["securityCode"].as_str().unwrap().len(), 8);
    let (id, user_name) = (made["id"].as_str().unwrap(), made["userName"].as_str().unwrap());

    let all = place.json("grant list --json");
    assert_eq!(all[0]["id"], id);
    assert_eq!(all[0]["agent"], "Sam");
    assert_eq!(all[0]["state"], "active");
    assert_eq!(all[0]["sessions"], 0);
    assert_eq!(
        place.json(&format!("grant show {} --json", &id[..6]))["reason"],
        "why"
    );

    let paused = place.json(&format!("grant pause {user_name} --json"));
    assert_eq!(
        paused,
        json!({"id": id, "state": "paused", "cut": [], "waitedFor": 0})
    );
    assert_eq!(
        place.run(&format!("grant resume {user_name}")).out,
        "resumed; no gateway is running, nothing to cut\n"
    );
    let regenerated = place.json(&format!("grant regenerate {user_name} --json"));
    assert_eq!(regenerated["userName"], user_name);
    assert_ne!(regenerated["password"], made["password"]);
    assert_eq!(regenerated["cut"], json!([]));

    assert_eq!(
        place.json(&format!("grant revoke {user_name} --json"))["state"],
        "revoked"
    );
    let again = place.run(&format!("grant revoke {user_name}"));
    assert_eq!(
        (again.code, again.out.as_str()),
        (0, "the grant is over already: revoked\n")
    );
    let late = place.run(&format!("grant resume {user_name}"));
    assert_eq!(
        (late.code, late.err.as_str()),
        (1, "gatepass: the grant is already over; create a new one\n")
    );
}

#[test]
fn the_kind_of_security_code_is_one_that_the_site_has() {
    let place = Place::initialised();
    let refused = place.run("grant create --site app --as ann --for 8h --code email");
    assert_eq!(
        (refused.code, refused.err.as_str()),
        (
            1,
            "gatepass: `app` has no `email` security codes; choose one of fixed, totp\n"
        )
    );
}

#[test]
fn credentials_are_laid_out_for_people() {
    let place = Place::initialised();
    let made = place.run("grant create --site app --as ann --for 8h --code totp");
    for text in [
        "URL",
        "User name      ann.",
        "Authenticator  otpauth://totp/",
        "(in 8 h)",
        "Shown          the whole app",
        "not shown again",
    ] {
        assert!(made.out.contains(text), "{text}: {}", made.out);
    }
    let list = place.run("grant list").out;
    assert!(
        list.starts_with("ID        USER NAME  SITE  AS   AGENT  STATE   ENDS"),
        "{list}"
    );
    assert!(!made.out.contains('\u{1b}'), "no colours into a pipe");
}

#[test]
fn what_is_refused_says_what_to_do() {
    let place = Place::initialised();
    let create = "grant create --site app --as ann";
    assert_eq!(place.run(&format!("{create} --for 1h")).code, 0);
    let said: Vec<String> = [
        "grant create --site crm --as ann --for 1h".to_owned(),
        format!("{create} --for 3h"),
        format!("{create} --for 1h"),
        "grant create --site app --as bob --for 1h --show messages".to_owned(),
        "grant create --site app --as bob --for 1h --show everything,everything=read-only".to_owned(),
        "grant revoke bob".to_owned(),
    ]
    .iter()
    .map(|arguments| {
        let ended = place.run(arguments);
        assert_eq!((ended.code, ended.out.as_str()), (1, ""), "{arguments}");
        ended.err
    })
    .collect();
    insta::assert_snapshot!(said.concat());
}

#[test]
fn a_grant_limits_its_sessions() {
    let place = Place::initialised();
    let made = place.json("grant create --site app --as ann --for 8h --idle 15m --sessions 2 --json");
    let id = made["id"].as_str().unwrap();
    let shown = place.json(&format!("grant show {id} --json"));
    assert_eq!(shown["idleTimeout"], "15m");
    assert_eq!(shown["maxSessions"], 2);
    let told = place.run(&format!("grant show {id}")).out;
    assert!(
        told.contains("15m at most") && told.contains("2 at once"),
        "{told}"
    );
    assert_eq!(
        place
            .run("grant create --site app --as bob --for 8h --sessions 0")
            .code,
        2
    );
}

#[test]
fn a_grant_may_begin_later() {
    let place = Place::initialised();
    let tomorrow = SystemClock::starting_after(None).now() + jiff::SignedDuration::from_hours(24);
    let tomorrow = tomorrow.strftime("%Y-%m-%dT%H:%M:%SZ");
    let create = format!("grant create --site app --as ann --for 8h --from {tomorrow}");
    let told = place.run(&create).out;
    assert!(told.contains("Valid from"), "{told}");
    let all = place.json("grant list --json");
    assert_eq!(
        (&all[0]["state"], &all[0]["startsAt"]),
        (&json!("scheduled"), &json!(tomorrow.to_string()))
    );
    let wrong = |from: &str| {
        place.run(&format!(
            "grant create --site app --as bob --for 8h --from {from}"
        ))
    };
    let past = wrong("2026-01-01T09:00Z");
    assert_eq!(past.code, 1);
    assert!(
        past.err
            .contains("a grant begins now, or within the next 30 days"),
        "{}",
        past.err
    );
    assert_eq!(wrong("tomorrow").code, 2);
}
