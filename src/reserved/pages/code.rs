//! The page that asks for a security code: to finish a sign-in, or to open a part of the app that wants one.

use askama::Template;

use super::{Moment, words};

/// `GET /.gatepass/challenge`, and the same page again after a wrong code.
#[derive(Debug, Clone, Template)]
#[template(path = "reserved/templates/code.html")]
pub struct CodePage<'a> {
    /// The app's host name as the agent knows it.
    pub host: &'a str,
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

    fn heading(&self) -> &'static str {
        match (self.takes_codes(), self.purpose) {
            (false, _) => "Too many wrong codes",
            (true, CodePurpose::FinishSignIn) => "Enter your security code",
            (true, CodePurpose::StepUp | CodePurpose::Always { .. }) => "Confirm with your security code",
        }
    }

    fn lead(&self) -> String {
        match self.purpose {
            CodePurpose::FinishSignIn => "One last step before you are in.".to_owned(),
            CodePurpose::StepUp => "The page you want to open is protected by a code.".to_owned(),
            CodePurpose::Always { place } => format!("“{place}” asks for a code every time."),
        }
    }

    /// The promise of trust, where passing this challenge earns any.
    fn promise(&self) -> Option<String> {
        match self.purpose {
            CodePurpose::FinishSignIn | CodePurpose::StepUp => self
                .trusted_for
                .map(|time| format!("After that, most pages will not ask again for {time}.")),
            CodePurpose::Always { .. } => None,
        }
    }

    fn way_out(&self) -> &'static str {
        match self.purpose {
            CodePurpose::FinishSignIn => "Use other credentials",
            CodePurpose::StepUp | CodePurpose::Always { .. } => "Sign out",
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

    fn hint(self) -> &'static str {
        match self {
            Self::Fixed => "8 digits, from the message the customer sent you.",
            Self::Totp => "The 6 digits your authenticator app shows now.",
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
    fn remedy(self, method: CodeMethod) -> String {
        match self {
            Self::Wrong { tries_left } => {
                let left = words::tries(tries_left);
                match method {
                    CodeMethod::Fixed => format!("Check the digits and try again. You have {left} left."),
                    CodeMethod::Totp => format!("Wait for the next one in your app. You have {left} left."),
                }
            }
            Self::Locked { retry_after_seconds } => {
                format!(
                    "To keep this access safe, please wait {} before the next try.",
                    words::wait(retry_after_seconds)
                )
            }
            Self::LockedUntilRegenerated => {
                "To keep this access safe, these credentials are locked. Ask the customer to regenerate them."
                    .to_owned()
            }
        }
    }
}
