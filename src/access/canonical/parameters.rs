//! Parameters, read strictly and as loosely as any known server reads them.
//!
//! The strict reading is the URL Standard's (`application/x-www-form-urlencoded`). The loose one also knows `;` and
//! `?` as separators, parameters inside the path, the array notations of PHP and `qs`, folded names and values, and
//! escapes within escapes. In it, an occurrence has several names and several values: any of them may count.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::characters::{fold, shorten_overlong, text_of, unescape};
use super::dialect::{Dialect, php_names};
use super::path::Reading;

/// Escapes within escapes that are undone. Two servers in a row that decode twice each make four.
const DEEPEST_ESCAPE: usize = 4;

/// One `name=value`, in all readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence<'q> {
    pub name: Cow<'q, str>,
    pub value: Cow<'q, str>,
    /// The names that lenient servers file it under.
    pub loose_names: Vec<String>,
    /// The folded values that lenient servers take it for.
    pub loose_values: Vec<String>,
    pub seen_by: SeenBy,
}

/// Which servers see an occurrence, by what they split at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenBy {
    Everyone,
    /// It has a separator in it that only others know.
    Strict,
    /// It stands behind a `;` or `?`, or in the path.
    Lenient,
    /// Only a server that decodes before it splits finds it, in the value of another. Honest values hold whole URLs, so it
    /// tears nothing, but what it names counts.
    Inner,
}

/// All parameters of a target, in order.
#[derive(Debug, Clone, Default)]
pub struct Parameters<'q>(Vec<Occurrence<'q>>);

impl<'q> Parameters<'q> {
    /// As every known server would read it.
    pub fn parse(query: &'q str) -> Self {
        Self::parse_in(Dialect::Generic, query)
    }

    pub fn parse_in(dialect: Dialect, query: &'q str) -> Self {
        match dialect {
            Dialect::Generic => Self::parse_loosely(query),
            Dialect::Php => {
                let pairs = query.split('&').filter(|pair| !pair.is_empty());
                let mut all: Vec<_> = pairs
                    .filter_map(|pair| php_occurrence(pair, SeenBy::Everyone))
                    .collect();
                // PHP's own server takes all of `??` for the mark before the query.
                let first = query.split('&').next().and_then(|pair| pair.strip_prefix('?'));
                all.extend(
                    first.and_then(|pair| php_occurrence(pair.trim_start_matches('?'), SeenBy::Lenient)),
                );
                Self(all)
            }
        }
    }

