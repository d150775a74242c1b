//! The page behind an invitation: its reader chooses the password of their new account.

use askama::Template;

use super::Frame;

/// `GET /invitation/{token}`, and the same page again after a mistake.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/invitation.html")]
pub struct InvitationPage {
    /// Nobody is signed in.
    pub frame: Frame,
    /// Path of this page, where the form goes.
    pub action: String,
    /// Name of the account.
    pub account: String,
    /// What they type as user name from now on.
    pub username: String,
    /// The apps it belongs to.
    pub sites: Vec<String>,
    /// Why the password was not taken.
    pub error: Option<NewPasswordError>,
}

impl InvitationPage {
    fn lead(&self) -> String {
        self.frame
            .say_of("account-invitation-lead", "account", &self.account)
    }

    fn site_count(&self) -> u64 {
        u64::try_from(self.sites.len()).unwrap_or(u64::MAX)
    }

    fn blames_new(&self) -> bool {
        self.error.is_some()
    }
}

/// Why a new password was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewPasswordError {
    /// Below 12 characters.
    TooShort,
    /// Above 1024 characters.
    TooLong,
    /// Among those that everybody tries first.
    Common,
    /// The two fields differ.
    Differ,
    /// The account's or the app's name is in it.
    ContainsName,
}

impl NewPasswordError {
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::TooShort => "account-password-too-short",
            Self::TooLong => "account-password-too-long",
            Self::Common => "account-password-common",
            Self::Differ => "account-password-differ",
            Self::ContainsName => "account-password-contains-name",
        }
    }
}
