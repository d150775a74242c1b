//! `gatepass token revoke`.

use std::path::Path;

use anyhow::anyhow;
use clap::Args;
use serde::Serialize;

use crate::cli::account::find_account;
use crate::cli::arguments::Format;
use crate::cli::cuts::{Cuts, cuts_after};
use crate::cli::place::Workshop;
use crate::cli::{Outcome, environment, output};

#[derive(Debug, Args)]
pub(super) struct RevokeArguments {
    /// The token: its id, or its name
    #[arg(value_name = "ID")]
    token: String,
    /// Whose token: an account's name or id
    #[arg(long)]
    account: String,
    #[command(flatten)]
    format: Format,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Revoked {
    id: String,
    #[serde(flatten)]
    cuts: Cuts,
}

pub(super) async fn revoke(config: &Path, asked: &RevokeArguments) -> anyhow::Result<Outcome> {
    let workshop = Workshop::open(config).await?;
    let actions = &workshop.actions;
    let account = find_account(&actions.store, &asked.account).await?.account;
    let tokens = actions.store.access_tokens_of(account.id).await?;
    let meant = tokens
        .iter()
        .find(|token| token.id.to_string() == asked.token)
        .or_else(|| tokens.iter().find(|token| token.name == asked.token));
    let missing = || {
        anyhow!(
            "{0} has no token `{1}`; `gatepass token list --account {0}` shows them",
            account.name,
            asked.token
        )
    };
    let id = meant.ok_or_else(missing)?.id;
    let revoked = actions.revoke_token(account.id, id, environment::actor()).await?;
    // Somebody else may have been faster.
    let cuts = cuts_after(actions, revoked.ok_or_else(missing)?).await?;
    if let Some(warning) = cuts.warning() {
        output::complain(&warning);
    }
    if asked.format.json {
        let id = id.to_string();
        output::print_json(&Revoked { id, cuts })?;
    } else {
        output::print(&format!("revoked; {}\n", cuts.in_words()))?;
    }
    actions.store.close().await;
    Ok(Outcome::Done)
}
