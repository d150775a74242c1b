//! The map of addresses.

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::routing::{any, get, post};
use axum::{Router, middleware};

use super::failure::{Failure, api_failures, page_failures};
use super::memory::Crm;
use super::{api, assets, live, pages};

/// A few long texts; uploads have their own bound.
const BODY: usize = 64 * 1024;

pub(crate) fn router(crm: Arc<Crm>) -> Router {
    let api = Router::new()
        .route("/contacts", get(api::contacts))
        .route("/contacts/{id}", get(api::contact))
        .route("/contacts/{id}/notes", post(api::add_note))
        .route("/invoices", get(api::invoices))
        .route("/messages", get(api::messages))
        .route("/conversations", get(api::conversations))
        .fallback(no_page)
        .method_not_allowed_fallback(wrong_method)
        .layer(middleware::from_fn(api_failures));
    Router::new()
        .route("/", get(pages::dashboard::show))
        .route("/contacts", get(pages::contacts::list))
        .route("/contacts/{id}", get(pages::contacts::one))
        .route(
            "/contacts/{id}/edit",
            get(pages::contact_edit::form).post(pages::contact_edit::save),
        )
        .route("/invoices", get(pages::invoices::list))
        .route("/invoices/export.csv", get(pages::invoice_export::csv))
        .route("/invoices/{id}", get(pages::invoices::one))
        .route("/invoices/{id}/download", get(pages::invoices::download))
        .route("/messages", get(pages::messages::list))
        .route("/messages/{id}", get(pages::messages::one))
        .route("/conversations", get(pages::conversations::list))
        .route(
            "/conversations/{id}",
            get(pages::conversations::one).post(pages::conversations::reply),
        )
        .route("/search", get(pages::search::show))
        .route("/files", get(pages::files::list))
        .route(
            "/files",
            post(pages::files::upload).layer(DefaultBodyLimit::disable()),
        )
        .route("/files/{id}", get(pages::files::download))
        .route(
            "/app",
            get(pages::front_door::asked).post(pages::front_door::posted),
        )
        .route("/whoami", get(pages::whoami::show))
        .route("/theme", post(pages::theme::choose))
        .route("/live/board", any(live::board::socket))
        .route("/live/events", get(live::events::stream))
        .route("/live/download", get(live::download::stream))
        .route("/static/crm.css", get(assets::style))
        .route("/static/crm.js", get(assets::script))
        .route("/static/icons.svg", get(assets::icons))
        .fallback(no_page)
        .method_not_allowed_fallback(wrong_method)
        .nest("/api", api)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::from_fn(page_failures))
        .layer(middleware::map_response(protect))
        .with_state(crm)
}

async fn no_page() -> Failure {
    Failure::NotFound("page")
}

async fn wrong_method() -> Failure {
    Failure::WrongMethod
}

/// Nothing inline, nothing from elsewhere, no frames, no guessed types.
async fn protect(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let policy = HeaderValue::from_static("default-src 'self'; base-uri 'none'; frame-ancestors 'none'");
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}
