//! `gatepass audit …`: who did what, and whether the record is what was written.

mod in_words;
mod list;
mod verify;

use std::path::Path;

use clap::{Args, Subcommand};

use super::{Outcome, place};

#[derive(Debug, Args)]
pub(super) struct AuditArguments {
    #[command(subcommand)]
    command: AuditCommand,
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// List changes and decisions, the newest last
    List(Box<list::ListArguments>),
    /// Verify that nothing in the record was changed, removed or added
    Verify(verify::VerifyArguments),
}

pub(super) fn audit(config: &Path, asked: AuditArguments) -> anyhow::Result<Outcome> {
    place::block_on(async {
        match asked.command {
            AuditCommand::List(asked) => list::list(config, &asked).await,
            AuditCommand::Verify(asked) => verify::verify(config, &asked).await,
        }
    })
}
