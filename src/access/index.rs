//! Which of a thousand matchers a request is shown: those that can say something about it.
//!
//! Matchers are found by the segments that their paths begin or end with. Those with the same paths and methods are asked
//! together whether they are about a request, and then, where a rule lists plain values, only those are asked whose value
//! is said.

use std::collections::HashMap;
use std::ops::Deref;

use http::Method;

use super::canonical::Reading;
use super::matcher::{Matcher, ParameterRule, Said};
use super::path_pattern::{PathPattern, segments_of};
use super::scope::Scope;

/// Where a matcher stands: its scope's place in the list, and its own in the scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub scope: usize,
    pub matcher: usize,
}

/// What is to be asked about one reading of a request.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// In order. Whoever is left out has nothing to say, or says what another of its scope says.
    pub(super) places: Vec<Place>,
    /// Some matcher is about the request, and reads what it says.
    pub(super) reads_what_is_said: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Index {
    groups: Vec<Group>,
    exact: Ways,
    folded: Ways,
    pub(super) case_matters: bool,
}

impl Index {
    pub(super) fn of(scopes: &[Scope]) -> Self {
        let mut index = Self {
            groups: Vec::new(),
            exact: Ways::default(),
            folded: Ways::default(),
            case_matters: false,
        };
        let mut known: HashMap<(Vec<&str>, Vec<&str>), usize> = HashMap::new();
        for (place, matcher) in matchers(scopes) {
            let paths = matcher.paths.iter().map(PathPattern::as_str).collect();
            let methods = matcher.methods.iter().map(Method::as_str).collect();
            let new = index.groups.len();
            let group = *known.entry((paths, methods)).or_insert(new);
            if group == new {
                index.groups.push(Group::about(place));
                index.exact.add(group, matcher, false);
                index.folded.add(group, matcher, true);
                index.case_matters |= matcher.paths.iter().any(|path| !path.is_folded());
            }
            if let Some(group) = index.groups.get_mut(group) {
                group.add(place, matcher);
            }
        }
        index
    }

    /// The matchers that are about this reading of a request with this method.
    pub(super) fn asked<'s>(
        &self,
        scopes: &[Scope],
        method: &Method,
        reading: &Reading<'_>,
        said: &impl Deref<Target = Said<'s>>,
    ) -> Asked {
        let ways = if reading.folded { &self.folded } else { &self.exact };
        let mut asked = Asked::default();
        ways.along(&reading.path, |group| {
            let Some(group) = self.groups.get(group) else {
                return;
            };
            let member = scopes
                .get(group.about.scope)
                .and_then(|scope| scope.matchers.get(group.about.matcher));
            if member.is_some_and(|member| member.is_about(method, reading)) {
                group.ask(said, &mut asked);
            }
        });
        asked.places.sort_unstable();
        asked.places.dedup();
        asked
    }
}

pub(super) fn matchers(scopes: &[Scope]) -> impl Iterator<Item = (Place, &Matcher)> {
    scopes.iter().enumerate().flat_map(|(scope, it)| {
        let matchers = it.matchers.iter().enumerate();
        matchers.map(move |(matcher, it)| (Place { scope, matcher }, it))
    })
}

/// Matchers with the same paths and methods.
#[derive(Debug, Clone)]
struct Group {
    /// One of them, who speaks for all when it comes to paths and methods.
    about: Place,
    /// They hold whatever is said: one of each scope.
    plain: Vec<Place>,
    /// All that read what is said.
    readers: Vec<Place>,
    /// The names that they read.
    names: Vec<String>,
    /// Those that hold only where one of some values is said, by these values.
    by_value: HashMap<String, Vec<Place>>,
    /// Those of whom nobody can tell so easily.
    others: Vec<Place>,
}

impl Group {
    fn about(place: Place) -> Self {
        Self {
            about: place,
            plain: Vec::new(),
            readers: Vec::new(),
            names: Vec::new(),
            by_value: HashMap::new(),
            others: Vec::new(),
        }
    }

    fn add(&mut self, place: Place, matcher: &Matcher) {
        if !matcher.reads_what_is_said() {
            if self.plain.last().is_none_or(|last| last.scope != place.scope) {
                self.plain.push(place);
            }
            return;
        }
        self.readers.push(place);
        for rule in &matcher.parameters {
            if !self.names.iter().any(|name| name == rule.loose_name()) {
                self.names.push(rule.loose_name().to_owned());
            }
        }
        // All rules of a matcher must hold, so one that cannot is enough. Those about JSON can be torn by themselves.
        let mut rules = matcher.parameters.iter().filter(|_| matcher.json.is_empty());
        match rules.find_map(ParameterRule::needed_values) {
            Some(values) => {
                for value in values {
                    let places = self.by_value.entry(value.to_owned()).or_default();
                    if places.last() != Some(&place) {
                        places.push(place);
                    }
                }
            }
            None => self.others.push(place),
        }
    }

