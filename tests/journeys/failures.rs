//! When the app fails, is slow, or the gateway cannot know: closed, never open, and a clear answer.

use crate::support::{Protocol, World, WorldBuilder, body_of};

#[tokio::test]
async fn an_app_that_is_down_is_said_in_words() {
    let world = WorldBuilder::new()
        .upstream("[\"http://127.0.0.1:9\"]")
        .start()
        .await;
    let (client, _) = world.signed_in(Protocol::Http2).await;
    let page = client.visit("/contacts").await;
    assert_eq!(page.status(), 502);
    assert!(
        page.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
    let json = client.call("/contacts").await;
    assert_eq!(json.status(), 502);
    assert_eq!(body_of(json).await["errorType"], "app-unreachable");
}

#[tokio::test]
async fn an_app_that_says_nothing_is_given_up() {
    let world = WorldBuilder::new()
        .site("elsewhere = \"full\"\nread_timeout = \"1s\"\n")
        .start()
        .await;
    for protocol in Protocol::BOTH {
        let created = world
            .grant_with(|wanted| wanted.grantor = format!("{protocol:?}"))
            .await;
        let client = world.client(protocol);
        client.sign_in(&created.credentials).await;
        let answer = client.call("/silent").await;
        assert_eq!(answer.status(), 504);
        assert_eq!(body_of(answer).await["errorType"], "app-too-slow");
    }
}

#[tokio::test]
async fn one_server_of_two_is_enough() {
    let app = crate::support::App::start().await;
    let world = WorldBuilder::new()
        .upstream(&format!("[\"http://127.0.0.1:9\", \"http://{}\"]", app.address))
        .start()
        .await;
    let (client, _) = world.signed_in(Protocol::Http1).await;
    for _ in 0..6 {
        assert_eq!(client.call("/contacts").await.status(), 200);
    }
}

#[tokio::test]
async fn without_its_store_the_gateway_refuses() {
    let world = World::start().await;
    let (client, _) = world.signed_in(Protocol::Http2).await;
    let before = world.app.count();
    world.running.gateway.actions.store.close().await;
    let gateway = &world.running.gateway;
    while gateway.feed.is_current() {
        tokio::task::yield_now().await;
    }
    let answer = client.call("/contacts").await;
    assert_eq!(answer.status(), 503);
    assert_eq!(body_of(answer).await["errorType"], "unavailable");
    assert_eq!(client.visit("/contacts").await.status(), 503);
    assert_eq!(world.app.count(), before);
}

#[tokio::test]
async fn stopping_lets_a_running_request_finish_and_takes_no_new_one() {
    let world = World::start().await;
    let (client, _) = world.signed_in(Protocol::Http1).await;
    let health = world.running.health;
    assert!(health.is_none(), "health is off unless it is asked for");
    let upload = client
        .request(reqwest::Method::POST, "/upload")
        .body("x".repeat(100_000))
        .send()
        .await
        .unwrap();
    assert_eq!(upload.status(), 200);
    let address = world.address();
    world.running.stop().await;
    assert!(
        tokio::net::TcpStream::connect(address).await.is_err(),
        "nobody listens any more"
    );
}
