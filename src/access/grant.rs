//! A grantor's time-limited permission, and its life.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::num::NonZeroU32;

use ipnet::IpNet;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::GrantId;
use super::policy::SiteName;
use super::scope::{Scope, ScopeName, Visibility};
use super::validity::Validity;

/// Who may see what of which site, in whose name, and until when. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    pub id: GrantId,
    pub site: SiteName,
    /// What the agent signs in with; unique, no e-mail address.
    pub user_name: String,
    /// Whose account the app shows.
    pub grantor: String,
    pub agent: AgentName,
    pub scopes: BTreeMap<ScopeName, Visibility>,
    /// Caps every scope at read-only.
    pub read_only: bool,
    /// Empty: from anywhere.
    pub networks: Vec<IpNet>,
    pub reason: Option<String>,
    pub ticket: Option<String>,
    pub code: CodeMethod,
    #[serde(default)]
    pub limits: SessionLimits,
    pub validity: Validity,
    /// The first sign-in must come before this.
    pub claim_by: Option<Timestamp>,
    pub first_used_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub state: GrantState,
    /// Counts regenerations: a session of an older generation is over.
    pub generation: u32,
}

/// The person who helps, as the grantor knows them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentName {
    pub name: Option<String>,
    pub email: Option<String>,
}

/// How its sessions may be used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionLimits {
    /// A session ends when nobody does anything in it for so long; `None`: as the site says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idle: Option<SignedDuration>,
    /// Sessions at once; one more ends the oldest. `None`: any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_once: Option<NonZeroU32>,
}

/// What answers a challenge of this grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CodeMethod {
    /// Eight digits, shown once with the password.
    Fixed,
    /// An authenticator app (RFC 6238).
    Totp,
    /// Six digits, sent to the agent's address each time.
    Email,
}

impl CodeMethod {
    pub const ALL: [Self; 3] = [Self::Fixed, Self::Totp, Self::Email];

    /// The word in the config, the API and the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Totp => "totp",
            Self::Email => "email",
        }
    }
}

impl std::str::FromStr for CodeMethod {
    type Err = UnknownCodeMethod;

    fn from_str(text: &str) -> Result<Self, UnknownCodeMethod> {
        let known = Self::ALL.into_iter().find(|method| method.as_str() == text);
        known.ok_or(UnknownCodeMethod)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a security code is `fixed`, `totp` or `email`")]
pub struct UnknownCodeMethod;

/// Expiry is not a state: see [`Validity`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum GrantState {
    Active,
    Paused { at: Timestamp },
    Revoked { at: Timestamp },
}

/// What can be done with a grant at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GrantStatus {
    /// Its time has not come yet.
    Scheduled,
    Active,
    Paused,
    Revoked,
    /// Past its end, or nobody signed in while that was still possible.
    Expired,
}

impl GrantStatus {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
        }
    }
}

/// The grant has ended; only a new one helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the grant is already over")]
pub struct AlreadyOver;

impl Grant {
    /// Neither revoked nor past its end. A paused grant is live, and so is one that begins later.
    pub fn is_live_at(&self, now: Timestamp) -> bool {
        !matches!(self.state, GrantState::Revoked { .. }) && !self.validity.is_over_at(now)
    }

    pub fn status_at(&self, now: Timestamp) -> GrantStatus {
        match self.state {
            GrantState::Revoked { .. } => GrantStatus::Revoked,
            GrantState::Active | GrantState::Paused { .. }
                if self.validity.is_over_at(now) || self.was_not_claimed_by(now) =>
            {
                GrantStatus::Expired
            }
            GrantState::Paused { .. } => GrantStatus::Paused,
            GrantState::Active if self.begins_after(now).is_some() => GrantStatus::Scheduled,
            GrantState::Active => GrantStatus::Active,
        }
    }

    /// Until when it is good, or was.
    pub fn good_until(&self) -> Timestamp {
        match self.state {
            GrantState::Revoked { at } => at,
            GrantState::Active | GrantState::Paused { .. } => self.validity.expires_at,
        }
    }

    /// When it begins; `None`: it has begun.
    pub fn begins_after(&self, now: Timestamp) -> Option<Timestamp> {
        self.validity.begins_after(now)
    }

    /// How much of `scope` this grant shows: the grant's word, or the policy's where nobody is asked, capped by the
    /// grant's read-only switch.
    pub fn visibility_of(&self, scope: &Scope) -> Visibility {
        let said = if scope.offer {
            self.scopes.get(&scope.name).copied()
        } else {
            Some(scope.default)
        };
        self.cap(said.unwrap_or(Visibility::Hidden))
    }

