//! When a security code is demanded, and what excuses from it.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
