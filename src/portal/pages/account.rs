//! The reader's own account: who they are here, how they prove it, and where they are signed in.

use askama::Template;
use jiff::Timestamp;

use super::invitation::NewPasswordError;
use super::{CodeAsked, CodeError, Frame};

/// `GET /account`
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/account.html")]
pub struct AccountPage {
    /// Of the account.
    pub frame: Frame,
    /// What they type to sign in.
    pub username: String,
    /// Their address.
    pub email: Option<EmailLine>,
    /// Their apps.
    pub sites: Vec<SiteUser>,
    /// How they prove who they are.
    pub factors: Factors,
    /// Where they are signed in.
    pub sessions: Vec<OwnSession>,
    /// Clients that are not asked for a code for a while.
    pub trusted: Vec<TrustedLine>,
    /// How many tokens they have.
    pub tokens: u64,
    /// The form for another password.
    pub password: PasswordForm,
    /// What has just been done.
    pub notice: Option<AccountNotice>,
}

/// An address.
#[derive(Debug, Clone)]
pub struct EmailLine {
    /// In full: it is the reader's own.
    pub address: String,
    /// Whether they have proved that they read it.
    pub verified: bool,
    /// Whether the gateway sends mail at all.
    pub is_mailed: bool,
}

/// Who the account is in one app.
#[derive(Debug, Clone)]
pub struct SiteUser {
    /// The app.
    pub site: String,
    /// The user name in it.
    pub user: String,
}

/// What proves who somebody is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Factors {
    /// The authenticator app, and since when.
    pub authenticator: Option<Timestamp>,
    /// Whether codes are mailed.
    pub email: bool,
    /// How many recovery codes are left; `None`: none were made.
    pub recovery_codes: Option<u64>,
}

/// One session of the account.
#[derive(Debug, Clone)]
pub struct OwnSession {
    /// For its address.
    pub id: String,
    /// The browser.
    pub client: String,
    /// Its network address.
    pub address: String,
    /// When it signed in.
    pub since: Timestamp,
    /// When it was last used.
    pub last_seen: Timestamp,
    /// Whether it is the one that reads this page.
    pub current: bool,
}

/// A client that is not asked for a code for a while.
#[derive(Debug, Clone)]
pub struct TrustedLine {
    /// For its address.
    pub id: String,
    /// The browser.
    pub client: String,
    /// Its network address.
    pub address: String,
    /// When it is asked again.
    pub until: Timestamp,
}

/// The form for another password.
#[derive(Debug, Clone, Default)]
pub struct PasswordForm {
    /// Why the last try changed nothing.
    pub error: Option<PasswordError>,
    /// The code that goes with it; `None`: there is no second factor.
    pub code: Option<CodeAsked>,
}

impl PasswordForm {
    fn is_mistaken(&self) -> bool {
        self.error.is_some() || self.code.as_ref().is_some_and(|code| code.error.is_some())
    }
}

/// Why the password was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordError {
    /// The current one is wrong.
    Wrong {
        /// Tries until it is refused for a while.
        tries_left: Option<u64>,
    },
    /// Refused for a while.
    Locked {
        /// Seconds until it is looked at again.
        wait_seconds: u64,
    },
    /// The new one is not good.
    New(NewPasswordError),
}

/// What has just been done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountNotice {
    /// The password was changed.
    PasswordChanged,
    /// The authenticator app is on.
    AuthenticatorOn,
    /// The authenticator app is off.
    AuthenticatorOff,
    /// Codes are mailed.
    EmailOn,
    /// Codes are no longer mailed.
    EmailOff,
    /// One or more sessions were ended.
    SessionsEnded,
    /// Trust was taken back.
    TrustForgotten,
}

impl AccountPage {
    /// A code could come by mail.
    fn is_mailed(&self) -> bool {
        self.email.as_ref().is_some_and(|email| email.is_mailed)
    }

    fn news(&self) -> Option<String> {
        self.notice.map(|notice| {
            self.frame.say(match notice {
                AccountNotice::PasswordChanged => "account-notice-password-changed",
                AccountNotice::AuthenticatorOn => "account-notice-authenticator-on",
                AccountNotice::AuthenticatorOff => "account-notice-authenticator-off",
                AccountNotice::EmailOn => "account-notice-email-on",
                AccountNotice::EmailOff => "account-notice-email-off",
                AccountNotice::SessionsEnded => "account-notice-sessions-ended",
                AccountNotice::TrustForgotten => "account-notice-trust-forgotten",
            })
        })
    }

    fn password_problem(&self) -> Option<String> {
        self.password.error.map(|error| match error {
            PasswordError::Wrong {
                tries_left: Some(count),
            } => self.frame.say_count("account-password-wrong", count),
            PasswordError::Wrong { tries_left: None } => self.frame.say("account-password-wrong-uncounted"),
            PasswordError::Locked { wait_seconds } => {
                self.frame
                    .say_of("account-password-locked", "wait", self.frame.wait(wait_seconds))
            }
            PasswordError::New(error) => self.frame.say(error.key()),
        })
    }

    fn blames_current(&self) -> bool {
        matches!(self.password.error, Some(PasswordError::Wrong { .. }))
    }

    fn blames_new(&self) -> bool {
        matches!(self.password.error, Some(PasswordError::New(_)))
    }

    fn has_other_sessions(&self) -> bool {
        self.sessions.iter().any(|session| !session.current)
    }

    fn has_factor(&self) -> bool {
        self.factors.authenticator.is_some() || self.factors.email
    }
}

/// The answer to `POST /account/email/enable`: a code was mailed, and goes to `/account/email/confirm`.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/email_code.html")]
pub struct EmailCodePage {
    /// Of the account.
    pub frame: Frame,
    /// Where the code went.
    pub address: String,
    /// Seconds until another may be sent; 0: now.
    pub resend_after_seconds: u64,
    /// Why the last code was not taken.
    pub error: Option<CodeError>,
}

impl EmailCodePage {
    fn problem(&self) -> Option<String> {
        super::code::problem(&self.frame, self.error)
    }
}
