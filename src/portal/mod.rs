//! What is served under the portal's own host name, which never shares an origin with an app: the pages in which
//! grantors request, watch and end support access, the API that does the same, and the keys that verify assertions.

mod api;
mod code_mail;
mod desk;
mod handed;
mod history;
mod live;
mod notices;
pub mod pages;
mod people;
pub mod program;
mod timeline;
mod timeline_export;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use http::StatusCode;

pub use desk::{Desk, Post};
pub use notices::Notices;

use crate::web::{Answer, protect};

/// Everything that the portal's host answers.
pub fn router(desk: Desk) -> Router {
    Router::new()
        .merge(api::router())
        .merge(people::router())
        .route("/.well-known/jwks.json", get(keys))
        .route("/api/{*rest}", axum::routing::any(api::nothing_here))
        .fallback(people::nothing_here)
        .layer(axum::middleware::map_response(protected))
        .with_state(desk)
}

async fn protected(mut response: Response) -> Response {
    protect(response.headers_mut());
    response
}

/// The keys that assertions verify against.
async fn keys(State(desk): State<Desk>) -> Answer {
    Answer::json(StatusCode::OK, &desk.actions.keys.assertion().key_set())
}
