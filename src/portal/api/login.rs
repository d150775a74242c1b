//! `/login` and `/logout`.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};

use super::account::Me;
use super::caller::Caller;
use super::factor;
use super::json::{DONE, Done, ProblemBody};
use super::problem::{Problem, Result, refused_sign_in};
use crate::actions::account::{
    AccountSignIn, Bearer, FactorAnswer, FactorError, FactorRule, PasswordProof, SessionSecret,
};
use crate::crypto::Secret;
use crate::portal::desk::Desk;
use crate::web::{Answer, Arrival, Form, contract};

/// Name and password; the code here or in `x-2fa-code`. Also taken as a form.
#[derive(Deserialize, utoipa::ToSchema)]
#[expect(
    dead_code,
    reason = "read through `Form`, which takes both encodings; this describes it"
)]
pub(super) struct LoginFields {
    /// The account's name; `username` and `email` are taken, too.
    user: Option<String>,
    username: Option<String>,
    email: Option<String>,
    password: String,
    code: Option<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct LoggedIn {
    status: &'static str,
    success: bool,
    data: LoginData,
}

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct LoginData {
    user_id: String,
    /// Send it as `X-Auth-Token` beside `X-User-Id`, or as `Authorization: Bearer`.
    auth_token: String,
    me: Me,
}

/// Sign in with name, password and code.
#[utoipa::path(
    post, path = "/login", tag = "session", security(()),
    request_body = LoginFields,
    responses(
        (status = 200, body = LoggedIn),
        (status = 400, body = ProblemBody, description = "the body is no form"),
        (status = 401, body = ProblemBody, description = "`totp-required`, or anything else that is wrong"),
        (status = 415, body = ProblemBody),
        (status = 429, body = ProblemBody),
        (status = 502, body = ProblemBody, description = "the mail server did not take the code"),
    )
)]
pub(super) async fn login(
    State(desk): State<Desk>,
    Extension(arrival): Extension<Arrival>,
    headers: HeaderMap,
    body: Bytes,
) -> Result {
    let content_type = headers.get(http::header::CONTENT_TYPE);
    let content_type = content_type
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let Some(form) = Form::parse(content_type, &body) else {
        let detail = "send user, password and code as application/json or as a form";
        return Err(if content_type.contains("json") {
            Problem::invalid(detail)
        } else {
            Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported-media-type",
                detail,
            )
        });
    };
    let name = ["user", "username", "email"]
        .into_iter()
        .find_map(|field| form.get(field));
    let sign_in = AccountSignIn {
        name: name.unwrap_or_default(),
        password: PasswordProof::Typed(Secret::new(form.text("password").to_owned())),
        client: &arrival.client,
    };
    let stored = desk.actions.check_account_password(sign_in).await;
    let stored = stored.map_err(|error| refused_sign_in(error, desk.now()))?;
    let mut answer = factor::answer_in(&headers);
    if let Some(code) = form.get("code").filter(|code| !code.trim().is_empty()) {
        answer = FactorAnswer {
            code: Some(PasswordProof::Digest(Secret::new(code.trim().to_owned()))),
            ..answer
        };
    }
    let opened = desk
        .actions
        .open_account_session(&stored, answer, &arrival.client)
        .await;
    let opened = match opened {
        Ok(opened) => opened,
        // Which of the two was wrong is not told.
        Err(FactorError::Wrong { .. } | FactorError::Locked { .. }) => {
            return Err(contract::unauthorized().into());
        }
        Err(error) => {
            return Err(factor::lacking(
                &desk,
                &stored,
                Bearer::None,
                FactorRule::Always,
                error,
                &arrival.client,
            )
            .await);
        }
    };
    let token = match &opened.secret {
        SessionSecret::Token(token) => token.reveal(),
        SessionSecret::Cookie(token) => token.reveal(),
    };
    let data = LoginData {
        user_id: stored.account.id.to_string(),
        auth_token: token.to_owned(),
        me: Me::of(&stored.account),
    };
    Ok(Answer::json(
        StatusCode::OK,
        &LoggedIn {
            status: "success",
            success: true,
            data,
        },
    ))
}

/// End this sign-in. An access token stays.
#[utoipa::path(
    post, path = "/logout", tag = "session",
    responses((status = 200, body = Done), (status = 401, body = ProblemBody))
)]
pub(super) async fn logout(State(desk): State<Desk>, caller: Caller) -> Result {
    if let Bearer::Session(id) = caller.bearer {
        let account = caller.stored.account.id;
        desk.actions
            .end_account_session(account, id, caller.bearer, &caller.client)
            .await?;
    }
    Ok(Answer::json(StatusCode::OK, &DONE))
}
