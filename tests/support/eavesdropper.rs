//! Somebody between the client and the gateway who has the gateway's key: what clients send is written down in the clear.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{TlsAcceptor, TlsConnector};

use super::World;

pub struct Eavesdropper {
    pub address: SocketAddr,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Eavesdropper {
    pub async fn between(world: &World) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (acceptor, connector) = ends(world.dir.path());
        let gateway = world.address();
        let writes_down = heard.clone();
        tokio::spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                let (acceptor, connector) = (acceptor.clone(), connector.clone());
                let writes_down = writes_down.clone();
                tokio::spawn(async move {
                    // A browser opens connections that it does not use, and breaks some off.
                    let Ok(client) = acceptor.accept(tcp).await else {
                        return;
                    };
                    let host = client.get_ref().1.server_name().unwrap().to_owned();
                    let tcp = TcpStream::connect(gateway).await.unwrap();
                    let host = ServerName::try_from(host).unwrap();
                    let gateway = connector.connect(host, tcp).await.unwrap();
                    let (from_client, to_client) = tokio::io::split(client);
                    let (from_gateway, to_gateway) = tokio::io::split(gateway);
                    tokio::join!(
                        pass(from_client, to_gateway, Some(writes_down)),
                        pass(from_gateway, to_client, None),
                    );
                });
            }
        });
        Self { address, heard }
    }

    /// Every byte that clients have sent, heads and bodies.
    pub fn heard(&self) -> Vec<u8> {
        self.heard.lock().unwrap().clone()
    }
}

async fn pass(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    heard: Option<Arc<Mutex<Vec<u8>>>>,
) {
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        if let Some(heard) = &heard {
            heard.lock().unwrap().extend_from_slice(&bytes[..count]);
        }
        if to.write_all(&bytes[..count]).await.is_err() || to.flush().await.is_err() {
            break;
        }
    }
    let _ = to.shutdown().await;
}

/// HTTP/1.1 on both sides: nothing is compressed in a way that hides what is said.
pub(super) fn ends(dir: &Path) -> (TlsAcceptor, TlsConnector) {
    let certificates = |name: &str| -> Vec<CertificateDer<'static>> {
        let read = CertificateDer::pem_file_iter(dir.join(name)).unwrap();
        read.map(Result::unwrap).collect()
    };
    let key = PrivateKeyDer::from_pem_file(dir.join("cert-key.pem")).unwrap();
    let mut server = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(certificates("cert.pem"), key)
        .unwrap();
    server.alpn_protocols = vec![b"http/1.1".to_vec()];
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(certificates("ca.pem"));
    let mut client = ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    client.alpn_protocols = vec![b"http/1.1".to_vec()];
    (
        TlsAcceptor::from(Arc::new(server)),
        TlsConnector::from(Arc::new(client)),
    )
}
