//! What must be true of every page, and what each one looks like as HTML.

use super::{
    ASSETS, CodeMethod, CodePage, CodePurpose, Fact, FactValue, MessagePage, Moment, Place, ScopeLine,
    SignInError, SignInPage, StatusPage, Visibility, samples,
};
use crate::words::Language;

/// Each page in each language.
fn in_all_languages() -> impl Iterator<Item = (Language, &'static str, String)> {
    let all = Language::ALL.into_iter();
    all.flat_map(|language| {
        let pages = samples::all(language).into_iter();
        pages.map(move |(name, html)| (language, name, html))
    })
}

const HOSTILE: &str = "\"'><img src=x onerror=alert(1)>&";

#[test]
fn each_page_looks_as_agreed() {
    named_alone().bind(|| {
        for (name, html) in samples::all(Language::English) {
            insta::assert_snapshot!(name, html);
        }
        for language in Language::ALL.into_iter().skip(1) {
            let same = ["sign-in-wrong", "code-wrong", "read-only", "status"];
            let pages = samples::all(language);
            for (name, html) in pages.iter().filter(|(name, _)| same.contains(name)) {
                insta::assert_snapshot!(format!("{name}-{}", language.tag()), html);
            }
        }
    });
}

#[test]
fn every_page_has_one_heading_one_title_and_one_main() {
    for (language, name, html) in in_all_languages() {
        let tag = format!("<html lang=\"{}\">", language.tag());
        for once in [
            "<h1>",
            "<title>",
            "<main ",
            tag.as_str(),
            "<meta name=\"robots\" content=\"noindex\">",
        ] {
            assert_eq!(html.matches(once).count(), 1, "{once} in {name}");
        }
        assert!(!html.contains("<title> "), "empty title in {name}");
    }
}

#[test]
fn every_page_works_under_the_strict_policy() {
    for (_, name, html) in in_all_languages() {
        assert!(!html.contains("style="), "inline style in {name}");
        assert!(!html.contains("<style"), "inline style sheet in {name}");
        assert!(!html.contains("javascript:"), "script address in {name}");
        assert!(
            !html.split(" on").skip(1).any(opens_a_handler),
            "inline handler in {name}"
        );
        for script in html.split("<script").skip(1) {
            assert!(
                script.starts_with(" src=\"/.gatepass/forms.js\" defer></script>"),
                "inline script in {name}"
            );
        }
    }
}

