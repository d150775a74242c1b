//! One-time links: made, waiting, opened, over.

use super::*;

fn line(state: HandoffState, has_code: bool) -> HandoffLine {
    HandoffLine {
        id: "a4dqobyha4dqobyha4dqobyha4".into(),
        has_code,
        created_at: minutes(-70),
        expires_at: hours(22),
        state,
    }
}

fn opened() -> HandoffState {
    HandoffState::Opened {
        at: minutes(-12),
        address: "192.0.2.7".into(),
        client: "Firefox · Linux".into(),
    }
}

pub(super) fn sender(language: Language, links: Vec<HandoffLine>) -> HandoffPage {
    let lifetime = |name: &str, hours| Lifetime {
        name: name.into(),
        span: jiff::SignedDuration::from_hours(hours),
    };
    HandoffPage {
        frame: inside(language, "/handoff"),
        lifetimes: vec![lifetime("1h", 1), lifetime("8h", 8), lifetime("1d", 24)],
        largest: 64 * 1024,
        links,
    }
}

pub(super) fn receiver(language: Language, has_code: bool) -> HandoffReceivePage {
    HandoffReceivePage {
        frame: outside(language, "/handoff/a4dqobyha4dqobyha4dqobyha4"),
        id: "a4dqobyha4dqobyha4dqobyha4".into(),
        sender: "Maria Rossi".into(),
        expires_at: hours(22),
        has_code,
    }
}

pub(super) fn over(language: Language, sender: Option<&str>, state: HandoffState) -> HandoffOverPage {
    HandoffOverPage {
        frame: outside(language, "/handoff/a4dqobyha4dqobyha4dqobyha4"),
        sender: sender.map(str::to_owned),
        state,
    }
}

pub(super) fn handoff(language: Language) -> Vec<(&'static str, String)> {
    let at = minutes(-12);
    let links = vec![
        line(HandoffState::Waiting, true),
        line(opened(), false),
        line(HandoffState::Revoked { at }, false),
        line(HandoffState::Wiped { at }, true),
        line(HandoffState::Expired { at }, false),
    ];
    let ended = |state| page(&over(language, Some("Maria Rossi"), state));
    vec![
        ("handoff-empty", page(&sender(language, Vec::new()))),
        ("handoff", page(&sender(language, links))),
        ("handoff-receive", page(&receiver(language, false))),
        ("handoff-receive-code", page(&receiver(language, true))),
        ("handoff-opened", ended(opened())),
        ("handoff-revoked", ended(HandoffState::Revoked { at })),
        ("handoff-wiped", ended(HandoffState::Wiped { at })),
        ("handoff-expired", ended(HandoffState::Expired { at })),
        (
            "handed",
            page(&handed(
                language,
                AddressStanding::Confirmed,
                vec![handed_line("Rossi CRM"), handed_later("Rossi Shop")],
            )),
        ),
        (
            "handed-none",
            page(&handed(language, AddressStanding::Confirmed, Vec::new())),
        ),
        (
            "handed-unverified",
            page(&handed(language, AddressStanding::Unconfirmed, Vec::new())),
        ),
        (
            "handed-never-mailed",
            page(&handed(language, AddressStanding::NeverMailed, Vec::new())),
        ),
        (
            "handoff-unknown",
            page(&over(language, None, HandoffState::Waiting)),
        ),
    ]
}

fn handed(language: Language, standing: AddressStanding, lines: Vec<HandedLine>) -> HandedPage {
    let mut frame = inside(language, "/handed");
    frame.account = Some(SignedIn {
        name: "Jonas Weber".into(),
        role: Role::Agent,
    });
    HandedPage {
        frame,
        standing,
        email: "jonas@vendor.example".into(),
        lines,
    }
}

fn handed_line(site: &str) -> HandedLine {
    HandedLine {
        site: site.into(),
        url: Some("https://crm.example.com/".into()),
        ticket: Some(site.into()),
        begins_at: None,
        good_until: hours(3),
        state: HandedState::Open,
    }
}

fn handed_later(site: &str) -> HandedLine {
    HandedLine {
        begins_at: Some(hours(20)),
        good_until: hours(24),
        state: HandedState::Scheduled,
        ..handed_line(site)
    }
}

/// Every word that a stranger could have written is `words`.
pub(super) fn hostile(language: Language, words: &str) -> Vec<(&'static str, String)> {
    let state = HandoffState::Opened {
        at: now(),
        address: words.into(),
        client: words.into(),
    };
    let receiver = HandoffReceivePage {
        sender: words.into(),
        ..receiver(language, true)
    };
    vec![
        (
            "handoff",
            page(&sender(language, vec![line(state.clone(), false)])),
        ),
        (
            "handed",
            page(&handed(
                language,
                AddressStanding::Confirmed,
                vec![handed_line(words)],
            )),
        ),
        ("handoff-receive", page(&receiver)),
        ("handoff-opened", page(&over(language, Some(words), state))),
    ]
}
