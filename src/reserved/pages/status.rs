//! The page that tells a signed-in agent where they stand: whose view, which parts, until when, and the way out.

use askama::Template;

use super::{Moment, Place, Start};

/// `GET /.gatepass/status` for a browser.
#[derive(Debug, Clone, Template)]
#[template(path = "reserved/templates/status.html")]
pub struct StatusPage<'a> {
    pub place: Place<'a>,
    /// The account whose view of the app is shared.
    pub user: &'a str,
    /// The agent's name, where the customer gave one.
    pub agent: Option<&'a str>,
    /// The parts of the app that the policy names, in its order.
    pub scopes: Vec<ScopeLine<'a>>,
    /// Whether the app's start page is shown.
    pub start: Start,
    /// When the grant ends.
    pub ends: &'a Moment,
    /// Until when this browser is not asked for a code; `None` if it is.
    pub trusted_until: Option<&'a Moment>,
    /// Token of the sign-out form.
    pub csrf: &'a str,
}

impl StatusPage<'_> {
    /// To the app: its start, or else the first part that has an address.
    fn way_in(&self) -> Option<&str> {
        match self.start {
            Start::Shown => Some("/"),
            Start::Hidden => self.scopes.iter().find_map(|scope| scope.href.as_deref()),
        }
    }

    /// The page as HTML.
    #[must_use]
    pub fn render(&self) -> String {
        super::filled(self)
    }
}

/// One part of the app and how much of it is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeLine<'a> {
    /// The part, in the policy's words.
    pub label: &'a str,
    /// How much of it.
    pub visibility: Visibility,
    /// An address that is in it; `None`: it is hidden, or nobody knows one.
    pub href: Option<String>,
}

impl ScopeLine<'_> {
    /// Key of what the agent may do there.
    fn in_words(&self) -> &'static str {
        match self.visibility {
            Visibility::Hidden => "gate-part-hidden",
            Visibility::ReadOnly => "gate-part-view",
            Visibility::Full => "gate-part-full",
        }
    }

    /// Its class in the style sheet.
    fn class(&self) -> &'static str {
        match self.visibility {
            Visibility::Hidden => "hidden-part",
            Visibility::ReadOnly => "view-part",
            Visibility::Full => "full-part",
        }
    }
}

/// How much of a part is shared. Stands in for `access::scope::Visibility`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Not at all.
    Hidden,
    /// To look at.
    ReadOnly,
    /// To look at and change.
    Full,
}
