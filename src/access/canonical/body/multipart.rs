//! `multipart/form-data` (RFC 7578, RFC 2046 section 5.1), in the one spelling that all servers read alike.
//!
//! Parsers differ in what they forgive: bare line feeds, text before the first and after the last boundary, names
//! without quotes, several dispositions. Browsers and libraries write none of that, and nothing of it is read here.

use std::sync::Arc;

use super::super::parameters::{Occurrence, plain_field};
use super::form::MOST_FIELDS;
use super::{ReadNames, Unreadable};

/// The header of one part. Browsers need a few hundred bytes.
const MOST_HEADER_BYTES: usize = 4 * 1024;

/// Reads fields and passes over files.
#[derive(Debug, Clone)]
pub(super) struct MultipartReader {
    /// What separates parts, with the dashes before it.
    delimiter: Vec<u8>,
    names: Arc<ReadNames>,
    at: At,
    /// What came and is not understood yet.
    pending: Vec<u8>,
    fields: Vec<Occurrence<'static>>,
    parts: usize,
    /// What came before is judged already: only names that no rule reads may follow.
    is_watching: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum At {
    /// Before the first delimiter.
    Start,
    /// Behind a delimiter: a line ends, or everything does.
    Delimiter,
    Header,
    Field(String),
    File,
    /// Behind the last delimiter.
    End,
}

/// What a part's header says.
#[derive(Debug, PartialEq, Eq)]
struct Disposition {
    name: String,
    is_file: bool,
}

impl MultipartReader {
    pub(super) fn new(boundary: &str, names: Arc<ReadNames>) -> Self {
        Self {
            delimiter: format!("--{boundary}").into_bytes(),
            names,
            at: At::Start,
            pending: Vec::new(),
            fields: Vec::new(),
            parts: 0,
            is_watching: false,
        }
    }

    pub(super) const fn is_in_file(&self) -> bool {
        matches!(self.at, At::File)
    }

    pub(super) fn read(&mut self, piece: &[u8]) -> Result<(), Unreadable> {
        self.pending.extend_from_slice(piece);
        while self.step()? {}
        Ok(())
    }

    pub(super) fn finish(self) -> Result<Vec<Occurrence<'static>>, Unreadable> {
        self.check_end()?;
        Ok(self.fields)
    }

    pub(super) fn check_end(&self) -> Result<(), Unreadable> {
        let is_over = self.at == At::End && matches!(self.pending.as_slice(), b"" | b"\r\n");
        if is_over {
            Ok(())
        } else {
            Err(Unreadable::Malformed)
        }
    }

    /// What is judged so far, and the reader that watches the rest.
    pub(super) fn pass_on(mut self) -> (Vec<Occurrence<'static>>, Self) {
        self.is_watching = true;
        (std::mem::take(&mut self.fields), self)
    }

    /// `false`: more bytes are needed.
    fn step(&mut self) -> Result<bool, Unreadable> {
        match self.at.clone() {
            At::Start => {
                let (delimiter, pending) = (&self.delimiter, &self.pending);
                if pending.len() < delimiter.len() {
                    return Ok(false);
                }
                if !pending.starts_with(delimiter) {
                    return Err(Unreadable::Malformed);
                }
                self.pending.drain(..self.delimiter.len());
                self.at = At::Delimiter;
            }
            At::Delimiter => {
                self.at = match self.pending.get(..2) {
                    None => return Ok(false),
                    Some(b"\r\n") => At::Header,
                    Some(b"--") => At::End,
                    Some(_) => return Err(Unreadable::Malformed),
                };
                self.pending.drain(..2);
            }
            At::Header => {
                let Some(end) = memchr::memmem::find(&self.pending, b"\r\n\r\n") else {
                    return self.wait_for_no_more_than(MOST_HEADER_BYTES);
                };
                let header: Vec<u8> = self.pending.drain(..end + 4).collect();
                self.begin_part(&header)?;
            }
            At::Field(name) => {
                let Some(value) = self.content()? else {
                    if self.is_watching {
                        self.let_go();
                    }
                    return Ok(false);
                };
                if !self.is_watching {
                    let value = String::from_utf8(value).map_err(|_| Unreadable::Malformed)?;
                    self.fields.extend(plain_field(self.names.dialect, &name, &value));
                }
                self.at = At::Delimiter;
            }
            At::File => {
                if self.content()?.is_none() {
                    self.let_go();
                    return Ok(false);
                }
                self.at = At::Delimiter;
            }
            At::End => return self.wait_for_no_more_than(2),
        }
        Ok(true)
    }

