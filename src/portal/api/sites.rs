//! `/sites`: the apps that one can give access to, and what can be shown of them.

use axum::extract::State;
use http::StatusCode;
use serde::Serialize;

use super::caller::Caller;
use super::json::{Page, ProblemBody};
use super::problem::Result;
use crate::config::format_duration;
use crate::portal::desk::Desk;
use crate::web::Answer;

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct SiteView {
    name: String,
    url: String,
    /// Whose account support will see.
    app_user: String,
    durations: Vec<String>,
    /// Kinds of security code, the usual one first: `fixed`, eight digits that are shown once; `totp`, from an
    /// authenticator app; `email`, mailed to the agent each time.
    codes: Vec<&'static str>,
    scopes: Vec<ScopeView>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct ScopeView {
    name: String,
    label: String,
    /// What a grant shows when nothing is said: `hidden`, `read-only` or `full`.
    default: &'static str,
}

/// The sites in whose apps one has an account.
#[utoipa::path(
    get, path = "/sites", tag = "grants",
    responses((status = 200, body = Page<SiteView>), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody))
)]
pub(super) async fn list(State(desk): State<Desk>, caller: Caller) -> Result {
    caller.may("sites")?;
    let policy = desk.policy();
    let apps = &caller.stored.account.apps;
    let sites = policy.sites.iter().filter_map(|site| {
        let app_user = apps.get(&site.policy.name)?;
        let offered = site.policy.scopes.iter().filter(|scope| scope.offer);
        Some(SiteView {
            name: site.policy.name.to_string(),
            url: site.url.clone(),
            app_user: app_user.clone(),
            durations: site.durations.iter().map(|it| format_duration(*it)).collect(),
            codes: site.security_codes.iter().map(|it| it.as_str()).collect(),
            scopes: offered
                .map(|scope| ScopeView {
                    name: scope.name.to_string(),
                    label: scope.label.clone(),
                    default: scope.default.as_str(),
                })
                .collect(),
        })
    });
    Ok(Answer::json(StatusCode::OK, &Page::whole(sites.collect())))
}
