//! One of each page, for snapshots and for looking at them (`cargo run --example draw`).

use super::{
    CodeError, CodeMethod, CodePage, CodePurpose, MessagePage, Moment, Notice, ScopeLine, SignInError,
    SignInPage, StatusPage, Visibility,
};

const HOST: &str = "crm.example.com";
const CODE: &str = "7KQ2-M9XD";
const CSRF: &str = "c5rf-t0ken";

/// File name and HTML of each page in each of its states.
pub(super) fn all() -> Vec<(&'static str, String)> {
    let mut pages = sign_in();
    pages.extend(code());
    pages.extend(messages().into_iter().map(|(name, page)| (name, page.render())));
    pages.extend(status());
    pages
}

fn moment(relative: &str) -> Moment {
    Moment {
        machine: "2026-11-20T20:41:36Z".to_owned(),
        absolute: "Fri 20 Nov 2026, 20:41 UTC".to_owned(),
        relative: relative.to_owned(),
    }
}

fn sign_in() -> Vec<(&'static str, String)> {
    let page = SignInPage {
        host: HOST,
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

fn code() -> Vec<(&'static str, String)> {
    let ends = moment("in 3 hours");
    let page = CodePage {
        host: HOST,
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
pub(super) fn messages() -> Vec<(&'static str, MessagePage<'static>)> {
    let ends = moment("in 3 hours");
    let one = ["Allow to see messages".to_owned()];
    let two = ["Messages".to_owned(), "Billing".to_owned()];
    vec![
        (
            "hidden",
            MessagePage::hidden(HOST, &one, &ends, CODE).with_sign_out(CSRF),
        ),
        ("hidden-elsewhere", MessagePage::hidden(HOST, &[], &ends, CODE)),
        (
            "read-only",
            MessagePage::read_only(HOST, &two, &ends, CODE).with_sign_out(CSRF),
        ),
        ("ended", MessagePage::ended(HOST, &moment("2 minutes ago"))),
        ("paused", MessagePage::paused(HOST, &ends).with_sign_out(CSRF)),
        (
            "other-network",
            MessagePage::other_network(HOST, "2001:db8:85a3::8a2e:370:7334", CODE),
        ),
        ("ambiguous", MessagePage::ambiguous(HOST, CODE)),
        ("too-large", MessagePage::too_large(HOST, CODE)),
        ("not-found", MessagePage::not_found(HOST)),
        (
            "unknown-site",
            MessagePage::unknown_site("a-very-long-name.of.some.department.example-company.com"),
        ),
        ("too-many", MessagePage::too_many(HOST, 20)),
        ("app-unreachable", MessagePage::app_unreachable(HOST, CODE)),
        ("app-too-slow", MessagePage::app_too_slow(HOST, CODE)),
        ("undecided", MessagePage::undecided(HOST, CODE)),
        ("signed-out", MessagePage::signed_out(HOST)),
    ]
}

fn status() -> Vec<(&'static str, String)> {
    let (ends, trusted) = (moment("in 3 hours"), moment("in 4 minutes"));
    let scopes = [
        ("Contacts", Visibility::Full),
        ("Invoices", Visibility::ReadOnly),
        ("Allow to see messages", Visibility::Hidden),
        ("Conversations", Visibility::Hidden),
    ];
    let page = StatusPage {
        host: HOST,
        user: "Ann Rossi",
        agent: Some("Max Weber"),
        scopes: scopes
            .map(|(label, visibility)| ScopeLine { label, visibility })
            .into(),
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
    vec![("status", page.render()), ("status-whole-app", bare.render())]
}
