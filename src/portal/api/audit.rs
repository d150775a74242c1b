//! `/audit`: what happened in the name of one's grants, as JSON or CSV.

use axum::extract::{Query, State};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use jiff::Timestamp;
use serde::Deserialize;

use super::caller::Caller;
use super::json::ProblemBody;
use super::problem::{Problem, Result};
use crate::access::GrantId;
use crate::portal::desk::Desk;
use crate::portal::timeline::{self, Filter, Kind};
use crate::portal::timeline_export;
use crate::web::Answer;

/// Events of one page.
const MOST_ON_A_PAGE: usize = 1000;

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Only of this grant.
    grant: Option<String>,
    /// `access`, `blocked`, `sign-in` or `change`.
    kind: Option<String>,
    /// From this moment on (RFC 3339).
    from: Option<String>,
    /// Before this moment. To go on, give the `at` of the last event that you have.
    to: Option<String>,
    /// At most 1000.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
}

/// A page of events; `next` is the `to` of the following one.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub(super) struct Events {
    #[schema(value_type = Vec<Object>)]
    items: Vec<timeline::Event>,
    #[schema(value_type = Option<String>)]
    next: Option<Timestamp>,
}

/// What happened, the newest first. `Accept: text/csv` gets a table.
#[utoipa::path(
    get, path = "/audit", tag = "audit", params(Asked),
    responses(
        (status = 200, content((Events = "application/json"), (String = "text/csv"))),
        (status = 400, body = ProblemBody), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
    )
)]
pub(super) async fn list(
    State(desk): State<Desk>,
    caller: Caller,
    headers: HeaderMap,
    asked: std::result::Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Result {
    caller.may("audit")?;
    let Query(asked) = asked.map_err(|error| Problem::invalid(&error.body_text()))?;
    let limit = asked.limit.unwrap_or(MOST_ON_A_PAGE).clamp(1, MOST_ON_A_PAGE);
    let filter = asked.filter()?;
    let account = &caller.stored.account;
    let mut items = timeline::events(&desk, account, &filter, limit + 1).await?;
    let more = items.len() > limit;
    items.truncate(limit);
    let wants_table = headers
        .get(http::header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.trim_start().starts_with("text/csv"));
    if wants_table {
        let answer = Answer::text(StatusCode::OK, &timeline_export::csv(&items));
        return Ok(answer
            .retyped(HeaderValue::from_static("text/csv; charset=utf-8"))
            .with(
                HeaderName::from_static("content-disposition"),
                HeaderValue::from_static("attachment; filename=\"gatepass-audit.csv\""),
            ));
    }
    let next = if more {
        items.last().map(timeline::Event::at)
    } else {
        None
    };
    Ok(Answer::json(StatusCode::OK, &Events { items, next }))
}

impl Asked {
    fn filter(&self) -> Result<Filter> {
        let moment = |text: &Option<String>| {
            let read = text.as_deref().map(str::parse::<Timestamp>).transpose();
            read.map_err(|_| Problem::invalid("moments are written as 2026-11-20T20:41:36Z"))
        };
        let kind = self.kind.as_deref().map(|kind| {
            let unknown = || Problem::invalid("`kind` is one of access, blocked, sign-in and change");
            Kind::named(kind).ok_or_else(unknown)
        });
        let grant = self.grant.as_deref().map(str::parse::<GrantId>).transpose();
        Ok(Filter {
            grant: grant.map_err(|error| Problem::invalid(&error.to_string()))?,
            kind: kind.transpose()?,
            from: moment(&self.from)?,
            to: moment(&self.to)?,
        })
    }
}
