//! `gatepass token …`: personal access tokens, for programs that use the API or an app.

mod create;
mod list;
mod revoke;

use std::path::Path;

use clap::{Args, Subcommand};

use super::{Outcome, place};

#[derive(Debug, Args)]
pub(super) struct TokenArguments {
    #[command(subcommand)]
    command: TokenCommand,
}

#[derive(Debug, Subcommand)]
enum TokenCommand {
    /// Make a token for an account; prints its secret, once
    Create(create::CreateArguments),
    /// Show tokens without their secrets
    List(list::ListArguments),
    /// End a token
    Revoke(revoke::RevokeArguments),
}

pub(super) fn token(config: &Path, asked: TokenArguments) -> anyhow::Result<Outcome> {
    place::block_on(async {
        match asked.command {
            TokenCommand::Create(asked) => create::create(config, asked).await,
            TokenCommand::List(asked) => list::list(config, &asked).await,
            TokenCommand::Revoke(asked) => revoke::revoke(config, &asked).await,
        }
    })
}
