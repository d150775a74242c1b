//! Bodies of requests, and lists that come in pages.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::problem::Problem;
use crate::actions::Trouble;
use crate::portal::desk::Desk;
use crate::store::Seq;

/// A JSON body that is what it should be.
pub(super) struct Fields<T>(pub(super) T);

impl<T: DeserializeOwned> Fields<T> {
    pub(super) fn of(headers: &HeaderMap, body: &[u8]) -> Result<Self, Problem> {
        let content_type = headers.get(http::header::CONTENT_TYPE);
        let is_json = content_type
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"));
        if !is_json && !body.is_empty() {
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            return Err(Problem::new(
                status,
                "unsupported-media-type",
                "send the body as application/json",
            ));
        }
        // A call whose fields are all optional needs no body.
        let text: &[u8] = if body.is_empty() { b"{}" } else { body };
        serde_json::from_slice(text)
            .map(Self)
            .map_err(|error| Problem::invalid(&format!("the body is not what it should be: {error}")))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Fields<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let headers = request.headers().clone();
        let Ok(body) = Bytes::from_request(request, state).await else {
            return Err(Problem::invalid("the body cannot be read"));
        };
        Self::of(&headers, &body)
    }
}

/// Part of a list; `next` is where it goes on.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Page<T> {
    pub(super) items: Vec<T>,
    /// Give it as `after` to get what follows; null at the end.
    pub(super) next: Option<String>,
}

impl<T> Page<T> {
    /// A list that is short by nature.
    pub(super) fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }

    /// At most `limit` of `items`, which are in order and begin after the cursor.
    pub(super) fn of(mut items: Vec<T>, limit: usize, name: impl Fn(&T) -> String) -> Self {
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(name) } else { None };
        Self { items, next }
    }
}

/// What our errors look like; for the document.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProblemBody {
    pub(super) success: bool,
    pub(super) error: String,
    pub(super) error_type: Option<String>,
    pub(super) status: Option<serde_json::Value>,
    pub(super) message: Option<String>,
    pub(super) detail: Option<String>,
    pub(super) details: Option<serde_json::Value>,
}

/// What a change came to in what was under way.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct CutView {
    /// Requests, downloads and streams that were under way.
    cut: u64,
    /// Until the last of them was gone.
    cut_within_ms: u64,
}

impl CutView {
    /// Waits until all gateways have followed.
    pub(super) async fn of(desk: &Desk, seq: Seq) -> Result<Self, Trouble> {
        desk.feed.caught_up_with(seq).await;
        let cuts = desk.actions.store.cuts_after(seq, desk.now()).await?;
        Ok(Self {
            cut: cuts.count(),
            cut_within_ms: u64::try_from(cuts.took().as_millis()).unwrap_or(u64::MAX),
        })
    }
}

/// Something was ended.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct EndedView {
    pub(super) success: bool,
    #[serde(flatten)]
    pub(super) cut: CutView,
}

/// Something was done, and there is nothing more to say.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Done {
    pub(super) success: bool,
}

pub(super) const DONE: Done = Done { success: true };
