//! `/handoff/grants`: for an agent's account, the grants that name its address.

use axum::extract::State;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;

use super::caller::Caller;
use super::json::{Page, ProblemBody};
use super::problem::Result;
use crate::portal::desk::Desk;
use crate::portal::handed::grants_handed_to;
use crate::web::Answer;

/// A grant as its agent sees it.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct HandedView {
    site: String,
    /// Where its credentials are good.
    host: Option<String>,
    /// `active`, `paused`, `revoked` or `expired`.
    state: &'static str,
    ticket: Option<String>,
    #[schema(value_type = String)]
    expires_at: Timestamp,
}

/// The grants that name the account's own address, which it has confirmed: for accounts of agents.
#[utoipa::path(
    get, path = "/handoff/grants", tag = "handoff",
    responses((status = 200, body = Page<HandedView>), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody))
)]
pub(super) async fn list(State(desk): State<Desk>, caller: Caller) -> Result {
    caller.may("handoff")?;
    let grants = grants_handed_to(&desk, &caller.stored.account).await?;
    let policy = desk.policy();
    let view = |grant: &crate::access::Grant| HandedView {
        site: grant.site.to_string(),
        host: policy
            .site(&grant.site)
            .and_then(|site| site.hosts.first().cloned()),
        state: grant.status_at(desk.now()).as_str(),
        ticket: grant.ticket.clone(),
        expires_at: grant.validity.expires_at,
    };
    let items = grants.iter().map(|grant| view(grant)).collect();
    Ok(Answer::json(StatusCode::OK, &Page::<HandedView>::whole(items)))
}
