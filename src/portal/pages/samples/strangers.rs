//! Pages full of strangers' words.

use super::support::{confirm, credentials, grant, request};
use super::*;

/// Pages on which every word that a stranger could have written is `words`.
pub(in crate::portal::pages) fn hostile(words: &str) -> Vec<(&'static str, String)> {
    let language = Language::English;
    let text = || words.to_owned();
    let mut frame = inside_with_live(language, "/", false);
    frame.path_and_query = text();
    for grant in &mut frame.live {
        grant.site = text();
        grant.agent = Some(text());
    }
    let sign_in = SignInPage {
        frame: outside(language, words),
        username: text(),
        return_to: text(),
        error: Some(SignInError::Wrong),
        notice: None,
    };
    let challenge = ChallengePage {
        frame: outside(language, words),
        return_to: text(),
        asked: CodeAsked {
            masked_address: Some(text()),
            ..asked(Method::Email)
        },
    };
    let confirm = ConfirmPage {
        frame: frame.clone(),
        title: text(),
        summary: text(),
        action: text(),
        carried: vec![(text(), text())],
        cancel: text(),
        ..confirm(language, asked(Method::Totp))
    };
    let request = RequestPage {
        frame: frame.clone(),
        action: text(),
        site: text(),
        user: text(),
        scopes: vec![ScopeChoice {
            name: text(),
            label: text(),
        }],
        form: RequestForm {
            agent: text(),
            email: text(),
            reason: text(),
            ticket: text(),
            ..RequestForm::default()
        },
        ..request(language)
    };
    let grant = GrantPage {
        grant: GrantView {
            site: text(),
            host: text(),
            user: text(),
            agent: Some(text()),
            email: Some(text()),
            reason: Some(text()),
            ticket: Some(text()),
            networks: text(),
            scopes: vec![ScopeLine {
                label: text(),
                visibility: Visibility::Full,
            }],
            sessions: vec![SessionLine {
                client: text(),
                address: text(),
                since: now(),
            }],
            ..grant()
        },
        frame,
        was_asked_again: false,
    };
    let shown = CredentialsPage {
        site: text(),
        agent: Some(text()),
        ..credentials(language, ShownCode::Fixed(text()), None)
    };
    let mut all = vec![
        ("sign-in", page(&sign_in)),
        ("challenge", page(&challenge)),
        ("confirm", page(&confirm)),
        ("request", page(&request)),
        ("grant", page(&grant)),
        ("credentials", page(&shown)),
        ("activity", page(&activity::samples::hostile(words))),
    ];
    all.extend(super::handoff::hostile(language, words));
    all.extend(super::rooms::hostile(language, words));
    all
}
