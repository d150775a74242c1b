//! Signs an account in: first the password, then the second factor where there is one.
//!
//! Unknown name, wrong password, disabled account and one without a password are one answer at one price in time.

use jiff::Timestamp;

use super::Bearer;
use super::factor::{FactorAnswer, FactorError, FactorRule};
use super::password::{LONGEST_INPUT, PasswordProof};
use super::sessions::{SessionSecret, new_session};
use crate::access::{AccountName, ClientEvidence, SessionStage, ThrottleRule};
use crate::actions::count_attempt::Counted;
use crate::actions::{Actions, Trouble};
use crate::audit::{Action, Actor, ChangeEvent};
use crate::crypto::Secret;
use crate::store::{AccountSession, Seq, StoredAccount, Subject};

/// What was sent.
pub struct AccountSignIn<'s> {
    /// The account's name, or its e-mail address where only one account has it.
    pub name: &'s str,
    pub password: PasswordProof,
    pub client: &'s ClientEvidence,
}

pub struct AccountSignedIn {
    pub secret: SessionSecret,
    pub session: AccountSession,
    pub seq: Seq,
}

#[derive(Debug, thiserror::Error)]
pub enum AccountSignInError {
    /// Deliberately without a reason.
    #[error("name or password is wrong")]
    Wrong,
    #[error("too many tries")]
    TooMany { until: Option<Timestamp> },
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

impl Actions {
    /// The first half. Opens nothing by itself: what follows is [`Actions::begin_account_session`], or a factor and
    /// [`Actions::open_account_session`].
    pub async fn check_account_password(
        &self,
        sign_in: AccountSignIn<'_>,
    ) -> Result<StoredAccount, AccountSignInError> {
        let (now, client) = (self.clock.now(), sign_in.client);
        if sign_in.name.len() > LONGEST_INPUT || sign_in.password.as_sent().len() > LONGEST_INPUT {
            return Err(AccountSignInError::Wrong);
        }
        let network = Subject::Network(client.ip);
        let known = self.store.attempts(network).await.map_err(Trouble::Store)?;
        if let Some(locked) = known.at(ThrottleRule::NETWORK, now).locked {
            return Err(AccountSignInError::TooMany { until: locked.until });
        }
        let candidate = self.account_named(sign_in.name).await?;
        let candidate = candidate.filter(|stored| !stored.account.disabled && stored.password.is_some());
        let mut subjects = vec![(network, ThrottleRule::NETWORK)];
        if let Some(stored) = &candidate {
            let id = stored.account.id;
            subjects.push((Subject::AccountFrom(id, client.ip), ThrottleRule::ACCOUNT));
            // Nobody can lock the owner out from afar: where the account was signed in before, only its own guesses count.
            let seen_here = self.store.account_was_seen_at(id, client.ip).await;
            if !seen_here.map_err(Trouble::Store)? {
                let strangers = Subject::AccountFromStrangers(id);
                subjects.push((strangers, ThrottleRule::ACCOUNT_FROM_STRANGERS));
            }
        }
        let about = candidate.as_ref().map(|stored| stored.account.id);
        let event = |action| {
            let event = ChangeEvent::new(Actor::client(client.ip), action);
            match about {
                Some(id) => event.account(id),
                None => event,
            }
        };
        let attempted = self
            .count_attempt(&subjects, &event(Action::AccountSignInAttempted))
            .await?;
        let compared = match attempted {
            Counted::Taken { .. } => candidate.as_ref(),
            // A locked account is compared with nothing, and costs the network a try like any other name.
            Counted::Refused(_) => {
                let network = &[(network, ThrottleRule::NETWORK)];
                self.count_attempt(network, &event(Action::AccountSignInLocked))
                    .await?;
                None
            }
        };
        if !self.password_is_right(compared, sign_in.password.clone()).await? {
            self.record_event(&event(Action::AccountSignInRefused)).await?;
            return Err(AccountSignInError::Wrong);
        }
        let Some(stored) = candidate else {
            return Err(AccountSignInError::Wrong);
        };
        self.note_right_password(&stored, &sign_in, event(Action::AccountPasswordAccepted))
            .await?;
        Ok(stored)
    }

