//! Who changed what: the events that are stored in the same transaction as the change they speak of (invariant 4).
//!
//! The store keeps the text of each event as it was hashed, so that it can be verified without knowing what it says.

use std::collections::BTreeMap;
use std::net::IpAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::chain::{ChainHash, link};
use super::json::Members;
use crate::access::{AccountId, GrantId, RoomId, SessionId, TokenId};

/// Something changed, or somebody tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeEvent {
    pub actor: Actor,
    pub action: Action,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<GrantId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
    /// The account that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// Small facts by name, for people. Never a secret.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub detail: BTreeMap<String, String>,
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Actor {
    /// Somebody at the command line of the gateway's machine.
    CommandLine { os_user: String },
    /// Whoever is behind a support session or, without one, wants to have one.
    Agent {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<SessionId>,
        ip: IpAddr,
    },
    /// Somebody with an account on the portal, in a browser or by a program.
    Account {
        account: AccountId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<SessionId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        token: Option<TokenId>,
        ip: IpAddr,
    },
    /// Somebody without an account, in the one room that they were invited to.
    RoomGuest { room: RoomId, ip: IpAddr },
    /// The gateway itself.
    System,
}

impl ChangeEvent {
    pub fn new(actor: Actor, action: Action) -> Self {
        Self {
            actor,
            action,
            grant: None,
            session: None,
            account: None,
            detail: BTreeMap::new(),
        }
    }

    #[must_use]
    pub fn grant(self, grant: GrantId) -> Self {
        Self {
            grant: Some(grant),
            ..self
        }
    }

    #[must_use]
    pub fn session(self, session: SessionId) -> Self {
        Self {
            session: Some(session),
            ..self
        }
    }

    #[must_use]
    pub fn account(self, account: AccountId) -> Self {
        Self {
            account: Some(account),
            ..self
        }
    }

    /// A small fact for people. Never a secret.
    #[must_use]
    pub fn detail(mut self, name: &str, fact: impl Into<String>) -> Self {
        self.detail.insert(name.to_owned(), fact.into());
        self
    }
}

impl Actor {
    /// Somebody without a session.
    pub const fn client(ip: IpAddr) -> Self {
        Self::Agent { session: None, ip }
    }

    pub const fn agent(session: SessionId, ip: IpAddr) -> Self {
        Self::Agent {
            session: Some(session),
            ip,
        }
    }

    /// From where; `None`: from the gateway's own machine.
    pub const fn ip(&self) -> Option<IpAddr> {
        match self {
            Self::Agent { ip, .. } | Self::Account { ip, .. } | Self::RoomGuest { ip, .. } => Some(*ip),
            Self::CommandLine { .. } | Self::System => None,
        }
    }
}

/// What was done. The codes are stable: the store, `audit list` and operators' scripts use them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    GrantCreated,
    GrantRevoked,
    GrantRegenerated,
    GrantPaused,
    GrantResumed,
    /// Counted before it is verified.
    SignInAttempted,
    /// The first half of a sign-in.
    PasswordAccepted,
    SignedIn,
    SignInRefused,
    /// Counted before it is verified.
    CodeAttempted,
    CodeAccepted,
    CodeRefused,
    /// One navigation to a place that always asks.
    PassTaken,
    SignInLocked,
    SignedOut,
    SessionsCut,
    /// Every gateway on this store is to read its configuration again.
    ReloadAsked,
    PolicyReloaded,
    PolicyReloadRefused,
    GatewayStarted,
    GatewayStopped,
    /// What was long over was taken out of the store.
    StorePruned,
    AccountAdded,
    AccountDisabled,
    AccountEnabled,
    AccountInvited,
    /// The operator knows that the account's address is its owner's.
    AddressVouchedFor,
    InvitationAccepted,
    AccountSignInAttempted,
    AccountPasswordAccepted,
    AccountSignedIn,
    AccountSignInRefused,
    AccountSignInLocked,
    AccountSignedOut,
    FactorAttempted,
    FactorAccepted,
    FactorRefused,
    CodeMailed,
    FactorEnrolling,
    FactorEnabled,
    FactorDisabled,
    FactorsReset,
    RecoveryCodesDrawn,
    PasswordChanged,
    PasswordReset,
    TrustForgotten,
    TokenCreated,
    TokenRegenerated,
    TokenRevoked,
    FreezeLinkMade,
    LanguageChosen,
    RoomOpened,
    RoomJoined,
    /// A guest came back on another device.
    RoomReturned,
    RoomReturnRefused,
    RoomMessageSent,
    RoomMessageRead,
    /// Emptied, with new keys and a new invitation.
    RoomStartedAgain,
    RoomClosed,
    /// Its time was over.
    RoomExpired,
    HandoffLinkCreated,
    HandoffLinkOpened,
    /// A wrong code, counted; or somebody who does not have the link.
    HandoffLinkRefused,
    HandoffLinkRevoked,
    /// Too many wrong codes.
    HandoffLinkWiped,
    HandoffLinkExpired,
}

