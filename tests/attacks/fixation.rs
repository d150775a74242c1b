//! Fixation: no cookie from before a sign-in is one after it, and no half session is a whole one.

use reqwest::Method;

use crate::support::{Client, Protocol, World};

/// What a browser with this cookie gets.
async fn status_with(world: &World, cookie: &str) -> u16 {
    let stranger = world.client(Protocol::Http2);
    let request = stranger
        .request(Method::GET, "/contacts")
        .header("cookie", format!("__Host-gatepass={cookie}"));
    request.send().await.unwrap().status().as_u16()
}

async fn form(client: &Client, path: &str, cookie: &str, fields: &[(&str, &str)]) -> reqwest::Response {
    let request = client
        .request(Method::POST, path)
        .header("cookie", format!("__Host-gatepass={cookie}"));
    request.form(fields).send().await.unwrap()
}

#[tokio::test]
async fn a_planted_cookie_never_becomes_a_session() {
    let world = World::start().await;
    let created = world.grant().await;
    let credentials = &created.credentials;
    let whole = [
        ("username", credentials.user_name.as_str()),
        ("password", credentials.password.reveal()),
        ("code", credentials.security_code.as_ref().unwrap().reveal()),
    ];
    let other = world.client(Protocol::Http1);
    other.sign_in(credentials).await;
    let of_another = other.session_cookie().unwrap();
    for planted in ["planted", "A".repeat(43).as_str(), of_another.as_str()] {
        let victim = world.client(Protocol::Http1);
        let answer = form(&victim, "/.gatepass/sign-in", planted, &whole).await;
        assert_eq!(answer.status(), 200);
        let given = victim.session_cookie().unwrap();
        assert_ne!(given, planted);
        assert_eq!(status_with(&world, &given).await, 200, "a session of its own");
    }
    assert_eq!(status_with(&world, "planted").await, 401);
    assert_eq!(
        other.visit("/contacts").await.status(),
        200,
        "and a session of another stays what it was"
    );
}

#[tokio::test]
async fn the_cookie_changes_when_the_sign_in_is_finished_and_the_half_one_is_dead() {
    let world = World::start().await;
    let created = world.grant().await;
    let credentials = &created.credentials;
    let code = credentials.security_code.as_ref().unwrap().reveal();
    let half_fields = [
        ("username", credentials.user_name.as_str()),
        ("password", credentials.password.reveal()),
    ];
    for protocol in Protocol::BOTH {
        let victim = world.client(protocol);
        form(&victim, "/.gatepass/sign-in", "planted", &half_fields).await;
        let half = victim.session_cookie().unwrap();
        assert_ne!(half, "planted");
        assert_eq!(
            status_with(&world, &half).await,
            401,
            "half a session opens nothing"
        );
        assert_eq!(world.app.count(), 0);
        let finished = form(&victim, "/.gatepass/challenge", &half, &[("code", code)]).await;
        assert_eq!(finished.status(), 200);
        assert_ne!(victim.session_cookie().unwrap(), half);
        assert_eq!(
            status_with(&world, &half).await,
            401,
            "whoever planted or stole the half one has nothing"
        );
        let again = form(
            &world.client(protocol),
            "/.gatepass/challenge",
            &half,
            &[("code", code)],
        )
        .await;
        assert_eq!(again.status(), 401);
    }
    assert_eq!(world.app.count(), 0);
}
