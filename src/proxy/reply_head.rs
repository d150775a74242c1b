//! The head of an app's answer, and how its body ends (RFC 9112 sections 4, 5 and 6.3). Bytes in; no I/O.

use std::mem::MaybeUninit;

use bytes::BytesMut;
use http::header::{CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderMap, Method, StatusCode, Version};
use httparse::{ParserConfig, Status};
use pingora::http::{ResponseHeader, header_value_from_raw};

/// Apps may say more than clients: pages of theirs have long policies and many cookies.
const MOST_FIELDS: usize = 256;
const MOST_BYTES: usize = 1024 * 1024;
/// What is added on the way to the client.
const OURS: usize = 3;

/// How the end of a body is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// There is none.
    AtOnce,
    After(u64),
    WithLastChunk,
    /// With the connection.
    WithClose,
}

/// An interim answer (RFC 9110 section 15.2) or the answer.
#[derive(Debug)]
pub(super) struct ReplyHead {
    pub(super) header: ResponseHeader,
    pub(super) ends: Ends,
    /// Whether the app waits for another request on the same connection.
    pub(super) keeps: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoReply {
    #[error("what the app says is no HTTP/1 answer")]
    Syntax,
    #[error("the app's answer begins with more fields than may be")]
    TooLong,
    #[error("the app says two lengths of one body, or none that is a number")]
    Length,
}

/// How names of fields are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// As the app wrote them: for a client of HTTP/1.
    AsWritten,
    /// In HTTP/2 all are small (RFC 9113 section 8.2.1).
    Small,
}

impl ReplyHead {
    /// Takes it out of what was read. `None`: it has not come in full.
    ///
    /// # Errors
    /// Nothing that follows on the connection can be understood.
    pub(super) fn take_from(
        read: &mut BytesMut,
        method: &Method,
        letters: Letters,
    ) -> Result<Option<Self>, NoReply> {
        let mut fields = [const { MaybeUninit::uninit() }; MOST_FIELDS];
        let mut reply = httparse::Response::new(&mut []);
        let parsed = lenient().parse_response_with_uninit_headers(&mut reply, read, &mut fields);
        let length = match parsed {
            Ok(Status::Complete(length)) => length,
            Ok(Status::Partial) if read.len() > MOST_BYTES => return Err(NoReply::TooLong),
            Ok(Status::Partial) => return Ok(None),
            Err(httparse::Error::TooManyHeaders) => return Err(NoReply::TooLong),
            Err(
                httparse::Error::HeaderName
                | httparse::Error::HeaderValue
                | httparse::Error::NewLine
                | httparse::Error::Status
                | httparse::Error::Token
                | httparse::Error::Version,
            ) => return Err(NoReply::Syntax),
        };
        let mut header = empty(
            reply.code.unwrap_or_default(),
            reply.headers.len() + OURS,
            letters,
        )?;
        header.set_version(match reply.version {
            Some(1) => Version::HTTP_11,
            _ => Version::HTTP_10,
        });
        let reason = header.set_reason_phrase(reply.reason);
        reason.map_err(|_| NoReply::Syntax)?;
        // Names and values stay where they are: what is known of them is where that is.
        let start = read.as_ptr().addr();
        let place = |part: &[u8]| {
            let at = part.as_ptr().addr().wrapping_sub(start);
            at..at.wrapping_add(part.len())
        };
        let places = reply
            .headers
            .iter()
            .map(|it| (place(it.name.as_bytes()), place(it.value)));
        let places: Vec<_> = places.collect();
        let head = read.split_to(length).freeze();
        for (name, value) in places {
            // A value that goes over several lines becomes one (RFC 9112 section 5.2).
            let value = header_value_from_raw(head.slice(value));
            let added = header.append_header(head.slice(name), value);
            added.map_err(|_| NoReply::Syntax)?;
        }
        Self::of(header, method).map(Some)
    }

    fn of(mut header: ResponseHeader, method: &Method) -> Result<Self, NoReply> {
        let codings = last_coding(&header.headers);
        // RFC 9112 section 6.3: of the two, the length is not to be believed.
        if codings != Codings::None {
            header.remove_header(&CONTENT_LENGTH);
        }
        let length = one_length(&mut header)?;
        let ends = if *method == Method::HEAD || has_no_body(header.status) {
            Ends::AtOnce
        } else {
            match (codings, length) {
                (Codings::EndWithChunked, _) => Ends::WithLastChunk,
                (Codings::Others, _) | (Codings::None, None) => Ends::WithClose,
                (Codings::None, Some(0)) => Ends::AtOnce,
                (Codings::None, Some(length)) => Ends::After(length),
            }
        };
        let keeps = ends != Ends::WithClose && stays_open(header.version, &header.headers, codings);
        Ok(Self { header, ends, keeps })
    }
}

