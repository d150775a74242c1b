//! Examples of asking for support, watching it and ending it.

use super::*;

pub(super) fn confirm(language: Language, asked: CodeAsked) -> ConfirmPage {
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

pub(super) fn request(language: Language) -> RequestPage {
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
        shows_rest: true,
        offers_read_only: true,
        codes: vec![CodeKind::Fixed, CodeKind::Totp],
        form: RequestForm {
            duration: "8h".into(),
            ..RequestForm::default()
        },
        errors: Vec::new(),
    }
}

pub(super) fn credentials(language: Language, code: ShownCode, cut: Option<Cut>) -> CredentialsPage {
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
            starts_at: None,
            expires_at: hours(8),
        },
        cut,
    }
}

fn credentials_later(language: Language) -> CredentialsPage {
    let mut later = credentials(language, ShownCode::Fixed("4071 9336".into()), None);
    later.credentials.starts_at = Some(hours(4));
    later
}

pub(super) fn grant() -> GrantView {
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
        begins_at: None,
        expires_at: minutes(201),
        claim_by: None,
        networks: String::new(),
        idle_seconds: None,
        at_once: None,
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

pub(super) fn support(language: Language) -> Vec<(&'static str, String)> {
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
        begins_at: None,
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
    let scheduled = GrantView {
        begins_at: Some(hours(14)),
        expires_at: hours(22),
        claim_by: Some(hours(15)),
        networks: "192.0.2.0/24, 2001:db8::/32".into(),
        idle_seconds: Some(1800),
        at_once: Some(2),
        first_used: None,
        last_used: None,
        sessions: Vec::new(),
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
                    RequestError::Networks,
                    RequestError::Limit,
                    RequestError::Code,
                ],
                ..request(language)
            }),
        ),
        (
            "request-plain",
            page(&RequestPage {
                scopes: Vec::new(),
                shows_rest: true,
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
        ("credentials-later", page(&credentials_later(language))),
        (
            "credentials-totp",
            page(&credentials(language, qr(), Some(cut(CutBy::Regenerated, 1, 3)))),
        ),
        (
            "credentials-email",
            page(&credentials(
                language,
                ShownCode::Email("jonas@vendor.example".into()),
                None,
            )),
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
        ("grant-scheduled", page(&grant_page(scheduled, true))),
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
