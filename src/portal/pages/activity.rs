//! The timeline: who did what, when, from where, and what came of it.

use askama::Template;
use jiff::Timestamp;

use super::time;
use super::{Deed, Frame, Html};

/// `GET /activity`
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/activity.html")]
pub struct ActivityPage {
    /// Of the account that reads.
    pub frame: Frame,
    /// What the reader wants to see.
    pub filter: Filter,
    /// Grants that can be chosen in the filter.
    pub grants: Vec<GrantChoice>,
    /// Newest first.
    pub lines: Vec<ActivityLine>,
    /// `after` of the next page; `None`: this is the last one.
    pub next: Option<String>,
    /// Whether new lines come in by themselves: on the first page.
    pub live: bool,
}

/// A grant in the filter.
#[derive(Debug, Clone)]
pub struct GrantChoice {
    /// Value of the field.
    pub id: String,
    /// App, agent and date, as words.
    pub label: String,
}

/// What the address asks for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// One grant only.
    pub grant: Option<String>,
    /// One kind only.
    pub kind: Option<ActivityKind>,
    /// From this day on, `2026-11-20`.
    pub from: Option<String>,
    /// Up to and with this day.
    pub to: Option<String>,
}

impl Filter {
    /// As a query, with its question mark; empty where everything is shown.
    #[must_use]
    pub fn query(&self) -> String {
        self.with(None)
    }

    fn with(&self, after: Option<&str>) -> String {
        let parts = [
            ("grant", self.grant.as_deref()),
            ("kind", self.kind.map(ActivityKind::name)),
            ("from", self.from.as_deref()),
            ("to", self.to.as_deref()),
            ("after", after),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter_map(|(name, value)| value.map(|value| format!("{name}={}", encoded(value))))
            .collect();
        if parts.is_empty() {
            String::new()
        } else {
            format!("?{}", parts.join("&"))
        }
    }

    fn first_day(&self) -> &str {
        self.from.as_deref().unwrap_or_default()
    }

    fn last_day(&self) -> &str {
        self.to.as_deref().unwrap_or_default()
    }

    fn is_set(&self) -> bool {
        !self.query().is_empty()
    }
}

/// Percent-encoding for a query (RFC 3986 section 2.1).
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// Kinds of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivityKind {
    /// The agent used the app.
    Access,
    /// The agent wanted something and did not get it.
    Blocked,
    /// Somebody came or went.
    SignIn,
    /// The grantor changed something.
    Change,
}

impl ActivityKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Access, Self::Blocked, Self::SignIn, Self::Change];

    /// Value of the field `kind`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Blocked => "blocked",
            Self::SignIn => "sign-in",
            Self::Change => "change",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    fn key(self) -> &'static str {
        match self {
            Self::Access => "activity-kind-access",
            Self::Blocked => "activity-kind-blocked",
            Self::SignIn => "activity-kind-sign-in",
            Self::Change => "activity-kind-change",
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Self::Access => "eye",
            Self::Blocked => "block",
            Self::SignIn => "key",
            Self::Change => "gear",
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It happened.
    Done,
    /// The gateway refused it.
    Blocked,
    /// It was tried and failed.
    Failed,
}

/// One line of the timeline.
#[derive(Debug, Clone)]
pub struct ActivityLine {
    /// Unique, and the cursor of what follows.
    pub id: String,
    /// When; of repeats, the last.
    pub at: Timestamp,
    /// Which kind.
    pub kind: ActivityKind,
    /// Who really did it.
    pub actor: String,
    /// As whom, in the app.
    pub acted_as: Option<String>,
    /// What.
    pub deed: Deed,
    /// What came of it.
    pub outcome: Outcome,
    /// The app.
    pub site: Option<String>,
    /// From which network.
    pub network: Option<String>,
    /// With which browser or program.
    pub client: Option<String>,
    /// Short code by which the operator finds it.
    pub code: Option<String>,
    /// How often in a row; 1: once.
    pub times: u64,
    /// The grant it belongs to.
    pub grant_id: Option<String>,
}

/// One line with everything its template needs.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/line.html")]
pub struct LineView<'a> {
    frame: &'a Frame,
    line: &'a ActivityLine,
}

/// One line alone, for `/activity/stream`: the same markup as on the page.
pub type ActivityFragment<'a> = LineView<'a>;

impl<'a> LineView<'a> {
    /// Of `frame`, only the language is read.
    #[must_use]
    pub fn new(frame: &'a Frame, line: &'a ActivityLine) -> Self {
        Self { frame, line }
    }

    /// As a part of the page.
    fn html(&self) -> askama::Result<Html> {
        self.render().map(Html::made_by_us)
    }

    fn clock(&self) -> Html {
        time::clock_tag(self.line.at)
    }

    fn icon(&self) -> &'static str {
        self.line.deed.icon().unwrap_or(self.line.kind.icon())
    }

    fn outcome(&self) -> Option<String> {
        match self.line.outcome {
            Outcome::Done => None,
            Outcome::Blocked => Some(self.frame.say("activity-outcome-blocked")),
            Outcome::Failed => Some(self.frame.say("activity-outcome-failed")),
        }
    }

    fn deed(&self) -> String {
        self.line.deed.in_words(self.frame)
    }
}

impl ActivityPage {
    /// An agent gives no access.
    fn lead(&self) -> &'static str {
        match &self.frame.account {
            Some(account) if !account.role.gives_access() => "activity-lead-agent",
            Some(_) | None => "activity-lead",
        }
    }

    /// Lines by day (in UTC; the script puts them into the reader's days).
    fn days(&self) -> Vec<(Html, Vec<LineView<'_>>)> {
        let mut days: Vec<(String, Html, Vec<LineView<'_>>)> = Vec::new();
        for line in &self.lines {
            let day = line.at.strftime("%Y-%m-%d").to_string();
            let view = LineView::new(&self.frame, line);
            match days.last_mut() {
                Some((last, _, views)) if *last == day => views.push(view),
                None | Some(_) => {
                    let heading = time::day(self.frame.words(), line.at);
                    let heading = Html::made_by_us(format!(r#"<time datetime="{day}">{heading}</time>"#));
                    days.push((day, heading, vec![view]));
                }
            }
        }
        days.into_iter()
            .map(|(_, heading, views)| (heading, views))
            .collect()
    }

    fn older(&self) -> Option<String> {
        let next = self.next.as_deref()?;
        Some(format!("/activity{}", self.filter.with(Some(next))))
    }

    fn is_kind(&self, kind: &ActivityKind) -> bool {
        self.filter.kind == Some(*kind)
    }

    fn is_grant(&self, grant: &GrantChoice) -> bool {
        self.filter.grant.as_deref() == Some(grant.id.as_str())
    }
}

#[cfg(test)]
pub(super) mod samples;
