//! A live session is asked for its code again: after five minutes, on another client, and always in some places.

use std::sync::Arc;

use gatepass::clock::{Clock, TestClock};
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;

use crate::support::{Client, Protocol, World, WorldBuilder, body_of};

fn clock() -> Arc<TestClock> {
    Arc::new(TestClock::at(
        "2026-03-01T09:00:00Z".parse::<Timestamp>().unwrap(),
    ))
}

#[tokio::test]
async fn a_client_is_trusted_for_five_minutes_and_then_asked_again() {
    let clock = clock();
    let world = WorldBuilder::new().clock(clock.clone()).start().await;
    let created = world.grant().await;
    let code = created
        .credentials
        .security_code
        .as_ref()
        .unwrap()
        .reveal()
        .to_owned();
    let client = world.client(Protocol::Http2);
    client.sign_in(&created.credentials).await;
    clock.advance(SignedDuration::from_secs(299));
    assert_eq!(client.visit("/contacts").await.status(), 200);
    clock.advance(SignedDuration::from_secs(1));
    let asked = client.visit("/contacts/7").await;
    assert_eq!(asked.status(), 303, "absolute, not sliding");
    let challenge = asked.headers()["location"]
        .to_str()
        .unwrap()
        .split_once(&world.authority)
        .unwrap()
        .1
        .to_owned();
    let answered = client
        .submit(&challenge, "/.gatepass/challenge", &[("code", &code)])
        .await;
    assert_eq!(
        answered.headers()["location"],
        "/contacts/7",
        "back to the document that was asked for"
    );
    assert_eq!(client.visit("/contacts/7").await.status(), 200);
}

#[tokio::test]
async fn trust_does_not_follow_a_stolen_cookie_to_another_browser() {
    let world = World::start().await;
    let (client, _) = world.signed_in(Protocol::Http1).await;
    let thief = Client::as_browser(&world, Protocol::Http1, "Another Browser 2.0");
    let cookie = format!("__Host-gatepass={}", client.session_cookie().unwrap());
    let answer = thief
        .request(Method::GET, "/contacts")
        .header("cookie", cookie)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 400);
    assert_eq!(body_of(answer).await["errorType"], "totp-required");
}

#[tokio::test]
async fn a_program_repeats_its_call_with_the_code_and_the_app_sees_it_once() {
    let clock = clock();
    let world = WorldBuilder::new().clock(clock.clone()).start().await;
    let created = world.grant().await;
    let code = created
        .credentials
        .security_code
        .as_ref()
        .unwrap()
        .reveal()
        .to_owned();
    for protocol in Protocol::BOTH {
        let client = world.client(protocol);
        client.sign_in(&created.credentials).await;
        clock.advance(SignedDuration::from_mins(6));
        let before = world.app.count();
        let call = || client.request(Method::POST, "/contacts/1/notes").body("a note");
        let asked = call().send().await.unwrap();
        assert_eq!(asked.status(), 400);
        let body = body_of(asked).await;
        assert_eq!(
            (&body["error"], &body["errorType"]),
            (&"TOTP Required [totp-required]".into(), &"totp-required".into())
        );
        assert_eq!(body["details"]["method"], "code");
        assert_eq!(body["details"]["availableMethods"], serde_json::json!(["code"]));
        assert!(
            body["details"]["challenge"]
                .as_str()
                .unwrap()
                .contains("/.gatepass/challenge")
        );
        let wrong = call().header("x-2fa-code", "00000000").send().await.unwrap();
        assert_eq!(wrong.status(), 400);
        assert_eq!(body_of(wrong).await["errorType"], "totp-invalid");
        assert_eq!(world.app.count(), before, "nothing was forwarded so far");
        let dashed = format!("{}-{}", &code[..4], &code[4..]);
        let done = call()
            .header("x-2fa-code", dashed)
            .header("x-2fa-method", "code")
            .send()
            .await
            .unwrap();
        assert_eq!(done.status(), 200);
        assert_eq!(done.text().await.unwrap(), "app: /contacts/1/notes\na note");
        assert_eq!(world.app.count(), before + 1);
        assert!(
            world
                .app
                .last()
                .headers
                .keys()
                .all(|name| !name.as_str().starts_with("x-2fa"))
        );
        assert_eq!(call().send().await.unwrap().status(), 200, "trusted now");
    }
}

