//! What a grant says of its sessions: how long nothing may happen in one, and how many there are at once (G15).

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use gatepass::access::SessionLimits;
use gatepass::clock::TestClock;
use jiff::SignedDuration;

use crate::support::{Client, Protocol, World, WorldBuilder};

const SITE: &str =
    "elsewhere = \"full\"\nchallenge = \"never\"\nidle_timeout = \"20m\"\npolling = [\"/poll/**\"]\n";

fn clock() -> Arc<TestClock> {
    Arc::new(TestClock::at("2026-11-20T12:00:00Z".parse().unwrap()))
}

/// An agent whose grant says so.
async fn agent(world: &World, limits: SessionLimits) -> Client {
    let created = world.grant_with(|wanted| wanted.limits = limits).await;
    let client = world.client(Protocol::Http2);
    assert_eq!(client.sign_in(&created.credentials).await.status(), 303);
    client
}

async fn is_signed_in(client: &Client, path: &str) -> bool {
    let answer = client.visit(path).await;
    match answer.status().as_u16() {
        200 => true,
        303 => {
            let to = answer.headers()["location"].to_str().unwrap();
            assert!(to.contains("/.gatepass/sign-in"), "{to}");
            false
        }
        other => panic!("{path}: {other}"),
    }
}

#[tokio::test]
async fn a_session_in_which_nobody_does_anything_ends_however_often_its_pages_ask() {
    let clock = clock();
    let world = WorldBuilder::new().site(SITE).clock(clock.clone()).start().await;
    let minutes = |minutes| clock.advance(SignedDuration::from_mins(minutes));
    let client = agent(
        &world,
        SessionLimits {
            idle: Some(SignedDuration::from_mins(10)),
            at_once: None,
        },
    )
    .await;
    for _ in 0..3 {
        minutes(9);
        assert!(is_signed_in(&client, "/contacts").await, "who works stays");
    }
    let mut stream = client.call("/live/events").await;
    assert!(stream.chunk().await.unwrap().is_some());
    minutes(9);
    assert!(is_signed_in(&client, "/poll/news").await, "it is not over yet");
    minutes(1);
    assert!(
        !is_signed_in(&client, "/poll/news").await,
        "what pages ask for is no deed"
    );
    assert!(
        !is_signed_in(&client, "/contacts").await,
        "and it does not come back"
    );
    let cut = async { while let Ok(Some(_)) = stream.chunk().await {} };
    tokio::time::timeout(Duration::from_secs(60), cut)
        .await
        .expect("what was open is cut");
}

#[tokio::test]
async fn one_session_more_than_the_grant_allows_ends_the_oldest() {
    let world = WorldBuilder::new().site(SITE).start().await;
    let created = world
        .grant_with(|wanted| wanted.limits.at_once = NonZeroU32::new(2))
        .await;
    let mut clients = Vec::new();
    for _ in 0..2 {
        let client = world.client(Protocol::Http2);
        assert_eq!(client.sign_in(&created.credentials).await.status(), 303);
        clients.push(client);
    }
    let mut stream = clients[0].call("/live/events").await;
    assert!(stream.chunk().await.unwrap().is_some());
    assert!(is_signed_in(&clients[1], "/contacts").await);
    let third = world.client(Protocol::Http1);
    assert_eq!(third.sign_in(&created.credentials).await.status(), 303);
    let cut = async { while let Ok(Some(_)) = stream.chunk().await {} };
    tokio::time::timeout(Duration::from_secs(60), cut)
        .await
        .expect("what the oldest had open is cut");
    assert!(!is_signed_in(&clients[0], "/contacts").await);
    assert!(is_signed_in(&clients[1], "/contacts").await);
    assert!(is_signed_in(&third, "/contacts").await);
}
