//! The door of HTTP/1: the bytes of a request's head are looked at before pingora reads them, and whatever two servers
//! could frame, or read, in two ways is refused. Bytes in, verdict out, in whatever pieces they come; no I/O.

#[cfg(test)]
mod tests;

use memchr::memchr;

use super::refusal::Refusal;

/// Request line and fields together; pingora would take 1 MiB.
pub(super) const MOST_HEAD_BYTES: usize = 32 * 1024;
/// Fields of one request; pingora would take 256.
pub(super) const MOST_FIELDS: usize = 100;
/// RFC 9112 section 3 recommends 8000 bytes for a whole request line, at least.
const LONGEST_TARGET: usize = 8 * 1024;
/// A target, and room for the method, the version and two spaces.
const LONGEST_REQUEST_LINE: usize = LONGEST_TARGET + 64;

/// Reads one head. A head that comes in one piece, as nearly all do, costs no allocation.
#[derive(Debug, Default)]
pub struct HeadGuard {
    /// The beginning of a line whose end has not come yet.
    unfinished: Vec<u8>,
    bytes: usize,
    fields: usize,
    hosts: usize,
    begun: Begun,
    asks_head: bool,
    length: Option<u64>,
    chunked: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Begun {
    #[default]
    Nothing,
    /// RFC 9112 section 2.2: an empty line before the request line is passed over. One, not any number of them.
    EmptyLine,
    Http10,
    Http11,
}

/// How far a head has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Unfinished,
    /// It ends before byte `end` of the last piece; `body` follows.
    Complete {
        end: usize,
        body: Framing,
    },
}

/// How long the body is: there are no other ways (RFC 9112 section 6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// 0 where the head says nothing of a body.
    Length(u64),
    Chunked,
}

impl HeadGuard {
    /// Reads the next piece. After `Complete` or a refusal there is nothing more to ask.
    ///
    /// # Errors
    /// Why this request must not be served.
    pub fn read(&mut self, piece: &[u8]) -> Result<Progress, Refusal> {
        let mut rest = piece;
        while let Some(line_feed) = memchr(b'\n', rest) {
            let (line, after) = rest.split_at(line_feed + 1);
            rest = after;
            self.count(line.len())?;
            let is_last = if self.unfinished.is_empty() {
                self.line(line)?
            } else {
                let mut whole = std::mem::take(&mut self.unfinished);
                whole.extend_from_slice(line);
                self.line(&whole)?
            };
            if is_last {
                let end = piece.len() - rest.len();
                return self.body().map(|body| Progress::Complete { end, body });
            }
        }
        self.count(rest.len())?;
        self.unfinished.extend_from_slice(rest);
        if !self.has_request_line() && self.unfinished.len() > LONGEST_REQUEST_LINE {
            return Err(Refusal::TargetTooLong);
        }
        Ok(Progress::Unfinished)
    }

    /// The request is known to be HEAD: its answer has no content (RFC 9110 section 9.3.2).
    pub fn asks_head(&self) -> bool {
        self.asks_head
    }

    fn has_request_line(&self) -> bool {
        matches!(self.begun, Begun::Http10 | Begun::Http11)
    }

    fn count(&mut self, bytes: usize) -> Result<(), Refusal> {
        self.bytes += bytes;
        if self.bytes <= MOST_HEAD_BYTES {
            Ok(())
        } else if self.has_request_line() {
            Err(Refusal::TooLarge)
        } else {
            Err(Refusal::TargetTooLong)
        }
    }

    /// `true`: it was the empty line that ends the head.
    fn line(&mut self, line: &[u8]) -> Result<bool, Refusal> {
        // pingora takes a bare LF for a line's end (RFC 9112 section 2.2 allows that); who does not sees other fields.
        let line = line.strip_suffix(b"\r\n").ok_or(Refusal::LineEnd)?;
        match self.begun {
            Begun::Nothing if line.is_empty() => self.begun = Begun::EmptyLine,
            Begun::Nothing | Begun::EmptyLine => self.request_line(line)?,
            Begun::Http10 | Begun::Http11 if line.is_empty() => return Ok(true),
            Begun::Http10 | Begun::Http11 => self.field(line)?,
        }
        Ok(false)
    }

