//! Examples of the timeline.

use jiff::ToSpan as _;

use super::super::samples::{inside, now};
use super::*;
use crate::words::Language;

fn line(minutes_ago: i64, kind: ActivityKind, actor: &str, deed: Deed, outcome: Outcome) -> ActivityLine {
    let is_agent = actor == "Jonas Weber";
    ActivityLine {
        id: format!("{minutes_ago}"),
        at: now() - minutes_ago.minutes(),
        kind,
        actor: actor.into(),
        acted_as: (is_agent && kind != ActivityKind::SignIn).then(|| "m.rossi".into()),
        deed,
        outcome,
        site: Some("Rossi CRM".into()),
        network: Some(
            if is_agent {
                "192.0.2.0/24"
            } else {
                "2001:db8:4::/48"
            }
            .into(),
        ),
        client: Some(
            if is_agent {
                "Firefox, Linux"
            } else {
                "Safari, macOS"
            }
            .into(),
        ),
        code: (outcome == Outcome::Blocked).then(|| "7KQ2-M9XD".into()),
        times: 1,
        grant_id: Some("g-7kq2".into()),
    }
}

fn page(language: Language, path: &str, lines: Vec<ActivityLine>) -> ActivityPage {
    ActivityPage {
        frame: inside(language, path),
        filter: Filter::default(),
        grants: vec![GrantChoice {
            id: "g-7kq2".into(),
            label: "Rossi CRM · Jonas Weber · 2026-11-20".into(),
        }],
        lines,
        next: None,
        live: true,
    }
}

pub(in crate::portal::pages) fn timeline(language: Language) -> ActivityPage {
    use ActivityKind::{Access, Blocked, Change, SignIn};
    use Outcome::{Done, Failed};
    let place = |name: &str| Some(name.to_owned());
    let jonas = "Jonas Weber";
    let maria = "Maria Rossi";
    let mut lines = vec![
        line(
            2,
            Blocked,
            jonas,
            Deed::Tried(place("Messages")),
            Outcome::Blocked,
        ),
        line(5, Access, jonas, Deed::Opened(place("Contacts")), Done),
        line(9, Access, jonas, Deed::Changed(place("Invoices")), Done),
        line(14, Blocked, jonas, Deed::TriedToChange(None), Outcome::Blocked),
        line(21, SignIn, jonas, Deed::SignedIn, Done),
        line(22, SignIn, jonas, Deed::FailedToSignIn, Failed),
        line(240, Change, maria, Deed::GaveAccess("Rossi CRM".into()), Done),
        line(241, SignIn, maria, Deed::SignedIn, Done),
        line(1500, Change, maria, Deed::Revoked, Done),
    ];
    lines[1].times = 14;
    ActivityPage {
        next: Some("1500".into()),
        ..page(language, "/activity", lines)
    }
}

/// Everything that can be told, one line each.
pub(in crate::portal::pages) fn filtered(language: Language) -> ActivityPage {
    let name = || "Monthly report".to_owned();
    let deeds = [
        Deed::Opened(None),
        Deed::Changed(None),
        Deed::Tried(None),
        Deed::TriedToChange(Some("Invoices".into())),
        Deed::WasAskedForCode,
        Deed::Refused("×".into()),
        Deed::WrongCode,
        Deed::LockedOut,
        Deed::SignedOut,
        Deed::Regenerated,
        Deed::Paused,
        Deed::Resumed,
        Deed::Expired,
        Deed::ChangedPassword,
        Deed::EnabledAuthenticator,
        Deed::DisabledAuthenticator,
        Deed::EnabledEmail,
        Deed::DisabledEmail,
        Deed::MadeRecoveryCodes,
        Deed::EndedSession,
        Deed::ForgotTrust,
        Deed::MadeToken(name()),
        Deed::RevokedToken(name()),
        Deed::Other("×".into()),
    ];
    let lines = (1..).zip(deeds);
    let lines = lines.map(|(at, deed)| line(at, ActivityKind::Change, "Maria Rossi", deed, Outcome::Done));
    ActivityPage {
        filter: Filter {
            grant: Some("g-7kq2".into()),
            kind: Some(ActivityKind::Change),
            from: Some("2026-11-20".into()),
            to: None,
        },
        live: false,
        ..page(
            language,
            "/activity?grant=g-7kq2&kind=change&from=2026-11-20",
            lines.collect(),
        )
    }
}

pub(in crate::portal::pages) fn empty(language: Language) -> ActivityPage {
    page(language, "/activity", Vec::new())
}

/// A line in which every word is a stranger's.
pub(in crate::portal::pages) fn hostile(words: &str) -> ActivityPage {
    let text = || Some(words.to_owned());
    let deed = Deed::Tried(text());
    let line = ActivityLine {
        acted_as: text(),
        site: text(),
        network: text(),
        client: text(),
        code: text(),
        ..line(2, ActivityKind::Blocked, words, deed, Outcome::Blocked)
    };
    page(Language::English, words, vec![line])
}
