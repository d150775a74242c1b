//! A letter that is being written: a greeting, paragraphs, facts, links, and who sent it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use lettre::message::Mailbox;

use crate::crypto::Secret;
use crate::mail::Letter;
use crate::words::{FluentValue, Language, Words, words};

/// Longest piece of text from somebody else in one of our sentences: what comes from a browser may be any length.
const LONGEST_VALUE: usize = 200;

/// To whom a letter goes. The mailbox's name is what the greeting says.
#[derive(Debug, Clone)]
pub struct Reader {
    pub mailbox: Mailbox,
    pub language: Language,
}

impl Reader {
    /// The owner of an account, in the language with this tag. `None`: mail cannot go to such an address.
    pub fn new(name: &str, address: &str, language: Option<&str>) -> Option<Self> {
        Some(Self {
            mailbox: Mailbox::new(Some(name.to_owned()), address.parse().ok()?),
            language: Language::chosen(language, None),
        })
    }
}

/// A variable in a message.
pub(super) type Value<'a> = (&'static str, FluentValue<'a>);

pub(super) struct Draft<'a> {
    reader: &'a Reader,
    product: &'a str,
    words: &'static Words,
    text: String,
}

impl<'a> Draft<'a> {
    pub(super) fn to(reader: &'a Reader, product: &'a str) -> Self {
        let mut draft = Self {
            reader,
            product,
            words: words(reader.language),
            text: String::new(),
        };
        match reader
            .mailbox
            .name
            .as_deref()
            .filter(|name| !name.trim().is_empty())
        {
            Some(name) => draft.say_with("mail-greeting", &[("name", text(name))]),
            None => draft.say("mail-greeting-unnamed"),
        }
        draft
    }

    /// A paragraph.
    pub(super) fn say(&mut self, key: &str) {
        self.say_with(key, &[]);
    }

    /// A paragraph with its variables; `$product` is always there.
    pub(super) fn say_with(&mut self, key: &str, values: &[Value<'_>]) {
        let said = self.filled(key, values);
        self.paragraph(&said);
    }

    /// A paragraph that is copied or opened, alone on its line.
    pub(super) fn verbatim(&mut self, text: &str) {
        self.paragraph(text);
    }

    /// A paragraph of lines such as `Site: CRM`.
    pub(super) fn facts(&mut self, facts: &[(&str, String)]) {
        let lines: Vec<String> = facts
            .iter()
            .map(|(key, value)| self.filled(key, &[("value", text(value))]))
            .collect();
        self.paragraph(&lines.join("\n"));
    }

    /// `21/11/2026, 14:30 UTC`, as the reader's language writes it.
    pub(super) fn moment(&self, at: Timestamp) -> String {
        let at = at.to_zoned(TimeZone::UTC);
        let part = |format: &str| FluentValue::from(at.strftime(format).to_string());
        let parts = [
            ("year", part("%Y")),
            ("month", part("%m")),
            ("day", part("%d")),
            ("time", part("%H:%M")),
        ];
        self.words.say_with("mail-moment", &parts)
    }

    pub(super) fn word(&self, key: &str) -> String {
        self.words.say(key)
    }

    pub(super) fn finish(mut self, subject: &str, values: &[Value<'_>]) -> Letter {
        let subject = self.filled(subject, values);
        self.say("mail-closing");
        Letter {
            to: self.reader.mailbox.clone(),
            subject,
            text: Secret::new(self.text),
        }
    }

    fn filled(&self, key: &str, values: &[Value<'_>]) -> String {
        let product = [("product", text(self.product))];
        let all: Vec<Value<'_>> = product.into_iter().chain(values.iter().cloned()).collect();
        self.words.say_with(key, &all)
    }

    fn paragraph(&mut self, paragraph: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(paragraph);
        self.text.push('\n');
    }
}

/// What somebody else wrote, on one line and not longer than a line or three.
pub(super) fn text(value: &str) -> FluentValue<'static> {
    let mut shown: String = value
        .chars()
        .map(|c| if is_break(c) { ' ' } else { c })
        .take(LONGEST_VALUE)
        .collect();
    if value.chars().nth(LONGEST_VALUE).is_some() {
        shown.push('…');
    }
    FluentValue::from(shown)
}

/// Ends a line, or turns the direction of the text around (Unicode UAX #9), so that a name could look like a sentence.
fn is_break(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
