//! Where a chunked body ends (RFC 9112 section 7.1), and that nobody else can think that it ends elsewhere: pingora's
//! reader takes an empty line for `0`. Bytes in, in whatever pieces they come; no I/O.

use super::refusal::Refusal;

/// A size has 16 hexadecimal digits at most; the rest is for zeros, blanks and extensions, which nobody uses.
const LONGEST_SIZE_LINE: usize = 256;
/// Trailers are not forwarded.
const MOST_TRAILER_BYTES: usize = 8 * 1024;

/// Reads one chunked body.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct ChunkGuard {
    state: State,
    /// Bytes of the size line, or of all trailers.
    line_bytes: usize,
}

/// The beginning of a piece of a chunked body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chunk {
    /// Bytes of sizes, line ends and trailers.
    pub framing: usize,
    /// Bytes of content behind them.
    pub data: usize,
    /// The body is over.
    pub is_last: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Size {
        size: u64,
        digits: bool,
    },
    /// Blanks after the size.
    Blank {
        size: u64,
    },
    Extension {
        size: u64,
    },
    SizeLineFeed {
        size: u64,
    },
    Data {
        left: u64,
    },
    DataReturn,
    DataLineFeed,
    TrailerStart,
    Trailer,
    TrailerLineFeed,
    LastLineFeed,
    End,
}

impl Default for State {
    fn default() -> Self {
        Self::Size {
            size: 0,
            digits: false,
        }
    }
}