    fn parse_loosely(query: &'q str) -> Self {
        let mut all = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            if pair.contains([';', '?']) {
                all.push(occurrence(pair, SeenBy::Strict));
                let parts = pair.split([';', '?']).filter(|part| !part.is_empty());
                all.extend(parts.map(|part| occurrence(part, SeenBy::Lenient)));
            } else {
                all.push(occurrence(pair, SeenBy::Everyone));
            }
            if pair.contains('%') {
                let decoded = text_of(decode_bytes(pair.as_bytes()));
                let inner = decoded.split(['&', ';']).skip(1);
                all.extend(inner.map(|part| occurrence(part, SeenBy::Inner).into_owned()));
            }
        }
        Self(all)
    }

    /// Adds what a server finds that decodes `%3F` before it splits, or counts `;module=x` in the path.
    pub fn and_in_path(mut self, dialect: Dialect, readings: &'q [Reading<'q>]) -> Self {
        let mut parts = BTreeSet::new();
        for reading in readings.iter().filter(|reading| !reading.folded) {
            // Behind a `?`, a slash belongs to the value; before it, it ends the `;parameter` of a segment.
            let (path, query) = reading.path.split_once('?').unwrap_or((&reading.path, ""));
            let segments = path.split_once(';').map_or("", |(_, segments)| segments);
            parts.extend(
                segments
                    .split([';', '&', '/', '#'])
                    .filter(|part| !part.is_empty()),
            );
            parts.extend(query.split([';', '?', '&', '#']).filter(|part| !part.is_empty()));
        }
        let parts = parts.into_iter();
        match dialect {
            Dialect::Generic => self.0.extend(parts.map(|part| occurrence(part, SeenBy::Lenient))),
            Dialect::Php => self
                .0
                .extend(parts.filter_map(|part| php_occurrence(part, SeenBy::Lenient))),
        }
        self
    }

    /// Adds what stands in the body: for most servers, all parameters of a request are one collection.
    pub fn and_in_body(mut self, fields: &[Occurrence<'static>]) -> Self {
        self.0.extend_from_slice(fields);
        self
    }

    /// Adds the cookies, for apps that count them among the parameters. Most do not: they conflict and hide, and open nothing.
    pub fn and_in_cookies(mut self, dialect: Dialect, cookies: &str) -> Self {
        let pairs = cookies
            .split([';', ','])
            .map(str::trim_start)
            .filter(|pair| !pair.is_empty());
        self.0
            .extend(pairs.filter_map(|pair| form_field(dialect, pair, SeenBy::Lenient)));
        self
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Occurrence<'q>> {
        self.0.iter()
    }

    /// Two servers may disagree on which value counts: one of them sees the name with different values.
    pub fn conflict_on(&self, loose_name: &str) -> bool {
        [SeenBy::Lenient, SeenBy::Strict].iter().any(|blind| {
            let seen = self
                .0
                .iter()
                .filter(|it| it.seen_by != *blind && it.seen_by != SeenBy::Inner);
            let mut values = seen.filter(|it| it.may_be_called(loose_name)).map(|it| &it.value);
            let first = values.next();
            values.any(|value| Some(value) != first)
        })
    }
}

/// `name=value` of a form in a body. It is decoded once: nothing stands between us and the app that reads bodies.
pub(super) fn form_field(dialect: Dialect, pair: &str, seen_by: SeenBy) -> Option<Occurrence<'static>> {
    if dialect == Dialect::Php {
        return php_occurrence(pair, seen_by).map(Occurrence::into_owned);
    }
    let (written_name, written_value) = pair.split_once('=').unwrap_or((pair, ""));
    let (name, value) = (
        decode_bytes(written_name.as_bytes()),
        decode_bytes(written_value.as_bytes()),
    );
    let (plain_name, plain_value) = (String::from_utf8_lossy(&name), String::from_utf8_lossy(&value));
    let mut field = plain_field(dialect, &plain_name, &plain_value)?;
    for other in other_readings(written_name.as_bytes(), &name) {
        loose_names(&other, &mut field.loose_names);
    }
    for other in other_readings(written_value.as_bytes(), &value) {
        loose_values(&other, &mut field.loose_values);
    }
    field.seen_by = seen_by;
    Some(field)
}

/// What decoders make of it that do not check their UTF-8, or that know `%6D` but not `%u006D`.
fn other_readings(written: &[u8], decoded: &[u8]) -> impl Iterator<Item = String> {
    let overlong = shorten_overlong(decoded);
    let overlong = (overlong != decoded).then(|| text_of(overlong));
    let plain = memchr::memmem::find(written, b"%u")
        .or_else(|| memchr::memmem::find(written, b"%U"))
        .or_else(|| memchr::memchr(b'\\', written))
        .map(|_| text_of(decode_plain(written)));
    overlong.into_iter().chain(plain)
}

/// `+` and `%6D` (URL Standard, section 5.1), and nothing else.
fn decode_plain(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        let escaped = match rest {
            [b'%', high, low, ..] => hex(*high).zip(hex(*low)),
            _ => None,
        };
        match escaped {
            Some((high, low)) => {
                plain.push(high * 16 + low);
                rest = rest.get(3..).unwrap_or_default();
            }
            None => {
                plain.push(if *byte == b'+' { b' ' } else { *byte });
                rest = after;
            }
        }
    }
    plain
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

