//! A page that says one thing and what to do next: refusals, endings and troubles share its shape.

use askama::Template;

use super::{Moment, Place};

/// A sentence, the facts around it, and the ways on. `refusals` and `troubles` hold the wording of each case.
#[derive(Debug, Clone, Template)]
#[template(path = "reserved/templates/message.html")]
pub struct MessagePage<'a> {
    pub place: Place<'a>,
    /// HTTP status to answer with. Not printed: a number helps nobody who reads the page.
    pub status: u16,
    /// What happened, in a few words; the page's heading.
    pub title: String,
    /// What happened, as a sentence.
    pub lead: String,
    /// What the agent can do about it.
    pub advice: Option<String>,
    /// What is worth knowing, label and value.
    pub facts: Vec<Fact>,
    /// Short code by which the operator finds this event, such as `7KQ2-M9XD`.
    pub code: Option<&'a str>,
    /// Ways on; the first is the main one.
    pub next: Vec<Link>,
    /// Token of the sign-out form; `None` leaves the form out.
    pub sign_out_csrf: Option<&'a str>,
}

impl<'a> MessagePage<'a> {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self) -> String {
        super::filled(self)
    }

    /// Adds a sign-out form, for an agent who is signed in.
    #[must_use]
    pub fn with_sign_out(mut self, csrf: &'a str) -> Self {
        self.sign_out_csrf = Some(csrf);
        self
    }

    /// A page that says no more than its title, by its key, and its lead; the cases add to it.
    pub(super) fn saying(place: Place<'a>, status: u16, title: &str, lead: String) -> Self {
        Self {
            place,
            status,
            title: place.say(title),
            lead,
            advice: None,
            facts: Vec::new(),
            code: None,
            next: Vec::new(),
            sign_out_csrf: None,
        }
    }

    pub(super) fn advising(mut self, key: &str) -> Self {
        self.advice = Some(self.place.say(key));
        self
    }

    pub(super) fn stating(mut self, label: &str, value: FactValue) -> Self {
        let label = self.place.say(label);
        self.facts.push(Fact { label, value });
        self
    }

    pub(super) fn coded(mut self, code: &'a str) -> Self {
        self.code = Some(code);
        self
    }

    pub(super) fn leading_to<const N: usize>(mut self, next: [Link; N]) -> Self {
        self.next = next.into();
        self
    }

    /// To what is shared: its list, and the app's start page, where that is part of it.
    pub(super) fn leading_in(mut self, start: Start) -> Self {
        self.next = match start {
            Start::Shown => vec![Link::START, Link::SHARED],
            Start::Hidden => vec![Link::SHARED],
        };
        self
    }

    /// Whether there is anything to print on the stub.
    fn has_stub(&self) -> bool {
        !self.facts.is_empty() || self.code.is_some() || self.sign_out_csrf.is_some()
    }
}

/// Whether the grant shows the app's start page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    Shown,
    Hidden,
}

/// One labelled value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// Its value.
    pub value: FactValue,
}

/// What a fact can hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactValue {
    /// Words.
    Text(String),
    /// A point in time.
    Time(Moment),
}

/// A way on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Key of the words on it.
    pub label: &'static str,
    /// A path on this origin, or `""` for the address that is shown now. Never taken from a request.
    pub href: &'static str,
}

impl Link {
    /// The app's start page.
    pub const START: Self = Self {
        label: "gate-to-start",
        href: "/",
    };
    /// What the grant shows, and until when.
    pub const SHARED: Self = Self {
        label: "gate-to-shared",
        href: "/.gatepass/",
    };
    /// The same address once more, as a `GET`.
    pub const AGAIN: Self = Self {
        label: "gate-again",
        href: "",
    };
    /// The sign-in page.
    pub const SIGN_IN: Self = Self {
        label: "gate-sign-in",
        href: "/.gatepass/sign-in",
    };
}
