//! `/tokens`: personal access tokens. Made and renewed by whoever signed in, never by a token, and always with a code.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use http::StatusCode;
use ipnet::IpNet;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::caller::Caller;
use super::factor::Asks;
use super::grants::visibilities;
use super::idempotency::{NoFields, Repeatable, replayed};
use super::json::{CutView, EndedView, Page, ProblemBody};
use super::problem::{Problem, Result, unknown_site};
use crate::access::{AppAccess, SiteName, TokenId, Visibility};
use crate::actions::account::{NewToken, NewTokenError, ShownToken, app_access};
use crate::portal::desk::Desk;
use crate::store::StoredToken;
use crate::web::Answer;

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct TokenView {
    id: String,
    name: String,
    /// The last six characters of the secret.
    last_characters: String,
    bypass_second_factor: bool,
    /// `api` or `app`.
    kind: &'static str,
    /// Parts of the API; empty: all that a token may use.
    scopes: Vec<String>,
    /// What it opens of an app.
    app: Option<AppView>,
    /// Empty: from anywhere.
    #[schema(value_type = Vec<String>)]
    networks: Vec<IpNet>,
    #[schema(value_type = String)]
    created_at: Timestamp,
    #[schema(value_type = Option<String>)]
    expires_at: Option<Timestamp>,
    #[schema(value_type = Option<String>)]
    used_at: Option<Timestamp>,
    used_from: Option<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AppView {
    site: String,
    /// Scope → `hidden`, `read-only` or `full`; what is not named is hidden.
    scopes: BTreeMap<String, &'static str>,
    read_only: bool,
}

/// A token with its secret: the only time that it is seen.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct NewTokenView {
    success: bool,
    /// Null where the request came before.
    token: Option<String>,
    /// For `X-User-Id`.
    user_id: String,
    #[serde(flatten)]
    view: TokenView,
}

/// The new secret, and what programs with the old one had under way.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct RenewedTokenView {
    #[serde(flatten)]
    token: NewTokenView,
    #[serde(flatten)]
    cut: CutView,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct TokenFields {
    name: String,
    /// Calls that ask for a security code ask this token for none.
    #[serde(default)]
    bypass_second_factor: bool,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    expires_at: Option<Timestamp>,
    /// Some of `me`, `sites`, `grants:read`, `grants:write`, `audit`, `handoff`.
    #[serde(default)]
    scopes: Vec<String>,
    /// The token is for an app's paths, and not for this API.
    #[serde(default)]
    app: Option<AppFields>,
    /// CIDR.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    networks: Vec<IpNet>,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct AppFields {
    /// One of `/sites`.
    site: String,
    /// Scope → `hidden`, `read-only` or `full`; what is not named is hidden.
    #[serde(default)]
    scopes: BTreeMap<String, String>,
    #[serde(default)]
    read_only: bool,
}

impl AppFields {
    fn wanted(&self, desk: &Desk) -> Result<AppAccess> {
        let policy = desk.policy();
        let site = policy.site(&SiteName::new(&self.site));
        let site = site.ok_or_else(|| unknown_site(&NewTokenError::NotYourApp.to_string()))?;
        Ok(app_access(site, visibilities(&self.scopes)?, self.read_only)?)
    }
}

impl From<AppAccess> for AppView {
    fn from(app: AppAccess) -> Self {
        let shown = |visibility: Visibility| match app.read_only {
            true => visibility.min(Visibility::ReadOnly).as_str(),
            false => visibility.as_str(),
        };
        let scopes = app.scopes.iter();
        Self {
            site: app.site.to_string(),
            scopes: scopes
                .map(|(name, visibility)| (name.to_string(), shown(*visibility)))
                .collect(),
            read_only: app.read_only,
        }
    }
}

impl From<StoredToken> for TokenView {
    fn from(stored: StoredToken) -> Self {
        Self {
            id: stored.id.to_string(),
            name: stored.name,
            last_characters: stored.terms.last_characters,
            bypass_second_factor: stored.terms.bypass_second_factor,
            kind: if stored.terms.app.is_some() { "app" } else { "api" },
            scopes: stored.terms.scopes,
            app: stored.terms.app.map(AppView::from),
            networks: stored.terms.networks,
            created_at: stored.terms.created_at,
            expires_at: stored.terms.expires_at,
            used_at: stored.used_at,
            used_from: stored.used_from,
        }
    }
}

fn shown(token: ShownToken) -> NewTokenView {
    let secret = token.secret.reveal().to_owned();
    view(token.stored, Some(secret))
}

fn view(stored: StoredToken, token: Option<String>) -> NewTokenView {
    NewTokenView {
        success: true,
        token,
        user_id: stored.account.to_string(),
        view: stored.into(),
    }
}

