//! Sessions on the portal: opened, looked up within their two timeouts, ended.

use jiff::{SignedDuration, Timestamp};

use super::Bearer;
use crate::access::{Account, AccountId, ClientEvidence, SessionId, SessionStage};
use crate::actions::{Actions, Trouble};
use crate::audit::{Action, ChangeEvent};
use crate::crypto::{AccessToken, SessionToken, TokenDigest, TokenKind, random_bytes};
use crate::store::{AccountSession, Change, Seq, StoredAccount};

/// How long a session lasts (ASVS 5.0 section 7.3).
#[derive(Debug, Clone, Copy)]
pub struct Lifetimes {
    /// Without a request.
    pub idle: SignedDuration,
    /// In all.
    pub longest: SignedDuration,
}

/// Half a sign-in waits this long for its code.
const HALF_LIFE: SignedDuration = SignedDuration::from_mins(10);
/// How exactly the last use is remembered.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// What the client keeps to prove its session.
#[derive(Debug, Clone)]
pub enum SessionSecret {
    /// In a browser's cookie.
    Cookie(SessionToken),
    /// In a program's hands.
    Token(AccessToken),
}

impl SessionSecret {
    pub(super) fn cookie() -> Self {
        Self::Cookie(SessionToken::generate())
    }

    pub(super) fn token() -> Self {
        Self::Token(AccessToken::generate(TokenKind::SignedIn))
    }

    pub(super) fn digest(&self) -> TokenDigest {
        match self {
            Self::Cookie(token) => token.digest(),
            Self::Token(token) => token.digest(),
        }
    }
}

/// A new session of this client, not written anywhere yet.
pub(super) fn new_session(
    account: &Account,
    stage: SessionStage,
    client: &ClientEvidence,
    now: Timestamp,
) -> AccountSession {
    AccountSession {
        id: SessionId::from_bytes(random_bytes()),
        account: account.id,
        stage,
        started_at: now,
        seen_at: now,
        ended: false,
        client: ClientEvidence {
            ip: client.ip,
            user_agent: client.user_agent.chars().take(400).collect(),
        },
    }
}

impl Actions {
    /// The session that a token names, while it lasts, and its account. Remembers that it was used.
    pub async fn account_session(
        &self,
        token: TokenDigest,
        lifetimes: Lifetimes,
    ) -> Result<Option<(AccountSession, StoredAccount)>, Trouble> {
        let now = self.clock.now();
        let Some(session) = self.store.account_session_by_token(token).await? else {
            return Ok(None);
        };
        if !lasts(&session, lifetimes, now) {
            return Ok(None);
        }
        let Some(stored) = self.store.account(session.account).await? else {
            return Ok(None);
        };
        if stored.account.disabled {
            return Ok(None);
        }
        if session.seen_at + SEEN_EVERY <= now {
            self.store.account_session_is_used(session.id, now).await?;
        }
        Ok(Some((session, stored)))
    }

    /// Ends one session of the bearer's own account. `None`: it was over already.
    pub async fn end_account_session(
        &self,
        account: AccountId,
        id: SessionId,
        by: Bearer,
        client: &ClientEvidence,
    ) -> Result<Option<Seq>, Trouble> {
        let now = self.clock.now();
        let mut change = self.store.change().await?;
        if !change.end_account_session(account, id, now).await? {
            return Ok(None);
        }
        let event = ChangeEvent::new(by.actor(account, client.ip), Action::AccountSignedOut)
            .account(account)
            .detail("session", id.to_string());
        Ok(Some(change.commit(&event, now).await?))
    }

    /// Signs out everywhere else. How many sessions that ended.
    pub async fn end_other_account_sessions(
        &self,
        account: AccountId,
        except: Option<SessionId>,
        by: Bearer,
        client: &ClientEvidence,
    ) -> Result<u64, Trouble> {
        let now = self.clock.now();
        let mut change = self.store.change().await?;
        let ended = change.end_account_sessions(account, except, now).await?;
        let event = ChangeEvent::new(by.actor(account, client.ip), Action::AccountSignedOut)
            .account(account)
            .detail("others", ended.to_string());
        change.commit(&event, now).await?;
        Ok(ended)
    }

    /// One trusted client, or all. How many that were.
    pub async fn forget_trusted_clients(
        &self,
        account: AccountId,
        id: Option<SessionId>,
        by: Bearer,
        client: &ClientEvidence,
    ) -> Result<u64, Trouble> {
        let now = self.clock.now();
        let mut change = self.store.change().await?;
        let forgotten = change.forget_account_trust(account, id).await?;
        let event = ChangeEvent::new(by.actor(account, client.ip), Action::TrustForgotten)
            .account(account)
            .detail("count", forgotten.to_string());
        change.commit(&event, now).await?;
        Ok(forgotten)
    }
}

/// Signing out everyone else is part of raising an account's protection.
pub(super) async fn end_others(
    change: &mut Change,
    account: AccountId,
    bearer: Bearer,
    now: Timestamp,
) -> Result<(), Trouble> {
    let except = match bearer {
        Bearer::Session(id) => Some(id),
        Bearer::None | Bearer::Token(_) => None,
    };
    change.end_account_sessions(account, except, now).await?;
    change.forget_account_trust(account, None).await?;
    Ok(())
}

fn lasts(session: &AccountSession, lifetimes: Lifetimes, now: Timestamp) -> bool {
    let longest = match session.stage {
        SessionStage::AwaitingCode => HALF_LIFE,
        SessionStage::Complete => lifetimes.longest,
    };
    !session.ended && now < session.started_at + longest && now < session.seen_at + lifetimes.idle
}