#[test]
fn every_page_stands_in_no_frame_and_runs_nobody_elses_code() {
    let answer = crate::reserved::html(http::StatusCode::OK, String::new());
    let policies = answer
        .headers
        .iter()
        .filter(|(name, _)| *name == http::header::CONTENT_SECURITY_POLICY);
    let policies: Vec<_> = policies.map(|(_, policy)| policy.to_str().unwrap()).collect();
    let [policy] = policies[..] else {
        panic!("{policies:?}");
    };
    let directives: Vec<_> = policy.split(';').map(str::trim).collect();
    for directive in [
        "default-src 'none'",
        "script-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(directives.contains(&directive), "{directive} in {policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
}

/// Whether what follows ` on` makes it an event attribute: `click="…"` does, ` the next page` does not.
fn opens_a_handler(rest: &str) -> bool {
    rest.trim_start_matches(|letter: char| letter.is_ascii_alphabetic())
        .starts_with('=')
}

#[test]
fn every_file_a_page_loads_is_served() {
    for (_, name, html) in in_all_languages() {
        let loaded = html.split("src=\"").skip(1).chain(html.split("<link ").skip(1));
        for text in loaded {
            let path = text.split('"').find(|part| part.starts_with("/.gatepass/"));
            assert!(
                ASSETS.iter().any(|asset| Some(asset.path) == path),
                "{path:?} in {name}"
            );
        }
    }
}

#[test]
fn every_post_form_carries_its_token() {
    for (_, name, html) in in_all_languages() {
        let tokens = html
            .matches("<input type=\"hidden\" name=\"csrf\" value=\"c5rf-t0ken\">")
            .count();
        assert_eq!(
            html.matches("<form method=\"post\" action=\"/.gatepass/").count(),
            tokens,
            "{name}"
        );
        // The choice of a language is a link with buttons: it changes nothing that needs one.
        let links = html.matches("<form class=\"languages\" action=").count();
        assert_eq!(html.matches("<form").count(), tokens + links, "{name}");
    }
}

#[test]
fn strangers_words_are_shown_and_never_run() {
    let moment = Moment {
        machine: HOSTILE.into(),
        absolute: HOSTILE.into(),
        relative: HOSTILE.into(),
    };
    let hostile = Place {
        host: HOSTILE,
        language: Language::English,
        here: Some(HOSTILE),
    };
    let sign_in = SignInPage {
        place: hostile,
        username: HOSTILE,
        return_to: HOSTILE,
        csrf: HOSTILE,
        error: Some(SignInError::Wrong),
        notice: None,
    };
    let code = CodePage {
        place: hostile,
        user: HOSTILE,
        agent: Some(HOSTILE),
        purpose: CodePurpose::Always { place: HOSTILE },
        method: CodeMethod::Email {
            address: HOSTILE,
            mail: super::MailState::Sent {
                resend_after_seconds: 9,
            },
        },
        return_to: HOSTILE,
        csrf: HOSTILE,
        error: None,
        grant_ends: &moment,
        trusted_for: Some(HOSTILE),
    };
    let locked = CodePage {
        error: Some(super::CodeError::Locked {
            retry_after_seconds: 9,
        }),
        ..code.clone()
    };
    let mut message = MessagePage::hidden(hostile, &[HOSTILE.into()], &moment, HOSTILE, super::Start::Shown)
        .with_sign_out(HOSTILE);
    message.facts.push(Fact {
        label: "Address".to_owned(),
        value: FactValue::Text(HOSTILE.into()),
    });
    let status = StatusPage {
        place: hostile,
        user: HOSTILE,
        agent: Some(HOSTILE),
        scopes: vec![ScopeLine {
            label: HOSTILE,
            visibility: Visibility::Full,
            href: Some(HOSTILE.to_owned()),
        }],
        start: super::Start::Hidden,
        ends: &moment,
        trusted_until: Some(&moment),
        csrf: HOSTILE,
    };
    for html in [
        sign_in.render(),
        code.render(),
        locked.render(),
        message.render(),
        status.render(),
    ] {
        assert!(html.contains("&#60;img src=x"));
        assert!(!html.contains("<img"));
        assert!(!html.contains("\"'>"));
        assert!(!html.contains("'>&"));
    }
}

#[test]
fn a_failed_sign_in_is_the_same_page_whatever_was_wrong() {
    // One variant stands for unknown, wrong, expired, revoked and locked; the page holds no other trace of the cause.
    let page = |username| SignInPage {
        place: Place {
            host: "crm.example.com",
            language: Language::English,
            here: None,
        },
        username,
        return_to: "/",
        csrf: "t",
        error: Some(SignInError::Wrong),
        notice: None,
    };
    let known = page("ann.k7q4").render();
    assert_eq!(known.replace("ann.k7q4", "bob.zzzz"), page("bob.zzzz").render());
    assert!(!known.contains("autocomplete=\"current-password\" value"));
}

#[test]
fn each_message_answers_with_its_own_status() {
    let statuses: Vec<_> = samples::messages(Language::English)
        .into_iter()
        .map(|(name, page)| (name, page.status))
        .collect();
    named_alone().bind(|| insta::assert_debug_snapshot!("message-statuses", statuses));
}

#[test]
fn the_files_stay_small() {
    for asset in ASSETS {
        assert!(
            asset.body.len() <= 8 * 1024,
            "{} is {} bytes",
            asset.path,
            asset.body.len()
        );
    }
    for (_, name, html) in in_all_languages() {
        assert!(html.len() <= 6 * 1024, "{name} is {} bytes", html.len());
    }
}

/// Snapshots are named after their page only, so that moving this module does not rename them.
fn named_alone() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings
}