impl Action {
    pub const ALL: [Self; 66] = [
        Self::GrantCreated,
        Self::GrantRevoked,
        Self::GrantRegenerated,
        Self::GrantPaused,
        Self::GrantResumed,
        Self::SignInAttempted,
        Self::PasswordAccepted,
        Self::SignedIn,
        Self::SignInRefused,
        Self::CodeAttempted,
        Self::CodeAccepted,
        Self::CodeRefused,
        Self::PassTaken,
        Self::SignInLocked,
        Self::SignedOut,
        Self::SessionsCut,
        Self::ReloadAsked,
        Self::PolicyReloaded,
        Self::PolicyReloadRefused,
        Self::GatewayStarted,
        Self::GatewayStopped,
        Self::StorePruned,
        Self::AccountAdded,
        Self::AccountDisabled,
        Self::AccountEnabled,
        Self::AccountInvited,
        Self::AddressVouchedFor,
        Self::InvitationAccepted,
        Self::AccountSignInAttempted,
        Self::AccountPasswordAccepted,
        Self::AccountSignedIn,
        Self::AccountSignInRefused,
        Self::AccountSignInLocked,
        Self::AccountSignedOut,
        Self::FactorAttempted,
        Self::FactorAccepted,
        Self::FactorRefused,
        Self::CodeMailed,
        Self::FactorEnrolling,
        Self::FactorEnabled,
        Self::FactorDisabled,
        Self::FactorsReset,
        Self::RecoveryCodesDrawn,
        Self::PasswordChanged,
        Self::PasswordReset,
        Self::TrustForgotten,
        Self::TokenCreated,
        Self::TokenRegenerated,
        Self::TokenRevoked,
        Self::FreezeLinkMade,
        Self::LanguageChosen,
        Self::RoomOpened,
        Self::RoomJoined,
        Self::RoomReturned,
        Self::RoomReturnRefused,
        Self::RoomMessageSent,
        Self::RoomMessageRead,
        Self::RoomStartedAgain,
        Self::RoomClosed,
        Self::RoomExpired,
        Self::HandoffLinkCreated,
        Self::HandoffLinkOpened,
        Self::HandoffLinkRefused,
        Self::HandoffLinkRevoked,
        Self::HandoffLinkWiped,
        Self::HandoffLinkExpired,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::GrantCreated => "grant-created",
            Self::GrantRevoked => "grant-revoked",
            Self::GrantRegenerated => "grant-regenerated",
            Self::GrantPaused => "grant-paused",
            Self::GrantResumed => "grant-resumed",
            Self::SignInAttempted => "sign-in-attempted",
            Self::PasswordAccepted => "password-accepted",
            Self::CodeAttempted => "code-attempted",
            Self::PassTaken => "pass-taken",
            Self::SignedIn => "signed-in",
            Self::SignInRefused => "sign-in-refused",
            Self::CodeAccepted => "code-accepted",
            Self::CodeRefused => "code-refused",
            Self::SignInLocked => "sign-in-locked",
            Self::SignedOut => "signed-out",
            Self::SessionsCut => "sessions-cut",
            Self::ReloadAsked => "reload-asked",
            Self::PolicyReloaded => "policy-reloaded",
            Self::PolicyReloadRefused => "policy-reload-refused",
            Self::GatewayStarted => "gateway-started",
            Self::GatewayStopped => "gateway-stopped",
            Self::StorePruned => "store-pruned",
            Self::AccountAdded => "account-added",
            Self::AccountDisabled => "account-disabled",
            Self::AccountEnabled => "account-enabled",
            Self::AccountInvited => "account-invited",
            Self::AddressVouchedFor => "address-vouched-for",
            Self::InvitationAccepted => "invitation-accepted",
            Self::AccountSignInAttempted => "account-sign-in-attempted",
            Self::AccountPasswordAccepted => "account-password-accepted",
            Self::AccountSignedIn => "account-signed-in",
            Self::AccountSignInRefused => "account-sign-in-refused",
            Self::AccountSignInLocked => "account-sign-in-locked",
            Self::AccountSignedOut => "account-signed-out",
            Self::FactorAttempted => "factor-attempted",
            Self::FactorAccepted => "factor-accepted",
            Self::FactorRefused => "factor-refused",
            Self::CodeMailed => "code-mailed",
            Self::FactorEnrolling => "factor-enrolling",
            Self::FactorEnabled => "factor-enabled",
            Self::FactorDisabled => "factor-disabled",
            Self::FactorsReset => "factors-reset",
            Self::RecoveryCodesDrawn => "recovery-codes-drawn",
            Self::PasswordChanged => "password-changed",
            Self::PasswordReset => "password-reset",
            Self::TrustForgotten => "trust-forgotten",
            Self::TokenCreated => "token-created",
            Self::TokenRegenerated => "token-regenerated",
            Self::TokenRevoked => "token-revoked",
            Self::FreezeLinkMade => "freeze-link-made",
            Self::LanguageChosen => "language-chosen",
            Self::RoomOpened => "room-opened",
            Self::RoomJoined => "room-joined",
            Self::RoomReturned => "room-returned",
            Self::RoomReturnRefused => "room-return-refused",
            Self::RoomMessageSent => "room-message-sent",
            Self::RoomMessageRead => "room-message-read",
            Self::RoomStartedAgain => "room-started-again",
            Self::RoomClosed => "room-closed",
            Self::RoomExpired => "room-expired",
            Self::HandoffLinkCreated => "handoff-link-created",
            Self::HandoffLinkOpened => "handoff-link-opened",
            Self::HandoffLinkRefused => "handoff-link-refused",
            Self::HandoffLinkRevoked => "handoff-link-revoked",
            Self::HandoffLinkWiped => "handoff-link-wiped",
            Self::HandoffLinkExpired => "handoff-link-expired",
        }
    }
}

