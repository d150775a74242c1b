//! Who calls: a program with a token in a header. Cookies are not looked at, so nothing here can be done in a
//! browser's name.

use axum::extract::FromRequestParts;
use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{HeaderMap, StatusCode};

use super::factor::answer_in;
use super::problem::{Problem, Result};
use crate::access::ClientEvidence;
use crate::actions::account::{Bearer, FactorAnswer};
use crate::audit::Actor;
use crate::crypto::{AccessToken, TokenDigest, TokenKind};
use crate::portal::desk::Desk;
use crate::store::{StoredAccount, StoredToken};
use crate::web::{Arrival, contract};

/// Somebody whose token was right.
pub(super) struct Caller {
    pub(super) stored: StoredAccount,
    pub(super) bearer: Bearer,
    /// A personal access token, with its terms; `None`: a sign-in.
    pub(super) token: Option<StoredToken>,
    pub(super) client: ClientEvidence,
    /// The code that came with the call.
    pub(super) answer: FactorAnswer,
}

impl Caller {
    pub(super) fn actor(&self) -> Actor {
        self.bearer.actor(self.stored.account.id, self.client.ip)
    }

    /// The token's terms allow this part of the API.
    pub(super) fn may(&self, scope: &str) -> Result<()> {
        let allowed = self.token.as_ref().is_none_or(|token| {
            token.terms.scopes.is_empty() || token.terms.scopes.iter().any(|it| it == scope)
        });
        if allowed {
            return Ok(());
        }
        let detail = format!("this access token does not have the scope `{scope}`");
        Err(Problem::new(StatusCode::FORBIDDEN, "scope-missing", &detail))
    }

    /// Factors, passwords, sessions and tokens are for whoever signed in: a token cannot make tokens.
    pub(super) fn in_person(&self) -> Result<()> {
        if self.token.is_none() {
            return Ok(());
        }
        let detail = "an access token cannot do this; sign in with the password";
        Err(Problem::new(StatusCode::FORBIDDEN, "not-with-a-token", detail))
    }
}

impl FromRequestParts<Desk> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self> {
        let arrival = parts.extensions.get::<Arrival>().cloned();
        let Some(arrival) = arrival else {
            return Err(Problem(contract::not_logged_in()));
        };
        let stranger = || Problem(contract::not_logged_in());
        let (token, user) = sent_token(&parts.headers).ok_or_else(stranger)?;
        let found = match AccessToken::kind_of(token).ok_or_else(stranger)? {
            TokenKind::SignedIn => by_sign_in(desk, token).await?,
            TokenKind::Personal => by_access_token(desk, token, &arrival.client).await?,
        };
        let (stored, bearer, token) = found.ok_or_else(stranger)?;
        if user.is_some_and(|user| user != stored.account.id.to_string()) {
            return Err(stranger());
        }
        Ok(Self {
            stored,
            bearer,
            token,
            client: arrival.client,
            answer: answer_in(&parts.headers),
        })
    }
}

type Found = Option<(StoredAccount, Bearer, Option<StoredToken>)>;

/// The token, and the account that was named with it.
fn sent_token(headers: &HeaderMap) -> Option<(&str, Option<&str>)> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let (Some(token), Some(user)) = (text("x-auth-token"), text("x-user-id")) {
        return Some((token, Some(user)));
    }
    let sent = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = sent.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some((token.trim(), None))
}

async fn by_sign_in(desk: &Desk, token: &str) -> Result<Found> {
    let lifetimes = desk.policy().lifetimes();
    let found = desk.actions.account_session(TokenDigest::of(token), lifetimes);
    Ok(found.await?.and_then(|(session, stored)| {
        // A program's sign-in is whole from the start; half a one of a browser is no way in here.
        let whole = session.stage == crate::access::SessionStage::Complete;
        whole.then_some((stored, Bearer::Session(session.id), None))
    }))
}

async fn by_access_token(desk: &Desk, token: &str, client: &ClientEvidence) -> Result<Found> {
    let now = desk.now();
    let store = &desk.actions.store;
    let Some(token) = store.access_token(TokenDigest::of(token), now).await? else {
        return Ok(None);
    };
    let ip = client.ip.to_canonical();
    let networks = &token.terms.networks;
    if !networks.is_empty() && !networks.iter().any(|network| network.contains(&ip)) {
        return Ok(None);
    }
    let stored = store.account(token.account).await?;
    let Some(stored) = stored.filter(|stored| !stored.account.disabled) else {
        return Ok(None);
    };
    store.access_token_is_used(token.id, client.ip, now).await?;
    Ok(Some((stored, Bearer::Token(token.id), Some(token))))
}
