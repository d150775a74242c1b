//! The page where an account's owner presents user name and password.

use askama::Template;

use super::Frame;

/// `GET /sign-in`, and the same page again after a failed `POST`.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/sign_in.html")]
pub struct SignInPage {
    /// Nobody is signed in on it.
    pub frame: Frame,
    /// What was typed before, after an error; else empty.
    pub username: String,
    /// Path and query to go to afterwards, already checked to be ours.
    pub return_to: String,
    /// Why the last try failed.
    pub error: Option<SignInError>,
    /// Why the reader is here, if it was not their own wish.
    pub notice: Option<SignInNotice>,
}

/// Why a sign-in failed, as far as the person who tried may know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInError {
    /// Unknown, wrong, locked: one answer for all.
    Wrong,
    /// Too many tries from this network.
    TooMany {
        /// Seconds until another try is looked at.
        wait_seconds: u64,
    },
    /// Passwords are being checked for others, and the queue is full.
    Busy,
    /// The form's token is too old or from another session.
    FormExpired,
}

/// Why somebody finds themselves at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInNotice {
    /// They signed out.
    SignedOut,
    /// The session timed out, or was ended elsewhere.
    SessionExpired,
    /// The password was changed, which ended the session.
    PasswordChanged,
    /// They have just accepted an invitation.
    Welcome,
}

impl SignInPage {
    fn problem(&self) -> Option<String> {
        let frame = &self.frame;
        self.error.map(|error| match error {
            SignInError::Wrong => frame.say("sign-in-wrong"),
            SignInError::TooMany { wait_seconds } => {
                frame.say_of("sign-in-too-many", "wait", frame.wait(wait_seconds))
            }
            SignInError::Busy => frame.say("sign-in-busy"),
            SignInError::FormExpired => frame.say("sign-in-form-expired"),
        })
    }

    fn news(&self) -> Option<String> {
        self.notice.map(|notice| {
            self.frame.say(match notice {
                SignInNotice::SignedOut => "sign-in-signed-out",
                SignInNotice::SessionExpired => "sign-in-session-expired",
                SignInNotice::PasswordChanged => "sign-in-password-changed",
                SignInNotice::Welcome => "sign-in-welcome",
            })
        })
    }

    fn blames_input(&self) -> bool {
        self.error == Some(SignInError::Wrong)
    }
}