/// A field that comes without escapes. `None`: the app drops it.
pub(super) fn plain_field(dialect: Dialect, name: &str, value: &str) -> Option<Occurrence<'static>> {
    let mut values = Vec::new();
    loose_values(value, &mut values);
    let (name, loose_names) = dialect.names_of(name)?;
    Some(Occurrence {
        name: Cow::Owned(name),
        value: Cow::Owned(value.to_owned()),
        loose_names,
        loose_values: values,
        seen_by: SeenBy::Everyone,
    })
}

/// `name=value`, decoded once (`php_url_decode`). `None`: PHP drops it.
fn php_occurrence(pair: &str, seen_by: SeenBy) -> Option<Occurrence<'_>> {
    // PHP's names have case.
    plain_occurrence(pair, seen_by, str::to_owned).or_else(|| php_occurrence_in_all_readings(pair, seen_by))
}

fn php_occurrence_in_all_readings(pair: &str, seen_by: SeenBy) -> Option<Occurrence<'_>> {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let loose_names = php_names(&decode_plain(name.as_bytes()));
    let mut values = Vec::new();
    for level in levels(value) {
        loose_values(&level, &mut values);
    }
    Some(Occurrence {
        name: Cow::Owned(loose_names.last()?.clone()),
        value: Cow::Owned(String::from_utf8_lossy(&decode_plain(value.as_bytes())).into_owned()),
        loose_names,
        loose_values: values,
        seen_by,
    })
}

/// The names that lenient servers file a field under, most of all those that a browser has escaped.
pub(super) fn loose_names_of(name: &str) -> Vec<String> {
    let mut names = Vec::new();
    loose_names(name, &mut names);
    let decoded = text_of(decode_bytes(name.as_bytes()));
    if decoded != name {
        loose_names(&decoded, &mut names);
    }
    names
}

impl Occurrence<'_> {
    fn into_owned<'o>(self) -> Occurrence<'o> {
        Occurrence {
            name: Cow::Owned(self.name.into_owned()),
            value: Cow::Owned(self.value.into_owned()),
            loose_names: self.loose_names,
            loose_values: self.loose_values,
            seen_by: self.seen_by,
        }
    }

    pub fn may_be_called(&self, loose_name: &str) -> bool {
        self.loose_names.iter().any(|name| name == loose_name)
    }
}

fn occurrence(pair: &str, seen_by: SeenBy) -> Occurrence<'_> {
    plain_occurrence(pair, seen_by, |name| fold(name).into_owned())
        .unwrap_or_else(|| occurrence_in_all_readings(pair, seen_by))
}

/// What most are, at a fraction of the cost: of letters, digits and `_` alone, all servers read one name and, but for its case,
/// one value.
fn plain_occurrence(
    pair: &str,
    seen_by: SeenBy,
    loose_name: impl FnOnce(&str) -> String,
) -> Option<Occurrence<'_>> {
    let is_plain = |text: &str| {
        let mut bytes = text.bytes();
        !text.is_empty() && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let (name, value) = pair.split_once('=')?;
    (is_plain(name) && is_plain(value)).then(|| Occurrence {
        name: Cow::Borrowed(name),
        value: Cow::Borrowed(value),
        loose_names: vec![loose_name(name)],
        loose_values: vec![fold(value).into_owned()],
        seen_by,
    })
}

fn occurrence_in_all_readings(pair: &str, seen_by: SeenBy) -> Occurrence<'_> {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let mut names = Vec::new();
    for level in levels(name) {
        loose_names(&level, &mut names);
    }
    let mut values = Vec::new();
    for level in levels(value) {
        // `AT%26T` is `AT` to a server that decodes before it splits.
        if let Some((first, _)) = level.split_once(['&', ';']) {
            loose_values(first, &mut values);
        }
        loose_values(&level, &mut values);
    }
    // `module%3DMessages`: a server that decodes before it splits finds the `=` now.
    if let Some((inner, value)) = pair.split_once("%3D").or_else(|| pair.split_once("%3d"))
        && !pair.contains('=')
    {
        levels(inner)
            .iter()
            .for_each(|level| loose_names(level, &mut names));
        levels(value)
            .iter()
            .for_each(|level| loose_values(level, &mut values));
    }
    Occurrence {
        name: decode(name),
        value: decode(value),
        loose_names: names,
        loose_values: values,
        seen_by,
    }
}

