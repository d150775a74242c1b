//! Checks the scopes of a site.

use super::Check;
use super::names::Taken;
use crate::access::{Matcher, ParameterRule, Scope, Visibility};
use crate::config::file::{MatchSection, ScopeSection, SiteSection};
use crate::config::key_path::KeyPath;

impl Check<'_> {
    pub(super) fn scopes(&mut self, site: &SiteSection, at: &KeyPath) -> Vec<Scope> {
        let mut names = Taken::default();
        let mut scopes = Vec::new();
        for (index, section) in site.scope.iter().enumerate() {
            scopes.extend(self.scope(section, &at.key("scope").index(index), &mut names));
        }
        scopes
    }

    fn scope(&mut self, section: &ScopeSection, at: &KeyPath, names: &mut Taken) -> Option<Scope> {
        let name = self.required(&at.key("name"), section.name.as_ref(), "name = \"messages\"");
        if let Some(name) = name {
            self.take(names, &at.key("name"), "scope name", name.0.as_str());
        }
        if section
            .label
            .as_deref()
            .is_some_and(|label| label.trim().is_empty())
        {
            self.complain(
                &at.key("label"),
                "a label must not be empty: remove it to show the name",
            );
        }
        if !section.offer && section.default_visibility != Visibility::Hidden {
            self.complain(
                &at.key("default"),
                "a scope with `offer = false` is never visible: write `default = \"hidden\"` or remove it",
            );
        }
        let list = at.key("match");
        if section.matches.is_empty() {
            self.complain(
                &list,
                "at least one matcher is needed: write `match = [{ path = \"/messages/**\" }]`",
            );
        }
        let mut matchers = Vec::new();
        for (index, section) in section.matches.iter().enumerate() {
            matchers.push(self.matcher(section, &list.index(index)));
        }
        let name = &name?.0;
        Some(Scope {
            name: name.clone(),
            label: section.label.clone().unwrap_or_else(|| name.to_string()),
            default: section.default_visibility,
            offer: section.offer,
            challenge: section.challenge,
            matchers,
        })
    }

    fn matcher(&mut self, section: &MatchSection, at: &KeyPath) -> Matcher {
        if section.json.is_some() {
            let instead = "match the path instead, `path = \"/jsonrpc\"`";
            self.not_in_this_version(&at.key("json"), "matching JSON bodies", instead);
        } else if section.path.is_none() && section.methods.is_none() && section.parameters.is_none() {
            self.complain(
                at,
                "a matcher without parts would match everything: write `path = \"/**\"` if that is meant",
            );
        }
        if section.methods.as_ref().is_some_and(Vec::is_empty) {
            self.complain(
                &at.key("methods"),
                "an empty list matches nothing: name methods, or remove it for all of them",
            );
        }
        let methods = section.methods.iter().flatten();
        Matcher {
            path: section.path.as_ref().map(|path| path.0.clone()),
            methods: methods.map(|name| (*name).into()).collect(),
            parameters: self.parameter_rules(section, &at.key("parameters")),
        }
    }

    fn parameter_rules(&mut self, section: &MatchSection, at: &KeyPath) -> Vec<ParameterRule> {
        let Some(parameters) = &section.parameters else {
            return Vec::new();
        };
        if parameters.is_empty() {
            self.complain(
                at,
                "an empty table matches nothing in particular: name a parameter, or remove it",
            );
        }
        let mut rules = Vec::new();
        for (name, values) in parameters {
            if name.trim().is_empty() {
                self.complain_of_key(&at.key(name), "a parameter has a name: write it before `=`");
            }
            if values.is_empty() {
                self.complain(
                    &at.key(name),
                    "an empty list matches nothing: name values, or write `[\"*\"]` for any",
                );
            }
            let values = values.iter().map(|value| value.0.clone()).collect();
            rules.push(ParameterRule::new(name, values));
        }
        rules
    }
}