    /// `METHOD SP target SP HTTP/1.x`: single spaces, and nothing that needs to be repaired.
    fn request_line(&mut self, line: &[u8]) -> Result<(), Refusal> {
        let mut parts = line.split(|byte| *byte == b' ');
        let (Some(method), Some(target), Some(version), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(Refusal::RequestLine);
        };
        if method.is_empty()
            || !method
                .iter()
                .all(|byte| byte.is_ascii_uppercase() || *byte == b'-')
        {
            return Err(Refusal::RequestLine);
        }
        if target.len() > LONGEST_TARGET {
            return Err(Refusal::TargetTooLong);
        }
        // A fragment is for browsers only, and pingora would cut it off before anybody judges it.
        if target.is_empty() || !target.iter().all(|byte| byte.is_ascii_graphic() && *byte != b'#') {
            return Err(Refusal::RequestLine);
        }
        self.begun = match version {
            b"HTTP/1.1" => Begun::Http11,
            b"HTTP/1.0" => Begun::Http10,
            [b'H', b'T', b'T', b'P', b'/', major, b'.', minor]
                if major.is_ascii_digit() && minor.is_ascii_digit() =>
            {
                return Err(Refusal::Version);
            }
            _ => return Err(Refusal::RequestLine),
        };
        if method == b"CONNECT" {
            return Err(Refusal::Tunnel);
        }
        self.asks_head = method == b"HEAD";
        Ok(())
    }

    fn field(&mut self, line: &[u8]) -> Result<(), Refusal> {
        self.fields += 1;
        if self.fields > MOST_FIELDS {
            return Err(Refusal::TooLarge);
        }
        if matches!(line.first(), Some(b' ' | b'\t')) {
            // RFC 9112 section 5.2: obs-fold.
            return Err(Refusal::Folded);
        }
        let colon = memchr(b':', line).ok_or(Refusal::FieldName)?;
        let (name, value) = line.split_at(colon);
        // Whitespace before the colon is here too (RFC 9112 section 5.1), and an empty name (CVE-2023-25725).
        if name.is_empty() || !name.iter().all(|byte| is_token(*byte)) {
            return Err(Refusal::FieldName);
        }
        let value = value.get(1..).unwrap_or_default();
        // RFC 9110 section 5.5. No early exit: without one the compiler looks at many bytes at once.
        if value.iter().fold(false, |wrong, byte| wrong | is_control(*byte)) {
            return Err(Refusal::FieldValue);
        }
        let value = value.trim_ascii();
        match name.len() {
            4 if means(name, b"host")? => self.hosts += 1,
            14 if means(name, b"content-length")? => self.content_length(value)?,
            17 if means(name, b"transfer-encoding")? => self.transfer_encoding(value)?,
            _ => {}
        }
        Ok(())
    }

    /// RFC 9110 section 8.6 lets a recipient take `5, 5` for `5`; two that differ on it are a smuggling hole.
    fn content_length(&mut self, value: &[u8]) -> Result<(), Refusal> {
        let digits = value.iter().all(u8::is_ascii_digit).then_some(value);
        let length = digits.and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
        let (Some(length), None) = (length, self.length) else {
            return Err(Refusal::ContentLength);
        };
        self.length = Some(length);
        Ok(())
    }

    fn transfer_encoding(&mut self, value: &[u8]) -> Result<(), Refusal> {
        if self.chunked || !value.eq_ignore_ascii_case(b"chunked") {
            return Err(Refusal::TransferEncoding);
        }
        self.chunked = true;
        Ok(())
    }

    /// What only the whole head tells (RFC 9112 sections 3.2, 6.1 and 6.3).
    fn body(&self) -> Result<Framing, Refusal> {
        let is_http11 = self.begun == Begun::Http11;
        if self.hosts > 1 || (self.hosts == 0 && is_http11) {
            return Err(Refusal::Host);
        }
        match (self.chunked, self.length) {
            (true, None) if is_http11 => Ok(Framing::Chunked),
            (true, _) => Err(Refusal::TransferEncoding),
            (false, length) => Ok(Framing::Length(length.unwrap_or(0))),
        }
    }
}

/// RFC 9110 section 5.6.2.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

fn is_control(byte: u8) -> bool {
    (byte < b' ' && byte != b'\t') || byte == 0x7f
}

/// Whether a name is `field`. Back ends that make variables of fields (CGI, WSGI, PHP) fold `_` and `.` into `-`, so
/// that to them `Content_Length` is the length.
fn means(name: &[u8], field: &[u8]) -> Result<bool, Refusal> {
    if name.eq_ignore_ascii_case(field) {
        return Ok(true);
    }
    let folded = name.iter().map(|byte| match byte {
        b'_' | b'.' => b'-',
        other => other.to_ascii_lowercase(),
    });
    if folded.eq(field.iter().copied()) {
        return Err(Refusal::FieldName);
    }
    Ok(false)
}