fn empty(status: u16, fields: usize, letters: Letters) -> Result<ResponseHeader, NoReply> {
    let empty = match letters {
        Letters::AsWritten => ResponseHeader::build(status, Some(fields)),
        Letters::Small => ResponseHeader::build_no_case(status, Some(fields)),
    };
    empty.map_err(|_| NoReply::Syntax)
}

/// Apps write what browsers forgive.
fn lenient() -> ParserConfig {
    let mut config = ParserConfig::default();
    config
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true);
    config
}

fn has_no_body(status: StatusCode) -> bool {
    status.is_informational() || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
}

/// Of the transfer, not of the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Codings {
    None,
    EndWithChunked,
    Others,
}

fn last_coding(headers: &HeaderMap) -> Codings {
    let Some(last) = headers.get_all(TRANSFER_ENCODING).iter().next_back() else {
        return Codings::None;
    };
    let coding = last.as_bytes().rsplit(|byte| *byte == b',').next();
    match coding.is_some_and(|coding| coding.trim_ascii().eq_ignore_ascii_case(b"chunked")) {
        true => Codings::EndWithChunked,
        false => Codings::Others,
    }
}

/// What is said more than once is said once from here on (RFC 9110 section 8.6).
fn one_length(header: &mut ResponseHeader) -> Result<Option<u64>, NoReply> {
    let mut all = header.headers.get_all(CONTENT_LENGTH).iter();
    let Some(first) = all.next() else { return Ok(None) };
    if all.next().is_none()
        && let Some(length) = number(first.as_bytes())
    {
        return Ok(Some(length));
    }
    let said = header.headers.get_all(CONTENT_LENGTH).iter();
    let mut numbers = said.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    let first = numbers.next().and_then(|text| number(text.trim_ascii()));
    let length = first.ok_or(NoReply::Length)?;
    if !numbers.all(|text| number(text.trim_ascii()) == Some(length)) {
        return Err(NoReply::Length);
    }
    let said_once = header.insert_header(CONTENT_LENGTH, length);
    said_once.map_err(|_| NoReply::Length)?;
    Ok(Some(length))
}

