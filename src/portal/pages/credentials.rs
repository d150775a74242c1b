//! The second dialog: an agent's credentials, shown once.

use askama::Template;
use jiff::Timestamp;

use super::{Cut, Frame, Qr};

/// The answer to the `POST` that made the credentials. It holds secrets: no `Debug`, and `no-store` on the response.
#[derive(Clone, Template)]
#[template(path = "portal/templates/credentials.html")]
pub struct CredentialsPage {
    /// Of the grantor. Its `path_and_query` is the grant's page: this one cannot be asked for again.
    pub frame: Frame,
    /// For the addresses of the grant.
    pub grant_id: String,
    /// The app, as the operator calls it.
    pub site: String,
    /// The agent's name, where the grantor gave one.
    pub agent: Option<String>,
    /// What is shown.
    pub credentials: Credentials,
    /// What was cut, where these take the place of others.
    pub cut: Option<Cut>,
}

/// What the agent needs.
#[derive(Clone)]
pub struct Credentials {
    /// Where the agent signs in.
    pub url: String,
    /// Of the grant.
    pub username: String,
    /// Of the grant.
    pub password: String,
    /// Of the grant.
    pub code: ShownCode,
    /// When the grant begins, where that is still to come.
    pub starts_at: Option<Timestamp>,
    /// When the grant ends.
    pub expires_at: Timestamp,
}

/// The security code.
#[derive(Clone)]
pub enum ShownCode {
    /// One that stays the same.
    Fixed(String),
    /// One that the agent's authenticator app makes.
    Totp(Qr),
    /// One that is mailed to this address each time.
    Email(String),
}

impl CredentialsPage {
    /// What begins later is not active yet.
    fn title(&self) -> String {
        self.frame.say(match self.credentials.starts_at {
            None => "support-credentials-title",
            Some(_) => "support-credentials-title-later",
        })
    }

    fn fixed_code(&self) -> Option<&str> {
        match &self.credentials.code {
            ShownCode::Fixed(code) => Some(code),
            ShownCode::Totp(_) | ShownCode::Email(_) => None,
        }
    }

    fn mailed_to(&self) -> Option<&str> {
        match &self.credentials.code {
            ShownCode::Email(address) => Some(address),
            ShownCode::Fixed(_) | ShownCode::Totp(_) => None,
        }
    }

    fn qr(&self) -> Option<&Qr> {
        match &self.credentials.code {
            ShownCode::Fixed(_) | ShownCode::Email(_) => None,
            ShownCode::Totp(qr) => Some(qr),
        }
    }
}

/// Instead of the credentials, when they were shown already.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/templates/credentials_gone.html")]
pub struct CredentialsGonePage {
    /// Of the grantor.
    pub frame: Frame,
    /// For the addresses of the grant.
    pub grant_id: String,
    /// The app, as the operator calls it.
    pub site: String,
    /// The agent's name, where the grantor gave one.
    pub agent: Option<String>,
}
