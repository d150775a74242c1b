//! What a scope is made of: matchers over method, path and parameters.
//!
//! A matcher answers in three values. `Maybe` means that only the body could tell and the body was not read; the
//! policy then asks for what both worlds would allow. [`JsonRule`] is at home beside this file.

use std::sync::Arc;

use http::Method;

use super::canonical::{Dialect, Leaf, Occurrence, Parameters, Reading, SeenBy, loose_name};
use super::json_rule::JsonRule;
use super::path_pattern::PathPattern;
use super::values::Values;

/// Whether a request is in a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Touch {
    No,
    /// It depends on a body that nobody has read.
    Maybe,
    Yes,
}

/// How what is said is read. A request is only as visible as under the least of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leniency {
    /// As written.
    Strict,
    /// In all readings at once: a rule holds when one of them makes it hold.
    Loose,
    /// A rule holds only when all readings make it hold.
    Sceptical,
}

/// All of its parts must hold; an absent part holds always.
#[derive(Debug, Clone, Default)]
pub struct Matcher {
    /// Empty: every path.
    pub paths: Vec<PathPattern>,
    /// Empty: every method.
    pub methods: Vec<Method>,
    pub parameters: Vec<ParameterRule>,
    pub json: Vec<JsonRule>,
    /// For explanations; `None`: nobody wrote it.
    pub written: Option<Written>,
}

/// How a matcher stands in the config.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Counted from 1.
    pub line: usize,
    /// On one line.
    pub text: Arc<str>,
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
            && (self.paths.is_empty() || self.paths.iter().any(|pattern| pattern.matches(path)))
    }

    /// Some part of it is about what a request says, and not only about where it goes.
    pub fn reads_what_is_said(&self) -> bool {
        !self.parameters.is_empty() || !self.json.is_empty()
    }

    pub fn touch(&self, said: &Said<'_>, leniency: Leniency) -> Touch {
        let of_parameters = self
            .parameters
            .iter()
            .map(|rule| rule.holds(said.parameters, leniency));
        let of_json = self.json.iter().map(|rule| rule.holds(said.leaves, leniency));
        let touch = |held| match (held, said.is_all) {
            (Held::BySomething, _) | (Held::ByAbsence, true) => Touch::Yes,
            (Held::No, true) => Touch::No,
            (Held::No | Held::ByAbsence, false) => Touch::Maybe,
        };
        of_parameters
            .chain(of_json)
            .map(touch)
            .min()
            .unwrap_or(Touch::Yes)
    }

    /// An address that it holds for and that a browser can open. `None`: it takes more than an address, or a wildcard
    /// stands in the middle of it.
    pub(super) fn address(&self) -> Option<String> {
        let opens = self.methods.is_empty() || self.methods.contains(&Method::GET);
        let paths = self.paths.iter().map(PathPattern::as_str);
        let mut plain = paths
            .map(|path| path.strip_suffix("/**").unwrap_or(path))
            .filter(|path| !path.contains('*'));
        let path = if self.paths.is_empty() { "/" } else { plain.next()? };
        if !opens || !self.json.is_empty() {
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

/// Why a rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    No,
    BySomething,
    /// Nothing has that name, and the rule wants it to be none of some values.
    ByAbsence,
}

impl Held {
    pub(super) fn by(something: bool, absence: impl FnOnce() -> bool) -> Self {
        if something {
            Self::BySomething
        } else if absence() {
            Self::ByAbsence
        } else {
            Self::No
        }
    }
}

/// A parameter of that name has, in any occurrence, one of these values.
#[derive(Debug, Clone)]
pub struct ParameterRule {
    name: String,
    loose_name: String,
    values: Values,
}

impl ParameterRule {
    /// How [`Dialect::Generic`] reads the name.
    pub fn new(name: &str, values: impl Into<Values>) -> Self {
        Self {
            name: name.to_owned(),
            loose_name: loose_name(name),
            values: values.into(),
        }
    }

    /// `None`: no app of this dialect ever reads such a name.
    pub fn in_dialect(dialect: Dialect, name: &str, values: impl Into<Values>) -> Option<Self> {
        Some(Self {
            name: dialect.field_name(name)?,
            loose_name: dialect.rule_name(name)?,
            values: values.into(),
        })
    }

    pub fn loose_name(&self) -> &str {
        &self.loose_name
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// All values in whose presence alone it can hold, as written and folded. `None`: it takes more than a list of plain
    /// values.
    pub(super) fn needed_values(&self) -> Option<Vec<&str>> {
        self.values.all_literals()
    }

    /// As it can stand in an address as it is; its first value that can.
    fn in_address(&self) -> Option<String> {
        let is_plain = |text: &str| {
            let mut bytes = text.bytes();
            bytes.all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
        };
        let value = self.values.literals().find(|value| is_plain(value))?;
        is_plain(&self.name).then(|| format!("{}={value}", self.name))
    }

    pub(super) const fn values(&self) -> &Values {
        &self.values
    }

    fn holds(&self, parameters: &Parameters<'_>, leniency: Leniency) -> Held {
        let is_so_called = |it: &Occurrence<'_>| {
            matches!(it.seen_by, SeenBy::Everyone | SeenBy::Strict) && it.name == self.name
        };
        let by_something = parameters.iter().any(|it| {
            let strictly = || is_so_called(it) && self.values.take(&it.value, false);
            let mut readings = it.loose_values.iter();
            match leniency {
                Leniency::Strict => strictly(),
                Leniency::Loose => {
                    strictly()
                        || (it.may_be_called(&self.loose_name)
                            && (self.values.take(&it.value, false)
                                || readings.any(|value| self.values.take(value, true))))
                }
                Leniency::Sceptical => strictly() && readings.all(|value| self.values.take(value, true)),
            }
        });
        Held::by(by_something, || {
            self.values.take_nothing()
                && !parameters.iter().any(|it| match leniency {
                    Leniency::Strict | Leniency::Loose => is_so_called(it),
                    Leniency::Sceptical => it.may_be_called(&self.loose_name),
                })
        })
    }
}
