//! What a scope is made of: matchers over method, path and parameters.
//!
//! A matcher answers in three values. `Maybe` means that only the body could tell and the body was not read; the
//! policy then asks for what both worlds would allow. [`JsonRule`] is at home beside this file.

use std::borrow::Cow;

use http::Method;

use super::canonical::{Leaf, Parameters, Reading, SeenBy, fold, loose_name};
use super::json_rule::JsonRule;

/// Whether a request is in a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Touch {
    No,
    /// It depends on a body that nobody has read.
    Maybe,
    Yes,
}

/// All of its parts must hold; an absent part holds always.
#[derive(Debug, Clone, Default)]
pub struct Matcher {
    pub path: Option<PathPattern>,
    /// Empty: every method.
    pub methods: Vec<Method>,
    pub parameters: Vec<ParameterRule>,
    pub json: Vec<JsonRule>,
}

/// What rules about parameters are asked about.
#[derive(Debug)]
pub struct Said<'s> {
    pub parameters: &'s Parameters<'s>,
    pub leaves: &'s [Leaf],
    /// `false`: a body may say more.
    pub is_all: bool,
}

impl Matcher {
    /// Method and path hold; only the parameters are left to ask.
    pub fn is_about(&self, method: &Method, path: &Reading<'_>) -> bool {
        // Servers answer HEAD with what GET would do (RFC 9110 section 9.3.2).
        let holds = |listed: &Method| listed == method || (listed == Method::GET && method == Method::HEAD);
        (self.methods.is_empty() || self.methods.iter().any(holds))
            && self.path.as_ref().is_none_or(|pattern| pattern.matches(path))
    }

    /// Some part of it is about what a request says, and not only about where it goes.
    pub fn reads_what_is_said(&self) -> bool {
        !self.parameters.is_empty() || !self.json.is_empty()
    }

    /// `loosely`: also count what only a lenient server would read as a match.
    pub fn touch(&self, said: &Said<'_>, loosely: bool) -> Touch {
        let holds = |found| match (found, said.is_all) {
            (true, _) => Touch::Yes,
            (false, true) => Touch::No,
            (false, false) => Touch::Maybe,
        };
        let of_parameters = self
            .parameters
            .iter()
            .map(|rule| rule.holds(said.parameters, loosely));
        let of_json = self.json.iter().map(|rule| rule.holds(said.leaves, loosely));
        of_parameters
            .chain(of_json)
            .map(holds)
            .min()
            .unwrap_or(Touch::Yes)
    }

    /// An address that it holds for and that a browser can open. `None`: it takes more than an address, or a wildcard
    /// stands in the middle of it.
    pub(super) fn address(&self) -> Option<String> {
        let opens = self.methods.is_empty() || self.methods.contains(&Method::GET);
        let path = self.path.as_ref().map_or("/", PathPattern::as_str);
        let path = path.strip_suffix("/**").unwrap_or(path);
        if !opens || !self.json.is_empty() || path.contains('*') {
            return None;
        }
        let query: Option<Vec<String>> = self.parameters.iter().map(ParameterRule::in_address).collect();
        let query = query?.join("&");
        let path = if path.is_empty() { "/" } else { path };
        Some(if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{query}")
        })
    }

    /// Two servers could disagree on what one of its rules reads.
    pub fn is_torn_by(&self, said: &Said<'_>) -> bool {
        let mut parameters = self.parameters.iter();
        parameters.any(|rule| said.parameters.conflict_on(&rule.loose_name))
            || self.json.iter().any(|rule| rule.is_torn_by(said.leaves))
    }
}

/// A parameter of that name has, in any occurrence, one of these values.
#[derive(Debug, Clone)]
pub struct ParameterRule {
    name: String,
    loose_name: String,
    values: Vec<Glob>,
}

impl ParameterRule {
    pub fn new(name: &str, values: Vec<Glob>) -> Self {
        Self {
            name: name.to_owned(),
            loose_name: loose_name(name),
            values,
        }
    }

    pub fn loose_name(&self) -> &str {
        &self.loose_name
    }

    /// As it can stand in an address as it is; its first value that can.
    fn in_address(&self) -> Option<String> {
        let is_plain = |text: &str| {
            let mut bytes = text.bytes();
            bytes.all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
        };
        let mut values = self.values.iter().filter_map(|glob| glob.literal(false));
        let value = values.find(|value| is_plain(value))?;
        is_plain(&self.name).then(|| format!("{}={value}", self.name))
    }

    fn holds(&self, parameters: &Parameters<'_>, loosely: bool) -> bool {
        parameters.iter().any(|it| {
            let strictly = matches!(it.seen_by, SeenBy::Everyone | SeenBy::Strict)
                && it.name == self.name
                && self.takes(&it.value, false);
            strictly
                || (loosely
                    && it.may_be_called(&self.loose_name)
                    && (self.takes(&it.value, false)
                        || it.loose_values.iter().any(|value| self.takes(value, true))))
        })
    }

