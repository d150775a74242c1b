//! One example of every page and of every state that looks different. Tests and the gallery go through all of them.

use jiff::{Timestamp, ToSpan as _};

use super::*;
use crate::access::Visibility;
use crate::words::Language;

/// Every page as HTML, with a name.
pub(super) fn all(language: Language) -> Vec<(&'static str, String)> {
    let mut all = signing_in(language);
    all.extend(support(language));
    all.extend(own_account(language));
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
        masked_address: Some("m…i@rossi.example".into()),
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

fn confirm(language: Language, asked: CodeAsked) -> ConfirmPage {
    let frame = inside_with_live(language, "/account/tokens", false);
    ConfirmPage {
        title: frame.say("account-token-new"),
        summary: frame.say("account-tokens-about"),
        action: "/account/tokens".into(),
        carried: vec![
            ("name".into(), "Monthly report".into()),
            ("kind".into(), "api".into()),
        ],
        cancel: "/account/tokens".into(),
        asked,
        frame,
    }
}

fn request(language: Language) -> RequestPage {
    let hour = |count: u64| DurationChoice {
        value: format!("{count}h"),
        seconds: count * 3600,
    };
    let scope = |name: &str, label: &str| ScopeChoice {
        name: name.into(),
        label: label.into(),
    };
    RequestPage {
        frame: inside(language, "/support/rossi-crm"),
        action: "/support/rossi-crm".into(),
        site: "Rossi CRM".into(),
        user: "m.rossi".into(),
        durations: [1, 2, 4, 8, 24, 48].map(hour).into(),
        scopes: vec![
            scope("messages", "Messages"),
            scope("conversations", "Conversations"),
        ],
        offers_read_only: true,
        codes: vec![CodeKind::Fixed, CodeKind::Totp],
        form: RequestForm {
            duration: "8h".into(),
            ..RequestForm::default()
        },
        errors: Vec::new(),
    }
}

fn credentials(language: Language, code: ShownCode, cut: Option<Cut>) -> CredentialsPage {
    CredentialsPage {
        frame: inside_with_live(language, "/grants/g-7kq2", false),
        grant_id: "g-7kq2".into(),
        site: "Rossi CRM".into(),
        agent: Some("Jonas Weber".into()),
        credentials: Credentials {
            url: "https://crm.rossi.example/".into(),
            username: "s7kq2-9xmd".into(),
            password: "fjord-plank-ember-7-quiet-hazel".into(),
            code,
            expires_at: hours(8),
        },
        cut,
    }
}

fn grant() -> GrantView {
    let part = |label: &str, visibility| ScopeLine {
        label: label.into(),
        visibility,
    };
    GrantView {
        id: "g-7kq2".into(),
        site: "Rossi CRM".into(),
        host: "crm.rossi.example".into(),
        user: "m.rossi".into(),
        agent: Some("Jonas Weber".into()),
        email: Some("jonas@vendor.example".into()),
        reason: Some("Invoices are printed twice".into()),
        ticket: Some("HD-20418".into()),
        created_at: hours(-4),
        expires_at: minutes(201),
        paused: false,
        locked: false,
        scopes: vec![
            part("Messages", Visibility::Hidden),
            part("Conversations", Visibility::ReadOnly),
        ],
        elsewhere: Visibility::Full,
        first_used: Some(hours(-3)),
        last_used: Some(minutes(-2)),
        sessions: vec![
            SessionLine {
                client: "Firefox, Linux".into(),
                address: "192.0.2.17".into(),
                since: hours(-3),
            },
            SessionLine {
                client: "Chrome, Windows".into(),
                address: "2001:db8::4f".into(),
                since: minutes(-26),
            },
        ],
        last_change: None,
    }
}

fn cut(by: CutBy, sessions: u64, connections: u64) -> Cut {
    Cut {
        by,
        at: minutes(-1),
        sessions,
        connections,
        milliseconds: 41,
    }
}

fn support(language: Language) -> Vec<(&'static str, String)> {
    let home = |sites, live: bool| HomePage {
        frame: if live {
            inside_with_live(language, "/", false)
        } else {
            inside(language, "/")
        },
        sites,
    };
    let card = |label: &str, live| SiteCard {
        id: "rossi-crm".into(),
        label: label.into(),
        host: "crm.rossi.example".into(),
        user: "m.rossi".into(),
        live,
    };
    let summary = |paused| LiveSummary {
        id: "g-7kq2".into(),
        agent: Some("Jonas Weber".into()),
        expires_at: minutes(201),
        sessions: if paused { 0 } else { 2 },
        last_used: (!paused).then(|| minutes(-2)),
        paused,
    };
    let grant_page = |grant: GrantView, was_asked_again| GrantPage {
        frame: inside_with_live(language, "/grants/g-7kq2", grant.paused),
        grant,
        was_asked_again,
    };
    let paused = GrantView {
        paused: true,
        agent: None,
        email: None,
        sessions: Vec::new(),
        last_change: Some(cut(CutBy::Paused, 2, 5)),
        ..grant()
    };
    let locked = GrantView {
        locked: true,
        scopes: Vec::new(),
        first_used: None,
        last_used: None,
        sessions: Vec::new(),
        last_change: Some(cut(CutBy::Regenerated, 0, 0)),
        ..grant()
    };
    let ask = |asked, sessions| AskPage {
        frame: inside_with_live(language, "/grants/g-7kq2/revoke", false),
        asked,
        grant_id: "g-7kq2".into(),
        site: "Rossi CRM".into(),
        agent: Some("Jonas Weber".into()),
        sessions,
    };
    let ended = |ending, agent, cut| EndedPage {
        frame: inside(language, "/grants/g-7kq2"),
        grant_id: "g-7kq2".into(),
        site_id: "rossi-crm".into(),
        site: "Rossi CRM".into(),
        agent,
        reason: Some("Invoices are printed twice".into()),
        ticket: None,
        created_at: hours(-4),
        ending,
        first_used: Some(hours(-3)),
        last_used: Some(minutes(-2)),
        counts: Counts {
            sign_ins: 2,
            failed_sign_ins: 1,
            requests: 214,
            changes: 3,
            blocked: 6,
        },
        cut,
    };
    let qr = || ShownCode::Totp(qr());
    let revoked = Ending::Revoked {
        at: minutes(-1),
        by: "Maria Rossi".into(),
    };
    let errors = vec![RequestError::Duration, RequestError::Email];
    vec![
        (
            "home",
            page(&home(
                vec![card("Rossi CRM", Some(summary(false))), card("Rossi Shop", None)],
                true,
            )),
        ),
        (
            "home-paused",
            page(&home(vec![card("Rossi CRM", Some(summary(true)))], false)),
        ),
        ("home-closed", page(&home(vec![card("Rossi CRM", None)], false))),
        ("home-empty", page(&home(Vec::new(), false))),
        ("request", page(&request(language))),
        (
            "request-errors",
            page(&RequestPage {
                form: RequestForm {
                    email: "jonas at vendor".into(),
                    show: vec!["messages".into()],
                    read_only: true,
                    code: CodeKind::Totp,
                    ..RequestForm::default()
                },
                errors,
                ..request(language)
            }),
        ),
        (
            "request-all-errors",
            page(&RequestPage {
                errors: vec![
                    RequestError::Scope,
                    RequestError::Agent,
                    RequestError::Reason,
                    RequestError::Ticket,
                    RequestError::Code,
                ],
                ..request(language)
            }),
        ),
        (
            "request-plain",
            page(&RequestPage {
                scopes: Vec::new(),
                offers_read_only: false,
                codes: vec![CodeKind::Fixed],
                ..request(language)
            }),
        ),
        ("confirm", page(&confirm(language, asked(Method::Totp)))),
        (
            "confirm-email",
            page(&confirm(
                language,
                CodeAsked {
                    mail: MailState::Sent {
                        resend_after_seconds: 48,
                    },
                    error: Some(CodeError::Wrong { tries_left: Some(1) }),
                    ..asked(Method::Email)
                },
            )),
        ),
        (
            "confirm-email-not-sent",
            page(&confirm(language, asked(Method::Email))),
        ),
        (
            "confirm-password",
            page(&confirm(
                language,
                CodeAsked {
                    methods: vec![Method::Password],
                    error: Some(CodeError::Wrong { tries_left: Some(2) }),
                    ..asked(Method::Password)
                },
            )),
        ),
        (
            "credentials",
            page(&credentials(language, ShownCode::Fixed("4071 9336".into()), None)),
        ),
        (
            "credentials-totp",
            page(&credentials(language, qr(), Some(cut(CutBy::Regenerated, 1, 3)))),
        ),
        (
            "credentials-gone",
            page(&CredentialsGonePage {
                frame: inside_with_live(language, "/grants/g-7kq2", false),
                grant_id: "g-7kq2".into(),
                site: "Rossi CRM".into(),
                agent: None,
            }),
        ),
        ("grant", page(&grant_page(grant(), false))),
        ("grant-already", page(&grant_page(grant(), true))),
        ("grant-paused", page(&grant_page(paused, false))),
        ("grant-locked", page(&grant_page(locked, false))),
        ("ask-revoke", page(&ask(Asked::Revoke, 2))),
        ("ask-regenerate", page(&ask(Asked::Regenerate, 0))),
        (
            "ended-revoked",
            page(&ended(
                revoked,
                Some("Jonas Weber".into()),
                Some(cut(CutBy::Revoked, 1, 1)),
            )),
        ),
        (
            "ended-expired",
            page(&ended(
                Ending::Expired { at: minutes(-1) },
                None,
                Some(cut(CutBy::Expired, 0, 0)),
            )),
        ),
        ("activity", page(&activity::samples::timeline(language))),
        ("activity-filtered", page(&activity::samples::filtered(language))),
        ("activity-empty", page(&activity::samples::empty(language))),
    ]
}

fn qr() -> Qr {
    Qr {
        link: "otpauth://totp/Gatepass:s7kq2-9xmd?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Gatepass"
            .into(),
        secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".into(),
    }
}

fn own_account(language: Language) -> Vec<(&'static str, String)> {
    let frame = || inside(language, "/account");
    let account = |password_error, notice| AccountPage {
        frame: inside_with_live(language, "/account", false),
        username: "maria".into(),
        email: Some(EmailLine {
            address: "maria@rossi.example".into(),
            verified: true,
        }),
        sites: vec![SiteUser {
            site: "Rossi CRM".into(),
            user: "m.rossi".into(),
        }],
        factors: Factors {
            authenticator: Some(hours(-24 * 40)),
            email: true,
            recovery_codes: Some(11),
        },
        sessions: vec![
            OwnSession {
                id: "s-1".into(),
                client: "Firefox, Linux".into(),
                address: "192.0.2.17".into(),
                since: hours(-3),
                last_seen: now(),
                current: true,
            },
            OwnSession {
                id: "s-2".into(),
                client: "Safari, iPhone".into(),
                address: "2001:db8::4f".into(),
                since: hours(-26),
                last_seen: hours(-5),
                current: false,
            },
        ],
        trusted: vec![TrustedLine {
            id: "t-1".into(),
            client: "Firefox, Linux".into(),
            address: "192.0.2.17".into(),
            until: minutes(4),
        }],
        tokens: 2,
        password_error,
        notice,
    };
    let bare = AccountPage {
        email: None,
        factors: Factors::default(),
        trusted: Vec::new(),
        tokens: 0,
        ..account(Some(PasswordError::Wrong { tries_left: Some(4) }), None)
    };
    let unverified = AccountPage {
        email: Some(EmailLine {
            address: "maria@rossi.example".into(),
            verified: false,
        }),
        factors: Factors {
            recovery_codes: Some(0),
            ..Factors::default()
        },
        ..account(Some(PasswordError::New(NewPasswordError::Differ)), None)
    };
    let email = |error, resend_after_seconds| EmailCodePage {
        frame: frame(),
        address: "maria@rossi.example".into(),
        resend_after_seconds,
        error,
    };
    let recovery = |after_set_up| RecoveryCodesPage {
        frame: frame(),
        codes: (0..12).map(|at| format!("k{at:02}f-9xq2-m{at:02}w")).collect(),
        after_set_up,
    };
    let scan = |error| AuthenticatorPage {
        frame: frame(),
        qr: qr(),
        error,
    };
    let mut all = vec![
        ("account", page(&account(None, None))),
        ("account-bare", page(&bare)),
        ("account-unverified", page(&unverified)),
        (
            "account-locked",
            page(&account(Some(PasswordError::Locked { wait_seconds: 600 }), None)),
        ),
        ("account-email", page(&email(None, 48))),
        (
            "account-email-wrong",
            page(&email(Some(CodeError::Wrong { tries_left: None }), 0)),
        ),
        (
            "authenticator-start",
            page(&AuthenticatorStartPage {
                frame: frame(),
                replaces: true,
            }),
        ),
        ("authenticator", page(&scan(None))),
        (
            "authenticator-wrong",
            page(&scan(Some(CodeError::Wrong { tries_left: Some(4) }))),
        ),
        (
            "authenticator-locked",
            page(&scan(Some(CodeError::Locked { until: minutes(14) }))),
        ),
        ("recovery-codes", page(&recovery(true))),
        ("tokens", page(&tokens::samples::some(language))),
        ("tokens-errors", page(&tokens::samples::mistaken(language))),
        ("token-shown", page(&tokens::samples::shown(language))),
    ];
    for (name, notice) in [
        ("account-password-changed", AccountNotice::PasswordChanged),
        ("account-authenticator-on", AccountNotice::AuthenticatorOn),
        ("account-authenticator-off", AccountNotice::AuthenticatorOff),
        ("account-email-on", AccountNotice::EmailOn),
        ("account-email-off", AccountNotice::EmailOff),
        ("account-sessions-ended", AccountNotice::SessionsEnded),
        ("account-trust-forgotten", AccountNotice::TrustForgotten),
    ] {
        all.push((name, page(&account(None, Some(notice)))));
    }
    all
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