/// The name that a lenient server files a rule's parameter under: `Filter[my.id]` as `filter_my_id`.
pub fn loose_name(name: &str) -> String {
    pieces(&fold(name)).join("_")
}

/// PHP takes `m[x]` for an entry of `m`, but `m[x` for `m_x`; `qs` takes `[m]` for `m`.
fn loose_names(name: &str, names: &mut Vec<String>) {
    let folded = fold(name);
    for name in [folded.as_ref(), folded.split('\0').next().unwrap_or_default()] {
        let longer = push_joined(pieces(name), names);
        if name.contains(char::is_whitespace) {
            // PHP keeps blanks behind a name, as `_`.
            push_joined(pieces_with_blanks(name), names);
        }
        if name.contains('[') {
            // PHP, of a bracket that nobody closes.
            push_new(names, name.trim_start().replace(['.', ' ', '['], "_"));
        }
        if name.contains(']') {
            // Rack goes on behind a bracket: `a[b]c` is `c` of `b` of `a`, and `]a` is `a`.
            let pieces = name
                .split(['[', ']'])
                .map(str::trim)
                .filter(|piece| !piece.is_empty());
            push_joined(pieces.map(without_dots).collect(), names);
        }
        if name.trim_start().starts_with('[') {
            push_new(names, format!("_{longer}"));
        }
    }
}

/// `a`, `a_b`, `a_b_c`; and the last of them.
fn push_joined(pieces: Vec<String>, names: &mut Vec<String>) -> String {
    let mut longer = String::new();
    for piece in pieces {
        if !longer.is_empty() {
            longer.push('_');
        }
        longer.push_str(&piece);
        push_new(names, longer.clone());
    }
    longer
}

fn pieces_with_blanks(name: &str) -> Vec<String> {
    let pieces = in_brackets(name.trim_start()).filter(|piece| !piece.is_empty());
    pieces.map(without_dots).collect()
}

fn pieces(name: &str) -> Vec<String> {
    let name = name.trim_start_matches(|c: char| c.is_whitespace() || c == '+');
    in_brackets(name)
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .map(without_dots)
        .collect()
}

/// Before the first bracket, and in each pair of them.
fn in_brackets(name: &str) -> impl Iterator<Item = &str> {
    name.split('[')
        .map(|piece| piece.split(']').next().unwrap_or_default())
}

fn without_dots(piece: &str) -> String {
    piece.replace(['.', ' '], "_")
}

/// Blanks, what follows a NUL and, because apps make file names of values, the detours of a path are left out.
fn loose_values(value: &str, values: &mut Vec<String>) {
    let folded = fold(value);
    for value in [folded.as_ref(), folded.split('\0').next().unwrap_or_default()] {
        let value = value.trim();
        push_new(values, value.to_owned());
        if value.contains(['/', '\\', '.']) {
            push_new(values, without_detours(value));
        }
    }
}

fn without_detours(value: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for segment in value.split(['/', '\\']) {
        match segment.trim_end_matches('.') {
            "" if segment == ".." => {
                kept.pop();
            }
            "" => {}
            name => kept.push(name),
        }
    }
    kept.join("/")
}

fn push_new(all: &mut Vec<String>, one: String) {
    if !all.contains(&one) {
        all.push(one);
    }
}

/// `text` decoded once, twice and so on, and each time also as a decoder sees it that does not check its UTF-8.
fn levels(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut current = text.as_bytes().to_vec();
    for depth in 0..DEEPEST_ESCAPE {
        let decoded = decode_bytes(&current);
        if depth > 0 && decoded == current {
            break;
        }
        all.extend(other_readings(&current, &decoded));
        all.push(text_of(decoded.clone()));
        current = decoded;
    }
    all
}

