//! The house rules, as tests: who may import whom, and what a file looks like.
#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

/// A room, and the rooms that its code may name. What is not listed is forbidden.
const MAY_IMPORT: [(&str, &[&str]); 14] = [
    ("access", &[]),
    ("clock", &[]),
    ("crypto", &["access"]),
    ("config", &["access"]),
    ("audit", &["access"]),
    ("store", &["access", "audit", "crypto"]),
    (
        "actions",
        &["access", "audit", "clock", "config", "crypto", "store"],
    ),
    ("web", &["access", "crypto"]),
    (
        "reserved",
        &["access", "actions", "audit", "config", "crypto", "store", "web"],
    ),
    (
        "portal",
        &[
            "access", "actions", "config", "crypto", "reserved", "store", "web",
        ],
    ),
    (
        "proxy",
        &[
            "access", "actions", "audit", "clock", "config", "crypto", "portal", "reserved", "store", "web",
        ],
    ),
    (
        "server",
        &[
            "access", "actions", "audit", "clock", "config", "crypto", "portal", "proxy", "store",
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
            "access", "actions", "audit", "clock", "config", "crypto", "demo", "proxy", "server", "store",
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
