//! Which requests belong together: by the path that they begin with, or by the parameter that names a part.
//!
//! Values are taken up only where they name a part of the app: words that a link, or a name such as `module`, gives away as
//! such. All other values may be secrets.

use std::collections::{BTreeMap, BTreeSet};

use super::dispatch::{Dispatcher, dispatcher};
use super::seen::{Answer, Place, Seen};

/// What `learn` proposes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Proposal {
    pub(super) scopes: Vec<Proposed>,
    /// Patterns of styles and scripts.
    pub(super) assets: BTreeSet<String>,
    /// Requests that no scope was found for.
    pub(super) left: Requests,
    /// Requests that the gateway would refuse, whatever scopes say.
    pub(super) refused: Requests,
}

/// How often something was asked.
pub(super) type Requests = BTreeMap<String, usize>;

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Proposed {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) rules: BTreeSet<Rule>,
    pub(super) requests: Requests,
}

/// One way to belong to a scope.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rule {
    Path(String),
    /// `value`: `None` where the parameter is missing.
    Parameter {
        path: String,
        place: Place,
        name: String,
        value: Option<String>,
    },
}

pub(super) fn propose(all: &[Seen]) -> Proposal {
    let mut proposal = Proposal::default();
    let mut by_path: BTreeMap<&str, Vec<&Seen>> = BTreeMap::new();
    let code_dirs = code_dirs(all);
    for seen in all {
        match &seen.path {
            Err(why) => *proposal.refused.entry(why.clone()).or_default() += 1,
            // Ours, whatever the app has there.
            Ok(path) if path.starts_with("/.gatepass/") => {}
            Ok(path) => match asset(seen, path, &code_dirs) {
                Some(pattern) => {
                    proposal.assets.insert(pattern);
                }
                None => by_path.entry(path).or_default().push(seen),
            },
        }
    }
    let mut scopes: BTreeMap<String, Proposed> = BTreeMap::new();
    for (path, requests) in by_path {
        let found = dispatcher(&requests, names_a_part(path));
        for seen in requests {
            let shape = shape(seen, path, found.as_ref());
            match place_of(seen, path, found.as_ref()) {
                Some((label, rule)) => {
                    let scope = scopes.entry(scope_name(&label)).or_default();
                    if scope.label.is_empty() {
                        scope.label = label;
                    }
                    scope.rules.insert(rule);
                    *scope.requests.entry(shape).or_default() += 1;
                }
                None => *proposal.left.entry(shape).or_default() += 1,
            }
        }
    }
    let named = scopes.into_iter().map(|(name, scope)| Proposed { name, ..scope });
    proposal.scopes = named.collect();
    proposal
}

/// What people would call the part that it belongs to, and the rule for it.
fn place_of(seen: &Seen, path: &str, found: Option<&Dispatcher>) -> Option<(String, Rule)> {
    if is_detour(path) {
        return None;
    }
    let Some(found) = found else {
        return by_path(path);
    };
    let mut values = found.values_in(seen);
    let first = values.next();
    // One name with two values: nobody knows which one the app takes.
    if values.any(|value| Some(value) != first) {
        return None;
    }
    let label = match first {
        Some(value) => words(value),
        None => by_path(path)?.0,
    };
    let rule = Rule::Parameter {
        path: pattern_of(path),
        place: found.place,
        name: found.name.clone(),
        value: first.map(str::to_owned),
    };
    Some((label, rule))
}

/// Servers take it for another path, and no browser writes such a one by itself.
fn is_detour(path: &str) -> bool {
    path.contains("//") || path.split('/').any(|segment| matches!(segment, "." | ".."))
}

/// Segments that hold parts instead of being one.
const WRAPPERS: [&str; 8] = ["api", "rest", "rpc", "app", "web", "public", "index.php", "ajax"];

