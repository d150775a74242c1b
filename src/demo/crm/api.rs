//! The JSON API: lists as `{"items", "page", "pages", "total"}`, single records bare.

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::failure::Failure;
use super::form;
use super::memory::Crm;
use super::params::Params;
use super::records::RecordId;
use super::shell::Pages;
use super::viewer::Viewer;

/// Items of one page of a list.
const PAGE: usize = 50;

#[derive(Serialize)]
struct List<T> {
    items: Vec<T>,
    page: usize,
    pages: usize,
    total: usize,
}

pub(super) async fn contacts(State(crm): State<Arc<Crm>>, params: Params) -> Result<Response, Failure> {
    list(crm.read().contacts.clone(), &params)
}

pub(super) async fn contact(State(crm): State<Arc<Crm>>, id: RecordId) -> Result<Response, Failure> {
    Ok(Json(crm.read().contact(id)?).into_response())
}

pub(super) async fn invoices(State(crm): State<Arc<Crm>>, params: Params) -> Result<Response, Failure> {
    list(crm.read().invoice_rows(crm.today()), &params)
}

pub(super) async fn messages(State(crm): State<Arc<Crm>>, params: Params) -> Result<Response, Failure> {
    list(crm.read().messages.clone(), &params)
}

pub(super) async fn conversations(State(crm): State<Arc<Crm>>, params: Params) -> Result<Response, Failure> {
    list(crm.read().conversations.clone(), &params)
}

pub(super) async fn add_note(
    State(crm): State<Arc<Crm>>,
    id: RecordId,
    viewer: Viewer,
    NewNote { text }: NewNote,
) -> Result<Response, Failure> {
    let text = form::text(Some(&text), form::TEXT)?;
    let note = crm.add_note(id, text, viewer.presence.signature())?;
    Ok((StatusCode::CREATED, Json(note)).into_response())
}

fn list<T: Serialize>(items: Vec<T>, params: &Params) -> Result<Response, Failure> {
    let pages = Pages::new(params.page()?, PAGE, items.len(), String::new());
    let (page, count, total) = (pages.number, pages.count, pages.total);
    Ok(Json(List {
        items: pages.of(items),
        page,
        pages: count,
        total,
    })
    .into_response())
}

/// `{"text": "…"}`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewNote {
    text: String,
}

impl<S: Send + Sync> FromRequest<S> for NewNote {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        match Json::from_request(request, state).await {
            Ok(Json(note)) => Ok(note),
            Err(rejection) if rejection.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                Err(Failure::WrongType("application/json"))
            }
            Err(_) => Err(Failure::Invalid(
                "send {\"text\": \"…\"}, not longer than 2000 characters".into(),
            )),
        }
    }
}