fn decode_bytes(text: &[u8]) -> Vec<u8> {
    let spaced: Vec<u8> = text
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    unescape(&spaced, |_| true)
}

/// As the URL Standard decodes a form.
fn decode(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| matches!(byte, b'%' | b'+')) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(String::from_utf8_lossy(&decode_bytes(text.as_bytes())).into_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_plain_is_read_as_all_readings_of_it(pair in "[A-Za-z0-9_]{0,6}=[A-Za-z0-9_]{0,6}|[ -~é]{0,12}") {
            let seen_by = SeenBy::Everyone;
            prop_assert_eq!(occurrence(&pair, seen_by), occurrence_in_all_readings(&pair, seen_by));
            prop_assert_eq!(php_occurrence(&pair, seen_by), php_occurrence_in_all_readings(&pair, seen_by));
        }
    }

    #[test]
    fn the_strict_reading_is_the_url_standards() {
        let parameters = Parameters::parse("module=Messages&q=a+b%20c&&flag&plus=a%2Bb");
        let strict: Vec<_> = parameters
            .iter()
            .map(|it| (it.name.as_ref(), it.value.as_ref()))
            .collect();
        assert_eq!(
            strict,
            [
                ("module", "Messages"),
                ("q", "a b c"),
                ("flag", ""),
                ("plus", "a+b")
            ]
        );
    }

    #[test]
    fn the_loose_reading_sees_through_disguises_of_a_name() {
        for query in [
            "module=Messages",
            "mod%75le=x",
            "%20module=x",
            "+module=x",
            "module+=x",
            "module%00z=x",
            "module[]=x",
            "module%5B%5D=x",
            "[module]=x",
            "MODULE=x",
            "a;module=x",
            "a=1&amp;module=x",
            "a=1?module=x",
            "?module=x",
            "mod%2575le=x",
            "mod%252575le=x",
            "mod%25u0075le=x",
            "%c1%adodule=x",
            "%EF%BD%8Dodule=x",
            "module%3Dx",
            "x=a%26module%3Dx",
            "x=a%26module=x",
            "x%26module=x",
        ] {
            let parameters = Parameters::parse(query);
            assert!(parameters.iter().any(|it| it.may_be_called("module")), "{query}");
        }
    }

    #[test]
    fn php_makes_one_name_of_many() {
        let rule = loose_name("mail_id");
        for name in ["mail_id", "mail.id", "mail id", "mail[id", "mail[id]", "Mail[ id"] {
            let mut names = Vec::new();
            loose_names(name, &mut names);
            assert!(names.contains(&rule), "{name}: {names:?}");
        }
        assert_eq!(loose_name("module[]"), "module");
    }

    #[test]
    fn the_loose_reading_sees_through_disguises_of_a_value() {
        for query in [
            "m=MESSAGES",
            "m=%20messages+",
            "m=messages%00.php",
            "m=%256Dessages",
            "m=./Messages/",
            "m=x/..%5CMessages",
            "m=me%C5%BF%C5%BFages",
            "m=%c1%adessages",
        ] {
            let parameters = Parameters::parse(query);
            let mut values = parameters.iter().flat_map(|it| &it.loose_values);
            assert!(values.any(|value| value == "messages"), "{query}: {parameters:?}");
        }
    }

    #[test]
    fn a_name_with_two_values_is_a_conflict_and_with_one_value_twice_is_not() {
        for query in [
            "module=A&x=1&module=B",
            "module=A&%20module=B",
            "module=A&x;module=B",
            "module=A&module",
        ] {
            assert!(Parameters::parse(query).conflict_on("module"), "{query}");
        }
        for query in [
            "module=A&back=%2Fx%3Fa=1%26module%3DB",
            "module=A&module=A",
            "module=A&x=B",
            "module=A;x=1",
            "x=1;module=A",
        ] {
            assert!(!Parameters::parse(query).conflict_on("module"), "{query}");
        }
        assert!(!Parameters::parse("filter[a]=1&filter[b]=2").conflict_on(&loose_name("filter[b]")));
    }
}
