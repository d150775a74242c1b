//! The house rules, as tests: who may import whom, and what a file looks like.
#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// A room, and the rooms that its code may name. What is not listed is forbidden.
const MAY_IMPORT: [(&str, &[&str]); 18] = [
    ("access", &[]),
    ("clock", &[]),
    ("words", &[]),
    ("metrics", &[]),
    ("crypto", &["access"]),
    ("config", &["access"]),
    ("audit", &["access"]),
    ("store", &["access", "audit", "crypto"]),
    (
        "actions",
        &["access", "audit", "clock", "config", "crypto", "store"],
    ),
    ("handoff", &["access", "crypto"]),
    ("mail", &["config", "crypto", "words"]),
    ("web", &["access", "crypto", "words"]),
    (
        "reserved",
        &[
            "access", "actions", "audit", "config", "crypto", "mail", "store", "web", "words",
        ],
    ),
    (
        "portal",
        &[
            "access", "actions", "audit", "config", "crypto", "mail", "reserved", "store", "web", "words",
        ],
    ),
    (
        "proxy",
        &[
            "access", "actions", "audit", "clock", "config", "crypto", "metrics", "portal", "reserved",
            "store", "web",
        ],
    ),
    (
        "server",
        &[
            "access", "actions", "audit", "clock", "config", "crypto", "mail", "metrics", "portal", "proxy",
            "store",
        ],
    ),
    (
        "demo",
        &[
            "access", "actions", "audit", "clock", "config", "crypto", "server", "store",
        ],
    ),
    (
        "cli",
        &[
            "access", "actions", "audit", "clock", "config", "crypto", "demo", "handoff", "mail", "proxy",
            "server", "store",
        ],
    ),
];

/// Code that reads the clock, draws randomness or touches the world is no business of the core.
const NOT_IN_THE_CORE: [&str; 8] = [
    "async fn",
    ".await",
    "std::fs",
    "std::net::Tcp",
    "tokio",
    "::now()",
    "SystemRandom",
    "tracing::",
];

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(dir: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((
                    path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().to_owned(),
                    text,
                ));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 50, "the sources are where they are looked for");
    found
}

/// The room of a file: the name below `src/`.
fn room(path: &Path) -> String {
    let first = path.components().nth(1).unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// Lines without comments.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
}

