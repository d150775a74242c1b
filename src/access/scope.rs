//! Named parts of an app, and how much of a part may be seen.

use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::challenge::ChallengeRule;
use super::matcher::Matcher;

/// How much of a part of the app may be seen. The order is the meaning: the smaller one wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Visibility {
    /// Nothing of it.
    Hidden,
    /// It may be looked at with safe methods (RFC 9110 section 9.2.1), not changed.
    ReadOnly,
    /// Everything the app itself allows.
    Full,
}

impl Visibility {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::ReadOnly => "read-only",
            Self::Full => "full",
        }
    }
}

impl fmt::Display for Visibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Visibility {
    type Err = UnknownVisibility;

    fn from_str(text: &str) -> Result<Self, UnknownVisibility> {
        match text {
            "hidden" => Ok(Self::Hidden),
            "read-only" => Ok(Self::ReadOnly),
            "full" => Ok(Self::Full),
            other => Err(UnknownVisibility(other.to_owned())),
        }
    }
}

/// Not one of the three words.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no visibility: write `hidden`, `read-only` or `full`")]
pub struct UnknownVisibility(String);

/// The name by which config, grants, logs and the command line call a scope.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ScopeName(Arc<str>);

impl ScopeName {
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ScopeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A named part of an app (RFC 6749 section 3.3 gives the word): a request is in it when any matcher says so.
#[derive(Debug, Clone)]
pub struct Scope {
    pub name: ScopeName,
    /// What people read: on the denied page and where a grant is made.
    pub label: String,
    /// What a new grant offers unless it says otherwise.
    pub default: Visibility,
    /// `false`: it is as `default` says, and no grant can change that.
    pub offer: bool,
    /// `None`: the site's rule.
    pub challenge: Option<ChallengeRule>,
    pub matchers: Vec<Matcher>,
}
