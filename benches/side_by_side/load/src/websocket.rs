//! Messages there and back over WebSockets: what does a message cost?

use std::sync::Arc;

use anyhow::{Context, ensure};
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};

use crate::closed::until_over;
use crate::target::Target;
use crate::window::{Tally, Window};

pub(crate) async fn run(
    target: &Target,
    window: Window,
    connections: usize,
    message: usize,
) -> anyhow::Result<()> {
    let connector = target.connector(b"http/1.1")?;
    let tally = Arc::new(Tally::default());
    let message = Bytes::from(vec![b'x'; message]);
    let mut senders = JoinSet::new();
    for _ in 0..connections {
        let mut handshake = format!("wss://{}{}", target.host, target.path).into_client_request()?;
        for (name, value) in target.headers() {
            handshake
                .headers_mut()
                .insert(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
        }
        let stream = target.connect(&connector).await?;
        let (mut socket, _) = tokio_tungstenite::client_async(handshake, stream)
            .await
            .context("in the WebSocket handshake")?;
        let (message, tally) = (message.clone(), tally.clone());
        senders.spawn(async move {
            loop {
                socket.send(Message::Binary(message.clone())).await?;
                let back = socket.next().await.context("the WebSocket was closed")??;
                ensure!(back.into_data() == message, "another message came back");
                tally.one_more();
            }
        });
    }
    until_over(window.watch(&tally), senders).await
}
