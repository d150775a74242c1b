//! The upstream of the WebSocket measure: takes every handshake and sends every message back.

use std::net::SocketAddr;
use std::path::Path;

use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener};

pub(crate) async fn serve(tcp: SocketAddr, unix: &Path) -> anyhow::Result<()> {
    let tcp = TcpListener::bind(tcp).await?;
    let unix = UnixListener::bind(unix)?;
    loop {
        tokio::select! {
            accepted = tcp.accept() => {
                let stream = accepted?.0;
                stream.set_nodelay(true)?;
                tokio::spawn(echo(stream));
            }
            accepted = unix.accept() => {
                tokio::spawn(echo(accepted?.0));
            }
        }
    }
}

/// Health checks connect and leave: a connection that fails is nothing to speak of.
async fn echo(stream: impl AsyncRead + AsyncWrite + Unpin) {
    let Ok(mut socket) = tokio_tungstenite::accept_async(stream).await else {
        return;
    };
    while let Some(Ok(message)) = socket.next().await {
        if (message.is_binary() || message.is_text()) && socket.send(message).await.is_err() {
            return;
        }
    }
}
