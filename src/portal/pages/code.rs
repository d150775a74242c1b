//! The pages that ask for a code: the second half of a sign-in, and "confirm it is you" before something that matters.

use askama::Template;
use jiff::Timestamp;

use super::Frame;

/// How somebody can prove who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// The authenticator app (RFC 6238).
    Totp,
    /// A code sent to a verified address.
    Email,
    /// One of the codes that were kept for the day when nothing else works.
    Recovery,
    /// The account's password, where there is nothing better.
    Password,
}

impl Method {
    /// Value of the field `method`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Email => "email",
            Self::Recovery => "recovery",
            Self::Password => "password",
        }
    }

    /// The method with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Totp, Self::Email, Self::Recovery, Self::Password]
            .into_iter()
            .find(|method| method.name() == name)
    }

    pub(super) fn label_key(self) -> &'static str {
        match self {
            Self::Totp => "sign-in-code-label-totp",
            Self::Email => "sign-in-code-label-email",
            Self::Recovery => "sign-in-code-label-recovery",
            Self::Password => "sign-in-code-label-password",
        }
    }

    fn other_key(self) -> &'static str {
        match self {
            Self::Totp => "sign-in-use-totp",
            Self::Email => "sign-in-use-email",
            Self::Recovery => "sign-in-use-recovery",
            Self::Password => "sign-in-use-password",
        }
    }

    /// Digits after which the form sends itself; none for words.
    fn digits(self) -> Option<u8> {
        match self {
            Self::Totp | Self::Email => Some(6),
            Self::Recovery | Self::Password => None,
        }
    }
}

/// What is known about the code that is asked for.
#[derive(Debug, Clone)]
pub struct CodeAsked {
    /// Which one is asked for now.
    pub method: Method,
    /// All that this person may use, this one among them.
    pub methods: Vec<Method>,
    /// Where a mailed code goes, made unreadable: `a…@example.org`.
    pub masked_address: Option<String>,
    /// Whether a code was mailed.
    pub mail: MailState,
    /// Why the last code was not taken.
    pub error: Option<CodeError>,
}

/// Whether a code is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailState {
    /// None was sent yet, or the last one is no longer good.
    NotSent,
    /// One was sent.
    Sent {
        /// Seconds until another may be sent; 0: now.
        resend_after_seconds: u64,
    },
    /// None was sent, and none will be for a while.
    TooMany {
        /// Seconds until one may be sent.
        wait_seconds: u64,
    },
    /// The mail server did not take it.
    Failed,
}

/// Why a code was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeError {
    /// Wrong, too old or used before.
    Wrong {
        /// Tries until codes are refused for a while; `None` where they are not counted out.
        tries_left: Option<u64>,
    },
    /// Refused for a while, whatever is typed.
    Locked {
        /// When a code is looked at again.
        until: Timestamp,
    },
    /// Nothing was typed.
    Missing,
}

impl CodeAsked {
    fn others(&self) -> Vec<Method> {
        let mut others = self.methods.clone();
        others.retain(|method| *method != self.method);
        others
    }

    /// Whether a code can be typed: not while all are refused, nor before one was mailed.
    fn takes_one(&self) -> bool {
        let is_locked = matches!(self.error, Some(CodeError::Locked { .. }));
        let is_there = match (self.method, self.mail) {
            (Method::Email, MailState::NotSent | MailState::TooMany { .. } | MailState::Failed) => false,
            (Method::Email, MailState::Sent { .. })
            | (Method::Totp | Method::Recovery | Method::Password, _) => true,
        };
        !is_locked && is_there
    }

    /// Whether codes can be mailed to this person.
    pub(super) fn may_mail(&self) -> bool {
        self.methods.contains(&Method::Email)
    }

    fn is_locked(&self) -> bool {
        matches!(self.error, Some(CodeError::Locked { .. }))
    }

    /// Seconds until another code may be mailed.
    fn resend_seconds(&self) -> u64 {
        match self.mail {
            MailState::NotSent | MailState::Failed => 0,
            MailState::Sent { resend_after_seconds } => resend_after_seconds,
            MailState::TooMany { wait_seconds } => wait_seconds,
        }
    }

    pub(super) fn was_sent(&self) -> bool {
        matches!(self.mail, MailState::Sent { .. })
    }

