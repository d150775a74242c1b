//! `/live/events`: server-sent events, one movement of stock each second. A reader that comes back with
//! `Last-Event-ID` goes on from there.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::time::{MissedTickBehavior, interval};

use super::super::memory::Crm;
use super::pulse;

pub(in super::super) async fn stream(State(crm): State<Arc<Crm>>, headers: HeaderMap) -> Response {
    let last = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok()?.parse::<u64>().ok());
    let first = last.map_or_else(|| pulse::second(crm.now()), |id| id.saturating_add(1));
    let mut clock = interval(Duration::from_secs(1));
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let events = stream::unfold((crm, clock, first), |(crm, mut clock, number)| async move {
        clock.tick().await;
        let movement = pulse::movement(number, crm.now());
        let data = serde_json::to_string(&movement).unwrap_or_default();
        let event = Event::default()
            .id(number.to_string())
            .retry(Duration::from_secs(2))
            .data(data);
        Some((Ok::<_, Infallible>(event), (crm, clock, number.saturating_add(1))))
    });
    Sse::new(events)
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
        .into_response()
}
