//! `gatepass grant regenerate`: new credentials for a live grant.

use std::path::Path;

use anyhow::anyhow;
use serde::Serialize;

use super::OneGrant;
use super::find::find_grant;
use crate::actions::Credentials;
use crate::cli::cuts::{Cut, cuts_after};
use crate::cli::place::Workshop;
use crate::cli::{Outcome, credentials, environment, output};

#[derive(Serialize)]
struct Regenerated<'c> {
    #[serde(flatten)]
    credentials: &'c Credentials,
    cut: &'c [Cut],
}

pub(super) async fn regenerate(config: &Path, asked: &OneGrant) -> anyhow::Result<Outcome> {
    let workshop = Workshop::open(config).await?;
    let actions = &workshop.actions;
    let grant = find_grant(&actions.store, &asked.grant).await?;
    let site = workshop.site_of(&grant)?;
    let made = actions
        .regenerate_grant(site, grant.id, environment::actor())
        .await;
    let made = made.map_err(|error| anyhow!("{error}"))?;
    let cuts = cuts_after(actions, made.seq).await?;
    if let Some(warning) = cuts.warning() {
        output::complain(&warning);
    }
    if asked.format.json {
        output::print_json(&Regenerated {
            credentials: &made.credentials,
            cut: &cuts.cut,
        })?;
    } else {
        let shown = credentials::in_words(&made.grant, &made.credentials, site, actions.clock.now());
        output::print(&format!("{shown}\nregenerated; {}\n", cuts.in_words()))?;
    }
    actions.store.close().await;
    Ok(Outcome::Done)
}
