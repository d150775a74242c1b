//! Access tokens: secrets for programs that act for the account.

use askama::Template;
use jiff::Timestamp;

use super::grant::connections_cut;
use super::{Frame, ScopeChoice};

/// `GET /account/tokens`, and the same page again after a mistake.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/tokens.html")]
pub struct TokensPage {
    /// Of the account.
    pub frame: Frame,
    /// Those that work.
    pub tokens: Vec<TokenLine>,
    /// The apps that a token may be for.
    pub apps: Vec<TokenApp>,
    /// What was filled in, or the defaults.
    pub form: TokenForm,
    /// What is wrong with it.
    pub errors: Vec<TokenError>,
    /// Whether a token may go without the code.
    pub offers_bypass: bool,
    /// The token that has just been revoked.
    pub revoked: Option<RevokedToken>,
}

/// A token that does not work any more.
#[derive(Debug, Clone)]
pub struct RevokedToken {
    /// As its owner called it.
    pub name: String,
    /// What its end has cut.
    pub cut: TokenCut,
}

/// What the end of a secret has cut, and how fast.
#[derive(Debug, Clone, Copy)]
pub struct TokenCut {
    /// Open connections that were closed.
    pub connections: u64,
    /// From the press of the button to the last closed connection.
    pub milliseconds: u64,
}

impl TokenCut {
    /// `1 open connection was cut within 41 ms.`
    fn sentence(self, frame: &Frame) -> String {
        if self.connections == 0 {
            frame.say("account-token-nothing-cut")
        } else {
            connections_cut(frame, self.connections, self.milliseconds)
        }
    }
}

/// An app in which the account has a user.
#[derive(Debug, Clone)]
pub struct TokenApp {
    /// As the operator calls it.
    pub site: String,
    /// Its parts; each is shown only where it is ticked.
    pub scopes: Vec<ScopeChoice>,
}

impl TokenApp {
    fn field(&self, scope: &ScopeChoice) -> String {
        format!("{}/{}", self.site, scope.name)
    }
}

/// One token.
#[derive(Debug, Clone)]
pub struct TokenLine {
    /// For its address.
    pub id: String,
    /// As its owner calls it.
    pub name: String,
    /// Its last six characters, by which its owner knows it.
    pub last_characters: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// `None`: it does not expire.
    pub expires_at: Option<Timestamp>,
    /// `None`: never.
    pub last_used: Option<Timestamp>,
    /// Whether it goes without the code.
    pub bypass: bool,
    /// Networks it works from, in CIDR notation; empty: everywhere.
    pub networks: String,
    /// `None`: it is for the portal's API.
    pub app: Option<TokenReach>,
}

/// What a token opens of an app.
#[derive(Debug, Clone)]
pub struct TokenReach {
    /// As the operator calls the app.
    pub site: String,
    /// The parts that it shows, in the operator's words; empty: none that has a name.
    pub parts: String,
    /// It may look, and change nothing.
    pub read_only: bool,
}

/// How long a token works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TokenLifetime {
    /// Until it is revoked.
    Never,
    /// 30 days.
    Days30,
    /// 90 days.
    #[default]
    Days90,
    /// 365 days.
    Days365,
}

impl TokenLifetime {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Days30, Self::Days90, Self::Days365, Self::Never];

    /// Value of the field `expires`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Days30 => "30d",
            Self::Days90 => "90d",
            Self::Days365 => "365d",
        }
    }

    fn in_words(self, frame: &Frame) -> String {
        let days = |count: u64| frame.say_count("common-days", count);
        match self {
            Self::Never => frame.say("account-token-never"),
            Self::Days30 => days(30),
            Self::Days90 => days(90),
            Self::Days365 => days(365),
        }
    }
}

/// What the form holds.
#[derive(Debug, Clone, Default)]
pub struct TokenForm {
    /// As its owner calls it.
    pub name: String,
    /// How long it works.
    pub expires: TokenLifetime,
    /// Whether it goes without the code.
    pub bypass: bool,
    /// Networks it works from, as typed.
    pub networks: String,
    /// The app that it is for; empty: the portal's API.
    pub site: String,
    /// The parts that are ticked, of whichever app: `site/part`.
    pub show: Vec<String>,
    /// Whether it may only look.
    pub read_only: bool,
}

/// What is wrong with the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenError {
    /// No name, or one that is too long.
    Name,
    /// A name that another token has.
    NameTaken,
    /// No lifetime, or one that is not on offer.
    Expires,
    /// Not networks in CIDR notation.
    Networks,
    /// An app, or a part of one, that is not on offer.
    App,
    /// More tokens than an account may have.
    TooMany,
}

impl TokenError {
    fn field(self) -> &'static str {
        match self {
            Self::Name | Self::NameTaken | Self::TooMany => "name",
            Self::Expires => "expires",
            Self::Networks => "networks",
            Self::App => "for",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Name => "account-token-error-name",
            Self::NameTaken => "account-token-error-name-taken",
            Self::Expires => "account-token-error-expires",
            Self::Networks => "account-token-error-networks",
            Self::App => "account-token-error-app",
            Self::TooMany => "account-token-error-too-many",
        }
    }
}

impl TokensPage {
    fn is_ticked(&self, field: &str) -> bool {
        self.form.show.iter().any(|ticked| ticked == field)
    }

    fn problem(&self, field: &str) -> Option<String> {
        let error = self.errors.iter().find(|error| error.field() == field)?;
        Some(self.frame.say(error.key()))
    }
}

/// A new token, shown once. It holds a secret: no `Debug`, and `no-store` on the response.
#[derive(Clone, Template)]
#[template(path = "portal/templates/token_shown.html")]
pub struct TokenShownPage {
    /// Of the account.
    pub frame: Frame,
    /// As its owner calls it.
    pub name: String,
    /// What is shown.
    pub secret: String,
    /// `None`: it does not expire.
    pub expires_at: Option<Timestamp>,
    /// It takes the place of one that no longer works: what was cut with that.
    pub replaced: Option<TokenCut>,
}

#[cfg(test)]
pub(super) mod samples;
