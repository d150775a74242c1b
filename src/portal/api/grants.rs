//! `/grants`: give support access, and take it away. Only for one's own account in an app.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use axum::extract::{Path, Query, State};
use http::StatusCode;
use ipnet::IpNet;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::caller::Caller;
use super::factor::Asks;
use super::idempotency::{NoFields, Repeatable, replayed};
use super::json::{CutView, Page, ProblemBody};
use super::problem::{Problem, Result, unknown_site};
use crate::access::{AgentName, CodeMethod, Grant, GrantId, ScopeName, SessionLimits, SiteName, Visibility};
use crate::actions::{ChangeGrantError, ChangedGrant, Credentials, NewGrant};
use crate::config::Site;
use crate::config::file::FromText;
use crate::config::format_duration;
use crate::crypto::Secret;
use crate::portal::desk::Desk;
use crate::web::Answer;

/// A limit that is higher limits nothing.
const MOST_SESSIONS: u32 = 100;

/// Grants of one page.
const MOST_ON_A_PAGE: usize = 100;

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct GrantView {
    pub(super) id: String,
    site: String,
    user_name: String,
    /// `scheduled`, `active`, `paused`, `revoked` or `expired`.
    state: &'static str,
    agent: Option<String>,
    agent_email: Option<String>,
    reason: Option<String>,
    ticket: Option<String>,
    read_only: bool,
    /// Scope → `hidden`, `read-only` or `full`.
    scopes: BTreeMap<String, &'static str>,
    #[schema(value_type = Vec<String>)]
    networks: Vec<IpNet>,
    /// As the grant says it, such as `30m`; the site may say less.
    idle_timeout: Option<String>,
    max_sessions: Option<u32>,
    #[schema(value_type = String)]
    created_at: Timestamp,
    #[schema(value_type = String)]
    starts_at: Timestamp,
    #[schema(value_type = String)]
    expires_at: Timestamp,
    #[schema(value_type = Option<String>)]
    first_used_at: Option<Timestamp>,
    /// Open sessions of agents.
    sessions: u64,
}

/// What a change of a grant came to.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ChangedView {
    success: bool,
    grant: GrantView,
    #[serde(flatten)]
    cut: CutView,
}

/// What the agent signs in with. Shown once: a repeated request gets it without the secrets.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct CredentialsView {
    success: bool,
    id: String,
    site: String,
    url: String,
    user_name: String,
    password: Option<String>,
    security_code: Option<String>,
    otpauth: Option<String>,
    /// Where it begins later.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    starts_at: Option<Timestamp>,
    #[schema(value_type = String)]
    expires_at: Timestamp,
    /// What is visible; hidden scopes are left out.
    #[schema(value_type = BTreeMap<String, String>)]
    scopes: BTreeMap<ScopeName, Visibility>,
}

/// The new credentials, and what the old ones had under way.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct RegeneratedView {
    #[serde(flatten)]
    credentials: CredentialsView,
    #[serde(flatten)]
    cut: CutView,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct GrantFields {
    site: String,
    /// One of the site's durations, such as `8h`.
    duration: String,
    /// When it begins, with date, time and offset, within the next 30 days; now where nothing is said.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    starts_at: Option<Timestamp>,
    /// Scope → `hidden`, `read-only` or `full`; the others are as the site has them by default.
    #[serde(default)]
    scopes: BTreeMap<String, String>,
    #[serde(default)]
    read_only: bool,
    /// Who helps.
    #[serde(default)]
    agent: Option<String>,
    #[serde(default)]
    agent_email: Option<String>,
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    ticket: Option<String>,
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    networks: Vec<IpNet>,
    /// The first sign-in must come within this time.
    #[serde(default)]
    claim_within: Option<String>,
    /// A session ends when nobody does anything in it for this time, such as `30m`.
    #[serde(default)]
    idle_timeout: Option<String>,
    /// Sessions at once; one more ends the oldest.
    #[serde(default)]
    #[schema(value_type = Option<u32>, minimum = 1, maximum = 100)]
    max_sessions: Option<NonZeroU32>,
    /// One of the site's `codes`; the first of them where nothing is said.
    #[serde(default)]
    code: Option<String>,
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Paging {
    /// `next` of the page before.
    after: Option<String>,
    /// At most 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
}

/// One's grants, the latest end first.
#[utoipa::path(
    get, path = "/grants", tag = "grants", params(Paging),
    responses(
        (status = 200, body = Page<GrantView>), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody),
    )
)]
pub(super) async fn list(
    State(desk): State<Desk>,
    caller: Caller,
    paging: std::result::Result<Query<Paging>, axum::extract::rejection::QueryRejection>,
) -> Result {
    caller.may("grants:read")?;
    let Query(paging) = paging.map_err(|error| Problem::invalid(&error.body_text()))?;
    let limit = paging.limit.unwrap_or(MOST_ON_A_PAGE).clamp(1, MOST_ON_A_PAGE);
    let all = desk
        .actions
        .store
        .grants_of_account(&caller.stored.account)
        .await?;
    let mut own: Vec<&Grant> = all.iter().map(AsRef::as_ref).collect();
    if let Some(after) = &paging.after {
        let at = own.iter().position(|grant| grant.id.to_string() == *after);
        let at = at.ok_or_else(|| Problem::invalid("`after` is no `next` of a page before"))?;
        own.drain(..=at);
    }
    let page = Page::of(own, limit, |grant| grant.id.to_string());
    let mut items = Vec::with_capacity(page.items.len());
    for grant in page.items {
        items.push(GrantView::of(&desk, grant).await?);
    }
    let page = Page {
        items,
        next: page.next,
    };
    Ok(Answer::json(StatusCode::OK, &page))
}

