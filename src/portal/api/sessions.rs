//! `/me/sessions` and `/me/trusted-clients`: where one is signed in, and which clients are excused from a code.

use axum::extract::{Path, State};
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;

use super::caller::Caller;
use super::json::{Page, ProblemBody};
use super::problem::{Problem, Result};
use crate::access::SessionId;
use crate::actions::account::Bearer;
use crate::portal::desk::Desk;
use crate::web::Answer;

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct SessionView {
    id: String,
    /// This very sign-in.
    current: bool,
    ip: String,
    user_agent: String,
    #[schema(value_type = String)]
    started_at: Timestamp,
    #[schema(value_type = String)]
    seen_at: Timestamp,
}

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct TrustedView {
    id: String,
    ip: String,
    user_agent: String,
    #[schema(value_type = String)]
    since: Timestamp,
    #[schema(value_type = String)]
    until: Timestamp,
}

/// How many there were.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Count {
    success: bool,
    count: u64,
}

fn count(count: u64) -> Answer {
    Answer::json(StatusCode::OK, &Count { success: true, count })
}

/// Where one is signed in.
#[utoipa::path(
    get, path = "/me/sessions", tag = "account",
    responses((status = 200, body = Page<SessionView>), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody))
)]
pub(super) async fn list(State(desk): State<Desk>, caller: Caller) -> Result {
    caller.in_person()?;
    let lifetimes = desk.policy().lifetimes();
    let now = desk.now();
    let open = desk
        .actions
        .store
        .open_account_sessions(caller.stored.account.id)
        .await?;
    let lasting = open.into_iter().filter(|session| {
        now < session.started_at + lifetimes.longest && now < session.seen_at + lifetimes.idle
    });
    let items = lasting.map(|session| SessionView {
        id: session.id.to_string(),
        current: caller.bearer == Bearer::Session(session.id),
        ip: session.client.ip.to_string(),
        user_agent: session.client.user_agent,
        started_at: session.started_at,
        seen_at: session.seen_at,
    });
    Ok(Answer::json(StatusCode::OK, &Page::whole(items.collect())))
}

/// Sign out everywhere else.
#[utoipa::path(
    delete, path = "/me/sessions", tag = "account",
    responses((status = 200, body = Count), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody))
)]
pub(super) async fn end_others(State(desk): State<Desk>, caller: Caller) -> Result {
    caller.in_person()?;
    let except = match caller.bearer {
        Bearer::Session(id) => Some(id),
        Bearer::None | Bearer::Token(_) => None,
    };
    let account = caller.stored.account.id;
    let ended = desk
        .actions
        .end_other_account_sessions(account, except, caller.bearer, &caller.client)
        .await?;
    Ok(count(ended))
}

/// Sign out there.
#[utoipa::path(
    delete, path = "/me/sessions/{id}", tag = "account", params(("id" = String, Path)),
    responses(
        (status = 200, body = Count), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody),
    )
)]
pub(super) async fn end(State(desk): State<Desk>, caller: Caller, Path(id): Path<String>) -> Result {
    caller.in_person()?;
    let id: SessionId = id.parse().map_err(|_| Problem::not_found())?;
    let account = caller.stored.account.id;
    let ended = desk
        .actions
        .end_account_session(account, id, caller.bearer, &caller.client)
        .await?;
    ended.map(|_| count(1)).ok_or_else(Problem::not_found)
}

/// Clients that are excused from a code for now.
#[utoipa::path(
    get, path = "/me/trusted-clients", tag = "account",
    responses((status = 200, body = Page<TrustedView>), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody))
)]
pub(super) async fn trusted(State(desk): State<Desk>, caller: Caller) -> Result {
    caller.in_person()?;
    let account = caller.stored.account.id;
    let trusted = desk.actions.store.trusted_clients_of(account, desk.now()).await?;
    let items = trusted.into_iter().map(|trust| TrustedView {
        id: trust.id.to_string(),
        ip: trust.client.ip.to_string(),
        user_agent: trust.client.user_agent,
        since: trust.since,
        until: trust.until,
    });
    Ok(Answer::json(StatusCode::OK, &Page::whole(items.collect())))
}

/// Ask every client again.
#[utoipa::path(
    delete, path = "/me/trusted-clients", tag = "account",
    responses((status = 200, body = Count), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody))
)]
pub(super) async fn forget_all(State(desk): State<Desk>, caller: Caller) -> Result {
    caller.in_person()?;
    let account = caller.stored.account.id;
    let forgotten = desk
        .actions
        .forget_trusted_clients(account, None, caller.bearer, &caller.client)
        .await?;
    Ok(count(forgotten))
}

/// Ask this client again.
#[utoipa::path(
    delete, path = "/me/trusted-clients/{id}", tag = "account", params(("id" = String, Path)),
    responses(
        (status = 200, body = Count), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody),
    )
)]
pub(super) async fn forget(State(desk): State<Desk>, caller: Caller, Path(id): Path<String>) -> Result {
    caller.in_person()?;
    let id: SessionId = id.parse().map_err(|_| Problem::not_found())?;
    let account = caller.stored.account.id;
    let forgotten = desk
        .actions
        .forget_trusted_clients(account, Some(id), caller.bearer, &caller.client)
        .await?;
    if forgotten == 0 {
        return Err(Problem::not_found());
    }
    Ok(count(forgotten))
}