/// What the request made when it came before, without its secret.
async fn replay(desk: &Desk, caller: &Caller, made: &str) -> Result<NewTokenView> {
    let tokens = desk.actions.store.access_tokens_of(caller.stored.account.id);
    let stored = tokens
        .await?
        .into_iter()
        .find(|token| token.id.to_string() == made);
    Ok(view(stored.ok_or_else(Problem::not_found)?, None))
}

/// One's tokens, without their secrets.
#[utoipa::path(
    get, path = "/tokens", tag = "tokens",
    responses((status = 200, body = Page<TokenView>), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody))
)]
pub(super) async fn list(State(desk): State<Desk>, caller: Caller) -> Result {
    caller.in_person()?;
    let tokens = desk
        .actions
        .store
        .access_tokens_of(caller.stored.account.id)
        .await?;
    let items: Vec<TokenView> = tokens.into_iter().map(TokenView::from).collect();
    Ok(Answer::json(StatusCode::OK, &Page::whole(items)))
}

/// Make a token. Always asks for a code; the secret is shown this once.
#[utoipa::path(
    post, path = "/tokens", tag = "tokens", request_body = TokenFields,
    params(("Idempotency-Key" = Option<String>, Header, description = "a repeated request makes nothing new")),
    responses(
        (status = 201, body = NewTokenView), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 415, body = ProblemBody), (status = 422, body = ProblemBody), (status = 429, body = ProblemBody),
    )
)]
pub(super) async fn create(
    State(desk): State<Desk>,
    caller: Caller,
    wanted: Repeatable<TokenFields>,
) -> Result {
    caller.in_person()?;
    caller.prove(&desk, Asks::EveryTime).await?;
    if let Some(made) = wanted.made_before(&desk, &caller).await? {
        let view = replay(&desk, &caller, &made).await?;
        return Ok(replayed(Answer::json(StatusCode::CREATED, &view)));
    }
    let fields = &wanted.fields;
    let new = NewToken {
        name: fields.name.clone(),
        bypass_second_factor: fields.bypass_second_factor,
        expires_at: fields.expires_at,
        scopes: fields.scopes.clone(),
        app: fields.app.as_ref().map(|app| app.wanted(&desk)).transpose()?,
        networks: fields.networks.clone(),
    };
    let account = caller.stored.account.id;
    let token = desk.actions.create_token(account, new, caller.actor()).await?;
    let id = token.stored.id.to_string();
    wanted.remember(&desk, &caller, id).await?;
    Ok(Answer::json(StatusCode::CREATED, &shown(token)))
}

/// A new secret under the same terms; the old one is worth nothing. Always asks for a code.
#[utoipa::path(
    post, path = "/tokens/{id}/regenerate", tag = "tokens",
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header, description = "a repeated request makes nothing new")),
    responses(
        (status = 200, body = RenewedTokenView), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 415, body = ProblemBody),
        (status = 422, body = ProblemBody), (status = 429, body = ProblemBody),
    )
)]
pub(super) async fn regenerate(
    State(desk): State<Desk>,
    caller: Caller,
    Path(id): Path<String>,
    wanted: Repeatable<NoFields>,
) -> Result {
    caller.in_person()?;
    let id: TokenId = id.parse().map_err(|_| Problem::not_found())?;
    caller.prove(&desk, Asks::EveryTime).await?;
    if let Some(made) = wanted.made_before(&desk, &caller).await? {
        let view = RenewedTokenView {
            token: replay(&desk, &caller, &made).await?,
            cut: CutView::default(),
        };
        return Ok(replayed(Answer::json(StatusCode::OK, &view)));
    }
    let account = caller.stored.account.id;
    let token = desk.actions.regenerate_token(account, id, caller.actor()).await?;
    let token = token.ok_or_else(Problem::not_found)?;
    wanted.remember(&desk, &caller, id.to_string()).await?;
    let cut = CutView::of(&desk, token.seq).await?;
    let body = RenewedTokenView {
        token: shown(token),
        cut,
    };
    Ok(Answer::json(StatusCode::OK, &body))
}

/// End a token. Asks for nothing: taking access away must be easy.
#[utoipa::path(
    delete, path = "/tokens/{id}", tag = "tokens", params(("id" = String, Path)),
    responses(
        (status = 200, body = EndedView), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody),
    )
)]
pub(super) async fn revoke(State(desk): State<Desk>, caller: Caller, Path(id): Path<String>) -> Result {
    caller.in_person()?;
    let id: TokenId = id.parse().map_err(|_| Problem::not_found())?;
    let account = caller.stored.account.id;
    let revoked = desk.actions.revoke_token(account, id, caller.actor()).await?;
    let cut = CutView::of(&desk, revoked.ok_or_else(Problem::not_found)?).await?;
    Ok(Answer::json(StatusCode::OK, &EndedView { success: true, cut }))
}
