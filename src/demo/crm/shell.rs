//! What surrounds each page: navigation, who is signed in, theme, notice, and how many pages a list has.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::failure::Failure;
use super::params::Params;
use super::viewer::{Presence, Theme, Viewer};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Dashboard,
    Contacts,
    Invoices,
    Messages,
    Conversations,
    Files,
    Elsewhere,
}

impl Section {
    const NAV: [Self; 6] = [
        Self::Dashboard,
        Self::Contacts,
        Self::Invoices,
        Self::Messages,
        Self::Conversations,
        Self::Files,
    ];

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Dashboard => "Dashboard",
            Self::Contacts => "Contacts",
            Self::Invoices => "Invoices",
            Self::Messages => "Messages",
            Self::Conversations => "Conversations",
            Self::Files => "Files",
            Self::Elsewhere => "",
        }
    }

    pub(super) fn href(self) -> &'static str {
        match self {
            Self::Dashboard | Self::Elsewhere => "/",
            Self::Contacts => "/contacts",
            Self::Invoices => "/invoices",
            Self::Messages => "/messages",
            Self::Conversations => "/conversations",
            Self::Files => "/files",
        }
    }

    /// Its word in class names, icons and `data-module`, which a gateway's selectors can rely on.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Dashboard => "dashboard",
            Self::Contacts => "contacts",
            Self::Invoices => "invoices",
            Self::Messages => "messages",
            Self::Conversations => "conversations",
            Self::Files => "files",
            Self::Elsewhere => "elsewhere",
        }
    }
}

pub(super) struct Shell {
    pub viewer: Viewer,
    pub section: Section,
    pub notice: Option<&'static str>,
    pub query: String,
}

impl Shell {
    pub(super) fn new(viewer: Viewer, section: Section, params: &Params) -> Self {
        let notice = params.get("notice").and_then(|notice| match notice {
            "saved" => Some("Your changes are saved."),
            "uploaded" => Some("Your files are uploaded."),
            "sent" => Some("Your reply is added."),
            _ => None,
        });
        Self {
            viewer,
            section,
            notice,
            query: params.get("q").unwrap_or_default().to_owned(),
        }
    }

    pub(super) fn nav(&self) -> [Section; 6] {
        Section::NAV
    }

    pub(super) fn themes(&self) -> [Theme; 3] {
        Theme::ALL
    }

    pub(super) fn day(&self, date: &Date) -> String {
        day(date)
    }

    pub(super) fn moment(&self, at: &Timestamp) -> String {
        moment(at)
    }

    pub(super) fn presence(&self) -> &Presence {
        &self.viewer.presence
    }
}

/// Renders a template as an HTML response.
pub(super) fn show(template: &impl Template) -> Result<Response, Failure> {
    template
        .render()
        .map(|html| Html(html).into_response())
        .map_err(|_| Failure::Broken)
}

/// One page of a list; `query` is what its links keep, ending in `&` unless empty.
pub(super) struct Pages {
    pub number: usize,
    pub count: usize,
    pub total: usize,
    pub query: String,
    size: usize,
}

impl Pages {
    /// A number beyond the end shows the last page.
    pub(super) fn new(asked: usize, size: usize, total: usize, query: String) -> Self {
        let count = total.div_ceil(size).max(1);
        Self {
            number: asked.min(count),
            count,
            total,
            query,
            size,
        }
    }

    pub(super) fn of<T>(&self, items: Vec<T>) -> Vec<T> {
        items
            .into_iter()
            .skip((self.number - 1) * self.size)
            .take(self.size)
            .collect()
    }
}

/// `20 Nov 2026`
pub(super) fn day(date: &Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// `20 Nov 2026, 14:05`, in UTC.
pub(super) fn moment(at: &Timestamp) -> String {
    at.to_zoned(TimeZone::UTC)
        .strftime("%-d %b %Y, %H:%M")
        .to_string()
}
