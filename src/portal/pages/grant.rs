//! The third dialog: a grant that is live, the questions before it is ended or renewed, and the receipt afterwards.

use askama::Template;
use jiff::Timestamp;

use super::Frame;
use super::time;
use crate::access::Visibility;
use crate::web::time::lasting;

/// `GET /grants/{id}`, and `GET /support/{site}` while a grant is live.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/grant.html")]
pub struct GrantPage {
    /// Of the grantor.
    pub frame: Frame,
    /// The grant.
    pub grant: GrantView,
    /// Whether the grantor has just asked for support again: then the page says that it is already active.
    pub was_asked_again: bool,
}

/// A live grant.
#[derive(Debug, Clone)]
pub struct GrantView {
    /// For its addresses.
    pub id: String,
    /// The app, as the operator calls it.
    pub site: String,
    /// The app's host name.
    pub host: String,
    /// The grantor's user name in the app.
    pub user: String,
    /// The agent's name, where the grantor gave one.
    pub agent: Option<String>,
    /// The agent's address.
    pub email: Option<String>,
    /// What for.
    pub reason: Option<String>,
    /// The helpdesk's number.
    pub ticket: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it begins, where that is still to come.
    pub begins_at: Option<Timestamp>,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// The first sign-in must come before this; `None`: it came, or may come at any time.
    pub claim_by: Option<Timestamp>,
    /// The networks that the agent must come from, in CIDR notation; empty: any.
    pub networks: String,
    /// After so many seconds without a deed a session ends; `None`: never.
    pub idle_seconds: Option<u64>,
    /// Sessions at once; `None`: any number.
    pub at_once: Option<u32>,
    /// Whether it rests.
    pub paused: bool,
    /// Whether too many wrong codes have locked it until it is regenerated.
    pub locked: bool,
    /// How much of each named part is shown.
    pub scopes: Vec<ScopeLine>,
    /// How much of all the rest is shown.
    pub elsewhere: Visibility,
    /// `None`: never.
    pub first_used: Option<Timestamp>,
    /// `None`: never.
    pub last_used: Option<Timestamp>,
    /// Who is signed in with it now.
    pub sessions: Vec<SessionLine>,
    /// What the last change has cut.
    pub last_change: Option<Cut>,
}

/// A named part of the app.
#[derive(Debug, Clone)]
pub struct ScopeLine {
    /// In the operator's words.
    pub label: String,
    /// How much of it is shown.
    pub visibility: Visibility,
}

impl ScopeLine {
    pub(super) fn class(&self) -> &'static str {
        match self.visibility {
            Visibility::Hidden => "hidden-part",
            Visibility::ReadOnly => "view-part",
            Visibility::Full => "full-part",
        }
    }

    fn key(&self) -> &'static str {
        match self.visibility {
            Visibility::Hidden => "support-part-hidden",
            Visibility::ReadOnly => "support-part-read-only",
            Visibility::Full => "support-part-full",
        }
    }
}

/// A session of the agent.
#[derive(Debug, Clone)]
pub struct SessionLine {
    /// The browser, as far as it says: `Firefox on Linux`.
    pub client: String,
    /// Its network address.
    pub address: String,
    /// When it signed in.
    pub since: Timestamp,
}

/// What a change has cut, and how fast.
#[derive(Debug, Clone, Copy)]
pub struct Cut {
    /// Which change.
    pub by: CutBy,
    /// When.
    pub at: Timestamp,
    /// Sessions that were ended, or kept out.
    pub sessions: u64,
    /// Open connections that were closed.
    pub connections: u64,
    /// From the press of the button to the last closed connection.
    pub milliseconds: u64,
}

/// What can cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CutBy {
    /// The grant was ended by hand.
    Revoked,
    /// It got new credentials.
    Regenerated,
    /// It was paused.
    Paused,
    /// Its time was up.
    Expired,
}

impl Cut {
    /// `Paused. 2 connections were cut within 41 milliseconds.`
    pub(super) fn sentence(&self, frame: &Frame) -> String {
        let key = match self.by {
            CutBy::Revoked => "support-cut-revoked",
            CutBy::Regenerated => "support-cut-regenerated",
            CutBy::Paused => "support-cut-paused",
            CutBy::Expired => "support-cut-expired",
        };
        let mut sentences = vec![
            frame.say(key),
            frame.say_count("support-cut-sessions", self.sessions),
        ];
        if self.connections > 0 {
            sentences.push(connections_cut(frame, self.connections, self.milliseconds));
        }
        sentences.join(" ")
    }
}

/// `2 open connections were cut within 41 ms.`
pub(super) fn connections_cut(frame: &Frame, connections: u64, milliseconds: u64) -> String {
    let values = [
        ("count", connections.into()),
        ("milliseconds", milliseconds.into()),
    ];
    frame.say_all("support-cut-connections", &values)
}

/// What a live grant is now: the name of a colour, and words.
pub(super) fn badge(frame: &Frame, paused: bool, begins_at: Option<Timestamp>) -> (&'static str, String) {
    let (colour, key) = match (paused, begins_at) {
        (true, _) => ("paused", "support-badge-paused"),
        (false, Some(_)) => ("paused", "support-badge-scheduled"),
        (false, None) => ("on", "support-badge-open"),
    };
    (colour, frame.say(key))
}

