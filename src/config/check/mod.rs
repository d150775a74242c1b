//! The config as written → the config as trusted. Collects everything that is wrong; lets nothing wrong through.

mod gateway;
mod handoff;
mod identity;
mod mail;
mod names;
mod parameters;
mod policy_test;
mod portal;
mod scope;
mod site;
mod upstream;
mod warnings;

use std::path::{Path, PathBuf};

use super::key_path::KeyPath;
use super::load::FileSystem;
use super::outline::Outline;
use super::problem::Problem;
use super::read::Read;
use super::settings::Settings;

pub use portal::LONGEST_SESSION;

pub(super) fn check(
    read: Read<'_>,
    base_dir: &Path,
    files: &dyn FileSystem,
) -> Result<Settings, Vec<Problem>> {
    let mut check = Check {
        outline: &read.outline,
        base_dir,
        files,
        problems: read.problems,
        warnings: Vec::new(),
        sends_mail: read.file.mail.is_some(),
    };
    let mut settings = check.gateway(&read.file);
    if check.problems.is_empty() {
        check.warnings(&read.file, &settings);
        check.warnings.sort();
        settings.warnings = check.warnings;
        return Ok(settings);
    }
    let mut problems = check.problems;
    problems.sort();
    problems.dedup();
    Err(problems)
}

/// A check under way. A method that returns `None` has complained.
struct Check<'c> {
    outline: &'c Outline<'c>,
    base_dir: &'c Path,
    files: &'c dyn FileSystem,
    problems: Vec<Problem>,
    warnings: Vec<Problem>,
    /// Whether there is a section that says how mail leaves.
    sends_mail: bool,
}

impl Check<'_> {
    /// What `path` holds is wrong.
    fn complain(&mut self, path: &KeyPath, message: impl Into<String>) {
        self.complain_and_help(path, message, None);
    }

    fn complain_and_help(&mut self, path: &KeyPath, message: impl Into<String>, help: Option<String>) {
        let written = self.outline.as_written(path);
        if self.outline.is_explained(&written) {
            return;
        }
        let (line, column) = self.outline.position_of_value(&written);
        self.problems.push(Problem {
            line,
            column,
            key: written.to_string(),
            message: message.into(),
            help,
        });
    }

    /// The key itself is wrong, not what it holds.
    fn complain_of_key(&mut self, path: &KeyPath, message: impl Into<String>) {
        let written = self.outline.as_written(path);
        let (line, column) = self.outline.position_of_key(&written);
        self.problems.push(Problem {
            line,
            column,
            key: written.to_string(),
            message: message.into(),
            help: None,
        });
    }

    /// A part of what `path` holds could not be read, so that what follows from the rest may be wrong.
    fn is_incomplete(&self, path: &KeyPath) -> bool {
        self.outline.is_explained(&self.outline.as_written(path))
    }

    /// The value, or a complaint that it is missing from its table.
    fn required<T>(&mut self, path: &KeyPath, value: Option<T>, example: &str) -> Option<T> {
        if value.is_none() {
            self.complain(path, format!("missing: write `{example}`"));
        }
        value
    }

    fn not_in_this_version(&mut self, path: &KeyPath, what: &str, instead: &str) {
        self.complain(path, format!("not in this version: {what}; {instead}"));
    }

    /// Relative paths start at the config file.
    fn resolve(&self, path: &Path) -> PathBuf {
        self.base_dir.join(path)
    }

    /// As [`Self::resolve`], and the file must be there.
    fn existing_file(&mut self, at: &KeyPath, path: &Path) -> PathBuf {
        let path = self.resolve(path);
        if !self.files.is_file(&path) {
            self.complain(
                at,
                format!("there is no file `{}`: make it or mend the path", path.display()),
            );
        }
        path
    }
}