fn is_wrapper(segment: &str) -> bool {
    let segment = segment.to_ascii_lowercase();
    let version = segment.strip_prefix('v').unwrap_or("-");
    WRAPPERS.contains(&segment.as_str()) || version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// By the first segment that is a word of its own: `/api/v1/contacts/7` is of `/api/v1/contacts/**`.
fn by_path(path: &str) -> Option<(String, Rule)> {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let at = segments.iter().position(|segment| !is_wrapper(segment));
    let Some(at) = at else {
        let last = segments.last().filter(|last| **last != "index.php");
        let label = last.map_or("Start".to_owned(), |last| words(last));
        return Some((label, Rule::Path(pattern_of(path))));
    };
    let name = segments.get(at)?;
    if is_record(name) {
        return None;
    }
    let base: Vec<&str> = segments.get(..=at)?.to_vec();
    let pattern = pattern_of(&format!("/{}", base.join("/")));
    // A file is one page; a directory is all below it.
    let is_file = at + 1 == segments.len() && name.contains('.');
    let pattern = if is_file { pattern } else { format!("{pattern}/**") };
    Some((words(name.split('.').next()?), Rule::Path(pattern)))
}

/// `/contacts`, but neither `/` nor `/api` nor `/index.php` or any other program.
fn names_a_part(path: &str) -> bool {
    let mut words = path
        .split('/')
        .filter(|segment| !segment.is_empty() && !is_wrapper(segment));
    words.any(|word| !word.contains('.'))
}

/// A number or code of one record, not a word.
fn is_record(segment: &str) -> bool {
    let digits = segment.bytes().filter(u8::is_ascii_digit).count();
    let letters = segment.chars().filter(|c| c.is_alphabetic()).count();
    letters == 0 || digits > 3 || segment.len() > 40 || segment.contains('@')
}

/// Written decoded, with `*` for what stands for something in patterns.
fn pattern_of(path: &str) -> String {
    let mut pattern = String::with_capacity(path.len());
    for c in path.chars() {
        if c.is_alphanumeric() || "/._-~+:@=".contains(c) {
            pattern.push(c);
        } else if !pattern.ends_with('*') {
            pattern.push('*');
        }
    }
    pattern
}

/// Endings of files that are the same for everybody.
const CODE: [&str; 8] = ["css", "js", "mjs", "map", "woff", "woff2", "ttf", "eot"];
/// Endings of files that are so where code lies beside them. Elsewhere they may be somebody's.
const IMAGES: [&str; 7] = ["png", "gif", "jpg", "jpeg", "svg", "ico", "webp"];

fn split_file(path: &str) -> Option<(&str, &str)> {
    let (dir, file) = path.rsplit_once('/')?;
    Some((dir, file.rsplit_once('.')?.1))
}

fn is_code(seen: &Seen, ending: &str) -> bool {
    CODE.contains(&ending) && matches!(seen.answer, Answer::Code | Answer::Unknown | Answer::Other)
}

/// The first directories of styles and scripts.
fn code_dirs(all: &[Seen]) -> BTreeSet<&str> {
    let files = all.iter().filter_map(|seen| {
        let (dir, ending) = split_file(seen.path.as_ref().ok()?)?;
        is_code(seen, ending).then_some(dir)
    });
    files.filter_map(top_of).collect()
}

fn top_of(dir: &str) -> Option<&str> {
    dir.split('/').nth(1)
}

/// The pattern of a style, a script, or an image that belongs to them. Each directory by itself: below `/x.php/` there may be a
/// page, whatever its name ends in.
fn asset(seen: &Seen, path: &str, code_dirs: &BTreeSet<&str>) -> Option<String> {
    let (dir, ending) = split_file(path)?;
    let only_looks = seen.method == http::Method::GET || seen.method == http::Method::HEAD;
    if !only_looks || is_detour(path) {
        return None;
    }
    let is_ours = top_of(dir).is_some_and(|top| code_dirs.contains(top));
    let is_image = IMAGES.contains(&ending) && matches!(seen.answer, Answer::Image | Answer::Unknown);
    let is_icon = path == "/favicon.ico";
    if is_icon || dir.is_empty() && is_code(seen, ending) {
        return Some(pattern_of(path));
    }
    let is_asset = !dir.contains(".php") && (is_code(seen, ending) || is_image && is_ours);
    is_asset.then(|| format!("{}/*.{ending}", pattern_of(dir)))
}

/// `GET /index.php?module=Contacts, action, record`: names, and of values only that which names the part.
fn shape(seen: &Seen, path: &str, found: Option<&Dispatcher>) -> String {
    const MOST_NAMES: usize = 8;
    let segments = path.split('/').map(|segment| {
        if segment.is_empty() || !is_record(segment) {
            segment
        } else {
            "*"
        }
    });
    let path: Vec<&str> = segments.collect();
    let socket = if seen.answer == Answer::Socket {
        "WebSocket "
    } else {
        ""
    };
    let mut shape = format!("{socket}{} {}", seen.method, pattern_of(&path.join("/")));
    let mut names: Vec<String> = Vec::new();
    for said in &seen.said {
        let names_part = found.is_some_and(|found| found.is_said(said));
        let name = match names_part {
            true => format!("{}={}", said.name, said.value),
            false => said.name.clone(),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let all = names.len();
    names.retain(|name| {
        name.len() <= 60
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_-.[]/=:*".contains(c))
    });
    names.truncate(MOST_NAMES);
    if !names.is_empty() {
        shape.push_str(&format!(" ({}", names.join(", ")));
        if all > names.len() {
            shape.push_str(&format!(" and {} more", all - names.len()));
        }
        shape.push(')');
    }
    if seen.body_unread {
        shape.push_str(", and a body that the gateway cannot judge");
    }
    shape
}

/// As a label: `contact_groups` as `Contact groups`.
fn words(name: &str) -> String {
    let spaced = name.replace(['_', '-', '/', '.', ':'], " ");
    let mut letters = spaced.trim().chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// As the config calls it.
fn scope_name(label: &str) -> String {
    let plain: String = label
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let name = plain.trim_matches('-').chars().take(40).collect::<String>();
    match name.as_str() {
        "" => "other".to_owned(),
        // That of styles and scripts.
        "assets" => "assets-part".to_owned(),
        _ => name,
    }
}

#[cfg(test)]
mod tests;
