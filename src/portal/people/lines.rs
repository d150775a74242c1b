//! What happened, as lines of the timeline: in the reader's words, with the operator's names for the parts of an app.

use std::collections::HashMap;

use super::user_agent;
use crate::access::TokenId;
use crate::audit::{Action, Actor, ChangeEvent, ChangeRecord, DecisionRecord, DecisionVerdict};
use crate::portal::desk::Policy;
use crate::portal::pages::{ActivityKind, ActivityLine, Deed, Outcome};
use crate::portal::timeline::{Event, Kind};
use crate::words::Words;

/// Characters of a room's id that are enough to tell one from another.
const SHORT_ROOM: usize = 6;

/// What a line needs to know besides its event.
pub(super) struct Teller<'t> {
    pub(super) policy: &'t Policy,
    pub(super) words: &'t Words,
    /// Whoever reads: their own deeds carry their name.
    pub(super) reader: &'t str,
    /// Grants by id: agent, site, and the user that the agent acts as.
    pub(super) grants: &'t [crate::access::Grant],
    /// What the reader's tokens are called, also those that are revoked.
    pub(super) tokens: &'t HashMap<TokenId, String>,
}

impl Teller<'_> {
    /// The newest first; repeats in a row are one line.
    pub(super) fn lines(&self, events: &[Event]) -> Vec<ActivityLine> {
        let mut lines: Vec<ActivityLine> = Vec::new();
        for event in events {
            let line = self.line(event);
            match lines.last_mut() {
                Some(last) if is_repeat(last, &line) => last.times += 1,
                _ => lines.push(line),
            }
        }
        lines
    }

    pub(super) fn line(&self, event: &Event) -> ActivityLine {
        let grant = event
            .grant()
            .and_then(|id| self.grants.iter().find(|grant| grant.id == id));
        let mut line = match event {
            Event::Change(change) => self.change(change),
            Event::Decision(decision) => self.decision(decision),
        };
        line.kind = match event.kind() {
            Kind::Access => ActivityKind::Access,
            Kind::Blocked => ActivityKind::Blocked,
            Kind::SignIn => ActivityKind::SignIn,
            Kind::Change => ActivityKind::Change,
        };
        line.grant_id = event.grant().map(|id| id.to_string());
        line.site = grant.map(|grant| grant.site.to_string());
        if let Event::Decision(decision) = event
            && let Some(token) = decision.token
        {
            let name = self.tokens.get(&token).map_or("", String::as_str);
            line.actor = self.words.say_with("activity-token", &[("name", name)]);
            line.site = Some(decision.site.to_string());
        }
        if line.actor.is_empty() {
            let agent = grant.and_then(|grant| grant.agent.name.clone());
            line.actor = agent.unwrap_or_else(|| self.words.say("common-support-agent"));
            line.acted_as = grant.map(|grant| grant.grantor.clone());
        }
        line
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "an action that no page has words for yet is told by its code"
    )]
    fn change(&self, change: &ChangeRecord) -> ActivityLine {
        let event = &change.event;
        let detail = |name: &str| event.detail.get(name).cloned();
        let link = |key: &str| {
            let values = [("link", detail("link").unwrap_or_default())];
            Deed::Other(self.words.say_with(key, &values))
        };
        let room = |key: &str| {
            let short: String = detail("room")
                .unwrap_or_default()
                .chars()
                .take(SHORT_ROOM)
                .collect();
            Deed::Other(self.words.say_with(key, &[("room", short)]))
        };
        let (deed, outcome) = match event.action {
            Action::GrantCreated => (
                Deed::GaveAccess(detail("site").unwrap_or_default()),
                Outcome::Done,
            ),
            Action::GrantRevoked => (Deed::Revoked, Outcome::Done),
            Action::GrantRegenerated => (Deed::Regenerated, Outcome::Done),
            Action::GrantPaused => (Deed::Paused, Outcome::Done),
            Action::GrantResumed => (Deed::Resumed, Outcome::Done),
            Action::SignedIn => (Deed::SignedIn, Outcome::Done),
            Action::SignedOut => (Deed::SignedOut, Outcome::Done),
            Action::SignInRefused => (Deed::FailedToSignIn, Outcome::Failed),
            Action::CodeRefused => (Deed::WrongCode, Outcome::Failed),
            Action::SignInLocked => (Deed::LockedOut, Outcome::Failed),
            Action::AccountSignedIn => (Deed::SignedIn, Outcome::Done),
            Action::AccountSignedOut if ends_others(event) => (Deed::EndedSession, Outcome::Done),
            Action::AccountSignedOut => (Deed::SignedOut, Outcome::Done),
            Action::PasswordChanged => (Deed::ChangedPassword, Outcome::Done),
            Action::FactorEnabled if is_mail(event) => (Deed::EnabledEmail, Outcome::Done),
            Action::FactorEnabled => (Deed::EnabledAuthenticator, Outcome::Done),
            Action::FactorDisabled if is_mail(event) => (Deed::DisabledEmail, Outcome::Done),
            Action::FactorDisabled => (Deed::DisabledAuthenticator, Outcome::Done),
            Action::RecoveryCodesDrawn => (Deed::MadeRecoveryCodes, Outcome::Done),
            Action::TrustForgotten => (Deed::ForgotTrust, Outcome::Done),
            Action::TokenCreated => (Deed::MadeToken(detail("name").unwrap_or_default()), Outcome::Done),
            Action::TokenRegenerated => (
                Deed::RenewedToken(detail("name").unwrap_or_default()),
                Outcome::Done,
            ),
            Action::TokenRevoked => (
                Deed::RevokedToken(detail("name").unwrap_or_default()),
                Outcome::Done,
            ),
            Action::PasswordReset => (Deed::ResetPassword, Outcome::Done),
            Action::FactorsReset => (Deed::ResetFactors, Outcome::Done),
            Action::SessionsCut if detail("because").is_some_and(|because| because == "expired") => {
                (Deed::Expired, Outcome::Done)
            }
            Action::SessionsCut => {
                let count = detail("count").and_then(|count| count.parse::<u64>().ok());
                let cut = self
                    .words
                    .say_with("activity-cut", &[("count", count.unwrap_or(0))]);
                (Deed::Other(cut), Outcome::Done)
            }
            Action::CodeMailed => (Deed::Other(self.words.say("activity-code-mailed")), Outcome::Done),
            Action::CodeAccepted => (
                Deed::Other(self.words.say("activity-code-accepted")),
                Outcome::Done,
            ),
            Action::HandoffLinkCreated => (link("activity-made-link"), Outcome::Done),
            Action::HandoffLinkOpened => (link("activity-opened-link"), Outcome::Done),
            Action::HandoffLinkRefused => (link("activity-failed-link"), Outcome::Failed),
            Action::HandoffLinkRevoked => (link("activity-revoked-link"), Outcome::Done),
            Action::HandoffLinkWiped => (link("activity-wiped-link"), Outcome::Failed),
            Action::HandoffLinkExpired => (link("activity-expired-link"), Outcome::Done),
            Action::RoomOpened => (room("activity-opened-room"), Outcome::Done),
            Action::RoomJoined => (room("activity-joined-room"), Outcome::Done),
            Action::RoomStartedAgain => (room("activity-restarted-room"), Outcome::Done),
            Action::RoomClosed => (room("activity-closed-room"), Outcome::Done),
            Action::RoomExpired => (room("activity-expired-room"), Outcome::Done),
            other => (Deed::Other(other.code().to_owned()), Outcome::Done),
        };
        let network = event.actor.ip().map(|ip| ip.to_string());
        let actor = match &event.actor {
            // The other seat of a room, and no agent.
            Actor::RoomGuest { .. } => self.words.say("activity-room-other"),
            Actor::Account { account, .. }
                if event.detail.contains_key("room") && event.account != Some(*account) =>
            {
                self.words.say("activity-room-other")
            }
            Actor::Account { .. } => self.reader.to_owned(),
            Actor::CommandLine { os_user } => os_user.clone(),
            // A receiver of a link has no account, and is no agent.
            Actor::Agent { .. } if event.detail.contains_key("link") => {
                self.words.say("activity-link-holder")
            }
            Actor::Agent { .. } => String::new(),
            Actor::System => "Gatepass".to_owned(),
        };
        ActivityLine {
            id: format!("c{}", change.seq),
            at: change.at,
            kind: ActivityKind::Change,
            actor,
            acted_as: None,
            deed,
            outcome,
            site: None,
            network,
            client: detail("userAgent").map(|text| user_agent::in_words(&text)),
            code: None,
            times: 1,
            grant_id: None,
        }
    }

    fn decision(&self, decision: &DecisionRecord) -> ActivityLine {
        let place = self.place(decision);
        let reads = matches!(decision.method.as_str(), "GET" | "HEAD" | "OPTIONS");
        let (deed, outcome) = match (decision.verdict, decision.reason.as_deref()) {
            (DecisionVerdict::Forward, _) if reads => (Deed::Opened(place), Outcome::Done),
            (DecisionVerdict::Forward, _) => (Deed::Changed(place), Outcome::Done),
            (DecisionVerdict::Challenge, _) => (Deed::WasAskedForCode, Outcome::Done),
            (DecisionVerdict::Refuse, Some("read-only")) => (Deed::TriedToChange(place), Outcome::Blocked),
            (DecisionVerdict::Refuse, Some("hidden")) => (Deed::Tried(place), Outcome::Blocked),
            (DecisionVerdict::Refuse, reason) => {
                let values = [("reason", reason.unwrap_or_default())];
                (
                    Deed::Refused(self.words.say_with("activity-refused", &values)),
                    Outcome::Blocked,
                )
            }
        };
        ActivityLine {
            id: format!("d{}", decision.code),
            at: decision.at,
            kind: ActivityKind::Access,
            actor: String::new(),
            acted_as: None,
            deed,
            outcome,
            site: None,
            network: Some(decision.ip.to_string()),
            client: None,
            code: (outcome == Outcome::Blocked).then(|| decision.code.to_string()),
            times: 1,
            grant_id: None,
        }
    }

    /// The parts that were touched, in the operator's words; `None`: what no scope names.
    fn place(&self, decision: &DecisionRecord) -> Option<String> {
        let site = self.policy.site(&decision.site);
        let labels: Vec<String> = decision
            .scopes
            .iter()
            .map(|name| {
                let scopes = site.into_iter().flat_map(|site| site.policy.scopes.iter());
                let mut known = scopes.filter(|scope| scope.name.as_str() == name);
                known
                    .next()
                    .map_or_else(|| name.clone(), |scope| scope.label.clone())
            })
            .collect();
        (!labels.is_empty()).then(|| labels.join(", "))
    }
}

/// Somebody else's session of the account was ended, and not the one that did it.
fn ends_others(event: &ChangeEvent) -> bool {
    let own = match &event.actor {
        Actor::Account { session, .. } => session.map(|id| id.to_string()),
        Actor::Agent { .. } | Actor::RoomGuest { .. } | Actor::CommandLine { .. } | Actor::System => None,
    };
    event.detail.contains_key("others") || event.detail.get("session") != own.as_ref()
}

fn is_mail(event: &ChangeEvent) -> bool {
    event.detail.get("method").is_some_and(|method| method == "email")
}

/// The same thing again, just before.
fn is_repeat(newer: &ActivityLine, older: &ActivityLine) -> bool {
    let alike = |line: &ActivityLine| {
        (
            line.kind,
            line.outcome,
            line.actor.clone(),
            line.network.clone(),
            line.client.clone(),
            line.grant_id.clone(),
        )
    };
    newer.deed == older.deed && alike(newer) == alike(older) && newer.kind != ActivityKind::Change
}
