//! The page where an agent presents what the customer sent: user name, password and, here or one page later, the code.

use askama::Template;

use super::Place;

/// `GET /.gatepass/sign-in`, and the same page again after a failed `POST`.
#[derive(Debug, Clone, Template)]
#[template(path = "reserved/templates/sign_in.html")]
pub struct SignInPage<'a> {
    pub place: Place<'a>,
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
    fn headline(self, place: Place<'_>) -> String {
        place.say(match self {
            Self::Wrong => "gate-wrong",
            Self::TooMany { .. } => "gate-too-many-tries",
            Self::Busy => "gate-busy",
            Self::FormExpired => "gate-form-expired",
        })
    }

    /// What to do about it.
    fn remedy(self, place: Place<'_>) -> String {
        match self {
            Self::Wrong => place.say("gate-wrong-remedy"),
            Self::TooMany { retry_after_seconds } => {
                let wait = place.wait(retry_after_seconds);
                place.say_of("gate-too-many-tries-remedy", "wait", wait)
            }
            Self::Busy => place.say("gate-busy-remedy"),
            Self::FormExpired => place.say("gate-form-expired-remedy"),
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
            Self::AccessEnded => "gate-notice-ended",
            Self::SignedOut => "gate-notice-signed-out",
            Self::SessionExpired => "gate-notice-expired",
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            Self::AccessEnded => "gate-notice-ended-remedy",
            Self::SignedOut => "gate-notice-signed-out-remedy",
            Self::SessionExpired => "gate-notice-expired-remedy",
        }
    }
}