/// Request remote support: a new grant, and its credentials, once.
#[utoipa::path(
    post, path = "/grants", tag = "grants", request_body = GrantFields,
    params(("Idempotency-Key" = Option<String>, Header, description = "a repeated request makes nothing new")),
    responses(
        (status = 201, body = CredentialsView), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 415, body = ProblemBody), (status = 422, body = ProblemBody), (status = 429, body = ProblemBody),
    )
)]
pub(super) async fn create(
    State(desk): State<Desk>,
    caller: Caller,
    wanted: Repeatable<GrantFields>,
) -> Result {
    caller.may("grants:write")?;
    caller.prove(&desk, Asks::UnlessTrusted).await?;
    if let Some(made) = wanted.made_before(&desk, &caller).await? {
        let view = replay(&desk, &caller, &made).await?;
        return Ok(replayed(Answer::json(StatusCode::CREATED, &view)));
    }
    let (fields, account) = (&wanted.fields, &caller.stored.account);
    let policy = desk.policy();
    let name = SiteName::new(&fields.site);
    let (Some(site), Some(app_user)) = (policy.site(&name), account.apps.get(&name)) else {
        let detail = format!("you have no site `{}`; see /api/v1/sites", fields.site);
        return Err(unknown_site(&detail));
    };
    let new = fields.wanted(site, app_user)?;
    let created = desk.actions.create_grant(site, new, caller.actor()).await?;
    wanted
        .remember(&desk, &caller, created.grant.id.to_string())
        .await?;
    Ok(Answer::json(
        StatusCode::CREATED,
        &CredentialsView::of(created.credentials),
    ))
}

/// What the first request of this key made, without its secrets.
async fn replay(desk: &Desk, caller: &Caller, made: &str) -> Result<CredentialsView> {
    let grant = own_grant(desk, caller, made).await?;
    let policy = desk.policy();
    let site = policy.site(&grant.site).ok_or_else(Problem::not_found)?;
    let scopes = site.policy.scopes.iter();
    let scopes = scopes.map(|scope| (scope.name.clone(), grant.visibility_of(scope)));
    Ok(CredentialsView {
        success: true,
        id: grant.id.to_string(),
        site: grant.site.to_string(),
        url: site.url.clone(),
        user_name: grant.user_name.clone(),
        password: None,
        security_code: None,
        otpauth: None,
        starts_at: grant.begins_after(desk.now()),
        expires_at: grant.validity.expires_at,
        scopes: scopes.filter(|(_, it)| *it > Visibility::Hidden).collect(),
    })
}

/// Everything about one grant, except its secrets.
#[utoipa::path(
    get, path = "/grants/{id}", tag = "grants", params(("id" = String, Path)),
    responses(
        (status = 200, body = GrantView), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody),
    )
)]
pub(super) async fn show(State(desk): State<Desk>, caller: Caller, Path(id): Path<String>) -> Result {
    caller.may("grants:read")?;
    let grant = own_grant(&desk, &caller, &id).await?;
    Ok(Answer::json(StatusCode::OK, &GrantView::of(&desk, &grant).await?))
}

