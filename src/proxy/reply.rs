//! An app's answer as it comes: head, interim heads before it, and the parts of its body. Bytes in, in whatever pieces
//! they come; no I/O.
//!
//! To a request without a body, and one that asks for no upgrade: a body is all that can follow a head.

use bytes::{Buf, BytesMut};
use http::Method;
use pingora::protocols::http::HttpTask;
use pingora::{Error, ErrorType, OrErr};

use super::chunks::ChunkGuard;
use super::reply_head::{Ends, Letters, ReplyHead};

/// For a head, and a small body with it.
const HEAD_ROOM: usize = 4 * 1024;
/// For what comes without saying how much it is.
const BODY_ROOM: usize = 16 * 1024;
/// Of a long body, at once.
const MOST_ROOM: usize = 64 * 1024;

pub struct Reply {
    method: Method,
    letters: Letters,
    read: BytesMut,
    awaits: Awaits,
    keeps: bool,
}

/// What is to come next.
enum Awaits {
    Head,
    Body { left: u64 },
    Chunks(ChunkGuard),
    Close,
    Nothing,
}

impl Reply {
    /// To a request with `method`.
    pub fn new(method: Method, letters: Letters) -> Self {
        Self {
            method,
            letters,
            read: BytesMut::new(),
            awaits: Awaits::Head,
            keeps: false,
        }
    }

    /// Where what comes is put; there is room.
    pub fn buffer(&mut self) -> &mut BytesMut {
        let room = match &self.awaits {
            Awaits::Head => HEAD_ROOM,
            Awaits::Body { left } => usize::try_from(*left).map_or(MOST_ROOM, |left| left.min(MOST_ROOM)),
            Awaits::Chunks(_) | Awaits::Close | Awaits::Nothing => BODY_ROOM,
        };
        // What is left of the last reading serves again, unless that would take many readings.
        let left = self.read.capacity() - self.read.len();
        if left == 0 || left < room / 4 {
            self.read.reserve(room);
        }
        &mut self.read
    }

    /// The next part of what has come. `None`: more has to come first.
    ///
    /// # Errors
    /// `InvalidHTTPHeader`: it is no answer in HTTP/1 (RFC 9112).
    pub fn next_part(&mut self) -> pingora::Result<Option<HttpTask>> {
        if matches!(self.awaits, Awaits::Nothing) {
            return Ok(Some(HttpTask::Done));
        }
        if self.read.is_empty() {
            return Ok(None);
        }
        match &mut self.awaits {
            Awaits::Head => self.next_head(),
            Awaits::Body { left } => {
                let here = usize::try_from(*left).map_or(self.read.len(), |left| left.min(self.read.len()));
                *left -= here as u64;
                let is_last = *left == 0;
                if is_last {
                    self.awaits = Awaits::Nothing;
                }
                let data = self.read.split_to(here).freeze();
                Ok(Some(HttpTask::Body(Some(data), is_last)))
            }
            Awaits::Chunks(guard) => {
                let next = guard.next(&self.read);
                let next = next.or_err(ErrorType::InvalidHTTPHeader, "the app's chunks")?;
                self.read.advance(next.framing);
                if next.is_last {
                    self.awaits = Awaits::Nothing;
                    return Ok(Some(HttpTask::Body(None, true)));
                }
                let data = self.read.split_to(next.data).freeze();
                Ok((!data.is_empty()).then(|| HttpTask::Body(Some(data), false)))
            }
            Awaits::Close => Ok(Some(HttpTask::Body(Some(self.read.split().freeze()), false))),
            Awaits::Nothing => Ok(Some(HttpTask::Done)),
        }
    }

    fn next_head(&mut self) -> pingora::Result<Option<HttpTask>> {
        let taken = ReplyHead::take_from(&mut self.read, &self.method, self.letters);
        let Some(head) = taken.or_err(ErrorType::InvalidHTTPHeader, "the app's answer")? else {
            return Ok(None);
        };
        if head.header.status.is_informational() {
            // The answer itself is still to come.
            return Ok(Some(HttpTask::Header(Box::new(head.header), false)));
        }
        self.keeps = head.keeps;
        self.awaits = match head.ends {
            Ends::AtOnce => Awaits::Nothing,
            Ends::After(left) => Awaits::Body { left },
            Ends::WithLastChunk => Awaits::Chunks(ChunkGuard::default()),
            Ends::WithClose => Awaits::Close,
        };
        let is_all = head.ends == Ends::AtOnce;
        Ok(Some(HttpTask::Header(Box::new(head.header), is_all)))
    }

    /// Nothing more will come.
    ///
    /// # Errors
    /// `ConnectionClosed`: something should have.
    pub fn close(&mut self) -> pingora::Result<HttpTask> {
        match self.awaits {
            Awaits::Close | Awaits::Nothing => {
                self.awaits = Awaits::Nothing;
                Ok(HttpTask::Done)
            }
            Awaits::Head | Awaits::Body { .. } | Awaits::Chunks(_) => Error::e_explain(
                ErrorType::ConnectionClosed,
                "the app closes in the middle of its answer",
            ),
        }
    }