    fn takes(&self, value: &str, folded: bool) -> bool {
        self.values.iter().any(|glob| glob.matches(value, folded))
    }
}

/// Text in which `*` stands for any run of characters. Matching is linear in practice and never worse than n·m.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    exact: String,
    /// `None`: the same.
    folded: Option<String>,
    /// Without any `*`, it matches itself alone.
    is_literal: bool,
}

/// A pattern that cannot be meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GlobError {
    #[error("a value pattern must not be empty; leave the rule out to match everything")]
    Empty,
}

impl Glob {
    pub fn parse(pattern: &str) -> Result<Self, GlobError> {
        if pattern.is_empty() {
            return Err(GlobError::Empty);
        }
        Ok(Self {
            exact: pattern.to_owned(),
            is_literal: !fold(pattern).contains('*'),
            folded: match fold(pattern) {
                Cow::Borrowed(_) => None,
                // Nothing visible is left: match nothing, not everything.
                Cow::Owned(folded) if folded.is_empty() => None,
                Cow::Owned(folded) => Some(folded).filter(|folded| folded != pattern),
            },
        })
    }

    pub fn matches(&self, text: &str, folded: bool) -> bool {
        let pattern = self.pattern(folded);
        if self.is_literal {
            pattern == text
        } else {
            glob(pattern, text)
        }
    }

    /// The only text that it matches, if there is only one.
    fn literal(&self, folded: bool) -> Option<&str> {
        self.is_literal.then(|| self.pattern(folded))
    }

    fn pattern(&self, folded: bool) -> &str {
        match &self.folded {
            Some(pattern) if folded => pattern,
            _ => &self.exact,
        }
    }
}