/// The text under which an event is stored, and its hash: the chain's new head.
///
/// The text is the members of a JSON object without its braces (`"seq":7,"at":…`); [`ChangeRecord::parse`] reads it.
/// `seq` is the event's place in the chain, counted from 1.
pub fn change_record(
    previous: ChainHash,
    seq: u64,
    at: Timestamp,
    event: &ChangeEvent,
) -> (String, ChainHash) {
    let mut rest = String::with_capacity(256);
    let mut members = Members::new(&mut rest);
    members.number("seq", seq);
    members.text("at", format_args!("{at:.3}"));
    members.object("actor", |actor| write_actor(actor, &event.actor));
    members.text("action", event.action.code());
    members.text_if("grant", event.grant);
    members.text_if("session", event.session);
    members.text_if("account", event.account);
    if !event.detail.is_empty() {
        members.object("detail", |detail| {
            for (name, fact) in &event.detail {
                detail.entry(name, fact);
            }
        });
    }
    let hash = link(previous, rest.as_bytes());
    (rest, hash)
}

fn write_actor(members: &mut Members<'_>, actor: &Actor) {
    match actor {
        Actor::CommandLine { os_user } => {
            members.text("kind", "command-line");
            members.text("osUser", os_user);
        }
        Actor::Agent { session, ip } => {
            members.text("kind", "agent");
            members.text_if("session", *session);
            members.text("ip", ip);
        }
        Actor::Account {
            account,
            session,
            token,
            ip,
        } => {
            members.text("kind", "account");
            members.text("account", account);
            members.text_if("session", *session);
            members.text_if("token", *token);
            members.text("ip", ip);
        }
        Actor::RoomGuest { room, ip } => {
            members.text("kind", "room-guest");
            members.text("room", room);
            members.text("ip", ip);
        }
        Actor::System => members.text("kind", "system"),
    }
}

/// A stored event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeRecord {
    pub seq: u64,
    pub at: Timestamp,
    #[serde(flatten)]
    pub event: ChangeEvent,
}

impl ChangeRecord {
    /// Reads the text that [`change_record`] wrote.
    ///
    /// # Errors
    /// The text is something else.
    pub fn parse(rest: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(&format!("{{{rest}}}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at() -> Timestamp {
        "2026-03-01T09:30:00.123Z".parse().unwrap()
    }

    fn revocation() -> ChangeEvent {
        ChangeEvent {
            actor: Actor::CommandLine {
                os_user: "anna\n\"".to_owned(),
            },
            action: Action::GrantRevoked,
            grant: Some(GrantId::from_bytes([7; 16])),
            session: None,
            account: None,
            detail: BTreeMap::from([("reason".to_owned(), "the call is over".to_owned())]),
        }
    }

    #[test]
    fn an_event_is_written_in_one_way() {
        let (rest, hash) = change_record(ChainHash::GENESIS, 1, at(), &revocation());
        assert_eq!(
            rest,
            "\"seq\":1,\"at\":\"2026-03-01T09:30:00.123Z\",\
             \"actor\":{\"kind\":\"command-line\",\"osUser\":\"anna\\u000a\\\"\"},\
             \"action\":\"grant-revoked\",\"grant\":\"a4dqobyha4dqobyha4dqobyha4\",\
             \"detail\":{\"reason\":\"the call is over\"}"
        );
        assert_eq!(hash, link(ChainHash::GENESIS, rest.as_bytes()));
    }

    #[test]
    fn an_event_is_read_as_it_was_written() {
        let agent = Actor::Agent {
            session: Some(SessionId::from_bytes([9; 16])),
            ip: "2001:db8::1".parse().unwrap(),
        };
        let stranger = Actor::Agent {
            session: None,
            ip: "192.0.2.1".parse().unwrap(),
        };
        for actor in [revocation().actor, agent, stranger, Actor::System] {
            for detail in [revocation().detail, BTreeMap::new()] {
                let event = ChangeEvent {
                    actor: actor.clone(),
                    detail,
                    ..revocation()
                };
                let (rest, _) = change_record(ChainHash::GENESIS, 3, at(), &event);
                let (seq, at) = (3, at());
                assert_eq!(
                    ChangeRecord::parse(&rest).unwrap(),
                    ChangeRecord { seq, at, event }
                );
            }
        }
    }

    #[test]
    fn an_action_is_read_by_its_code() {
        for action in Action::ALL {
            assert_eq!(serde_json::to_value(action).unwrap(), action.code());
        }
    }
}