    /// Whether the connection may carry another request: the app wants it, and has said all and no more.
    pub fn leaves_connection_usable(&self) -> bool {
        matches!(self.awaits, Awaits::Nothing) && self.keeps && self.read.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a client sees of an answer that comes in pieces of these sizes.
    #[derive(Debug, Default, PartialEq, Eq)]
    struct Seen {
        statuses: Vec<u16>,
        body: Vec<u8>,
        is_over: bool,
        is_usable: bool,
        error: Option<ErrorType>,
    }

    fn see(answer: &[u8], pieces: &[usize], then_closes: bool) -> Seen {
        let mut reply = Reply::new(Method::GET, Letters::AsWritten);
        let mut seen = Seen::default();
        let mut rest = answer;
        let mut pieces = pieces.iter().cycle();
        while !seen.is_over && seen.error.is_none() {
            match reply.next_part() {
                Ok(Some(part)) => {
                    seen.is_over = part.is_end();
                    match part {
                        HttpTask::Header(header, _) => seen.statuses.push(header.status.as_u16()),
                        HttpTask::Body(data, _) => seen.body.extend(data.unwrap_or_default()),
                        HttpTask::Done => {}
                        other @ (HttpTask::UpgradedBody(..) | HttpTask::Trailer(_) | HttpTask::Failed(_)) => {
                            panic!("{other:?}")
                        }
                    }
                }
                Ok(None) if rest.is_empty() && then_closes => match reply.close() {
                    Ok(part) => seen.is_over = part.is_end(),
                    Err(error) => seen.error = Some(error.etype().clone()),
                },
                Ok(None) if rest.is_empty() => break,
                Ok(None) => {
                    let (now, later) = rest.split_at(rest.len().min(*pieces.next().unwrap()));
                    reply.buffer().extend_from_slice(now);
                    rest = later;
                }
                Err(error) => seen.error = Some(error.etype().clone()),
            }
        }
        // What nobody has read yet is behind the answer as well.
        reply.buffer().extend_from_slice(rest);
        seen.is_usable = reply.leaves_connection_usable();
        seen
    }

    const ANSWERS: [(&str, &str); 6] = [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello"),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x\r\nllo\r\n0\r\nX: y\r\n\r\n",
            "hello",
        ),
        ("HTTP/1.1 204 No Content\r\n\r\n", ""),
        ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", ""),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "",
        ),
        (
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n!",
            "!",
        ),
    ];

    proptest! {
        #[test]
        fn pieces_change_nothing(pieces in proptest::collection::vec(1_usize..40, 1..8)) {
            for (answer, body) in ANSWERS {
                let seen = see(answer.as_bytes(), &pieces, false);
                prop_assert_eq!(&seen.body, body.as_bytes());
                prop_assert!(seen.is_over && seen.is_usable && seen.error.is_none(), "{:?} {:?}", answer, seen);
            }
        }

        /// Whatever an app says: no panic, and the same end for the same bytes.
        #[test]
        fn nonsense_is_the_same_nonsense_in_pieces(
            start in "(HTTP/1\\.[01] [1-5][0-9]{2} ?[a-z]*\r\n)?(Content-Length: ?[0-9, x]{0,3}\r\n|Transfer-Encoding: (chunked|gzip)\r\n|Connection: close\r\n){0,3}(\r\n)?",
            rest in proptest::collection::vec(prop_oneof![Just(b'\r'), Just(b'\n'), b'0'..=b'9', any::<u8>()], 0..60),
            pieces in proptest::collection::vec(1_usize..20, 1..6),
        ) {
            let answer = [start.as_bytes(), &rest].concat();
            let whole = see(&answer, &[answer.len().max(1)], true);
            prop_assert_eq!(see(&answer, &pieces, true), whole);
        }
    }

    #[test]
    fn an_answer_that_stops_early_is_none_at_any_byte() {
        for (answer, _) in ANSWERS {
            for end in 0..answer.len() {
                let seen = see(&answer.as_bytes()[..end], &[7], true);
                assert_eq!(seen.error, Some(ErrorType::ConnectionClosed), "{answer:?} {end}");
                assert!(!seen.is_over && !seen.is_usable);
            }
        }
    }

    #[test]
    fn what_ends_with_the_connection_ends_well_and_ends_it() {
        let answer = b"HTTP/1.1 200 OK\r\n\r\nhello";
        let seen = see(answer, &[3], true);
        assert_eq!(
            (seen.body.as_slice(), seen.is_over, seen.is_usable),
            (&b"hello"[..], true, false)
        );
        assert!(!see(answer, &[3], false).is_over);
    }

    #[test]
    fn whoever_says_more_than_their_answer_is_not_listened_to_again() {
        for (answer, body) in ANSWERS {
            let with_more = format!("{answer}HTTP/1.1 200 OK\r\n\r\nfor somebody else");
            for piece in [1, 1000] {
                let seen = see(with_more.as_bytes(), &[piece], false);
                assert_eq!(seen.body, body.as_bytes());
                assert!(seen.is_over && !seen.is_usable, "{answer:?}");
            }
        }
    }
}
