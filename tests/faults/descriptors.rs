//! No file descriptors left: whoever is connected is served, whoever comes waits, and the log is not flooded.

use std::process::Command;

use tokio::net::TcpStream;

use crate::premises::{Gateway, Premises, until};
use crate::support::{Client, Protocol, Reachable, Recorder};

const FULL: &str = "new clients wait";
const EXHAUSTED: &str = "a connection cannot be accepted";

fn open_files(gateway: &Gateway) -> usize {
    std::fs::read_dir(format!("/proc/{}/fd", gateway.id()))
        .unwrap()
        .count()
}

/// The soft limit: what the process feels.
fn limit_files(gateway: &Gateway, limit: usize) {
    let id = gateway.id().to_string();
    let limited = Command::new("prlimit")
        .args(["--pid", &id, &format!("--nofile={limit}:")])
        .status();
    assert!(limited.unwrap().success());
}

async fn is_alive(client: &Client) {
    for _ in 0..20 {
        assert_eq!(client.call("/contacts/1").await.status(), 200);
    }
}

#[tokio::test]
async fn a_crowd_that_takes_all_connections_leaves_files_for_everything_else() {
    let upstream = Recorder::start().await;
    let premises = Premises::in_front_of(&upstream.as_upstream());
    let gateway = premises.start_as(&["prlimit", "--nofile=160:160"], &[]).await;
    let client = premises.signed_in(Protocol::Http1).await;
    is_alive(&client).await;

    let mut crowd = Vec::new();
    for _ in 0..300 {
        crowd.push(TcpStream::connect(premises.address()).await.unwrap());
    }
    until("the house is full", async || gateway.has_said(FULL)).await;
    is_alive(&client).await;
    assert!(
        open_files(&gateway) < 140,
        "some are kept back: {}",
        open_files(&gateway)
    );
    // The store and the feed have what they need, too: a change is made and followed.
    let grant = premises.grant("somebody").await;
    let revoked = premises
        .command(&format!("grant revoke {} --json", grant.id))
        .await;
    assert_eq!(revoked.code, 0, "{}", revoked.err);
    let revoked: serde_json::Value = serde_json::from_str(&revoked.out).unwrap();
    assert_eq!(revoked["cut"].as_array().unwrap().len(), 1, "{revoked}");
    assert!(gateway.count_said(FULL) <= 2, "once by each worker");
    assert_eq!(gateway.count_said(EXHAUSTED), 0);

    drop(crowd);
    let newcomer = Client::new(&premises, Protocol::Http2);
    assert_eq!(
        newcomer.call("/contacts/1").await.status(),
        401,
        "there is room again"
    );
    is_alive(&client).await;
    premises.audit_is_intact().await;
}

#[tokio::test]
async fn without_any_descriptor_the_gateway_serves_whom_it_has_and_recovers() {
    let upstream = Recorder::start().await;
    let premises = Premises::in_front_of(&upstream.as_upstream());
    let gateway = premises.start().await;
    let client = premises.signed_in(Protocol::Http1).await;
    is_alive(&client).await;
    // Below what is open already: not one more.
    limit_files(&gateway, 10);
    let crowd: Vec<TcpStream> =
        futures_util::future::join_all((0..50).map(|_| TcpStream::connect(premises.address())))
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect();
    until("it is said", async || gateway.has_said(EXHAUSTED)).await;
    // On the connections that are there, to the client and to the app.
    is_alive(&client).await;
    assert!(gateway.count_said(EXHAUSTED) <= 2, "once by each worker");
    drop(crowd);
    limit_files(&gateway, 1_000);
    let newcomer = Client::new(&premises, Protocol::Http2);
    assert_eq!(newcomer.call("/contacts/1").await.status(), 401);
    is_alive(&client).await;
    premises.audit_is_intact().await;
}
