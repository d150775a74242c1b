//! How a site's parameters are read, what they must look like, and which cookies may be among them.

use super::canonical::{Dialect, Parameters, ReadNames, SeenBy};
use super::glob::Glob;
use super::values::ValueRegex;

/// What holds for the parameters of a site before its scopes are asked. By default: nothing.
#[derive(Debug, Clone, Default)]
pub struct SiteParameters {
    pub dialect: Dialect,
    pub shapes: Vec<ParameterShape>,
    /// The names of the cookies that reach the app in a support session; `None`: all. Some apps count them among the
    /// parameters (PHP's `$_REQUEST` without a `php.ini`, ASP.NET's `Request`).
    pub cookies: Option<Vec<Glob>>,
}

/// A parameter that is refused unless it looks like this, wherever it stands: once, no array, and as the pattern says.
///
/// Apps forgive more than scopes can foresee: to a database, `0210` and `2.1e2` are 210; another app strips `..` from a
/// file's name. What has one spelling only has one meaning.
#[derive(Debug, Clone)]
pub struct ParameterShape {
    name: String,
    loose_name: String,
    pattern: ValueRegex,
}

impl SiteParameters {
    pub fn lets_cookie_pass(&self, name: &str) -> bool {
        self.cookies
            .as_ref()
            .is_none_or(|allowed| allowed.iter().any(|glob| glob.matches(name, false)))
    }

    /// What must not stand in a file's place or behind one in a form: what scopes read, and what has a shape.
    pub(super) fn read_names<'n>(&'n self, of_scopes: impl Iterator<Item = &'n str>) -> ReadNames {
        let shaped = self.shapes.iter().map(|shape| shape.loose_name.as_str());
        ReadNames::new(self.dialect, of_scopes.chain(shaped).map(str::to_owned))
    }

    /// The name of a parameter that does not have its shape.
    pub(super) fn misshapen(&self, parameters: &Parameters<'_>) -> Option<&str> {
        let found = self.shapes.iter().find(|shape| shape.is_broken_by(parameters));
        found.map(|shape| shape.name.as_str())
    }
}

impl ParameterShape {
    /// `None`: no app of this dialect ever reads such a name.
    pub fn new(dialect: Dialect, name: &str, pattern: ValueRegex) -> Option<Self> {
        let (name, loose_name) = (dialect.field_name(name)?, dialect.rule_name(name)?);
        Some(Self {
            name,
            loose_name,
            pattern,
        })
    }

    fn is_broken_by(&self, parameters: &Parameters<'_>) -> bool {
        let mut so_called = parameters
            .iter()
            .filter(|it| it.seen_by != SeenBy::Inner && it.may_be_called(&self.loose_name));
        // An array, or a name that only some take for this one, has another name.
        so_called.any(|it| it.name != self.name || !self.pattern.matches(&it.value, false))
            || parameters.conflict_on(&self.loose_name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_has_its_shape_or_is_refused() {
        let shape = |dialect| SiteParameters {
            dialect,
            shapes: vec![
                ParameterShape::new(dialect, "record", ValueRegex::parse("[1-9][0-9]*").unwrap()).unwrap(),
            ],
            cookies: None,
        };
        for dialect in [Dialect::Generic, Dialect::Php] {
            let site = shape(dialect);
            let misshapen = |query: &str| site.misshapen(&Parameters::parse_in(dialect, query)).is_some();
            for query in [
                "",
                "record=1",
                "a=1&record=210",
                "record=7&record=7",
                "recorder=x",
                "%72ecord=1",
            ] {
                assert!(!misshapen(query), "{dialect:?} {query}");
            }
            for query in [
                "record",
                "record=",
                "record=0210",
                "record=2.1e2",
                "record=+210",
                "record=210%00",
                "record=1&record=2",
                "record[]=1",
                "%20record=0",
                "record%00x=abc",
            ] {
                assert!(misshapen(query), "{dialect:?} {query}");
            }
        }
        let php = |query| {
            shape(Dialect::Php)
                .misshapen(&Parameters::parse_in(Dialect::Php, query))
                .is_some()
        };
        assert!(!php("RECORD=x") && !php("a;record=x") && !php("record%20=x"));
    }

    #[test]
    fn cookies_pass_by_name() {
        let all = SiteParameters::default();
        assert!(all.lets_cookie_pass("anything"));
        let some = SiteParameters {
            cookies: Some(vec![
                Glob::parse("PHPSESSID").unwrap(),
                Glob::parse("app_*").unwrap(),
            ]),
            ..SiteParameters::default()
        };
        assert!(some.lets_cookie_pass("PHPSESSID") && some.lets_cookie_pass("app_theme"));
        assert!(!some.lets_cookie_pass("phpsessid") && !some.lets_cookie_pass("module"));
    }
}