impl ChunkGuard {
    /// Reads the next piece. `Some`: the body ends before this byte of it.
    ///
    /// # Errors
    /// The piece is not a part of any chunked body.
    pub fn read(&mut self, piece: &[u8]) -> Result<Option<usize>, Refusal> {
        let mut at = 0;
        while let Some(rest) = piece.get(at..).filter(|rest| !rest.is_empty()) {
            let next = self.next(rest)?;
            at += next.framing + next.data;
            if next.is_last {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }

    /// What a piece begins with.
    ///
    /// # Errors
    /// As for [`Self::read`].
    pub fn next(&mut self, piece: &[u8]) -> Result<Chunk, Refusal> {
        for (framing, byte) in piece.iter().enumerate() {
            if let State::Data { left } = self.state {
                let here = piece.len() - framing;
                let data = usize::try_from(left).map_or(here, |left| left.min(here));
                self.state = match left - data as u64 {
                    0 => State::DataReturn,
                    left => State::Data { left },
                };
                return Ok(Chunk {
                    framing,
                    data,
                    is_last: false,
                });
            }
            self.state = self.after(*byte)?;
            if self.state == State::End {
                return Ok(Chunk {
                    framing: framing + 1,
                    data: 0,
                    is_last: true,
                });
            }
        }
        Ok(Chunk {
            framing: piece.len(),
            data: 0,
            is_last: false,
        })
    }

    fn after(&mut self, byte: u8) -> Result<State, Refusal> {
        let most = match self.state {
            State::Trailer | State::TrailerStart | State::TrailerLineFeed | State::LastLineFeed => {
                MOST_TRAILER_BYTES
            }
            State::Size { .. }
            | State::Blank { .. }
            | State::Extension { .. }
            | State::SizeLineFeed { .. }
            | State::Data { .. }
            | State::DataReturn
            | State::DataLineFeed
            | State::End => LONGEST_SIZE_LINE,
        };
        self.line_bytes += 1;
        if self.line_bytes > most {
            return Err(Refusal::Chunks);
        }
        let next = match (self.state, byte) {
            (State::Size { digits: true, size }, b'\r') => State::SizeLineFeed { size },
            (State::Size { digits: true, size } | State::Blank { size }, b' ' | b'\t') => {
                State::Blank { size }
            }
            (State::Size { digits: true, size } | State::Blank { size }, b';') => State::Extension { size },
            (State::Size { size, .. }, digit) => State::Size {
                size: char::from(digit)
                    .to_digit(16)
                    .and_then(|digit| size.checked_mul(16)?.checked_add(digit.into()))
                    .ok_or(Refusal::Chunks)?,
                digits: true,
            },
            (State::Blank { size } | State::Extension { size }, b'\r') => State::SizeLineFeed { size },
            (State::Extension { size }, byte) if is_text(byte) => State::Extension { size },
            (State::SizeLineFeed { size }, b'\n') => {
                self.line_bytes = 0;
                match size {
                    0 => State::TrailerStart,
                    left => State::Data { left },
                }
            }
            (State::DataReturn, b'\r') => State::DataLineFeed,
            (State::DataLineFeed, b'\n') => {
                self.line_bytes = 0;
                State::default()
            }
            (State::TrailerStart, b'\r') => State::LastLineFeed,
            (State::Trailer, b'\r') => State::TrailerLineFeed,
            (State::TrailerStart | State::Trailer, byte) if is_text(byte) => State::Trailer,
            (State::TrailerLineFeed, b'\n') => State::TrailerStart,
            (State::LastLineFeed, b'\n') => State::End,
            (
                State::Blank { .. }
                | State::Extension { .. }
                | State::SizeLineFeed { .. }
                | State::Data { .. }
                | State::DataReturn
                | State::DataLineFeed
                | State::TrailerStart
                | State::Trailer
                | State::TrailerLineFeed
                | State::LastLineFeed
                | State::End,
                _,
            ) => return Err(Refusal::Chunks),
        };
        Ok(next)
    }
}

fn is_text(byte: u8) -> bool {
    byte == b'\t' || (byte >= b' ' && byte != 0x7f)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end_of(body: &str) -> Result<Option<usize>, Refusal> {
        let whole = ChunkGuard::default().read(body.as_bytes());
        let mut guard = ChunkGuard::default();
        let mut in_bytes = Ok(None);
        for (at, byte) in body.bytes().enumerate() {
            in_bytes = guard.read(&[byte]).map(|end| end.map(|end| at + end));
            if in_bytes != Ok(None) {
                break;
            }
        }
        assert_eq!(in_bytes, whole, "pieces change nothing: {body:?}");
        whole
    }

    #[test]
    fn a_body_ends_after_its_last_chunk_and_its_trailers() {
        for body in [
            "0\r\n\r\n",
            "000\r\n\r\n",
            "5\r\nhello\r\n0\r\n\r\n",
            "a\r\n0123456789\r\n2\r\n\r\n\r\n0\r\n\r\n",
            "00A \t\r\n0123456789\r\n0 ;x\r\n\r\n",
            "5;a=\"b;\té\"\r\nhello\r\n0\r\nX: y\r\nZ:\r\n\r\n",
        ] {
            assert_eq!(end_of(body), Ok(Some(body.len())), "{body:?}");
            assert_eq!(end_of(&format!("{body}GET")), Ok(Some(body.len())), "{body:?}");
            assert_eq!(end_of(&body[..body.len() - 1]), Ok(None), "{body:?}");
        }
    }

    #[test]
    fn content_is_told_from_its_frame() {
        let body = b"5;x\r\nhello\r\n1\r\n!\r\n0\r\nX: y\r\n\r\nHTTP/1.1";
        for piece in 1..=body.len() {
            let mut guard = ChunkGuard::default();
            let (mut content, mut read, mut is_over) = (Vec::new(), 0, false);
            for piece in body.chunks(piece) {
                let mut at = 0;
                while at < piece.len() && !is_over {
                    let next = guard.next(&piece[at..]).unwrap();
                    at += next.framing;
                    content.extend(&piece[at..at + next.data]);
                    at += next.data;
                    is_over = next.is_last;
                }
                read += at;
            }
            assert_eq!(
                (content.as_slice(), read, is_over),
                (&b"hello!"[..], body.len() - 8, true)
            );
        }
    }

    #[test]
    fn what_could_end_elsewhere_is_refused() {
        let long_extension = format!("1;{}\r\n", "x".repeat(LONGEST_SIZE_LINE));
        let long_trailer = format!("0\r\n{}\r\n", "X: y\r\n".repeat(MOST_TRAILER_BYTES / 6 + 1));
        for body in [
            "\r\n",
            "\n",
            ";\r\n",
            " 5\r\n",
            "x",
            "-1\r\n",
            "+1\r\n",
            "0x1\r\n",
            "1 1\r\n",
            "1\n",
            "1\rx",
            "1;\n",
            "1;\0",
            "1;\rx",
            "10000000000000000\r\n",
            "1\r\nab",
            "1\r\na\n",
            "1\r\na\rx",
            "1\r\na0\r\n",
            "0\r\n\n",
            "0\r\nX\n",
            "0\r\nX\0",
            "0\r\nX\rY",
            "0\r\n\rx",
            &long_extension,
            &long_trailer,
        ] {
            assert_eq!(end_of(body), Err(Refusal::Chunks), "{body:?}");
        }
        assert_eq!(end_of("ffffffffffffffff\r\nx"), Ok(None));
    }
}
