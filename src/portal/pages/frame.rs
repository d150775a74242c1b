//! What surrounds every page: whose it is, in which language, and the grants that are live right now.

use std::borrow::Borrow;

use jiff::Timestamp;

use super::html::{Html, icon};
use super::time;
use crate::words::{FluentValue, Language, Words, words};

/// The frame of a page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The reader's language.
    pub language: Language,
    /// When the page is made: distances and countdowns start here.
    pub now: Timestamp,
    /// Where the reader is, for the way back from the language switch. For the answer to a `POST`: a page that can be
    /// asked for with `GET`.
    pub path_and_query: String,
    /// The anti-forgery token of all forms on the page.
    pub csrf: String,
    /// Who is signed in.
    pub account: Option<SignedIn>,
    /// Their live grants, shown above every page.
    pub live: Vec<LiveGrant>,
}

/// Whose page it is.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// As the account calls itself.
    pub name: String,
    /// What it may do.
    pub role: Role,
}

/// What an account may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Gives access to what is theirs.
    Grantor,
    /// Runs the gateway.
    Operator,
    /// Helps: has rooms and links, and gives no access.
    Agent,
}

impl Role {
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Grantor => "common-role-grantor",
            Self::Operator => "common-role-operator",
            Self::Agent => "common-role-agent",
        }
    }

    pub(super) fn gives_access(self) -> bool {
        match self {
            Self::Grantor | Self::Operator => true,
            Self::Agent => false,
        }
    }
}

/// A grant that lets somebody in at this moment.
#[derive(Debug, Clone)]
pub struct LiveGrant {
    /// For its addresses.
    pub id: String,
    /// The app, as the operator calls it.
    pub site: String,
    /// The agent's name, where the grantor gave one.
    pub agent: Option<String>,
    /// When it begins, where that is still to come.
    pub begins_at: Option<Timestamp>,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// Whether it rests: nobody gets in, and its time runs on.
    pub paused: bool,
}

impl Frame {
    /// The reader's words.
    #[must_use]
    pub fn words(&self) -> &'static Words {
        words(self.language)
    }

    pub(super) fn say(&self, key: &str) -> String {
        self.words().say(key)
    }

    /// A message with one variable, which holds text.
    pub(super) fn say_of(&self, key: &str, name: &str, value: impl AsRef<str>) -> String {
        self.words().say_with(key, &[(name, value.as_ref())])
    }

    /// A message with the variable `count`.
    pub(super) fn say_count(&self, key: &str, count: impl Borrow<u64>) -> String {
        self.words().say_with(key, &[("count", *count.borrow())])
    }

    /// A message with several variables.
    pub(super) fn say_all(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        self.words().say_with(key, values)
    }

    pub(super) fn icon(&self, name: &str) -> Html {
        icon(name)
    }

    /// A moment, in UTC; the script turns it into the reader's zone.
    pub(super) fn time(&self, at: &Timestamp) -> Html {
        time::tag(self.words(), *at)
    }

    /// How far away a moment is: `in 3 hours`, `5 minutes ago`.
    pub(super) fn distance(&self, at: &Timestamp) -> Html {
        time::distance(self.words(), self.now, *at)
    }

    /// What is left until a moment: `3 hours 20 minutes`. The script counts it down.
    pub(super) fn left(&self, until: &Timestamp) -> Html {
        time::left(self.words(), self.now, *until)
    }

    /// Seconds as words, rounded up, so that the next try works.
    pub(super) fn wait(&self, seconds: impl Borrow<u64>) -> String {
        time::wait(self.words(), *seconds.borrow())
    }

    /// The agent's name inside a message; messages know `none` and put words of their own in its place.
    pub(super) fn agent_or_none<'a>(&self, agent: &'a Option<String>) -> &'a str {
        agent.as_deref().unwrap_or("none")
    }

    /// The agent's name where it stands alone, or words for somebody who has none.
    pub(super) fn agent_or_support(&self, agent: &Option<String>) -> String {
        agent.clone().unwrap_or_else(|| self.say("common-support-agent"))
    }

    pub(super) fn live_line(&self, grant: &LiveGrant) -> String {
        let key = if grant.paused {
            "common-live-paused"
        } else if grant.begins_at.is_some() {
            "common-live-scheduled"
        } else {
            "common-live-open"
        };
        let agent = self.agent_or_none(&grant.agent);
        self.words()
            .say_with(key, &[("agent", agent), ("site", grant.site.as_str())])
    }

    /// Which entry of the navigation the reader is at.
    pub(super) fn is_at(&self, place: &str) -> bool {
        let path = self.path_and_query.split('?').next().unwrap_or_default();
        let first = path.split('/').nth(1).unwrap_or_default();
        match place {
            "support" => ["", "support", "grants"].contains(&first),
            "handoff" => ["handoff", "rooms", "join"].contains(&first),
            other => first == other,
        }
    }
}
