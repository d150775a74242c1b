//! Checks what proves, besides the password, who somebody is: an app's code, a recovery code, a mailed code, or,
//! where there is nothing else, the password once more.

use jiff::{SignedDuration, Timestamp};

use super::mail_code::CodePurpose;
use super::password::PasswordProof;
use super::{Bearer, totp};
use crate::access::{Account, AccountId, ClientEvidence, CodeHolder, SecondFactor, SessionId, ThrottleRule};
use crate::actions::count_attempt::Counted;
use crate::actions::{Actions, Trouble};
use crate::audit::{Action, ChangeEvent};
use crate::crypto::{Secret, normalise_code, random_bytes};
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

/// Longest code that is looked at, in bytes.
const LONGEST_CODE: usize = 64;
/// Characters of a recovery code.
const RECOVERY_LENGTH: usize = 10;

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
        let Some(proof) = self.recognise(stored, method, code, now).await? else {
            self.record_event(&event(Action::FactorRefused)).await?;
            return Err(wrong);
        };
        let mut change = self.store.change().await.map_err(Trouble::Store)?;
        let used = match proof {
            Proof::TotpStep(step) => change.use_account_totp_step(account.id, step).await,
            Proof::RecoveryCode(digest) => change.use_recovery_code(account.id, digest, now).await,
            Proof::MailedCode(digest) => {
                let purpose = CodePurpose::SecondFactor.as_str();
                let holder = CodeHolder::Account(account.id);
                change.use_mailed_code(holder, purpose, digest, now).await
            }
            Proof::Password => Ok(true),
        };
        if !used.map_err(Trouble::Store)? {
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
        let event = match proof {
            Proof::RecoveryCode(_) => event(Action::FactorAccepted).detail("recoveryCode", "yes"),
            Proof::TotpStep(_) | Proof::MailedCode(_) | Proof::Password => event(Action::FactorAccepted),
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

    /// `None`: wrong.
    async fn recognise(
        &self,
        stored: &StoredAccount,
        method: SecondFactor,
        code: PasswordProof,
        now: Timestamp,
    ) -> Result<Option<Proof>, Trouble> {
        let account = stored.account.id;
        match method {
            SecondFactor::Password => {
                let right = self.password_is_right(Some(stored), code).await?;
                Ok(right.then_some(Proof::Password))
            }
            SecondFactor::Email => Ok(typed(&code).map(|code| {
                let purpose = CodePurpose::SecondFactor.as_str();
                let holder = CodeHolder::Account(account);
                Proof::MailedCode(self.keys.code_digest(holder, purpose, code.reveal()))
            })),
            SecondFactor::Totp => {
                let Some(code) = typed(&code) else { return Ok(None) };
                if code.reveal().len() == RECOVERY_LENGTH {
                    return Ok(Some(Proof::RecoveryCode(self.recovery_digest(account, &code))));
                }
                let Some(sealed) = &stored.totp else {
                    return Ok(None);
                };
                let seed = totp::open(&self.keys, account, sealed)?;
                Ok(seed.matching_step(code.reveal(), now).map(Proof::TotpStep))
            }
        }
    }

    pub(super) fn recovery_digest(&self, account: AccountId, code: &Secret) -> [u8; 32] {
        self.keys
            .code_digest(CodeHolder::Account(account), "recovery", code.reveal())
    }
}

/// What a right answer uses up.
#[derive(Clone, Copy)]
enum Proof {
    TotpStep(u64),
    RecoveryCode([u8; 32]),
    MailedCode([u8; 32]),
    Password,
}

/// A code as it is compared: `123-456` is `123456`, and case does not matter.
fn typed(code: &PasswordProof) -> Option<Secret> {
    let text = code.as_sent();
    if text.is_empty() || text.len() > LONGEST_CODE {
        return None;
    }
    Some(Secret::new(normalise_code(text).to_lowercase()))
}
