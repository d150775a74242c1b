//! Sends a document as an attachment: ETag, conditional requests and single byte ranges
//! (RFC 9110, sections 13 and 14).

use axum::body::Body;
use axum::http::{HeaderMap, Method, StatusCode, header, response::Builder};
use axum::response::Response;
use bytes::Bytes;

use super::failure::Failure;

pub(super) struct Document {
    pub name: String,
    pub content_type: String,
    pub bytes: Bytes,
}

#[derive(Debug, PartialEq, Eq)]
enum Selection {
    Whole,
    /// Both ends inclusive, within the document.
    Part {
        first: usize,
        last: usize,
    },
    Unsatisfiable,
}

impl Document {
    pub(super) fn deliver(self, method: &Method, headers: &HeaderMap) -> Result<Response, Failure> {
        let etag = etag(&self.bytes);
        let length = self.bytes.len();
        let reply = Response::builder()
            .header(header::ETAG, &etag)
            .header(header::ACCEPT_RANGES, "bytes");
        if matches_etag(headers, &etag) {
            return finish(reply.status(StatusCode::NOT_MODIFIED), Body::empty());
        }
        match selection(method, headers, &etag, length) {
            Selection::Unsatisfiable => finish(
                reply
                    .status(StatusCode::RANGE_NOT_SATISFIABLE)
                    .header(header::CONTENT_RANGE, format!("bytes */{length}")),
                Body::empty(),
            ),
            Selection::Whole => finish(self.described(reply), Body::from(self.bytes)),
            Selection::Part { first, last } => finish(
                self.described(reply)
                    .status(StatusCode::PARTIAL_CONTENT)
                    .header(header::CONTENT_RANGE, format!("bytes {first}-{last}/{length}")),
                Body::from(self.bytes.slice(first..=last)),
            ),
        }
    }

    fn described(&self, reply: Builder) -> Builder {
        reply
            .header(header::CONTENT_TYPE, &self.content_type)
            .header(header::CONTENT_DISPOSITION, attachment(&self.name))
            .header(header::CACHE_CONTROL, "private, no-cache")
    }
}

/// `attachment` with an ASCII name for old clients and the true one as of RFC 8187.
pub(super) fn attachment(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' {
                c
            } else {
                '_'
            }
        })
        .collect();
    let encoded: String = name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

fn finish(reply: Builder, body: Body) -> Result<Response, Failure> {
    reply.body(body).map_err(|_| Failure::Broken)
}

/// FNV-1a, 64 bits: enough to tell versions of one document apart.
fn etag(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("\"{hash:016x}\"")
}

fn matches_etag(headers: &HeaderMap, etag: &str) -> bool {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == etag || tag == "*")
}

/// Range is for GET alone, and only while `If-Range` names this very version.
fn selection(method: &Method, headers: &HeaderMap, etag: &str, length: usize) -> Selection {
    let same_version = headers
        .get(header::IF_RANGE)
        .is_none_or(|tag| tag.as_bytes() == etag.as_bytes());
    match headers.get(header::RANGE).and_then(|range| range.to_str().ok()) {
        Some(range) if method == Method::GET && same_version => parse_range(range, length),
        Some(_) | None => Selection::Whole,
    }
}

/// What is malformed, in another unit or in several parts is ignored, as RFC 9110 section 14.2 allows.
fn parse_range(range: &str, length: usize) -> Selection {
    let Some((first, last)) = range
        .strip_prefix("bytes=")
        .and_then(|range| range.trim().split_once('-'))
    else {
        return Selection::Whole;
    };
    match (first.parse::<usize>(), last.parse::<usize>()) {
        (Ok(first), Ok(last)) if last < first => Selection::Whole,
        (Ok(first), _) if first >= length && (last.is_empty() || last.parse::<usize>().is_ok()) => {
            Selection::Unsatisfiable
        }
        (Ok(first), Ok(last)) => Selection::Part {
            first,
            last: last.min(length - 1),
        },
        (Ok(first), Err(_)) if last.is_empty() => Selection::Part {
            first,
            last: length - 1,
        },
        (Err(_), Ok(0)) if first.is_empty() => Selection::Unsatisfiable,
        (Err(_), Ok(_)) if first.is_empty() && length == 0 => Selection::Unsatisfiable,
        (Err(_), Ok(tail)) if first.is_empty() => Selection::Part {
            first: length.saturating_sub(tail),
            last: length - 1,
        },
        (Ok(_) | Err(_), Ok(_) | Err(_)) => Selection::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::{Selection, attachment, parse_range};

    #[test]
    fn ranges_are_cut_to_the_document() {
        assert_eq!(
            parse_range("bytes=0-4", 10),
            Selection::Part { first: 0, last: 4 }
        );
        assert_eq!(
            parse_range("bytes=8-99", 10),
            Selection::Part { first: 8, last: 9 }
        );
        assert_eq!(parse_range("bytes=3-", 10), Selection::Part { first: 3, last: 9 });
        assert_eq!(parse_range("bytes=-4", 10), Selection::Part { first: 6, last: 9 });
        assert_eq!(
            parse_range("bytes=-40", 10),
            Selection::Part { first: 0, last: 9 }
        );
    }

    #[test]
    fn ranges_beyond_the_end_are_unsatisfiable() {
        for range in ["bytes=10-", "bytes=10-12", "bytes=-0"] {
            assert_eq!(parse_range(range, 10), Selection::Unsatisfiable, "{range}");
        }
        assert_eq!(parse_range("bytes=-5", 0), Selection::Unsatisfiable);
    }

    #[test]
    fn ranges_it_does_not_know_are_ignored() {
        for range in [
            "bytes=5-2",
            "bytes=a-b",
            "bytes=0-1,3-4",
            "lines=0-1",
            "bytes=",
            "bytes=-",
            "bytes=1-x",
        ] {
            assert_eq!(parse_range(range, 10), Selection::Whole, "{range}");
        }
    }

    #[test]
    fn a_name_cannot_break_out_of_its_header() {
        assert_eq!(
            attachment("a\"b\r\né.txt"),
            "attachment; filename=\"a_b___.txt\"; filename*=UTF-8''a%22b%0D%0A%C3%A9.txt"
        );
    }
}
