//! `/me`: who one is, and one's password.

use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::caller::Caller;
use super::factor::Asks;
use super::json::{DONE, Done, Fields, ProblemBody};
use super::problem::Result;
use crate::access::Account;
use crate::crypto::Secret;
use crate::portal::desk::Desk;
use crate::web::Answer;

/// An account, as its owner sees it.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Me {
    #[serde(rename = "_id")]
    legacy_id: String,
    id: String,
    /// What one signs in as.
    username: String,
    email: String,
    email_verified: bool,
    /// `grantor`, `operator` or `agent`.
    role: &'static str,
    /// `totp` and `email`, as far as they are enabled.
    factors: Vec<&'static str>,
    /// Site → the user name that one has in its app.
    apps: std::collections::BTreeMap<String, String>,
}

impl Me {
    pub(super) fn of(account: &Account) -> Self {
        Self {
            legacy_id: account.id.to_string(),
            id: account.id.to_string(),
            username: account.name.to_string(),
            email: account.email.to_string(),
            email_verified: account.email_verified,
            role: account.role.as_str(),
            factors: account.factors().iter().map(|it| it.as_str()).collect(),
            apps: account
                .apps
                .iter()
                .map(|(site, user)| (site.to_string(), user.clone()))
                .collect(),
        }
    }
}

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct MeAnswer {
    success: bool,
    #[serde(flatten)]
    me: Me,
}

/// Who one is.
#[utoipa::path(
    get, path = "/me", tag = "account",
    responses((status = 200, body = MeAnswer), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody))
)]
pub(super) async fn me(caller: Caller) -> Result {
    caller.may("me")?;
    let body = MeAnswer {
        success: true,
        me: Me::of(&caller.stored.account),
    };
    Ok(Answer::json(StatusCode::OK, &body))
}

#[derive(Deserialize, utoipa::ToSchema)]
pub(super) struct NewPassword {
    current: String,
    /// 12 characters at least, and none that guessers try first.
    new: String,
}

/// Change the password. All other sessions and all access tokens end.
#[utoipa::path(
    put, path = "/me/password", tag = "account", request_body = NewPassword,
    responses(
        (status = 200, body = Done), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 415, body = ProblemBody), (status = 429, body = ProblemBody),
    )
)]
pub(super) async fn change_password(
    State(desk): State<Desk>,
    caller: Caller,
    Fields(fields): Fields<NewPassword>,
) -> Result {
    caller.in_person()?;
    // Every time; where there is no factor, the current password is all there is.
    let asks = if caller.stored.account.factors().is_empty() {
        Asks::UnlessTrusted
    } else {
        Asks::EveryTime
    };
    caller.prove(&desk, asks).await?;
    let (current, new) = (Secret::new(fields.current), Secret::new(fields.new));
    desk.actions
        .change_password(&caller.stored, current, new, caller.bearer, &caller.client)
        .await?;
    Ok(Answer::json(StatusCode::OK, &DONE))
}
