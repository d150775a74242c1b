//! `/me/factors`: the second factors of one's account.

use axum::extract::State;
use http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::caller::Caller;
use super::factor::Asks;
use super::json::{DONE, Done, Fields, ProblemBody};
use super::problem::{Problem, Result};
use crate::crypto::Secret;
use crate::portal::code_mail::{self, Mailed};
use crate::portal::desk::Desk;
use crate::web::Answer;

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Factors {
    /// Since when an authenticator app is enrolled.
    #[schema(value_type = Option<String>)]
    totp_since: Option<Timestamp>,
    email: bool,
    email_verified: bool,
    recovery_codes_left: u32,
}

/// What an authenticator app needs; shown once.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct TotpSecret {
    secret: String,
    otpauth: String,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub(super) struct CodeField {
    code: String,
}

/// Each works once, in place of an app's code; shown once.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct RecoveryCodes {
    recovery_codes: Vec<String>,
}

impl RecoveryCodes {
    fn answer(codes: &[Secret]) -> Answer {
        let recovery_codes = codes.iter().map(|code| code.reveal().to_owned()).collect();
        Answer::json(StatusCode::OK, &Self { recovery_codes })
    }
}

/// Which factors there are.
#[utoipa::path(
    get, path = "/me/factors", tag = "factors",
    responses((status = 200, body = Factors), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody))
)]
pub(super) async fn list(State(desk): State<Desk>, caller: Caller) -> Result {
    caller.in_person()?;
    let account = &caller.stored.account;
    let body = Factors {
        totp_since: account.totp_since,
        email: account.email_factor,
        email_verified: account.email_verified,
        recovery_codes_left: desk.actions.store.recovery_codes_left(account.id).await?,
    };
    Ok(Answer::json(StatusCode::OK, &body))
}

/// Begin to enrol an authenticator app. It counts after its first code.
#[utoipa::path(
    post, path = "/me/factors/totp", tag = "factors",
    responses(
        (status = 200, body = TotpSecret), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 429, body = ProblemBody),
    )
)]
pub(super) async fn begin_totp(State(desk): State<Desk>, caller: Caller) -> Result {
    caller.in_person()?;
    caller.prove(&desk, Asks::UnlessTrusted).await?;
    let policy = desk.policy();
    let begun = desk
        .actions
        .begin_totp(&caller.stored, policy.issuer(), caller.bearer, &caller.client)
        .await?;
    let body = TotpSecret {
        secret: begun.secret.reveal().to_owned(),
        otpauth: begun.otpauth.reveal().to_owned(),
    };
    Ok(Answer::json(StatusCode::OK, &body))
}

/// The app's first code. All other sessions end; the recovery codes are shown this once.
#[utoipa::path(
    post, path = "/me/factors/totp/confirm", tag = "factors", request_body = CodeField,
    responses(
        (status = 200, body = RecoveryCodes), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 409, body = ProblemBody), (status = 415, body = ProblemBody),
        (status = 429, body = ProblemBody),
    )
)]
pub(super) async fn confirm_totp(
    State(desk): State<Desk>,
    caller: Caller,
    Fields(fields): Fields<CodeField>,
) -> Result {
    caller.in_person()?;
    let code = Secret::new(fields.code);
    let codes = desk
        .actions
        .confirm_totp(&caller.stored, &code, caller.bearer, &caller.client)
        .await?;
    Ok(RecoveryCodes::answer(&codes))
}

/// Give up the authenticator app. Always asks for a code.
#[utoipa::path(
    delete, path = "/me/factors/totp", tag = "factors",
    responses(
        (status = 200, body = Done), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 429, body = ProblemBody),
    )
)]
pub(super) async fn disable_totp(State(desk): State<Desk>, caller: Caller) -> Result {
    caller.in_person()?;
    caller.prove(&desk, Asks::EveryTime).await?;
    desk.actions
        .disable_totp(&caller.stored, caller.bearer, &caller.client)
        .await?;
    Ok(Answer::json(StatusCode::OK, &DONE))
}

/// Send a code to the account's address, to enable codes by mail.
#[utoipa::path(
    post, path = "/me/factors/email", tag = "factors",
    responses(
        (status = 200, body = Done), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 409, body = ProblemBody), (status = 429, body = ProblemBody),
        (status = 502, body = ProblemBody),
    )
)]
pub(super) async fn begin_email(State(desk): State<Desk>, caller: Caller) -> Result {
    caller.in_person()?;
    caller.prove(&desk, Asks::UnlessTrusted).await?;
    match code_mail::send_verification(&desk, &caller.stored, caller.bearer, &caller.client).await? {
        Mailed::Sent { .. } | Mailed::Already { .. } => Ok(Answer::json(StatusCode::OK, &DONE)),
        Mailed::TooMany { .. } => {
            let detail = "too many mails went to this address; try again in an hour";
            Err(Problem::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too-many-mails",
                detail,
            ))
        }
        Mailed::None => {
            let detail = "this gateway sends no mail: `[mail]` is missing in its config";
            Err(Problem::new(StatusCode::CONFLICT, "no-mail", detail))
        }
        Mailed::Failed => {
            let detail = "the mail server did not take the code; try again later";
            Err(Problem::new(StatusCode::BAD_GATEWAY, "mail-failed", detail))
        }
    }
}

/// The code that came by mail. All other sessions end.
#[utoipa::path(
    post, path = "/me/factors/email/confirm", tag = "factors", request_body = CodeField,
    responses(
        (status = 200, body = Done), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 415, body = ProblemBody), (status = 429, body = ProblemBody),
    )
)]
pub(super) async fn confirm_email(
    State(desk): State<Desk>,
    caller: Caller,
    Fields(fields): Fields<CodeField>,
) -> Result {
    caller.in_person()?;
    let code = Secret::new(fields.code);
    let right = desk
        .actions
        .confirm_address(&caller.stored, &code, caller.bearer, &caller.client)
        .await?;
    if right {
        Ok(Answer::json(StatusCode::OK, &DONE))
    } else {
        let detail = "the code is wrong or out of date; ask for a new one";
        Err(Problem::new(StatusCode::BAD_REQUEST, "totp-invalid", detail))
    }
}

/// No more codes by mail. Always asks for a code.
#[utoipa::path(
    delete, path = "/me/factors/email", tag = "factors",
    responses(
        (status = 200, body = Done), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 429, body = ProblemBody),
    )
)]
pub(super) async fn disable_email(State(desk): State<Desk>, caller: Caller) -> Result {
    caller.in_person()?;
    caller.prove(&desk, Asks::EveryTime).await?;
    desk.actions
        .disable_email_factor(&caller.stored, caller.bearer, &caller.client)
        .await?;
    Ok(Answer::json(StatusCode::OK, &DONE))
}

/// A new set of recovery codes; the old ones are worth nothing. Always asks for a code.
#[utoipa::path(
    post, path = "/me/factors/recovery-codes", tag = "factors",
    responses(
        (status = 200, body = RecoveryCodes), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 429, body = ProblemBody),
    )
)]
pub(super) async fn renew_recovery_codes(State(desk): State<Desk>, caller: Caller) -> Result {
    caller.in_person()?;
    caller.prove(&desk, Asks::EveryTime).await?;
    let codes = desk
        .actions
        .renew_recovery_codes(&caller.stored, caller.bearer, &caller.client)
        .await?;
    Ok(RecoveryCodes::answer(&codes))
}
