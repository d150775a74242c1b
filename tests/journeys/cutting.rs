//! Revoke, regenerate, pause and expiry end what is under way: downloads, uploads, event streams and WebSockets.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use gatepass::audit::Action;
use gatepass::clock::TestClock;
use jiff::{SignedDuration, Timestamp};
use reqwest::{Body, Method, Response};
use tokio_tungstenite::tungstenite::Message;

use crate::support::{Client, Protocol, World, WorldBuilder, operator, websocket};

/// The promise is 250 ms; the rest is for a busy machine that runs other tests as well.
const SOON: Duration = Duration::from_secs(2);

/// Reads until the stream breaks off or ends.
async fn reads_until_the_end(mut response: Response) {
    while let Ok(Some(_)) = response.chunk().await {}
}

async fn ends_soon(what: &str, work: impl Future<Output = ()>) {
    assert!(tokio::time::timeout(SOON, work).await.is_ok(), "{what} goes on");
}

/// A download and an event stream that have begun.
async fn begin_streams(client: &Client) -> [Response; 2] {
    let mut streams = [
        client.call("/live/download").await,
        client.call("/live/events").await,
    ];
    for stream in &mut streams {
        assert_eq!(stream.status(), 200);
        assert!(stream.chunk().await.unwrap().is_some(), "it flows");
    }
    streams
}

