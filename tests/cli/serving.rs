//! `run`: signals, and commands beside a gateway that runs.

use crate::program::{Place, Started};

fn serving(place: &Place) -> Started {
    let mut gateway = place.start("run --log json");
    let line: serde_json::Value = serde_json::from_str(&gateway.line_with("serving")).unwrap();
    assert!(
        line["listen"].as_str().unwrap().starts_with("127.0.0.1:"),
        "{line}"
    );
    gateway
}

#[test]
fn a_gateway_ends_in_order_when_it_is_told_to() {
    for signal in ["TERM", "INT"] {
        let place = Place::initialised().on_a_free_port();
        let gateway = serving(&place);
        gateway.signal(signal);
        assert_eq!(gateway.end().code(), Some(0), "{signal}");
    }
}

#[test]
fn nothing_that_a_test_started_outlives_it() {
    let place = Place::initialised().on_a_free_port();
    let gateway = serving(&place);
    let process = gateway.process();
    assert!(process.exists());
    let failing = std::panic::AssertUnwindSafe(move || {
        let _gateway = gateway;
        std::panic::resume_unwind(Box::new("a test fails"));
    });
    assert!(std::panic::catch_unwind(failing).is_err());
    assert!(!process.exists());
}

#[test]
fn a_gateway_reads_its_config_again_when_it_is_told_to() {
    let place = Place::initialised().on_a_free_port();
    let mut gateway = serving(&place);
    place.edit("gatepass.toml", "expect = \"full\"", "expect = \"hidden\"");
    gateway.signal("HUP");
    gateway.line_with("a policy test fails");
    place.edit("gatepass.toml", "expect = \"hidden\"", "expect = \"full\"");
    gateway.signal("HUP");
    gateway.line_with("the new configuration is in force");
    gateway.signal("TERM");
    assert_eq!(gateway.end().code(), Some(0));
}

#[test]
fn a_command_hears_from_the_gateway_that_follows_it() {
    let place = Place::initialised().on_a_free_port();
    let gateway = serving(&place);
    let made = place.json("grant create --site app --as ann --for 8h --json");
    let id = made["id"].as_str().unwrap();
    let paused = place.json(&format!("grant pause {id} --json"));
    assert_eq!(paused["waitedFor"], 1);
    assert_eq!(paused["cut"][0]["count"], 0);
    let revoked = place.run(&format!("grant revoke {id}")).out;
    assert!(
        revoked.starts_with("revoked; nothing was running, in force after "),
        "{revoked}"
    );
    gateway.signal("TERM");
    gateway.end();
    let verified = place.run("audit verify").out;
    assert!(
        verified.contains("worker 0   intact  0 decisions in 1 segment"),
        "{verified}"
    );
}

#[test]
fn a_reload_is_asked_for_and_answered() {
    let place = Place::initialised().on_a_free_port();
    let nobody = place.run("reload");
    assert_eq!(nobody.code, 1);
    assert_eq!(
        nobody.err,
        "gatepass: no gateway is running; `gatepass run` starts one\n"
    );
    let gateway = serving(&place);
    let done = place.run("reload");
    assert_eq!(
        (done.code, done.out.as_str()),
        (0, "the new configuration is in force in 1 gateway\n"),
        "{}",
        done.err
    );
    place.edit("gatepass.toml", "workers = 0", "workers = 3");
    let restart = place.json("reload --json");
    assert_eq!(restart["answers"][0]["restart"], "workers");

    // Only the gateway can find out.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = format!("listen = [\"127.0.0.1:0\", \"{}\"]", taken.local_addr().unwrap());
    place.edit("gatepass.toml", "listen = [\"127.0.0.1:0\"]", &listen);
    let refused = place.run("reload");
    assert_eq!(refused.code, 1);
    assert!(
        refused.err.contains("keeps the old configuration: "),
        "{}",
        refused.err
    );
    assert!(
        refused.err.contains("is taken by another program"),
        "{}",
        refused.err
    );

    place.edit("gatepass.toml", &listen, "listen = 1");
    let broken = place.run("reload");
    assert_eq!(broken.code, 1);
    assert!(broken.err.contains("expected a list"), "{}", broken.err);
    gateway.signal("TERM");
    gateway.end();
}
