//! `gatepass account add`: a new account, with a password from standard input or with an invitation.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use anyhow::anyhow;
use clap::{Args, ValueEnum};

use super::invitation::{Inviting, Sending, as_json};
use crate::access::{AccountName, EmailAddress, Role, SiteName};
use crate::actions::account::{EmailStanding, NewAccount, Start};
use crate::cli::arguments::Format;
use crate::cli::grant::no_site;
use crate::cli::place::Workshop;
use crate::cli::{Outcome, environment, output};
use crate::config::Settings;
use crate::crypto::Secret;

#[derive(Debug, Args)]
pub(super) struct AddArguments {
    /// What its owner signs in as
    name: AccountName,
    /// Where mails to its owner go
    #[arg(long, value_name = "ADDRESS")]
    email: EmailAddress,
    /// You know that the address is its owner's: they need not confirm it with a code
    #[arg(long)]
    email_is_theirs: bool,
    /// What the account is for
    #[arg(long)]
    role: ForRole,
    /// The owner's user name in a site's app, such as crm=ann; may be repeated
    #[arg(long = "site", value_name = "SITE=USER", value_parser = app_user)]
    sites: Vec<AppUser>,
    /// Read the password from standard input
    #[arg(long, conflicts_with = "invite")]
    password_stdin: bool,
    /// Make a link by which the owner sets a password; this is the default
    #[arg(long)]
    invite: bool,
    #[command(flatten)]
    sending: Sending,
    #[command(flatten)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ForRole {
    /// Gives access to what their own account in an app shows
    Grantor,
    /// Runs the gateway
    Operator,
    /// Helps; opens rooms and sees which grants name their address
    Agent,
}

#[derive(Debug, Clone)]
struct AppUser {
    site: String,
    user: String,
}

/// Longest line that is read as a password; longer ones than 1024 bytes are refused anyway.
const MOST_INPUT: u64 = 4096;

fn app_user(text: &str) -> Result<AppUser, String> {
    match text.split_once('=') {
        Some((site, user)) if !site.is_empty() && !user.is_empty() => Ok(AppUser {
            site: site.to_owned(),
            user: user.to_owned(),
        }),
        _ => Err(format!("`{text}` names no user of a site: write it as `crm=ann`")),
    }
}

pub(super) async fn add(config: &Path, asked: AddArguments) -> anyhow::Result<Outcome> {
    let role = asked.role.role();
    let workshop = Workshop::open(config).await?;
    let apps = apps(&workshop.settings, asked.sites)?;
    let inviting = if asked.password_stdin {
        if asked.sending.wanted() {
            return Err(anyhow!(
                "there is no invitation to send with `--password-stdin`; leave one of the two out"
            ));
        }
        None
    } else {
        Some(Inviting::prepare(&workshop.settings, asked.sending)?)
    };
    let start = match &inviting {
        Some(inviting) => Start::Invitation {
            valid_for: inviting.valid_for(),
        },
        None => Start::Password(password_from_stdin()?),
    };
    let new = NewAccount {
        name: asked.name,
        email: asked.email,
        email_standing: if asked.email_is_theirs {
            EmailStanding::VouchedFor
        } else {
            EmailStanding::Unproven
        },
        role,
        apps,
        start,
    };
    let added = workshop.actions.add_account(new, environment::actor()).await;
    let added = added.map_err(|error| anyhow!("{error}"))?;
    let account = &added.account;
    let done = format!("added the {} {}", account.role.as_str(), account.name);
    let outcome = match (&inviting, &added.invitation) {
        (Some(inviting), Some(secret)) => {
            let now = account.created_at;
            inviting.tell(account, secret, &done, now, asked.format).await?
        }
        _ if asked.format.json => {
            output::print_json(&as_json(account, None))?;
            Outcome::Done
        }
        _ => {
            output::print(&format!("{done}\n"))?;
            Outcome::Done
        }
    };
    workshop.actions.store.close().await;
    Ok(outcome)
}

impl ForRole {
    const fn role(self) -> Role {
        match self {
            Self::Grantor => Role::Grantor,
            Self::Operator => Role::Operator,
            Self::Agent => Role::Agent,
        }
    }
}

fn apps(settings: &Settings, wanted: Vec<AppUser>) -> anyhow::Result<BTreeMap<SiteName, String>> {
    let mut apps = BTreeMap::new();
    for AppUser { site, user } in wanted {
        let known = settings.site(&site).ok_or_else(|| no_site(settings, &site))?;
        if apps.insert(known.policy.name.clone(), user).is_some() {
            return Err(anyhow!("`--site {site}=…` is there twice; write it once"));
        }
    }
    Ok(apps)
}

/// One line, or a text without any.
fn password_from_stdin() -> anyhow::Result<Secret> {
    let mut text = String::new();
    let read = std::io::stdin().lock().take(MOST_INPUT).read_to_string(&mut text);
    read.map_err(|error| anyhow!("cannot read the password from standard input: {error}"))?;
    let text = Secret::new(text);
    let password = text.reveal().trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        return Err(anyhow!(
            "there is no password on standard input; write it there, on one line"
        ));
    }
    Ok(Secret::new(password.to_owned()))
}
