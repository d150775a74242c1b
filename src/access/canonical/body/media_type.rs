//! `Content-Type`, in the one spelling of each type that all servers read alike (RFC 9110 section 8.3.1).

use super::Unreadable;

/// What kinds of bodies are read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum MediaType {
    /// `application/x-www-form-urlencoded` (URL Standard, section 5).
    Form,
    /// `application/json` and `…+json` (RFC 8259, RFC 6839 section 3.1).
    Json,
    /// `multipart/form-data` (RFC 7578).
    Multipart { boundary: String },
}

/// RFC 2046 section 5.1.1.
const LONGEST_BOUNDARY: usize = 70;

impl MediaType {
    pub(super) fn parse(field: &[u8]) -> Result<Self, Unreadable> {
        let text = std::str::from_utf8(field).map_err(|_| Unreadable::Malformed)?;
        let (essence, rest) = match text.split_once(';') {
            Some((essence, rest)) => (essence.trim(), Some(rest.trim())),
            None => (text.trim(), None),
        };
        let essence = essence.to_ascii_lowercase();
        if !is_essence(&essence) {
            return Err(Unreadable::Malformed);
        }
        match (essence.as_str(), rest) {
            ("application/x-www-form-urlencoded", rest) if is_utf8(rest) => Ok(Self::Form),
            ("multipart/form-data", Some(rest)) => boundary(rest)
                .map(|boundary| Self::Multipart { boundary })
                .ok_or(Unreadable::Malformed),
            ("multipart/form-data", None) => Err(Unreadable::Malformed),
            (json, rest) if (json == "application/json" || json.ends_with("+json")) && is_utf8(rest) => {
                Ok(Self::Json)
            }
            _ => Err(Unreadable::UnknownType),
        }
    }
}

/// `type/subtype`. PHP takes what stands before a comma or a blank for the type.
fn is_essence(text: &str) -> bool {
    let is_token = |part: &str| !part.is_empty() && part.bytes().all(is_token_byte);
    matches!(text.split_once('/'), Some((kind, name)) if is_token(kind) && is_token(name))
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// A server that reads another charset reads other text.
fn is_utf8(parameters: Option<&str>) -> bool {
    let Some(parameters) = parameters.filter(|it| !it.is_empty()) else {
        return true;
    };
    let said = parameters
        .strip_prefix("charset=")
        .or_else(|| parameters.strip_prefix("Charset="));
    said.is_some_and(|charset| charset.trim_matches('"').eq_ignore_ascii_case("utf-8"))
}

/// The one parameter, of characters that no parser treats specially.
fn boundary(parameters: &str) -> Option<String> {
    let value = parameters.strip_prefix("boundary=")?;
    let value = match value.strip_prefix('"') {
        Some(quoted) => quoted.strip_suffix('"')?,
        None => value,
    };
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"'()+_-./:=".contains(&byte);
    let fits = !value.is_empty() && value.len() <= LONGEST_BOUNDARY && value.bytes().all(is_plain);
    fits.then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_clients_send_is_read() {
        for (field, read) in [
            ("application/x-www-form-urlencoded", MediaType::Form),
            (
                "application/x-www-form-urlencoded; charset=UTF-8",
                MediaType::Form,
            ),
            ("Application/X-WWW-Form-URLEncoded;charset=utf-8", MediaType::Form),
            ("application/json", MediaType::Json),
            ("application/json; charset=\"utf-8\"", MediaType::Json),
            ("application/vnd.api+json", MediaType::Json),
            (
                "multipart/form-data; boundary=----WebKitFormBoundaryAbC123",
                MediaType::Multipart {
                    boundary: "----WebKitFormBoundaryAbC123".to_owned(),
                },
            ),
            (
                "multipart/form-data; boundary=\"a-b\"",
                MediaType::Multipart {
                    boundary: "a-b".to_owned(),
                },
            ),
        ] {
            assert_eq!(MediaType::parse(field.as_bytes()), Ok(read), "{field}");
        }
    }

    #[test]
    fn what_servers_read_differently_is_not() {
        use Unreadable::{Malformed, UnknownType};
        for (field, why) in [
            ("", Malformed),
            ("form", Malformed),
            ("application/x-www-form-urlencoded, text/plain", Malformed),
            ("application/x-www-form-urlencoded x", Malformed),
            ("application/x-www-form-urlencoded; charset=utf-16", UnknownType),
            ("application/x-www-form-urlencoded; charset=ibm037", UnknownType),
            ("application/json; charset=utf-7", UnknownType),
            ("text/plain", UnknownType),
            ("text/xml", UnknownType),
            ("application/octet-stream", UnknownType),
            ("multipart/mixed; boundary=a", UnknownType),
            ("multipart/form-data", Malformed),
            ("multipart/form-data; boundary=", Malformed),
            ("multipart/form-data; boundary=a; boundary=b", Malformed),
            ("multipart/form-data; boundary=a,b", Malformed),
            ("multipart/form-data; boundary=\"a", Malformed),
            ("multipart/form-data; charset=utf-8; boundary=a", Malformed),
            ("multipart/form-data; BOUNDARY=a", Malformed),
        ] {
            assert_eq!(MediaType::parse(field.as_bytes()), Err(why), "{field}");
        }
    }
}
