//! The page that asks for a security code: to finish a sign-in, or to open a part of the app that wants one.

use askama::Template;

use super::{Moment, Place};

/// `GET /.gatepass/challenge`, and the same page again after a wrong code.
#[derive(Debug, Clone, Template)]
#[template(path = "reserved/templates/code.html")]
pub struct CodePage<'a> {
    pub place: Place<'a>,
    /// The account whose view of the app is shared.
    pub user: &'a str,
    /// The agent's name, where the customer gave one.
    pub agent: Option<&'a str>,
    /// What the code is for.
    pub purpose: CodePurpose<'a>,
    /// Which code is expected.
    pub method: CodeMethod,
    /// Path and query to go to afterwards, already checked to be on this origin.
    pub return_to: &'a str,
    /// The anti-forgery token of both forms.
    pub csrf: &'a str,
    /// Why the last code was not taken.
    pub error: Option<CodeError>,
    /// When the grant ends.
    pub grant_ends: &'a Moment,
    /// For how long this browser is not asked again, in words (`5 minutes`); `None` if it always is.
    pub trusted_for: Option<&'a str>,
}

impl CodePage<'_> {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self) -> String {
        super::filled(self)
    }

    /// Its key.
    fn heading(&self) -> &'static str {
        match (self.takes_codes(), self.purpose) {
            (false, _) => "gate-code-too-many",
            (true, CodePurpose::FinishSignIn) => "gate-code-enter",
            (true, CodePurpose::StepUp | CodePurpose::Always { .. }) => "gate-code-confirm",
        }
    }

    fn lead(&self) -> String {
        match self.purpose {
            CodePurpose::FinishSignIn => self.place.say("gate-code-last-step"),
            CodePurpose::StepUp => self.place.say("gate-code-protected"),
            CodePurpose::Always { place } => self.place.say_of("gate-code-each-time", "place", place),
        }
    }

    /// The promise of trust, where passing this challenge earns any.
    fn promise(&self) -> Option<String> {
        match self.purpose {
            CodePurpose::FinishSignIn | CodePurpose::StepUp => {
                let span = self.trusted_for?;
                Some(self.place.say_of("gate-code-promise", "span", span))
            }
            CodePurpose::Always { .. } => None,
        }
    }

    /// Its key.
    fn way_out(&self) -> &'static str {
        match self.purpose {
            CodePurpose::FinishSignIn => "gate-code-other-credentials",
            CodePurpose::StepUp | CodePurpose::Always { .. } => "gate-sign-out",
        }
    }

    /// Whether a code is looked at now; if not, words stand where the form was.
    fn takes_codes(&self) -> bool {
        match self.error {
            None | Some(CodeError::Wrong { .. }) => true,
            Some(CodeError::Locked { .. } | CodeError::LockedUntilRegenerated) => false,
        }
    }

    /// Whether waiting helps.
    fn opens_again(&self) -> bool {
        matches!(self.error, Some(CodeError::Locked { .. }))
    }
}

/// What passing the challenge opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePurpose<'a> {
    /// The second half of a sign-in.
    FinishSignIn,
    /// A protected part, inside a live session.
    StepUp,
    /// A part that asks each time, whoever is trusted.
    Always {
        /// The part, in the policy's words.
        place: &'a str,
    },
}

/// Which code the grant uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeMethod {
    /// The fixed code among the credentials: 8 digits.
    Fixed,
    /// The code that an authenticator app shows now: 6 digits (RFC 6238).
    Totp,
}

impl CodeMethod {
    /// Value of the form's `method` field, as in the challenge contract for programs.
    fn name(self) -> &'static str {
        match self {
            Self::Fixed => "code",
            Self::Totp => "totp",
        }
    }

    fn digits(self) -> u8 {
        match self {
            Self::Fixed => 8,
            Self::Totp => 6,
        }
    }

    /// Its key.
    fn hint(self) -> &'static str {
        match self {
            Self::Fixed => "gate-code-hint-fixed",
            Self::Totp => "gate-code-hint-totp",
        }
    }
}

/// Why a code was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeError {
    /// Wrong, expired or used before.
    Wrong {
        /// Tries until codes are refused for a while.
        tries_left: u32,
    },
    /// Refused for a while, whatever is typed.
    Locked {
        /// Seconds until a code is looked at again; the value of `Retry-After`.
        retry_after_seconds: u64,
    },
    /// Refused until the customer makes new credentials.
    LockedUntilRegenerated,
}

impl CodeError {
    /// What to do about it.
    fn remedy(self, method: CodeMethod, place: Place<'_>) -> String {
        match self {
            Self::Wrong { tries_left } => {
                let key = match method {
                    CodeMethod::Fixed => "gate-code-wrong-fixed",
                    CodeMethod::Totp => "gate-code-wrong-totp",
                };
                place.say_of(key, "count", tries_left)
            }
            Self::Locked { retry_after_seconds } => {
                place.say_of("gate-code-locked", "wait", place.wait(retry_after_seconds))
            }
            Self::LockedUntilRegenerated => place.say("gate-code-locked-for-good"),
        }
    }
}
