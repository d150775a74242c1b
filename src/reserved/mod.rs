//! What the gateway itself answers on an app's origin, under `/.gatepass/`: signing in and out, the security code,
//! who one is. Nothing else of ours lives on that origin.

mod arrival;
mod challenge;
mod code_mail;
mod language;
mod login;
mod sign_in;
mod sign_out;
mod status;
mod visit;

pub mod pages;

use http::{HeaderValue, Method, StatusCode};

use crate::web::{Answer, Audience, contract};
use pages::{ASSETS, CONTENT_SECURITY_POLICY, MessagePage};

pub use arrival::start_of;
pub use challenge::{challenge_url, page_url};
pub use code_mail::{Asked, Mailed, Sends, deliver};
pub use visit::{Desk, Visit};

/// All paths below it are ours, exactly as written: another spelling of it belongs to the app.
pub const PREFIX: &str = "/.gatepass/";

/// Answers a request below [`PREFIX`].
pub async fn answer(desk: &Desk<'_>, visit: &Visit<'_>) -> Answer {
    let name = visit.path.strip_prefix(PREFIX).unwrap_or_default();
    let reads = matches!(*visit.method, Method::GET | Method::HEAD);
    match (name, reads, *visit.method == Method::POST) {
        ("sign-in", true, _) => sign_in::show(desk, visit),
        ("sign-in", _, true) => sign_in::submit(desk, visit).await,
        ("api/v1/login", _, true) => login::submit(desk, visit).await,
        ("challenge", true, _) => challenge::show(desk, visit).await,
        ("challenge", _, true) => challenge::submit(desk, visit).await,
        ("sign-out", _, true) => sign_out::submit(desk, visit).await,
        ("" | "status", true, _) => status::show(desk, visit),
        ("language", true, _) => language::choose(visit),
        (_, true, _) => asset(visit).unwrap_or_else(|| not_found(visit)),
        ("" | "sign-in" | "challenge" | "sign-out" | "status" | "language" | "api/v1/login", ..) => {
            method_not_allowed(name)
        }
        _ => not_found(visit),
    }
}

fn asset(visit: &Visit<'_>) -> Option<Answer> {
    let asset = ASSETS.iter().find(|asset| asset.path == visit.path)?;
    // The version is what changes when the bytes do.
    let etag = HeaderValue::from_static(concat!("\"", env!("CARGO_PKG_VERSION"), "\""));
    if visit.headers.get(http::header::IF_NONE_MATCH) == Some(&etag) {
        let mut answer = Answer::asset(asset.content_type, "", etag);
        answer.status = StatusCode::NOT_MODIFIED;
        return Some(answer);
    }
    Some(Answer::asset(asset.content_type, asset.body, etag))
}

fn not_found(visit: &Visit<'_>) -> Answer {
    match visit.audience {
        Audience::Navigation => message(&MessagePage::not_found(visit.place())),
        Audience::Program => {
            contract::problem(StatusCode::NOT_FOUND, "not-found", "there is nothing here", None)
        }
    }
}

fn method_not_allowed(name: &str) -> Answer {
    let allow = match name {
        "sign-out" | "api/v1/login" => "POST",
        "" | "status" | "language" => "GET, HEAD",
        _ => "GET, HEAD, POST",
    };
    contract::problem(
        StatusCode::METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "this method is not used here",
        None,
    )
    .with(http::header::ALLOW, HeaderValue::from_static(allow))
}

/// A message as a page, with the page's own status.
pub fn message(page: &MessagePage<'_>) -> Answer {
    html(
        StatusCode::from_u16(page.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        page.render(),
    )
}

/// Any of our pages, in the language that the browser asked for.
pub fn html(status: StatusCode, html: String) -> Answer {
    let page = Answer::page(status, html, CONTENT_SECURITY_POLICY);
    page.with(
        http::header::VARY,
        HeaderValue::from_static("accept-language, cookie"),
    )
}
