//! The connection to an app that is to become a WebSocket: whoever has just written to it reads a moment later.
//!
//! cloudflare/pingora#946: pingora chooses at random between reading the app's answer and passing on the end of the
//! (empty) request body. With the 101 first, it takes that end for the end of the tunnel and tears it down. An app that
//! answers before our thread runs again hits that every other time. Pending once, the read always comes second.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use async_trait::async_trait;
use pingora::connectors::l4::Connect;
use pingora::protocols::l4::socket::SocketAddr;
use pingora::protocols::l4::stream::Stream;
use pingora::protocols::l4::virt::{VirtualSockOpt, VirtualSocket, VirtualSocketStream};
use pingora::{ErrorType, OrErr};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, UnixStream};

/// Connects for [`HttpPeer`](pingora::upstreams::peer::HttpPeer)s that are asked for a WebSocket.
#[derive(Debug)]
pub(super) struct TunnelConnect {
    /// pingora leaves it to us to give up.
    pub(super) within: Duration,
}

#[async_trait]
impl Connect for TunnelConnect {
    async fn connect(&self, address: &SocketAddr) -> pingora::Result<Stream> {
        let connected = tokio::time::timeout(self.within, open(address)).await;
        let socket = connected
            .or_err(ErrorType::ConnectTimedout, "connecting for a WebSocket")?
            .or_err(ErrorType::ConnectError, "connecting for a WebSocket")?;
        Ok(VirtualSocketStream::new(socket).into())
    }
}

async fn open(address: &SocketAddr) -> io::Result<Box<dyn VirtualSocket>> {
    match address {
        SocketAddr::Inet(address) => {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            Ok(Box::new(ReadsSecond::new(stream)))
        }
        SocketAddr::Unix(address) => {
            let path = address.as_pathname().ok_or(io::ErrorKind::InvalidInput)?;
            Ok(Box::new(ReadsSecond::new(UnixStream::connect(path).await?)))
        }
    }
}

#[derive(Debug)]
struct ReadsSecond<S> {
    stream: S,
    has_written: bool,
}

impl<S> ReadsSecond<S> {
    fn new(stream: S) -> Self {
        Self {
            stream,
            has_written: false,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for ReadsSecond<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if std::mem::take(&mut self.has_written) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for ReadsSecond<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.has_written = true;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send + Sync + std::fmt::Debug> VirtualSocket for ReadsSecond<S> {
    fn set_socket_option(&self, _: VirtualSockOpt) -> io::Result<()> {
        // What is to be set was set when connecting.
        Ok(())
    }
}