impl GrantPage {
    fn parts(&self) -> Vec<ScopeLine> {
        let elsewhere = ScopeLine {
            label: self.frame.say(if self.grant.scopes.is_empty() {
                "support-part-whole-app"
            } else {
                "support-part-elsewhere"
            }),
            visibility: self.grant.elsewhere,
        };
        self.grant.scopes.iter().cloned().chain([elsewhere]).collect()
    }

    fn lead(&self) -> String {
        let key = if self.grant.paused {
            "support-grant-lead-paused"
        } else if self.grant.begins_at.is_some() {
            "support-grant-lead-scheduled"
        } else {
            "support-grant-lead"
        };
        let agent = self.frame.agent_or_none(&self.grant.agent);
        self.frame.say_all(
            key,
            &[("agent", agent.into()), ("user", self.grant.user.as_str().into())],
        )
    }

    /// What it is now: the name of a colour, and words.
    fn badge(&self) -> (&'static str, String) {
        badge(&self.frame, self.grant.paused, self.grant.begins_at)
    }

    fn idle_in_words(&self, seconds: &u64) -> String {
        let span = lasting(self.frame.words(), *seconds);
        self.frame.say_of("support-idle-after", "span", span)
    }

    fn at_once_in_words(&self, count: &u32) -> String {
        self.frame.say_count("support-at-once-count", u64::from(*count))
    }

    fn ends_in(&self) -> String {
        let seconds = self.grant.expires_at.as_second() - self.frame.now.as_second();
        time::span_away(self.frame.words(), u64::try_from(seconds).unwrap_or_default())
    }
}

/// `GET /grants/{id}/revoke` and `/regenerate`: the question before. It starts on *Cancel*.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/ask.html")]
pub struct AskPage {
    /// Of the grantor.
    pub frame: Frame,
    /// What is asked.
    pub asked: Asked,
    /// For the grant's addresses.
    pub grant_id: String,
    /// The app, as the operator calls it.
    pub site: String,
    /// The agent's name, where the grantor gave one.
    pub agent: Option<String>,
    /// Who is signed in with it now.
    pub sessions: u64,
}

/// What is asked before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// End the grant.
    Revoke,
    /// Make new credentials.
    Regenerate,
}

impl AskPage {
    fn verb(&self) -> &'static str {
        match self.asked {
            Asked::Revoke => "revoke",
            Asked::Regenerate => "regenerate",
        }
    }

    fn title(&self) -> String {
        let agent = self.frame.agent_or_none(&self.agent);
        let key = match self.asked {
            Asked::Revoke => "support-ask-revoke-title",
            Asked::Regenerate => "support-ask-regenerate-title",
        };
        self.frame.say_of(key, "agent", agent)
    }

    fn lead(&self) -> String {
        let key = match self.asked {
            Asked::Revoke => "support-ask-revoke-lead",
            Asked::Regenerate => "support-ask-regenerate-lead",
        };
        let agent = self.frame.agent_or_none(&self.agent);
        self.frame.say_all(
            key,
            &[("agent", agent.into()), ("site", self.site.as_str().into())],
        )
    }

    fn ends(&self) -> bool {
        self.asked == Asked::Revoke
    }

    fn button(&self) -> String {
        self.frame.say(match self.asked {
            Asked::Revoke => "support-ask-revoke-button",
            Asked::Regenerate => "support-ask-regenerate-button",
        })
    }
}

/// `GET /grants/{id}` after the grant is over: what happened, readable and printable.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/ended.html")]
pub struct EndedPage {
    /// Of the grantor.
    pub frame: Frame,
    /// For its addresses.
    pub grant_id: String,
    /// For `/support/{site}`.
    pub site_id: String,
    /// The app, as the operator calls it.
    pub site: String,
    /// The agent's name, where the grantor gave one.
    pub agent: Option<String>,
    /// What for.
    pub reason: Option<String>,
    /// The helpdesk's number.
    pub ticket: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// How and when it ended.
    pub ending: Ending,
    /// `None`: never.
    pub first_used: Option<Timestamp>,
    /// `None`: never.
    pub last_used: Option<Timestamp>,
    /// What was done with it.
    pub counts: Counts,
    /// What its end has cut.
    pub cut: Option<Cut>,
}

/// How a grant ended.
#[derive(Debug, Clone)]
pub enum Ending {
    /// Its time was up.
    Expired {
        /// When.
        at: Timestamp,
    },
    /// Somebody ended it.
    Revoked {
        /// When.
        at: Timestamp,
        /// Their name.
        by: String,
    },
}

/// What was done with a grant.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    /// Sign-ins that worked.
    pub sign_ins: u64,
    /// Sign-ins that did not.
    pub failed_sign_ins: u64,
    /// Requests that went through.
    pub requests: u64,
    /// Of these, how many could change something.
    pub changes: u64,
    /// Requests that were blocked.
    pub blocked: u64,
}

impl EndedPage {
    fn ended_at(&self) -> &Timestamp {
        match &self.ending {
            Ending::Expired { at } | Ending::Revoked { at, .. } => at,
        }
    }

    fn ending_in_words(&self) -> String {
        match &self.ending {
            Ending::Expired { .. } => self.frame.say("support-ended-expired"),
            Ending::Revoked { by, .. } => self.frame.say_of("support-ended-revoked", "by", by),
        }
    }
}
