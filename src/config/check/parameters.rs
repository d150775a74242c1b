//! Checks how a site's parameters are read, and what they must look like.

use super::Check;
use crate::access::{Dialect, ParameterShape, SiteParameters};
use crate::config::file::{ParameterSection, Parsed, SiteSection};
use crate::config::key_path::KeyPath;
use crate::config::presets::PresetFile;

impl Check<'_> {
    /// What comes with the gateway for this app.
    pub(super) fn preset(&mut self, section: &SiteSection, at: &KeyPath) -> PresetFile {
        let Some(Parsed(preset)) = section.preset else {
            return PresetFile::default();
        };
        preset.read().unwrap_or_else(|error| {
            self.complain(&at.key("preset"), format!("this preset cannot be read: {error}"));
            PresetFile::default()
        })
    }

    pub(super) fn site_parameters(
        &mut self,
        section: &SiteSection,
        preset: &PresetFile,
        at: &KeyPath,
    ) -> SiteParameters {
        let dialect = section.dialect.or(preset.dialect).unwrap_or_default();
        let cookies = section.cookies.as_ref().or(preset.cookies.as_ref());
        let cookies = cookies.map(|names| names.iter().map(|name| name.0.clone()).collect());
        // What is said here counts instead of what the preset says of the same parameter.
        let mut shapes = self.shapes(section.parameters.iter(), dialect, &at.key("parameters"));
        let others = preset.parameters.iter();
        let others = others.filter(|(name, _)| !section.parameters.contains_key(*name));
        shapes.extend(self.shapes(others, dialect, &at.key("preset")));
        SiteParameters {
            dialect,
            shapes,
            cookies,
        }
    }

    fn shapes<'s>(
        &mut self,
        sections: impl Iterator<Item = (&'s String, &'s ParameterSection)>,
        dialect: Dialect,
        at: &KeyPath,
    ) -> Vec<ParameterShape> {
        let mut shapes = Vec::new();
        for (name, section) in sections {
            let at = at.key(name);
            let pattern = self.required(
                &at.key("pattern"),
                section.pattern.as_ref(),
                "pattern = \"[1-9][0-9]*\"",
            );
            let Some(Parsed(pattern)) = pattern else {
                continue;
            };
            match ParameterShape::new(dialect, name, pattern.clone()) {
                Some(shape) => shapes.push(shape),
                None => self.complain_of_name(&at, name),
            }
        }
        shapes
    }

    pub(super) fn complain_of_name(&mut self, at: &KeyPath, name: &str) {
        let text = format!("no app reads a parameter named `{name}`: write the name that it has in the app");
        self.complain_of_key(at, text);
    }
}