#[tokio::test]
async fn whoever_goes_on_guessing_ends_at_the_limit() {
    let world = World::start().await;
    let (client, _) = world.signed_in(Protocol::Http2).await;
    let mut kinds = Vec::new();
    for _ in 0..7 {
        let answer = client
            .request(Method::GET, "/billing")
            .header("x-2fa-code", "00000000")
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 400);
        kinds.push(body_of(answer).await);
    }
    let types: Vec<&str> = kinds
        .iter()
        .map(|body| body["errorType"].as_str().unwrap())
        .collect();
    assert_eq!(
        types,
        [["totp-invalid"; 5].as_slice(), &["totp-max-attempts"; 2]].concat()
    );
    let wait = kinds[6]["details"]["retryAfter"].as_u64().unwrap();
    assert!((800..=900).contains(&wait), "{wait}");
    assert_eq!(
        client.visit("/contacts").await.status(),
        200,
        "the session itself goes on"
    );
}

#[tokio::test]
async fn a_place_that_always_asks_takes_one_navigation_per_code() {
    let world = World::start().await;
    let created = world.grant().await;
    let code = created
        .credentials
        .security_code
        .as_ref()
        .unwrap()
        .reveal()
        .to_owned();
    let client = world.client(Protocol::Http1);
    client.sign_in(&created.credentials).await;
    let asked = client.visit("/billing/7?x=1").await;
    assert_eq!(asked.status(), 303, "trust does not count here");
    let page = "/.gatepass/challenge?return=/billing/7%3Fx%3D1";
    assert!(
        client.visit(page).await.text().await.unwrap().contains("Billing"),
        "says which place asks"
    );
    let answered = client
        .submit(page, "/.gatepass/challenge", &[("code", &code)])
        .await;
    assert_eq!(answered.status(), 303);
    assert_eq!(
        client.visit("/billing/8").await.status(),
        303,
        "a pass is for its own target"
    );
    assert_eq!(client.visit("/billing/7?x=1").await.status(), 200);
    assert_eq!(
        client.visit("/billing/7?x=1").await.status(),
        303,
        "and for one request"
    );
    let program = client
        .request(Method::GET, "/billing/9")
        .header("x-2fa-code", &code)
        .send()
        .await
        .unwrap();
    assert_eq!(program.status(), 200);
    assert_eq!(
        client.call("/billing/9").await.status(),
        400,
        "no trust was created"
    );
}

#[tokio::test]
async fn where_nothing_is_trusted_every_navigation_takes_a_code() {
    let site = "elsewhere = \"full\"\ntrust_for = \"0s\"\n";
    let world = WorldBuilder::new().site(site).start().await;
    let created = world.grant().await;
    let code = created
        .credentials
        .security_code
        .as_ref()
        .unwrap()
        .reveal()
        .to_owned();
    let client = world.client(Protocol::Http2);
    client.sign_in(&created.credentials).await;
    assert_eq!(client.visit("/a").await.status(), 303);
    client
        .submit(
            "/.gatepass/challenge?return=/a",
            "/.gatepass/challenge",
            &[("code", &code)],
        )
        .await;
    assert_eq!(client.visit("/a").await.status(), 200);
    assert_eq!(client.visit("/a").await.status(), 303);
}

#[tokio::test]
async fn another_site_cannot_post_our_forms() {
    let world = World::start().await;
    let (client, _) = world.signed_in(Protocol::Http1).await;
    for path in [
        "/.gatepass/sign-out",
        "/.gatepass/challenge",
        "/.gatepass/sign-in",
    ] {
        for (name, value) in [
            ("origin", "https://evil.example"),
            ("sec-fetch-site", "cross-site"),
        ] {
            let answer = client
                .request(Method::POST, path)
                .header(name, value)
                .send()
                .await
                .unwrap();
            assert_eq!(answer.status(), 403, "{path}");
        }
        let own = client.url("");
        let without_token = client
            .request(Method::POST, path)
            .header("origin", own)
            .send()
            .await
            .unwrap();
        assert_eq!(without_token.status(), 403, "{path} without its token");
    }
    assert_eq!(client.visit("/contacts").await.status(), 200, "still signed in");
    let gone = client
        .submit("/.gatepass/status", "/.gatepass/sign-out", &[])
        .await;
    assert_eq!(gone.status(), 200);
    assert!(gone.headers().contains_key("clear-site-data"));
    assert_eq!(client.visit("/contacts").await.status(), 303, "signed out");
}

#[tokio::test]
async fn the_clock_of_the_gateway_never_goes_back() {
    let clock = gatepass::clock::SystemClock::starting_after(None);
    let first = clock.now();
    assert!(clock.now() >= first);
}
