//! Connections that have served one request and wait for the next: what memory does a client hold that does nothing?

use serde_json::json;
use tokio::io::AsyncReadExt;

use crate::http1::Http1;
use crate::target::Target;
use crate::window;

pub(crate) async fn run(target: &Target, connections: usize) -> anyhow::Result<()> {
    let connector = target.connector(b"http/1.1")?;
    let request = target.request(None);
    // One connection before, so that what the first request of all costs is not counted.
    Http1::open(target, &connector).await?.exchange(&request).await?;
    window::begin();
    wait_for_word().await?;
    let mut open = Vec::with_capacity(connections);
    for _ in 0..connections {
        let mut connection = Http1::open(target, &connector).await?;
        connection.exchange(&request).await?;
        open.push(connection.into_idle());
    }
    window::end(&json!({ "done": open.len() }));
    wait_for_word().await
}

/// A line on standard input, or its end.
async fn wait_for_word() -> anyhow::Result<()> {
    let mut stdin = tokio::io::stdin();
    while !matches!(stdin.read_u8().await, Ok(b'\n') | Err(_)) {}
    Ok(())
}