/// End a grant; what runs in its name is cut. Repeating it is no error.
#[utoipa::path(
    post, path = "/grants/{id}/revoke", tag = "grants", params(("id" = String, Path)),
    responses(
        (status = 200, body = ChangedView), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody),
    )
)]
pub(super) async fn revoke(State(desk): State<Desk>, caller: Caller, Path(id): Path<String>) -> Result {
    let grant = grant_to_change(&desk, &caller, &id).await?;
    changed(&desk, desk.actions.revoke_grant(grant.id, caller.actor()).await).await
}

/// Suspend a grant; what runs in its name is cut.
#[utoipa::path(
    post, path = "/grants/{id}/pause", tag = "grants", params(("id" = String, Path)),
    responses(
        (status = 200, body = ChangedView), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
    )
)]
pub(super) async fn pause(State(desk): State<Desk>, caller: Caller, Path(id): Path<String>) -> Result {
    let grant = grant_to_change(&desk, &caller, &id).await?;
    changed(&desk, desk.actions.pause_grant(grant.id, caller.actor()).await).await
}

/// Let a paused grant go on. Asks for a code, because it opens something.
#[utoipa::path(
    post, path = "/grants/{id}/resume", tag = "grants", params(("id" = String, Path)),
    responses(
        (status = 200, body = ChangedView), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 429, body = ProblemBody),
    )
)]
pub(super) async fn resume(State(desk): State<Desk>, caller: Caller, Path(id): Path<String>) -> Result {
    let grant = grant_to_change(&desk, &caller, &id).await?;
    caller.prove(&desk, Asks::UnlessTrusted).await?;
    changed(&desk, desk.actions.resume_grant(grant.id, caller.actor()).await).await
}

/// New credentials, shown once; the old ones and all sessions end at once.
#[utoipa::path(
    post, path = "/grants/{id}/regenerate", tag = "grants",
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header, description = "a repeated request makes nothing new")),
    responses(
        (status = 200, body = RegeneratedView), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 415, body = ProblemBody), (status = 422, body = ProblemBody), (status = 429, body = ProblemBody),
    )
)]
pub(super) async fn regenerate(
    State(desk): State<Desk>,
    caller: Caller,
    Path(id): Path<String>,
    wanted: Repeatable<NoFields>,
) -> Result {
    let grant = grant_to_change(&desk, &caller, &id).await?;
    caller.prove(&desk, Asks::UnlessTrusted).await?;
    if let Some(made) = wanted.made_before(&desk, &caller).await? {
        let view = RegeneratedView {
            credentials: replay(&desk, &caller, &made).await?,
            cut: CutView::default(),
        };
        return Ok(replayed(Answer::json(StatusCode::OK, &view)));
    }
    let policy = desk.policy();
    let site = policy.site(&grant.site).ok_or_else(Problem::not_found)?;
    let made = desk
        .actions
        .regenerate_grant(site, grant.id, caller.actor())
        .await?;
    wanted.remember(&desk, &caller, grant.id.to_string()).await?;
    let body = RegeneratedView {
        credentials: CredentialsView::of(made.credentials),
        cut: CutView::of(&desk, made.seq).await?,
    };
    Ok(Answer::json(StatusCode::OK, &body))
}

async fn grant_to_change(desk: &Desk, caller: &Caller, id: &str) -> Result<Grant> {
    caller.may("grants:write")?;
    own_grant(desk, caller, id).await
}

/// Somebody else's grant does not exist for the caller.
async fn own_grant(desk: &Desk, caller: &Caller, id: &str) -> Result<Grant> {
    let id: GrantId = id.parse().map_err(|_| Problem::not_found())?;
    let stored = desk.actions.store.grant(id).await?;
    stored
        .map(|stored| Grant::clone(&stored.grant))
        .filter(|grant| caller.stored.account.owns(grant))
        .ok_or_else(Problem::not_found)
}

async fn changed(desk: &Desk, changed: std::result::Result<ChangedGrant, ChangeGrantError>) -> Result {
    let changed = changed?;
    let cut = match changed.seq {
        Some(seq) => CutView::of(desk, seq).await?,
        None => CutView::default(),
    };
    let body = ChangedView {
        success: true,
        grant: GrantView::of(desk, &changed.grant).await?,
        cut,
    };
    Ok(Answer::json(StatusCode::OK, &body))
}

