//! JSON (RFC 8259): every scalar with its place, and each call of a batch by itself (JSON-RPC 2.0 section 6).

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::super::dialect::Dialect;
use super::super::parameters::plain_field;
use super::{BodyPart, Unreadable};

/// Elements of a batch: each is judged like a request of its own.
const MOST_CALLS: usize = 100;

/// A scalar of a document, written as text: `true`, `17`, and nothing for `null`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Member names, and indices of arrays, from the root.
    pub path: Vec<Step>,
    pub value: String,
}

/// One step down a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Member(String),
    Element(usize),
}

pub(super) fn read(dialect: Dialect, body: &[u8]) -> Result<Vec<BodyPart>, Unreadable> {
    let mut document = Document::default();
    let mut json = serde_json::Deserializer::from_slice(body);
    let mut path = Vec::new();
    let below = Below {
        document: &mut document,
        path: &mut path,
    };
    below
        .deserialize(&mut json)
        .and_then(|()| json.end())
        .map_err(|_| Unreadable::Malformed)?;
    let calls = match document.calls {
        // An array at the root is a batch, or may be taken for one.
        Some(calls) if calls > MOST_CALLS => return Err(Unreadable::TooLarge),
        Some(calls) => calls,
        None => return Ok(vec![part(dialect, document.leaves)]),
    };
    let mut parts = vec![Vec::new(); calls.max(1)];
    for mut leaf in document.leaves {
        if let Some(Step::Element(call)) = leaf.path.first().cloned()
            && let Some(leaves) = parts.get_mut(call)
        {
            leaf.path.remove(0);
            leaves.push(leaf);
        }
    }
    Ok(parts.into_iter().map(|leaves| part(dialect, leaves)).collect())
}

/// Many frameworks file members of a JSON document with the parameters of a form.
fn part(dialect: Dialect, leaves: Vec<Leaf>) -> BodyPart {
    let fields = leaves.iter().filter_map(|leaf| {
        let mut members = leaf.path.iter().filter_map(|step| match step {
            Step::Member(name) => Some(name.as_str()),
            Step::Element(_) => None,
        });
        let mut name = members.next()?.to_owned();
        for member in members {
            name.push_str(&format!("[{member}]"));
        }
        plain_field(dialect, &name, &leaf.value)
    });
    BodyPart {
        fields: fields.collect(),
        leaves,
    }
}

#[derive(Debug, Default)]
struct Document {
    leaves: Vec<Leaf>,
    /// The elements of the root, if that is an array.
    calls: Option<usize>,
}

/// Reads what stands at `path`.
struct Below<'d> {
    document: &'d mut Document,
    path: &'d mut Vec<Step>,
}

impl Below<'_> {
    fn leaf<E>(self, value: impl Into<String>) -> Result<(), E> {
        self.document.leaves.push(Leaf {
            path: self.path.clone(),
            value: value.into(),
        });
        Ok(())
    }

    fn at<'b>(&'b mut self, step: Step) -> Below<'b> {
        self.path.push(step);
        Below {
            document: self.document,
            path: self.path,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Below<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Below<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.leaf("")
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.leaf(value.to_string())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.leaf(value.to_string())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.leaf(value.to_string())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.leaf(value.to_string())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.leaf(value)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        // RFC 8259 section 4: of a name that comes twice, some take the first and some the last.
        let mut names = HashSet::new();
        while let Some(name) = map.next_key::<String>()? {
            if !names.insert(name.clone()) {
                return Err(A::Error::custom("a name comes twice"));
            }
            map.next_value_seed(self.at(Step::Member(name)))?;
            self.path.pop();
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<(), A::Error> {
        let is_root = self.path.is_empty();
        let mut count = 0;
        while elements
            .next_element_seed(self.at(Step::Element(count)))?
            .is_some()
        {
            self.path.pop();
            count += 1;
        }
        self.path.pop();
        if is_root {
            self.document.calls = Some(count);
        }
        Ok(())
    }
}
