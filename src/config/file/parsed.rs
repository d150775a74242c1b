//! Values that are text in the file and something better here: read by [`FromText`], with the error at their place.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use http::HeaderName;
use ipnet::IpNet;
use jiff::SignedDuration;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

use crate::access::{Glob, ScopeName, SiteName};
use crate::config::units::{ByteSize, parse_duration, parse_size};

/// Can be read from one string of the config.
pub trait FromText: Sized {
    /// For "expected …": an example is worth more than a type.
    const EXPECTED: &'static str;

    /// What all such texts look like, for editors (ECMA-262); `None`: nothing that is easily said.
    const PATTERN: Option<&'static str> = None;

    /// The error is a sentence for the writer of the config.
    fn from_text(text: &str) -> Result<Self, String>;
}

/// A `T` that was a string in the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Parsed<T>(pub T);

impl<'de, T: FromText> Deserialize<'de> for Parsed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Through a visitor, because then `toml` gives the error the place of this very string, in a list too.
        deserializer.deserialize_str(TextVisitor(PhantomData))
    }
}

impl<T: FromText> JsonSchema for Parsed<T> {
    fn schema_name() -> Cow<'static, str> {
        T::EXPECTED.into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let mut schema = json_schema!({ "type": "string" });
        if let Some(pattern) = T::PATTERN {
            schema.insert("pattern".to_owned(), pattern.into());
        }
        schema
    }
}

struct TextVisitor<T>(PhantomData<fn() -> T>);

impl<T: FromText> Visitor<'_> for TextVisitor<T> {
    type Value = Parsed<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Parsed<T>, E> {
        T::from_text(text).map(Parsed).map_err(E::custom)
    }
}

/// One, or a list of them: `"Messages"` or `["Messages", "Emails"]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOrMore<T>(pub Vec<T>);

impl<'de, T: FromText> Deserialize<'de> for OneOrMore<Parsed<T>> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor(PhantomData))
    }
}

impl<T: FromText> JsonSchema for OneOrMore<Parsed<T>> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}, or a list", T::EXPECTED).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = Parsed::<T>::json_schema(generator);
        json_schema!({ "anyOf": [one, { "type": "array", "items": one, "minItems": 1 }] })
    }
}

struct ListVisitor<T>(PhantomData<fn() -> T>);

impl<'de, T: FromText> Visitor<'de> for ListVisitor<T> {
    type Value = OneOrMore<Parsed<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, or a list", T::EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let one = T::from_text(text).map_err(E::custom)?;
        Ok(OneOrMore(vec![Parsed(one)]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = list.next_element()? {
            all.push(one);
        }
        Ok(OneOrMore(all))
    }
}

impl FromText for ByteSize {
    const EXPECTED: &'static str = "a size, such as \"64KiB\"";
    const PATTERN: Option<&'static str> = Some("^[0-9]+(B|KiB|MiB|GiB)$");

    fn from_text(text: &str) -> Result<Self, String> {
        parse_size(text).map(Self).map_err(|error| error.to_string())
    }
}

impl FromText for SocketAddr {
    const EXPECTED: &'static str = "an address with a port, such as \"[::]:8443\"";

    fn from_text(text: &str) -> Result<Self, String> {
        text.parse()
            .map_err(|_| format!("`{text}` is no address with a port: write `[::]:8443` or `127.0.0.1:8443`"))
    }
}

impl FromText for IpNet {
    const EXPECTED: &'static str = "a network, such as \"10.0.0.0/8\"";

    fn from_text(text: &str) -> Result<Self, String> {
        text.parse::<Self>()
            .or_else(|_| text.parse::<IpAddr>().map(Self::from))
            .map_err(|_| format!("`{text}` is no network: write `10.0.0.0/8` or a single address"))
    }
}

impl FromText for PathBuf {
    const EXPECTED: &'static str = "the path of a file, as a string";

    fn from_text(text: &str) -> Result<Self, String> {
        if text.is_empty() || text.contains('\0') {
            return Err("a path must not be empty: write the path of a file".to_owned());
        }
        Ok(Self::from(text))
    }
}

impl FromText for SignedDuration {
    const EXPECTED: &'static str = "a duration, such as \"5m\"";
    const PATTERN: Option<&'static str> = Some("^(0|[0-9]+[smhd])$");

    fn from_text(text: &str) -> Result<Self, String> {
        parse_duration(text).map_err(|error| error.to_string())
    }
}

impl FromText for HeaderName {
    const EXPECTED: &'static str = "the name of a header, such as \"X-Remote-User\"";

    fn from_text(text: &str) -> Result<Self, String> {
        text.parse()
            .map_err(|_| format!("`{text}` is no header name: use letters, digits and `-`"))
    }
}

impl FromText for SiteName {
    const EXPECTED: &'static str = "a name, such as \"crm\"";
    const PATTERN: Option<&'static str> = Some(NAME_PATTERN);

    fn from_text(text: &str) -> Result<Self, String> {
        checked_name(text).map(Self::new)
    }
}

impl FromText for ScopeName {
    const EXPECTED: &'static str = "a name, such as \"messages\"";
    const PATTERN: Option<&'static str> = Some(NAME_PATTERN);

    fn from_text(text: &str) -> Result<Self, String> {
        checked_name(text).map(Self::new)
    }
}

impl FromText for Glob {
    const EXPECTED: &'static str = "a value, such as \"Messages\" or \"mail.*\"";

    fn from_text(text: &str) -> Result<Self, String> {
        Self::parse(text).map_err(|error| error.to_string())
    }
}

/// Names stand in URLs, header values, log lines and `name=read-only,name`: no character that means something there.
fn checked_name(text: &str) -> Result<&str, String> {
    let starts_well = text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    let is_plain = text
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'));
    if starts_well && is_plain && text.len() <= LONGEST_NAME {
        Ok(text)
    } else {
        Err(format!(
            "`{text}` is no name: use up to {LONGEST_NAME} of a-z, 0-9, `-` and `_`, beginning with a letter or digit"
        ))
    }
}

/// As [`checked_name`] says it.
const NAME_PATTERN: &str = "^[a-z0-9][a-z0-9_-]{0,62}$";

/// As long as a DNS label (RFC 1035 section 2.3.4), so that a name can become one.
const LONGEST_NAME: usize = 63;
