//! `[mail]`: the server that takes mail for people.

use std::net::IpAddr;
use std::path::PathBuf;

use lettre::message::Mailbox;
use schemars::JsonSchema;
use serde::Deserialize;

use super::host::HostName;
use super::parsed::{FromText, Parsed};

/// How mail leaves. The password never stands here.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[schemars(extend("required" = ["server", "from"]))]
pub struct MailSection {
    /// Host name or address of the mail server (SMTP). Required.
    pub server: Option<Parsed<MailServer>>,
    /// Its port. Default: 465 for `tls = "implicit"`, 587 for `"starttls"`, 25 for `"none"`.
    pub port: Option<u16>,
    /// `"implicit"`: TLS from the first byte. `"starttls"`: TLS after a word in the clear; a server that does not offer
    /// it gets nothing. `"none"`: no TLS, only for a server on this machine. Default: `"implicit"`.
    pub tls: MailTlsWord,
    /// A PEM file with the only certificate authorities that are believed. Default: the system's.
    pub ca: Option<Parsed<PathBuf>>,
    /// The account on the mail server. Default: none, the server takes our mail without.
    pub user: Option<String>,
    /// A file that holds the password of `user` and nothing else, readable by its owner only. Required with `user`.
    pub password_file: Option<Parsed<PathBuf>>,
    /// Whom the mail comes from: `"Gatepass <support@example.com>"`. Required.
    pub from: Option<Parsed<Mailbox>>,
}

/// The words of `tls`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MailTlsWord {
    #[default]
    Implicit,
    Starttls,
    None,
}

/// A host name in lower case, or an address; of IPv6 without brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailServer(String);

impl MailServer {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it can only be this machine (RFC 6761 section 6.3 for names).
    pub fn is_loopback(&self) -> bool {
        match self.0.parse::<IpAddr>() {
            Ok(address) => address.to_canonical().is_loopback(),
            Err(_) => self.0 == "localhost" || self.0.ends_with(".localhost"),
        }
    }
}

impl FromText for MailServer {
    const EXPECTED: &'static str = "a host name, such as \"smtp.example.com\"";

    fn from_text(text: &str) -> Result<Self, String> {
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(Self(address.to_string()));
        }
        if text.contains(':') && !text.contains("://") {
            return Err(format!(
                "`{text}`: a mail server has no port here: `port` says the port"
            ));
        }
        HostName::from_text(text).map(|host| Self(host.as_str().to_owned()))
    }
}

impl FromText for Mailbox {
    const EXPECTED: &'static str = "an address, such as \"Gatepass <support@example.com>\"";

    fn from_text(text: &str) -> Result<Self, String> {
        let plain = (!text.contains(char::is_control)).then_some(text);
        plain.and_then(|text| text.parse::<Self>().ok()).ok_or_else(|| {
            format!(
                "`{}` is no mail address: write `support@example.com` or `Gatepass <support@example.com>`",
                text.escape_debug()
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_is_a_host_or_an_address() {
        for (text, kept, is_loopback) in [
            ("SMTP.example.com", "smtp.example.com", false),
            ("localhost", "localhost", true),
            ("mail.localhost", "mail.localhost", true),
            ("127.0.0.2", "127.0.0.2", true),
            ("::1", "::1", true),
            ("::ffff:127.0.0.1", "::ffff:127.0.0.1", true),
            ("192.0.2.1", "192.0.2.1", false),
            ("localhost.example.com", "localhost.example.com", false),
            ("notlocalhost", "notlocalhost", false),
        ] {
            let server = MailServer::from_text(text).unwrap();
            assert_eq!(server.as_str(), kept);
            assert_eq!(server.is_loopback(), is_loopback, "{text}");
        }
    }

    #[test]
    fn what_is_no_mail_server_is_refused_with_a_reason() {
        for (text, reason) in [
            ("smtp.example.com:465", "`port` says the port"),
            ("smtp://smtp.example.com", "no scheme"),
            ("", "no host name"),
            ("smtp example", "no host name"),
        ] {
            let message = MailServer::from_text(text).unwrap_err();
            assert!(message.contains(reason), "{message}");
        }
    }

    #[test]
    fn a_sender_is_an_address_perhaps_with_a_name() {
        let sender = Mailbox::from_text("Gatepass Hilfe <support@example.com>").unwrap();
        assert_eq!(sender.name.as_deref(), Some("Gatepass Hilfe"));
        assert_eq!(sender.email.to_string(), "support@example.com");
        assert_eq!(Mailbox::from_text("a@b.example").unwrap().name, None);
        for text in [
            "",
            "support",
            "@example.com",
            "A <a@b.example>\r\nBcc: c@d.example",
            "\"A\r\nBcc: c@d.example\" <a@b.example>",
            "a@b.example, c@d.example",
        ] {
            let message = Mailbox::from_text(text).unwrap_err();
            assert!(message.contains("no mail address"), "{message}");
            assert!(!message.contains('\n'), "{message}");
        }
    }
}
