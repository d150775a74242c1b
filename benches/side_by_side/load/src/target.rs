//! What is measured: where it listens, by which name, with which request.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use rustls::client::Resumption;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

#[derive(Debug, Clone, Args)]
pub(crate) struct Target {
    #[arg(long)]
    pub(crate) address: SocketAddr,
    #[arg(long)]
    pub(crate) host: String,
    /// The authority that vouches for the host
    #[arg(long)]
    ca: PathBuf,
    #[arg(long)]
    pub(crate) path: String,
    /// `name: value`, sent with every request
    #[arg(long = "header")]
    headers: Vec<String>,
}

impl Target {
    /// TLS 1.3 with one cipher suite and one group, so that all proxies do the same cryptography: what browsers offer first.
    pub(crate) fn client_config(&self, protocol: &[u8]) -> anyhow::Result<ClientConfig> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(&self.ca).context("reading the authority")?)?;
        let mut provider = ring::default_provider();
        provider.cipher_suites = vec![ring::cipher_suite::TLS13_AES_128_GCM_SHA256];
        provider.kx_groups = vec![ring::kx_group::X25519];
        let mut config = ClientConfig::builder_with_provider(Arc::new(provider))
            .with_protocol_versions(&[&rustls::version::TLS13])?
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![protocol.to_vec()];
        config.resumption = Resumption::disabled();
        Ok(config)
    }

    pub(crate) fn connector(&self, protocol: &[u8]) -> anyhow::Result<TlsConnector> {
        Ok(TlsConnector::from(Arc::new(self.client_config(protocol)?)))
    }

    pub(crate) async fn connect(&self, connector: &TlsConnector) -> anyhow::Result<TlsStream<TcpStream>> {
        let tcp = TcpStream::connect(self.address).await.context("connecting")?;
        tcp.set_nodelay(true)?;
        let name = ServerName::try_from(self.host.clone())?;
        connector.connect(name, tcp).await.context("in the TLS handshake")
    }

    /// Names and values.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().filter_map(|header| header.split_once(": "))
    }

    /// As HTTP/1.1 writes it. `upload`: the length of a body that goes with it.
    pub(crate) fn request(&self, upload: Option<usize>) -> Vec<u8> {
        let method = if upload.is_some() { "POST" } else { "GET" };
        let mut text = format!("{method} {} HTTP/1.1\r\nHost: {}\r\n", self.path, self.host);
        for (name, value) in self.headers() {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if let Some(length) = upload {
            text.push_str(&format!(
                "Content-Type: application/octet-stream\r\nContent-Length: {length}\r\n"
            ));
        }
        text.push_str("\r\n");
        let mut bytes = text.into_bytes();
        bytes.resize(bytes.len() + upload.unwrap_or(0), b'x');
        bytes
    }
}
