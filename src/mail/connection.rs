//! A connection to the mail server that is protected as the settings want it, or none.

use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use tokio::net::TcpStream;

use super::mailer::{MailError, MailSetupError};
use super::turns::TurnTaking;
use crate::config::{MailSettings, MailTls};

/// How long one address of the server may take to answer a connection; the whole letter has a limit of its own.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);

/// Where the server is and how the way there is protected.
pub(super) struct Way {
    server: String,
    port: u16,
    protection: Protection,
    hello: ClientId,
}

enum Protection {
    Implicit(TlsParameters),
    StartTls(TlsParameters),
    Off,
}

impl Way {
    pub(super) fn new(settings: &MailSettings) -> Result<Self, MailSetupError> {
        let tls = |ca: &Option<PathBuf>| tls_parameters(&settings.server, ca.as_deref());
        let protection = match &settings.tls {
            MailTls::Implicit { ca } => Protection::Implicit(tls(ca)?),
            MailTls::StartTls { ca } => Protection::StartTls(tls(ca)?),
            MailTls::Off => Protection::Off,
        };
        Ok(Self {
            server: settings.server.clone(),
            port: settings.port,
            protection,
            hello: ClientId::Domain(settings.hello.clone()),
        })
    }

    /// After the greetings, and after TLS where TLS is wanted.
    pub(super) async fn connect(&self) -> Result<AsyncSmtpConnection, MailError> {
        let address = (self.server.as_str(), self.port);
        let direct =
            |tls| AsyncSmtpConnection::connect_tokio1(address, Some(CONNECT_WITHIN), &self.hello, tls, None);
        match &self.protection {
            Protection::Implicit(tls) => Ok(direct(Some(tls.clone())).await?),
            Protection::Off => Ok(direct(None).await?),
            Protection::StartTls(tls) => {
                let stream = TcpStream::connect(address)
                    .await
                    .map_err(|error| MailError::Unreachable(error.to_string()))?;
                let stream = Box::new(TurnTaking::new(stream));
                let mut connection = AsyncSmtpConnection::connect_with_transport(stream, &self.hello).await?;
                if !connection.can_starttls() {
                    connection.abort().await;
                    return Err(MailError::NoStartTls);
                }
                connection.starttls(tls.clone(), &self.hello).await?;
                Ok(connection)
            }
        }
    }
}

/// `ca`: the only authorities that are believed; `None`: the system's. The server's name is verified in any case.
fn tls_parameters(server: &str, ca: Option<&Path>) -> Result<TlsParameters, MailSetupError> {
    let mut builder = TlsParameters::builder(server.to_owned());
    if let Some(path) = ca {
        let failed = |reason: String| MailSetupError::Authorities {
            path: path.to_owned(),
            reason,
        };
        let pem = std::fs::read(path).map_err(|error| failed(error.to_string()))?;
        let is_pem = pem
            .windows(CERTIFICATE.len())
            .any(|window| window == CERTIFICATE.as_bytes());
        if !is_pem {
            return Err(failed("it holds no PEM certificate".to_owned()));
        }
        let authorities = Certificate::from_pem(&pem).map_err(|error| failed(error.to_string()))?;
        builder = builder
            .certificate_store(CertificateStore::None)
            .add_root_certificate(authorities);
        return builder.build().map_err(|error: Error| failed(error.to_string()));
    }
    builder.build().map_err(MailSetupError::Tls)
}

const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----";
