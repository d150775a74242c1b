//! What people can do. One verb per file; the only code that changes state, always together with its audit event.

pub mod account;
mod agent_code;
mod answer_challenge;
mod count_attempt;
mod create_grant;
mod credentials;
mod end_grant;
pub mod handoff;
mod mailed_code;
mod prune;
mod record_event;
mod regenerate_grant;
pub mod room;
mod session_room;
mod sign_in;
mod sign_out;
mod take_pass;

use std::sync::Arc;

use crate::clock::Clock;
use crate::crypto::{HashingPool, Keys, PoolBusy};
use crate::store::{Store, StoreError};

pub use agent_code::AgentCode;
pub use answer_challenge::{Answered, ChallengeError, ChallengePurpose, CodeAnswer};
use create_grant::check_scopes;
pub use create_grant::{CreateGrantError, CreatedGrant, NewGrant, is_a_beginning};
pub use credentials::Credentials;
pub use end_grant::{ChangeGrantError, ChangedGrant};
pub use mailed_code::{KnownCode, MailedNow, Resend};
pub use prune::PruneProgress;
pub use regenerate_grant::RegeneratedGrant;
pub use sign_in::{SessionKeeper, SignIn, SignInError, SignedIn};

/// Everything that an action needs, and nothing that only a server has: the command line uses the same.
#[derive(Clone)]
pub struct Actions {
    pub store: Store,
    pub keys: Arc<Keys>,
    pub clock: Arc<dyn Clock>,
    pub hashing: HashingPool,
}

/// Trouble that is nobody's fault but ours: the action did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Busy(#[from] PoolBusy),
    #[error("a secret could not be hashed or sealed")]
    Crypto,
}

impl Trouble {
    /// Where a name may be somebody else's already: `taken` says so, and everything else is trouble.
    fn unless_taken<E: From<Self>>(error: StoreError, taken: E) -> E {
        match error {
            StoreError::Taken => taken,
            other @ (StoreError::Database(_)
            | StoreError::Migration(_)
            | StoreError::Corrupt(_)
            | StoreError::Moved(_)
            | StoreError::OtherLog
            | StoreError::AlreadyLive) => Self::Store(other).into(),
        }
    }
}
