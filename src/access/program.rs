//! What an access token opens of an app: said in a session and a grant, so that a program is judged as an agent is.

use std::collections::BTreeMap;

use ipnet::IpNet;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::grant::{AgentName, CodeMethod, Grant, GrantState, SessionLimits};
use super::id::{AccountId, GrantId, SessionId, TokenId};
use super::policy::SiteName;
use super::scope::{ScopeName, Visibility};
use super::session::{Holder, Session, SessionStage};
use super::validity::Validity;

/// The part of one app that a token shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppAccess {
    pub site: SiteName,
    /// What is not in here is hidden.
    pub scopes: BTreeMap<ScopeName, Visibility>,
    /// Caps every scope at read-only.
    pub read_only: bool,
}

/// Whether a program has to bring codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgramCodes {
    /// As an agent has to.
    Asked,
    /// Its owner has excused it where trust would. A place that always asks asks it, too.
    Excused,
}

/// An access token for an app, as its terms are at the moment.
#[derive(Debug, Clone)]
pub struct AppToken<'t> {
    pub id: TokenId,
    pub owner: AccountId,
    /// As its owner calls it.
    pub name: &'t str,
    /// Whose account the app shows: the owner's.
    pub app_user: &'t str,
    pub access: AppAccess,
    /// Empty: from anywhere.
    pub networks: Vec<IpNet>,
    pub created_at: Timestamp,
    /// `None`: until it is revoked.
    pub expires_at: Option<Timestamp>,
    pub codes: ProgramCodes,
    /// Counts regenerations.
    pub generation: u32,
}

impl AppToken<'_> {
    /// They are no more than what the token says: neither is kept anywhere, and nobody can sign in to the grant.
    pub fn as_session_and_grant(self) -> (Session, Grant) {
        let id = self.id.to_bytes();
        let grant = Grant {
            id: GrantId::from_bytes(id),
            site: self.access.site,
            // For the app, too, which has to tell its user from the program.
            user_name: format!("token:{}", self.name),
            grantor: self.app_user.to_owned(),
            agent: AgentName::default(),
            scopes: self.access.scopes,
            read_only: self.access.read_only,
            networks: self.networks,
            reason: None,
            ticket: None,
            code: CodeMethod::Totp,
            validity: Validity {
                not_before: self.created_at,
                expires_at: self.expires_at.unwrap_or(Timestamp::MAX),
            },
            limits: SessionLimits::default(),
            claim_by: None,
            first_used_at: None,
            created_at: self.created_at,
            state: GrantState::Active,
            generation: self.generation,
        };
        let session = Session {
            id: SessionId::from_bytes(id),
            grant: grant.id,
            generation: self.generation,
            stage: SessionStage::Complete,
            holder: Holder::Program {
                token: self.id,
                owner: self.owner,
                codes: self.codes,
            },
            started_at: self.created_at,
        };
        (session, grant)
    }
}
