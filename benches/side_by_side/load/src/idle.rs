//! Connections that have served one request and wait for the next: what memory does a client hold that does nothing?
//!
//! A tenth of them comes first, so that what the proxy keeps of its start, free but not given back, is used up before
//! anything is counted.

use anyhow::Context;
use serde_json::json;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::http1::Http1;
use crate::target::Target;
use crate::window;

pub(crate) async fn run(target: &Target, connections: usize) -> anyhow::Result<()> {
    let connector = target.connector(b"http/1.1")?;
    let before = connections / 10;
    let few = open(target, &connector, before).await?;
    window::begin();
    wait_for_word().await?;
    let rest = open(target, &connector, connections - before).await?;
    window::end(&json!({ "done": rest.len(), "before": few.len() }));
    wait_for_word().await
}

async fn open(
    target: &Target,
    connector: &TlsConnector,
    count: usize,
) -> anyhow::Result<Vec<TlsStream<TcpStream>>> {
    let request = target.request(None);
    let mut opened = Vec::with_capacity(count);
    for number in 0..count {
        let connection = async {
            let mut connection = Http1::open(target, connector).await?;
            connection.exchange(&request).await?;
            Ok::<_, anyhow::Error>(connection.into_idle())
        };
        opened.push(connection.await.with_context(|| format!("connection {number}"))?);
    }
    Ok(opened)
}

/// A line on standard input, or its end.
async fn wait_for_word() -> anyhow::Result<()> {
    let mut stdin = tokio::io::stdin();
    while !matches!(stdin.read_u8().await, Ok(b'\n') | Err(_)) {}
    Ok(())
}
