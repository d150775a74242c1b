//! Many connections at once, idle and busy: bounded memory, and to everybody their own answer.

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::Method;
use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::is_long;
use crate::premises::Premises;
use crate::support::{App, Client, HOST, Protocol, Reachable, Recorder};

/// Generous: an optimised build takes some 45 KiB, TLS and all.
const KIB_PER_IDLE_CONNECTION: u64 = 100;
const KIB_PER_BUSY_CONNECTION: u64 = 400;

fn connector(premises: &Premises) -> TlsConnector {
    let mut roots = rustls::RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(&premises.ca()).unwrap())
        .unwrap();
    let config = rustls::ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}

/// A connection on which one request was answered.
async fn idle_connection(
    premises: &Premises,
    connector: &TlsConnector,
    cookie: &str,
) -> TlsStream<TcpStream> {
    let tcp = TcpStream::connect(premises.address()).await.unwrap();
    let name = ServerName::try_from(HOST).unwrap();
    let mut tls = connector.connect(name, tcp).await.unwrap();
    greet(&mut tls, cookie).await;
    tls
}

async fn greet(tls: &mut TlsStream<TcpStream>, cookie: &str) {
    let request = format!(
        "GET /contacts/1 HTTP/1.1\r\nHost: {HOST}\r\nUser-Agent: Test Browser 1.0\r\n\
         Cookie: __Host-gatepass={cookie}\r\n\r\n"
    );
    tls.write_all(request.as_bytes()).await.unwrap();
    tls.flush().await.unwrap();
    let mut answer = vec![0; 4096];
    let count = tls.read(&mut answer).await.unwrap();
    assert!(
        answer[..count].starts_with(b"HTTP/1.1 200 "),
        "{}",
        String::from_utf8_lossy(&answer[..count])
    );
}

#[tokio::test]
async fn idle_connections_cost_little_and_are_served_when_they_wake() {
    let count: usize = if is_long() { 10_000 } else { 1_000 };
    let upstream = Recorder::start().await;
    let premises = Premises::in_front_of(&upstream.as_upstream());
    let gateway = premises.start().await;
    let client = premises.signed_in(Protocol::Http1).await;
    let cookie = client.session_cookie().unwrap();
    let before = gateway.memory_kib("VmRSS");
    let connector = connector(&premises);
    let mut connections = Vec::new();
    let began = Instant::now();
    // Fifty at a time, so that none waits for its handshake longer than the gateway waits.
    while connections.len() < count {
        let some = (0..50).map(|_| idle_connection(&premises, &connector, &cookie));
        connections.extend(futures_util::future::join_all(some).await);
        if began.elapsed() > Duration::from_secs(60) {
            break; // A connection that was idle for 75 s is closed, and rightly so.
        }
    }
    assert!(
        connections.len() >= count.min(1_000),
        "{} connections in a minute",
        connections.len()
    );
    let grown = gateway.memory_kib("VmRSS").saturating_sub(before);
    let each = grown / connections.len() as u64;
    eprintln!("{} idle connections: {each} KiB each", connections.len());
    assert!(
        each < KIB_PER_IDLE_CONNECTION,
        "{each} KiB for an idle connection"
    );
    for connection in connections.iter_mut().rev().step_by(100) {
        greet(connection, &cookie).await;
    }
    drop(connections);
    assert_eq!(client.call("/contacts/1").await.status(), 200);
}

#[tokio::test]
async fn busy_connections_each_get_their_own_answers() {
    let count: u64 = if is_long() { 1_000 } else { 200 };
    let app = App::start().await;
    let premises = Premises::in_front_of(&format!("[\"http://{}\"]", app.address));
    let gateway = premises.start().await;
    let cookie = premises
        .signed_in(Protocol::Http1)
        .await
        .session_cookie()
        .unwrap();
    let before = gateway.memory_kib("VmHWM");
    let mut crowd = tokio::task::JoinSet::new();
    for number in 0..count {
        let client = Client::new(
            &premises,
            if number % 2 == 0 {
                Protocol::Http1
            } else {
                Protocol::Http2
            },
        );
        let cookie = format!("__Host-gatepass={cookie}");
        crowd.spawn(async move {
            for visit in 0..5 {
                let path = format!("/contacts/{number}-{visit}");
                let body = format!("body of {number}-{visit}");
                let request = client.request(Method::POST, &path).header("cookie", &cookie);
                let answer = request.body(body.clone()).send().await.unwrap();
                assert_eq!(answer.status(), 200);
                assert_eq!(answer.text().await.unwrap(), format!("app: {path}\n{body}"));
            }
        });
    }
    while let Some(ended) = crowd.join_next().await {
        ended.unwrap();
    }
    let grown = gateway.memory_kib("VmHWM").saturating_sub(before);
    eprintln!("{count} busy connections: {} KiB each at the peak", grown / count);
    assert!(
        grown / count < KIB_PER_BUSY_CONNECTION,
        "{} KiB for a busy connection",
        grown / count
    );
    assert_eq!(
        premises.forwarded().len() as u64,
        count * 5,
        "one record for each request"
    );
}

/// Long form only: a quarter of an hour of steady work.
#[tokio::test]
async fn a_long_working_day_leaves_memory_as_it_was() {
    if !is_long() {
        eprintln!("only in the long form");
        return;
    }
    let upstream = Recorder::start().await;
    let premises = Premises::in_front_of(&upstream.as_upstream());
    let gateway = premises.start().await;
    let clients = [
        premises.signed_in(Protocol::Http1).await,
        premises.signed_in(Protocol::Http2).await,
    ];
    let mut pace = tokio::time::interval(Duration::from_millis(25));
    let began = Instant::now();
    let (mut served, mut after_warm_up) = (0_u64, 0);
    while began.elapsed() < Duration::from_secs(15 * 60) {
        pace.tick().await;
        for client in &clients {
            let answer = client.call(&format!("/contacts/{served}")).await;
            assert_eq!(answer.status(), 200);
            served += 1;
        }
        if served.is_multiple_of(2_000) {
            // New connections and handshakes belong to a day, too.
            let visitor = Client::new(&premises, Protocol::Http2);
            assert_eq!(visitor.call("/contacts").await.status(), 401);
            upstream.clear();
            let resident = gateway.memory_kib("VmRSS");
            eprintln!(
                "after {} s, {served} requests: {resident} KiB",
                began.elapsed().as_secs()
            );
            if after_warm_up == 0 && began.elapsed() > Duration::from_secs(120) {
                after_warm_up = resident;
            }
        }
    }
    let grown = gateway.memory_kib("VmRSS").saturating_sub(after_warm_up);
    eprintln!("{served} requests; grown by {grown} KiB since the warm-up");
    assert!(grown < 16 * 1024, "grown by {grown} KiB");
    premises.audit_is_intact().await;
}
