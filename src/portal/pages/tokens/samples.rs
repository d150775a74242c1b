//! Examples of the pages about tokens.

use jiff::ToSpan as _;

use super::super::samples::{inside, now};
use super::*;
use crate::words::Language;

pub(in crate::portal::pages) fn some(language: Language) -> TokensPage {
    let token = |name: &str, bypass: bool| TokenLine {
        id: "k-1".into(),
        name: name.into(),
        last_characters: "k7Q2xZ".into(),
        created_at: now() - 900.hours(),
        expires_at: (!bypass).then(|| now() + 1260.hours()),
        last_used: (!bypass).then(|| now() - 3.hours()),
        bypass,
        networks: if bypass {
            "192.0.2.0/24".into()
        } else {
            String::new()
        },
        app: bypass.then(|| TokenReach {
            site: "Rossi CRM".into(),
            parts: "Contacts, Invoices".into(),
            read_only: true,
        }),
    };
    TokensPage {
        frame: inside(language, "/account/tokens"),
        tokens: vec![token("Monthly report", false), token("Help desk", true)],
        apps: vec![TokenApp {
            site: "Rossi CRM".into(),
            scopes: vec![
                ScopeChoice {
                    name: "contacts".into(),
                    label: "Contacts".into(),
                },
                ScopeChoice {
                    name: "invoices".into(),
                    label: "Invoices".into(),
                },
            ],
        }],
        form: TokenForm::default(),
        errors: Vec::new(),
        offers_bypass: true,
        revoked: None,
    }
}

pub(in crate::portal::pages) fn after_revoking(language: Language) -> TokensPage {
    TokensPage {
        revoked: Some(RevokedToken {
            name: "Old report".into(),
            cut: TokenCut {
                connections: 0,
                milliseconds: 4,
            },
        }),
        ..some(language)
    }
}

pub(in crate::portal::pages) fn mistaken(language: Language) -> TokensPage {
    TokensPage {
        tokens: Vec::new(),
        form: TokenForm {
            name: "Report".into(),
            expires: TokenLifetime::Never,
            bypass: true,
            networks: "everywhere".into(),
            site: "Rossi CRM".into(),
            show: vec!["Rossi CRM/contacts".into()],
            read_only: true,
        },
        errors: vec![TokenError::NameTaken, TokenError::Expires, TokenError::Networks],
        ..some(language)
    }
}

pub(in crate::portal::pages) fn shown(language: Language) -> TokenShownPage {
    TokenShownPage {
        frame: inside(language, "/account/tokens"),
        name: "Monthly report".into(),
        secret: "gp_pat_4Jr0cWn2TqXv8LmZy6BdKfHs9PgEaU3oQw7Rt5Yu1Iok2m3n4p".into(),
        expires_at: Some(now() + 2160.hours()),
        replaced: Some(TokenCut {
            connections: 2,
            milliseconds: 31,
        }),
    }
}
