//! Setting up an authenticator app, and the recovery codes that come with it.

use askama::Template;

use super::{CodeError, Frame, Html, Qr};

/// `GET /account/authenticator`: what it is and what is needed.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/authenticator_start.html")]
pub struct AuthenticatorStartPage {
    /// Of the account.
    pub frame: Frame,
    /// Whether one is set up already: a new one takes its place.
    pub replaces: bool,
}

/// The answer to `POST /account/authenticator/start`. It holds a secret: no `Debug`, and `no-store` on the response.
#[derive(Clone, Template)]
#[template(path = "portal/templates/authenticator.html")]
pub struct AuthenticatorPage {
    /// Of the account.
    pub frame: Frame,
    /// What to scan or to type.
    pub qr: Qr,
    /// Why the code was not taken.
    pub error: Option<CodeError>,
}

impl AuthenticatorPage {
    fn problem(&self) -> Option<String> {
        super::code::problem(&self.frame, self.error)
    }

    fn drawing(&self) -> Option<Html> {
        self.qr.drawing(self.frame.say("account-qr-alt"))
    }
}

/// New recovery codes, shown once. It holds secrets: no `Debug`, and `no-store` on the response.
#[derive(Clone, Template)]
#[template(path = "portal/templates/recovery_codes.html")]
pub struct RecoveryCodesPage {
    /// Of the account.
    pub frame: Frame,
    /// As they are to be typed.
    pub codes: Vec<String>,
    /// Whether the authenticator app was set up just before.
    pub after_set_up: bool,
    /// Where one goes on, once they are saved.
    pub next: &'static str,
}
