//! Every way to reach an app: HTTP/1.1 and HTTP/2, plain, over TLS with a verified certificate, over a unix socket.

use axum::http::Version;
use reqwest::Method;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use tokio::net::{TcpListener, UnixListener};

use crate::support::{App, Protocol, World, WorldBuilder, body_of, make_certificate, websocket};

const FULL: &str = "elsewhere = \"full\"\n";

async fn serve_tcp(app: App) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            app.serve(stream);
        }
    });
    address
}

/// Serves TLS for `name`, with the certificates of `dir`.
async fn serve_tls(app: App, dir: &std::path::Path, name: &str) -> std::net::SocketAddr {
    make_certificate(dir, &[name]);
    let chain = CertificateDer::from_pem_file(dir.join("cert.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(dir.join("cert-key.pem")).unwrap();
    app.behind_tls(chain, key).await
}

/// A page, an upload and a WebSocket come through.
async fn everything_passes(world: &World, app: &App, expected: Version) {
    let created = world.grant().await;
    for protocol in Protocol::BOTH {
        let client = world.client(protocol);
        client.sign_in(&created.credentials).await;
        let page = client.call("/contacts/1?x=%C3%A4").await;
        assert_eq!(page.status(), 200, "{protocol:?}");
        let seen = app.last();
        assert_eq!(
            (seen.version, seen.target.as_str()),
            (expected, "/contacts/1?x=%C3%A4")
        );
        assert_eq!(seen.header("x-gatepass-user"), Some("ann"));
        let upload = client
            .request(Method::POST, "/upload")
            .body(vec![b'x'; 300_000])
            .send()
            .await
            .unwrap();
        assert_eq!(upload.text().await.unwrap().split(' ').next(), Some("300000"));
        if protocol == Protocol::Http1 {
            let cookie = client.session_cookie().unwrap();
            assert!(websocket(world, "/live", &cookie).await.is_ok());
            assert_eq!(app.last().version, Version::HTTP_11, "a WebSocket takes HTTP/1.1");
        }
    }
}

#[tokio::test]
async fn http2_with_prior_knowledge() {
    let app = App::start().await;
    let address = serve_tcp(app.clone()).await;
    let site = format!("{FULL}upstream_protocol = \"http/2\"\n");
    let world = WorldBuilder::new()
        .site(&site)
        .upstream(&format!("[\"http://{address}\"]"))
        .start()
        .await;
    everything_passes(&world, &app, Version::HTTP_2).await;
}

#[tokio::test]
async fn a_unix_socket() {
    let app = App::start().await;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("app.sock");
    let listener = UnixListener::bind(&path).unwrap();
    tokio::spawn({
        let app = app.clone();
        async move {
            while let Ok((stream, _)) = listener.accept().await {
                app.serve(stream);
            }
        }
    });
    let world = WorldBuilder::new()
        .site(FULL)
        .upstream(&format!("[\"unix:{}\"]", path.display()))
        .start()
        .await;
    everything_passes(&world, &app, Version::HTTP_11).await;
}

#[tokio::test]
async fn tls_that_its_own_authority_vouches_for() {
    let app = App::start().await;
    let dir = tempfile::tempdir().unwrap();
    let address = serve_tls(app.clone(), dir.path(), "app.internal").await;
    let ca = dir.path().join("ca.pem");
    let site = format!(
        "{FULL}upstream_tls = {{ ca = \"{}\", name = \"app.internal\" }}\n",
        ca.display()
    );
    let world = WorldBuilder::new()
        .site(&site)
        .upstream(&format!("[\"https://{address}\"]"))
        .start()
        .await;
    everything_passes(&world, &app, Version::HTTP_2).await;
}

#[tokio::test]
async fn tls_that_nobody_vouches_for_is_not_spoken_to() {
    let app = App::start().await;
    let dir = tempfile::tempdir().unwrap();
    let address = serve_tls(app.clone(), dir.path(), "app.internal").await;
    let ca = dir.path().join("ca.pem");
    let stranger = tempfile::tempdir().unwrap();
    make_certificate(stranger.path(), &["app.internal"]);
    for (why, tls) in [
        (
            "another name",
            format!(
                "upstream_tls = {{ ca = \"{}\", name = \"other.internal\" }}",
                ca.display()
            ),
        ),
        (
            "the address is not in it",
            format!("upstream_tls = {{ ca = \"{}\" }}", ca.display()),
        ),
        (
            "another authority",
            format!(
                "upstream_tls = {{ ca = \"{}\", name = \"app.internal\" }}",
                stranger.path().join("ca.pem").display()
            ),
        ),
        (
            "the system's authorities",
            "upstream_tls = { name = \"app.internal\" }".to_owned(),
        ),
    ] {
        let site = format!("{FULL}{tls}\n");
        let world = WorldBuilder::new()
            .site(&site)
            .upstream(&format!("[\"https://{address}\"]"))
            .start()
            .await;
        let (client, _) = world.signed_in(Protocol::Http2).await;
        let answer = client.call("/contacts").await;
        assert_eq!(answer.status(), 502, "{why}");
        assert_eq!(body_of(answer).await["errorType"], "app-unreachable");
    }
    assert_eq!(app.count(), 0);
}
