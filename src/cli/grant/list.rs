//! `gatepass grant list`.

use std::path::Path;

use clap::Args;

use super::view::GrantView;
use crate::access::Visibility;
use crate::cli::arguments::Format;
use crate::cli::output::Printable;
use crate::cli::place::Library;
use crate::cli::{Outcome, output, words};

#[derive(Debug, Args)]
pub(super) struct ListArguments {
    #[command(flatten)]
    format: Format,
}

/// Characters of an id that tell grants apart on one machine; the whole id is in `show` and in the JSON.
const SHORT_ID: usize = 8;

pub(super) async fn list(config: &Path, asked: &ListArguments) -> anyhow::Result<Outcome> {
    let library = Library::open(config).await?;
    let mut views = Vec::new();
    for grant in library.store.grants().await? {
        views.push(GrantView::of(&library, &grant).await?);
    }
    if asked.format.json {
        output::print_json(&views)?;
    } else if views.is_empty() {
        output::print("no grants yet; `gatepass grant create` makes one\n")?;
    } else {
        let rows: Vec<_> = views.iter().map(|view| row(view, &library)).collect();
        let heading = [
            "ID",
            "USER NAME",
            "SITE",
            "AS",
            "AGENT",
            "STATE",
            "ENDS",
            "SESSIONS",
            "SHOWS",
        ];
        output::print(&words::table(heading, &rows))?;
    }
    Ok(Outcome::Done)
}

fn row(view: &GrantView, library: &Library) -> [String; 9] {
    let scopes = view.scopes.iter().map(|(name, visibility)| match visibility {
        Visibility::ReadOnly => format!("{name} (read-only)"),
        Visibility::Full | Visibility::Hidden => name.to_string(),
    });
    [
        view.id.chars().take(SHORT_ID).collect(),
        view.user_name.clone(),
        view.site.clone(),
        Printable(&view.grantor).to_string(),
        view.agent
            .as_deref()
            .map_or_else(|| "–".to_owned(), |agent| Printable(agent).to_string()),
        view.state.as_str().to_owned(),
        words::distance(library.now(), view.expires_at),
        view.sessions.to_string(),
        scopes.collect::<Vec<_>>().join(", "),
    ]
}
