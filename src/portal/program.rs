//! The second-factor contract on an app's paths, for a program with an access token: its owner's codes answer it.

use http::{HeaderMap, StatusCode};

use super::api::{answer_in, lacking};
use super::desk::Desk;
use crate::access::{AccountId, ClientEvidence, TokenId};
use crate::actions::account::{Bearer, FactorRule};
use crate::web::{Answer, contract};

/// Lets the request go on, or answers it with what it lacks.
pub async fn prove(
    desk: &Desk,
    (owner, token): (AccountId, TokenId),
    rule: FactorRule,
    headers: &HeaderMap,
    client: &ClientEvidence,
) -> Result<(), Answer> {
    let stored = match desk.actions.store.account(owner).await {
        Ok(stored) => stored.filter(|stored| !stored.account.disabled),
        Err(error) => {
            tracing::error!(%error, "the owner of an access token cannot be looked up");
            let status = StatusCode::SERVICE_UNAVAILABLE;
            let why = "the gateway cannot decide right now; try again in a moment";
            return Err(contract::problem(status, "unavailable", why, None));
        }
    };
    let Some(stored) = stored else {
        return Err(contract::not_logged_in());
    };
    let bearer = Bearer::Token(token);
    let checked = desk
        .actions
        .check_second_factor(&stored, rule, answer_in(headers), bearer, client)
        .await;
    match checked {
        Ok(()) => Ok(()),
        Err(error) => Err(lacking(desk, &stored, bearer, rule, error, client).await.0),
    }
}
