//! What was done, as the timeline tells it.

use super::Frame;

/// One kind of event. Places are the operator's words for a part of the app; `None` is what no scope names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Looked at a part of the app.
    Opened(Option<String>),
    /// Sent something that can change a part of the app.
    Changed(Option<String>),
    /// Wanted a part that is hidden, and did not get it.
    Tried(Option<String>),
    /// Wanted to change what may only be looked at.
    TriedToChange(Option<String>),
    /// Was asked for a code first.
    WasAskedForCode,
    /// Was refused for another reason; in words.
    Refused(String),
    /// Signed in.
    SignedIn,
    /// Failed to sign in.
    FailedToSignIn,
    /// Typed a wrong code.
    WrongCode,
    /// Was locked out after too many wrong codes.
    LockedOut,
    /// Signed out.
    SignedOut,
    /// Gave access to the app of this name.
    GaveAccess(String),
    /// Ended the access.
    Revoked,
    /// Made new credentials.
    Regenerated,
    /// Paused the access.
    Paused,
    /// Resumed the access.
    Resumed,
    /// The time of the access was up.
    Expired,
    /// Changed the password.
    ChangedPassword,
    /// Turned the authenticator app on.
    EnabledAuthenticator,
    /// Turned the authenticator app off.
    DisabledAuthenticator,
    /// Turned mailed codes on.
    EnabledEmail,
    /// Turned mailed codes off.
    DisabledEmail,
    /// Made new recovery codes.
    MadeRecoveryCodes,
    /// Ended another session.
    EndedSession,
    /// Forgot a trusted client.
    ForgotTrust,
    /// Made the token of this name.
    MadeToken(String),
    /// Drew a new secret for the token of this name.
    RenewedToken(String),
    /// Revoked the token of this name.
    RevokedToken(String),
    /// Took the password away, so that only a new invitation helps.
    ResetPassword,
    /// Took the second factors away.
    ResetFactors,
    /// Anything else; in words.
    Other(String),
}

impl Deed {
    /// An icon of its own, where the one of its kind says less.
    pub(super) fn icon(&self) -> Option<&'static str> {
        match self {
            Self::Changed(_) => Some("pencil"),
            Self::Paused => Some("pause"),
            Self::Resumed => Some("play"),
            Self::Revoked => Some("stop"),
            Self::Expired => Some("clock"),
            Self::LockedOut => Some("warning"),
            Self::SignedOut | Self::EndedSession => Some("person"),
            Self::Opened(_)
            | Self::Tried(_)
            | Self::TriedToChange(_)
            | Self::WasAskedForCode
            | Self::Refused(_)
            | Self::SignedIn
            | Self::FailedToSignIn
            | Self::WrongCode
            | Self::GaveAccess(_)
            | Self::Regenerated
            | Self::ChangedPassword
            | Self::EnabledAuthenticator
            | Self::DisabledAuthenticator
            | Self::EnabledEmail
            | Self::DisabledEmail
            | Self::MadeRecoveryCodes
            | Self::ForgotTrust
            | Self::MadeToken(_)
            | Self::RevokedToken(_)
            | Self::RenewedToken(_)
            | Self::ResetPassword
            | Self::ResetFactors
            | Self::Other(_) => None,
        }
    }

    /// As words that follow the name of whoever did it.
    #[must_use]
    pub fn in_words(&self, frame: &Frame) -> String {
        let at = |key: &str, place: &Option<String>| match place {
            Some(place) => frame.say_of(key, "place", place),
            None => frame.say_of(key, "place", frame.say("activity-elsewhere")),
        };
        match self {
            Self::Opened(place) => at("activity-opened", place),
            Self::Changed(place) => at("activity-changed", place),
            Self::Tried(place) => at("activity-tried", place),
            Self::TriedToChange(place) => at("activity-tried-to-change", place),
            Self::WasAskedForCode => frame.say("activity-asked-for-code"),
            Self::Refused(words) | Self::Other(words) => words.clone(),
            Self::SignedIn => frame.say("activity-signed-in"),
            Self::FailedToSignIn => frame.say("activity-failed-sign-in"),
            Self::WrongCode => frame.say("activity-wrong-code"),
            Self::LockedOut => frame.say("activity-locked-out"),
            Self::SignedOut => frame.say("activity-signed-out"),
            Self::GaveAccess(site) => frame.say_of("activity-gave-access", "site", site),
            Self::Revoked => frame.say("activity-revoked"),
            Self::Regenerated => frame.say("activity-regenerated"),
            Self::Paused => frame.say("activity-paused"),
            Self::Resumed => frame.say("activity-resumed"),
            Self::Expired => frame.say("activity-expired"),
            Self::ChangedPassword => frame.say("activity-changed-password"),
            Self::EnabledAuthenticator => frame.say("activity-enabled-authenticator"),
            Self::DisabledAuthenticator => frame.say("activity-disabled-authenticator"),
            Self::EnabledEmail => frame.say("activity-enabled-email"),
            Self::DisabledEmail => frame.say("activity-disabled-email"),
            Self::MadeRecoveryCodes => frame.say("activity-made-recovery-codes"),
            Self::EndedSession => frame.say("activity-ended-session"),
            Self::ForgotTrust => frame.say("activity-forgot-trust"),
            Self::MadeToken(name) => frame.say_of("activity-made-token", "name", name),
            Self::RenewedToken(name) => frame.say_of("activity-renewed-token", "name", name),
            Self::ResetPassword => frame.say("activity-reset-password"),
            Self::ResetFactors => frame.say("activity-reset-factors"),
            Self::RevokedToken(name) => frame.say_of("activity-revoked-token", "name", name),
        }
    }
}
