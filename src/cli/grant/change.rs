//! `gatepass grant revoke`, `pause` and `resume`.

use std::path::Path;

use anyhow::anyhow;
use serde::Serialize;

use super::OneGrant;
use super::find::find_grant;
use crate::access::GrantStatus;
use crate::actions::{ChangeGrantError, ChangedGrant};
use crate::cli::cuts::{Cuts, cuts_after};
use crate::cli::place::Workshop;
use crate::cli::{Outcome, environment, output};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Changed {
    id: String,
    state: GrantStatus,
    #[serde(flatten)]
    cuts: Cuts,
}

pub(super) async fn revoke(config: &Path, asked: &OneGrant) -> anyhow::Result<Outcome> {
    let workshop = Workshop::open(config).await?;
    let grant = find_grant(&workshop.actions.store, &asked.grant).await?;
    let changed = workshop
        .actions
        .revoke_grant(grant.id, environment::actor())
        .await;
    tell(&workshop, asked, changed, "revoked").await
}

pub(super) async fn pause(config: &Path, asked: &OneGrant) -> anyhow::Result<Outcome> {
    let workshop = Workshop::open(config).await?;
    let grant = find_grant(&workshop.actions.store, &asked.grant).await?;
    let changed = workshop.actions.pause_grant(grant.id, environment::actor()).await;
    tell(&workshop, asked, changed, "paused").await
}

pub(super) async fn resume(config: &Path, asked: &OneGrant) -> anyhow::Result<Outcome> {
    let workshop = Workshop::open(config).await?;
    let grant = find_grant(&workshop.actions.store, &asked.grant).await?;
    let changed = workshop
        .actions
        .resume_grant(grant.id, environment::actor())
        .await;
    tell(&workshop, asked, changed, "resumed").await
}

async fn tell(
    workshop: &Workshop,
    asked: &OneGrant,
    changed: Result<ChangedGrant, ChangeGrantError>,
    done: &str,
) -> anyhow::Result<Outcome> {
    let ChangedGrant { grant, seq } = changed.map_err(|error| anyhow!("{error}"))?;
    let cuts = match seq {
        Some(seq) => cuts_after(&workshop.actions, seq).await?,
        None => Cuts::default(),
    };
    let state = grant.status_at(workshop.actions.clock.now());
    if let Some(warning) = cuts.warning() {
        output::complain(&warning);
    }
    if asked.format.json {
        output::print_json(&Changed {
            id: grant.id.to_string(),
            state,
            cuts,
        })?;
    } else {
        output::print(&match (seq, state) {
            (Some(_), _) => format!("{done}; {}\n", cuts.in_words()),
            (None, GrantStatus::Revoked | GrantStatus::Expired) => {
                format!("the grant is over already: {}\n", state.as_str())
            }
            (None, GrantStatus::Scheduled | GrantStatus::Active | GrantStatus::Paused) => {
                format!("nothing to do, the grant is {} already\n", state.as_str())
            }
        })?;
    }
    workshop.actions.store.close().await;
    Ok(Outcome::Done)
}
