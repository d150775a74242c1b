//! Reads a config and checks it: the only way to get [`Settings`].

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::check::check;
use super::problem::Problem;
use super::read::read;
use super::settings::Settings;

/// The config cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("cannot read `{}`: {source}; `gatepass init` makes a config, `--config` names another one", path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("{}", list(path, problems))]
    Invalid {
        path: PathBuf,
        /// At least one, in the order of the file.
        problems: Vec<Problem>,
    },
}

/// What a check asks of the file system.
pub trait FileSystem {
    fn is_file(&self, path: &Path) -> bool;
}

/// The real one.
#[derive(Debug, Clone, Copy)]
pub struct Disk;

impl FileSystem for Disk {
    fn is_file(&self, path: &Path) -> bool {
        path.is_file()
    }
}

/// Reads and checks the file. Relative paths in it start at its directory.
pub fn load(path: &Path) -> Result<Settings, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    let base_dir = path.parent().unwrap_or(Path::new(""));
    parse(&text, base_dir, &Disk).map_err(|problems| ConfigError::Invalid {
        path: path.to_owned(),
        problems,
    })
}

/// Checks `text`. Relative paths in it start at `base_dir`. `Err`: everything that is wrong, in the order of the text.
pub fn parse(text: &str, base_dir: &Path, files: &dyn FileSystem) -> Result<Settings, Vec<Problem>> {
    check(read(text)?, base_dir, files)
}

/// One problem per line, each as `gatepass.toml:12:5: site[0].hostz: unknown key; did you mean …`.
fn list(path: &Path, problems: &[Problem]) -> String {
    let mut text = String::new();
    for (at, problem) in problems.iter().enumerate() {
        let line_break = if at > 0 { "\n" } else { "" };
        // Writing to a string cannot fail.
        let _ = write!(text, "{line_break}{}:{problem}", path.display());
    }
    text
}
