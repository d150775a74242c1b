//! A grant as the command line shows it: everything but secrets.

use std::collections::BTreeMap;
use std::sync::Arc;

use ipnet::IpNet;
use jiff::Timestamp;
use serde::Serialize;

use crate::access::{CodeMethod, Grant, GrantState, ScopeName, Visibility};
use crate::cli::place::Library;
use crate::config::Site;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GrantView {
    pub(super) id: String,
    pub(super) site: String,
    pub(super) user_name: String,
    pub(super) grantor: String,
    pub(super) agent: Option<String>,
    pub(super) state: State,
    pub(super) expires_at: Timestamp,
    /// What is visible; hidden scopes are left out.
    pub(super) scopes: BTreeMap<ScopeName, Visibility>,
    pub(super) sessions: u64,
    pub(super) first_used_at: Option<Timestamp>,
}

/// As [`GrantView`], and what only `show` tells.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WholeGrant {
    #[serde(flatten)]
    pub(super) view: GrantView,
    pub(super) agent_email: Option<String>,
    pub(super) created_at: Timestamp,
    pub(super) claim_by: Option<Timestamp>,
    pub(super) read_only: bool,
    pub(super) networks: Vec<IpNet>,
    pub(super) reason: Option<String>,
    pub(super) ticket: Option<String>,
    pub(super) code: CodeMethod,
}

/// What can be done with a grant at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum State {
    Active,
    Paused,
    Revoked,
    /// Past its end, or nobody signed in while that was still possible.
    Expired,
}

impl State {
    pub(super) fn of(grant: &Grant, now: Timestamp) -> Self {
        match grant.state {
            GrantState::Revoked { .. } => Self::Revoked,
            _ if grant.validity.is_over_at(now) || grant.was_not_claimed_by(now) => Self::Expired,
            GrantState::Paused { .. } => Self::Paused,
            GrantState::Active => Self::Active,
        }
    }

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
        }
    }
}

impl GrantView {
    pub(super) async fn of(library: &Library, grant: &Grant) -> anyhow::Result<Self> {
        let now = library.now();
        Ok(Self {
            id: grant.id.to_string(),
            site: grant.site.to_string(),
            user_name: grant.user_name.clone(),
            grantor: grant.grantor.clone(),
            agent: grant.agent.name.clone().or_else(|| grant.agent.email.clone()),
            state: State::of(grant, now),
            expires_at: grant.validity.expires_at,
            scopes: visible_scopes(grant, library.settings.site_named(&grant.site)),
            sessions: library
                .store
                .count_open_sessions(grant.id, grant.generation)
                .await?,
            first_used_at: grant.first_used_at,
        })
    }
}

impl WholeGrant {
    pub(super) async fn of(library: &Library, grant: &Grant) -> anyhow::Result<Self> {
        Ok(Self {
            view: GrantView::of(library, grant).await?,
            agent_email: grant.agent.email.clone(),
            created_at: grant.created_at,
            claim_by: grant.claim_by,
            read_only: grant.read_only,
            networks: grant.networks.clone(),
            reason: grant.reason.clone(),
            ticket: grant.ticket.clone(),
            code: grant.code,
        })
    }
}

/// As the policy has it today, or as the grant was made where the config has lost the site.
fn visible_scopes(grant: &Grant, site: Option<&Arc<Site>>) -> BTreeMap<ScopeName, Visibility> {
    let all: Vec<(ScopeName, Visibility)> = match site {
        Some(site) => site
            .policy
            .scopes
            .iter()
            .map(|scope| (scope.name.clone(), grant.visibility_of(scope)))
            .collect(),
        None => grant
            .scopes
            .iter()
            .map(|(name, visibility)| (name.clone(), grant.cap(*visibility)))
            .collect(),
    };
    all.into_iter()
        .filter(|(_, visibility)| *visibility > Visibility::Hidden)
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::cli::tests::a_grant;

    #[test]
    fn the_state_of_a_grant_is_a_question_of_the_moment() {
        let grant = a_grant();
        let (start, end) = (grant.validity.not_before, grant.validity.expires_at);
        assert_eq!(State::of(&grant, start), State::Active);
        assert_eq!(State::of(&grant, end), State::Expired);
        let paused = Grant {
            state: GrantState::Paused { at: start },
            ..grant.clone()
        };
        assert_eq!(State::of(&paused, start), State::Paused);
        assert_eq!(State::of(&paused, end), State::Expired);
        let revoked = Grant {
            state: GrantState::Revoked { at: start },
            ..grant.clone()
        };
        assert_eq!(State::of(&revoked, end), State::Revoked);
        let unclaimed = Grant {
            claim_by: Some(start + SignedDuration::from_mins(1)),
            ..grant
        };
        assert_eq!(
            State::of(&unclaimed, start + SignedDuration::from_mins(1)),
            State::Expired
        );
    }
}
