//! The style sheet, script and icons, built into the binary.

use axum::http::header;
use axum::response::{IntoResponse, Response};

pub(super) async fn style() -> Response {
    asset("text/css; charset=utf-8", include_str!("static/crm.css"))
}

pub(super) async fn script() -> Response {
    asset("text/javascript; charset=utf-8", include_str!("static/crm.js"))
}

pub(super) async fn icons() -> Response {
    asset("image/svg+xml", include_str!("static/icons.svg"))
}

fn asset(content_type: &'static str, content: &'static str) -> Response {
    (
        [
            (header::CONTENT_TYPE, content_type),
            (header::CACHE_CONTROL, "private, max-age=300"),
        ],
        content,
    )
        .into_response()
}
