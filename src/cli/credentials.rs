//! A grant's credentials, laid out for whoever hands them over.

use jiff::Timestamp;

use super::output::Printable;
use super::{environment, words};
use crate::access::{CodeMethod, Grant, Visibility};
use crate::actions::Credentials;
use crate::config::Site;

/// The credentials, what they show and hide, and that they are not shown again.
pub(super) fn in_words(grant: &Grant, credentials: &Credentials, site: &Site, now: Timestamp) -> String {
    let who = grant
        .agent
        .name
        .as_deref()
        .or(grant.agent.email.as_deref())
        .unwrap_or("support");
    let heading = format!(
        "Access for {who} to {} in the name of {}",
        grant.site, grant.grantor
    );
    let mut text = format!("{}\n\n", bold(&Printable(&heading).to_string()));
    text.push_str(&secrets(grant, credentials, now));
    text.push_str(&format!("\n{}", view_in_words(grant, site)));
    text.push_str(&format!(
        "\nThis is not shown again: hand it over now. New credentials:\n  gatepass grant regenerate {}\n",
        grant.user_name
    ));
    text
}

/// The lines that the agent needs.
pub(super) fn secrets(grant: &Grant, credentials: &Credentials, now: Timestamp) -> String {
    let address = grant
        .agent
        .email
        .as_ref()
        .filter(|_| grant.code == CodeMethod::Email);
    let mailed = address.map(|address| format!("mailed to {}", Printable(address)));
    let from = credentials.starts_at.map(|at| until(at, now));
    let until = until(credentials.expires_at, now);
    let mut facts = vec![
        ("URL", credentials.url.as_str()),
        ("User name", &credentials.user_name),
        ("Password", credentials.password.reveal()),
    ];
    facts.extend(
        credentials
            .security_code
            .as_ref()
            .map(|code| ("Security code", code.reveal())),
    );
    facts.extend(mailed.as_deref().map(|mailed| ("Security code", mailed)));
    facts.extend(
        credentials
            .otpauth
            .as_ref()
            .map(|seed| ("Authenticator", seed.reveal())),
    );
    facts.extend(from.as_deref().map(|from| ("Valid from", from)));
    facts.push(("Valid until", &until));
    lines(&facts)
}

/// Labels and what stands beside them.
pub(super) fn lines(facts: &[(&str, &str)]) -> String {
    facts
        .iter()
        .map(|(name, fact)| format!("  {name:<15}{fact}\n"))
        .collect()
}

/// A moment, and how far away it is.
pub(super) fn until(at: Timestamp, now: Timestamp) -> String {
    format!("{} ({})", words::moment(at), words::distance(now, at))
}

/// What this grant shows and hides, in the policy's own words.
fn view_in_words(grant: &Grant, site: &Site) -> String {
    let mut text = String::new();
    for visibility in [Visibility::Full, Visibility::ReadOnly, Visibility::Hidden] {
        let scopes = site
            .policy
            .scopes
            .iter()
            .filter(|scope| grant.visibility_of(scope) == visibility);
        let mut labels: Vec<&str> = scopes.map(|scope| scope.label.as_str()).collect();
        if grant.cap(site.policy.elsewhere) == visibility {
            labels.push(if site.policy.scopes.is_empty() {
                "everything"
            } else {
                "everything else"
            });
        }
        let name = match visibility {
            Visibility::Full => "  Shown          ",
            Visibility::ReadOnly => "  Read-only      ",
            Visibility::Hidden => "  Hidden         ",
        };
        if !labels.is_empty() {
            text.push_str(&words::beside(name, &Printable(&labels.join(", ")).to_string()));
        }
    }
    text
}

pub(super) fn bold(text: &str) -> String {
    if environment::likes_colour() {
        format!("\u{1b}[1m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}
