//! Checks the scopes of a site.

use std::collections::BTreeMap;

use super::Check;
use super::names::Taken;
use crate::access::{Glob, JsonRule, Matcher, ParameterRule, Scope};
use crate::config::file::{MatchSection, OneOrMore, Parsed, ScopeSection, SiteSection};
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
        let MatchSection {
            path,
            methods,
            parameters,
            json,
        } = section;
        if path.is_none() && methods.is_none() && parameters.is_none() && json.is_none() {
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
            json: self.json_rules(section, &at.key("json")),
            written: self.outline.written(&self.outline.as_written(at)),
        }
    }

    fn json_rules(&mut self, section: &MatchSection, at: &KeyPath) -> Vec<JsonRule> {
        let mut rules = Vec::new();
        for (pointer, values) in self.values_by_name(section.json.as_ref(), at) {
            match JsonRule::new(&pointer, values) {
                Ok(rule) => rules.push(rule),
                Err(error) => self.complain_of_key(&at.key(&pointer), error.to_string()),
            }
        }
        rules
    }

    fn parameter_rules(&mut self, section: &MatchSection, at: &KeyPath) -> Vec<ParameterRule> {
        let mut rules = Vec::new();
        for (name, values) in self.values_by_name(section.parameters.as_ref(), at) {
            if name.trim().is_empty() {
                self.complain_of_key(&at.key(&name), "a parameter has a name: write it before `=`");
            }
            rules.push(ParameterRule::new(&name, values));
        }
        rules
    }

    fn values_by_name(
        &mut self,
        table: Option<&BTreeMap<String, OneOrMore<Parsed<Glob>>>>,
        at: &KeyPath,
    ) -> Vec<(String, Vec<Glob>)> {
        if table.is_some_and(BTreeMap::is_empty) {
            self.complain(
                at,
                "an empty table matches nothing in particular: write `name = \"value\"` in it, or remove it",
            );
        }
        let mut all = Vec::new();
        for (name, OneOrMore(values)) in table.into_iter().flatten() {
            if values.is_empty() {
                self.complain(
                    &at.key(name),
                    "an empty list matches nothing: name values, or write `[\"*\"]` for any",
                );
            }
            all.push((name.clone(), values.iter().map(|value| value.0.clone()).collect()));
        }
        all
    }
}
