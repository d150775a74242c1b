//! Step 3: from the cookie or the token to what is known of its bearer. The only await before the verdict.

use std::sync::Arc;

use jiff::Timestamp;

use super::exchange::InFlight;
use super::gateway::Gateway;
use super::live::{Leash, Live};
use crate::access::{AccessRequest, AgentStanding, SessionId, Standing};
use crate::crypto::TokenDigest;
use crate::store::{Activity, KnownToken, StoreError};
use crate::web::PresentedSession;

/// What came of the look-up.
pub(super) struct Resolved {
    pub(super) standing: Standing,
    /// Only sessions can be cut.
    pub(super) leash: Option<Leash>,
    /// The cookie names no session (any more).
    pub(super) stale_cookie: bool,
    /// Only sessions of agents have one.
    pub(super) activity: Option<Arc<Activity>>,
}

impl Resolved {
    fn visitor(stale_cookie: bool) -> Self {
        Self {
            standing: Standing::Visitor,
            leash: None,
            stale_cookie,
            activity: None,
        }
    }

    fn unproven() -> Self {
        Self {
            standing: Standing::Unproven,
            ..Self::visitor(false)
        }
    }
}

/// Fills in the request's trust key when it belongs to a session.
pub(super) async fn resolve(
    gateway: &Arc<Gateway>,
    live: &Live,
    in_flight: &InFlight,
    presented: &PresentedSession,
    request: &mut AccessRequest,
) -> Result<Resolved, StoreError> {
    let (token, user) = match presented {
        PresentedSession::Present { token, user } => (TokenDigest::of(token), user),
        PresentedSession::AccessToken { token, user } => {
            let secret = TokenDigest::of(token);
            return resolve_program(gateway, live, in_flight, secret, user.as_deref(), request).await;
        }
        PresentedSession::Mistyped => return Ok(Resolved::unproven()),
        // A duplicate never comes this far.
        PresentedSession::Absent | PresentedSession::Duplicate => return Ok(Resolved::visitor(false)),
    };
    let Some(first) = gateway.cache.session(token).await? else {
        return Ok(Resolved::visitor(true));
    };
    let leash = live.enter(first.session.grant, first.session.id, in_flight.cut.clone());
    // Everything that counts is read after the request can be cut: see `live`.
    let Some(known) = gateway.cache.session(token).await? else {
        return Ok(Resolved::visitor(true));
    };
    let Some(grant) = gateway.cache.grant(known.session.grant).await? else {
        return Ok(Resolved::visitor(true));
    };
    if user.as_ref().is_some_and(|user| *user != grant.id.to_string()) {
        return Ok(Resolved::visitor(true));
    }
    let acquaintance = &in_flight.connection.acquaintance;
    let keys = &gateway.actions.keys;
    let key = acquaintance.trust_key(keys, known.session.id, grant.id, &request.client);
    request.trust_key = Some(key);
    let standing = Standing::Agent(AgentStanding {
        session: known.session.clone(),
        grant,
        trust: known.trusted.iter().find(|trusted| trusted.key == key).copied(),
        active_at: known.activity.latest(),
        proof: None,
    });
    Ok(Resolved {
        standing,
        leash: Some(leash),
        stale_cookie: false,
        activity: Some(known.activity.clone()),
    })
}

/// A program with an access token. Its trust is looked up only where it is asked for: see `prove`.
async fn resolve_program(
    gateway: &Arc<Gateway>,
    live: &Live,
    in_flight: &InFlight,
    secret: TokenDigest,
    user: Option<&str>,
    request: &AccessRequest,
) -> Result<Resolved, StoreError> {
    let Some(first) = gateway.cache.app_token(secret).await? else {
        return Ok(Resolved::unproven());
    };
    let leash = live.enter(first.grant.id, first.session.id, in_flight.cut.clone());
    // As above: what counts is read after the request can be cut.
    let Some(known) = gateway.cache.app_token(secret).await? else {
        return Ok(Resolved::unproven());
    };
    if user.is_some_and(|user| user != known.owner.to_string()) {
        return Ok(Resolved::unproven());
    }
    if known.grant.allows_network_of(request.client.ip) {
        note_use(gateway, &known, request.client.ip);
    }
    let standing = Standing::Agent(AgentStanding {
        session: known.session.clone(),
        grant: known.grant.clone(),
        trust: None,
        active_at: known.session.started_at,
        proof: None,
    });
    Ok(Resolved {
        standing,
        leash: Some(leash),
        stale_cookie: false,
        activity: None,
    })
}

/// Somebody does something in a session that may not be left alone for long. The store hears of it now and then, so that
/// other gateways, and this one after a restart, know.
pub(super) fn note_deed(gateway: &Arc<Gateway>, session: SessionId, activity: &Activity, now: Timestamp) {
    if !activity.note(now) {
        return;
    }
    let gateway = gateway.clone();
    tokio::spawn(async move {
        if let Err(error) = gateway.actions.store.session_is_used(session, now).await {
            tracing::warn!(%error, "the last use of a session cannot be written down");
        }
    });
}

/// Nobody waits for it: it decides nothing.
fn note_use(gateway: &Arc<Gateway>, token: &KnownToken, from: std::net::IpAddr) {
    let now = gateway.actions.clock.now();
    if !token.is_to_be_noted(now) {
        return;
    }
    let (gateway, id) = (gateway.clone(), token.id);
    tokio::spawn(async move {
        let noted = gateway.actions.store.access_token_is_used(id, from, now).await;
        if let Err(error) = noted {
            tracing::warn!(%error, "the last use of an access token cannot be written down");
        }
    });
}
