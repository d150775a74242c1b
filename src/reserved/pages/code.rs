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
    pub method: CodeMethod<'a>,
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
        match (self.is_locked(), self.purpose) {
            (true, _) => "gate-code-too-many",
            (false, CodePurpose::FinishSignIn) => "gate-code-enter",
            (false, CodePurpose::StepUp | CodePurpose::Always { .. }) => "gate-code-confirm",
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
        !self.is_locked() && self.method.is_there()
    }

    fn is_locked(&self) -> bool {
        match self.error {
            None | Some(CodeError::Wrong { .. }) => false,
            Some(CodeError::Locked { .. } | CodeError::LockedUntilRegenerated) => true,
        }
    }

    /// Where codes are mailed, and none is locked out: what became of the last one.
    fn mail(&self) -> Option<MailState> {
        self.method.mail().filter(|_| !self.is_locked())
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
pub enum CodeMethod<'a> {
    /// The fixed code among the credentials: 8 digits.
    Fixed,
    /// The code that an authenticator app shows now: 6 digits (RFC 6238).
    Totp,
    /// A code that was mailed, or could not be: 6 digits.
    Email {
        /// Made unreadable: `s•••@vendor.example`.
        address: &'a str,
        mail: MailState,
    },
}

/// Whether a code is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailState {
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

impl CodeMethod<'_> {
    /// Not before a code was mailed, where it is mailed.
    fn is_there(self) -> bool {
        match self {
            Self::Fixed | Self::Totp => true,
            Self::Email { mail, .. } => matches!(mail, MailState::Sent { .. }),
        }
    }

    fn mail(self) -> Option<MailState> {
        match self {
            Self::Fixed | Self::Totp => None,
            Self::Email { mail, .. } => Some(mail),
        }
    }

    /// Value of the form's `method` field, as in the challenge contract for programs.
    fn name(self) -> &'static str {
        match self {
            Self::Fixed => "code",
            Self::Totp => "totp",
            Self::Email { .. } => "email",
        }
    }

    fn digits(self) -> u8 {
        match self {
            Self::Fixed => 8,
            Self::Totp | Self::Email { .. } => 6,
        }
    }

    fn hint(self, place: Place<'_>) -> String {
        match self {
            Self::Fixed => place.say("gate-code-hint-fixed"),
            Self::Totp => place.say("gate-code-hint-totp"),
            Self::Email { address, .. } => place.say_of("sign-in-code-hint-email", "address", address),
        }
    }
}

impl MailState {
    /// Why no code is on its way.
    fn problem(self, place: Place<'_>) -> Option<String> {
        match self {
            Self::Sent { .. } => None,
            Self::TooMany { wait_seconds } => {
                Some(place.say_of("sign-in-mail-too-many", "wait", place.wait(wait_seconds)))
            }
            Self::Failed => Some(place.say("gate-code-mail-failed")),
        }
    }

    /// Key of the words on the button that sends one.
    fn button(self) -> &'static str {
        match self {
            Self::Sent { .. } => "sign-in-mail-again",
            Self::TooMany { .. } | Self::Failed => "sign-in-mail-send",
        }
    }

    /// Seconds until one may be sent.
    fn wait(self) -> u64 {
        match self {
            Self::Sent { resend_after_seconds } => resend_after_seconds,
            Self::TooMany { wait_seconds } => wait_seconds,
            Self::Failed => 0,
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
    fn remedy(self, method: CodeMethod<'_>, place: Place<'_>) -> String {
        match self {
            Self::Wrong { tries_left } => {
                let key = match method {
                    CodeMethod::Fixed => "gate-code-wrong-fixed",
                    CodeMethod::Totp => "gate-code-wrong-totp",
                    CodeMethod::Email { .. } => "gate-code-wrong-email",
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
