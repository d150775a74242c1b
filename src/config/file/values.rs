//! What rules about parameters and JSON take: `"mail.*"`, `210`, `{ from = 209, to = 237 }`, `{ regex = "M[0-9]+" }`, a list
//! of them, or `{ not = … }`.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::parsed::{FromText, Parsed};
use crate::access::{Glob, NumberRange, ValuePattern, ValueRegex, Values};

/// The values that a rule takes.
#[derive(Debug, Clone)]
pub struct ValuesSection(pub Values);

impl JsonSchema for ValuesSection {
    fn schema_name() -> Cow<'static, str> {
        "Values".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let pattern = json_schema!({ "anyOf": [
            { "type": "string", "minLength": 1 },
            { "type": "integer" },
            {
                "type": "object",
                "properties": { "regex": { "type": "string" } },
                "required": ["regex"],
                "additionalProperties": false,
            },
            {
                "type": "object",
                "properties": { "from": { "type": "integer" }, "to": { "type": "integer" } },
                "minProperties": 1,
                "additionalProperties": false,
            },
        ] });
        let list = json_schema!({ "type": "array", "items": pattern, "minItems": 1 });
        let not = json_schema!({
            "type": "object",
            "properties": { "not": { "anyOf": [pattern, list] } },
            "required": ["not"],
            "additionalProperties": false,
        });
        json_schema!({ "anyOf": [pattern, list, not] })
    }
}

/// A value, a list of values, or `{ not = … }`.
const EXPECTED: &str =
    "a value, such as \"Messages\", \"mail.*\" or 210, a list of values, or { not = [\"Messages\"] }";

/// One of a list.
/// `None`: an empty table, which the check of empty lists finds.
struct ValueSection(Option<ValuePattern>);

/// `{ regex = … }` and `{ from = …, to = … }`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternTable {
    regex: Option<Parsed<ValueRegex>>,
    from: Option<i64>,
    to: Option<i64>,
}

/// The same, and `{ not = … }`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ValuesTable {
    not: Option<ValuesSection>,
    regex: Option<Parsed<ValueRegex>>,
    from: Option<i64>,
    to: Option<i64>,
}

impl PatternTable {
    fn pattern<E: Error>(self) -> Result<Option<ValuePattern>, E> {
        match (self.regex, self.from, self.to) {
            (Some(regex), None, None) => Ok(Some(ValuePattern::Regex(regex.0))),
            (None, None, None) => Ok(None),
            (None, from, to) => {
                let (from, to) = (from.unwrap_or(i64::MIN), to.unwrap_or(i64::MAX));
                let text = || E::custom(format!("no number is from {from} to {to}: exchange them"));
                NumberRange::new(from, to)
                    .map(|range| Some(ValuePattern::Number(range)))
                    .ok_or_else(text)
            }
            (Some(_), _, _) => Err(E::custom(
                "a value is either a `regex` or a number: make two of it, in a list",
            )),
        }
    }
}

fn glob<E: Error>(text: &str) -> Result<ValuePattern, E> {
    Glob::from_text(text).map(ValuePattern::Glob).map_err(E::custom)
}

fn number<E: Error>(number: i64) -> Result<ValuePattern, E> {
    NumberRange::new(number, number)
        .map(ValuePattern::Number)
        .ok_or_else(|| E::custom(EXPECTED))
}

impl<'de> Deserialize<'de> for ValueSection {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct One;
        impl<'de> Visitor<'de> for One {
            type Value = ValueSection;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value, such as \"Messages\", \"mail.*\", 210 or { regex = \"M[0-9]+\" }")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<ValueSection, E> {
                glob(text).map(|glob| ValueSection(Some(glob)))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<ValueSection, E> {
                number(value).map(|number| ValueSection(Some(number)))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ValueSection, A::Error> {
                let table = PatternTable::deserialize(MapAccessDeserializer::new(map))?;
                table.pattern().map(ValueSection)
            }
        }
        deserializer.deserialize_any(One)
    }
}

impl<'de> Deserialize<'de> for ValuesSection {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = ValuesSection;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(EXPECTED)
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<ValuesSection, E> {
                Ok(ValuesSection(vec![glob(text)?].into()))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<ValuesSection, E> {
                Ok(ValuesSection(vec![number(value)?].into()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<ValuesSection, A::Error> {
                let mut all = Vec::new();
                while let Some(ValueSection(one)) = list.next_element()? {
                    all.extend(one);
                }
                Ok(ValuesSection(all.into()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ValuesSection, A::Error> {
                let ValuesTable { not, regex, from, to } =
                    ValuesTable::deserialize(MapAccessDeserializer::new(map))?;
                let table = PatternTable { regex, from, to };
                match not {
                    None => Ok(ValuesSection(Vec::from_iter(table.pattern()?).into())),
                    Some(not) if table.is_empty() => not.negated(),
                    Some(_) => Err(A::Error::custom(
                        "`not` stands alone: write all that is meant into it",
                    )),
                }
            }
        }
        deserializer.deserialize_any(All)
    }
}

impl PatternTable {
    const fn is_empty(&self) -> bool {
        self.regex.is_none() && self.from.is_none() && self.to.is_none()
    }
}

impl ValuesSection {
    fn negated<E: Error>(self) -> Result<Self, E> {
        self.0
            .negated()
            .map(Self)
            .ok_or_else(|| E::custom("`not` within `not`: write the values themselves"))
    }
}

impl FromText for ValueRegex {
    const EXPECTED: &'static str = "a regular expression for the whole value, such as \"[1-9][0-9]*\"";

    fn from_text(text: &str) -> Result<Self, String> {
        Self::parse(text).map_err(|error| {
            // The whole error repeats the expression over several lines.
            let error = error.to_string();
            let why = error.lines().last().unwrap_or_default();
            let why = why.strip_prefix("error: ").unwrap_or(why);
            format!("`{text}` is no regular expression: {why}")
        })
    }
}