    /// Applies the read-only switch.
    pub fn cap(&self, visibility: Visibility) -> Visibility {
        if self.read_only {
            visibility.min(Visibility::ReadOnly)
        } else {
            visibility
        }
    }

    pub fn allows_network_of(&self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        self.networks.is_empty() || self.networks.iter().any(|network| network.contains(&ip))
    }

    /// Nobody signed in while that was still possible.
    pub fn was_not_claimed_by(&self, now: Timestamp) -> bool {
        self.first_used_at.is_none() && self.claim_by.is_some_and(|limit| now >= limit)
    }

    pub fn revoke(self, now: Timestamp) -> Result<Self, AlreadyOver> {
        self.unless_over(now, GrantState::Revoked { at: now })
    }

    pub fn pause(self, now: Timestamp) -> Result<Self, AlreadyOver> {
        self.unless_over(now, GrantState::Paused { at: now })
    }

    pub fn resume(self, now: Timestamp) -> Result<Self, AlreadyOver> {
        self.unless_over(now, GrantState::Active)
    }

    /// New credentials: whoever holds the old ones, or a session made with them, is out. A paused grant stays paused.
    /// The claim window was for the first credentials; whoever draws new ones hands them over now.
    pub fn regenerate(self, now: Timestamp) -> Result<Self, AlreadyOver> {
        let state = self.state;
        let grant = self.unless_over(now, state)?;
        Ok(Self {
            generation: grant.generation + 1,
            first_used_at: None,
            claim_by: None,
            ..grant
        })
    }

    fn unless_over(self, now: Timestamp, state: GrantState) -> Result<Self, AlreadyOver> {
        if self.is_live_at(now) {
            Ok(Self { state, ..self })
        } else {
            Err(AlreadyOver)
        }
    }
}

#[cfg(test)]
impl Grant {
    /// One of no particular kind, in force from the second 0 to the second 100.
    pub(crate) fn example() -> Self {
        let at = |second| Timestamp::from_second(second).unwrap_or_default();
        Self {
            id: GrantId::from_bytes([1; 16]),
            site: SiteName::new("crm"),
            user_name: "ann.k7q4".to_owned(),
            grantor: "ann".to_owned(),
            agent: AgentName::default(),
            scopes: BTreeMap::new(),
            read_only: false,
            networks: Vec::new(),
            reason: None,
            ticket: None,
            code: CodeMethod::Fixed,
            validity: Validity {
                not_before: at(0),
                expires_at: at(100),
            },
            limits: SessionLimits::default(),
            claim_by: None,
            first_used_at: None,
            created_at: at(0),
            state: GrantState::Active,
            generation: 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_credentials_leave_the_terms_as_they_are() {
        let limits = SessionLimits {
            idle: Some(SignedDuration::from_mins(10)),
            at_once: NonZeroU32::new(1),
        };
        let grant = Grant {
            limits,
            read_only: true,
            ..Grant::example()
        };
        let renewed = grant.clone().regenerate(grant.validity.not_before).unwrap();
        assert_eq!((renewed.limits, renewed.read_only), (limits, true));
        assert_eq!(renewed.generation, grant.generation + 1);
    }

    #[test]
    fn the_status_of_a_grant_is_a_question_of_the_moment() {
        let grant = Grant::example();
        let (start, end) = (grant.validity.not_before, grant.validity.expires_at);
        let before = start - SignedDuration::from_secs(1);
        assert_eq!(grant.status_at(before), GrantStatus::Scheduled);
        assert_eq!(grant.status_at(start), GrantStatus::Active);
        assert_eq!(grant.status_at(end), GrantStatus::Expired);
        let paused = Grant {
            state: GrantState::Paused { at: start },
            ..grant.clone()
        };
        assert_eq!(paused.status_at(start), GrantStatus::Paused);
        assert_eq!(paused.status_at(end), GrantStatus::Expired);
        let revoked = Grant {
            state: GrantState::Revoked { at: start },
            ..grant.clone()
        };
        assert_eq!(revoked.status_at(end), GrantStatus::Revoked);
        let unclaimed = Grant {
            claim_by: Some(start + SignedDuration::from_mins(1)),
            ..grant
        };
        assert_eq!(
            unclaimed.status_at(start + SignedDuration::from_mins(1)),
            GrantStatus::Expired
        );
    }
}
