//! What certificates say of themselves, for those who check a config: to whom they belong, and until when.

use jiff::Timestamp;
use x509_parser::parse_x509_certificate;
use x509_parser::time::ASN1Time;

use super::tls::{CertificateError, names_of, read_pair};
use crate::config::CertificateFiles;

/// What the server's own certificate, the first of its file, says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFacts {
    /// In lower case; `*.example.com` stands for all names with one more label.
    names: Vec<String>,
    pub valid_from: Timestamp,
    /// The last second.
    pub valid_until: Timestamp,
}

impl CertificateFacts {
    pub fn read(files: &CertificateFiles) -> Result<Self, CertificateError> {
        let key = read_pair(files)?;
        let names = names_of(files, &key)?;
        let unusable = |reason: String| CertificateError::NoNames {
            path: files.certificate.clone(),
            reason,
        };
        let leaf = key
            .end_entity_cert()
            .map_err(|error| unusable(error.to_string()))?;
        let (_, parsed) = parse_x509_certificate(leaf).map_err(|error| unusable(error.to_string()))?;
        let validity = parsed.validity();
        let moment = |at: ASN1Time| {
            Timestamp::from_second(at.timestamp()).map_err(|error| unusable(error.to_string()))
        };
        Ok(Self {
            names,
            valid_from: moment(validity.not_before)?,
            valid_until: moment(validity.not_after)?,
        })
    }

    /// `host`: in lower case. RFC 9525 section 6.3: a `*` stands for one whole label.
    pub fn is_for(&self, host: &str) -> bool {
        let any_of_its_kind = host.find('.').and_then(|dot| host.get(dot..));
        self.names.iter().any(|name| match name.strip_prefix('*') {
            Some(rest) => any_of_its_kind == Some(rest),
            None => name == host,
        })
    }
}
