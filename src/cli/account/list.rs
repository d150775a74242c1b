//! `gatepass account list`.

use std::path::Path;

use clap::Args;

use super::view::AccountView;
use crate::cli::arguments::Format;
use crate::cli::output::Printable;
use crate::cli::place::Library;
use crate::cli::{Outcome, output, words};

#[derive(Debug, Args)]
pub(super) struct ListArguments {
    #[command(flatten)]
    format: Format,
}

pub(super) async fn list(config: &Path, asked: &ListArguments) -> anyhow::Result<Outcome> {
    let library = Library::open(config).await?;
    let accounts = library.store.accounts().await?;
    let views: Vec<AccountView> = accounts.iter().map(AccountView::of).collect();
    if asked.format.json {
        output::print_json(&views)?;
    } else if views.is_empty() {
        output::print("no accounts yet; `gatepass account add` makes one\n")?;
    } else {
        let rows: Vec<_> = views.iter().map(row).collect();
        let heading = ["NAME", "ROLE", "STATE", "E-MAIL", "SECOND FACTOR", "USERS"];
        output::print(&words::table(heading, &rows))?;
    }
    Ok(Outcome::Done)
}

fn row(view: &AccountView) -> [String; 6] {
    [
        view.name.clone(),
        view.role.to_owned(),
        view.state.as_str().to_owned(),
        view.email.clone(),
        view.factors_in_words(),
        Printable(&view.apps_in_words()).to_string(),
    ]
}
