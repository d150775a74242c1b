//! Which patterns hold wherever others hold: for warnings about policies, never for decisions.
//!
//! `true` is certain; `false` means that nobody can tell so easily.

use http::Method;

use super::glob::Glob;
use super::json_rule::JsonRule;
use super::matcher::{Matcher, ParameterRule};
use super::path_pattern::{PathPattern, Segment};
use super::values::{ValuePattern, Values};

impl Matcher {
    /// Every request that `other` holds for, this one holds for too.
    pub fn covers(&self, other: &Self) -> bool {
        let Self {
            paths,
            methods,
            parameters,
            json,
            written: _,
        } = self;
        covers_paths(paths, &other.paths)
            && covers_methods(methods, &other.methods)
            && parameters
                .iter()
                .all(|rule| other.parameters.iter().any(|narrow| rule.covers(narrow)))
            && json
                .iter()
                .all(|rule| other.json.iter().any(|narrow| rule.covers(narrow)))
    }
}

/// No paths are all paths.
fn covers_paths(wide: &[PathPattern], narrow: &[PathPattern]) -> bool {
    wide.is_empty()
        || wide.iter().any(PathPattern::is_everywhere)
        || (!narrow.is_empty()
            && narrow
                .iter()
                .all(|narrow| wide.iter().any(|wide| wide.covers(narrow))))
}

/// No methods are all methods.
fn covers_methods(wide: &[Method], narrow: &[Method]) -> bool {
    wide.is_empty() || (!narrow.is_empty() && narrow.iter().all(|method| wide.contains(method)))
}

impl PathPattern {
    fn covers(&self, narrow: &Self) -> bool {
        covers_segments(&self.segments, &narrow.segments)
    }

    /// It holds for every path.
    fn is_everywhere(&self) -> bool {
        matches!(self.segments.as_slice(), [Segment::Any, ..])
            && self
                .segments
                .iter()
                .all(|segment| matches!(segment, Segment::Any))
    }
}

/// `**` of the wider one takes anything, `**` of the narrower one is only taken by that.
fn covers_segments(wide: &[Segment], narrow: &[Segment]) -> bool {
    match (wide, narrow) {
        ([], []) => true,
        ([Segment::Any, rest @ ..], _) if covers_segments(rest, narrow) => true,
        ([Segment::Any, ..], [_, others @ ..]) => covers_segments(wide, others),
        ([Segment::One(wide), rest @ ..], [Segment::One(narrow), others @ ..]) => {
            wide.covers(narrow) && covers_segments(rest, others)
        }
        ([Segment::Any | Segment::One(_), ..], [])
        | ([], [_, ..])
        | ([Segment::One(_), ..], [Segment::Any, ..]) => false,
    }
}

impl Glob {
    /// Read as a text, the narrower pattern's `*` is taken by nothing but a `*`.
    pub(super) fn covers(&self, narrow: &Self) -> bool {
        self.matches(narrow.as_str(), false)
    }
}

impl ParameterRule {
    fn covers(&self, narrow: &Self) -> bool {
        self.name() == narrow.name() && self.values().cover(narrow.values())
    }
}

impl JsonRule {
    fn covers(&self, narrow: &Self) -> bool {
        self.place() == narrow.place() && self.values().cover(narrow.values())
    }
}

impl Values {
    /// Of what is negated, or a regular expression, nobody can tell so easily.
    fn cover(&self, narrow: &Self) -> bool {
        let (Some(wide), Some(narrow)) = (self.listed(), narrow.listed()) else {
            return false;
        };
        narrow
            .iter()
            .all(|narrow| wide.iter().any(|wide| wide.covers(narrow)))
    }
}

impl ValuePattern {
    fn covers(&self, narrow: &Self) -> bool {
        match (self, narrow) {
            (Self::Glob(wide), Self::Glob(narrow)) => wide.covers(narrow),
            (Self::Number(wide), Self::Number(narrow)) => wide.covers(*narrow),
            (Self::Glob(_) | Self::Number(_), _) | (Self::Regex(_), _) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::*;
    use crate::access::canonical::Reading;

    fn path(pattern: &str) -> PathPattern {
        PathPattern::parse(pattern).unwrap()
    }

    #[test]
    fn a_wider_pattern_covers_a_narrower_one() {
        for (wide, narrow, expected) in [
            ("/**", "/a/b", true),
            ("/a/**", "/a", true),
            ("/a/**", "/a/b/**", true),
            ("/a/*", "/a/b", true),
            ("/a/*", "/a/b*", true),
            ("/a/b*", "/a/b", true),
            ("/**/c", "/a/**/c", true),
            ("/a/b", "/a/*", false),
            ("/a/*", "/a/**", false),
            ("/a/b*", "/a/*", false),
            ("/a", "/a/**", false),
            ("/a/**", "/**", false),
        ] {
            assert_eq!(path(wide).covers(&path(narrow)), expected, "{wide} {narrow}");
        }
    }

    #[test]
    fn every_part_must_be_covered() {
        let rule = |value: &str| ParameterRule::new("module", Glob::parse(value).unwrap());
        let all = Matcher {
            parameters: vec![rule("Mail*")],
            ..Matcher::default()
        };
        let some = Matcher {
            paths: vec![path("/index.php")],
            methods: vec![Method::POST],
            parameters: vec![rule("Mailbox")],
            ..Matcher::default()
        };
        assert!(all.covers(&some));
        assert!(!some.covers(&all));
        let only_get = Matcher {
            methods: vec![Method::GET],
            ..all.clone()
        };
        assert!(!only_get.covers(&some));
        assert!(!only_get.covers(&all), "all methods are more than one");
        let json = |value: &str| JsonRule::new("/model", Glob::parse(value).unwrap()).unwrap();
        let with_json = |value| Matcher {
            json: vec![json(value)],
            ..Matcher::default()
        };
        assert!(with_json("*").covers(&with_json("mail.*")));
        assert!(!with_json("mail.*").covers(&with_json("*")));
        assert!(!with_json("mail.*").covers(&Matcher::default()));
    }

    proptest! {
        #[test]
        fn what_a_covered_pattern_matches_the_wider_one_matches(
            wide in "(/(a|b|a\\*|\\*|\\*\\*)){1,3}",
            narrow in "(/(a|b|ab|a\\*|\\*|\\*\\*)){1,3}",
            text in "(/(a|b|ab|aa)){0,4}",
        ) {
            let (wide, narrow) = (path(&wide), path(&narrow));
            let reading = Reading {
                path: Cow::Owned(format!("{text}/")),
                folded: false,
                only_where_named: false,
            };
            if wide.covers(&narrow) && narrow.matches(&reading) {
                prop_assert!(wide.matches(&reading), "{} {}", wide.as_str(), narrow.as_str());
            }
        }
    }
}
