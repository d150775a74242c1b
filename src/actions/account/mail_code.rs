//! Draws the codes that go out by mail. Sending them is up to whoever asked: an action does no I/O but the store's.

use jiff::{SignedDuration, Timestamp};

use super::{Bearer, sessions::end_others};
use crate::access::{AccountId, ClientEvidence, ThrottleRule};
use crate::actions::count_attempt::Counted;
use crate::actions::{Actions, Trouble};
use crate::audit::{Action, Actor, ChangeEvent};
use crate::crypto::{Secret, generate_mailed_code, normalise_code};
use crate::store::{MailedCode, StoredAccount, Subject};

/// SP 800-63B-4 section 3.1.3.2: at most ten minutes.
const VALID_FOR: SignedDuration = SignedDuration::from_mins(10);
/// Between two mails.
const COOL_DOWN: SignedDuration = SignedDuration::from_secs(60);

/// What a code is good for, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePurpose {
    SecondFactor,
    /// Whoever has it reads the mails of that address.
    VerifyAddress,
}

impl CodePurpose {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::SecondFactor => "second-factor",
            Self::VerifyAddress => "verify-address",
        }
    }
}

/// Whether there is something to send.
#[derive(Debug, Clone)]
pub enum MailedNow {
    /// Send this; the codes before it are worthless.
    Send {
        code: Secret,
        until: Timestamp,
        again_at: Timestamp,
    },
    /// One is on its way or waiting to be used.
    Already { until: Timestamp, again_at: Timestamp },
    /// Too many mails went to this address.
    TooMany { until: Option<Timestamp> },
}

impl Actions {
    /// A new code, unless one is good still. `again`: its reader asks for another, as after a minute they may.
    pub async fn draw_mailed_code(
        &self,
        stored: &StoredAccount,
        purpose: CodePurpose,
        again: bool,
        bearer: Bearer,
        client: &ClientEvidence,
    ) -> Result<MailedNow, Trouble> {
        let account = stored.account.id;
        let now = self.clock.now();
        if let Some(known) = self.store.mailed_code(account, purpose.as_str(), now).await? {
            let again_at = known.sent_at + COOL_DOWN;
            if !again || now < again_at {
                return Ok(MailedNow::Already {
                    until: known.until,
                    again_at,
                });
            }
        }
        let event = ChangeEvent::new(bearer.actor(account, client.ip), Action::CodeMailed)
            .account(account)
            .detail("purpose", purpose.as_str());
        let subject = Subject::AccountMail(account);
        let counted = self
            .count_attempt(&[(subject, ThrottleRule::MAIL)], &event)
            .await?;
        if let Counted::Refused(locked) = counted {
            return Ok(MailedNow::TooMany { until: locked.until });
        }
        let code = generate_mailed_code();
        let until = now + VALID_FOR;
        let kept = MailedCode {
            digest: self.keys.code_digest(account, purpose.as_str(), code.reveal()),
            sent_at: now,
            until,
        };
        let mut change = self.store.change().await?;
        change.keep_mailed_code(account, purpose.as_str(), kept).await?;
        change
            .commit(&event.detail("until", until.to_string()), now)
            .await?;
        Ok(MailedNow::Send {
            code,
            until,
            again_at: now + COOL_DOWN,
        })
    }

    /// Until when the newest code is good, and from when on another may be sent.
    pub async fn known_mailed_code(
        &self,
        account: AccountId,
        purpose: CodePurpose,
    ) -> Result<Option<(Timestamp, Timestamp)>, Trouble> {
        let known = self
            .store
            .mailed_code(account, purpose.as_str(), self.clock.now())
            .await?;
        Ok(known.map(|code| (code.until, code.sent_at + COOL_DOWN)))
    }

    /// The code never left: whoever asks for another one need not wait.
    pub async fn forget_mailed_code(&self, account: AccountId, purpose: CodePurpose) -> Result<(), Trouble> {
        let now = self.clock.now();
        let mut change = self.store.change().await?;
        change.forget_mailed_code(account, purpose.as_str()).await?;
        let event = ChangeEvent::new(Actor::System, Action::CodeMailed)
            .account(account)
            .detail("failed", "yes");
        change.commit(&event, now).await?;
        Ok(())
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
        let event = |action| {
            ChangeEvent::new(bearer.actor(id, client.ip), action)
                .account(id)
                .detail("method", "email")
        };
        let subject = (Subject::AccountCode(id), ThrottleRule::STEP_UP);
        if let Counted::Refused(_) = self
            .count_attempt(&[subject], &event(Action::FactorAttempted))
            .await?
        {
            return Ok(false);
        }
        let purpose = CodePurpose::VerifyAddress.as_str();
        let digest = self.keys.code_digest(id, purpose, &normalise_code(code.reveal()));
        let now = self.clock.now();
        let mut change = self.store.change().await?;
        if !change.use_mailed_code(id, purpose, digest, now).await? {
            drop(change);
            self.record_event(&event(Action::FactorRefused)).await?;
            return Ok(false);
        }
        let Some(mut fresh) = change.account(id).await? else {
            return Ok(false);
        };
        fresh.account.email_verified = true;
        fresh.account.email_factor = true;
        change.update_account(&fresh).await?;
        change.forget_attempts(subject.0).await?;
        end_others(&mut change, id, bearer, now).await?;
        change.commit(&event(Action::FactorEnabled), now).await?;
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
        change.update_account(&fresh).await?;
        change.forget_account_trust(id, None).await?;
        let event = ChangeEvent::new(bearer.actor(id, client.ip), Action::FactorDisabled)
            .account(id)
            .detail("method", "email");
        change.commit(&event, now).await?;
        Ok(())
    }
}
