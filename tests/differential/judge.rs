//! Compares what a server has read with what we have read.

use std::sync::Arc;

use gatepass::access::canonical::{
    LARGEST_BODY, Occurrence, Parameters, ReadNames, SeenBy, fold, loose_name,
};
use gatepass::access::{BodyReader, Dialect};

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
    dialect: Dialect,
    refused: usize,
    read: usize,
    values: usize,
}

impl Judge {
    /// Of what only PHP's rules find.
    pub(crate) fn of_php() -> Self {
        Self {
            dialect: Dialect::Php,
            ..Self::default()
        }
    }

    /// # Panics
    /// The server found something that we did not.
    pub(crate) fn compare(&mut self, server: &str, case: &Case, seen: &[Seen]) {
        let query = Parameters::parse_in(self.dialect, &case.query);
        let query: Vec<&Occurrence<'_>> = query.iter().collect();
        let types = [case.content_type.as_bytes()];
        let types = types.into_iter().filter(|it| !it.is_empty());
        // As if there were a rule about each name that the server has found.
        let names = ReadNames::new(self.dialect, seen.iter().map(|one| self.name_of(one)));
        let body = BodyReader::new(types, false, Arc::new(names), LARGEST_BODY).and_then(|mut reader| {
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
                (_, false) => self.finds(query.iter().copied(), one),
                (Ok(fields), true) => self.finds(fields.parts().iter().flat_map(|part| &part.fields), one),
                (Err(_), true) => true,
            };
            assert!(
                found,
                "{server} finds {one:?} in {case:?}\nbody: {:?}\nwe: {body:?} {query:?}",
                String::from_utf8_lossy(&case.body)
            );
            self.values += 1;
        }
        if self.dialect == Dialect::Php {
            let form = body.as_ref().ok().filter(|_| !case.content_type.contains("json"));
            let fields = form.into_iter().flat_map(|fields| &fields.parts()[0].fields);
            let ours = query.into_iter().chain(fields);
            for ours in ours.filter(|it| it.seen_by == SeenBy::Everyone && !it.name.starts_with('?')) {
                // A later one may have replaced it, in which case PHP knows an array or a text of that name.
                let base = |name: &str| name.split('[').next().unwrap_or_default().to_owned();
                let is_known = |one: &Seen| base(&self.name_of(one)) == base(&ours.name);
                let is_utf8 = ours.name.is_ascii() && seen.iter().all(|one| is_utf8(&self.name_of(one)));
                assert!(
                    !is_utf8 || seen.iter().any(is_known),
                    "{server} does not find {ours:?} in {case:?}"
                );
            }
        }
    }

    /// As a rule calls it: loosely, without the numbers that servers give to elements.
    fn name_of(&self, seen: &Seen) -> String {
        if self.dialect == Dialect::Php {
            let mut steps = seen.path.iter();
            let base = steps.next().cloned().unwrap_or_default();
            let written = steps.fold(base, |name, step| format!("{name}[{step}]"));
            return self.dialect.rule_name(&written).unwrap_or_default();
        }
        let steps = seen.path.iter().enumerate();
        let steps = steps.filter(|(at, name)| *at == 0 || !is_number(name));
        let names = steps.map(|(_, name)| loose_name(name));
        // Nobody writes a rule about a blank.
        let names: Vec<_> = names.filter(|name| !name.is_empty()).collect();
        names.join("_")
    }

    fn finds<'o>(&self, mut ours: impl Iterator<Item = &'o Occurrence<'o>>, seen: &Seen) -> bool {
        let name = self.name_of(seen);
        match self.dialect {
            Dialect::Generic => {
                // `qs` numbers even what begins with a bracket: `[][a]` is `a` of the first of nothing.
                let elements = seen.path.iter().take_while(|name| is_number(name)).count();
                let rest = Seen {
                    path: seen.path.iter().skip(elements).cloned().collect(),
                    ..seen.clone()
                };
                let ours: Vec<_> = ours.collect();
                let finds = |seen: &Seen| finds(ours.iter().copied(), &self.name_of(seen), seen);
                finds(seen) || (elements > 0 && finds(&rest))
            }
            // Neither more nor less: the same name, and the same value.
            Dialect::Php => !is_utf8(&name) || ours.any(|it| it.name == name && it.value == seen.value),
        }
    }

    /// Refusing everything would be easy, and an idle server would find nothing.
    pub(crate) fn was_fair(&self) {
        let all = self.read + self.refused;
        assert!(self.read * 4 > all, "{self:?}");
        assert!(self.values > all / 4, "{self:?}");
    }
}

fn is_number(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_digit())
}

/// PHP's names are bytes. Nobody writes rules about those that are no text.
fn is_utf8(name: &str) -> bool {
    !name.contains(char::REPLACEMENT_CHARACTER)
}

/// A rule about this name and value would have held.
fn finds<'o>(mut ours: impl Iterator<Item = &'o Occurrence<'o>>, name: &str, seen: &Seen) -> bool {
    let folded = fold(&seen.value);
    let cut = folded.split('\0').next().unwrap_or_default().trim();
    let could_be_written = |text: &String| text.chars().all(|c| c.is_alphanumeric() || "_.-/ \0".contains(c));
    // Nobody writes a rule about other names and values.
    name.is_empty()
        || !seen.path.iter().chain([&seen.value]).all(could_be_written)
        || ours.any(|it| {
            it.may_be_called(name)
                && (it.value == seen.value
                    || it
                        .loose_values
                        .iter()
                        .any(|value| value == folded.trim() || value == cut))
        })
}