#[tokio::test]
async fn revoking_cuts_every_stream_on_both_protocols() {
    let world = World::start().await;
    let created = world.grant().await;
    let mut streams = Vec::new();
    let mut clients = Vec::new();
    for protocol in Protocol::BOTH {
        let client = world.client(protocol);
        client.sign_in(&created.credentials).await;
        streams.extend(begin_streams(&client).await);
        // An upload that has begun and would never end.
        let endless = futures_util::stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_millis(5)).await;
            Some((Ok::<_, std::io::Error>(vec![b'x'; 1024]), ()))
        });
        let upload = client
            .request(Method::POST, "/upload")
            .body(Body::wrap_stream(endless));
        let before = world.app.count();
        let upload = tokio::spawn(upload.send());
        while world.app.count() == before {
            tokio::task::yield_now().await;
        }
        clients.push((client, upload));
    }
    let mut socket = websocket(&world, "/live", &clients[0].0.session_cookie().unwrap())
        .await
        .unwrap();
    socket.send(Message::text("hello")).await.unwrap();
    assert_eq!(socket.next().await.unwrap().unwrap(), Message::text("echo hello"));

    let started = Instant::now();
    let gateway = &world.running.gateway;
    let revoked = gateway
        .actions
        .revoke_grant(created.grant.id, operator())
        .await
        .unwrap();
    for stream in streams {
        ends_soon("a stream", reads_until_the_end(stream)).await;
    }
    ends_soon("the WebSocket", async {
        while let Some(Ok(_)) = socket.next().await {}
    })
    .await;
    for (_, upload) in &mut clients {
        let upload = tokio::time::timeout(SOON, upload)
            .await
            .expect("the upload goes on")
            .unwrap();
        assert!(upload.is_err(), "the upload was cut");
    }
    assert!(started.elapsed() < SOON);

    // The gateway says what it did: seven requests were under way.
    let seq = revoked.seq.unwrap();
    let report = loop {
        let reports = gateway.actions.store.cuts_of(seq).await.unwrap();
        if let Some(report) = reports.into_iter().next() {
            break report;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(report.count, 7);
    for (client, _) in &clients {
        let over = client.visit("/contacts").await;
        assert_eq!(over.status(), 403);
        assert!(over.headers().contains_key("clear-site-data"));
        assert_eq!(client.call("/contacts").await.status(), 401);
    }
}

/// As JupyterLab does: it asks for its status every few seconds, and so before the person clicks again.
#[tokio::test]
async fn a_page_that_asks_in_the_background_does_not_use_up_the_news_that_access_has_ended() {
    let world = World::start().await;
    for protocol in Protocol::BOTH {
        let (client, grant) = world.signed_in(protocol).await;
        world.revoke(grant.id).await;
        let polled = client.call("/contacts").await;
        assert_eq!(polled.status(), 401);
        assert!(polled.headers().contains_key("clear-site-data"));
        let told = client.visit("/contacts").await;
        assert_eq!(told.status(), 403);
        assert!(told.text().await.unwrap().contains("Your access has ended"));
        assert_eq!(
            client.visit("/contacts").await.status(),
            303,
            "told once, then asked to sign in"
        );
    }
}

#[tokio::test]
async fn regenerating_pausing_and_signing_out_cut_too_and_nobody_else() {
    let world = World::start().await;
    let other = world.grant_with(|wanted| wanted.grantor = "bob".to_owned()).await;
    let bystander = world.client(Protocol::Http2);
    bystander.sign_in(&other.credentials).await;
    let mut theirs = bystander.call("/live/events").await;
    assert!(theirs.chunk().await.unwrap().is_some());

    let created = world.grant().await;
    let actions = &world.running.gateway.actions;
    let client = world.client(Protocol::Http2);
    client.sign_in(&created.credentials).await;
    let streams = begin_streams(&client).await;
    let fresh = world.regenerate(created.grant.id).await;
    for stream in streams {
        ends_soon("a stream after regenerating", reads_until_the_end(stream)).await;
    }

    let client = world.client(Protocol::Http1);
    assert_eq!(client.sign_in(&fresh).await.status(), 303);
    let streams = begin_streams(&client).await;
    actions.pause_grant(created.grant.id, operator()).await.unwrap();
    for stream in streams {
        ends_soon("a stream after pausing", reads_until_the_end(stream)).await;
    }
    assert_eq!(client.visit("/contacts").await.status(), 403, "paused");
    let resumed = actions.resume_grant(created.grant.id, operator()).await.unwrap();
    assert!(
        world
            .running
            .gateway
            .feed
            .caught_up_with(resumed.seq.unwrap())
            .await
    );
    assert_eq!(
        client.visit("/contacts").await.status(),
        200,
        "the session goes on after the pause"
    );

    let streams = begin_streams(&client).await;
    client
        .submit("/.gatepass/status", "/.gatepass/sign-out", &[])
        .await;
    for stream in streams {
        ends_soon("a stream after signing out", reads_until_the_end(stream)).await;
    }
    assert!(
        theirs.chunk().await.unwrap().is_some(),
        "the other grant's stream goes on"
    );
}

#[tokio::test]
async fn a_grant_ends_while_a_download_is_running() {
    let clock = Arc::new(TestClock::at(
        "2026-03-01T09:00:00Z".parse::<Timestamp>().unwrap(),
    ));
    let world = WorldBuilder::new().clock(clock.clone()).start().await;
    let created = world.grant().await;
    for protocol in Protocol::BOTH {
        let client = world.client(protocol);
        assert_eq!(client.sign_in(&created.credentials).await.status(), 303);
        drop(begin_streams(&client).await);
    }
    let client = world.client(Protocol::Http1);
    client.sign_in(&created.credentials).await;
    let streams = begin_streams(&client).await;
    clock.advance(SignedDuration::from_hours(8));
    for stream in streams {
        ends_soon("a stream after the end", reads_until_the_end(stream)).await;
    }
    // What the end cut is on the grant's own record, where its owner looks.
    ends_soon("the record of the cut is missing: waiting", async {
        while world.count_of(Action::SessionsCut, Some(created.grant.id)).await == 0 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!(client.visit("/contacts").await.status(), 403);
    assert_eq!(client.sign_in(&created.credentials).await.status(), 401);
}

#[tokio::test]
async fn one_grantor_has_one_live_grant_per_site_under_any_race() {
    let world = World::start().await;
    let settings = gatepass::config::load(&world.config_path()).unwrap();
    let site = settings.site("crm").unwrap();
    let wanted = gatepass::actions::NewGrant {
        grantor: "ann".to_owned(),
        lasts: SignedDuration::from_hours(1),
        starts_at: None,
        show: Default::default(),
        read_only: false,
        agent: Default::default(),
        reason: None,
        ticket: None,
        networks: Vec::new(),
        claim_within: None,
        limits: Default::default(),
        code: gatepass::access::CodeMethod::Fixed,
    };
    let actions = &world.running.gateway.actions;
    let racing = (0..8).map(|_| actions.create_grant(site, wanted.clone(), operator()));
    let results = futures_util::future::join_all(racing).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    let created = results.into_iter().find_map(Result::ok).unwrap();
    world.revoke(created.grant.id).await;
    let again = actions.revoke_grant(created.grant.id, operator()).await.unwrap();
    assert!(again.seq.is_none(), "idempotent");
    assert!(
        actions.create_grant(site, wanted, operator()).await.is_ok(),
        "room for the next one"
    );
}
