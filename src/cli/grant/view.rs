//! A grant as the command line shows it: everything but secrets.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::Arc;

use ipnet::IpNet;
use jiff::Timestamp;
use serde::Serialize;

use crate::access::{CodeMethod, Grant, GrantStatus, ScopeName, Visibility};
use crate::cli::place::Library;
use crate::config::{Site, format_duration};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GrantView {
    pub(super) id: String,
    pub(super) site: String,
    pub(super) user_name: String,
    pub(super) grantor: String,
    pub(super) agent: Option<String>,
    pub(super) state: GrantStatus,
    pub(super) starts_at: Timestamp,
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
    /// As the grant says it; the site may say less.
    pub(super) idle_timeout: Option<String>,
    pub(super) max_sessions: Option<u32>,
    pub(super) reason: Option<String>,
    pub(super) ticket: Option<String>,
    pub(super) code: CodeMethod,
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
            state: grant.status_at(now),
            starts_at: grant.validity.not_before,
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
            idle_timeout: grant.limits.idle.map(format_duration),
            max_sessions: grant.limits.at_once.map(NonZeroU32::get),
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