#[test]
fn rooms_import_only_what_the_map_allows() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let room = room(&path);
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == room) else {
            assert!(
                ["lib", "main", "manual"].contains(&room.as_str()),
                "{room} is on no map: {}",
                path.display()
            );
            continue;
        };
        for line in code(&text) {
            for named in line.split("crate::").skip(1) {
                let target: String = named
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                    .collect();
                let is_room = MAY_IMPORT.iter().any(|(name, _)| *name == target);
                if is_room && target != room && !allowed.contains(&target.as_str()) {
                    wrong.push(format!("{}: {room} may not import {target}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_core_is_pure() {
    for (path, text) in sources().into_iter().filter(|(path, _)| room(path) == "access") {
        for forbidden in NOT_IN_THE_CORE {
            assert!(
                !code(&text).any(|line| line.contains(forbidden)),
                "{} has {forbidden}",
                path.display()
            );
        }
    }
}

#[test]
fn only_decide_makes_permits_and_only_the_journal_records_them() {
    for (path, text) in sources() {
        let text: String = code(&text).collect::<Vec<_>>().join("\n");
        let name = path.display().to_string();
        let makes_one = text.contains("(Permit {") || text.contains("= Permit {");
        assert!(
            !makes_one || name.ends_with("access/decide.rs"),
            "{name} makes a Permit"
        );
        assert!(
            !text.contains("RecordedPermit(") || name.ends_with("audit/recorded.rs"),
            "{name} records one"
        );
    }
}

#[test]
fn what_serves_cannot_open_what_is_handed_over() {
    for (room, allowed) in MAY_IMPORT {
        assert!(
            room == "cli" || !allowed.contains(&"handoff"),
            "{room} could open what is meant for two people"
        );
    }
}

#[test]
fn state_changes_in_actions_only() {
    for (path, text) in sources() {
        if ["actions", "store"].contains(&room(&path).as_str()) {
            continue;
        }
        assert!(
            !code(&text).any(|line| line.contains(".change().await")),
            "{} changes state",
            path.display()
        );
    }
}

#[test]
fn nothing_switches_the_verification_of_certificates_off() {
    for (path, text) in sources() {
        for forbidden in ["dangerous_accept", "builder_dangerous", "danger_accept"] {
            assert!(
                !code(&text).any(|line| line.contains(forbidden)),
                "{} has {forbidden}",
                path.display()
            );
        }
    }
}

#[test]
fn every_file_says_what_it_is_for_and_stays_small() {
    for (path, text) in sources() {
        assert!(
            text.starts_with("//!"),
            "{} does not open with what it is for",
            path.display()
        );
        assert!(
            text.lines().count() <= 600,
            "{} is longer than 600 lines",
            path.display()
        );
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What is wrong with `path`, or `path::test`, as the manual writes it.
fn nothing_there(named: &str) -> Option<String> {
    let (path, test) = match named.split_once("::") {
        Some((path, test)) => (path, Some(test)),
        None => (named, None),
    };
    if !root().join(path).exists() {
        return Some(format!("there is no `{path}`"));
    }
    let test = test?;
    let text = fs::read_to_string(root().join(path)).unwrap_or_default();
    let is_there = path.ends_with(".rs") && text.contains(&format!("fn {test}("));
    (!is_there).then(|| format!("`{path}` has no `{test}`"))
}

/// What stands between backticks, outside of code blocks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    let mut in_block = false;
    let prose = text.lines().filter(move |line| {
        let is_fence = line.contains("```");
        in_block ^= is_fence;
        !in_block && !is_fence
    });
    prose.flat_map(|line| line.split('`').skip(1).step_by(2))
}

#[test]
fn every_file_and_test_that_the_manual_names_is_there() {
    const PLACES: [&str; 5] = ["src/", "tests/", "benches/", "config/", "certs/"];
    let mut chapters: Vec<(PathBuf, String)> = sources()
        .into_iter()
        .filter(|(path, _)| room(path) == "manual")
        .collect();
    let seen = PathBuf::from("tests/broken/seen.md");
    let text = fs::read_to_string(root().join(&seen)).unwrap();
    chapters.push((seen, text));
    let mut count = 0;
    let mut wrong = Vec::new();
    for (chapter, text) in &chapters {
        let named = quoted(text).filter(|it| PLACES.iter().any(|place| it.starts_with(place)));
        for named in named {
            count += 1;
            if let Some(why) = nothing_there(named) {
                wrong.push(format!("{}: {why}", chapter.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count > 150, "only {count} names were found");
}

/// What the portal was asked to do: chapters, and how many rows each has.
const REQUIREMENTS: [(&str, usize); 3] = [("S1", 13), ("S2", 15), ("S3", 19)];

#[test]
fn every_requirement_has_its_row_and_every_row_its_tests() {
    let text = fs::read_to_string(root().join("src/manual/requirements.rs")).unwrap();
    let mut rows = text.lines().filter_map(|line| line.strip_prefix("//! | S"));
    for (chapter, count) in REQUIREMENTS {
        for number in 1..=count {
            let row = format!("S{}", rows.next().unwrap_or_default());
            let mut cells = row.split(" | ");
            let id = format!("{chapter}.{number}");
            assert_eq!(
                cells.next(),
                Some(id.as_str()),
                "rows are in order, and none is missing"
            );
            assert!(
                cells.next().is_some_and(|promise| promise.len() > 20),
                "{id} says nothing"
            );
            let tests = cells.next().unwrap_or_default();
            assert!(quoted(tests).any(|test| test.contains("::")), "{id} has no test");
        }
    }
    assert_eq!(rows.next(), None, "nobody asked for this row");
}

/// `tests/broken/list.toml`
#[derive(Deserialize)]
struct BrokenOnPurpose {
    broken: Vec<Breakage>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Breakage {
    control: u8,
    what: String,
    file: String,
    find: String,
    replace: String,
    test: String,
}

#[test]
fn what_is_broken_on_purpose_is_still_there_to_break() {
    let read = |name: &str| fs::read_to_string(root().join("tests/broken").join(name)).unwrap();
    let BrokenOnPurpose { broken } = toml::from_str(&read("list.toml")).unwrap();
    assert!(broken.len() >= 25, "only {}", broken.len());
    let seen = read("seen.md");
    let mut rows = seen.lines().skip(2);
    for it in &broken {
        let Breakage {
            control,
            what,
            file,
            test,
            ..
        } = it;
        assert!(
            (1..=25).contains(control),
            "{what}: there is no control {control}"
        );
        assert!(file.starts_with("src/"), "{what}: `{file}` is no code of ours");
        let text = fs::read_to_string(root().join(file)).unwrap();
        let times = text.matches(&it.find).count();
        assert_eq!(times, 1, "{what}: what is to be broken in `{file}`");
        assert_ne!(it.find, it.replace, "{what}");
        assert_eq!(nothing_there(test), None, "{what}");
        assert!(test.contains("::"), "{what}: `{test}` is no test");
        let row = format!("| {control} | {what} | `{file}` | `{test}` |");
        assert_eq!(
            rows.next(),
            Some(row.as_str()),
            "tests/broken/run has not seen this one fail"
        );
    }
    assert_eq!(rows.next(), None, "this one is no longer on the list");
}
