//! Checks the scopes of a site.

use std::collections::BTreeMap;

use super::Check;
use super::names::Taken;
use crate::access::{Dialect, JsonRule, Matcher, ParameterRule, Scope, Values, Visibility};
use crate::config::file::{MatchSection, ScopeSection, SiteSection, ValuesSection};
use crate::config::key_path::KeyPath;
use crate::config::presets::PresetFile;

impl Check<'_> {
    /// Those of the preset, as the site changes and extends them, and the site's own.
    pub(super) fn scopes(
        &mut self,
        site: &SiteSection,
        preset: &PresetFile,
        dialect: Dialect,
        at: &KeyPath,
    ) -> Vec<Scope> {
        let mut scopes = Vec::new();
        for section in &preset.scope {
            let names = &mut Taken::default();
            scopes.extend(self.scope(section, None, dialect, &at.key("preset"), names));
        }
        let mut names = Taken::default();
        for (index, section) in site.scope.iter().enumerate() {
            let at = at.key("scope").index(index);
            let known = section
                .name
                .as_ref()
                .and_then(|name| scopes.iter().position(|known: &Scope| known.name == name.0));
            let is_of_preset = known.filter(|position| *position < preset.scope.len());
            let base = is_of_preset.and_then(|position| scopes.get(position)).cloned();
            let scope = self.scope(section, base, dialect, &at, &mut names);
            match (is_of_preset.and_then(|position| scopes.get_mut(position)), scope) {
                (Some(place), Some(scope)) => *place = scope,
                (_, scope) => scopes.extend(scope),
            }
        }
        scopes
    }

    /// `base`: a preset's scope of that name, which this one changes and extends.
    fn scope(
        &mut self,
        section: &ScopeSection,
        base: Option<Scope>,
        dialect: Dialect,
        at: &KeyPath,
        names: &mut Taken,
    ) -> Option<Scope> {
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
        if section.matches.is_empty() && base.is_none() {
            self.complain(
                &list,
                "at least one matcher is needed: write `match = [{ path = \"/messages/**\" }]`",
            );
        }
        let mut matchers = Vec::new();
        for (index, section) in section.matches.iter().enumerate() {
            matchers.push(self.matcher(section, dialect, &list.index(index)));
        }
        let name = &name?.0;
        let mut scope = base.unwrap_or_else(|| Scope {
            name: name.clone(),
            label: name.to_string(),
            default: Visibility::Hidden,
            offer: true,
            challenge: None,
            matchers: Vec::new(),
        });
        if let Some(label) = &section.label {
            scope.label.clone_from(label);
        }
        scope.default = section.default_visibility.unwrap_or(scope.default);
        scope.offer = section.offer.unwrap_or(scope.offer);
        scope.challenge = section.challenge.or(scope.challenge);
        scope.matchers.extend(matchers);
        Some(scope)
    }

    fn matcher(&mut self, section: &MatchSection, dialect: Dialect, at: &KeyPath) -> Matcher {
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
        if section.path.as_ref().is_some_and(|paths| paths.0.is_empty()) {
            self.complain(
                &at.key("path"),
                "an empty list matches nothing: name paths, or remove it for all of them",
            );
        }
        let paths = section.path.iter().flat_map(|paths| &paths.0);
        let paths = paths.flat_map(|paths| &paths.0.0);
        let methods = section.methods.iter().flatten();
        Matcher {
            paths: paths.cloned().collect(),
            methods: methods.map(|name| (*name).into()).collect(),
            parameters: self.parameter_rules(section, dialect, &at.key("parameters")),
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

    fn parameter_rules(
        &mut self,
        section: &MatchSection,
        dialect: Dialect,
        at: &KeyPath,
    ) -> Vec<ParameterRule> {
        let mut rules = Vec::new();
        for (name, values) in self.values_by_name(section.parameters.as_ref(), at) {
            if name.trim().is_empty() {
                self.complain_of_key(&at.key(&name), "a parameter has a name: write it before `=`");
            }
            match ParameterRule::in_dialect(dialect, &name, values) {
                Some(rule) => rules.push(rule),
                None => self.complain_of_name(&at.key(&name), &name),
            }
        }
        rules
    }

    fn values_by_name(
        &mut self,
        table: Option<&BTreeMap<String, ValuesSection>>,
        at: &KeyPath,
    ) -> Vec<(String, Values)> {
        if table.is_some_and(BTreeMap::is_empty) {
            self.complain(
                at,
                "an empty table matches nothing in particular: write `name = \"value\"` in it, or remove it",
            );
        }
        let mut all = Vec::new();
        for (name, ValuesSection(values)) in table.into_iter().flatten() {
            if values.is_empty() {
                self.complain(
                    &at.key(name),
                    "an empty list matches nothing: name values, or write `[\"*\"]` for any",
                );
            }
            all.push((name.clone(), values.clone()));
        }
        all
    }
}