    /// Forgets the guesses before it, and brings an old hash up to date.
    async fn note_right_password(
        &self,
        stored: &StoredAccount,
        sign_in: &AccountSignIn<'_>,
        event: ChangeEvent,
    ) -> Result<(), Trouble> {
        let id = stored.account.id;
        let outdated = stored.password.as_ref().is_some_and(|hash| hash.is_outdated());
        let rehashed = match &sign_in.password {
            PasswordProof::Typed(password) if outdated => Some(self.hash_password(password.clone()).await?),
            PasswordProof::Typed(_) | PasswordProof::Digest(_) => None,
        };
        let mut change = self.store.change().await?;
        if let Some(hash) = rehashed
            && let Some(mut fresh) = change.account(id).await?
        {
            fresh.password = Some(hash);
            change.update_account(&fresh).await?;
        }
        change
            .forget_attempts(Subject::AccountFrom(id, sign_in.client.ip))
            .await?;
        change.commit(&event, self.clock.now()).await?;
        Ok(())
    }

    /// In a browser: a session that waits for its second factor, or, for an account without one, a whole one.
    pub async fn begin_account_session(
        &self,
        stored: &StoredAccount,
        client: &ClientEvidence,
    ) -> Result<AccountSignedIn, Trouble> {
        let stage = if stored.account.factors().is_empty() {
            SessionStage::Complete
        } else {
            SessionStage::AwaitingCode
        };
        self.start(stored, stage, SessionSecret::cookie(), None, client)
            .await
    }

    /// In a browser: the second half. A new session replaces the half one (SECURITY: rotated at each rise).
    pub async fn finish_account_sign_in(
        &self,
        stored: &StoredAccount,
        half: &AccountSession,
        answer: FactorAnswer,
        client: &ClientEvidence,
    ) -> Result<AccountSignedIn, FactorError> {
        let bearer = Bearer::Session(half.id);
        self.check_second_factor(stored, FactorRule::Always, answer, bearer, client)
            .await?;
        Ok(self
            .start(
                stored,
                SessionStage::Complete,
                SessionSecret::cookie(),
                Some(half),
                client,
            )
            .await?)
    }

    /// A program: password and factor came in one call.
    pub async fn open_account_session(
        &self,
        stored: &StoredAccount,
        answer: FactorAnswer,
        client: &ClientEvidence,
    ) -> Result<AccountSignedIn, FactorError> {
        if !stored.account.factors().is_empty() {
            self.check_second_factor(stored, FactorRule::Always, answer, Bearer::None, client)
                .await?;
        }
        Ok(self
            .start(
                stored,
                SessionStage::Complete,
                SessionSecret::token(),
                None,
                client,
            )
            .await?)
    }

    pub(super) async fn start(
        &self,
        stored: &StoredAccount,
        stage: SessionStage,
        secret: SessionSecret,
        replaces: Option<&AccountSession>,
        client: &ClientEvidence,
    ) -> Result<AccountSignedIn, Trouble> {
        let now = self.clock.now();
        let id = stored.account.id;
        let session = new_session(&stored.account, stage, client, now);
        let mut change = self.store.change().await?;
        if let Some(half) = replaces {
            change.end_account_session(id, half.id, now).await?;
        }
        change.add_account_session(&session, secret.digest()).await?;
        let action = match stage {
            SessionStage::Complete => {
                change.forget_attempts(Subject::Network(client.ip)).await?;
                Action::AccountSignedIn
            }
            SessionStage::AwaitingCode => Action::AccountPasswordAccepted,
        };
        let event = ChangeEvent::new(Bearer::Session(session.id).actor(id, client.ip), action)
            .account(id)
            .detail("userAgent", &session.client.user_agent);
        let seq = change.commit(&event, now).await?;
        Ok(AccountSignedIn { secret, session, seq })
    }

    async fn account_named(&self, typed: &str) -> Result<Option<StoredAccount>, Trouble> {
        let typed = Secret::new(typed.trim().to_lowercase());
        if let Ok(name) = typed.reveal().parse::<AccountName>() {
            return Ok(self.store.account_by_name(&name).await?);
        }
        let mut found = self.store.accounts().await?;
        found.retain(|stored| stored.account.email.as_str().to_lowercase() == typed.reveal());
        // An address that two accounts share names neither.
        Ok(if found.len() == 1 { found.pop() } else { None })
    }
}
