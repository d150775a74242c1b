//! One-time links: where a secret is sealed in the browser, and where it is opened.

use askama::Template;
use jiff::{SignedDuration, Timestamp};

use super::{Frame, span_in_words};

/// `GET /handoff`: seal something, and see what became of what was sealed before.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/handoff.html")]
pub struct HandoffPage {
    /// Of the sender.
    pub frame: Frame,
    /// How long a link may live; the last is the longest, and the default.
    pub lifetimes: Vec<Lifetime>,
    /// Bytes that can be sealed.
    pub largest: usize,
    /// One's links, the newest first.
    pub links: Vec<HandoffLine>,
}

/// A lifetime on offer.
#[derive(Debug, Clone)]
pub struct Lifetime {
    /// Value of the field `duration`.
    pub name: String,
    /// How long it is.
    pub span: SignedDuration,
}

/// A link, as its sender sees it.
#[derive(Debug, Clone)]
pub struct HandoffLine {
    /// For its addresses.
    pub id: String,
    /// Whether a code is needed.
    pub has_code: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// What became of it.
    pub state: HandoffState,
}

/// What becomes of a link.
#[derive(Debug, Clone)]
pub enum HandoffState {
    /// Nobody has opened it.
    Waiting,
    /// Somebody has read it.
    Opened {
        /// When.
        at: Timestamp,
        /// Where from.
        address: String,
        /// The browser, in words.
        client: String,
    },
    /// Its sender took it back.
    Revoked {
        /// When.
        at: Timestamp,
    },
    /// Too many wrong codes.
    Wiped {
        /// When.
        at: Timestamp,
    },
    /// Nobody opened it in time.
    Expired {
        /// When.
        at: Timestamp,
    },
}

impl Lifetime {
    fn in_words(&self, frame: &Frame) -> String {
        span_in_words(frame, self.span)
    }
}

impl HandoffLine {
    fn waits(&self) -> bool {
        matches!(self.state, HandoffState::Waiting)
    }

    fn short(&self) -> &str {
        self.id.get(..6).unwrap_or(&self.id)
    }
}

/// `GET /handoff/…` of a link that waits. Looking consumes nothing.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/handoff_receive.html")]
pub struct HandoffReceivePage {
    /// Of whoever reads, signed in or not.
    pub frame: Frame,
    /// For its address.
    pub id: String,
    /// Who sealed it.
    pub sender: String,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// Whether a code is needed.
    pub has_code: bool,
}

impl HandoffReceivePage {
    /// Everything that can go wrong while it is opened, in words: the script shows one of them.
    fn problems(&self) -> Vec<(String, String)> {
        let plain = [
            "handoff-problem-no-key",
            "handoff-problem-damaged",
            "handoff-problem-no-crypto",
            "handoff-problem-code",
            "handoff-problem-offline",
            "handoff-problem-unknown-link",
            "handoff-problem-too-many",
            "handoff-problem-swapped",
            "handoff-problem-newer",
            "handoff-problem-trouble",
        ];
        let said = |key: &str| {
            let reason = key.trim_start_matches("handoff-problem-").to_owned();
            (reason, self.frame.say_of(key, "sender", &self.sender))
        };
        let tries = (1..=4_u64).map(|left| {
            let words = self.frame.say_count("handoff-wrong-code", left);
            (format!("wrong-code-{left}"), words)
        });
        plain.into_iter().map(said).chain(tries).collect()
    }
}

/// `GET /handoff/…` of a link that waits no more, or that there never was.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/handoff_over.html")]
pub struct HandoffOverPage {
    /// Of whoever reads, signed in or not.
    pub frame: Frame,
    /// Who sealed it; `None`: there is no such link.
    pub sender: Option<String>,
    /// What became of it. Where from it was opened is for its sender only.
    pub state: HandoffState,
}

impl HandoffOverPage {
    fn keys(&self) -> (&'static str, &'static str) {
        match (&self.sender, &self.state) {
            (None, _) | (_, HandoffState::Waiting) => ("handoff-unknown-title", "handoff-unknown-lead"),
            (_, HandoffState::Opened { .. }) => ("handoff-opened-title", "handoff-opened-lead"),
            (_, HandoffState::Revoked { .. }) => ("handoff-revoked-title", "handoff-revoked-lead"),
            (_, HandoffState::Wiped { .. }) => ("handoff-wiped-title", "handoff-wiped-lead"),
            (_, HandoffState::Expired { .. }) => ("handoff-expired-title", "handoff-expired-lead"),
        }
    }

    fn title(&self) -> String {
        self.frame.say(self.keys().0)
    }

    fn lead(&self) -> String {
        let sender = self.sender.as_deref().unwrap_or_default();
        self.frame.say_of(self.keys().1, "sender", sender)
    }

    /// Since when it is over.
    fn since(&self) -> Option<&Timestamp> {
        match &self.state {
            HandoffState::Waiting => None,
            HandoffState::Opened { at, .. }
            | HandoffState::Revoked { at }
            | HandoffState::Wiped { at }
            | HandoffState::Expired { at } => Some(at),
        }
    }
}
