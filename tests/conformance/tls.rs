//! TLS towards clients (RFC 8446, RFC 5246, RFC 7301): versions, protocols, and tickets.

use std::sync::Arc;

use rustls::client::Resumption;
use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, ClientConnection, HandshakeKind, ProtocolVersion, SupportedProtocolVersion};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::support::{HOST, Wire, World, WorldBuilder};

fn client(world: &World, versions: &[&'static SupportedProtocolVersion]) -> ClientConfig {
    let mut roots = rustls::RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(&world.ca()).unwrap())
        .unwrap();
    let mut config = ClientConfig::builder_with_protocol_versions(versions)
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    config
}

async fn connect(
    world: &World,
    config: Arc<ClientConfig>,
    name: &str,
) -> std::io::Result<TlsStream<TcpStream>> {
    let tcp = TcpStream::connect(world.address()).await?;
    let name = ServerName::try_from(name.to_owned()).unwrap();
    TlsConnector::from(config).connect(name, tcp).await
}

/// The status of the answer to a request for a host, after which the ticket has arrived too.
async fn status(tls: &mut TlsStream<TcpStream>, host: &str) -> String {
    let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    tls.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let _ = tls.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer)
        .split(' ')
        .nth(1)
        .unwrap_or_default()
        .to_owned()
}

#[tokio::test]
async fn the_profile_says_which_versions_are_spoken() {
    for (profile, with_tls12) in [
        ("", true),
        ("tls_profile = \"intermediate\"", true),
        ("tls_profile = \"modern\"", false),
    ] {
        let world = WorldBuilder::new().top(profile).start().await;
        let tls13 = connect(&world, client(&world, &[&TLS13]).into(), HOST)
            .await
            .unwrap();
        assert_eq!(
            tls13.get_ref().1.protocol_version(),
            Some(ProtocolVersion::TLSv1_3),
            "{profile}"
        );
        let tls12 = connect(&world, client(&world, &[&TLS12]).into(), HOST).await;
        assert_eq!(tls12.is_ok(), with_tls12, "{profile}");
        let best = connect(&world, client(&world, &[&TLS12, &TLS13]).into(), HOST)
            .await
            .unwrap();
        assert_eq!(
            best.get_ref().1.protocol_version(),
            Some(ProtocolVersion::TLSv1_3),
            "{profile}"
        );
    }
}

/// A ClientHello of an old version, as bytes: no library that we use would send one. The answer is an alert
/// `protocol_version` (RFC 5246 section 7.2.2) and nothing else.
#[tokio::test]
async fn versions_before_1_2_are_refused() {
    let world = World::start().await;
    for minor in [0, 1, 2] {
        let mut tcp = TcpStream::connect(world.address()).await.unwrap();
        tcp.write_all(&client_hello(minor)).await.unwrap();
        let mut answer = Vec::new();
        let _ = tcp.read_to_end(&mut answer).await;
        assert_eq!(
            (answer.first(), answer.last()),
            (Some(&21), Some(&70)),
            "3.{minor}: {answer:?}"
        );
    }
    // The benign twin: the same bytes for TLS 1.2 get a ServerHello.
    let mut tcp = TcpStream::connect(world.address()).await.unwrap();
    tcp.write_all(&client_hello(3)).await.unwrap();
    let mut head = [0; 6];
    tcp.read_exact(&mut head).await.unwrap();
    assert_eq!((head[0], head[5]), (22, 2), "{head:?}");
}

/// For `crm.test`, with ECDHE on P-256 and ECDSA.
fn client_hello(minor: u8) -> Vec<u8> {
    let extension = |kind: u16, body: &[u8]| {
        let length = u16::try_from(body.len()).unwrap();
        [&kind.to_be_bytes()[..], &length.to_be_bytes(), body].concat()
    };
    let name = [&[0, 11, 0, 0, 8][..], b"crm.test"].concat();
    let extensions = [
        extension(0, &name),
        extension(10, &[0, 2, 0, 23]),
        extension(11, &[1, 0]),
        extension(13, &[0, 4, 4, 3, 4, 1]),
        extension(23, &[]),
        extension(0xff01, &[0]),
    ]
    .concat();
    let ciphers: &[u8] = &[0xc0, 0x2b, 0xc0, 0x2c, 0xc0, 0x09, 0xc0, 0x13, 0x00, 0x2f];
    let length = |bytes: &[u8]| u16::try_from(bytes.len()).unwrap().to_be_bytes();
    let body = [
        &[3, minor][..],
        &[7; 32],
        &[0],
        &length(ciphers),
        ciphers,
        &[1, 0],
        &length(&extensions),
        &extensions,
    ]
    .concat();
    let handshake = [&[1, 0][..], &length(&body), &body].concat();
    [&[22, 3, 1][..], &length(&handshake), &handshake].concat()
}

/// Early data can be replayed (RFC 8446 section 8): our tickets do not invite to it.
#[tokio::test]
async fn no_early_data_is_taken() {
    let world = World::start().await;
    let mut config = client(&world, &[&TLS13]);
    config.enable_early_data = true;
    let config = Arc::new(config);
    let mut first = connect(&world, config.clone(), HOST).await.unwrap();
    assert_ne!(status(&mut first, HOST).await, "");
    let mut second = ClientConnection::new(config.clone(), ServerName::try_from(HOST).unwrap()).unwrap();
    assert!(second.early_data().is_none(), "the ticket allows none");
    let mut third = connect(&world, config, HOST).await.unwrap();
    assert_ne!(status(&mut third, HOST).await, "");
    assert_eq!(
        third.get_ref().1.handshake_kind(),
        Some(HandshakeKind::Resumed),
        "there was a ticket"
    );
}