    pub(super) fn is_mail(&self) -> bool {
        self.method == Method::Email
    }

    fn is_password(&self) -> bool {
        self.method == Method::Password
    }

    pub(super) fn digits(&self) -> Option<u8> {
        self.method.digits()
    }

    pub(super) fn hint(&self, frame: &Frame) -> String {
        match self.method {
            Method::Totp => frame.say("sign-in-code-hint-totp"),
            Method::Recovery => frame.say("sign-in-code-hint-recovery"),
            Method::Password => frame.say("sign-in-code-hint-password"),
            Method::Email => {
                let address = self.masked_address.as_deref().unwrap_or("…");
                let key = if self.was_sent() {
                    "sign-in-code-hint-email"
                } else {
                    "sign-in-code-hint-email-not-sent"
                };
                frame.say_of(key, "address", address)
            }
        }
    }

    pub(super) fn problem(&self, frame: &Frame) -> Option<String> {
        let mail = match (self.method, self.mail) {
            (Method::Email, MailState::TooMany { wait_seconds }) => {
                Some(frame.say_of("sign-in-mail-too-many", "wait", frame.wait(wait_seconds)))
            }
            (Method::Email, MailState::Failed) => Some(frame.say("sign-in-mail-failed")),
            (Method::Email, MailState::NotSent | MailState::Sent { .. })
            | (Method::Totp | Method::Recovery | Method::Password, _) => None,
        };
        let code = self.error.and_then(|error| match error {
            CodeError::Wrong {
                tries_left: Some(count),
            } => Some(frame.say_count(self.wrong_key(), count)),
            CodeError::Wrong { tries_left: None } => Some(frame.say("sign-in-code-wrong-uncounted")),
            CodeError::Missing => Some(frame.say("sign-in-code-missing")),
            CodeError::Locked { .. } => None,
        });
        code.or(mail)
    }

    fn wrong_key(&self) -> &'static str {
        match self.method {
            Method::Totp | Method::Email | Method::Recovery => "sign-in-code-wrong",
            Method::Password => "sign-in-code-wrong-password",
        }
    }

    /// When codes are looked at again.
    pub(super) fn locked_until(&self) -> Option<Timestamp> {
        match self.error {
            Some(CodeError::Locked { until }) => Some(until),
            None | Some(CodeError::Wrong { .. } | CodeError::Missing) => None,
        }
    }
}

/// `GET /challenge`: the second half of a sign-in.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/challenge.html")]
pub struct ChallengePage {
    /// Nobody is signed in yet.
    pub frame: Frame,
    /// Path and query to go to afterwards, already checked to be ours.
    pub return_to: String,
    /// The code.
    pub asked: CodeAsked,
}

/// Asks once more who it is, in the middle of a `POST`: the answer repeats that `POST` with everything it carried.
///
/// Besides `code` and `method`, the form can send `use=<method>` (show the page again for that method) or
/// `send=email` (mail a code, then show the page again); with either, `code` is empty or stale and not looked at.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/confirm.html")]
pub struct ConfirmPage {
    /// Of the account that acts.
    pub frame: Frame,
    /// What is about to happen, in a few words.
    pub title: String,
    /// What is about to happen, as a sentence.
    pub summary: String,
    /// Where the form goes: the `POST` that was asked for.
    pub action: String,
    /// What that `POST` carried, without `csrf`, `code`, `method`, `use` and `send`.
    pub carried: Vec<(String, String)>,
    /// Where *Cancel* leads.
    pub cancel: String,
    /// The code.
    pub asked: CodeAsked,
}

/// Why a code was not taken while something is being set up.
pub(super) fn problem(frame: &Frame, error: Option<CodeError>) -> Option<String> {
    error.map(|error| match error {
        CodeError::Wrong {
            tries_left: Some(count),
        } => frame.say_count("sign-in-code-wrong", count),
        CodeError::Wrong { tries_left: None } => frame.say("sign-in-code-wrong-uncounted"),
        CodeError::Missing => frame.say("sign-in-code-missing"),
        CodeError::Locked { until } => {
            let seconds = until.as_second().saturating_sub(frame.now.as_second());
            let wait = frame.wait(u64::try_from(seconds).unwrap_or_default());
            frame.say_of("sign-in-too-many", "wait", wait)
        }
    })
}
