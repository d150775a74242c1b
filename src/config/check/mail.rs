//! Checks how mail leaves: never in the clear over a network, and never with a password from the config.

use super::Check;
use crate::config::file::{MailSection, MailServer, MailTlsWord};
use crate::config::key_path::KeyPath;
use crate::config::settings::{MailLogin, MailSettings, MailTls, Portal};

impl Check<'_> {
    pub(super) fn mail(
        &mut self,
        section: Option<&MailSection>,
        portal: Option<&Portal>,
    ) -> Option<MailSettings> {
        let section = section?;
        let at = KeyPath::default().key("mail");
        let server = self.required(
            &at.key("server"),
            section.server.as_ref(),
            "server = \"smtp.example.com\"",
        );
        let server = server.map(|server| &server.0);
        let tls = self.mail_tls(section, server, &at);
        let port = self.mail_port(section, &at);
        let login = self.mail_login(section, &at);
        let from = self.required(
            &at.key("from"),
            section.from.as_ref(),
            "from = \"Gatepass <support@example.com>\"",
        )?;
        Some(MailSettings {
            server: server?.as_str().to_owned(),
            port,
            tls,
            login,
            hello: match portal {
                Some(portal) => portal.host.clone(),
                None => from.0.email.domain().to_owned(),
            },
            from: from.0.clone(),
        })
    }

    fn mail_tls(&mut self, section: &MailSection, server: Option<&MailServer>, at: &KeyPath) -> MailTls {
        let ca_at = at.key("ca");
        let ca = section.ca.as_ref();
        let ca = ca.map(|path| self.existing_file(&ca_at, &path.0));
        match section.tls {
            MailTlsWord::Implicit => MailTls::Implicit { ca },
            MailTlsWord::Starttls => MailTls::StartTls { ca },
            MailTlsWord::None => {
                if server.is_some_and(|server| !server.is_loopback()) {
                    self.complain(
                        &at.key("tls"),
                        "mail goes without TLS only to this machine: write `implicit` or `starttls`, or the server \
                         `localhost`",
                    );
                }
                if ca.is_some() {
                    self.complain(
                        &ca_at,
                        "there is no certificate without TLS: remove this, or use TLS",
                    );
                }
                MailTls::Off
            }
        }
    }

    /// RFC 8314 section 7.3 for 465, RFC 6409 section 3.1 for 587, RFC 5321 section 4.5.4.2 for 25.
    fn mail_port(&mut self, section: &MailSection, at: &KeyPath) -> u16 {
        if section.port == Some(0) {
            self.complain(&at.key("port"), "a port is a number from 1 to 65535");
        }
        section.port.unwrap_or(match section.tls {
            MailTlsWord::Implicit => 465,
            MailTlsWord::Starttls => 587,
            MailTlsWord::None => 25,
        })
    }

    fn mail_login(&mut self, section: &MailSection, at: &KeyPath) -> Option<MailLogin> {
        let user_at = at.key("user");
        let file_at = at.key("password_file");
        let file = section.password_file.as_ref();
        let file = file.map(|path| self.existing_file(&file_at, &path.0));
        let Some(user) = &section.user else {
            if file.is_some() {
                self.complain(
                    &user_at,
                    "missing, and there is a `password_file`: write `user = \"gatepass\"`",
                );
            }
            return None;
        };
        if user.is_empty() || user.contains(char::is_control) {
            self.complain(
                &user_at,
                "this is no account: write the name that the mail server knows",
            );
        }
        let password_file = self.required(&file_at, file, "password_file = \"mail-password\"")?;
        Some(MailLogin {
            user: user.clone(),
            password_file,
        })
    }
}
