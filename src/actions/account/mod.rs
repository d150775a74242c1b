//! What happens to accounts of the portal: added, invited, signed in to, protected by a second factor, ended.

mod add;
mod factor;
mod new_password;
mod password;
mod sessions;
mod sign_in;
mod tokens;
mod upkeep;

use std::net::IpAddr;

use crate::access::{AccountId, SessionId, TokenId};
use crate::audit::Actor;

pub use add::{AddAccountError, Added, EmailStanding, NewAccount, Start};
pub use factor::{CodePurpose, EnrolError, Enrolling, FactorAnswer, FactorError, FactorRule};
pub use new_password::{LEAST_CHARACTERS, PasswordRefused, check_new_password};
pub use password::{ChangePasswordError, PasswordProof};
pub use sessions::{Lifetimes, SessionSecret};
pub use sign_in::{AccountSignIn, AccountSignInError, AccountSignedIn};
pub use tokens::{NewToken, NewTokenError, ShownToken, TOKEN_SCOPES, app_access};
pub use upkeep::{Freezing, InvitationError};

/// By which proof an account acts: what trust is bound to, and what the record says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearer {
    /// Nothing yet: a sign-in.
    None,
    Session(SessionId),
    Token(TokenId),
}

impl Bearer {
    /// Names it for the trust that it is given.
    pub fn name(self) -> Option<String> {
        match self {
            Self::None => None,
            Self::Session(id) => Some(id.to_string()),
            Self::Token(id) => Some(id.to_string()),
        }
    }

    pub fn actor(self, account: AccountId, ip: IpAddr) -> Actor {
        let (session, token) = match self {
            Self::None => (None, None),
            Self::Session(id) => (Some(id), None),
            Self::Token(id) => (None, Some(id)),
        };
        Actor::Account {
            account,
            session,
            token,
            ip,
        }
    }
}
