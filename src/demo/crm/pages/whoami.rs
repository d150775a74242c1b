//! Shows the request as it arrived here: what the gateway adds, and what it keeps back.

use askama::Template;
use axum::Json;
use axum::http::{HeaderMap, Method, Uri, Version, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::super::failure::Failure;
use super::super::params::Params;
use super::super::shell::{self, Section, Shell};
use super::super::viewer::{Presence, Viewer};

#[derive(Template)]
#[template(path = "crm/whoami.html")]
struct WhoAmIPage {
    shell: Shell,
    request: Received,
}

#[derive(Serialize)]
struct Received {
    user: String,
    agent: Option<String>,
    method: String,
    target: String,
    version: String,
    /// A name that came twice is here twice.
    headers: Vec<Header>,
}

#[derive(Serialize)]
struct Header {
    name: String,
    value: String,
}

pub(crate) async fn show(
    viewer: Viewer,
    params: Params,
    method: Method,
    uri: Uri,
    version: Version,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let request = Received {
        user: viewer.presence.user().to_owned(),
        agent: match &viewer.presence {
            Presence::Support { agent, .. } => Some(agent.clone()),
            Presence::Direct | Presence::User { .. } => None,
        },
        method: method.to_string(),
        target: uri.to_string(),
        version: format!("{version:?}"),
        headers: headers
            .iter()
            .map(|(name, value)| Header {
                name: name.to_string(),
                value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
            })
            .collect(),
    };
    if wants_json(&headers) {
        return Ok(Json(request).into_response());
    }
    shell::show(&WhoAmIPage {
        shell: Shell::new(viewer, Section::Elsewhere, &params),
        request,
    })
}

fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|accept| accept.to_str().ok())
        .any(|accept| accept.contains("application/json"))
}