    fn ask<'s>(&self, said: &impl Deref<Target = Said<'s>>, asked: &mut Asked) {
        asked.places.extend_from_slice(&self.plain);
        if self.readers.is_empty() {
            return;
        }
        asked.reads_what_is_said = true;
        let is_torn = || self.names.iter().any(|name| said.parameters.conflict_on(name));
        // Of what nobody has read yet, each rule says that it may hold; and whoever asks why wants to hear of each that is torn.
        if !said.is_all || is_torn() {
            asked.places.extend_from_slice(&self.readers);
            return;
        }
        asked.places.extend_from_slice(&self.others);
        if self.by_value.is_empty() {
            return;
        }
        for occurrence in said.parameters.iter() {
            let values = occurrence.loose_values.iter().map(String::as_str);
            for value in values.chain([occurrence.value.as_ref()]) {
                if let Some(places) = self.by_value.get(value) {
                    asked.places.extend_from_slice(places);
                }
            }
        }
    }
}

/// Groups by what their paths begin with, or else by what they end with.
#[derive(Debug, Clone, Default)]
struct Ways {
    from_start: Tree,
    /// At its root: those that may be about any path.
    from_end: Tree,
}

impl Ways {
    fn add(&mut self, group: usize, matcher: &Matcher, folded: bool) {
        if matcher.paths.is_empty() {
            self.from_end.here.push(group);
        }
        for path in &matcher.paths {
            let end = if path.begins_literally() {
                self.from_start.at(path.literal_start(folded))
            } else {
                self.from_end.at(path.literal_end(folded))
            };
            if end.here.last() != Some(&group) {
                end.here.push(group);
            }
        }
    }

    fn along(&self, path: &str, mut each: impl FnMut(usize)) {
        match segments_of(path) {
            Some(segments) => {
                self.from_start.along(segments.clone(), &mut each);
                self.from_end.along(segments.rev(), &mut each);
            }
            // No pattern holds for what is no path.
            None => self.from_end.here.iter().copied().for_each(each),
        }
    }
}

#[derive(Debug, Clone, Default)]
struct Tree {
    here: Vec<usize>,
    below: HashMap<String, Tree>,
}

