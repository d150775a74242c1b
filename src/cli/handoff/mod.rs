//! `gatepass handoff …`: secrets that are sealed and opened on this machine, with a gateway in between that cannot read
//! them.

mod portal;
mod read;
mod room;
mod send;
mod table;

use std::path::Path;

use clap::{Args, Subcommand};

use super::{Outcome, place};

#[derive(Debug, Args)]
pub(super) struct HandoffArguments {
    #[command(subcommand)]
    command: HandoffCommand,
}

#[derive(Debug, Subcommand)]
enum HandoffCommand {
    /// Encrypt what comes on standard input, and print a link that opens it once
    Send(send::SendArguments),
    /// Open a one-time link: print what is in it; afterwards it is gone from the server
    Read(read::ReadArguments),
    /// A room for two, for more than one secret
    #[command(subcommand)]
    Room(room::RoomCommand),
}

pub(super) fn handoff(config: &Path, asked: HandoffArguments) -> anyhow::Result<Outcome> {
    place::block_on(async {
        match asked.command {
            HandoffCommand::Send(asked) => send::send(config, &asked).await,
            HandoffCommand::Read(asked) => read::read(&asked).await,
            HandoffCommand::Room(asked) => room::room(config, asked).await,
        }
    })
}
