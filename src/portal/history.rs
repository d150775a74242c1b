//! What became of a grant, worked out from its changes: who is signed in, what was cut, how it ended.

use jiff::Timestamp;

use super::desk::Desk;
use super::pages::CutBy;
use crate::access::{Grant, SessionId};
use crate::actions::Trouble;
use crate::audit::{Action, Actor, ChangeRecord};
use crate::store::StoreError;

/// The story of one grant.
#[derive(Debug, Default)]
pub(super) struct History {
    pub(super) sessions: Vec<OpenSession>,
    pub(super) sign_ins: u64,
    pub(super) failed_sign_ins: u64,
    pub(super) last_cut: Option<CutEvent>,
    pub(super) revoked: Option<(Timestamp, Actor)>,
}

/// An agent who is signed in.
#[derive(Debug, Clone)]
pub(super) struct OpenSession {
    id: SessionId,
    pub(super) user_agent: String,
    pub(super) address: String,
    pub(super) since: Timestamp,
}

/// What the last change that cuts has cut.
#[derive(Debug, Clone, Copy)]
pub(super) struct CutEvent {
    pub(super) by: CutBy,
    pub(super) at: Timestamp,
    /// Signed in at that moment.
    pub(super) sessions: u64,
    pub(super) requests: u64,
    pub(super) micros: u64,
}

impl History {
    pub(super) async fn of(desk: &Desk, grant: &Grant) -> Result<Self, Trouble> {
        let logged = desk
            .actions
            .store
            .changes_of_grant(grant.id, Timestamp::UNIX_EPOCH)
            .await?;
        let mut history = Self::default();
        for change in logged {
            let record = ChangeRecord::parse(&change.body)
                .map_err(|error| StoreError::Corrupt(format!("a change: {error}")))?;
            history.take(record);
        }
        Ok(history)
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "what else is logged has no part in the story of a grant"
    )]
    fn take(&mut self, change: ChangeRecord) {
        let event = &change.event;
        match event.action {
            Action::SignedIn => {
                self.sign_ins += 1;
                if let Some(id) = event.session {
                    self.sessions.push(OpenSession {
                        id,
                        user_agent: event.detail.get("userAgent").cloned().unwrap_or_default(),
                        address: event.actor.ip().map(|ip| ip.to_string()).unwrap_or_default(),
                        since: change.at,
                    });
                }
            }
            Action::SignedOut => {
                self.sessions.retain(|session| Some(session.id) != event.session);
            }
            Action::SignInLocked | Action::CodeRefused => self.failed_sign_ins += 1,
            Action::GrantPaused => self.cut_by(CutBy::Paused, change.at),
            Action::GrantRegenerated => {
                self.cut_by(CutBy::Regenerated, change.at);
                self.sessions.clear();
            }
            Action::GrantRevoked => {
                self.cut_by(CutBy::Revoked, change.at);
                self.sessions.clear();
                self.revoked = Some((change.at, event.actor.clone()));
            }
            Action::SessionsCut => {
                let number = |name: &str| event.detail.get(name).and_then(|text| text.parse().ok());
                // Nobody writes down that a grant's time is up, only what was cut by it.
                let is_end = event
                    .detail
                    .get("because")
                    .is_some_and(|because| because == "expired");
                if is_end && self.last_cut.is_none_or(|cut| cut.by != CutBy::Expired) {
                    self.cut_by(CutBy::Expired, change.at);
                }
                if let Some(cut) = &mut self.last_cut {
                    cut.requests += number("count").unwrap_or(0);
                    cut.micros = cut.micros.max(number("micros").unwrap_or(0));
                }
            }
            _ => {}
        }
    }

    fn cut_by(&mut self, by: CutBy, at: Timestamp) {
        self.last_cut = Some(CutEvent {
            by,
            at,
            sessions: u64::try_from(self.sessions.len()).unwrap_or(u64::MAX),
            requests: 0,
            micros: 0,
        });
    }
}