impl CredentialsView {
    fn of(credentials: Credentials) -> Self {
        let revealed = |secret: &Option<Secret>| secret.as_ref().map(|it| it.reveal().to_owned());
        Self {
            success: true,
            password: Some(credentials.password.reveal().to_owned()),
            security_code: revealed(&credentials.security_code),
            otpauth: revealed(&credentials.otpauth),
            id: credentials.id,
            site: credentials.site,
            url: credentials.url,
            user_name: credentials.user_name,
            starts_at: credentials.starts_at,
            expires_at: credentials.expires_at,
            scopes: credentials.scopes,
        }
    }
}

impl GrantView {
    async fn of(desk: &Desk, grant: &Grant) -> Result<Self> {
        let sessions = desk.actions.store.count_open_sessions(grant.id, grant.generation);
        Ok(Self {
            id: grant.id.to_string(),
            site: grant.site.to_string(),
            user_name: grant.user_name.clone(),
            state: grant.status_at(desk.now()).as_str(),
            agent: grant.agent.name.clone(),
            agent_email: grant.agent.email.clone(),
            reason: grant.reason.clone(),
            ticket: grant.ticket.clone(),
            read_only: grant.read_only,
            scopes: grant
                .scopes
                .iter()
                .map(|(name, visibility)| (name.to_string(), grant.cap(*visibility).as_str()))
                .collect(),
            networks: grant.networks.clone(),
            idle_timeout: grant.limits.idle.map(format_duration),
            max_sessions: grant.limits.at_once.map(NonZeroU32::get),
            created_at: grant.created_at,
            starts_at: grant.validity.not_before,
            expires_at: grant.validity.expires_at,
            first_used_at: grant.first_used_at,
            sessions: sessions.await?,
        })
    }
}

impl GrantFields {
    fn wanted(&self, site: &Site, app_user: &str) -> Result<NewGrant> {
        let duration = |text: &str| SignedDuration::from_text(text).map_err(|error| Problem::invalid(&error));
        let show = visibilities(&self.scopes)?;
        Ok(NewGrant {
            grantor: app_user.to_owned(),
            lasts: duration(&self.duration)?,
            starts_at: self.starts_at,
            show,
            read_only: self.read_only,
            agent: AgentName {
                name: short(self.agent.as_deref())?,
                email: short(self.agent_email.as_deref())?,
            },
            reason: short(self.reason.as_deref())?,
            ticket: short(self.ticket.as_deref())?,
            networks: self.networks.clone(),
            claim_within: self.claim_within.as_deref().map(duration).transpose()?,
            limits: SessionLimits {
                idle: self
                    .idle_timeout
                    .as_deref()
                    .map(duration)
                    .transpose()?
                    .filter(SignedDuration::is_positive),
                at_once: some_sessions(self.max_sessions)?,
            },
            code: match self.code.as_deref().map(str::parse::<CodeMethod>) {
                None => site.usual_code(),
                Some(code) => code.map_err(|error| Problem::invalid(&error.to_string()))?,
            },
        })
    }
}

fn some_sessions(asked: Option<NonZeroU32>) -> Result<Option<NonZeroU32>> {
    match asked {
        Some(many) if many.get() > MOST_SESSIONS => Err(Problem::invalid(
            "`maxSessions` is 100 at most; leave it out for any number",
        )),
        few => Ok(few),
    }
}

/// Scope → `hidden`, `read-only` or `full`, as it was sent.
pub(super) fn visibilities(sent: &BTreeMap<String, String>) -> Result<BTreeMap<ScopeName, Visibility>> {
    let read = sent.iter().map(|(name, visibility)| {
        let read = serde_json::from_value(serde_json::Value::from(visibility.as_str()));
        let visibility = read.map_err(|_| {
            let detail = format!("`{visibility}` is none of `hidden`, `read-only` and `full`");
            Problem::invalid(&detail)
        })?;
        Ok((ScopeName::new(name), visibility))
    });
    read.collect()
}

/// What people write of a grant: a line of at most 500 characters; nothing where it is empty.
fn short(text: Option<&str>) -> Result<Option<String>> {
    let text = text
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty());
    match text {
        Some(text) if text.chars().count() > 500 || text.chars().any(char::is_control) => Err(
            Problem::invalid("names, reasons and tickets are single lines of at most 500 characters"),
        ),
        other => Ok(other),
    }
}
