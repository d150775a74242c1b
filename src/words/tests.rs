//! All languages say the same things, and whatever code or a page asks for is there to be said.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_bundle::FluentResource;

use super::{AREAS, FluentValue, Language, sources, words};

/// Key → the names of its variables.
type Catalog = BTreeMap<String, BTreeSet<String>>;

fn parsed(language: Language) -> Vec<Catalog> {
    let read = |source: &str| {
        let resource = FluentResource::try_new(source.to_owned())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", language.tag()));
        assert_eq!(
            resource.entries().count(),
            keys_of(source).len(),
            "a key twice, or none"
        );
        keys_of(source)
    };
    sources(language).into_iter().map(read).collect()
}

/// Messages by the shape of their lines: a key at the start of a line, its text up to the next key.
fn keys_of(source: &str) -> Catalog {
    let mut found = Catalog::new();
    let mut current = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        let opens = line.starts_with(|first: char| first.is_ascii_lowercase());
        if opens && let Some((key, _)) = line.split_once(" =") {
            key.clone_into(&mut current);
            found.insert(current.clone(), BTreeSet::new());
        }
        let names = line.split('$').skip(1).map(|rest| {
            rest.chars()
                .take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
                .collect::<String>()
        });
        if let Some(variables) = found.get_mut(&current) {
            variables.extend(names);
        }
    }
    found
}

#[test]
fn every_language_has_the_same_keys_with_the_same_variables() {
    let english = parsed(Language::English);
    for language in Language::ALL {
        for ((area, ours), english) in AREAS.iter().zip(parsed(language)).zip(&english) {
            let keys = |catalog: &Catalog| catalog.keys().cloned().collect::<BTreeSet<_>>();
            let (has, wants) = (keys(&ours), keys(english));
            let missing: Vec<_> = wants.difference(&has).collect();
            let extra: Vec<_> = has.difference(&wants).collect();
            assert!(missing.is_empty(), "{} lacks {missing:?}", language.tag());
            assert!(extra.is_empty(), "only {} has {extra:?}", language.tag());
            for (key, variables) in &ours {
                assert_eq!(Some(variables), english.get(key), "{} {key}", language.tag());
                let of_area = key.strip_prefix(area).and_then(|rest| rest.strip_prefix('-'));
                assert!(of_area.is_some(), "{key} does not open with `{area}-`");
            }
        }
    }
}

#[test]
fn every_message_can_be_said_and_says_something() {
    for language in Language::ALL {
        for (key, variables) in parsed(language).into_iter().flatten() {
            for count in [0_u64, 1, 2, 5, 21] {
                let filled: Vec<(&str, FluentValue<'_>)> = variables
                    .iter()
                    .map(|name| (name.as_str(), count.into()))
                    .collect();
                let said = words(language).say_with(&key, &filled);
                assert!(!said.trim().is_empty() && said != key, "{} {key}", language.tag());
                assert!(!said.contains(['{', '}']), "{} {key}: {said}", language.tag());
            }
        }
    }
}

/// Code that says something: files of the rooms that speak, and their templates.
fn speakers() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.display().to_string();
            if path.is_dir() {
                walk(&path, found);
            } else if name.ends_with(".rs") || name.ends_with(".html") || name.ends_with(".txt") {
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found.retain(|(name, _)| !name.contains("/words/"));
    found
}

#[test]
fn every_key_that_is_asked_for_exists() {
    let known: BTreeSet<String> = parsed(Language::English)
        .into_iter()
        .flatten()
        .map(|(key, _)| key)
        .collect();
    let mut wrong = Vec::new();
    for (name, text) in speakers() {
        for call in ["say(", "say_with(", "say_of(", "say_count("] {
            for rest in text.split(call).skip(1) {
                let Some(key) = rest
                    .trim_start()
                    .strip_prefix('"')
                    .and_then(|it| it.split('"').next())
                else {
                    continue;
                };
                if !known.contains(key) {
                    wrong.push(format!("{name}: {key}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_key_is_asked_for_somewhere() {
    let speakers = speakers();
    let quoted: BTreeSet<&str> = speakers.iter().flat_map(|(_, text)| text.split('"')).collect();
    for (key, _) in parsed(Language::English).into_iter().flatten() {
        // The mails that use theirs are written elsewhere.
        assert!(
            key.starts_with("mail-") || quoted.contains(key.as_str()),
            "nobody says {key}"
        );
    }
}

#[test]
fn what_nobody_wrote_is_said_as_its_key() {
    assert_eq!(words(Language::German).say("no-such-key"), "no-such-key");
}
