//! `gatepass account show`.

use std::path::Path;

use super::OneAccount;
use super::find::find_account;
use super::view::WholeAccount;
use crate::cli::output::Printable;
use crate::cli::place::Library;
use crate::cli::{Outcome, output, words};

pub(super) async fn show(config: &Path, asked: &OneAccount) -> anyhow::Result<Outcome> {
    let library = Library::open(config).await?;
    let stored = find_account(&library.store, &asked.account).await?;
    let whole = WholeAccount::of(&library.store, &stored).await?;
    if asked.format.json {
        output::print_json(&whole)?;
    } else {
        output::print(&in_words(&whole))?;
    }
    Ok(Outcome::Done)
}

fn in_words(whole: &WholeAccount) -> String {
    let view = &whole.view;
    let verified = if view.email_verified {
        "verified"
    } else {
        "not verified"
    };
    let facts = [
        ("Name", view.name.clone()),
        ("Id", view.id.clone()),
        ("Role", view.role.to_owned()),
        ("State", view.state.as_str().to_owned()),
        ("E-mail", format!("{} ({verified})", view.email)),
        ("Second factor", view.factors_in_words()),
        ("Recovery codes", whole.recovery_codes_left.to_string()),
        ("Users", view.apps_in_words()),
        ("Tokens", whole.tokens.to_string()),
        ("Made", words::moment(view.created_at)),
    ];
    facts
        .into_iter()
        .map(|(name, fact)| words::beside(&format!("{name:<16}"), &Printable(&fact).to_string()))
        .collect()
}