    #[cfg(test)]
    pub(super) fn kept(&self) -> usize {
        self.pending.len()
    }

    fn wait_for_no_more_than(&self, bytes: usize) -> Result<bool, Unreadable> {
        if self.pending.len() > bytes {
            return Err(Unreadable::Malformed);
        }
        Ok(false)
    }

    /// A part's content, up to the delimiter behind it.
    fn content(&mut self) -> Result<Option<Vec<u8>>, Unreadable> {
        let Some(delimiter) = memchr::memmem::find(&self.pending, &self.delimiter) else {
            return Ok(None);
        };
        // PHP takes a bare line feed before the delimiter, others take the delimiter anywhere.
        let content = self
            .pending
            .get(..delimiter)
            .and_then(|before| before.strip_suffix(b"\r\n"))
            .ok_or(Unreadable::Malformed)?
            .to_vec();
        self.pending.drain(..delimiter + self.delimiter.len());
        Ok(Some(content))
    }

    /// Of what no rule reads only as much is kept as may be the beginning of a delimiter.
    fn let_go(&mut self) {
        let kept = self.delimiter.len() + 2;
        self.pending.drain(..self.pending.len().saturating_sub(kept));
    }

    fn begin_part(&mut self, header: &[u8]) -> Result<(), Unreadable> {
        self.parts += 1;
        if self.parts > MOST_FIELDS {
            return Err(Unreadable::TooLarge);
        }
        let Disposition { name, is_file } = disposition(header).ok_or(Unreadable::Malformed)?;
        // Without a name, Rack takes the content type for one, and busboy `undefined`.
        if name.is_empty() {
            return Err(Unreadable::Malformed);
        }
        // A file has no value that a rule could compare, and a field behind a file comes too late to be judged.
        if (is_file || self.is_watching) && self.names.include(&name) {
            return Err(Unreadable::Malformed);
        }
        self.at = if is_file { At::File } else { At::Field(name) };
        Ok(())
    }
}

/// `header`: whole lines, and the empty one.
fn disposition(header: &[u8]) -> Option<Disposition> {
    let text = std::str::from_utf8(header).ok()?.strip_suffix("\r\n\r\n")?;
    let (mut found, mut content_type) = (None, None);
    for line in text.split("\r\n") {
        if line.contains(['\r', '\n', '\0']) {
            return None;
        }
        // A line that begins with a blank continues the one before it, for some.
        let (name, value) = line.split_once(": ")?;
        match name.to_ascii_lowercase().as_str() {
            "content-disposition" if found.is_none() => found = Some(form_data(value)?),
            "content-type" if content_type.is_none() => content_type = Some(value.to_ascii_lowercase()),
            "content-length" => {}
            _ => return None,
        }
    }
    // A field in another charset is another text to servers that look at it.
    let other_charset = |said: &String| said.contains("charset") && !said.ends_with("; charset=utf-8");
    found.filter(|found: &Disposition| found.is_file || !content_type.is_some_and(|it| other_charset(&it)))
}

/// `form-data; name="x"` or `form-data; name="x"; filename="y"`.
fn form_data(value: &str) -> Option<Disposition> {
    let (name, rest) = quoted(value.strip_prefix("form-data; name=\"")?)?;
    if rest.is_empty() {
        let name = name.to_owned();
        return Some(Disposition { name, is_file: false });
    }
    let (_, rest) = quoted(rest.strip_prefix("; filename=\"")?)?;
    let name = name.to_owned();
    rest.is_empty().then_some(Disposition { name, is_file: true })
}

/// What stands before the next quote. A backslash escapes it for some and is a character for others.
fn quoted(text: &str) -> Option<(&str, &str)> {
    text.split_once('"').filter(|(inside, _)| !inside.contains('\\'))
}
