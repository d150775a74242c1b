//! Who looks at a page, as the gateway says it in `X-Gatepass-*`, and the theme they chose.
//! Believed without proof: only the gateway can reach this app, and it strips look-alikes.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, header, request::Parts};

#[derive(Clone)]
pub(super) struct Viewer {
    pub presence: Presence,
    pub theme: Theme,
    /// Path and query of this request: where the theme switch returns to.
    pub address: String,
}

#[derive(Clone)]
pub(super) enum Presence {
    /// No gateway said who this is; the demo has one user.
    Direct,
    User {
        user: String,
    },
    Support {
        agent: String,
        user: String,
    },
}

impl Presence {
    fn of(headers: &HeaderMap) -> Self {
        match (
            named(headers, "x-gatepass-user"),
            named(headers, "x-gatepass-agent"),
        ) {
            (Some(user), Some(agent)) => Self::Support { agent, user },
            (Some(user), None) => Self::User { user },
            (None, _) => Self::Direct,
        }
    }

    pub(super) fn user(&self) -> &str {
        match self {
            Self::Direct => "ann",
            Self::User { user } | Self::Support { user, .. } => user,
        }
    }

    /// Under the user's name, on every page.
    pub(super) fn manner(&self) -> String {
        match self {
            Self::Direct => "directly, no gateway".into(),
            Self::User { .. } => "through the gateway".into(),
            Self::Support { agent, .. } => format!("support session of agent {agent}"),
        }
    }

    /// On the dashboard.
    pub(super) fn greeting(&self) -> String {
        match self {
            Self::Direct => "Signed in as ann (directly)".into(),
            Self::User { user } => format!("Signed in as {user}"),
            Self::Support { agent, user } => {
                format!("Signed in as {user}: support session of agent {agent} in the name of {user}")
            }
        }
    }

    /// How their changes are signed.
    pub(super) fn signature(&self) -> String {
        match self {
            Self::Direct | Self::User { .. } => self.user().to_owned(),
            Self::Support { agent, user } => format!("{agent} (support) for {user}"),
        }
    }

    pub(super) fn initial(&self) -> char {
        self.user()
            .chars()
            .next()
            .map_or('?', |first| first.to_ascii_uppercase())
    }
}

fn named(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = String::from_utf8_lossy(headers.get(name)?.as_bytes())
        .trim()
        .to_owned();
    (!value.is_empty()).then_some(value)
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Theme {
    Auto,
    Light,
    Dark,
}

impl Theme {
    pub(super) const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Auto => "Auto",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    pub(super) fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.key() == key)
    }

    fn of(headers: &HeaderMap) -> Self {
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|cookies| cookies.to_str().ok())
            .flat_map(|cookies| cookies.split(';'))
            .filter_map(|cookie| cookie.trim().strip_prefix("theme="))
            .find_map(Self::parse)
            .unwrap_or(Self::Auto)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Viewer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self {
            presence: Presence::of(&parts.headers),
            theme: Theme::of(&parts.headers),
            address: parts
                .uri
                .path_and_query()
                .map_or("/", |address| address.as_str())
                .to_owned(),
        })
    }
}
