//! WebSockets pass through when the grant shows the place, and only as a complete handshake of our own pages.

use futures_util::{SinkExt, StreamExt};
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::support::{Protocol, World, websocket, websocket_from};

#[tokio::test]
async fn messages_pass_both_ways_unchanged() {
    let world = World::start().await;
    let (client, _) = world.signed_in(Protocol::Http1).await;
    let mut socket = websocket(&world, "/live", &client.session_cookie().unwrap())
        .await
        .unwrap();
    let big: Vec<u8> = (0..1_u32 << 20).map(|number| (number % 253) as u8).collect();
    for message in [Message::text("héllo"), Message::binary(big), Message::text("")] {
        socket.send(message.clone()).await.unwrap();
        let reply = socket.next().await.unwrap().unwrap();
        let expected = if message.is_text() {
            Message::text(format!("echo {}", message.to_text().unwrap()))
        } else {
            message
        };
        assert_eq!(reply, expected);
    }
    socket.close(None).await.unwrap();
}

/// cloudflare/pingora#946: a tunnel was torn down when the app answered faster than the request ended.
#[tokio::test]
async fn hundreds_of_fast_handshakes_all_stand() {
    let world = World::start().await;
    let (client, _) = world.signed_in(Protocol::Http1).await;
    let cookie = client.session_cookie().unwrap();
    for round in 0..300 {
        let mut socket = websocket(&world, "/live", &cookie).await.unwrap();
        socket.send(Message::text("x")).await.unwrap();
        assert_eq!(
            socket.next().await.unwrap().unwrap(),
            Message::text("echo x"),
            "round {round}"
        );
    }
}

#[tokio::test]
async fn a_handshake_without_session_or_from_another_site_opens_nothing() {
    let world = World::start().await;
    let (client, _) = world.signed_in(Protocol::Http1).await;
    let before = world.app.count();
    let status = |result: Result<_, Error>| match result {
        Err(Error::Http(response)) => response.status().as_u16(),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it opened"),
    };
    assert_eq!(
        status(websocket(&world, "/live", "nonsense").await.map(drop)),
        401
    );
    let cookie = client.session_cookie().unwrap();
    let foreign = websocket_from(&world, "/live", &cookie, "https://evil.example").await;
    assert_eq!(status(foreign.map(drop)), 403);
    assert_eq!(
        status(websocket(&world, "/messages/live", &cookie).await.map(drop)),
        403
    );
    assert_eq!(world.app.count(), before);
}