impl Tree {
    fn at<'s>(&mut self, segments: impl Iterator<Item = &'s str>) -> &mut Self {
        segments.fold(self, |tree, segment| {
            tree.below.entry(segment.to_owned()).or_default()
        })
    }

    fn along<'s>(&self, mut segments: impl Iterator<Item = &'s str>, each: &mut impl FnMut(usize)) {
        let mut next = Some(self);
        while let Some(tree) = next {
            tree.here.iter().copied().for_each(&mut *each);
            if tree.below.is_empty() {
                return;
            }
            next = segments.next().and_then(|segment| tree.below.get(segment));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::*;
    use crate::access::canonical::{Leaf, Parameters, Step, fold};
    use crate::access::matcher::Leniency;
    use crate::access::{Glob, JsonRule, ScopeName, Scopes, Touch, ValuePattern, Values, Visibility};

    fn scope(matchers: Vec<Matcher>) -> Scope {
        Scope {
            name: ScopeName::new("s"),
            label: String::new(),
            default: Visibility::Full,
            offer: true,
            challenge: None,
            matchers,
        }
    }

    fn path(pattern: &str) -> PathPattern {
        let pattern = if pattern.is_empty() { "/" } else { pattern };
        PathPattern::parse(pattern).unwrap()
    }

    fn about(pattern: &str) -> Matcher {
        Matcher {
            paths: vec![path(pattern)],
            ..Matcher::default()
        }
    }

    fn paths() -> impl Strategy<Value = Vec<PathPattern>> {
        let pattern = "(/(a|B|\u{e9}|a\\*|\\*|\\*\\*)){0,3}/?".prop_map(|pattern| path(&pattern));
        prop::collection::vec(pattern, 0..3)
    }

    fn rule() -> impl Strategy<Value = ParameterRule> {
        let pattern = prop::sample::select(vec!["x", "X", "y", "\u{e9}", "x*"]);
        let pattern = pattern.prop_map(|text| ValuePattern::Glob(Glob::parse(text).unwrap()));
        let values = (prop::collection::vec(pattern, 1..3), prop::bool::weighted(0.2));
        let values = values.prop_map(|(patterns, negated)| {
            let values = Values::from(patterns);
            if negated {
                values.negated().unwrap()
            } else {
                values
            }
        });
        (prop::sample::select(vec!["p", "Q"]), values)
            .prop_map(|(name, values)| ParameterRule::new(name, values))
    }

    fn matcher() -> impl Strategy<Value = Matcher> {
        let methods = prop::sample::subsequence(vec![Method::GET, Method::POST], 0..2);
        let json = JsonRule::new("/m", Glob::parse("x").unwrap()).unwrap();
        let json = prop::collection::vec(Just(json), 0..2);
        (paths(), methods, prop::collection::vec(rule(), 0..3), json).prop_map(
            |(paths, methods, parameters, json)| Matcher {
                paths,
                methods,
                parameters,
                json,
                written: None,
            },
        )
    }

    /// Two members of a document that one server or another takes for the same.
    fn leaves() -> impl Strategy<Value = Vec<Leaf>> {
        let leaf = |name: &str, value: &str| Leaf {
            path: vec![Step::Member(name.to_owned())],
            value: value.to_owned(),
        };
        prop::sample::subsequence(vec![leaf("m", "x"), leaf("M", "y")], 0..=2)
    }

    fn says_nothing(matcher: &Matcher, said: &Said<'_>) -> bool {
        let leniencies = [Leniency::Strict, Leniency::Loose, Leniency::Sceptical];
        !matcher.is_torn_by(said) && leniencies.iter().all(|it| matcher.touch(said, *it) == Touch::No)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn no_matcher_that_has_something_to_say_is_left_out(
            of_scopes in prop::collection::vec(prop::collection::vec(matcher(), 0..5), 1..4),
            asked_for in "/{0,2}(a|A|b|B|\u{e9}|e|aB){0,1}(/(a|B|\u{e9})){0,2}/{0,2}",
            query in "((p|q|Q|P|p\\[\\]|%70)=(x|X|y|%78|%2578|\u{e9}|x;p=y|xy)[&;]){0,3}",
            leaves in leaves(),
            folded: bool,
            is_all: bool,
        ) {
            let scopes: Vec<Scope> = of_scopes.into_iter().map(scope).collect();
            let path = if folded { fold(&asked_for) } else { Cow::Borrowed(asked_for.as_str()) };
            let reading = Reading { path, folded, only_where_named: false };
            let parameters = Parameters::parse(&query);
            let said = Said { parameters: &parameters, leaves: &leaves, is_all };

            let asked = Index::of(&scopes).asked(&scopes, &Method::GET, &reading, &&said);

            prop_assert!(asked.places.is_sorted());
            let about: Vec<_> =
                matchers(&scopes).filter(|(_, it)| it.is_about(&Method::GET, &reading)).collect();
            for place in &asked.places {
                prop_assert!(about.iter().any(|(it, _)| it == place), "{place:?} is about something else");
            }
            let reads = about.iter().any(|(_, matcher)| matcher.reads_what_is_said());
            prop_assert_eq!(asked.reads_what_is_said, reads);
            for (place, matcher) in &about {
                let is_said_for = !matcher.reads_what_is_said() && asked.places.iter().any(|other| {
                    other.scope == place.scope
                        && matchers(&scopes).any(|(it, said)| it == *other && !said.reads_what_is_said())
                });
                prop_assert!(
                    asked.places.contains(place) || is_said_for || says_nothing(matcher, &said),
                    "{place:?} of {:?} {query:?}", reading.path
                );
            }
        }
    }

    fn get<'s>(scopes: &Scopes, path: &'s str, parameters: &'s Parameters<'s>) -> Vec<(usize, usize)> {
        let reading = Reading {
            path: Cow::Borrowed(path),
            folded: false,
            only_where_named: false,
        };
        let said = Said {
            parameters,
            leaves: &[],
            is_all: true,
        };
        let asked = scopes.asked(&Method::GET, &reading, &&said);
        asked.places.iter().map(|it| (it.scope, it.matcher)).collect()
    }

    #[test]
    fn of_many_matchers_few_are_asked() {
        let of_module = |number: usize| {
            let value = Glob::parse(&format!("M{number}")).unwrap();
            Matcher {
                parameters: vec![ParameterRule::new("module", value)],
                ..about("/index.php")
            }
        };
        let scopes = Scopes::from(vec![
            scope((0..100).map(of_module).collect()),
            scope(
                (0..100)
                    .map(|number| about(&format!("/api/part{number}/**")))
                    .collect(),
            ),
            scope(
                (0..100)
                    .map(|number| about(&format!("/**/page{number}")))
                    .collect(),
            ),
            scope((0..100).map(|_| about("/same")).collect()),
        ]);
        let parameters = Parameters::parse("module=M7&view=List");
        for (path, expected) in [
            ("/index.php", vec![(0, 7)]),
            ("/api/part8/x", vec![(1, 8)]),
            ("/a/b/page9", vec![(2, 9)]),
            ("/same", vec![(3, 0)]),
            ("/else", vec![]),
        ] {
            assert_eq!(get(&scopes, path, &parameters), expected, "{path}");
        }
    }

    #[test]
    fn a_scope_that_is_added_later_is_found() {
        let mut scopes = Scopes::from(vec![scope(vec![about("/a")])]);
        let nothing = Parameters::default();
        assert_eq!(get(&scopes, "/b", &nothing), []);
        scopes.push(scope(vec![about("/b")]));
        assert_eq!(get(&scopes, "/b", &nothing), [(1, 0)]);
    }
}
