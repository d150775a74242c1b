//! `gatepass token list`.

use std::path::Path;

use clap::Args;
use ipnet::IpNet;
use jiff::Timestamp;
use serde::Serialize;

use crate::access::AppAccess;
use crate::cli::account::find_account;
use crate::cli::arguments::Format;
use crate::cli::output::Printable;
use crate::cli::place::Library;
use crate::cli::{Outcome, output, words};
use crate::store::StoredToken;

#[derive(Debug, Args)]
pub(super) struct ListArguments {
    /// Only this account's
    #[arg(long)]
    account: Option<String>,
    #[command(flatten)]
    format: Format,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct TokenView {
    id: String,
    /// The name of the account that it belongs to.
    account: String,
    name: String,
    last_characters: String,
    bypass_second_factor: bool,
    /// Parts of the API; empty: all that a token may use.
    scopes: Vec<String>,
    /// `null`: it is for the API.
    app: Option<AppAccess>,
    /// Empty: from anywhere.
    networks: Vec<IpNet>,
    created_at: Timestamp,
    expires_at: Option<Timestamp>,
    used_at: Option<Timestamp>,
    used_from: Option<String>,
}

pub(super) async fn list(config: &Path, asked: &ListArguments) -> anyhow::Result<Outcome> {
    let library = Library::open(config).await?;
    let accounts = match &asked.account {
        Some(account) => vec![find_account(&library.store, account).await?],
        None => library.store.accounts().await?,
    };
    let mut views = Vec::new();
    for stored in accounts {
        let tokens = library.store.access_tokens_of(stored.account.id).await?;
        let name = stored.account.name.as_str();
        views.extend(tokens.into_iter().map(|token| TokenView::of(name, token)));
    }
    if asked.format.json {
        output::print_json(&views)?;
    } else if views.is_empty() {
        output::print("no tokens; `gatepass token create` makes one\n")?;
    } else {
        let rows: Vec<_> = views.iter().map(|view| row(view, library.now())).collect();
        let heading = [
            "ID",
            "ACCOUNT",
            "NAME",
            "FOR",
            "SECRET",
            "ENDS",
            "LAST USED",
            "CODE",
        ];
        output::print(&words::table(heading, &rows))?;
    }
    Ok(Outcome::Done)
}

impl TokenView {
    fn of(account: &str, token: StoredToken) -> Self {
        Self {
            id: token.id.to_string(),
            account: account.to_owned(),
            name: token.name,
            last_characters: token.terms.last_characters,
            bypass_second_factor: token.terms.bypass_second_factor,
            scopes: token.terms.scopes,
            app: token.terms.app,
            networks: token.terms.networks,
            created_at: token.terms.created_at,
            expires_at: token.terms.expires_at,
            used_at: token.used_at,
            used_from: token.used_from,
        }
    }
}

fn row(view: &TokenView, now: Timestamp) -> [String; 8] {
    let distance = |at| words::distance(now, at);
    [
        view.id.clone(),
        view.account.clone(),
        Printable(&view.name).to_string(),
        view.app
            .as_ref()
            .map_or_else(|| "API".to_owned(), |app| app.site.to_string()),
        format!("…{}", view.last_characters),
        view.expires_at.map_or_else(|| "–".to_owned(), distance),
        view.used_at.map_or_else(|| "never".to_owned(), distance),
        if view.bypass_second_factor {
            "not asked"
        } else {
            "asked"
        }
        .to_owned(),
    ]
}
