//! What must be true of every page in every language, and what each one looks like as HTML.

use std::fs;
use std::path::Path;

use super::{ActivityKind, CONTENT_SECURITY_POLICY, Filter, asset, samples};
use crate::words::Language;

const HOSTILE: &str = "\"'><img src=x onerror=alert(1)>&";

fn every_page() -> impl Iterator<Item = (String, String)> {
    Language::ALL.into_iter().flat_map(|language| {
        samples::all(language)
            .into_iter()
            .map(move |(name, html)| (format!("{name} in {}", language.tag()), html))
    })
}

#[test]
fn each_page_looks_as_agreed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, html) in samples::all(Language::English) {
            insta::assert_snapshot!(name, html);
        }
    });
}

#[test]
fn every_page_has_one_heading_one_title_and_one_main() {
    for (name, html) in every_page() {
        for once in [
            "<h1>",
            "<title>",
            "<main ",
            "<meta name=\"robots\" content=\"noindex\">",
        ] {
            assert_eq!(html.matches(once).count(), 1, "{once} in {name}");
        }
    }
}

#[test]
fn every_page_says_its_language() {
    for language in Language::ALL {
        for (name, html) in samples::all(language) {
            let says = format!("<html lang=\"{}\">", language.tag());
            assert!(html.contains(&says), "{name}");
        }
    }
}

#[test]
fn every_page_works_under_the_strict_policy() {
    assert!(!CONTENT_SECURITY_POLICY.contains("unsafe"));
    for (name, html) in every_page() {
        for forbidden in [
            "style=",
            "<style",
            "javascript:",
            " onclick",
            " onsubmit",
            " onload",
        ] {
            assert!(!html.contains(forbidden), "{forbidden} in {name}");
        }
        for script in html.split("<script").skip(1) {
            assert!(
                script.starts_with(" src=\"/assets/") && script.contains("\" defer></script>"),
                "inline script in {name}"
            );
        }
    }
}

#[test]
fn every_file_a_page_loads_is_served() {
    for (name, html) in every_page() {
        for rest in html.split("\"/assets/").skip(1) {
            let file = rest.split('"').next().unwrap();
            assert!(asset(file).is_some(), "{file} in {name}");
        }
    }
    assert!(asset("no-such-file").is_none());
}

#[test]
fn every_form_that_changes_something_carries_its_token() {
    for (name, html) in every_page() {
        for form in html.split("<form").skip(1) {
            let (tag, rest) = form.split_once('>').unwrap();
            let inside = rest.split("</form>").next().unwrap();
            let token = "<input type=\"hidden\" name=\"csrf\" value=\"c5rf-t0ken\">";
            assert_eq!(
                tag.contains("method=\"post\""),
                inside.contains(token),
                "{tag} in {name}"
            );
            let goes_somewhere = tag.contains("action=") || inside.contains("formaction=");
            assert!(goes_somewhere, "{tag} in {name}");
        }
    }
}

#[test]
fn every_word_was_translated() {
    const AREAS: [&str; 7] = [
        "common-",
        "sign-in-",
        "support-",
        "activity-",
        "account-",
        "mail-",
        "handoff-",
    ];
    for (name, html) in every_page() {
        // What a reader reads or hears: text between tags, and the attributes that hold words.
        let between_tags = html.split('>').filter_map(|part| part.split('<').next());
        let value = |rest: &str| rest.split('"').nth(1).unwrap_or_default().to_owned();
        let heard = [" data-", " aria-label", " title", " alt"].into_iter();
        let heard = heard
            .flat_map(|attribute| html.split(attribute).skip(1))
            .map(value);
        for text in between_tags.map(str::to_owned).chain(heard) {
            assert!(!text.contains(['{', '}']), "{text} in {name}");
            for word in text.split_whitespace() {
                assert!(
                    !AREAS.iter().any(|area| word.starts_with(area)),
                    "{word} in {name}"
                );
            }
        }
    }
}

#[test]
fn every_field_has_a_label() {
    for (name, html) in every_page() {
        for input in html
            .split("<input ")
            .skip(1)
            .chain(html.split("<select ").skip(1))
        {
            let tag = input.split('>').next().unwrap();
            if ["hidden\"", "radio\"", "checkbox\""]
                .iter()
                .any(|kind| tag.contains(kind))
                || tag.contains("aria-hidden")
            {
                continue;
            }
            let id = tag
                .split("id=\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next())
                .unwrap();
            assert!(html.contains(&format!("<label for=\"{id}\">")), "{id} in {name}");
        }
    }
}

#[test]
fn every_id_is_there_once_and_whatever_points_to_one_finds_it() {
    for (name, html) in every_page() {
        let values = |attribute: &str| {
            let parts: Vec<String> = html
                .split(&format!(" {attribute}=\""))
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap().to_owned())
                .collect();
            parts
        };
        let ids = values("id");
        for id in &ids {
            assert_eq!(
                ids.iter().filter(|other| *other == id).count(),
                1,
                "{id} in {name}"
            );
        }
        for attribute in [
            "aria-describedby",
            "aria-labelledby",
            "aria-controls",
            "data-copy",
            "for",
        ] {
            for id in values(attribute).iter().flat_map(|all| all.split(' ')) {
                assert!(ids.iter().any(|known| known == id), "{attribute} {id} in {name}");
            }
        }
    }
}

#[test]
fn strangers_words_are_shown_and_never_run() {
    for (name, html) in samples::hostile(HOSTILE) {
        assert!(html.contains("onerror=alert(1)"), "{name} shows them");
        assert!(!html.contains("<img"), "{name} runs them");
        assert!(!html.contains("\"'>"), "{name} lets them out of an attribute");
    }
}

#[test]
fn a_filter_survives_its_address() {
    let filter = Filter {
        grant: Some("a b&c=d/é".into()),
        kind: ActivityKind::named("sign-in"),
        ..Filter::default()
    };
    assert_eq!(filter.query(), "?grant=a%20b%26c%3Dd%2F%C3%A9&kind=sign-in");
    assert_eq!(Filter::default().query(), "");
}

#[test]
fn a_file_has_a_tag_of_its_own() {
    let tag = |name| asset(name).unwrap().etag();
    assert_eq!(tag("portal.css"), tag("portal.css"));
    assert_ne!(tag("portal.css"), tag("portal.js"));
    assert!(tag("portal.css").starts_with('"'));
}

/// To look at: `cargo test --lib portal::pages::tests::gallery -- --ignored`, then serve `target/gallery`.
#[test]
#[ignore = "writes files for people to look at"]
fn gallery() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery");
    fs::create_dir_all(root.join("assets")).unwrap();
    for name in [
        "base.css",
        "portal.css",
        "forms.js",
        "portal.js",
        "request.js",
        "secret.js",
        "copy.js",
        "handoff.js",
        "handoff-send.js",
        "handoff-open.js",
        "activity.js",
        "mark.svg",
    ] {
        fs::write(root.join("assets").join(name), asset(name).unwrap().body).unwrap();
    }
    for language in Language::ALL {
        let folder = root.join(language.tag());
        fs::create_dir_all(&folder).unwrap();
        for (name, html) in samples::all(language) {
            fs::write(folder.join(format!("{name}.html")), html).unwrap();
        }
    }
}
