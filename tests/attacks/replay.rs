//! What was good once is not good again: cookies of sessions that ended, authenticator codes (RFC 6238 section 5.2;
//! OTP replay), codes of others, passes for one navigation.

use std::sync::Arc;

use futures_util::future::join_all;
use gatepass::access::CodeMethod;
use gatepass::actions::{CreatedGrant, Credentials};
use gatepass::clock::{Clock, TestClock};
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;

use crate::support::{BEHIND_A_PROXY, Guess, Guesser, Protocol, World, WorldBuilder, body_of, raw_get};

fn clock() -> Arc<TestClock> {
    Arc::new(TestClock::at(
        "2026-03-01T09:00:00Z".parse::<Timestamp>().unwrap(),
    ))
}

fn code_at(credentials: &Credentials, moment: Timestamp) -> String {
    let otpauth = credentials.otpauth.as_ref().unwrap().reveal();
    let totp = totp_rs::Totp::from_url(otpauth).unwrap();
    totp.generate(moment.as_second().try_into().unwrap()).to_string()
}

async fn with_authenticator(world: &World) -> CreatedGrant {
    world.grant_with(|wanted| wanted.code = CodeMethod::Totp).await
}

async fn sign_in(guesser: &Guesser, network: &str, credentials: &Credentials, code: &str) -> u16 {
    guesser
        .sign_in(
            network,
            Guess {
                code,
                ..Guess::right(credentials)
            },
        )
        .await
        .status()
        .as_u16()
}

#[tokio::test]
async fn a_cookie_is_worth_nothing_after_its_session() {
    let world = World::start().await;
    let mut cookies = Vec::new();
    for (grantor, end) in [("ann", 'r'), ("bob", 'g'), ("cas", 's')] {
        let created = world
            .grant_with(|wanted| wanted.grantor = grantor.to_owned())
            .await;
        let client = world.client(Protocol::Http1);
        client.sign_in(&created.credentials).await;
        cookies.push(client.session_cookie().unwrap());
        match end {
            'r' => world.revoke(created.grant.id).await,
            'g' => drop(world.regenerate(created.grant.id).await),
            _ => drop(
                client
                    .submit("/.gatepass/status", "/.gatepass/sign-out", &[])
                    .await,
            ),
        }
    }
    for cookie in &cookies {
        for target in ["/contacts", "/.gatepass/../contacts", "/contacts?x=1"] {
            let answer = raw_get(&world, target, cookie).await;
            assert!(!answer.starts_with("HTTP/1.1 200"), "{target}: {answer}");
        }
    }
    assert_eq!(world.app.count(), 0);
    let created = world.grant_with(|wanted| wanted.grantor = "dan".to_owned()).await;
    let client = world.client(Protocol::Http1);
    client.sign_in(&created.credentials).await;
    let answer = raw_get(&world, "/contacts", &client.session_cookie().unwrap()).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn an_authenticator_code_is_taken_once_also_from_many_hands_at_once() {
    let clock = clock();
    let world = WorldBuilder::new()
        .top(BEHIND_A_PROXY)
        .clock(clock.clone())
        .start()
        .await;
    let created = with_authenticator(&world).await;
    let code = code_at(&created.credentials, clock.now());
    let guessers: Vec<Guesser> = (0..4).map(|_| Guesser::at(&world)).collect();
    let hands = guessers
        .iter()
        .map(|guesser| sign_in(guesser, "198.51.100.1", &created.credentials, &code));
    let mut statuses = join_all(hands).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 401, 401, 401]);
}

#[tokio::test]
async fn an_authenticator_code_stays_used_after_a_restart() {
    let clock = clock();
    let world = WorldBuilder::new()
        .top(BEHIND_A_PROXY)
        .clock(clock.clone())
        .start()
        .await;
    let created = with_authenticator(&world).await;
    let code = code_at(&created.credentials, clock.now());
    assert_eq!(
        sign_in(&Guesser::at(&world), "198.51.100.1", &created.credentials, &code).await,
        200
    );
    let world = world.restart(Some(clock.clone())).await;
    let guesser = Guesser::at(&world);
    assert_eq!(
        sign_in(&guesser, "198.51.100.1", &created.credentials, &code).await,
        401
    );
    clock.advance(SignedDuration::from_secs(30));
    let next = code_at(&created.credentials, clock.now());
    assert_eq!(
        sign_in(&guesser, "198.51.100.1", &created.credentials, &next).await,
        200
    );
}

