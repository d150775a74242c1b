//! The fields of a small form: `application/x-www-form-urlencoded`, or a flat JSON object from a program.

use crate::access::canonical::{Parameters, SeenBy};

/// Fields by name; the first one of a name counts.
#[derive(Debug, Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// `None`: the body is neither of the two.
    pub fn parse(content_type: &str, body: &[u8]) -> Option<Self> {
        let essence = content_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        match essence.as_str() {
            "application/x-www-form-urlencoded" => Some(Self::from_query(std::str::from_utf8(body).ok()?)),
            "application/json" => {
                let object: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(body).ok()?;
                let fields = object
                    .into_iter()
                    .filter_map(|(name, value)| Some((name, value.as_str()?.to_owned())));
                Some(Self(fields.collect()))
            }
            _ if body.is_empty() => Some(Self::default()),
            _ => None,
        }
    }

    pub fn from_query(query: &str) -> Self {
        let parameters = Parameters::parse(query);
        let strict = parameters
            .iter()
            .filter(|it| matches!(it.seen_by, SeenBy::Everyone | SeenBy::Strict));
        Self(
            strict
                .map(|it| (it.name.clone().into_owned(), it.value.clone().into_owned()))
                .collect(),
        )
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// Every value of a field that may come several times, as check boxes do.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        let of_name = self.0.iter().filter(move |(field, _)| field == name);
        of_name.map(|(_, value)| value.as_str())
    }

    /// Everything, in order.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The field, or an empty text.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_from_both_encodings() {
        let form = Form::parse(
            "application/x-www-form-urlencoded; charset=utf-8",
            b"user=a+b&code=1%2D2",
        )
        .unwrap();
        assert_eq!(
            (form.text("user"), form.text("code"), form.get("none")),
            ("a b", "1-2", None)
        );
        let json = Form::parse("application/json", br#"{"user":"a b","n":1}"#).unwrap();
        assert_eq!((json.text("user"), json.get("n")), ("a b", None));
        assert!(Form::parse("text/plain", b"x").is_none());
    }
}
