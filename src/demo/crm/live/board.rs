//! `/live/board`: a WebSocket that sends the phones each second and answers each text with `{"echo": …}`.
//! Pings are answered by the protocol layer while we read.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use serde_json::json;
use tokio::time::{MissedTickBehavior, interval};

use super::super::failure::Failure;
use super::super::memory::Crm;
use super::pulse;

/// Bytes of one incoming message.
const MESSAGE: usize = 64 * 1024;

pub(in super::super) async fn socket(
    State(crm): State<Arc<Crm>>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Failure> {
    let upgrade = upgrade.map_err(|_| Failure::Invalid("open this address as a WebSocket".into()))?;
    Ok(upgrade
        .max_message_size(MESSAGE)
        .max_frame_size(MESSAGE)
        .on_upgrade(move |socket| serve(socket, crm)))
}

async fn serve(mut socket: WebSocket, crm: Arc<Crm>) {
    let mut clock = interval(Duration::from_secs(1));
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let answer = tokio::select! {
            _ = clock.tick() => frame(&crm),
            received = socket.recv() => match received {
                Some(Ok(Message::Text(text))) => json!({"echo": text.as_str()}).to_string(),
                // Reading on after a close sends our half of it; then there is nothing more to read.
                Some(Ok(Message::Binary(_) | Message::Ping(_) | Message::Pong(_) | Message::Close(_))) => continue,
                Some(Err(_)) | None => return,
            },
        };
        if socket.send(Message::text(answer)).await.is_err() {
            return;
        }
    }
}

fn frame(crm: &Crm) -> String {
    let board = pulse::board(pulse::second(crm.now()));
    serde_json::to_string(&board).unwrap_or_default()
}
