//! Names that may stand only once.

use std::collections::BTreeMap;

use super::Check;
use crate::config::key_path::KeyPath;

/// Where each name stood first.
#[derive(Debug, Default)]
pub(super) struct Taken(BTreeMap<String, KeyPath>);

impl Check<'_> {
    /// Complains when `name` is taken; `false` then.
    pub(super) fn take(&mut self, taken: &mut Taken, path: &KeyPath, what: &str, name: &str) -> bool {
        match taken.0.get(name) {
            Some(first) => {
                let (line, _) = self.outline.position_of_value(&self.outline.as_written(first));
                self.complain(
                    path,
                    format!("{what} `{name}` is used already, in line {line}: use another one"),
                );
                false
            }
            None => {
                taken.0.insert(name.to_owned(), path.clone());
                true
            }
        }
    }
}
