//! When a security code is demanded, and what excuses from it.

use std::fmt;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::{AccountId, GrantId};

/// When a live session must prove itself again. The order is the strictness: the greater one wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChallengeRule {
    /// The code of the sign-in is enough.
    Never,
    /// Asked unless the client is trusted at this moment.
    Window,
    /// Asked for every request; trust is neither used nor created.
    Always,
}

/// Whose security code it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeHolder {
    Account(AccountId),
    Grant(GrantId),
}

impl CodeHolder {
    /// Drawn at random for accounts and grants alike, so that no two holders have the same.
    pub const fn to_bytes(self) -> [u8; 16] {
        match self {
            Self::Account(id) => id.to_bytes(),
            Self::Grant(id) => id.to_bytes(),
        }
    }
}

impl fmt::Display for CodeHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(id) => write!(f, "account:{id}"),
            Self::Grant(id) => write!(f, "grant:{id}"),
        }
    }
}

/// Keyed hash of session, grant, user agent and client address: the same person on another client has another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TrustKey(pub [u8; 32]);

/// A client that answered a challenge and is excused until a moment. Absolute: use does not prolong it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrustedClient {
    pub key: TrustKey,
    pub since: Timestamp,
    pub until: Timestamp,
}

/// Evidence that this very request came with a code that was verified and used up.
///
/// Cannot be had by accident: whoever verified says so with [`StepUpProof::assertion`], which is easy to search for.
#[derive(Debug, Clone, Copy)]
pub struct StepUpProof(());

impl StepUpProof {
    pub const fn assertion() -> Self {
        Self(())
    }
}
