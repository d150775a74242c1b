//! Writes the members of a JSON object into a text that is reused, without allocating and without a way to fail.
//!
//! What could act on a terminal or turn the text around is escaped, so that a record can be read with `cat`.

use std::fmt::{self, Write};

/// The members of one object, without its braces (RFC 8259 section 4).
pub(super) struct Members<'t> {
    text: &'t mut String,
    any: bool,
}

impl<'t> Members<'t> {
    pub(super) fn new(text: &'t mut String) -> Self {
        Self { text, any: false }
    }

    /// `"name":"value"`, escaped.
    pub(super) fn text(&mut self, name: &'static str, value: impl fmt::Display) {
        self.name(name);
        write_string(self.text, value);
    }

    /// As [`Self::text`], for what is a text already.
    pub(super) fn word(&mut self, name: &'static str, value: &str) {
        self.name(name);
        self.text.push('"');
        // Never an error: a `String` takes everything.
        let _ = Escaped(self.text).write_str(value);
        self.text.push('"');
    }

    /// As [`Self::text`]; nothing at all when there is no value.
    pub(super) fn text_if(&mut self, name: &'static str, value: Option<impl fmt::Display>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    /// `"name":null`
    pub(super) fn null(&mut self, name: &'static str) {
        self.name(name);
        self.text.push_str("null");
    }

    /// `"name":7`
    pub(super) fn number(&mut self, name: &'static str, value: u64) {
        self.name(name);
        write_to(self.text, value);
    }

    /// `"name":["a","b"]`
    pub(super) fn texts(&mut self, name: &'static str, values: impl Iterator<Item = impl fmt::Display>) {
        self.name(name);
        self.text.push('[');
        for (index, value) in values.enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            write_string(self.text, value);
        }
        self.text.push(']');
    }

    /// `"name":{…}`
    pub(super) fn object(&mut self, name: &'static str, fill: impl FnOnce(&mut Members<'_>)) {
        self.name(name);
        self.text.push('{');
        fill(&mut Members::new(self.text));
        self.text.push('}');
    }

    /// `"key":"value"` where the key is no name of ours.
    pub(super) fn entry(&mut self, key: &str, value: &str) {
        self.comma();
        write_string(self.text, key);
        self.text.push(':');
        write_string(self.text, value);
    }

    fn name(&mut self, name: &'static str) {
        self.comma();
        // Names are ours: nothing in them to escape.
        self.text.push('"');
        self.text.push_str(name);
        self.text.push_str("\":");
    }

    fn comma(&mut self) {
        if self.any {
            self.text.push(',');
        }
        self.any = true;
    }
}

fn write_string(text: &mut String, value: impl fmt::Display) {
    text.push('"');
    write_to(&mut Escaped(text), value);
    text.push('"');
}

/// A `String` takes everything, so the only failure would be a `Display` that gives up, and none of ours does.
fn write_to(to: &mut impl Write, value: impl fmt::Display) {
    let _ = write!(to, "{value}");
}

struct Escaped<'t>(&'t mut String);

impl Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        // Nearly every text, at a fraction of the cost of looking at characters.
        if text.bytes().all(is_plain) {
            self.0.push_str(text);
            return Ok(());
        }
        let mut rest = text;
        while let Some(at) = rest.find(must_be_escaped) {
            let (plain, special) = rest.split_at(at);
            self.0.push_str(plain);
            let mut after = special.chars();
            match after.next() {
                Some('"') => self.0.push_str("\\\""),
                Some('\\') => self.0.push_str("\\\\"),
                Some(other) => write!(self.0, "\\u{:04x}", u32::from(other))?,
                None => {}
            }
            rest = after.as_str();
        }
        self.0.push_str(rest);
        Ok(())
    }
}

/// A byte that is a character of its own and never escaped.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\'
}

/// What JSON asks for (RFC 8259 section 7), all control characters, and line separators and direction marks (CVE-2021-42574).
fn must_be_escaped(character: char) -> bool {
    matches!(character, '"' | '\\' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
        || character.is_control()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn members_follow_one_another_in_the_order_they_were_written() {
        let mut text = String::new();
        let mut members = Members::new(&mut text);
        members.text("at", "now");
        members.text_if("grant", None::<&str>);
        members.number("segment", 7);
        members.null("previous");
        members.texts("scopes", ["a", "b"].iter());
        members.object("actor", |actor| actor.entry("k\"", "v"));
        assert_eq!(
            text,
            r#""at":"now","segment":7,"previous":null,"scopes":["a","b"],"actor":{"k\"":"v"}"#
        );
    }

    #[test]
    fn nothing_that_a_terminal_would_obey_is_written_as_it_is() {
        let mut text = String::new();
        Members::new(&mut text).text("path", "/\u{1b}[2J\n\u{9b}\u{202e}\u{7f}");
        assert_eq!(text, r#""path":"/\u001b[2J\u000a\u009b\u202e\u007f""#);
    }

    proptest! {
        #[test]
        fn every_text_is_read_back_as_it_was(value in any::<String>()) {
            let mut text = String::new();
            Members::new(&mut text).text("v", &value);
            let read: serde_json::Value = serde_json::from_str(&format!("{{{text}}}")).unwrap();
            prop_assert_eq!(read["v"].as_str(), Some(value.as_str()));
        }
    }
}
