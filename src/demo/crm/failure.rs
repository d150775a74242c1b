//! What can go wrong, once for pages and API. Handlers return it bare;
//! `page_failures` and `api_failures` dress it for whoever asked.

use axum::Json;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::pages;
use super::viewer::Viewer;

#[derive(Clone, Debug)]
pub(super) enum Failure {
    NotFound(&'static str),
    WrongMethod,
    Invalid(String),
    WrongType(&'static str),
    TooLarge,
    Full(&'static str),
    /// A template or header could not be written: a defect of the CRM.
    Broken,
}

impl Failure {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::WrongType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Full(_) => StatusCode::CONFLICT,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "not-found",
            Self::WrongMethod => "method-not-allowed",
            Self::Invalid(_) => "invalid",
            Self::WrongType(_) => "unsupported-media-type",
            Self::TooLarge => "too-large",
            Self::Full(_) => "full",
            Self::Broken => "internal",
        }
    }

    pub(super) fn message(&self) -> String {
        match self {
            Self::NotFound(what) => format!("there is no such {what}; it may have been removed"),
            Self::WrongMethod => "this address does not take that method".into(),
            Self::Invalid(why) => why.clone(),
            Self::WrongType(wanted) => format!("send this as {wanted}"),
            Self::TooLarge => "all files together may take 20 MB; choose a smaller file".into(),
            Self::Full(what) => (*what).into(),
            Self::Broken => "the CRM could not make this page".into(),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = (self.status(), self.message()).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Middleware: a failure becomes a page that keeps the navigation.
pub(super) async fn page_failures(viewer: Viewer, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    match response.extensions().get::<Failure>() {
        Some(failure) => (failure.status(), pages::error::page(viewer, failure)).into_response(),
        None => response,
    }
}

/// Middleware: a failure becomes `{"error": {"code", "message"}}`.
pub(super) async fn api_failures(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    match response.extensions().get::<Failure>() {
        Some(failure) => {
            let body = json!({"error": {"code": failure.code(), "message": failure.message()}});
            (failure.status(), Json(body)).into_response()
        }
        None => response,
    }
}
