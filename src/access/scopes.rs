//! All scopes of a site. Of a thousand matchers a request is shown only those whose pattern begins like its path.

use std::collections::HashMap;
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use super::canonical::Reading;
use super::path_pattern::{Beginning, beginning_of};
use super::scope::Scope;

/// A list of scopes, with an index that is made when it is first asked for and forgotten when the list may change.
#[derive(Debug, Clone, Default)]
pub struct Scopes {
    all: Vec<Scope>,
    index: OnceLock<Index>,
}

/// Where a matcher stands: its scope's place in the list, and its own in the scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub scope: usize,
    pub matcher: usize,
}

#[derive(Debug, Clone, Default)]
struct Index {
    exact: Beginnings,
    folded: Beginnings,
    case_matters: bool,
}

/// For each first segment that a pattern names literally: the matchers that may hold there, in order.
#[derive(Debug, Clone, Default)]
struct Beginnings {
    named: HashMap<String, Vec<Place>>,
    /// May hold anywhere: without a path, or with a wildcard at its beginning. They are in each list of `named` too.
    anywhere: Vec<Place>,
}

impl Scopes {
    /// The matchers whose path can hold in this reading: all that do, and some that do not.
    pub(super) fn candidates(&self, reading: &Reading<'_>) -> &[Place] {
        let index = self.index();
        let beginnings = if reading.folded {
            &index.folded
        } else {
            &index.exact
        };
        beginnings
            .named
            .get(beginning_of(&reading.path))
            .unwrap_or(&beginnings.anywhere)
    }

    /// Some pattern has characters that folding changes.
    pub(super) fn case_matters(&self) -> bool {
        self.index().case_matters
    }

    /// Names of parameters that some scope reads.
    pub(super) fn read_names(&self) -> impl Iterator<Item = &str> {
        let rules = matchers(&self.all).flat_map(|(_, matcher)| &matcher.parameters);
        rules.map(|rule| rule.loose_name())
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index {
            exact: Beginnings::of(&self.all, false),
            folded: Beginnings::of(&self.all, true),
            case_matters: matchers(&self.all)
                .any(|(_, matcher)| matcher.paths.iter().any(|path| !path.is_folded())),
        })
    }
}

fn matchers(scopes: &[Scope]) -> impl Iterator<Item = (Place, &super::matcher::Matcher)> {
    scopes.iter().enumerate().flat_map(|(scope, it)| {
        let matchers = it.matchers.iter().enumerate();
        matchers.map(move |(matcher, it)| (Place { scope, matcher }, it))
    })
}

impl Beginnings {
    fn of(scopes: &[Scope], folded: bool) -> Self {
        let mut beginnings = Self::default();
        for (place, matcher) in matchers(scopes) {
            if matcher.paths.is_empty() {
                beginnings.anywhere.push(place);
            }
            for path in &matcher.paths {
                match path.beginning(folded) {
                    Beginning::Anything => beginnings.anywhere.push(place),
                    Beginning::Segment(segment) => {
                        let named = beginnings.named.entry(segment.to_owned()).or_default();
                        named.push(place);
                    }
                }
            }
        }
        beginnings.anywhere.dedup();
        for places in beginnings.named.values_mut() {
            places.extend_from_slice(&beginnings.anywhere);
            places.sort_unstable();
            places.dedup();
        }
        beginnings
    }
}

impl From<Vec<Scope>> for Scopes {
    fn from(all: Vec<Scope>) -> Self {
        Self {
            all,
            index: OnceLock::new(),
        }
    }
}

impl Deref for Scopes {
    type Target = Vec<Scope>;

    fn deref(&self) -> &Vec<Scope> {
        &self.all
    }
}

impl DerefMut for Scopes {
    fn deref_mut(&mut self) -> &mut Vec<Scope> {
        self.index = OnceLock::new();
        &mut self.all
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::*;
    use crate::access::{Matcher, PathPattern, ScopeName, Visibility};

    fn scope(patterns: &[String]) -> Scope {
        let matchers = patterns.iter().map(|pattern| Matcher {
            paths: vec![PathPattern::parse(pattern).unwrap()],
            ..Matcher::default()
        });
        Scope {
            name: ScopeName::new("s"),
            label: String::new(),
            default: Visibility::Full,
            offer: true,
            challenge: None,
            matchers: matchers.collect(),
        }
    }

    proptest! {
        #[test]
        fn no_matcher_that_holds_is_left_out(
            patterns in prop::collection::vec("(/(a|B|\u{e9}|a\\*|\\*|\\*\\*)){0,3}/?", 1..8),
            path in "/{0,2}(a|A|b|B|\u{e9}|e|aB){0,1}(/(a|B|\u{e9})){0,2}/{0,2}",
            folded: bool,
        ) {
            let patterns: Vec<String> =
                patterns.into_iter().map(|it| if it.is_empty() { "/".to_owned() } else { it }).collect();
            let scopes = Scopes::from(vec![scope(&patterns), scope(&patterns)]);
            let path = if folded { crate::access::canonical::fold(&path) } else { Cow::Borrowed(path.as_str()) };
            let reading = Reading { path, folded, only_where_named: false };
            let candidates = scopes.candidates(&reading);
            prop_assert!(candidates.is_sorted());
            for (place, matcher) in matchers(&scopes) {
                if matcher.is_about(&http::Method::GET, &reading) {
                    prop_assert!(candidates.contains(&place), "{:?} {patterns:?}", reading.path);
                }
            }
        }
    }

    #[test]
    fn a_scope_that_is_added_later_is_found() {
        let mut scopes = Scopes::from(vec![scope(&["/a".to_owned()])]);
        let reading = Reading {
            path: Cow::Borrowed("/b"),
            folded: false,
            only_where_named: false,
        };
        assert_eq!(scopes.candidates(&reading), []);
        scopes.push(scope(&["/b".to_owned()]));
        assert_eq!(scopes.candidates(&reading), [Place { scope: 1, matcher: 0 }]);
    }
}
