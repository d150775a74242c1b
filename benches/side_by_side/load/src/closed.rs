//! The next request when the last answer is there: how much work is a request?

use std::future::Future;
use std::sync::Arc;

use tokio::task::JoinSet;

use crate::http1::Http1;
use crate::http2::Http2;
use crate::target::Target;
use crate::window::{Tally, Window};

pub(crate) async fn http1(
    target: &Target,
    window: Window,
    connections: usize,
    upload: Option<usize>,
) -> anyhow::Result<()> {
    let connector = target.connector(b"http/1.1")?;
    let request: Arc<[u8]> = target.request(upload).into();
    let tally = Arc::new(Tally::default());
    let mut senders = JoinSet::new();
    for _ in 0..connections {
        let mut connection = Http1::open(target, &connector).await?;
        let (request, tally) = (request.clone(), tally.clone());
        senders.spawn(async move {
            loop {
                connection.exchange(&request).await?;
                tally.one_more();
            }
        });
    }
    until_over(window.watch(&tally), senders).await
}

pub(crate) async fn http2(
    target: &Target,
    window: Window,
    connections: usize,
    streams: usize,
) -> anyhow::Result<()> {
    let connector = target.connector(b"h2")?;
    let tally = Arc::new(Tally::default());
    let mut senders = JoinSet::new();
    for _ in 0..connections {
        let connection = Http2::open(target, &connector).await?;
        for _ in 0..streams {
            let (mut connection, tally) = (connection.clone(), tally.clone());
            senders.spawn(async move {
                loop {
                    connection.exchange().await?;
                    tally.one_more();
                }
            });
        }
    }
    until_over(window.watch(&tally), senders).await
}

/// Ends with the window, or with the first error of a sender.
pub(crate) async fn until_over(
    window: impl Future<Output = ()>,
    mut senders: JoinSet<anyhow::Result<()>>,
) -> anyhow::Result<()> {
    tokio::select! {
        () = window => Ok(()),
        Some(failed) = senders.join_next() => failed?,
    }
}