fn number(text: &[u8]) -> Option<u64> {
    // `parse` would take a sign.
    let digits = text.iter().all(u8::is_ascii_digit).then_some(text)?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// RFC 9112 sections 9.3 and 6.1: an answer in HTTP/1.0 with a transfer coding cannot be trusted to end where it says.
fn stays_open(version: Version, headers: &HeaderMap, codings: Codings) -> bool {
    let says = |option: &[u8]| {
        let mut values = headers.get_all(CONNECTION).iter();
        values.any(|value| {
            let mut options = value.as_bytes().split(|byte| *byte == b',');
            options.any(|said| said.trim_ascii().eq_ignore_ascii_case(option))
        })
    };
    if says(b"close") {
        return false;
    }
    version == Version::HTTP_11 || (codings == Codings::None && says(b"keep-alive"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, method: Method) -> Result<Option<ReplyHead>, NoReply> {
        ReplyHead::take_from(&mut BytesMut::from(text), &method, Letters::AsWritten)
    }

    fn reply(text: &str) -> ReplyHead {
        read(text, Method::GET).unwrap().unwrap()
    }

    #[test]
    fn a_head_is_taken_when_it_has_come_in_full_and_nothing_behind_it() {
        let whole = "HTTP/1.1 200 Fine\r\nContent-Length: 2\r\nX-A: 1\r\nX-A: 2\r\n\r\n";
        for end in 0..whole.len() {
            let mut read = BytesMut::from(&whole[..end]);
            assert!(
                ReplyHead::take_from(&mut read, &Method::GET, Letters::Small)
                    .unwrap()
                    .is_none(),
                "{end}"
            );
            assert_eq!(read.len(), end, "it stays for the next time");
        }
        let mut read = BytesMut::from(&*format!("{whole}ok"));
        let head = ReplyHead::take_from(&mut read, &Method::GET, Letters::Small)
            .unwrap()
            .unwrap();
        assert_eq!(&read[..], b"ok");
        assert_eq!((head.ends, head.keeps), (Ends::After(2), true));
        assert_eq!(head.header.status, 200);
        assert_eq!(head.header.get_reason_phrase(), Some("Fine"));
        let values: Vec<_> = head.header.headers.get_all("x-a").iter().collect();
        assert_eq!(values, ["1", "2"]);
    }

    #[test]
    fn a_body_ends_as_rfc_9112_section_6_3_says() {
        use Ends::{After, AtOnce, WithClose, WithLastChunk};
        for (fields, ends) in [
            ("", WithClose),
            ("Content-Length: 0\r\n", AtOnce),
            ("Content-Length: 18446744073709551615\r\n", After(u64::MAX)),
            ("Content-Length: 5\r\nContent-Length: 5\r\n", After(5)),
            ("Content-Length: 5, 5\r\n", After(5)),
            ("Transfer-Encoding: chunked\r\n", WithLastChunk),
            ("Transfer-Encoding: gzip, CHUNKED\r\n", WithLastChunk),
            (
                "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
                WithLastChunk,
            ),
            ("Transfer-Encoding: chunked, gzip\r\n", WithClose),
            ("Transfer-Encoding: x-chunked\r\n", WithClose),
            (
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                WithLastChunk,
            ),
            (
                "Content-Length: x\r\nTransfer-Encoding: chunked\r\n",
                WithLastChunk,
            ),
        ] {
            let head = reply(&format!("HTTP/1.1 200 OK\r\n{fields}\r\n"));
            assert_eq!(head.ends, ends, "{fields:?}");
            assert!(head.header.headers.get_all(CONTENT_LENGTH).iter().count() <= 1);
            let both = [CONTENT_LENGTH, TRANSFER_ENCODING];
            assert!(!both.iter().all(|name| head.header.headers.contains_key(name)));
        }
        for status in ["103 Early Hints", "204 No Content", "304 Not Modified"] {
            let head = reply(&format!("HTTP/1.1 {status}\r\nContent-Length: 5\r\n\r\n"));
            assert_eq!(head.ends, AtOnce, "{status}");
        }
        let head = read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", Method::HEAD);
        assert_eq!(head.unwrap().unwrap().ends, AtOnce);
    }

    #[test]
    fn a_length_that_cannot_be_right_is_no_answer() {
        for length in [
            "",
            "-5",
            "+5",
            "5a",
            "0x5",
            "5 5",
            "5,6",
            "5,",
            "18446744073709551616",
        ] {
            let text = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
            assert_eq!(
                read(&text, Method::GET).unwrap_err(),
                NoReply::Length,
                "{length:?}"
            );
        }
        let two = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n";
        assert_eq!(read(two, Method::GET).unwrap_err(), NoReply::Length);
    }

    #[test]
    fn a_connection_stays_open_where_both_sides_say_so() {
        for (head, keeps) in [
            ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n", true),
            (
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: x, Close\r\n",
                false,
            ),
            (
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: keep-alive\r\nConnection: close\r\n",
                false,
            ),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", true),
            ("HTTP/1.1 200 OK\r\n", false),
            ("HTTP/1.1 204 No Content\r\n", true),
            ("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n", false),
            (
                "HTTP/1.0 200 OK\r\nContent-Length: 1\r\nConnection: Keep-Alive\r\n",
                true,
            ),
            (
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n",
                false,
            ),
        ] {
            assert_eq!(reply(&format!("{head}\r\n")).keeps, keeps, "{head:?}");
        }
    }

    #[test]
    fn what_browsers_forgive_is_read_and_what_they_do_not_is_refused() {
        let head = reply("HTTP/1.1 200\r\nX-Long: a,\r\n  b\r\nX-Blank : c\r\n\r\n");
        assert_eq!(head.header.headers["x-long"], "a, b");
        assert_eq!(head.header.headers["x-blank"], "c");
        for text in [
            "HTTP/2 200 OK\r\n\r\n",
            "ICY 200 OK\r\n\r\n",
            "HTTP/1.1 20 OK\r\n\r\n",
            "HTTP/1.1 2x0 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            "HTTP/1.1 200 OK\r\n: x\r\n\r\n",
            "hello",
        ] {
            assert_eq!(read(text, Method::GET).unwrap_err(), NoReply::Syntax, "{text:?}");
        }
        let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "A: b\r\n".repeat(MOST_FIELDS + 1));
        assert_eq!(read(&many, Method::GET).unwrap_err(), NoReply::TooLong);
        let long = format!("HTTP/1.1 200 OK\r\nA: {}", "b".repeat(MOST_BYTES));
        assert_eq!(read(&long, Method::GET).unwrap_err(), NoReply::TooLong);
    }
}