/// The classic two-pointer walk: on a mismatch, let the last `*` take one more byte.
fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while let Some(byte) = text.get(t) {
        match pattern.get(p) {
            Some(b'*') => {
                retry = Some((p + 1, t));
                p += 1;
            }
            Some(expected) if expected == byte => {
                p += 1;
                t += 1;
            }
            _ => match retry {
                Some((after_star, taken)) => {
                    retry = Some((after_star, taken + 1));
                    p = after_star;
                    t = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern
        .get(p..)
        .unwrap_or_default()
        .iter()
        .all(|byte| *byte == b'*')
}

/// A path in whole segments: `*` inside a segment, `**` for any number of segments. A slash at the end is ignored,
/// and `/messages/**` includes `/messages` itself.
#[derive(Debug, Clone)]
pub struct PathPattern {
    written: String,
    segments: Vec<Segment>,
    is_folded: bool,
}

#[derive(Debug, Clone)]
enum Segment {
    Any,
    One(Glob),
}

/// A path pattern that cannot be meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathPatternError {
    #[error("a path pattern starts with `/`")]
    NoSlash,
    #[error("`**` stands for whole segments: write `/**/`, not `{0}`")]
    PartialDoubleStar(String),
    #[error("a path pattern is written decoded, without `%`, `?`, `#`, `;`, `\\`, `//` and dot segments")]
    NotPlain,
}

impl PathPattern {
    pub fn parse(written: &str) -> Result<Self, PathPatternError> {
        let rest = written.strip_prefix('/').ok_or(PathPatternError::NoSlash)?;
        if written.contains(['%', '?', '#', ';', '\\', '\0']) || written.contains("//") {
            return Err(PathPatternError::NotPlain);
        }
        let mut segments = Vec::new();
        for segment in without_last_empty(rest) {
            segments.push(match segment {
                "**" => Segment::Any,
                "." | ".." => return Err(PathPatternError::NotPlain),
                partial if partial.contains("**") => {
                    return Err(PathPatternError::PartialDoubleStar(partial.to_owned()));
                }
                one => Segment::One(Glob::parse(one).map_err(|_| PathPatternError::NotPlain)?),
            });
        }
        let is_folded = segments.iter().all(|segment| match segment {
            Segment::Any => true,
            Segment::One(glob) => glob.folded.is_none(),
        });
        Ok(Self {
            written: written.to_owned(),
            segments,
            is_folded,
        })
    }

    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Folded, it reads as written: where a path does so too, its folded reading has nothing to add.
    pub fn is_folded(&self) -> bool {
        self.is_folded
    }

    pub fn matches(&self, reading: &Reading<'_>) -> bool {
        let Some(rest) = segments_of(&reading.path) else {
            return false;
        };
        matches_from(
            &self.segments,
            Some(rest).filter(|rest| !rest.is_empty()),
            reading.folded,
        )
    }

    /// What a path must begin with to match.
    pub(super) fn beginning(&self, folded: bool) -> Beginning<'_> {
        match self.segments.first() {
            None => Beginning::Segment(""),
            Some(Segment::Any) => Beginning::Anything,
            Some(Segment::One(glob)) => glob
                .literal(folded)
                .map_or(Beginning::Anything, Beginning::Segment),
        }
    }
}

/// How the paths begin that a pattern matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beginning<'p> {
    Anything,
    /// With this segment; empty: there is none.
    Segment(&'p str),
}

/// The first segment of a path, empty if there is none: to be compared with [`Beginning::Segment`].
pub(super) fn beginning_of(path: &str) -> &str {
    segments_of(path).map_or("", |segments| first_segment(segments).0)
}

/// Without the slashes around it. `None`: not a path.
fn segments_of(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?;
    Some(rest.strip_suffix('/').unwrap_or(rest))
}

fn without_last_empty(path: &str) -> impl Iterator<Item = &str> {
    let path = path.strip_suffix('/').unwrap_or(path);
    path.split('/').take(if path.is_empty() { 0 } else { usize::MAX })
}

/// The same walk as [`glob`], over segments, which are split off only when they are looked at. `None`: no segment
/// is left.
fn matches_from(pattern: &[Segment], path: Option<&str>, folded: bool) -> bool {
    let (mut pattern, mut path) = (pattern, path);
    let mut retry: Option<(&[Segment], Option<&str>)> = None;
    while let Some(rest) = path {
        let (segment, after) = first_segment(rest);
        (pattern, path) = match pattern {
            [Segment::Any, after_any @ ..] => {
                retry = Some((after_any, after));
                (after_any, path)
            }
            [Segment::One(glob), next @ ..] if glob.matches(segment, folded) => (next, after),
            _ => match retry {
                Some((after_any, taken)) => {
                    let further = taken
                        .and_then(|rest| rest.split_once('/'))
                        .map(|(_, further)| further);
                    retry = Some((after_any, further));
                    (after_any, taken)
                }
                None => return false,
            },
        };
    }
    pattern.iter().all(|segment| matches!(segment, Segment::Any))
}

/// By hand, because segments are too short for the searcher of `split_once` to pay.
fn first_segment(path: &str) -> (&str, Option<&str>) {
    match path.bytes().position(|byte| byte == b'/') {
        Some(end) => (path.get(..end).unwrap_or_default(), path.get(end + 1..)),
        None => (path, None),
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        PathPattern::parse(pattern).unwrap().matches(&Reading {
            path: Cow::Borrowed(path),
            folded: false,
            only_where_named: false,
        })
    }

    #[test]
    fn patterns_match_whole_segments() {
        for (pattern, path, expected) in [
            ("/app", "/app", true),
            ("/app", "/app/", true),
            ("/app", "/app-evil", false),
            ("/app", "/app/x", false),
            ("/app/**", "/app", true),
            ("/app/**", "/app/a/b", true),
            ("/app/**", "/app-evil", false),
            ("/*/edit", "/20/edit", true),
            ("/*/edit", "/a/b/edit", false),
            ("/**/edit", "/a/b/edit", true),
            ("/**/edit", "/edit", true),
            ("/**/edit", "/edit/x", false),
            ("/files/*.pdf", "/files/a.pdf", true),
            ("/files/*.pdf", "/files/a.pdf.exe", false),
            ("/**", "/", true),
            ("/**", "/x/y", true),
            ("/", "/", true),
            ("/", "/x", false),
            ("/a/**/b/**/c", "/a/b/b/x/c", true),
            ("/**/b", "/a//b", true),
            ("/**/**", "/a", true),
            ("/**/a/b", "/a/a/b", true),
            ("/**/a/b", "/a/b/a", false),
            ("/a/*", "/a//", true),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn a_folded_reading_is_compared_with_the_folded_pattern() {
        let pattern = PathPattern::parse("/Messages/**").unwrap();
        assert!(pattern.matches(&Reading {
            path: Cow::Borrowed("/messages/1"),
            folded: true,
            only_where_named: false,
        }));
        assert!(!pattern.matches(&Reading {
            path: Cow::Borrowed("/messages/1"),
            folded: false,
            only_where_named: false,
        }));
    }

    #[test]
    fn a_pattern_that_cannot_be_meant_is_refused() {
        for pattern in ["messages", "/a**", "/a%20b", "/a/../b", "/a//b", "/a?b"] {
            assert!(PathPattern::parse(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn globs_match_whole_values() {
        for (pattern, text, expected) in [
            ("mail.*", "mail.message", true),
            ("mail.*", "email.message", false),
            ("*", "", true),
            ("a*b*c", "aXbYc", true),
            ("a*b*c", "aXbY", false),
            ("Messages", "Messages2", false),
        ] {
            assert_eq!(
                Glob::parse(pattern).unwrap().matches(text, false),
                expected,
                "{pattern} {text}"
            );
        }
    }
}
