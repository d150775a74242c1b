//! An agent's security code, whichever kind the grant has: mailed where it is mailed, recognised, and used up.

use jiff::Timestamp;
use subtle::ConstantTimeEq;

use super::credentials::seed_purpose;
use super::mailed_code::{KnownCode, MailedNow, Resend, WantedCode};
use super::{Actions, Trouble};
use crate::access::{ClientEvidence, CodeHolder, Grant, Session, SessionId, SessionStage, ThrottleRule};
use crate::audit::{Action, Actor, ChangeEvent};
use crate::crypto::{Secret, TotpSeed};
use crate::store::{Change, StoredCode, Subject};

/// What a mailed code of a grant is good for, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgentCode {
    /// Its sign-in.
    SignIn,
    /// A challenge inside this session.
    StepUp(SessionId),
}

impl AgentCode {
    /// What is asked for inside this session: half of one lacks its sign-in's code.
    pub fn of(session: &Session) -> Self {
        match session.stage {
            SessionStage::AwaitingCode => Self::SignIn,
            SessionStage::Complete => Self::StepUp(session.id),
        }
    }

    fn purpose(self) -> String {
        match self {
            Self::SignIn => "sign-in".to_owned(),
            Self::StepUp(session) => format!("session {session}"),
        }
    }

    fn actor(self, client: &ClientEvidence) -> Actor {
        match self {
            Self::SignIn => Actor::client(client.ip),
            Self::StepUp(session) => Actor::agent(session, client.ip),
        }
    }
}

/// A code that looks right; what using it up takes.
#[derive(Debug, Clone)]
pub(super) enum CodeProof {
    Fixed,
    TotpStep(u64),
    Mailed { purpose: String, digest: [u8; 32] },
}

impl Actions {
    /// A new code for the grant's agent.
    pub async fn draw_agent_code(
        &self,
        grant: &Grant,
        code: AgentCode,
        again: Resend,
        client: &ClientEvidence,
    ) -> Result<MailedNow, Trouble> {
        let wanted = WantedCode {
            holder: CodeHolder::Grant(grant.id),
            purpose: &code.purpose(),
            again,
            limit: (Subject::GrantMail(grant.id), ThrottleRule::GRANT_MAIL),
            event: ChangeEvent::new(code.actor(client), Action::CodeMailed).grant(grant.id),
        };
        self.draw_code(wanted).await
    }

    pub async fn known_agent_code(
        &self,
        grant: &Grant,
        code: AgentCode,
    ) -> Result<Option<KnownCode>, Trouble> {
        self.known_code(CodeHolder::Grant(grant.id), &code.purpose())
            .await
    }

    pub async fn forget_agent_code(&self, grant: &Grant, code: AgentCode) -> Result<(), Trouble> {
        let event = ChangeEvent::new(Actor::System, Action::CodeMailed).grant(grant.id);
        self.forget_code(CodeHolder::Grant(grant.id), &code.purpose(), event)
            .await
    }

    /// `None`: wrong.
    pub(super) async fn recognise_code(
        &self,
        grant: &Grant,
        stored: &StoredCode,
        code: &Secret,
        asked: AgentCode,
        now: Timestamp,
    ) -> Result<Option<CodeProof>, Trouble> {
        match stored {
            StoredCode::Fixed(hash) => {
                let (hash, code) = (hash.clone(), code.clone());
                let right = self.hashing.run(move || hash.verify(&code)).await?;
                Ok(right.then_some(CodeProof::Fixed))
            }
            StoredCode::Totp(sealed) => {
                let opened = self.keys.open(&seed_purpose(grant), sealed);
                let seed = TotpSeed::from_bytes(&opened.map_err(|_| Trouble::Crypto)?);
                let seed = seed.ok_or(Trouble::Crypto)?;
                Ok(seed.matching_step(code.reveal(), now).map(CodeProof::TotpStep))
            }
            StoredCode::Mailed => {
                let (holder, purpose) = (CodeHolder::Grant(grant.id), asked.purpose());
                let digest = self.keys.code_digest(holder, &purpose, code.reveal());
                let sent = self.store.mailed_code(holder, &purpose, now).await?;
                let right = sent.is_some_and(|sent| bool::from(sent.digest.ct_eq(&digest)));
                Ok(right.then_some(CodeProof::Mailed { purpose, digest }))
            }
        }
    }
}

impl CodeProof {
    /// `true` for exactly one caller, where a code works once.
    pub(super) async fn use_up(
        self,
        change: &mut Change,
        grant: &Grant,
        now: Timestamp,
    ) -> Result<bool, Trouble> {
        Ok(match self {
            Self::Fixed => true,
            Self::TotpStep(step) => change.use_totp_step(grant.id, step).await?,
            Self::Mailed { purpose, digest } => {
                let holder = CodeHolder::Grant(grant.id);
                change.use_mailed_code(holder, &purpose, digest, now).await?
            }
        })
    }
}
