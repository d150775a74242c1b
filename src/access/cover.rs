//! Which patterns hold wherever others hold: for warnings about policies, never for decisions.
//!
//! `true` is certain; `false` means that nobody can tell so easily.

use http::Method;

use super::json_rule::JsonRule;
use super::matcher::{Glob, Matcher, ParameterRule, PathPattern, Segment};

impl Matcher {
    /// Every request that `other` holds for, this one holds for too.
    pub fn covers(&self, other: &Self) -> bool {
        let Self {
            path,
            methods,
            parameters,
            json,
            written: _,
        } = self;
        let path_covers = match (path, &other.path) {
            (None, _) => true,
            (Some(wide), Some(narrow)) => wide.covers(narrow),
            (Some(wide), None) => wide.is_everywhere(),
        };
        path_covers
            && covers_methods(methods, &other.methods)
            && parameters
                .iter()
                .all(|rule| other.parameters.iter().any(|narrow| rule.covers(narrow)))
            && json
                .iter()
                .all(|rule| other.json.iter().any(|narrow| rule.covers(narrow)))
    }
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
    fn covers(&self, narrow: &Self) -> bool {
        self.matches(narrow.as_str(), false)
    }
}

impl ParameterRule {
    fn covers(&self, narrow: &Self) -> bool {
        self.name() == narrow.name() && covers_values(self.values(), narrow.values())
    }
}

impl JsonRule {
    fn covers(&self, narrow: &Self) -> bool {
        self.place() == narrow.place() && covers_values(self.values(), narrow.values())
    }
}

fn covers_values(wide: &[Glob], narrow: &[Glob]) -> bool {
    narrow
        .iter()
        .all(|narrow| wide.iter().any(|wide| wide.covers(narrow)))
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
        let rule = |value: &str| ParameterRule::new("module", vec![Glob::parse(value).unwrap()]);
        let all = Matcher {
            parameters: vec![rule("Mail*")],
            ..Matcher::default()
        };
        let some = Matcher {
            path: Some(path("/index.php")),
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
        let json = |value: &str| JsonRule::new("/model", vec![Glob::parse(value).unwrap()]).unwrap();
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
