//! Checks that the policy tests of a site can be run. Running them is [`run_policy_tests`](crate::config::run_policy_tests).

use std::collections::BTreeMap;

use super::Check;
use crate::access::{ScopeName, Visibility};
use crate::config::file::{SiteSection, TestExpectation, TestSection};
use crate::config::key_path::KeyPath;
use crate::config::presets::PresetFile;
use crate::config::problem::suggest;
use crate::config::settings::{Expectation, PolicyTest};

impl Check<'_> {
    pub(super) fn policy_tests(
        &mut self,
        site: &SiteSection,
        preset: &PresetFile,
        at: &KeyPath,
    ) -> Vec<PolicyTest> {
        // With a scope whose name could not be read, any name may be its.
        let sections = || preset.scope.iter().chain(&site.scope);
        let all_named = sections().all(|scope| scope.name.is_some());
        let scopes: Vec<&ScopeName> = sections()
            .filter_map(|scope| scope.name.as_ref())
            .map(|name| &name.0)
            .collect();
        let known = all_named.then_some(scopes.as_slice());
        let mut tests = Vec::new();
        for (index, section) in site.test.iter().enumerate() {
            tests.extend(self.policy_test(section, &at.key("test").index(index), known));
        }
        tests
    }

    /// They stand where the preset is named. Their scopes are the preset's own.
    pub(super) fn preset_tests(&mut self, preset: &PresetFile, at: &KeyPath) -> Vec<PolicyTest> {
        let at = at.key("preset");
        let tests = preset.test.iter();
        tests
            .filter_map(|section| self.policy_test(section, &at, None))
            .collect()
    }

    fn policy_test(
        &mut self,
        section: &TestSection,
        at: &KeyPath,
        known: Option<&[&ScopeName]>,
    ) -> Option<PolicyTest> {
        let with = self.shown_scopes(section, &at.key("with"), known);
        let request_at = at.key("request");
        let request = self.required(&request_at, section.request.as_ref(), "request = \"GET /\"");
        let expect = self.required(&at.key("expect"), section.expect, "expect = \"hidden\"");
        if section.content_type.is_some() && section.body.is_none() {
            self.complain(
                &at.key("type"),
                "there is no body of this type: write `body = \"…\"`, or remove it",
            );
        }
        let request = &request?.0;
        let (line, column) = self
            .outline
            .position_of_value(&self.outline.as_written(&request_at));
        Some(PolicyTest {
            with,
            method: request.method.clone(),
            target: request.target.clone(),
            body: section.body.clone().map(|body| {
                let form = || "application/x-www-form-urlencoded".to_owned();
                (section.content_type.clone().unwrap_or_else(form), body)
            }),
            cookies: section.cookies.as_ref().map(|cookies| cookies.0.clone()),
            expect: match expect? {
                TestExpectation::Hidden => Expectation::Visible(Visibility::Hidden),
                TestExpectation::ReadOnly => Expectation::Visible(Visibility::ReadOnly),
                TestExpectation::Full => Expectation::Visible(Visibility::Full),
                TestExpectation::Refused => Expectation::Refused,
            },
            line,
            column,
        })
    }

    fn shown_scopes(
        &mut self,
        section: &TestSection,
        at: &KeyPath,
        known: Option<&[&ScopeName]>,
    ) -> BTreeMap<ScopeName, Visibility> {
        let mut with = BTreeMap::new();
        for (index, shown) in section.shown.iter().enumerate() {
            let (at, shown) = (at.index(index), &shown.0);
            if let Some(known) = known.filter(|known| !known.contains(&&shown.name)) {
                let names: Vec<&str> = known.iter().map(|name| name.as_str()).collect();
                let help = suggest(shown.name.as_str(), &names);
                self.complain_and_help(&at, format!("this site has no scope `{}`", shown.name), help);
            }
            if with.insert(shown.name.clone(), shown.visibility).is_some() {
                self.complain(
                    &at,
                    format!("`{}` is in the list already: remove one", shown.name),
                );
            }
        }
        with
    }
}
