//! One example of every page and of every state that looks different. Tests and the gallery go through all of them.

mod handoff;
mod own_account;
mod rooms;
mod strangers;
mod support;

use jiff::{Timestamp, ToSpan as _};

use super::*;
use crate::access::Visibility;
use crate::words::Language;

use handoff::handoff;
use own_account::own_account;
use rooms::rooms;
pub(super) use strangers::hostile;
use support::support;

/// Every page as HTML, with a name.
pub(super) fn all(language: Language) -> Vec<(&'static str, String)> {
    let mut all = signing_in(language);
    all.extend(support(language));
    all.extend(own_account(language));
    all.extend(handoff(language));
    all.extend(rooms(language));
    all.extend(messages(language));
    all
}

pub(super) fn now() -> Timestamp {
    "2026-11-20T17:20:05Z".parse().unwrap()
}

fn hours(count: i64) -> Timestamp {
    now() + count.hours()
}

fn minutes(count: i64) -> Timestamp {
    now() + count.minutes()
}

fn page(template: &impl Template) -> String {
    template.render().unwrap()
}

fn outside(language: Language, path: &str) -> Frame {
    Frame {
        language,
        now: now(),
        path_and_query: path.into(),
        csrf: "c5rf-t0ken".into(),
        account: None,
        live: Vec::new(),
    }
}

pub(super) fn inside(language: Language, path: &str) -> Frame {
    Frame {
        account: Some(SignedIn {
            name: "Maria Rossi".into(),
            role: Role::Grantor,
        }),
        ..outside(language, path)
    }
}

fn inside_with_live(language: Language, path: &str, paused: bool) -> Frame {
    Frame {
        live: vec![LiveGrant {
            id: "g-7kq2".into(),
            site: "Rossi CRM".into(),
            agent: Some("Jonas Weber".into()),
            begins_at: None,
            expires_at: minutes(201),
            paused,
        }],
        ..inside(language, path)
    }
}

fn asked(method: Method) -> CodeAsked {
    CodeAsked {
        method,
        methods: vec![Method::Totp, Method::Email, Method::Recovery],
        masked_address: Some("m•••@rossi.example".into()),
        mail: MailState::NotSent,
        error: None,
    }
}

fn signing_in(language: Language) -> Vec<(&'static str, String)> {
    let sign_in = |error, notice| SignInPage {
        frame: outside(language, "/sign-in"),
        username: if error == Some(SignInError::Wrong) {
            "maria".into()
        } else {
            String::new()
        },
        return_to: "/".into(),
        error,
        notice,
    };
    let challenge = |asked| ChallengePage {
        frame: outside(language, "/challenge"),
        return_to: "/account?tab=1&b=2".into(),
        asked,
    };
    let invitation = |error| InvitationPage {
        frame: outside(language, "/invitation/i-123"),
        action: "/invitation/i-123".into(),
        account: "Maria Rossi".into(),
        username: "maria".into(),
        sites: vec!["Rossi CRM".into(), "Rossi Shop".into()],
        error,
    };
    let locked = CodeError::Locked { until: minutes(14) };
    vec![
        ("sign-in", page(&sign_in(None, None))),
        ("sign-in-wrong", page(&sign_in(Some(SignInError::Wrong), None))),
        (
            "sign-in-too-many",
            page(&sign_in(Some(SignInError::TooMany { wait_seconds: 42 }), None)),
        ),
        ("sign-in-busy", page(&sign_in(Some(SignInError::Busy), None))),
        (
            "sign-in-form-expired",
            page(&sign_in(Some(SignInError::FormExpired), None)),
        ),
        (
            "sign-in-signed-out",
            page(&sign_in(None, Some(SignInNotice::SignedOut))),
        ),
        (
            "sign-in-session-expired",
            page(&sign_in(None, Some(SignInNotice::SessionExpired))),
        ),
        (
            "sign-in-password-changed",
            page(&sign_in(None, Some(SignInNotice::PasswordChanged))),
        ),
        (
            "sign-in-welcome",
            page(&sign_in(None, Some(SignInNotice::Welcome))),
        ),
        ("challenge-totp", page(&challenge(asked(Method::Totp)))),
        (
            "challenge-wrong",
            page(&challenge(CodeAsked {
                error: Some(CodeError::Wrong { tries_left: Some(3) }),
                ..asked(Method::Totp)
            })),
        ),
        (
            "challenge-locked",
            page(&challenge(CodeAsked {
                error: Some(locked),
                ..asked(Method::Totp)
            })),
        ),
        ("challenge-email-not-sent", page(&challenge(asked(Method::Email)))),
        (
            "challenge-email",
            page(&challenge(CodeAsked {
                mail: MailState::Sent {
                    resend_after_seconds: 48,
                },
                ..asked(Method::Email)
            })),
        ),
        (
            "challenge-email-too-many",
            page(&challenge(CodeAsked {
                mail: MailState::TooMany { wait_seconds: 1800 },
                ..asked(Method::Email)
            })),
        ),
        (
            "challenge-email-failed",
            page(&challenge(CodeAsked {
                mail: MailState::Failed,
                ..asked(Method::Email)
            })),
        ),
        (
            "challenge-recovery",
            page(&challenge(CodeAsked {
                error: Some(CodeError::Missing),
                ..asked(Method::Recovery)
            })),
        ),
        ("invitation", page(&invitation(None))),
        (
            "invitation-too-short",
            page(&invitation(Some(NewPasswordError::TooShort))),
        ),
        (
            "invitation-too-long",
            page(&invitation(Some(NewPasswordError::TooLong))),
        ),
        (
            "invitation-common",
            page(&invitation(Some(NewPasswordError::Common))),
        ),
        (
            "invitation-differ",
            page(&invitation(Some(NewPasswordError::Differ))),
        ),
        (
            "invitation-name",
            page(&invitation(Some(NewPasswordError::ContainsName))),
        ),
    ]
}

fn qr() -> Qr {
    Qr {
        link: "otpauth://totp/Gatepass:s7kq2-9xmd?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Gatepass"
            .into(),
        secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".into(),
    }
}

fn messages(language: Language) -> Vec<(&'static str, String)> {
    let message = |kind| MessagePage {
        frame: outside(language, "/"),
        kind,
    };
    let trouble = MessageKind::Trouble {
        code: "7KQ2-M9XD".into(),
    };
    vec![
        (
            "freeze",
            page(&FreezePage {
                frame: outside(language, "/freeze/f-1"),
                action: "/freeze/f-1".into(),
                site: "Rossi CRM".into(),
                agent: Some("Jonas Weber".into()),
                expires_at: minutes(201),
            }),
        ),
        (
            "frozen",
            page(&FrozenPage {
                frame: outside(language, "/"),
                site: "Rossi CRM".into(),
                agent: None,
            }),
        ),
        ("message-not-found", page(&message(MessageKind::NotFound))),
        ("message-trouble", page(&message(trouble))),
        ("message-form-expired", page(&message(MessageKind::FormExpired))),
        ("message-forbidden", page(&message(MessageKind::Forbidden))),
        (
            "message-busy",
            page(&message(MessageKind::TooBusy { wait_seconds: 20 })),
        ),
        (
            "message-invitation-over",
            page(&message(MessageKind::InvitationOver)),
        ),
        ("message-freeze-over", page(&message(MessageKind::FreezeOver))),
    ]
}
