//! Asks for a second factor where a rule says so, and checks what was answered.

use jiff::{SignedDuration, Timestamp};

use super::method::method_for;
use crate::access::{Account, AccountId, ClientEvidence, SecondFactor, SessionId, ThrottleRule};
use crate::actions::account::Bearer;
use crate::actions::account::password::PasswordProof;
use crate::actions::count_attempt::Counted;
use crate::actions::{Actions, Trouble};
use crate::audit::{Action, ChangeEvent};
use crate::crypto::random_bytes;
use crate::store::{AccountTrust, StoredAccount, Subject};

/// When a call asks for a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorRule {
    /// Unless the client is trusted; afterwards it is, for a while.
    Window { trust_for: SignedDuration },
    /// Every time. Trust is neither used nor made, and the password is no substitute.
    Always,
}

/// What was sent.
#[derive(Debug, Clone)]
pub struct FactorAnswer {
    /// The method that was named, if it is enabled for the account; else the first one that is.
    pub method: Option<SecondFactor>,
    pub code: Option<PasswordProof>,
}

impl FactorAnswer {
    /// Nothing was sent.
    pub const NONE: Self = Self {
        method: None,
        code: None,
    };
}

/// Why a call does not go on yet.
#[derive(Debug, thiserror::Error)]
pub enum FactorError {
    #[error("a security code is needed")]
    Required(SecondFactor),
    #[error("the security code is wrong")]
    Wrong { method: SecondFactor, tries_left: u32 },
    #[error("too many wrong security codes")]
    Locked {
        method: SecondFactor,
        until: Option<Timestamp>,
    },
    /// The rule asks for a factor, and there is none.
    #[error("no second factor is enrolled")]
    NotEnrolled,
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

impl FactorRule {
    /// By which method the account answers; `None`: by none.
    pub fn method(self, account: &Account, named: Option<SecondFactor>) -> Option<SecondFactor> {
        let enabled = account.factors();
        let named = named.filter(|named| enabled.contains(named));
        let fallback = match self {
            Self::Window { .. } => Some(SecondFactor::Password),
            Self::Always => None,
        };
        named.or(enabled.first().copied()).or(fallback)
    }
}

impl Actions {
    /// Lets a call go on, or says what it lacks. Only a right answer changes anything but the count of guesses.
    pub async fn check_second_factor(
        &self,
        stored: &StoredAccount,
        rule: FactorRule,
        answer: FactorAnswer,
        bearer: Bearer,
        client: &ClientEvidence,
    ) -> Result<(), FactorError> {
        let account = &stored.account;
        let method = rule
            .method(account, answer.method)
            .ok_or(FactorError::NotEnrolled)?;
        if let (FactorRule::Window { trust_for }, Some(bearer)) = (rule, bearer.name()) {
            let now = self.clock.now();
            let key = self.keys.account_trust_key(&bearer, account.id, client);
            let since = self.store.trusted_since(&bearer, key, now).await;
            // Against today's setting too: a window that was shortened ends the trust given before.
            let still = |since: Timestamp| now.duration_since(since) < trust_for;
            if since.map_err(Trouble::Store)?.is_some_and(still) {
                return Ok(());
            }
        }
        let event = |action| {
            ChangeEvent::new(bearer.actor(account.id, client.ip), action)
                .account(account.id)
                .detail("method", method.as_str())
        };
        let Some(code) = answer.code else {
            return Err(FactorError::Required(method));
        };
        let subject = Subject::AccountCode(account.id);
        let counted = self
            .count_attempt(
                &[(subject, ThrottleRule::STEP_UP)],
                &event(Action::FactorAttempted),
            )
            .await?;
        let tries_left = match counted {
            Counted::Taken { left } => left,
            Counted::Refused(locked) => {
                return Err(FactorError::Locked {
                    method,
                    until: locked.until,
                });
            }
        };
        let now = self.clock.now();
        let wrong = FactorError::Wrong { method, tries_left };
        let proof = match method_for(method) {
            Some(method) => method.recognise(self, stored, code, now).await?,
            None => None,
        };
        let Some(proof) = proof else {
            self.record_event(&event(Action::FactorRefused)).await?;
            return Err(wrong);
        };
        let mut change = self.store.change().await.map_err(Trouble::Store)?;
        if !proof.use_up(&mut change, account.id, now).await? {
            drop(change);
            self.record_event(&event(Action::FactorRefused)).await?;
            return Err(wrong);
        }
        change.forget_attempts(subject).await.map_err(Trouble::Store)?;
        if let FactorRule::Window { trust_for } = rule
            && trust_for.is_positive()
            && let Some(bearer) = bearer.name()
        {
            let trust = self.new_trust(bearer, account.id, client, now, trust_for);
            change
                .trust_account_client(&trust)
                .await
                .map_err(Trouble::Store)?;
        }
        let accepted = event(Action::FactorAccepted);
        let event = match proof.detail() {
            Some((name, value)) => accepted.detail(name, value),
            None => accepted,
        };
        change.commit(&event, now).await.map_err(Trouble::Store)?;
        Ok(())
    }

    fn new_trust(
        &self,
        bearer: String,
        account: AccountId,
        client: &ClientEvidence,
        now: Timestamp,
        trust_for: SignedDuration,
    ) -> AccountTrust {
        AccountTrust {
            id: SessionId::from_bytes(random_bytes()),
            account,
            key: self.keys.account_trust_key(&bearer, account, client),
            bearer,
            since: now,
            until: now + trust_for,
            client: client.clone(),
        }
    }
}
