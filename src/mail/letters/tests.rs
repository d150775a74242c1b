//! Every letter in every language, as its reader sees it.

use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::crypto::Secret;
use crate::mail::Letter;
use crate::words::Language;

const PRODUCT: &str = "Gatepass";
const PORTAL: &str = "https://support.example.com/";

fn reader(language: Language) -> Reader {
    Reader {
        mailbox: "Ann Weber <ann@customer.example>".parse().unwrap(),
        language,
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// One after the other, each with its subject.
fn shown(letters: &[Letter]) -> String {
    let mut all = String::new();
    for letter in letters {
        let _ = writeln!(all, "== {}\n\n{}", letter.subject, letter.text.reveal());
    }
    all
}

fn codes(to: &Reader) -> Vec<Letter> {
    let purposes = [
        (CodePurpose::SignIn, 10),
        (CodePurpose::Action, 10),
        (CodePurpose::Address, 10),
        (CodePurpose::Password, 10),
        (CodePurpose::Support { site: "CRM" }, 1),
    ];
    let letter = |(purpose, minutes)| {
        CodeLetter {
            to,
            product: PRODUCT,
            code: &Secret::new("123456".to_owned()),
            purpose,
            valid_for: SignedDuration::from_mins(minutes),
        }
        .letter()
    };
    purposes.map(letter).to_vec()
}

fn account(to: &Reader) -> Vec<Letter> {
    let link = Secret::new(format!("{PORTAL}invitation/q7X"));
    let invitation = |by| InvitationLetter {
        to,
        product: PRODUCT,
        by,
        link: &link,
        until: at("2026-11-24T09:05:00Z"),
    };
    let news = [
        AccountNews::TokenCreated { name: "backup job" },
        AccountNews::FactorEnabled(Factor::Authenticator),
        AccountNews::FactorEnabled(Factor::Mail),
        AccountNews::FactorDisabled(Factor::Authenticator),
        AccountNews::FactorDisabled(Factor::Mail),
        AccountNews::PasswordChanged,
        AccountNews::HandoffOpened { link: "a4dqob" },
        AccountNews::RoomJoined,
    ];
    let changed = news.map(|news| {
        AccountLetter {
            to,
            product: PRODUCT,
            news,
            at: at("2026-11-21T14:30:59Z"),
            // A token is often made at the gateway.
            client: (!matches!(news, AccountNews::TokenCreated { .. })).then_some("Firefox, 192.0.2.7"),
            portal: PORTAL,
        }
        .letter()
    });
    let invitations = [invitation(Some("Bob Lee")), invitation(None)].map(|it| it.letter());
    invitations.into_iter().chain(changed).collect()
}

fn grants(to: &Reader) -> Vec<Letter> {
    let now = at("2026-11-21T14:30:00Z");
    let until = at("2026-11-21T22:30:00Z");
    let client = "Chrome, 198.51.100.3";
    let shows = ["Contacts".to_owned(), "Messages".to_owned()];
    let summary = |requests, denied, clients| GrantSummary {
        requests,
        denied,
        clients,
    };
    let ended = |how, summary| GrantNews::Ended {
        at: until,
        how,
        summary,
    };
    let news = [
        GrantNews::Created {
            from: None,
            until,
            shows: &shows,
        },
        GrantNews::Created {
            from: Some(now),
            until,
            shows: &[],
        },
        GrantNews::FirstUse { at: now, client },
        GrantNews::SecondClient { at: now, client },
        GrantNews::Denied {
            at: now,
            what: "GET /payroll/1",
        },
        GrantNews::LockedOut { at: now },
        GrantNews::NearlyEnded { minutes: 15, until },
        ended(Ending::RanOut, summary(1280, 2, 2)),
        ended(Ending::Revoked, summary(1, 0, 1)),
        ended(Ending::RanOut, summary(0, 0, 0)),
    ];
    let letter = |news| {
        let is_over = matches!(news, GrantNews::Ended { .. });
        GrantLetter {
            to,
            product: PRODUCT,
            site: "CRM",
            agent: (!matches!(news, GrantNews::Denied { .. })).then_some("Sam Hill"),
            ticket: Some("T-1"),
            page: "https://support.example.com/grants/7KQ2",
            freeze: (!is_over).then_some("https://support.example.com/freeze/8Zk"),
            news,
        }
        .letter()
    };
    news.map(letter).to_vec()
}

#[test]
fn every_letter_reads_well_in_every_language() {
    for language in Language::ALL {
        let to = reader(language);
        let tag = language.tag();
        insta::assert_snapshot!(format!("codes-{tag}"), shown(&codes(&to)));
        insta::assert_snapshot!(format!("account-{tag}"), shown(&account(&to)));
        insta::assert_snapshot!(format!("grants-{tag}"), shown(&grants(&to)));
    }
}

#[test]
fn no_subject_holds_what_must_stay_in_the_letter() {
    for language in Language::ALL {
        let to = reader(language);
        for letter in [codes(&to), account(&to), grants(&to)].concat() {
            assert!(!letter.subject.contains("123"), "{}", letter.subject);
            assert!(!letter.subject.contains("http"), "{}", letter.subject);
            assert!(!letter.subject.contains("Gatepass,"), "{}", letter.subject);
        }
    }
}

#[test]
fn every_message_about_mail_is_in_some_letter() {
    let code = [
        include_str!("account.rs"),
        include_str!("draft.rs"),
        include_str!("grant.rs"),
    ]
    .concat();
    let catalog = include_str!("../../words/en/mail.ftl");
    let keys = catalog
        .lines()
        .filter(|line| line.starts_with("mail-"))
        .filter_map(|line| line.split_once(" ="));
    let mut count = 0;
    for (key, _) in keys {
        assert!(code.contains(&format!("\"{key}\"")), "{key}");
        count += 1;
    }
    assert!(count > 50, "{count}");
}

/// A name is a name: it does not become a paragraph, a link of its own or an endless letter.
#[test]
fn what_people_wrote_stays_on_its_line() {
    let to = Reader {
        mailbox: "ann@customer.example".parse().unwrap(),
        language: Language::English,
    };
    let long = format!(
        "Sam\r\n\r\nOpen https://evil.example\u{202e}{}",
        "x".repeat(10_000)
    );
    let letter = GrantLetter {
        to: &to,
        product: PRODUCT,
        site: "CRM",
        agent: Some(&long),
        ticket: Some(&long),
        page: "https://support.example.com/grants/7KQ2",
        freeze: None,
        news: GrantNews::Denied {
            at: at("2026-11-21T14:30:00Z"),
            what: &long,
        },
    }
    .letter();
    let text = letter.text.reveal();
    assert!(text.starts_with("Hello,\n"), "{text}");
    assert!(!text.lines().any(|line| line.starts_with("Open")), "{text}");
    assert!(!text.contains(['\r', '\u{202e}']), "{text}");
    assert!(text.len() < 2_000, "{}", text.len());
}
