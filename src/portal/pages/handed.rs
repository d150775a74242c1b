//! The grants that were handed to an agent.

use askama::Template;
use jiff::Timestamp;

use super::Frame;

/// `GET /handed`
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/handed.html")]
pub struct HandedPage {
    /// Of the agent who reads.
    pub frame: Frame,
    /// Grants are shown once the address is confirmed.
    pub standing: AddressStanding,
    /// The account's address, which grants name.
    pub email: String,
    /// The latest end first.
    pub lines: Vec<HandedLine>,
}

/// Whether the account's address is its owner's: one that was not confirmed may be somebody else's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressStanding {
    Confirmed,
    /// The owner can confirm it with a code.
    Unconfirmed,
    /// Nor can any code be mailed there: the operator has to vouch for it.
    NeverMailed,
}

/// One grant: nothing that opens anything.
#[derive(Debug, Clone)]
pub struct HandedLine {
    /// What grants call the app.
    pub site: String,
    /// Where the agent signs in; `None`: the app is gone from the config.
    pub url: Option<String>,
    /// The number of the support case.
    pub ticket: Option<String>,
    /// When it begins, where that is still to come.
    pub begins_at: Option<Timestamp>,
    /// Of one that is over: when it ended.
    pub good_until: Timestamp,
    pub state: HandedState,
}

/// What a grant is good for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandedState {
    /// Its beginning lies ahead.
    Scheduled,
    Open,
    Paused,
    Over,
}

impl HandedLine {
    /// What is over is no way in.
    fn address(&self) -> Option<&str> {
        self.url.as_deref().filter(|_| !self.state.is_over())
    }
}

impl HandedState {
    /// Of its badge.
    const fn colour(self) -> &'static str {
        match self {
            Self::Open => "on",
            Self::Paused => "paused",
            Self::Scheduled | Self::Over => "off",
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Scheduled => "support-badge-scheduled",
            Self::Open => "support-badge-open",
            Self::Paused => "support-badge-paused",
            Self::Over => "support-badge-ended",
        }
    }

    fn is_over(self) -> bool {
        self == Self::Over
    }

    /// And is not over: there is time left of it.
    const fn has_begun(self) -> bool {
        matches!(self, Self::Open | Self::Paused)
    }
}
