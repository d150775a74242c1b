//! Sends one letter now, and says what went wrong in words that hold nothing of the letter or the password.

use std::error::Error as _;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use lettre::Message;
use lettre::message::Mailbox;
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};

use super::connection::Way;
use super::letter::{Letter, new_id};
use crate::config::{MailLogin, MailSettings};
use crate::crypto::{PrivateFileError, read_private};

/// So long somebody looks at a page that waits for its code to be sent.
const SEND_WITHIN: Duration = Duration::from_secs(10);

/// Sends letters, each over a connection of its own.
#[derive(Clone)]
pub struct Mailer {
    inner: Arc<Inner>,
}

struct Inner {
    way: Way,
    credentials: Option<Credentials>,
    from: Mailbox,
}

/// Mail cannot be sent at all.
#[derive(Debug, thiserror::Error)]
pub enum MailSetupError {
    #[error("the password of the mail server cannot be read from `{path}`: {source}")]
    Password { path: PathBuf, source: PrivateFileError },
    #[error("the file `{0}` holds no password: write the mail server's password into it")]
    NoPassword(PathBuf),
    #[error("the certificate authorities for mail cannot be read from `{path}`: {reason}")]
    Authorities { path: PathBuf, reason: String },
    #[error("TLS for mail cannot be set up: {0}")]
    Tls(smtp::Error),
}

/// A letter was not sent, or nobody knows.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("the letter cannot be written: {0}")]
    Letter(#[from] lettre::error::Error),
    #[error("the mail server cannot be reached: {0}")]
    Unreachable(String),
    #[error("the mail server offers no STARTTLS, or somebody on the way hides it: nothing was sent")]
    NoStartTls,
    #[error("the mail server did not take it within {} s", .0.as_secs())]
    Silent(Duration),
    #[error("the mail server does not take it for now: {0}")]
    NotNow(Reply),
    #[error("the mail server refuses it: {0}")]
    Refused(Reply),
    #[error("the mail server cannot do what is needed: {0}")]
    Unable(String),
}

/// What the mail server answered: the codes only, because servers like to quote what they refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// RFC 5321 section 4.2.
    pub code: u16,
    /// RFC 3463, such as `5.1.1`.
    pub enhanced: Option<String>,
}

impl Mailer {
    /// Reads the password and the authorities. Sends nothing yet.
    pub fn new(settings: &MailSettings) -> Result<Self, MailSetupError> {
        let credentials = settings.login.as_ref().map(credentials).transpose()?;
        let inner = Inner {
            way: Way::new(settings)?,
            credentials,
            from: settings.from.clone(),
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// Returns when the mail server has taken it, within 10 s; whether it arrives is up to that server.
    pub async fn send(&self, letter: Letter) -> Result<(), MailError> {
        let message = self.compose(&letter, &new_id())?;
        self.deliver(&message, SEND_WITHIN).await
    }

    pub(super) fn compose(&self, letter: &Letter, id: &str) -> Result<Message, MailError> {
        Ok(letter.compose(id, &self.inner.from)?)
    }

    pub(super) async fn deliver(&self, message: &Message, within: Duration) -> Result<(), MailError> {
        tokio::time::timeout(within, self.hand_over(message))
            .await
            .unwrap_or(Err(MailError::Silent(within)))
    }

    async fn hand_over(&self, message: &Message) -> Result<(), MailError> {
        let mut connection = self.inner.way.connect().await?;
        if let Some(credentials) = &self.inner.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        connection.send(message.envelope(), &message.formatted()).await?;
        connection.abort().await;
        Ok(())
    }
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mailer([redacted])")
    }
}

fn credentials(login: &MailLogin) -> Result<Credentials, MailSetupError> {
    let path = || login.password_file.clone();
    let text = read_private(&login.password_file)
        .map_err(|source| MailSetupError::Password { path: path(), source })?;
    // Editors end a file with a line break; a password has none.
    let password = text.reveal().trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        return Err(MailSetupError::NoPassword(path()));
    }
    Ok(Credentials::new(login.user.clone(), password.to_owned()))
}

impl MailError {
    /// The same letter may be taken later.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Unreachable(_) | Self::NoStartTls | Self::Silent(_) | Self::NotNow(_) => true,
            Self::Letter(_) | Self::Refused(_) | Self::Unable(_) => false,
        }
    }
}

impl From<smtp::Error> for MailError {
    fn from(error: smtp::Error) -> Self {
        let said = || error.source().map(ToString::to_string).unwrap_or_default();
        if let Some(code) = error.status() {
            let reply = Reply {
                code: u16::from(code),
                enhanced: enhanced_code(&said()),
            };
            return if error.is_transient() {
                Self::NotNow(reply)
            } else {
                Self::Refused(reply)
            };
        }
        if error.is_client() {
            Self::Unable(said())
        } else if error.is_response() {
            // What it said is not repeated: it may be anything.
            Self::Unreachable("it answers as no mail server does".to_owned())
        } else {
            Self::Unreachable(said())
        }
    }
}

/// `5.1.1 no such user` → `5.1.1`.
fn enhanced_code(text: &str) -> Option<String> {
    let first = text.split_whitespace().next()?;
    let is_number =
        |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = first.split('.').collect();
    (parts.len() == 3 && parts.iter().all(|part| is_number(part))).then(|| first.to_owned())
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.enhanced {
            Some(enhanced) => write!(f, "{} {enhanced}", self.code),
            None => write!(f, "{}", self.code),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_a_server_says_only_the_codes_are_kept() {
        for (text, kept) in [
            (
                "5.7.8 authentication failed: AGdhdGVwYXNzAHNlY3JldA==",
                Some("5.7.8"),
            ),
            ("4.2.1", Some("4.2.1")),
            ("AGdhdGVwYXNzAHNlY3JldA==", None),
            ("5.7.8.9 x", None),
            ("5..8 x", None),
            ("1234.1.1 x", None),
            ("", None),
        ] {
            assert_eq!(enhanced_code(text).as_deref(), kept, "{text}");
        }
    }
}
