//! `gatepass token create`: a new token, and its secret, once.

use std::path::Path;

use anyhow::anyhow;
use clap::Args;
use ipnet::IpNet;
use jiff::SignedDuration;
use serde::Serialize;

use crate::actions::account::{NewToken, app_access};
use crate::cli::account::find_account;
use crate::cli::arguments::Format;
use crate::cli::grant::{from_text, no_site, shown};
use crate::cli::place::Workshop;
use crate::cli::{Outcome, credentials, environment, output};
use crate::config::file::ShownScope;

#[derive(Debug, Args)]
pub(super) struct CreateArguments {
    /// Whose token: an account's name or id
    #[arg(long)]
    account: String,
    /// What its owner recognises it by
    #[arg(long)]
    name: String,
    /// Calls that ask for a security code ask this token for none
    #[arg(long)]
    bypass: bool,
    /// How long it lasts, such as 90d; otherwise until it is revoked
    #[arg(long, value_name = "DURATION", value_parser = from_text::<SignedDuration>)]
    expires: Option<SignedDuration>,
    /// A part of the API that it may use, such as grants:read; may be repeated; otherwise all
    #[arg(long = "scope", value_name = "SCOPE")]
    scopes: Vec<String>,
    /// The token is for this site's app, and not for the API
    #[arg(long, conflicts_with = "scopes")]
    site: Option<String>,
    /// Scopes of the site that it shows, such as contacts,messages=read-only; the others are hidden
    #[arg(long, value_name = "SCOPES", value_delimiter = ',', value_parser = from_text::<ShownScope>, requires = "site")]
    show: Vec<ShownScope>,
    /// It may look, and change nothing
    #[arg(long, requires = "site")]
    read_only: bool,
    /// It must come from there; may be repeated
    #[arg(long = "network", value_name = "CIDR", value_parser = from_text::<IpNet>)]
    networks: Vec<IpNet>,
    #[command(flatten)]
    format: Format,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Created<'s> {
    id: String,
    /// For the header `X-User-Id`.
    user_id: String,
    token: &'s str,
}

pub(super) async fn create(config: &Path, asked: CreateArguments) -> anyhow::Result<Outcome> {
    let workshop = Workshop::open(config).await?;
    let actions = &workshop.actions;
    let account = find_account(&actions.store, &asked.account).await?.account;
    // Taken once: ninety days are not to read as 89 and 23 hours.
    let now = actions.clock.now();
    let expires_at = match asked.expires {
        Some(lasts) => {
            let end = now.checked_add(lasts);
            Some(end.map_err(|_| anyhow!("`--expires` is too long"))?)
        }
        None => None,
    };
    let app = match &asked.site {
        Some(name) => {
            let settings = &workshop.settings;
            let site = settings.site(name).ok_or_else(|| no_site(settings, name))?;
            Some(app_access(site, shown(asked.show)?, asked.read_only)?)
        }
        None => None,
    };
    let takes_it = if app.is_some() { "The app" } else { "The API" };
    let new = NewToken {
        name: asked.name,
        bypass_second_factor: asked.bypass,
        expires_at,
        scopes: asked.scopes,
        app,
        networks: asked.networks,
    };
    let made = actions.create_token(account.id, new, environment::actor()).await;
    let made = made.map_err(|error| anyhow!("{error}"))?;
    let (id, user_id) = (made.stored.id.to_string(), account.id.to_string());
    let token = made.secret.reveal();
    if asked.format.json {
        output::print_json(&Created { id, user_id, token })?;
    } else {
        let until = expires_at.map_or_else(|| "it is revoked".to_owned(), |end| credentials::until(end, now));
        output::print(&format!(
            "{}\nThis is not shown again. {takes_it} takes it as `Authorization: Bearer TOKEN`.\n",
            credentials::lines(&[
                ("Token", token),
                ("Id", &id),
                ("User id", &user_id),
                ("Valid until", &until)
            ])
        ))?;
    }
    actions.store.close().await;
    Ok(Outcome::Done)
}
