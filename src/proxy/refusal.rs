//! What a client gets whose request is refused before it is one: a status and a sentence, and the connection ends.

use http::StatusCode;
use http::header::{CONNECTION, CONTENT_LENGTH, DATE};

use crate::web::Answer;

/// Why the head of a request is not read any further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("a line ends in something else than CR LF")]
    LineEnd,
    #[error("the request line is not `METHOD target HTTP/1.1` with single spaces")]
    RequestLine,
    #[error("only HTTP/1.0 and HTTP/1.1 are spoken here")]
    Version,
    #[error("tunnels to other servers are not opened here")]
    Tunnel,
    #[error("the request target is longer than 8 KiB")]
    TargetTooLong,
    #[error("a header field has a name that is not allowed")]
    FieldName,
    #[error("a header field goes on in a second line")]
    Folded,
    #[error("a header field has a control character")]
    FieldValue,
    #[error("the header is larger than 32 KiB or has more than 100 fields")]
    TooLarge,
    #[error("the request needs exactly one Host")]
    Host,
    #[error("the request has a Content-Length that cannot be right")]
    ContentLength,
    #[error("the request has a Transfer-Encoding other than `chunked` alone")]
    TransferEncoding,
    #[error("the body is not made of chunks")]
    Chunks,
    #[error("the header did not arrive in time")]
    TooSlow,
}

impl Refusal {
    pub const fn status(self) -> StatusCode {
        match self {
            Self::LineEnd
            | Self::RequestLine
            | Self::FieldName
            | Self::Folded
            | Self::FieldValue
            | Self::Host
            | Self::ContentLength
            | Self::TransferEncoding
            | Self::Chunks => StatusCode::BAD_REQUEST,
            Self::Version => StatusCode::HTTP_VERSION_NOT_SUPPORTED,
            Self::Tunnel => StatusCode::NOT_IMPLEMENTED,
            Self::TargetTooLong => StatusCode::URI_TOO_LONG,
            Self::TooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
        }
    }

    /// The whole response, as it goes over the wire.
    pub(super) fn response(self, asks_head: bool) -> Vec<u8> {
        let answer = Answer::text(self.status(), &format!("{self}\n"));
        let length = answer.body.len();
        let answer = answer
            .with(DATE, pingora::protocols::http::date::get_cached_date())
            .with(CONTENT_LENGTH, http::HeaderValue::from(length))
            .with(CONNECTION, http::HeaderValue::from_static("close"));
        // `400 Bad Request`: displayed with its reason.
        let mut bytes = format!("HTTP/1.1 {}\r\n", answer.status).into_bytes();
        for (name, value) in &answer.headers {
            bytes.extend_from_slice(name.as_str().as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value.as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"\r\n");
        if !asks_head {
            bytes.extend_from_slice(&answer.body);
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_a_whole_response_that_ends_the_connection() {
        let whole = String::from_utf8(Refusal::TooLarge.response(false)).unwrap();
        let (head, body) = whole.split_once("\r\n\r\n").unwrap();
        assert!(
            head.starts_with("HTTP/1.1 431 Request Header Fields Too Large\r\n"),
            "{head}"
        );
        assert_eq!(
            body,
            "the header is larger than 32 KiB or has more than 100 fields\n"
        );
        for field in [
            &format!("content-length: {}", body.len()),
            "connection: close",
            "cache-control: no-store",
        ] {
            assert!(head.lines().any(|line| line == field), "{field} in {head}");
        }
        let to_head = String::from_utf8(Refusal::TooLarge.response(true)).unwrap();
        assert!(
            to_head.ends_with("\r\n\r\n"),
            "an answer to HEAD has no content: {to_head}"
        );
    }
}
