//! Query parameters, read strictly and as loosely as any known server reads them.
//!
//! The strict reading is the URL Standard's (`application/x-www-form-urlencoded`). The loose one also knows `;` as
//! separator, blanks before and brackets after a name, NUL as its end, folded case, and values decoded twice.

use std::borrow::Cow;

use super::target::escape_at;

/// One `name=value`, in both readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence<'q> {
    pub name: Cow<'q, str>,
    pub value: Cow<'q, str>,
    /// The name as the most lenient server would have it.
    pub loose_name: String,
    /// The value decoded a second time, trimmed and folded.
    pub loose_value: String,
    /// Only servers that split at `;` see this one.
    pub loose_only: bool,
}

/// All parameters of a query, in order.
#[derive(Debug, Clone, Default)]
pub struct Parameters<'q>(Vec<Occurrence<'q>>);

impl<'q> Parameters<'q> {
    pub fn parse(query: &'q str) -> Self {
        let mut all = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            all.push(occurrence(pair, false));
            if pair.contains(';') {
                all.extend(
                    pair.split(';')
                        .filter(|part| !part.is_empty())
                        .map(|part| occurrence(part, true)),
                );
            }
        }
        Self(all)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Occurrence<'q>> {
        self.0.iter()
    }

    /// Two servers may disagree on which value counts: the name occurs with different values.
    pub fn conflict_on(&self, loose_name: &str) -> bool {
        let mut values = self
            .0
            .iter()
            .filter(|it| it.loose_name == loose_name && !it.loose_only)
            .map(|it| &it.value);
        let first = values.next();
        values.any(|value| Some(value) != first)
    }
}

fn occurrence(pair: &str, loose_only: bool) -> Occurrence<'_> {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let (name, value) = (decode(name), decode(value));
    let loose_name = loose_name(&decode(&name));
    let loose_value = decode(&value).trim().to_lowercase();
    Occurrence {
        name,
        value,
        loose_name,
        loose_value,
        loose_only,
    }
}

/// The name that a lenient server files a parameter under.
pub fn loose_name(name: &str) -> String {
    let name = name.trim_start_matches(|c: char| c.is_whitespace() || c == '+');
    let end = name
        .find(['\0', '['])
        .filter(|end| *end > 0)
        .unwrap_or(name.len());
    let name = name.get(..end).unwrap_or(name).trim_end();
    name.chars()
        .map(|c| if c == '.' || c == ' ' { '_' } else { c })
        .flat_map(char::to_lowercase)
        .collect()
}

fn decode(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| matches!(byte, b'%' | b'+')) {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += match (byte, escape_at(bytes, at)) {
            (b'%', Some(escaped)) => {
                decoded.push(escaped);
                3
            }
            (b'+', _) => {
                decoded.push(b' ');
                1
            }
            (other, _) => {
                decoded.push(*other);
                1
            }
        };
    }
    Cow::Owned(String::from_utf8_lossy(&decoded).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strict_reading_is_the_url_standards() {
        let parameters = Parameters::parse("module=Messages&q=a+b%20c&&flag");
        let strict: Vec<_> = parameters
            .iter()
            .map(|it| (it.name.as_ref(), it.value.as_ref()))
            .collect();
        assert_eq!(strict, [("module", "Messages"), ("q", "a b c"), ("flag", "")]);
    }

    #[test]
    fn the_loose_reading_sees_through_disguises_of_a_name() {
        for query in [
            "module=Messages",
            "mod%75le=x",
            "%20module=x",
            "+module=x",
            "module%00z=x",
            "module[]=x",
            "MODULE=x",
            "a;module=x",
            "mod%2575le=x",
        ] {
            let parameters = Parameters::parse(query);
            assert!(parameters.iter().any(|it| it.loose_name == "module"), "{query}");
        }
    }

    #[test]
    fn a_name_with_two_values_is_a_conflict_and_with_one_value_twice_is_not() {
        assert!(Parameters::parse("module=A&x=1&module=B").conflict_on("module"));
        assert!(Parameters::parse("module=A&%20module=B").conflict_on("module"));
        assert!(!Parameters::parse("module=A&module=A").conflict_on("module"));
        assert!(!Parameters::parse("module=A&x=B").conflict_on("module"));
    }
}
