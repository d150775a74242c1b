//! `/handoff/links`: one-time links. What is sealed comes and goes as it is: nothing here could open it.

use axum::extract::{Path, State};
use data_encoding::BASE64URL_NOPAD;
use http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::caller::Caller;
use super::idempotency::{Repeatable, replayed};
use super::json::{DONE, Done, Fields, Page, ProblemBody};
use super::problem::{Problem, Result};
use crate::access::HandoffLinkId;
use crate::actions::handoff::{Claimant, CreateLinkError, NewHandoffLink, OpenLinkError, WrittenHandoffLink};
use crate::portal::desk::Desk;
use crate::portal::people::client_in_words;
use crate::store::{HandoffEnd, HandoffLink, HandoffLinkState};
use crate::web::{Answer, Arrival, contract};

/// A link as its sender sees it.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct LinkView {
    id: String,
    /// `waiting`, `opened`, `revoked`, `expired`, or `wiped` after too many wrong codes.
    state: &'static str,
    has_code: bool,
    #[schema(value_type = String)]
    created_at: Timestamp,
    #[schema(value_type = String)]
    expires_at: Timestamp,
    /// Since when it waits no more.
    #[schema(value_type = Option<String>)]
    ended_at: Option<Timestamp>,
    opened_from: Option<String>,
    /// The browser or program that opened it.
    opened_by: Option<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct NewLinkView {
    success: bool,
    #[serde(flatten)]
    link: LinkView,
}

/// What was sealed on the sender's machine, and what it takes to fetch it. The manual's chapter `handoff` says how.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct LinkFields {
    /// Made from the link's key: 26 characters in base32.
    id: String,
    /// SHA-256 of the claim, in base64url.
    claim_digest: String,
    /// SHA-256 of the proof, in base64url, where a code was told by another channel.
    #[serde(default)]
    proof_digest: Option<String>,
    /// The sealed message, in base64url.
    sealed: String,
    /// How long the link lives, such as `1h`; as long as it may, if nothing is said.
    #[serde(default)]
    duration: Option<String>,
}

/// Shows that somebody has the link, and the code where there is one.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimFields {
    /// In base64url.
    claim: String,
    /// In base64url; only where there is a code.
    #[serde(default)]
    proof: Option<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct OpenedView {
    success: bool,
    /// The sealed message, in base64url. No copy of it is left here.
    sealed: String,
}

impl LinkView {
    fn of(link: HandoffLink, now: Timestamp) -> Self {
        let (state, ended) = match link.state_at(now) {
            HandoffLinkState::Waiting => ("waiting", None),
            HandoffLinkState::Ended(end) => (end.code(), Some(end)),
        };
        let ended_at = ended.as_ref().map(HandoffEnd::at);
        let opened = match ended {
            Some(HandoffEnd::Opened { from, user_agent, .. }) => {
                Some((from.to_string(), client_in_words(&user_agent)))
            }
            Some(HandoffEnd::Revoked { .. } | HandoffEnd::Wiped { .. } | HandoffEnd::Expired { .. })
            | None => None,
        };
        let (opened_from, opened_by) = opened.unzip();
        Self {
            id: link.id.to_string(),
            state,
            has_code: link.proof.is_some(),
            created_at: link.created_at,
            expires_at: link.expires_at,
            ended_at,
            opened_from,
            opened_by,
        }
    }
}

impl LinkFields {
    fn wanted(&self) -> Result<NewHandoffLink> {
        let written = WrittenHandoffLink {
            id: &self.id,
            claim_digest: &self.claim_digest,
            proof_digest: self.proof_digest.as_deref(),
            sealed: &self.sealed,
            duration: self.duration.as_deref(),
        };
        Ok(written.read()?)
    }
}

impl From<CreateLinkError> for Problem {
    fn from(error: CreateLinkError) -> Self {
        let text = error.to_string();
        let (status, reason) = match error {
            CreateLinkError::Trouble(trouble) => return trouble.into(),
            CreateLinkError::Malformed { .. } => (StatusCode::BAD_REQUEST, "invalid"),
            CreateLinkError::Lifetime { .. } => (StatusCode::BAD_REQUEST, "duration-not-offered"),
            CreateLinkError::TooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            CreateLinkError::TooMany { .. } => (StatusCode::CONFLICT, "too-many-links"),
            CreateLinkError::Taken => (StatusCode::CONFLICT, "link-exists"),
        };
        Self::new(status, reason, &text)
    }
}

/// One's links, the newest first: what became of each.
#[utoipa::path(
    get, path = "/handoff/links", tag = "handoff",
    responses((status = 200, body = Page<LinkView>), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody))
)]
pub(super) async fn list(State(desk): State<Desk>, caller: Caller) -> Result {
    caller.may("handoff")?;
    let links = desk
        .actions
        .store
        .handoff_links_of(caller.stored.account.id)
        .await?;
    let now = desk.now();
    let items: Vec<LinkView> = links.into_iter().map(|link| LinkView::of(link, now)).collect();
    Ok(Answer::json(StatusCode::OK, &Page::whole(items)))
}

