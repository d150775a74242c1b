//! `/activity`: what happens in the name of one's grants, as it happens (server-sent events).

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::KeepAlive;

use super::caller::Caller;
use super::json::ProblemBody;
use super::problem::Result;
use crate::portal::desk::Desk;
use crate::portal::live::{Follower, follow as follow_events};

/// Events of type `event`, each a JSON object as in `/audit`. Ends with the sign-in.
#[utoipa::path(
    get, path = "/activity", tag = "audit",
    responses(
        (status = 200, content_type = "text/event-stream", body = String), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody),
    )
)]
pub(super) async fn follow(
    State(desk): State<Desk>,
    caller: Caller,
) -> Result<impl axum::response::IntoResponse + use<>> {
    caller.may("audit")?;
    let follower = Follower::of(&desk, caller.stored.account.id, caller.bearer);
    let events = follow_events(follower, |event| {
        serde_json::to_string(event)
            .ok()
            .map(|json| axum::response::sse::Event::default().event("event").data(json))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}
