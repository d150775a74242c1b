//! Draws the codes that go out by mail. Sending them is up to whoever asked: an action does no I/O but the store's.

use jiff::{SignedDuration, Timestamp};

use super::count_attempt::Counted;
use super::{Actions, Trouble};
use crate::access::{CodeHolder, ThrottleRule};
use crate::audit::ChangeEvent;
use crate::crypto::{Secret, generate_mailed_code};
use crate::store::{MailedCode, Subject};

/// SP 800-63B-4 section 3.1.3.2: at most ten minutes.
const VALID_FOR: SignedDuration = SignedDuration::from_mins(10);
/// Between two mails.
const COOL_DOWN: SignedDuration = SignedDuration::from_secs(60);

/// A code that somebody waits for.
pub(super) struct WantedCode<'w> {
    pub(super) holder: CodeHolder,
    /// What it is good for, and nothing else.
    pub(super) purpose: &'w str,
    pub(super) again: Resend,
    /// How many mails are too many.
    pub(super) limit: (Subject, ThrottleRule),
    pub(super) event: ChangeEvent,
}

/// What to do about a code that is good still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resend {
    /// Nothing: its reader has it, or soon will.
    WhenNoneIsGood,
    /// Its reader asks for another, as after a minute they may.
    Asked,
}

/// A code that was sent before and is good still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownCode {
    pub until: Timestamp,
    /// From when on another may be sent.
    pub again_at: Timestamp,
}

/// Whether there is something to send.
#[derive(Debug, Clone)]
pub enum MailedNow {
    /// Send this; the codes before it are worthless.
    Send { code: Secret, known: KnownCode },
    /// One is on its way or waiting to be used.
    Already(KnownCode),
    /// Too many mails went to this address.
    TooMany { until: Option<Timestamp> },
}

impl Actions {
    pub(super) async fn draw_code(&self, wanted: WantedCode<'_>) -> Result<MailedNow, Trouble> {
        let WantedCode { holder, purpose, .. } = wanted;
        let now = self.clock.now();
        if let Some(known) = self.known_code(holder, purpose).await?
            && (wanted.again == Resend::WhenNoneIsGood || now < known.again_at)
        {
            return Ok(MailedNow::Already(known));
        }
        if let Counted::Refused(locked) = self.count_attempt(&[wanted.limit], &wanted.event).await? {
            return Ok(MailedNow::TooMany { until: locked.until });
        }
        let code = generate_mailed_code();
        let until = now + VALID_FOR;
        let kept = MailedCode {
            digest: self.keys.code_digest(holder, purpose, code.reveal()),
            sent_at: now,
            until,
        };
        let mut change = self.store.change().await?;
        change.keep_mailed_code(holder, purpose, kept).await?;
        let event = wanted.event.detail("until", until.to_string());
        change.commit(&event, now).await?;
        let again_at = now + COOL_DOWN;
        let known = KnownCode { until, again_at };
        Ok(MailedNow::Send { code, known })
    }

    pub(super) async fn known_code(
        &self,
        holder: CodeHolder,
        purpose: &str,
    ) -> Result<Option<KnownCode>, Trouble> {
        let known = self.store.mailed_code(holder, purpose, self.clock.now()).await?;
        Ok(known.map(|code| KnownCode {
            until: code.until,
            again_at: code.sent_at + COOL_DOWN,
        }))
    }

    /// The code never left: whoever asks for another one need not wait.
    pub(super) async fn forget_code(
        &self,
        holder: CodeHolder,
        purpose: &str,
        event: ChangeEvent,
    ) -> Result<(), Trouble> {
        let mut change = self.store.change().await?;
        change.forget_mailed_code(holder, purpose).await?;
        let event = event.detail("failed", "yes");
        change.commit(&event, self.clock.now()).await?;
        Ok(())
    }
}
