//! `/api/v1` on the portal's host: what people do in the pages, for programs. One file per resource; the document
//! that describes it is made from the same code.

mod account;
mod activity;
mod audit;
mod caller;
mod factor;
mod factors;
mod grants;
mod handed;
mod handoff;
mod idempotency;
mod json;
mod login;
mod problem;
mod room_bodies;
mod room_visitor;
mod rooms;
mod sessions;
mod sites;
mod tokens;

use axum::extract::State;
use axum::{Json, Router};
use utoipa::openapi::RefOr;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) use self::factor::{answer_in, lacking};
use self::problem::Problem;
use super::desk::Desk;

/// What the document says besides the paths.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Gatepass",
        description = "Give a vendor's support access to your account in an app, watch it and end it.\n\n\
            A call that needs a second factor is answered with 400 `totp-required`; repeat it with `x-2fa-code` and \
            `x-2fa-method`. Errors are problem details (RFC 9457) that also carry `success`, `error` and `errorType`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    modifiers(&Security),
    security(("bearer" = []), ("token" = [], "user" = []))
)]
struct Document;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_with(Default::default);
        let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        components.add_security_scheme("bearer", bearer);
        for (name, header) in [("token", "X-Auth-Token"), ("user", "X-User-Id")] {
            let scheme = SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new(header)));
            components.add_security_scheme(name, scheme);
        }
    }
}

/// Our errors come as problem details, those of the second-factor contract as plain JSON; both of one shape.
struct Problems;

impl Modify for Problems {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        for path in document.paths.paths.values_mut() {
            let operations = [&mut path.get, &mut path.put, &mut path.post, &mut path.delete];
            for operation in operations.into_iter().flatten() {
                let responses = &mut operation.responses.responses;
                // An address that could be read in several ways is refused before any of our calls sees it.
                if let Some(refused) = responses.get("401").cloned() {
                    responses.entry("400".to_owned()).or_insert(refused);
                }
                for (status, response) in &mut operation.responses.responses {
                    let is_error = status.starts_with(['4', '5']);
                    if let (true, RefOr::T(response)) = (is_error, response)
                        && let Some(plain) = response.content.get("application/json").cloned()
                    {
                        response
                            .content
                            .insert("application/problem+json".to_owned(), plain);
                    }
                }
            }
        }
    }
}

fn described() -> OpenApiRouter<Desk> {
    let paths = OpenApiRouter::new()
        .routes(routes!(login::login))
        .routes(routes!(login::logout))
        .routes(routes!(account::me))
        .routes(routes!(account::change_password))
        .routes(routes!(factors::list))
        .routes(routes!(factors::begin_totp, factors::disable_totp))
        .routes(routes!(factors::confirm_totp))
        .routes(routes!(factors::begin_email, factors::disable_email))
        .routes(routes!(factors::confirm_email))
        .routes(routes!(factors::renew_recovery_codes))
        .routes(routes!(sessions::list, sessions::end_others))
        .routes(routes!(sessions::end))
        .routes(routes!(sessions::trusted, sessions::forget_all))
        .routes(routes!(sessions::forget))
        .routes(routes!(tokens::list, tokens::create))
        .routes(routes!(tokens::regenerate))
        .routes(routes!(tokens::revoke))
        .routes(routes!(sites::list))
        .routes(routes!(grants::list, grants::create))
        .routes(routes!(grants::show))
        .routes(routes!(grants::revoke))
        .routes(routes!(grants::regenerate))
        .routes(routes!(grants::pause))
        .routes(routes!(grants::resume))
        .routes(routes!(rooms::list, rooms::open))
        .routes(routes!(rooms::show))
        .routes(routes!(rooms::start_again))
        .routes(routes!(rooms::close))
        .routes(routes!(rooms::door))
        .routes(routes!(rooms::return_to))
        .routes(routes!(rooms::send))
        .routes(routes!(rooms::sealed))
        .routes(routes!(rooms::read))
        .routes(routes!(rooms::look))
        .routes(routes!(rooms::join))
        .routes(routes!(handed::list))
        .routes(routes!(handoff::list, handoff::create))
        .routes(routes!(handoff::revoke))
        .routes(routes!(handoff::open))
        .routes(routes!(activity::follow))
        .routes(routes!(audit::list));
    OpenApiRouter::with_openapi(Document::openapi()).nest("/api/v1", paths)
}

/// All of it, and `/api/v1/openapi.json`.
pub(super) fn router() -> Router<Desk> {
    let (router, mut document) = described().split_for_parts();
    // Here, because only now it has all paths.
    Problems.modify(&mut document);
    router.route(
        "/api/v1/openapi.json",
        axum::routing::get(move |State(desk): State<Desk>| {
            let mut document = document.clone();
            let url = desk.policy().url().trim_end_matches('/').to_owned();
            document.servers = Some(vec![utoipa::openapi::Server::new(url)]);
            async { Json(document) }
        }),
    )
}

/// For paths below `/api/` that are none of ours.
pub(super) async fn nothing_here() -> Problem {
    Problem::not_found()
}
