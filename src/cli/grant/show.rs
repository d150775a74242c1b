//! `gatepass grant show`.

use std::path::Path;

use jiff::Timestamp;

use super::OneGrant;
use super::find::find_grant;
use super::view::WholeGrant;
use crate::access::CodeMethod;
use crate::cli::output::Printable;
use crate::cli::place::Library;
use crate::cli::{Outcome, output, words};

pub(super) async fn show(config: &Path, asked: &OneGrant) -> anyhow::Result<Outcome> {
    let library = Library::open(config).await?;
    let grant = find_grant(&library.store, &asked.grant).await?;
    let whole = WholeGrant::of(&library, &grant).await?;
    if asked.format.json {
        output::print_json(&whole)?;
    } else {
        output::print(&in_words(&whole, library.now()))?;
    }
    Ok(Outcome::Done)
}

fn in_words(whole: &WholeGrant, now: Timestamp) -> String {
    let view = &whole.view;
    let moment = |at| format!("{} ({})", words::moment(at), words::distance(now, at));
    let scopes: Vec<String> = view
        .scopes
        .iter()
        .map(|(name, visibility)| format!("{name} ({visibility})"))
        .collect();
    let networks: Vec<String> = whole.networks.iter().map(ToString::to_string).collect();
    let facts = [
        ("Id", Some(view.id.clone())),
        ("Site", Some(view.site.clone())),
        ("User name", Some(view.user_name.clone())),
        ("In the name of", Some(view.grantor.clone())),
        ("Agent", view.agent.clone()),
        ("Agent's e-mail", whole.agent_email.clone()),
        ("State", Some(view.state.as_str().to_owned())),
        (
            "Valid from",
            Some(moment(view.starts_at)).filter(|_| now < view.starts_at),
        ),
        ("Valid until", Some(moment(view.expires_at))),
        ("Made", Some(moment(whole.created_at))),
        (
            "To be used by",
            whole
                .claim_by
                .filter(|_| view.first_used_at.is_none())
                .map(moment),
        ),
        (
            "First used",
            Some(view.first_used_at.map_or_else(|| "not yet".to_owned(), moment)),
        ),
        ("Open sessions", Some(view.sessions.to_string())),
        (
            "Shows",
            Some(if scopes.is_empty() {
                "no scope".to_owned()
            } else {
                scopes.join(", ")
            }),
        ),
        (
            "Changes",
            whole
                .read_only
                .then(|| "none: everything is read-only".to_owned()),
        ),
        ("Only from", (!networks.is_empty()).then(|| networks.join(", "))),
        (
            "Idle for",
            whole.idle_timeout.as_ref().map(|idle| format!("{idle} at most")),
        ),
        (
            "Sessions",
            whole.max_sessions.map(|most| format!("{most} at once")),
        ),
        ("Security code", Some(code_in_words(whole.code).to_owned())),
        ("Reason", whole.reason.clone()),
        ("Ticket", whole.ticket.clone()),
    ];
    let lines = facts.into_iter().filter_map(|(name, fact)| Some((name, fact?)));
    lines
        .map(|(name, fact)| words::beside(&format!("{name:<16}"), &Printable(&fact).to_string()))
        .collect()
}

const fn code_in_words(code: CodeMethod) -> &'static str {
    match code {
        CodeMethod::Fixed => "fixed",
        CodeMethod::Totp => "authenticator app",
        CodeMethod::Email => "by e-mail",
    }
}
