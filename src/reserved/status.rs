//! `GET /.gatepass/` and `/.gatepass/status`: who one is here, what one sees, and until when. JSON, or a page with a way out.

use http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::pages::{ScopeLine, StatusPage, Visibility as Shown};
use super::visit::{Desk, Visit};
use super::{arrival, html};
use crate::access::{Grant, SessionStage, Visibility};
use crate::store::KnownSession;
use crate::web::{Answer, Audience, contract};

pub(super) fn show(desk: &Desk<'_>, visit: &Visit<'_>) -> Answer {
    let now = desk.actions.clock.now();
    let live = visit.session.as_ref().filter(|(known, grant)| {
        known.session.stage == SessionStage::Complete
            && known.session.generation == grant.generation
            && grant.is_live_at(now)
    });
    let Some((known, grant)) = live else {
        return match visit.audience {
            Audience::Navigation => Answer::see_other("/.gatepass/sign-in"),
            Audience::Program => contract::not_logged_in(),
        };
    };
    let key = desk
        .actions
        .keys
        .trust_key(known.session.id, grant.id, visit.client);
    let trusted = known
        .trusted
        .iter()
        .find(|trusted| trusted.key == key && now < trusted.until);
    let trusted_until = trusted.map(|trusted| trusted.until);
    match visit.audience {
        Audience::Program => Answer::json(StatusCode::OK, &describe(visit, grant, trusted_until)),
        Audience::Navigation => page(desk, visit, known, grant, trusted_until),
    }
}

/// Site, user, agent, scopes, expiresAt, trustedUntil.
pub(super) fn describe(visit: &Visit<'_>, grant: &Grant, trusted_until: Option<Timestamp>) -> Value {
    let scopes: serde_json::Map<String, Value> = visit
        .site
        .policy
        .scopes
        .iter()
        .map(|scope| {
            (
                scope.name.to_string(),
                Value::from(grant.visibility_of(scope).as_str()),
            )
        })
        .collect();
    json!({
        "site": grant.site,
        "user": grant.grantor,
        "agent": grant.agent.name,
        "scopes": scopes,
        "expiresAt": grant.validity.expires_at,
        "trustedUntil": trusted_until,
    })
}

fn page(
    desk: &Desk<'_>,
    visit: &Visit<'_>,
    known: &KnownSession,
    grant: &Grant,
    trusted_until: Option<Timestamp>,
) -> Answer {
    let ends = visit.moment(desk, grant.validity.expires_at);
    let trusted_until = trusted_until.map(|until| visit.moment(desk, until));
    let csrf = visit.form_token(desk);
    let agent = arrival::standing(&known.session, grant, desk.actions.clock.now());
    let way_in = arrival::way_in(desk, visit, &agent);
    let scopes = visit.site.policy.scopes.iter().map(|scope| ScopeLine {
        label: &scope.label,
        href: way_in.to(scope),
        visibility: match grant.visibility_of(scope) {
            Visibility::Hidden => Shown::Hidden,
            Visibility::ReadOnly => Shown::ReadOnly,
            Visibility::Full => Shown::Full,
        },
    });
    let page = StatusPage {
        place: visit.place(),
        user: &grant.grantor,
        agent: grant.agent.name.as_deref(),
        scopes: scopes.collect(),
        start: arrival::start_of(&way_in),
        ends: &ends,
        trusted_until: trusted_until.as_ref(),
        csrf: &csrf,
    };
    html(StatusCode::OK, page.render())
}
