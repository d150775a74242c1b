//! Who calls about a room: an account by a token or a browser's session, or the guest of one room.
//!
//! These are the only calls of the API that look at cookies, because a room's page makes them itself: only where the
//! browser says that the request comes from our own origin.

use axum::extract::FromRequestParts;
use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{HeaderMap, StatusCode};

use super::caller::Caller;
use super::factor::answer_in;
use super::problem::{Problem, Result};
use crate::access::room::Seat;
use crate::access::{ClientEvidence, RoomId, SessionStage};
use crate::actions::account::Bearer;
use crate::audit::Actor;
use crate::crypto::{AccessToken, TokenDigest};
use crate::portal::desk::Desk;
use crate::store::RoomCaller;
use crate::web::{Arrival, SessionCookie, browser_says_same_origin, contract, room_cookie, session_cookie};

/// Somebody, known or not.
pub(super) struct RoomVisitor {
    pub(super) account: Option<Caller>,
    /// What a guest's program sent.
    guest: Option<TokenDigest>,
    /// `None`: not from a page of ours.
    cookies: Option<HeaderMap>,
    pub(super) client: ClientEvidence,
}

/// Somebody who sits in the room.
pub(super) struct Seated {
    pub(super) seat: Seat,
    /// By what they are known there: looked at once more when they change something.
    pub(super) caller: RoomCaller,
    pub(super) actor: Actor,
}

impl FromRequestParts<Desk> for RoomVisitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self> {
        let Some(arrival) = parts.extensions.get::<Arrival>().cloned() else {
            return Err(Problem(contract::not_logged_in()));
        };
        let mut visitor = Self {
            account: None,
            guest: None,
            cookies: None,
            client: arrival.client,
        };
        if parts.headers.contains_key("x-auth-token") || parts.headers.contains_key(AUTHORIZATION) {
            match guest_token(&parts.headers) {
                Some(token) => visitor.guest = Some(TokenDigest::of(token)),
                None => visitor.account = Some(Caller::from_request_parts(parts, desk).await?),
            }
            return Ok(visitor);
        }
        match browser_says_same_origin(&parts.headers, &arrival.authority) {
            Ok(true) => {}
            Ok(false) => return Ok(visitor),
            Err(_) => {
                let detail = "another site sent this in your browser's name";
                return Err(Problem::new(StatusCode::FORBIDDEN, "cross-site", detail));
            }
        }
        visitor.account = by_cookie(desk, &parts.headers, &visitor.client).await?;
        visitor.cookies = Some(parts.headers.clone());
        Ok(visitor)
    }
}

/// A bearer token that is none of an account.
fn guest_token(headers: &HeaderMap) -> Option<&str> {
    let sent = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = sent.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && AccessToken::kind_of(token.trim()).is_none())
        .then(|| token.trim())
}

async fn by_cookie(desk: &Desk, headers: &HeaderMap, client: &ClientEvidence) -> Result<Option<Caller>> {
    let SessionCookie::Present(token) = session_cookie(headers) else {
        return Ok(None);
    };
    let lifetimes = desk.policy().lifetimes();
    let found = desk
        .actions
        .account_session(TokenDigest::of(&token), lifetimes)
        .await?;
    let whole = found.filter(|(session, _)| session.stage == SessionStage::Complete);
    Ok(whole.map(|(session, stored)| Caller {
        stored,
        bearer: Bearer::Session(session.id),
        token: None,
        client: client.clone(),
        answer: answer_in(headers),
    }))
}

impl RoomVisitor {
    /// Only somebody with an account does this.
    pub(super) fn account(&self) -> Result<&Caller> {
        let caller = self.account.as_ref();
        let caller = caller.ok_or_else(|| Problem(contract::not_logged_in()))?;
        caller.may("handoff")?;
        Ok(caller)
    }

    /// Where the visitor sits; somebody else's room is not there.
    pub(super) async fn seated(&self, desk: &Desk, room: RoomId) -> Result<Seated> {
        let store = &desk.actions.store;
        if let Some(caller) = &self.account {
            caller.may("handoff")?;
            let known = RoomCaller::Account(caller.stored.account.id);
            if let Some(seat) = store.seat_of(room, known).await? {
                return Ok(Seated {
                    seat,
                    caller: known,
                    actor: caller.actor(),
                });
            }
        }
        let cookie = self
            .cookies
            .as_ref()
            .and_then(|headers| room_cookie(headers, room));
        let token = self.guest.or_else(|| cookie.as_deref().map(TokenDigest::of));
        if let Some(caller) = token.map(RoomCaller::Guest)
            && let Some(seat) = store.seat_of(room, caller).await?
        {
            let ip = self.client.ip;
            return Ok(Seated {
                seat,
                caller,
                actor: Actor::RoomGuest { room, ip },
            });
        }
        Err(crate::actions::room::RoomError::NotThere.into())
    }
}
