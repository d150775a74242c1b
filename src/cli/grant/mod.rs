//! `gatepass grant …`: give access, watch it, take it away.

mod change;
mod create;
mod find;
mod list;
mod regenerate;
mod show;
mod view;

use std::path::Path;

use clap::{Args, Subcommand};

use super::arguments::Format;
use super::{Outcome, place};

pub(super) use create::{from_text, no_site, shown};
pub(super) use find::find_grant;

#[derive(Debug, Args)]
pub(super) struct GrantArguments {
    #[command(subcommand)]
    command: GrantCommand,
}

#[derive(Debug, Subcommand)]
enum GrantCommand {
    /// Give an agent access; prints the credentials, once
    Create(Box<create::CreateArguments>),
    /// Show all grants, the newest first
    List(list::ListArguments),
    /// Show everything about one grant, except its secrets
    Show(OneGrant),
    /// End a grant; what runs in its name is cut
    Revoke(OneGrant),
    /// Draw new credentials; the old ones and all sessions end at once
    Regenerate(OneGrant),
    /// Suspend a grant; what runs in its name is cut
    Pause(OneGrant),
    /// Let a paused grant go on
    Resume(OneGrant),
}

#[derive(Debug, Args)]
pub(super) struct OneGrant {
    /// The grant: its id, the beginning of its id, or its user name
    #[arg(value_name = "ID")]
    grant: String,
    #[command(flatten)]
    format: Format,
}

pub(super) fn grant(config: &Path, asked: GrantArguments) -> anyhow::Result<Outcome> {
    place::block_on(async {
        match asked.command {
            GrantCommand::Create(asked) => create::create(config, *asked).await,
            GrantCommand::List(asked) => list::list(config, &asked).await,
            GrantCommand::Show(asked) => show::show(config, &asked).await,
            GrantCommand::Revoke(asked) => change::revoke(config, &asked).await,
            GrantCommand::Regenerate(asked) => regenerate::regenerate(config, &asked).await,
            GrantCommand::Pause(asked) => change::pause(config, &asked).await,
            GrantCommand::Resume(asked) => change::resume(config, &asked).await,
        }
    })
}