/// A ticket is bound to the name that it was made for (RFC 8446 section 4.6.1), and the Host to the name of TLS.
#[tokio::test]
async fn a_ticket_of_one_host_opens_no_other() {
    let world = World::start().await;
    for versions in [&[&TLS13][..], &[&TLS12]] {
        // A client that hands the tickets of one name to another.
        let confused = Arc::new(ConfusedStore::default());
        let mut config = client(&world, versions);
        config.resumption = Resumption::store(confused);
        let config = Arc::new(config);
        let mut first = connect(&world, config.clone(), "portal.test").await.unwrap();
        assert_eq!(status(&mut first, "portal.test").await, "303");
        let mut again = connect(&world, config.clone(), "portal.test").await.unwrap();
        assert_eq!(
            status(&mut again, HOST).await,
            "421",
            "a resumed connection is for its host"
        );
        assert_eq!(
            again.get_ref().1.handshake_kind(),
            Some(HandshakeKind::Resumed),
            "the twin resumes"
        );
        // Refused, or a full handshake.
        if let Ok(mut other) = connect(&world, config.clone(), HOST).await {
            assert_eq!(status(&mut other, "portal.test").await, "421");
            assert_eq!(other.get_ref().1.handshake_kind(), Some(HandshakeKind::Full));
        }
    }
}

/// Keeps the sessions of all names under one.
#[derive(Debug)]
struct ConfusedStore(rustls::client::ClientSessionMemoryCache);

impl Default for ConfusedStore {
    fn default() -> Self {
        Self(rustls::client::ClientSessionMemoryCache::new(32))
    }
}

fn one_name() -> ServerName<'static> {
    ServerName::try_from("one.test").unwrap()
}

impl rustls::client::ClientSessionStore for ConfusedStore {
    fn set_kx_hint(&self, _: ServerName<'static>, group: rustls::NamedGroup) {
        self.0.set_kx_hint(one_name(), group);
    }

    fn kx_hint(&self, _: &ServerName<'_>) -> Option<rustls::NamedGroup> {
        self.0.kx_hint(&one_name())
    }

    fn set_tls12_session(&self, _: ServerName<'static>, value: rustls::client::Tls12ClientSessionValue) {
        self.0.set_tls12_session(one_name(), value);
    }

    fn tls12_session(&self, _: &ServerName<'_>) -> Option<rustls::client::Tls12ClientSessionValue> {
        self.0.tls12_session(&one_name())
    }

    fn remove_tls12_session(&self, _: &ServerName<'static>) {
        self.0.remove_tls12_session(&one_name());
    }

    fn insert_tls13_ticket(&self, _: ServerName<'static>, value: rustls::client::Tls13ClientSessionValue) {
        self.0.insert_tls13_ticket(one_name(), value);
    }

    fn take_tls13_ticket(&self, _: &ServerName<'static>) -> Option<rustls::client::Tls13ClientSessionValue> {
        self.0.take_tls13_ticket(&one_name())
    }
}

/// RFC 7301 section 3.2; without ALPN it is HTTP/1.1 (RFC 9113 section 3.2).
#[tokio::test]
async fn a_protocol_is_agreed_or_there_is_no_connection() {
    let world = World::start().await;
    let mut config = client(&world, &[&TLS13]);
    for (offered, expected) in [
        (&["h2", "http/1.1"][..], Some("h2")),
        (&["http/1.1", "h2"], Some("h2")),
        (&["http/1.1"], Some("http/1.1")),
        (&["spdy/3", "http/1.1"], Some("http/1.1")),
        (&[], None),
    ] {
        config.alpn_protocols = offered.iter().map(|it| it.as_bytes().to_vec()).collect();
        let tls = connect(&world, Arc::new(config.clone()), HOST).await.unwrap();
        let agreed = tls
            .get_ref()
            .1
            .alpn_protocol()
            .map(|it| String::from_utf8_lossy(it).into_owned());
        assert_eq!(agreed.as_deref(), expected, "{offered:?}");
    }
    config.alpn_protocols = vec![b"spdy/3".to_vec(), b"h3".to_vec()];
    let refused = connect(&world, Arc::new(config.clone()), HOST).await.unwrap_err();
    assert!(refused.to_string().contains("NoApplicationProtocol"), "{refused}");
    config.alpn_protocols = Vec::new();
    let mut plain = connect(&world, Arc::new(config), HOST).await.unwrap();
    assert_ne!(status(&mut plain, HOST).await, "");
}

/// A name that nobody serves gets an answer in words, and another host than that of TLS too (RFC 9110 section 15.5.20).
#[tokio::test]
async fn another_host_than_that_of_tls_is_misdirected() {
    let world = World::start().await;
    for (server_name, host, expected) in [
        (HOST, "portal.test", 421),
        ("portal.test", HOST, 421),
        ("other.test", HOST, 421),
        ("other.test", "other.test", 421),
        (HOST, "other.test", 421),
        (HOST, HOST, 401),
    ] {
        let mut wire = Wire::open_as(&world, server_name, &[b"http/1.1"]).await;
        wire.send(format!("GET /contacts/1 HTTP/1.1\r\nHost: {host}\r\n\r\n"))
            .await;
        assert_eq!(wire.answer().await.status, expected, "{server_name} {host}");
    }
    assert_eq!(world.app.count(), 0);
}
