//! `gatepass account …`: who may use the portal.

mod add;
mod change;
mod find;
mod invitation;
mod list;
mod show;
mod view;

use std::path::Path;

use clap::{Args, Subcommand};

use super::arguments::Format;
use super::{Outcome, place};
use invitation::Sending;

pub(super) use find::find_account;

#[derive(Debug, Args)]
pub(super) struct AccountArguments {
    #[command(subcommand)]
    command: AccountCommand,
}

#[derive(Debug, Subcommand)]
enum AccountCommand {
    /// Add an account; its owner sets the password behind an invitation link, which is printed once
    Add(Box<add::AddArguments>),
    /// Show all accounts, by name
    List(list::ListArguments),
    /// Show everything about one account, except its secrets
    Show(OneAccount),
    /// Let nobody in with this account; its sessions and tokens end at once
    Disable(OneAccount),
    /// Let the owner of a disabled account in again
    Enable(OneAccount),
    /// Vouch that an account's e-mail address is its owner's: they need not confirm it with a code
    Vouch(OneAccount),
    /// Take away the second factors and the password, for an owner who lost them; prints a new invitation link
    ResetFactor(Reset),
    /// Take away the password, for an owner who forgot it; prints a new invitation link
    ResetPassword(Reset),
}

#[derive(Debug, Args)]
struct OneAccount {
    /// The account's name or id
    #[arg(value_name = "NAME")]
    account: String,
    #[command(flatten)]
    format: Format,
}

#[derive(Debug, Args)]
struct Reset {
    #[command(flatten)]
    account: OneAccount,
    #[command(flatten)]
    sending: Sending,
}

pub(super) fn account(config: &Path, asked: AccountArguments) -> anyhow::Result<Outcome> {
    place::block_on(async {
        match asked.command {
            AccountCommand::Add(asked) => add::add(config, *asked).await,
            AccountCommand::List(asked) => list::list(config, &asked).await,
            AccountCommand::Show(asked) => show::show(config, &asked).await,
            AccountCommand::Disable(asked) => change::disable(config, &asked).await,
            AccountCommand::Enable(asked) => change::enable(config, &asked).await,
            AccountCommand::Vouch(asked) => change::vouch(config, &asked).await,
            AccountCommand::ResetFactor(asked) => change::reset_factor(config, &asked).await,
            AccountCommand::ResetPassword(asked) => change::reset_password(config, &asked).await,
        }
    })
}
