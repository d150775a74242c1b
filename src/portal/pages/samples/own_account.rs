//! Examples of the pages about the own account.

use super::*;

pub(super) fn own_account(language: Language) -> Vec<(&'static str, String)> {
    let frame = || inside(language, "/account");
    let account = |password_error, notice| AccountPage {
        frame: inside_with_live(language, "/account", false),
        username: "maria".into(),
        email: Some(EmailLine {
            address: "maria@rossi.example".into(),
            verified: true,
            is_mailed: true,
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
        password: PasswordForm {
            error: password_error,
            code: Some(CodeAsked {
                method: Method::Totp,
                methods: vec![Method::Totp, Method::Email],
                masked_address: Some("m•••@rossi.example".into()),
                mail: MailState::NotSent,
                error: None,
            }),
        },
        notice,
    };
    let bare = AccountPage {
        email: None,
        factors: Factors::default(),
        trusted: Vec::new(),
        tokens: 0,
        password: PasswordForm {
            error: Some(PasswordError::Wrong { tries_left: Some(4) }),
            code: None,
        },
        ..account(None, None)
    };
    let no_mail = AccountPage {
        email: Some(EmailLine {
            address: "maria@rossi.example".into(),
            verified: true,
            is_mailed: false,
        }),
        factors: Factors::default(),
        ..account(None, None)
    };
    let unverified = AccountPage {
        email: Some(EmailLine {
            address: "maria@rossi.example".into(),
            verified: false,
            is_mailed: true,
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
        next: if after_set_up { "/" } else { "/account" },
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
        ("account-no-mail", page(&no_mail)),
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
        ("tokens-revoked", page(&tokens::samples::after_revoking(language))),
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
