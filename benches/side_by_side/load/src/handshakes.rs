//! Connections that end after the TLS handshake: what does a new client cost?

use std::sync::Arc;

use anyhow::{Context, ensure};
use clap::ValueEnum;
use futures_util::future::try_join_all;
use rustls::HandshakeKind;
use rustls::client::Resumption;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;

use crate::closed::until_over;
use crate::http1::Http1;
use crate::target::Target;
use crate::window::{Tally, Window};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    Full,
    Resumed,
}

pub(crate) async fn run(target: &Target, window: Window, kind: Kind, at_once: usize) -> anyhow::Result<()> {
    let mut config = target.client_config(b"http/1.1")?;
    if kind == Kind::Resumed {
        config.resumption = Resumption::in_memory_sessions(1);
    }
    let connector = TlsConnector::from(Arc::new(config));
    // Each handshake uses a ticket up and brings at least one. The first ones come to connections that begin all at
    // once, before there is any ticket that they could use up.
    let first = (0..at_once * 2).map(|_| Http1::open(target, &connector));
    for mut connection in try_join_all(first).await? {
        connection.exchange(&target.request(None)).await?;
    }
    let tally = Arc::new(Tally::default());
    let mut senders = JoinSet::new();
    for _ in 0..at_once {
        let (target, connector, tally) = (target.clone(), connector.clone(), tally.clone());
        senders.spawn(async move {
            loop {
                once(&target, &connector, kind).await?;
                tally.one_more();
            }
        });
    }
    until_over(window.watch(&tally), senders).await
}

/// A handshake, and an orderly end: the proxy has done its part of both when it closes.
async fn once(target: &Target, connector: &TlsConnector, kind: Kind) -> anyhow::Result<()> {
    let mut stream = target.connect(connector).await?;
    let expected = match kind {
        Kind::Full => HandshakeKind::Full,
        Kind::Resumed => HandshakeKind::Resumed,
    };
    let was = stream.get_ref().1.handshake_kind();
    ensure!(was == Some(expected), "the handshake was {was:?}");
    stream.shutdown().await.context("closing")?;
    // Tickets come here. Proxies that reset instead of closing are done just as well.
    let mut rest = [0; 256];
    while matches!(stream.read(&mut rest).await, Ok(1..)) {}
    Ok(())
}