#[tokio::test]
async fn an_older_code_is_refused_after_a_newer_one_and_a_stale_one_always() {
    let clock = clock();
    let world = WorldBuilder::new()
        .top(BEHIND_A_PROXY)
        .clock(clock.clone())
        .start()
        .await;
    let created = with_authenticator(&world).await;
    let guesser = Guesser::at(&world);
    let minutes_ago = code_at(&created.credentials, clock.now() - SignedDuration::from_secs(90));
    assert_eq!(
        sign_in(&guesser, "198.51.100.1", &created.credentials, &minutes_ago).await,
        401,
        "stale"
    );
    let older = code_at(&created.credentials, clock.now() - SignedDuration::from_secs(30));
    let newer = code_at(&created.credentials, clock.now());
    assert_eq!(
        sign_in(&guesser, "198.51.100.1", &created.credentials, &newer).await,
        200
    );
    assert_eq!(
        sign_in(&guesser, "198.51.100.1", &created.credentials, &older).await,
        401,
        "older than a used one"
    );
}

#[tokio::test]
async fn the_code_of_the_sign_in_opens_nothing_more() {
    let clock = clock();
    let world = WorldBuilder::new().clock(clock.clone()).start().await;
    let created = with_authenticator(&world).await;
    let code = code_at(&created.credentials, clock.now());
    let client = world.client(Protocol::Http2);
    let fields = [
        ("username", created.credentials.user_name.as_str()),
        ("password", created.credentials.password.reveal()),
        ("code", code.as_str()),
    ];
    client
        .submit("/.gatepass/sign-in", "/.gatepass/sign-in", &fields)
        .await;
    let billing = |code: String| {
        client
            .request(Method::GET, "/billing")
            .header("x-2fa-code", code)
            .send()
    };
    assert_eq!(
        body_of(billing(code).await.unwrap()).await["errorType"],
        "totp-invalid"
    );
    assert_eq!(world.app.count(), 0);
    clock.advance(SignedDuration::from_secs(30));
    let next = code_at(&created.credentials, clock.now());
    assert_eq!(billing(next.clone()).await.unwrap().status(), 200);
    assert_eq!(
        body_of(billing(next).await.unwrap()).await["errorType"],
        "totp-invalid",
        "once"
    );
    assert_eq!(world.app.count(), 1);
}

#[tokio::test]
async fn a_code_is_good_in_the_sessions_of_its_own_grant_only() {
    let world = World::start().await;
    let (client, _) = world.signed_in(Protocol::Http1).await;
    let other = world.grant_with(|wanted| wanted.grantor = "bob".to_owned()).await;
    let code = other
        .credentials
        .security_code
        .as_ref()
        .unwrap()
        .reveal()
        .to_owned();
    let billing = client
        .request(Method::GET, "/billing")
        .header("x-2fa-code", &code)
        .send()
        .await
        .unwrap();
    assert_eq!(body_of(billing).await["errorType"], "totp-invalid");
    assert_eq!(world.app.count(), 0);
    let owner = world.client(Protocol::Http1);
    owner.sign_in(&other.credentials).await;
    let billing = owner
        .request(Method::GET, "/billing")
        .header("x-2fa-code", &code)
        .send()
        .await
        .unwrap();
    assert_eq!(billing.status(), 200);
}

#[tokio::test]
async fn a_pass_is_for_one_navigation_of_one_session_also_when_many_come_at_once() {
    let world = World::start().await;
    let created = world.grant().await;
    let code = created.credentials.security_code.as_ref().unwrap().reveal();
    let client = world.client(Protocol::Http2);
    client.sign_in(&created.credentials).await;
    let colleague = world.client(Protocol::Http2);
    colleague.sign_in(&created.credentials).await;
    let page = "/.gatepass/challenge?return=/billing/7";
    client
        .submit(page, "/.gatepass/challenge", &[("code", code)])
        .await;
    assert_eq!(
        colleague.visit("/billing/7").await.status(),
        303,
        "another session has no pass"
    );
    let mut statuses =
        join_all((0..8).map(|_| async { client.visit("/billing/7").await.status().as_u16() })).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 303, 303, 303, 303, 303, 303, 303]);
    assert_eq!(world.app.count(), 1);
}

#[tokio::test]
async fn a_pass_waits_for_a_minute_and_no_longer() {
    let clock = clock();
    let world = WorldBuilder::new().clock(clock.clone()).start().await;
    let created = world.grant().await;
    let code = created.credentials.security_code.as_ref().unwrap().reveal();
    let client = world.client(Protocol::Http2);
    client.sign_in(&created.credentials).await;
    let page = "/.gatepass/challenge?return=/billing/7";
    for (seconds, status) in [(59, 200), (60, 303)] {
        client
            .submit(page, "/.gatepass/challenge", &[("code", code)])
            .await;
        clock.advance(SignedDuration::from_secs(seconds));
        assert_eq!(
            client.visit("/billing/7").await.status(),
            status,
            "after {seconds} s"
        );
    }
    assert_eq!(world.app.count(), 1);
}
