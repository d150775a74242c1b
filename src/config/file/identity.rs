//! `identity`: what the app is told about a support session.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use http::{HeaderName, HeaderValue};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, Visitor};

use super::parsed::{FromText, Parsed};
use crate::config::problem::suggest;
use crate::config::settings::{IdentityTemplate, TemplatePart};

/// Headers that a support session's requests carry. The client's own headers of these names never get through.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct IdentitySection {
    /// Header name → value, with `{user}` (whose account the app shows), `{agent}`, `{grant}` and `{scopes}`.
    /// `{}`: no headers. Default: `X-Gatepass-User`, `X-Gatepass-Agent`, `X-Gatepass-Grant`, `X-Gatepass-Scopes`.
    pub headers: Option<BTreeMap<String, Parsed<IdentityTemplate>>>,
    /// Also send a signed assertion (RFC 7519): `true` for the header `X-Gatepass-Assertion`, or the name of
    /// another header. Default: `false`.
    pub assertion: AssertionChoice,
    /// Not in this version: sign in to the app with HTTP Basic (RFC 7617).
    #[schemars(skip)]
    pub basic: Option<IgnoredAny>,
    /// Not in this version: sign in to the app with a bearer token (RFC 6750).
    #[schemars(skip)]
    pub bearer: Option<IgnoredAny>,
    /// Not in this version: sign in to the app through its form.
    #[schemars(skip)]
    pub form: Option<IgnoredAny>,
}

/// `false`, `true` or the name of a header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum AssertionChoice {
    #[default]
    Off,
    DefaultHeader,
    Header(HeaderName),
}

impl JsonSchema for AssertionChoice {
    fn schema_name() -> Cow<'static, str> {
        "AssertionChoice".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["boolean", "string"] })
    }
}

impl<'de> Deserialize<'de> for AssertionChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AssertionVisitor)
    }
}

struct AssertionVisitor;

impl Visitor<'_> for AssertionVisitor {
    type Value = AssertionChoice;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`true`, `false` or the name of a header")
    }

    fn visit_bool<E: Error>(self, on: bool) -> Result<AssertionChoice, E> {
        Ok(if on {
            AssertionChoice::DefaultHeader
        } else {
            AssertionChoice::Off
        })
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<AssertionChoice, E> {
        HeaderName::from_text(text)
            .map(AssertionChoice::Header)
            .map_err(E::custom)
    }
}

impl FromText for IdentityTemplate {
    const EXPECTED: &'static str = "a header value, such as \"{user}\"";

    fn from_text(text: &str) -> Result<Self, String> {
        if text.is_empty() || HeaderValue::from_str(text).is_err() || !text.is_ascii() {
            return Err(format!(
                "`{}` is no header value: use printable ASCII, such as `{{user}}`",
                text.escape_debug()
            ));
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or_else(|| {
                format!("`{text}` opens a `{{` without closing it: write `}}` after the name")
            })?;
            push_text(&mut parts, before, text)?;
            parts.push(placeholder(name)?);
            rest = after;
        }
        push_text(&mut parts, rest, text)?;
        Ok(Self(parts))
    }
}

fn push_text(parts: &mut Vec<TemplatePart>, piece: &str, whole: &str) -> Result<(), String> {
    if piece.contains('}') {
        return Err(format!(
            "`{whole}` has a `}}` without a `{{` before it: remove it"
        ));
    }
    if !piece.is_empty() {
        parts.push(TemplatePart::Text(piece.to_owned()));
    }
    Ok(())
}

fn placeholder(name: &str) -> Result<TemplatePart, String> {
    match name {
        "user" => Ok(TemplatePart::User),
        "agent" => Ok(TemplatePart::Agent),
        "grant" => Ok(TemplatePart::Grant),
        "scopes" => Ok(TemplatePart::Scopes),
        other => {
            let help = suggest(other, &["user", "agent", "grant", "scopes"]).unwrap_or_default();
            Err(format!("`{{{other}}}` is no placeholder: {help}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_text_with_placeholders() {
        let template = IdentityTemplate::from_text("support {agent} as {user}").unwrap();
        assert_eq!(
            template.0,
            [
                TemplatePart::Text("support ".to_owned()),
                TemplatePart::Agent,
                TemplatePart::Text(" as ".to_owned()),
                TemplatePart::User,
            ]
        );
    }

    #[test]
    fn a_template_that_cannot_be_meant_is_refused() {
        for (text, reason) in [
            ("", "no header value"),
            ("a\r\nb", "no header value"),
            ("ü", "no header value"),
            ("{user", "without closing"),
            ("user}", "without a `{`"),
            ("{userz}", "did you mean `user`?"),
            ("{}", "known here"),
        ] {
            let message = IdentityTemplate::from_text(text).unwrap_err();
            assert!(message.contains(reason), "{message}");
        }
    }
}
