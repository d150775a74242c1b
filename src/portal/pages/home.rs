//! The start page: one card for each app of the account.

use askama::Template;
use jiff::Timestamp;

use super::Frame;
use super::grant::badge;

/// `GET /`
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/home.html")]
pub struct HomePage {
    /// Of the account that reads.
    pub frame: Frame,
    /// Its apps.
    pub sites: Vec<SiteCard>,
}

impl HomePage {
    fn badge(&self, live: &LiveSummary) -> (&'static str, String) {
        badge(&self.frame, live.paused, live.begins_at)
    }
}

/// One app.
#[derive(Debug, Clone)]
pub struct SiteCard {
    /// For `/support/{site}`.
    pub id: String,
    /// As the operator calls it.
    pub label: String,
    /// Its host name.
    pub host: String,
    /// The account's user name in the app: whom an agent acts as.
    pub user: String,
    /// The live grant, where there is one.
    pub live: Option<LiveSummary>,
}

/// A live grant, in short.
#[derive(Debug, Clone)]
pub struct LiveSummary {
    /// For its addresses.
    pub id: String,
    /// The agent's name, where the grantor gave one.
    pub agent: Option<String>,
    /// When it begins, where that is still to come.
    pub begins_at: Option<Timestamp>,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// Sessions that are signed in now.
    pub sessions: u64,
    /// When it was last used; `None`: never.
    pub last_used: Option<Timestamp>,
    /// Whether it rests.
    pub paused: bool,
}
