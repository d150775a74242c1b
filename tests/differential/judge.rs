//! Compares what a server has read with what we have read.

use std::sync::Arc;

use gatepass::access::BodyReader;
use gatepass::access::canonical::{LARGEST_BODY, Occurrence, Parameters, ReadNames, fold, loose_name};

use crate::cases::Case;

/// One value that an app finds, and the names that lead there: `a[b]` is `["a", "b"]`.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) in_body: bool,
    pub(crate) path: Vec<String>,
    pub(crate) value: String,
}

#[derive(Debug, Default)]
pub(crate) struct Judge {
    refused: usize,
    read: usize,
    values: usize,
}

impl Judge {
    /// # Panics
    /// The server found something that we did not.
    pub(crate) fn compare(&mut self, server: &str, case: &Case, seen: &[Seen]) {
        let query = Parameters::parse(&case.query);
        let query: Vec<&Occurrence<'_>> = query.iter().collect();
        let types = [case.content_type.as_bytes()];
        let types = types.into_iter().filter(|it| !it.is_empty());
        // As if there were a rule about each name that the server has found.
        let names: Arc<ReadNames> = Arc::new(seen.iter().map(name_of).collect());
        let body = BodyReader::new(types, false, names, LARGEST_BODY).and_then(|mut reader| {
            reader.read(&case.body)?;
            reader.finish()
        });
        match &body {
            Ok(_) => self.read += 1,
            // Where a rule could depend on it, it goes nowhere.
            Err(_) => self.refused += 1,
        }
        for one in seen {
            let found = match (&body, one.in_body) {
                (_, false) => finds(query.iter().copied(), one),
                (Ok(fields), true) => finds(fields.parts().iter().flat_map(|part| &part.fields), one),
                (Err(_), true) => true,
            };
            assert!(
                found,
                "{server} finds {one:?} in {case:?}\nbody: {:?}\nwe: {body:?} {query:?}",
                String::from_utf8_lossy(&case.body)
            );
            self.values += 1;
        }
    }

    /// Refusing everything would be easy, and an idle server would find nothing.
    pub(crate) fn was_fair(&self) {
        let all = self.read + self.refused;
        assert!(self.read * 4 > all, "{self:?}");
        assert!(self.values > all / 4, "{self:?}");
    }
}

/// As a rule calls it: without the numbers that PHP gives to elements.
fn name_of(seen: &Seen) -> String {
    let is_number = |name: &str| name.bytes().all(|byte| byte.is_ascii_digit());
    let steps = seen.path.iter().enumerate();
    let steps = steps.filter(|(at, name)| *at == 0 || !is_number(name));
    steps
        .map(|(_, name)| loose_name(name))
        .collect::<Vec<_>>()
        .join("_")
}

/// A rule about this name and value would have held.
fn finds<'o>(mut ours: impl Iterator<Item = &'o Occurrence<'o>>, seen: &Seen) -> bool {
    let name = name_of(seen);
    let folded = fold(&seen.value);
    let cut = folded.split('\0').next().unwrap_or_default().trim();
    let could_be_written = |text: &String| text.chars().all(|c| c.is_alphanumeric() || "_.-/ \0".contains(c));
    // Nobody writes a rule about other names and values.
    name.is_empty()
        || !seen.path.iter().chain([&seen.value]).all(could_be_written)
        || ours.any(|it| {
            it.may_be_called(&name)
                && (it.value == seen.value
                    || it
                        .loose_values
                        .iter()
                        .any(|value| value == folded.trim() || value == cut))
        })
}
