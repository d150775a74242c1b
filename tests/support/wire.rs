//! A TLS connection on which a test writes bytes as it likes, and reads HTTP/1.1 answers one by one.

use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::world::{HOST, Reachable};

/// Long enough for a busy machine; whoever waits for it has hung.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Wire {
    pub tls: TlsStream<TcpStream>,
    pub(super) unread: Vec<u8>,
}

/// One HTTP/1.1 response.
#[derive(Debug, Clone)]
pub struct WireAnswer {
    pub status: u16,
    /// Status line and fields, without the empty line.
    pub head: String,
    pub body: String,
}

impl Wire {
    /// HTTP/1.1 to the site's host.
    pub async fn open(world: &impl Reachable) -> Self {
        Self::open_as(world, HOST, &[b"http/1.1"]).await
    }

    pub async fn open_as(world: &impl Reachable, server_name: &str, protocols: &[&[u8]]) -> Self {
        let mut roots = rustls::RootCertStore::empty();
        roots
            .add(CertificateDer::from_pem_slice(&world.ca()).unwrap())
            .unwrap();
        let mut config = rustls::ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
        let tcp = TcpStream::connect(world.address()).await.unwrap();
        tcp.set_nodelay(true).unwrap();
        let name = ServerName::try_from(server_name.to_owned()).unwrap();
        let tls = TlsConnector::from(Arc::new(config)).connect(name, tcp).await;
        Self {
            tls: tls.unwrap(),
            unread: Vec::new(),
        }
    }

    /// Sends bytes at once. The gateway may have closed already: its answer tells why.
    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = self.tls.write_all(bytes.as_ref()).await;
        let _ = self.tls.flush().await;
    }

    /// The next final response, with its body; interim responses (1xx) other than 101 are passed over.
    ///
    /// # Panics
    /// The connection ended first, or nothing came for a minute.
    pub async fn answer(&mut self) -> WireAnswer {
        self.try_answer()
            .await
            .expect("an answer before the connection ends")
    }

    /// `None`: the connection ended first.
    pub async fn try_answer(&mut self) -> Option<WireAnswer> {
        let (status, head) = self.head().await?;
        let body = self.body(&head, status).await?;
        let body = String::from_utf8_lossy(&body).into_owned();
        Some(WireAnswer { status, head, body })
    }

    /// An answer to HEAD has no body, whatever its fields say of one (RFC 9110 section 9.3.2).
    pub async fn try_answer_to_head(&mut self) -> Option<WireAnswer> {
        let (status, head) = self.head().await?;
        let body = String::new();
        Some(WireAnswer { status, head, body })
    }

    async fn head(&mut self) -> Option<(u16, String)> {
        loop {
            let head = self.until(b"\r\n\r\n").await?;
            let head = String::from_utf8_lossy(&head).trim_end().to_owned();
            let status: u16 = head.split(' ').nth(1)?.parse().ok()?;
            if !(100..200).contains(&status) || status == 101 {
                return Some((status, head));
            }
        }
    }

    async fn body(&mut self, head: &str, status: u16) -> Option<Vec<u8>> {
        if status == 101 || status == 204 || status == 304 {
            return Some(Vec::new());
        }
        if field(head, "transfer-encoding").is_some() {
            let mut body = Vec::new();
            loop {
                let line = self.until(b"\r\n").await?;
                let line = String::from_utf8_lossy(&line).into_owned();
                let size = usize::from_str_radix(line.trim().split(';').next()?, 16).ok()?;
                let mut chunk = self.exactly(size + 2).await?;
                chunk.truncate(size);
                body.append(&mut chunk);
                if size == 0 {
                    return Some(body);
                }
            }
        }
        match field(head, "content-length") {
            Some(length) => self.exactly(length.parse().ok()?).await,
            None => Some(self.rest().await),
        }
    }

    /// Everything until the connection ends.
    pub async fn rest(&mut self) -> Vec<u8> {
        while self.more().await.is_some() {}
        std::mem::take(&mut self.unread)
    }

    /// What came after the answers that were read, once the connection has ended: empty is a clean end.
    pub async fn is_closed(&mut self) -> bool {
        self.rest().await.is_empty()
    }

    pub async fn until(&mut self, end: &[u8]) -> Option<Vec<u8>> {
        loop {
            if let Some(at) = self.unread.windows(end.len()).position(|window| window == end) {
                return Some(self.unread.drain(..at + end.len()).collect());
            }
            self.more().await?;
        }
    }

    pub async fn exactly(&mut self, count: usize) -> Option<Vec<u8>> {
        while self.unread.len() < count {
            self.more().await?;
        }
        Some(self.unread.drain(..count).collect())
    }

    pub(super) async fn more(&mut self) -> Option<()> {
        let read = tokio::time::timeout(PATIENCE, self.tls.read_buf(&mut self.unread));
        let count = read.await.expect("the gateway is silent for a minute").ok()?;
        (count > 0).then_some(())
    }
}

impl WireAnswer {
    pub fn field(&self, name: &str) -> Option<&str> {
        field(&self.head, name)
    }
}

fn field<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let fields = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    let mut values = fields.filter(|(written, _)| written.eq_ignore_ascii_case(name));
    values.next().map(|(_, value)| value.trim())
}
