//! What people click: a handler for every page, one file per family. Each reads, asks an action, and fills a page of
//! [`super::pages`].

mod account;
mod activity;
mod authenticator;
mod confirm;
mod door;
mod email;
mod freeze;
mod grant;
mod handed;
mod handoff;
mod home;
mod invitation;
mod lines;
mod password;
mod request;
mod rooms;
mod tokens;
mod user_agent;
mod visit;

pub(super) use user_agent::in_words as client_in_words;

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use http::header::IF_NONE_MATCH;
use http::{HeaderMap, HeaderValue, StatusCode};

use self::visit::Visit;
use super::desk::Desk;
use super::pages::{self, MessageKind};
use crate::web::Answer;

pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/", get(home::show))
        .route("/sign-in", get(door::show).post(door::sign_in))
        .route("/challenge", get(door::challenge).post(door::answer_challenge))
        .route("/challenge/send", post(door::send_code))
        .route("/sign-out", post(door::sign_out))
        .route("/language", post(door::choose_language))
        .route(
            "/invitation/{secret}",
            get(invitation::show).post(invitation::accept),
        )
        .route("/support/{site}", get(request::show).post(request::submit))
        .route("/grants/{id}", get(grant::show))
        .route("/grants/{id}/revoke", get(grant::ask_revoke).post(grant::revoke))
        .route(
            "/grants/{id}/regenerate",
            get(grant::ask_regenerate).post(grant::regenerate),
        )
        .route("/grants/{id}/pause", post(grant::pause))
        .route("/grants/{id}/resume", post(grant::resume))
        .route("/handed", get(handed::show))
        .route("/help/handoff", get(rooms::help))
        .route("/rooms", get(rooms::list))
        .route("/rooms/{id}", get(rooms::show))
        .route("/join/{invitation}", get(rooms::join))
        .route("/handoff", get(handoff::show).post(handoff::create))
        .route("/handoff/{id}", get(handoff::receive))
        .route("/handoff/{id}/revoke", post(handoff::revoke))
        .route("/activity", get(activity::show))
        .route("/activity/stream", get(activity::stream))
        .route("/activity.csv", get(activity::csv))
        .route("/activity.json", get(activity::json))
        .route("/account", get(account::show))
        .route("/account/password", post(password::change))
        .route("/account/sessions/end-others", post(account::end_others))
        .route("/account/sessions/{id}/end", post(account::end_session))
        .route("/account/trusted/forget-all", post(account::forget_all))
        .route("/account/trusted/{id}/forget", post(account::forget))
        .route("/account/authenticator", get(authenticator::show))
        .route("/account/authenticator/start", post(authenticator::start))
        .route("/account/authenticator/confirm", post(authenticator::confirm))
        .route("/account/authenticator/disable", post(authenticator::disable))
        .route(
            "/account/recovery-codes",
            post(authenticator::renew_recovery_codes),
        )
        .route("/account/email/enable", post(email::enable))
        .route("/account/email/confirm", post(email::confirm))
        .route("/account/email/disable", post(email::disable))
        .route("/account/tokens", get(tokens::show).post(tokens::create))
        .route("/account/tokens/{id}/regenerate", post(tokens::regenerate))
        .route("/account/tokens/{id}/revoke", post(tokens::revoke))
        .route("/freeze/{secret}", get(freeze::show).post(freeze::freeze))
        .route("/assets/{name}", get(asset))
}

/// For every address that is none of ours.
pub(super) async fn nothing_here(visit: Visit) -> Answer {
    visit.message(MessageKind::NotFound)
}

async fn asset(State(_): State<Desk>, Path(name): Path<String>, headers: HeaderMap) -> Answer {
    let Some(asset) = pages::asset(&name) else {
        return Answer::text(StatusCode::NOT_FOUND, "there is no such file");
    };
    let etag = HeaderValue::from_str(&asset.etag()).unwrap_or(HeaderValue::from_static("\"\""));
    let is_known = headers.get(IF_NONE_MATCH).is_some_and(|known| *known == etag);
    let mut answer = Answer::asset(asset.content_type, asset.body, etag);
    if is_known {
        answer.status = StatusCode::NOT_MODIFIED;
        answer.body = bytes::Bytes::new();
    }
    answer
}
