//! Which parameter of a page names the part of the app: `module` in `/index.php?module=Contacts`.

use std::collections::{BTreeMap, BTreeSet};

use super::seen::{Place, Said, Seen};

/// The parameter by which one path leads to several parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dispatcher {
    pub(super) place: Place,
    pub(super) name: String,
}

impl Dispatcher {
    pub(super) fn is_said(&self, said: &Said) -> bool {
        // In the address and in a form it is one parameter.
        said.name == self.name && (said.place == Place::Json) == (self.place == Place::Json)
    }

    pub(super) fn values_in<'s>(&'s self, seen: &'s Seen) -> impl Iterator<Item = &'s str> {
        let said = seen.said.iter().filter(|said| self.is_said(said));
        said.map(|said| said.value.as_str())
    }
}

/// What apps call it, the widest part first: what a module is called counts before what is done in it.
const PARTS: [&str; 17] = [
    "module",
    "mod",
    "task",
    "model",
    "entity",
    "entitytype",
    "object",
    "resource",
    "component",
    "controller",
    "option",
    "section",
    "area",
    "screen",
    "route",
    "r",
    "menu",
];
/// What is a part only where the path names none: `/contacts?view=list` is of contacts.
const DEEDS: [&str; 9] = [
    "page", "view", "tab", "service", "do", "method", "action", "act", "cmd",
];

/// What holds secrets, or what people typed, whatever it looks like.
const NEVER: [&str; 20] = [
    "pass", "pwd", "secret", "token", "csrf", "nonce", "key", "auth", "code", "session", "sid", "user",
    "login", "mail", "search", "query", "filter", "term", "name", "hash",
];

/// `None`: all requests for this path are of one part. `path_names_one`: it has a word of its own, `/contacts` and not `/index.php`.
pub(super) fn dispatcher(requests: &[&Seen], path_names_one: bool) -> Option<Dispatcher> {
    let candidates = candidates(requests);
    let fitting = candidates.iter().filter(|(_, uses)| uses.are_words);
    let known = fitting
        .clone()
        .filter_map(|(found, uses)| Some((rank(&found.name, path_names_one)?, uses.requests, found)));
    // Half of the requests that say it most: a name that comes now and then is another's.
    let most = known
        .clone()
        .map(|(_, requests, _)| requests)
        .max()
        .unwrap_or_default();
    let best = known
        .filter(|(_, requests, _)| requests * 2 >= most)
        .min_by_key(|(rank, ..)| *rank);
    if let Some((_, _, found)) = best {
        return Some(found.clone());
    }
    let unknown = fitting.filter(|(found, uses)| {
        !path_names_one
            && found.place == Place::Address
            && !is_never(&found.name)
            && uses.lead_to_parts(requests.len())
    });
    unknown
        .max_by_key(|(_, uses)| uses.requests)
        .map(|(found, _)| found.clone())
}

/// How a parameter is used.
#[derive(Debug)]
struct Uses<'s> {
    requests: usize,
    values: BTreeMap<&'s str, usize>,
    are_words: bool,
}

impl Uses<'_> {
    /// Most requests have it, and come back to few values, as a menu does. What people type, and what is drawn, seldom comes
    /// again.
    fn lead_to_parts(&self, all: usize) -> bool {
        let again = self.values.values().filter(|times| **times > 1).count();
        self.requests * 3 >= all * 2 && again >= 2 && again * 2 >= self.values.len()
    }
}

fn candidates<'s>(requests: &[&'s Seen]) -> Vec<(Dispatcher, Uses<'s>)> {
    let mut found: Vec<(Dispatcher, Uses<'s>)> = Vec::new();
    for seen in requests {
        let mut counted = BTreeSet::new();
        for said in &seen.said {
            let at = match found.iter().position(|(known, _)| known.is_said(said)) {
                Some(at) => at,
                None => {
                    let dispatcher = Dispatcher {
                        place: said.place,
                        name: said.name.clone(),
                    };
                    let uses = Uses {
                        requests: 0,
                        values: BTreeMap::new(),
                        are_words: true,
                    };
                    found.push((dispatcher, uses));
                    found.len() - 1
                }
            };
            let Some((_, uses)) = found.get_mut(at) else {
                continue;
            };
            uses.are_words &= is_word(&said.value);
            *uses.values.entry(&said.value).or_default() += 1;
            uses.requests += usize::from(counted.insert(at));
        }
    }
    found
}

fn rank(name: &str, path_names_one: bool) -> Option<usize> {
    let last = name.rsplit('/').next().unwrap_or_default();
    let plain = last.trim_matches('_').to_ascii_lowercase();
    let deeds: &[&str] = if path_names_one { &[] } else { &DEEDS };
    PARTS.iter().chain(deeds).position(|known| *known == plain)
}

fn is_never(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    NEVER.iter().any(|never| name.contains(never)) || ["q", "s"].contains(&name.as_str())
}

/// A name that a programmer gave, not a number, a text or a code.
fn is_word(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    value.len() <= 40
        && digits <= 3
        && value.starts_with(|first: char| first.is_ascii_alphabetic())
        && value
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-./:".contains(c))
}
