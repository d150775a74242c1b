//! How an app's language reads the names of parameters.

use schemars::JsonSchema;
use serde::Deserialize;

use super::characters::text_of;
use super::parameters::{loose_name, loose_names_of};

/// Whose rules count for names and separators. Values are read loosely in all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Dialect {
    /// Those of all known servers at once.
    #[default]
    Generic,
    /// Those of PHP alone (`php_register_variable_ex`): a name has one reading, up to the array that it ends in.
    Php,
}

impl Dialect {
    /// How a rule about this parameter is compared with what comes. `None`: no app can ever read such a name.
    pub fn rule_name(self, written: &str) -> Option<String> {
        match self {
            Self::Generic => Some(loose_name(written)),
            Self::Php => php_names(written.as_bytes()).pop(),
        }
    }

    /// How the app calls a field of that name. `None`: it drops it.
    pub fn field_name(self, written: &str) -> Option<String> {
        self.names_of(written).map(|(name, _)| name)
    }

    /// How the app calls a field that is named so, and under which names a rule finds it. `None`: the app drops it.
    pub(super) fn names_of(self, field: &str) -> Option<(String, Vec<String>)> {
        match self {
            Self::Generic => Some((field.to_owned(), loose_names_of(field))),
            Self::Php => {
                let names = php_names(field.as_bytes());
                Some((names.last()?.clone(), names))
            }
        }
    }
}

/// The arrays that a name leads through and, last of all, itself: `a`, `a[b]` and `a[b][]` for `a[b][7]`. Empty: PHP drops it.
pub(super) fn php_names(decoded: &[u8]) -> Vec<String> {
    // Names are bytes: one character each until all is cut, because what is cut off need not be text.
    let name = decoded.split(|byte| *byte == 0).next().unwrap_or_default();
    let name: String = name.iter().copied().map(char::from).collect();
    let as_text = |name: &String| text_of(name.chars().filter_map(|c| u8::try_from(c).ok()).collect());
    names_of_characters(name.trim_start_matches(' '))
        .iter()
        .map(as_text)
        .collect()
}

fn names_of_characters(name: &str) -> Vec<String> {
    let (base, mut rest) = name.split_at(name.find('[').unwrap_or(name.len()));
    if base.is_empty() {
        return Vec::new();
    }
    let mut names = vec![base.replace([' ', '.'], "_")];
    while let Some(inside) = rest.strip_prefix('[') {
        // One blank before the bracket counts as nothing, but belongs to a name that follows it.
        let blank = inside
            .chars()
            .next()
            .filter(|c| is_c_space(*c))
            .map_or(0, char::len_utf8);
        let Some(end) = inside
            .get(blank..)
            .and_then(|it| it.find(']'))
            .map(|end| end + blank)
        else {
            if names.len() == 1 {
                // Nobody closes it: no array. Before 8.0, what follows was kept as it is.
                let (today, before) = (inside.replace([' ', '.', '['], "_"), inside);
                let base = names.remove(0);
                return [before, &today].map(|rest| format!("{base}_{rest}")).into();
            }
            break;
        };
        let (index, after) = inside.split_at(end);
        names.push(format!(
            "{}[{}]",
            names.last().map_or("", String::as_str),
            element(index, blank)
        ));
        rest = after.strip_prefix(']').unwrap_or_default();
    }
    names
}

/// Elements without a name are numbered, and a rule about one of them is about all.
fn element(index: &str, blank: usize) -> &str {
    let is_number = !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit());
    if is_number || index.len() == blank {
        ""
    } else {
        index
    }
}

/// `isspace` in the C locale.
const fn is_c_space(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn php_has_one_reading_of_a_name() {
        for (name, read) in [
            ("module", &["module"][..]),
            ("  module", &["module"]),
            ("module\0x[y]", &["module"]),
            ("mail.id", &["mail_id"]),
            ("mail id ", &["mail_id_"]),
            ("MODULE", &["MODULE"]),
            ("\tmodule", &["\tmodule"]),
            ("a[b.c]", &["a", "a[b.c]"]),
            ("a[7][x]", &["a", "a[]", "a[][x]"]),
            ("a[]", &["a", "a[]"]),
            ("a[ ]", &["a", "a[]"]),
            ("a[ x]", &["a", "a[ x]"]),
            ("a[b]c.d", &["a", "a[b]"]),
            ("a[b][c", &["a", "a[b]"]),
            ("a[[b]]", &["a", "a[[b]"]),
            ("a[b.c [d", &["a_b.c [d", "a_b_c__d"]),
            ("a[", &["a_", "a_"]),
            ("[a]", &[]),
            ("", &[]),
            ("  ", &[]),
        ] {
            assert_eq!(php_names(name.as_bytes()), read, "{name:?}");
        }
    }
}
