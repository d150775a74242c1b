//! `gatepass token revoke`.

use std::path::Path;

use anyhow::anyhow;
use clap::Args;
use serde::Serialize;

use crate::cli::account::find_account;
use crate::cli::arguments::Format;
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
struct Revoked {
    id: String,
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
    revoked.ok_or_else(missing)?;
    if asked.format.json {
        output::print_json(&Revoked { id: id.to_string() })?;
    } else {
        output::print("revoked\n")?;
    }
    actions.store.close().await;
    Ok(Outcome::Done)
}
