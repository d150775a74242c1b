//! One of each page, for snapshots and for looking at them (`cargo run --example draw`).

use super::{
    CodeError, CodeMethod, CodePage, CodePurpose, MailState, MessagePage, Moment, Notice, Place, ScopeLine,
    SignInError, SignInPage, Start, StatusPage, Visibility,
};
use crate::words::Language;

/// Where all of them stand.
fn place(language: Language) -> Place<'static> {
    Place {
        host: "crm.example.com",
        language,
        here: Some("/contacts?page=2"),
    }
}

const CODE: &str = "7KQ2-M9XD";
const CSRF: &str = "c5rf-t0ken";

/// File name and HTML of each page in each of its states.
pub(super) fn all(language: Language) -> Vec<(&'static str, String)> {
    let mut pages = sign_in(language);
    pages.extend(code(language));
    pages.extend(
        messages(language)
            .into_iter()
            .map(|(name, page)| (name, page.render())),
    );
    pages.extend(status(language));
    pages
}

fn moment(relative: &str) -> Moment {
    Moment {
        machine: "2026-11-20T20:41:36Z".to_owned(),
        absolute: "Fri 20 Nov 2026, 20:41 UTC".to_owned(),
        relative: relative.to_owned(),
    }
}

fn sign_in(language: Language) -> Vec<(&'static str, String)> {
    let page = SignInPage {
        place: place(language),
        username: "",
        return_to: "/index.php?module=Contacts&view=List",
        csrf: CSRF,
        error: None,
        notice: None,
    };
    let failed = |error| {
        SignInPage {
            username: "ann.k7q4",
            error: Some(error),
            ..page.clone()
        }
        .render()
    };
    let noticed = |notice| {
        SignInPage {
            notice: Some(notice),
            ..page.clone()
        }
        .render()
    };
    vec![
        ("sign-in", page.render()),
        ("sign-in-wrong", failed(SignInError::Wrong)),
        (
            "sign-in-too-many",
            failed(SignInError::TooMany {
                retry_after_seconds: 170,
            }),
        ),
        ("sign-in-busy", failed(SignInError::Busy)),
        ("sign-in-form-expired", failed(SignInError::FormExpired)),
        ("sign-in-access-ended", noticed(Notice::AccessEnded)),
        ("sign-in-signed-out", noticed(Notice::SignedOut)),
        ("sign-in-session-expired", noticed(Notice::SessionExpired)),
    ]
}

fn code(language: Language) -> Vec<(&'static str, String)> {
    let ends = moment("in 3 hours");
    let page = CodePage {
        place: place(language),
        user: "Ann Rossi",
        agent: Some("Max Weber"),
        purpose: CodePurpose::FinishSignIn,
        method: CodeMethod::Fixed,
        return_to: "/index.php?module=Contacts&view=List",
        csrf: CSRF,
        error: None,
        grant_ends: &ends,
        trusted_for: Some("5 minutes"),
    };
    let failed = |error| {
        CodePage {
            purpose: CodePurpose::StepUp,
            error: Some(error),
            ..page.clone()
        }
        .render()
    };
    let mailed = |mail| {
        CodePage {
            method: CodeMethod::Email {
                address: "m•••@vendor.example",
                mail,
            },
            ..page.clone()
        }
        .render()
    };
    vec![
        ("code-finish", page.render()),
        (
            "code-step-up-totp",
            CodePage {
                purpose: CodePurpose::StepUp,
                method: CodeMethod::Totp,
                agent: None,
                ..page.clone()
            }
            .render(),
        ),
        (
            "code-email",
            mailed(MailState::Sent {
                resend_after_seconds: 42,
            }),
        ),
        (
            "code-email-too-many",
            mailed(MailState::TooMany { wait_seconds: 1200 }),
        ),
        ("code-email-failed", mailed(MailState::Failed)),
        (
            "code-always",
            CodePage {
                purpose: CodePurpose::Always {
                    place: "Allow to see messages",
                },
                ..page.clone()
            }
            .render(),
        ),
        ("code-wrong", failed(CodeError::Wrong { tries_left: 3 })),
        (
            "code-locked",
            failed(CodeError::Locked {
                retry_after_seconds: 300,
            }),
        ),
        (
            "code-locked-until-regenerated",
            failed(CodeError::LockedUntilRegenerated),
        ),
    ]
}

/// The messages as data, so that their status can be tested.
pub(super) fn messages(language: Language) -> Vec<(&'static str, MessagePage<'static>)> {
    let (ends, place) = (moment("in 3 hours"), place(language));
    let one = ["Allow to see messages".to_owned()];
    let two = ["Messages".to_owned(), "Billing".to_owned()];
    vec![
        (
            "hidden",
            MessagePage::hidden(place, &one, &ends, CODE, Start::Shown).with_sign_out(CSRF),
        ),
        (
            "hidden-elsewhere",
            MessagePage::hidden(place, &[], &ends, CODE, Start::Hidden),
        ),
        (
            "read-only",
            MessagePage::read_only(place, &two, &ends, CODE, Start::Shown).with_sign_out(CSRF),
        ),
        ("ended", MessagePage::ended(place, &moment("2 minutes ago"))),
        (
            "not-begun",
            MessagePage::not_begun(place, &ends).with_sign_out(CSRF),
        ),
        ("paused", MessagePage::paused(place, &ends).with_sign_out(CSRF)),
        (
            "other-network",
            MessagePage::other_network(place, "2001:db8:85a3::8a2e:370:7334", CODE),
        ),
        ("ambiguous", MessagePage::ambiguous(place, CODE)),
        ("too-large", MessagePage::too_large(place, CODE)),
        ("not-found", MessagePage::not_found(place)),
        (
            "unknown-site",
            MessagePage::unknown_site(Place {
                host: "a-very-long-name.of.some.department.example-company.com",
                here: None,
                ..place
            }),
        ),
        ("too-many", MessagePage::too_many(place, 20)),
        ("app-unreachable", MessagePage::app_unreachable(place, CODE)),
        ("app-too-slow", MessagePage::app_too_slow(place, CODE)),
        ("undecided", MessagePage::undecided(place, CODE)),
        ("signed-out", MessagePage::signed_out(place)),
    ]
}

fn status(language: Language) -> Vec<(&'static str, String)> {
    let (ends, trusted) = (moment("in 3 hours"), moment("in 4 minutes"));
    let scopes = [
        ("Contacts", Visibility::Full),
        ("Invoices", Visibility::ReadOnly),
        ("Allow to see messages", Visibility::Hidden),
        ("Conversations", Visibility::Hidden),
    ];
    let page = StatusPage {
        place: place(language),
        user: "Ann Rossi",
        agent: Some("Max Weber"),
        scopes: scopes
            .map(|(label, visibility)| ScopeLine {
                label,
                visibility,
                href: (label == "Contacts").then(|| "/contacts".to_owned()),
            })
            .into(),
        start: Start::Shown,
        ends: &ends,
        trusted_until: Some(&trusted),
        csrf: CSRF,
    };
    let bare = StatusPage {
        agent: None,
        scopes: Vec::new(),
        trusted_until: None,
        ..page.clone()
    };
    let without_start = StatusPage {
        start: Start::Hidden,
        ..page.clone()
    };
    let without_address = StatusPage {
        start: Start::Hidden,
        ..bare.clone()
    };
    vec![
        ("status", page.render()),
        ("status-whole-app", bare.render()),
        ("status-without-start", without_start.render()),
        ("status-without-address", without_address.render()),
    ]
}