/// Keep a sealed message for one reader. Its link is made of its key, which stays with the sender.
#[utoipa::path(
    post, path = "/handoff/links", tag = "handoff", request_body = LinkFields,
    params(("Idempotency-Key" = Option<String>, Header, description = "a repeated request makes nothing new")),
    responses(
        (status = 201, body = NewLinkView), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 409, body = ProblemBody), (status = 413, body = ProblemBody),
        (status = 415, body = ProblemBody), (status = 422, body = ProblemBody),
    )
)]
pub(super) async fn create(
    State(desk): State<Desk>,
    caller: Caller,
    wanted: Repeatable<LinkFields>,
) -> Result {
    caller.may("handoff")?;
    let account = caller.stored.account.id;
    if let Some(made) = wanted.made_before(&desk, &caller).await? {
        let links = desk.actions.store.handoff_links_of(account).await?;
        let link = links.into_iter().find(|link| link.id.to_string() == made);
        return Ok(replayed(made_link(&desk, link.ok_or_else(Problem::not_found)?)));
    }
    let new = wanted.fields.wanted()?;
    let limits = &desk.policy().handoff;
    let link = desk
        .actions
        .create_handoff_link(account, new, limits, caller.actor())
        .await?;
    wanted.remember(&desk, &caller, link.id.to_string()).await?;
    Ok(made_link(&desk, link))
}

fn made_link(desk: &Desk, link: HandoffLink) -> Answer {
    let link = LinkView::of(link, desk.now());
    Answer::json(StatusCode::CREATED, &NewLinkView { success: true, link })
}

/// Take a link back: what was sealed is deleted.
#[utoipa::path(
    delete, path = "/handoff/links/{id}", tag = "handoff", params(("id" = String, Path)),
    responses(
        (status = 200, body = Done), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody),
    )
)]
pub(super) async fn revoke(State(desk): State<Desk>, caller: Caller, Path(id): Path<String>) -> Result {
    caller.may("handoff")?;
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let account = caller.stored.account.id;
    let revoked = desk
        .actions
        .revoke_handoff_link(account, id, caller.actor())
        .await?;
    revoked.ok_or_else(Problem::not_found)?;
    Ok(Answer::json(StatusCode::OK, &DONE))
}

/// Fetch a sealed message: once, without an account. It is deleted in the same step.
#[utoipa::path(
    post, path = "/handoff/links/{id}/open", tag = "handoff", params(("id" = String, Path)),
    request_body = ClaimFields, security(()),
    responses(
        (status = 200, body = OpenedView), (status = 400, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody), (status = 410, body = ProblemBody), (status = 415, body = ProblemBody),
        (status = 429, body = ProblemBody),
    )
)]
pub(super) async fn open(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    axum::Extension(arrival): axum::Extension<Arrival>,
    Fields(fields): Fields<ClaimFields>,
) -> Result {
    let claimant = Claimant::read(&fields.claim, fields.proof.as_deref(), arrival.client)?;
    let id: HandoffLinkId = id
        .parse()
        .map_err(|_| not_opened(OpenLinkError::Unknown, &desk))?;
    match desk.actions.open_handoff_link(id, &claimant).await {
        Ok(opened) => {
            let sealed = BASE64URL_NOPAD.encode(&opened.sealed);
            Ok(Answer::json(
                StatusCode::OK,
                &OpenedView {
                    success: true,
                    sealed,
                },
            ))
        }
        Err(error) => Err(not_opened(error, &desk)),
    }
}

/// What the page and the command line read: `errorType`, and `details.left` after a wrong code.
fn not_opened(error: OpenLinkError, desk: &Desk) -> Problem {
    let text = error.to_string();
    match error {
        OpenLinkError::Unknown => Problem::new(StatusCode::NOT_FOUND, "unknown-link", &text),
        OpenLinkError::Over(end) => Problem::new(StatusCode::GONE, &format!("link-{}", end.code()), &text),
        OpenLinkError::NeedsCode => Problem::new(StatusCode::FORBIDDEN, "code-needed", &text),
        OpenLinkError::WrongCode { left } => {
            let details = json!({ "left": left });
            Problem(contract::problem_with(
                StatusCode::FORBIDDEN,
                "wrong-code",
                &text,
                Some(("details", details)),
            ))
        }
        OpenLinkError::TooMany(locked) => Problem(contract::too_many_sign_ins(locked.until, desk.now())),
        OpenLinkError::Trouble(trouble) => trouble.into(),
    }
}
