//! The page where an agent presents what the customer sent: user name, password and, here or one page later, the code.

use askama::Template;

use super::words;

/// `GET /.gatepass/sign-in`, and the same page again after a failed `POST`.
#[derive(Debug, Clone, Template)]
#[template(path = "reserved/templates/sign_in.html")]
pub struct SignInPage<'a> {
    /// The app's host name as the agent knows it.
    pub host: &'a str,
    /// What was typed before, after an error; else empty. Passwords and codes are never given back.
    pub username: &'a str,
    /// Path and query to go to afterwards, already checked to be on this origin.
    pub return_to: &'a str,
    /// The form's anti-forgery token.
    pub csrf: &'a str,
    /// Why the last try failed.
    pub error: Option<SignInError>,
    /// Why the agent is here, if it was not their own wish.
    pub notice: Option<Notice>,
}

impl SignInPage<'_> {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self) -> String {
        super::filled(self)
    }

    /// Whether the typed values are to be marked as mistaken.
    fn blames_input(&self) -> bool {
        match self.error {
            Some(SignInError::Wrong) => true,
            None | Some(SignInError::TooMany { .. } | SignInError::Busy | SignInError::FormExpired) => false,
        }
    }
}

/// Why a sign-in failed, as far as the person who tried may know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInError {
    /// Unknown, wrong, expired, revoked or locked: one answer for all, so that guessing teaches nothing.
    Wrong,
    /// Too many tries from this network.
    TooMany {
        /// Seconds until another try is looked at; the value of `Retry-After`.
        retry_after_seconds: u64,
    },
    /// Passwords are being checked for others, and the queue is full.
    Busy,
    /// The form's token is too old or from another session.
    FormExpired,
}

impl SignInError {
    /// What happened, in a few words.
    fn headline(self) -> &'static str {
        match self {
            Self::Wrong => "These details did not work.",
            Self::TooMany { .. } => "Too many tries.",
            Self::Busy => "We could not check this just now.",
            Self::FormExpired => "This page was open for too long.",
        }
    }

    /// What to do about it.
    fn remedy(self) -> String {
        match self {
            Self::Wrong => {
                "Check the user name, the password and the security code. If it keeps happening, ask the \
                 customer to regenerate your credentials."
                    .to_owned()
            }
            Self::TooMany { retry_after_seconds } => {
                format!(
                    "Please wait {} before you try again.",
                    words::wait(retry_after_seconds)
                )
            }
            Self::Busy => "Many people are signing in. Please try again in a few seconds.".to_owned(),
            Self::FormExpired => "Please enter your details once more.".to_owned(),
        }
    }
}

/// Why an agent who was inside finds themselves at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The grant is over, whether by time or by the customer's hand.
    AccessEnded,
    /// They signed out.
    SignedOut,
    /// The session timed out while the grant may still run.
    SessionExpired,
}

impl Notice {
    fn headline(self) -> &'static str {
        match self {
            Self::AccessEnded => "Your access has ended.",
            Self::SignedOut => "You are signed out.",
            Self::SessionExpired => "Your session timed out.",
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            Self::AccessEnded => "To continue, ask the customer for new credentials.",
            Self::SignedOut => "You can close this page.",
            Self::SessionExpired => "Sign in again to carry on where you were.",
        }
    }
}
