//! Codes by mail: drawn by an action, sent here, so that whoever waits for one hears when the mail server refuses.

use jiff::{SignedDuration, Timestamp};

use super::visit::Desk;
use crate::access::{ClientEvidence, CodeMethod, EmailAddress, Grant, Session};
use crate::actions::{AgentCode, KnownCode, MailedNow, Resend, Trouble};
use crate::config::Site;
use crate::crypto::Secret;
use crate::mail::letters::{CodeLetter, CodePurpose, Reader};
use crate::mail::{Letter, Mailer};
use crate::web::contract::{ChallengeDetails, MailedCodeDetails};
use crate::web::time::seconds_until;
use crate::words::Language;

/// What became of a code.
#[derive(Debug, Clone, Copy)]
pub enum Mailed {
    Sent(KnownCode),
    /// An earlier one is good still.
    Already(KnownCode),
    TooMany {
        until: Option<Timestamp>,
    },
    /// The mail server did not take it. Nobody has it, so it is to be forgotten.
    Failed,
    /// This gateway sends no mail, or none was asked for.
    None,
}

impl Mailed {
    /// What was sent before, by somebody who does not send now.
    pub fn known(known: Option<KnownCode>) -> Self {
        known.map_or(Self::None, Self::Already)
    }

    /// What a program is told of it.
    pub fn details(self, address: String, now: Timestamp) -> MailedCodeDetails {
        let (sent_now, until) = match self {
            Self::Sent(known) => (true, Some(known.until)),
            Self::Already(known) => (false, Some(known.until)),
            Self::TooMany { .. } | Self::Failed | Self::None => (false, None),
        };
        MailedCodeDetails {
            sent_now,
            address,
            expires_in: until.map_or(0, |until| seconds_until(Some(until), now)),
            until,
        }
    }
}

/// Sends a code that was just drawn, in the letter made for it.
pub async fn deliver(
    mailer: &Mailer,
    drawn: MailedNow,
    now: Timestamp,
    letter: impl FnOnce(&Secret, SignedDuration) -> Option<Letter>,
) -> Mailed {
    let (code, known) = match drawn {
        MailedNow::Send { code, known } => (code, known),
        MailedNow::Already(known) => return Mailed::Already(known),
        MailedNow::TooMany { until } => return Mailed::TooMany { until },
    };
    let Some(letter) = letter(&code, known.until.duration_since(now)) else {
        return Mailed::Failed;
    };
    match mailer.send(letter).await {
        Ok(()) => Mailed::Sent(known),
        Err(error) => {
            tracing::error!(%error, "a code could not be sent by mail");
            Mailed::Failed
        }
    }
}

/// An agent who is asked for a code.
pub struct Asked<'a> {
    pub site: &'a Site,
    pub grant: &'a Grant,
    pub session: &'a Session,
    pub client: &'a ClientEvidence,
    pub language: Language,
}

impl Asked<'_> {
    /// Enough for the agent to recognise the address.
    pub(super) fn masked_address(&self) -> String {
        let address = self.grant.agent.email.as_deref().unwrap_or_default();
        let address = address.parse::<EmailAddress>();
        address.map_or_else(|_| String::new(), |address| address.masked())
    }

    /// What became of the code that is asked for.
    pub(super) async fn mailed(&self, desk: &Desk<'_>, sends: Sends) -> Result<Mailed, Trouble> {
        match sends {
            Sends::Mail(again) => self.mail(desk, again).await,
            Sends::Nothing => {
                let code = AgentCode::of(self.session);
                Ok(Mailed::known(
                    desk.actions.known_agent_code(self.grant, code).await?,
                ))
            }
        }
    }

    /// Where the access is over, or the policy no longer has codes by mail, nothing is sent.
    async fn mail(&self, desk: &Desk<'_>, again: Resend) -> Result<Mailed, Trouble> {
        let now = desk.actions.clock.now();
        let is_wanted = self.site.security_codes.contains(&CodeMethod::Email)
            && self.grant.is_live_at(now)
            && self.grant.generation == self.session.generation;
        let Some(mailer) = desk.mailer.filter(|_| is_wanted) else {
            return Ok(Mailed::None);
        };
        let code = AgentCode::of(self.session);
        let drawn = desk
            .actions
            .draw_agent_code(self.grant, code, again, self.client)
            .await?;
        let agent = &self.grant.agent;
        let name = agent.name.as_deref().unwrap_or_default();
        let to = Reader::new(
            name,
            agent.email.as_deref().unwrap_or_default(),
            Some(self.language.tag()),
        );
        let mailed = deliver(mailer, drawn, now, |code, valid_for| {
            let letter = CodeLetter {
                to: to.as_ref()?,
                product: &desk.product,
                code,
                purpose: CodePurpose::Support {
                    site: self.site.policy.name.as_str(),
                },
                valid_for,
            };
            Some(letter.letter())
        })
        .await;
        if matches!(mailed, Mailed::Failed) {
            desk.actions.forget_agent_code(self.grant, code).await?;
        }
        Ok(mailed)
    }

    /// What a program must know to answer. `sends`: it asks for the first time, so a mailed code goes out.
    pub async fn details<'c>(
        &self,
        desk: &Desk<'_>,
        sends: Sends,
        challenge: &'c str,
    ) -> Result<ChallengeDetails<'c>, Trouble> {
        let details = ChallengeDetails::of_grant(self.grant.code, challenge);
        if self.grant.code != CodeMethod::Email {
            return Ok(details);
        }
        let mailed = self.mailed(desk, sends).await?;
        let mailed = mailed.details(self.masked_address(), desk.actions.clock.now());
        Ok(ChallengeDetails {
            mailed: Some(mailed),
            ..details
        })
    }
}

/// A call without its code.
pub(super) const FIRST_TIME: Sends = Sends::Mail(Resend::WhenNoneIsGood);

/// Whether telling a program what it lacks sends it a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sends {
    Mail(Resend),
    /// A wrong guess is no reason for a mail, nor is what a page asks for in the background.
    Nothing,
}
