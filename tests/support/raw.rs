//! Bytes on a TLS connection, where a client library would tidy up; and WebSockets.

use std::sync::Arc;

use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use super::world::{HOST, World};

async fn connect(world: &World) -> TlsStream<TcpStream> {
    let mut roots = rustls::RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(&world.ca()).unwrap())
        .unwrap();
    let config = rustls::ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let tcp = TcpStream::connect(world.address()).await.unwrap();
    let name = ServerName::try_from(HOST).unwrap();
    TlsConnector::from(Arc::new(config))
        .connect(name, tcp)
        .await
        .unwrap()
}

/// Sends bytes and reads until the connection ends.
pub async fn raw(world: &World, request: String) -> String {
    let mut tls = connect(world).await;
    // The gateway may answer and close before it has read everything.
    let _ = tls.write_all(request.as_bytes()).await;
    read_to_the_end(&mut tls).await
}

async fn read_to_the_end(tls: &mut TlsStream<TcpStream>) -> String {
    let mut answer = Vec::new();
    let _ = tls.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

/// Sends each request after the answer to the one before it has begun, on one connection.
pub async fn raw_sequence(world: &World, requests: &[String]) -> String {
    let mut tls = connect(world).await;
    let mut answers = String::new();
    for request in requests {
        tls.write_all(request.as_bytes()).await.unwrap();
        let mut buffer = vec![0; 64 * 1024];
        let count = tls.read(&mut buffer).await.unwrap();
        answers.push_str(&String::from_utf8_lossy(&buffer[..count]));
    }
    answers + &read_to_the_end(&mut tls).await
}

/// A GET with a target that is sent byte for byte, in a session.
pub async fn raw_get(world: &World, target: &str, cookie: &str) -> String {
    let authority = &world.authority;
    let request = format!(
        "GET {target} HTTP/1.1\r\nHost: {authority}\r\nUser-Agent: Test Browser 1.0\r\n\
         Cookie: __Host-gatepass={cookie}\r\nConnection: close\r\n\r\n"
    );
    raw(world, request).await
}

/// Opens a WebSocket as our own pages do.
pub async fn websocket(
    world: &World,
    path: &str,
    cookie: &str,
) -> Result<WebSocketStream<TlsStream<TcpStream>>, Error> {
    websocket_from(world, path, cookie, &world.url("")).await
}

pub async fn websocket_from(
    world: &World,
    path: &str,
    cookie: &str,
    origin: &str,
) -> Result<WebSocketStream<TlsStream<TcpStream>>, Error> {
    let mut request = format!("wss://{}{path}", world.authority)
        .into_client_request()
        .unwrap();
    let headers = request.headers_mut();
    headers.insert("cookie", format!("__Host-gatepass={cookie}").parse().unwrap());
    headers.insert("origin", origin.parse().unwrap());
    headers.insert("user-agent", "Test Browser 1.0".parse().unwrap());
    tokio_tungstenite::client_async(request, connect(world).await)
        .await
        .map(|(socket, _)| socket)
}
