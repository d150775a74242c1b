//! Codes by mail for the owner of an account: as a second factor, and to prove that an address is read.

use async_trait::async_trait;
use jiff::Timestamp;

use super::enrol::Enrolment;
use super::method::{Method, Proof, typed};
use crate::access::{AccountId, ClientEvidence, CodeHolder, SecondFactor, ThrottleRule};
use crate::actions::account::Bearer;
use crate::actions::account::password::PasswordProof;
use crate::actions::count_attempt::Counted;
use crate::actions::mailed_code::WantedCode;
use crate::actions::{Actions, KnownCode, MailedNow, Resend, Trouble};
use crate::audit::{Action, Actor, ChangeEvent};
use crate::crypto::{Secret, normalise_code};
use crate::store::{Change, StoredAccount, Subject};

/// What a code is good for, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePurpose {
    SecondFactor,
    /// Whoever has it reads the mails of that address.
    VerifyAddress,
}

impl CodePurpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::SecondFactor => "second-factor",
            Self::VerifyAddress => "verify-address",
        }
    }
}

pub(super) struct Email;

/// A code that was mailed; the store knows whether it still counts.
struct MailedDigest([u8; 32]);

#[async_trait]
impl Method for Email {
    fn factor(&self) -> SecondFactor {
        SecondFactor::Email
    }

    async fn recognise(
        &self,
        actions: &Actions,
        stored: &StoredAccount,
        answer: PasswordProof,
        _now: Timestamp,
    ) -> Result<Option<Box<dyn Proof>>, Trouble> {
        let (holder, purpose) = (
            CodeHolder::Account(stored.account.id),
            CodePurpose::SecondFactor.as_str(),
        );
        let digest = typed(&answer).map(|code| actions.keys.code_digest(holder, purpose, code.reveal()));
        Ok(digest.map(|digest| Box::new(MailedDigest(digest)) as Box<dyn Proof>))
    }
}

#[async_trait]
impl Proof for MailedDigest {
    async fn use_up(&self, change: &mut Change, account: AccountId, now: Timestamp) -> Result<bool, Trouble> {
        let (holder, purpose) = (CodeHolder::Account(account), CodePurpose::SecondFactor.as_str());
        Ok(change.use_mailed_code(holder, purpose, self.0, now).await?)
    }
}

impl Actions {
    /// A new code for an account's owner.
    pub async fn draw_mailed_code(
        &self,
        stored: &StoredAccount,
        purpose: CodePurpose,
        again: Resend,
        bearer: Bearer,
        client: &ClientEvidence,
    ) -> Result<MailedNow, Trouble> {
        let account = stored.account.id;
        let event = ChangeEvent::new(bearer.actor(account, client.ip), Action::CodeMailed)
            .account(account)
            .detail("purpose", purpose.as_str());
        let wanted = WantedCode {
            holder: CodeHolder::Account(account),
            purpose: purpose.as_str(),
            again,
            limit: (Subject::AccountMail(account), ThrottleRule::MAIL),
            event,
        };
        self.draw_code(wanted).await
    }

    pub async fn known_mailed_code(
        &self,
        account: AccountId,
        purpose: CodePurpose,
    ) -> Result<Option<KnownCode>, Trouble> {
        self.known_code(CodeHolder::Account(account), purpose.as_str())
            .await
    }

    pub async fn forget_mailed_code(&self, account: AccountId, purpose: CodePurpose) -> Result<(), Trouble> {
        let event = ChangeEvent::new(Actor::System, Action::CodeMailed).account(account);
        self.forget_code(CodeHolder::Account(account), purpose.as_str(), event)
            .await
    }

    /// The code that was sent to the account's address came back: from now on it is a second factor. `false`: wrong.
    pub async fn confirm_address(
        &self,
        stored: &StoredAccount,
        code: &Secret,
        bearer: Bearer,
        client: &ClientEvidence,
    ) -> Result<bool, Trouble> {
        let id = stored.account.id;
        let enrolment = Enrolment {
            account: id,
            factor: SecondFactor::Email,
            bearer,
            client,
        };
        if let Counted::Refused(_) = enrolment.count(self).await? {
            return Ok(false);
        }
        let purpose = CodePurpose::VerifyAddress.as_str();
        let holder = CodeHolder::Account(id);
        let digest = self
            .keys
            .code_digest(holder, purpose, &normalise_code(code.reveal()));
        let now = self.clock.now();
        let mut change = self.store.change().await?;
        if !change.use_mailed_code(holder, purpose, digest, now).await? {
            drop(change);
            self.record_event(&enrolment.event(Action::FactorRefused)).await?;
            return Ok(false);
        }
        let Some(mut fresh) = change.account(id).await? else {
            return Ok(false);
        };
        fresh.account.email_verified = true;
        fresh.account.email_factor = true;
        enrolment.complete(change, &fresh, now).await?;
        Ok(true)
    }

    /// The address stays verified; its codes are no second factor any more.
    pub async fn disable_email_factor(
        &self,
        stored: &StoredAccount,
        bearer: Bearer,
        client: &ClientEvidence,
    ) -> Result<(), Trouble> {
        let id = stored.account.id;
        let now = self.clock.now();
        let mut change = self.store.change().await?;
        let Some(mut fresh) = change.account(id).await? else {
            return Ok(());
        };
        fresh.account.email_factor = false;
        let enrolment = Enrolment {
            account: id,
            factor: SecondFactor::Email,
            bearer,
            client,
        };
        enrolment.give_up(change, &fresh, now).await
    }
}
