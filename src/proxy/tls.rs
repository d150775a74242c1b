//! TLS towards clients: certificates by server name, swapped without a restart.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use std::sync::Arc;

use arc_swap::ArcSwap;
use rustls::SupportedProtocolVersion;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert, ServerConfig};
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};

use crate::config::{CertificateFiles, TlsProfile};

/// A certificate or its key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    #[error("cannot read `{path}`: {source}")]
    Read { path: PathBuf, source: std::io::Error },
    #[error("`{0}` holds no PEM certificate")]
    NoCertificate(PathBuf),
    #[error("`{0}` holds no PEM private key")]
    NoKey(PathBuf),
    #[error("`{certificate}` and `{key}` do not belong together: {source}")]
    Mismatch {
        certificate: PathBuf,
        key: PathBuf,
        source: rustls::Error,
    },
    #[error("`{path}` names no host: {reason}")]
    NoNames { path: PathBuf, reason: String },
}

/// All certificates, by the names they are for.
#[derive(Debug, Default)]
struct Certificates {
    exact: HashMap<String, Arc<CertifiedKey>>,
    /// By the part after `*`: `.example.com`.
    wildcard: HashMap<String, Arc<CertifiedKey>>,
    /// For clients that name no server, or one that nobody knows: they get a 421 in words instead of an alert.
    fallback: Option<Arc<CertifiedKey>>,
}

/// Chooses the certificate for a connection. Cheap to clone; all clones swap together.
#[derive(Debug, Clone)]
pub struct CertificateStore(Arc<ArcSwap<Certificates>>);

impl CertificateStore {
    pub fn load(files: &[CertificateFiles]) -> Result<Self, CertificateError> {
        Ok(Self(Arc::new(ArcSwap::from_pointee(read_all(files)?))))
    }

    /// All or nothing: on error the old certificates stay.
    pub fn reload(&self, files: &[CertificateFiles]) -> Result<(), CertificateError> {
        self.0.store(Arc::new(read_all(files)?));
        Ok(())
    }

    /// The profile's versions with rustls' own choice of ciphers, HTTP/2 and HTTP/1.1 by ALPN, tickets for resumption.
    pub fn server_config(&self, profile: TlsProfile) -> Result<Arc<ServerConfig>, rustls::Error> {
        let versions: &[&SupportedProtocolVersion] = match profile {
            TlsProfile::Intermediate => &[&TLS13, &TLS12],
            TlsProfile::Modern => &[&TLS13],
        };
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(versions)?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(self.clone()));
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        config.ticketer = ring::Ticketer::new()?;
        // Early data could be replayed (RFC 8446 section 8).
        config.max_early_data_size = 0;
        Ok(Arc::new(config))
    }
}

impl ResolvesServerCert for CertificateStore {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let certificates = self.0.load();
        let name = hello
            .server_name()
            .map(str::to_ascii_lowercase)
            .unwrap_or_default();
        let by_wildcard = || certificates.wildcard.get(name.get(name.find('.')?..)?);
        certificates
            .exact
            .get(&name)
            .or_else(by_wildcard)
            .or(certificates.fallback.as_ref())
            .cloned()
    }
}

fn read_all(files: &[CertificateFiles]) -> Result<Certificates, CertificateError> {
    let mut all = Certificates::default();
    for pair in files {
        let key = Arc::new(read_pair(pair)?);
        for name in names_of(pair, &key)? {
            match name.strip_prefix('*') {
                Some(rest) => all.wildcard.entry(rest.to_owned()).or_insert_with(|| key.clone()),
                None => all.exact.entry(name).or_insert_with(|| key.clone()),
            };
        }
        all.fallback.get_or_insert(key);
    }
    Ok(all)
}

pub(super) fn read_pair(pair: &CertificateFiles) -> Result<CertifiedKey, CertificateError> {
    let open = |path: &PathBuf| {
        File::open(path).map_err(|source| CertificateError::Read {
            path: path.clone(),
            source,
        })
    };
    let chain: Result<Vec<CertificateDer<'static>>, _> =
        CertificateDer::pem_reader_iter(BufReader::new(open(&pair.certificate)?)).collect();
    let chain = chain.ok().filter(|chain| !chain.is_empty());
    let chain = chain.ok_or_else(|| CertificateError::NoCertificate(pair.certificate.clone()))?;
    let key = PrivateKeyDer::from_pem_reader(BufReader::new(open(&pair.key)?))
        .map_err(|_| CertificateError::NoKey(pair.key.clone()))?;
    CertifiedKey::from_der(chain, key, &ring::default_provider()).map_err(|source| {
        CertificateError::Mismatch {
            certificate: pair.certificate.clone(),
            key: pair.key.clone(),
            source,
        }
    })
}

/// The DNS names of the leaf certificate (RFC 6125: the subject's common name does not count).
pub(super) fn names_of(pair: &CertificateFiles, key: &CertifiedKey) -> Result<Vec<String>, CertificateError> {
    let unusable = |reason: String| CertificateError::NoNames {
        path: pair.certificate.clone(),
        reason,
    };
    let leaf = key
        .end_entity_cert()
        .map_err(|error| unusable(error.to_string()))?;
    let parsed = webpki::EndEntityCert::try_from(leaf).map_err(|error| unusable(error.to_string()))?;
    let names: Vec<String> = parsed.valid_dns_names().map(str::to_ascii_lowercase).collect();
    Ok(names)
}
