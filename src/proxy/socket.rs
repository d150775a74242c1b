//! One client connection after TLS: what pingora reads from and writes to.
//!
//! It joins small writes into one record, keeps no buffer while idle, and ends connections that dawdle: pingora itself
//! has no deadline for a header that comes byte by byte, nor for a client that never comes back.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::os::fd::AsRawFd;
use std::pin::Pin;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use async_trait::async_trait;
use pingora::protocols::raw_connect::ProxyDigest;
use pingora::protocols::{
    ALPN, GetProxyDigest, GetSocketDigest, GetTimingDigest, Peek, Shutdown, SocketDigest, Ssl, TimingDigest,
    UniqueID, UniqueIDType,
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep};
use tokio_rustls::server::TlsStream;

use super::h2_budget::{FrameWatch, HeaderBlock, Offence};

/// A connection that waits for its next request is kept this long.
const IDLE_FOR: Duration = Duration::from_secs(75);
/// From the first byte of a request to the end of its header.
const HEADER_WITHIN: Duration = Duration::from_secs(10);
/// A client that takes nothing for this long is not reading any more.
pub(super) const WRITE_STALL: Duration = Duration::from_secs(60);
/// Header bytes; pingora would take 1 MiB on HTTP/1.
pub(super) const MOST_HEADER_BYTES: usize = 32 * 1024;
/// Writes below this are joined; one TLS record holds 16 KiB.
const JOIN_BELOW: usize = 16 * 1024;

const IDLE: u8 = 0;
const HEADER: u8 = 1;
const SERVING: u8 = 2;

/// Tells the socket where in a request's life it is.
#[derive(Debug)]
pub(super) struct SocketControl {
    phase: AtomicU8,
    header_bytes: AtomicUsize,
    /// Only HTTP/2: why the connection must end.
    offence: OnceLock<Offence>,
}

impl SocketControl {
    fn new() -> Self {
        Self {
            phase: AtomicU8::new(IDLE),
            header_bytes: AtomicUsize::new(0),
            offence: OnceLock::new(),
        }
    }

    pub(super) fn offence(&self) -> Option<Offence> {
        self.offence.get().copied()
    }

    /// The next request is waited for.
    pub(super) fn idle(&self) {
        self.header_bytes.store(0, Ordering::Relaxed);
        self.phase.store(IDLE, Ordering::Relaxed);
    }

    /// The header is complete: reading has no deadline of ours from here on.
    pub(super) fn serving(&self) {
        self.phase.store(SERVING, Ordering::Relaxed);
    }
}

pub(super) struct Socket {
    tls: TlsStream<TcpStream>,
    control: Arc<SocketControl>,
    /// Plain bytes that wait to be written together.
    joined: Vec<u8>,
    written: usize,
    /// Only HTTP/2.
    frames: Option<FrameWatch>,
    read_deadline: Option<(u8, Pin<Box<Sleep>>)>,
    write_deadline: Option<Pin<Box<Sleep>>>,
}

impl Socket {
    pub(super) fn new(tls: TlsStream<TcpStream>) -> Self {
        let control = Arc::new(SocketControl::new());
        let is_http2 = tls.get_ref().1.alpn_protocol() == Some(b"h2");
        if is_http2 {
            control.serving();
        }
        Self {
            tls,
            control,
            frames: is_http2.then(FrameWatch::new),
            joined: Vec::new(),
            written: 0,
            read_deadline: None,
            write_deadline: None,
        }
    }

    pub(super) fn control(&self) -> Arc<SocketControl> {
        self.control.clone()
    }

    pub(super) fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.tls.get_ref().0.peer_addr()
    }

    pub(super) fn speaks_http2(&self) -> bool {
        self.frames.is_some()
    }

    fn poll_write_joined(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while let Some(rest) = self.joined.get(self.written..).filter(|rest| !rest.is_empty()) {
            let count = ready!(Pin::new(&mut self.tls).poll_write(cx, rest))?;
            if count == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.written += count;
        }
        // Freed, not cleared: an idle connection keeps no buffer.
        self.joined = Vec::new();
        self.written = 0;
        Poll::Ready(Ok(()))
    }

    /// Turns a write that waits too long into an error.
    fn stalls<T>(&mut self, cx: &mut Context<'_>, result: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if result.is_ready() {
            self.write_deadline = None;
            return result;
        }
        let deadline = self
            .write_deadline
            .get_or_insert_with(|| Box::pin(tokio::time::sleep(WRITE_STALL)));
        match deadline.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }

    /// The frames that were just read. A header block has a deadline from its beginning to its end.
    fn watch(frames: &mut FrameWatch, control: &SocketControl, bytes: &[u8]) -> io::Result<bool> {
        let blocks = frames.blocks;
        let block = frames.see(bytes, Instant::now).map_err(|offence| {
            control.offence.get_or_init(|| offence);
            io::Error::new(io::ErrorKind::InvalidData, "the client sends what it must not")
        })?;
        let phase = match block {
            HeaderBlock::Begun => HEADER,
            HeaderBlock::None => SERVING,
        };
        control.phase.store(phase, Ordering::Relaxed);
        Ok(frames.blocks > blocks)
    }

    fn poll_read_deadline(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let phase = self.control.phase.load(Ordering::Relaxed);
        let within = match phase {
            IDLE => IDLE_FOR,
            HEADER => HEADER_WITHIN,
            _ => {
                self.read_deadline = None;
                return Poll::Pending;
            }
        };
        let deadline = match &mut self.read_deadline {
            Some((armed_for, deadline)) if *armed_for == phase => deadline,
            armed => {
                let deadline = Box::pin(tokio::time::sleep_until(Instant::now() + within));
                &mut armed.insert((phase, deadline)).1
            }
        };
        ready!(deadline.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        // Whoever waits for the client has said all it had to say: nothing may be left behind.
        if !this.joined.is_empty() && this.poll_write_joined(cx)?.is_ready() {
            let _ = Pin::new(&mut this.tls).poll_flush(cx)?;
        }
        if this.control.header_bytes.load(Ordering::Relaxed) >= MOST_HEADER_BYTES {
            return Poll::Ready(Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "the header is too large",
            )));
        }
        let before = buf.filled().len();
        match Pin::new(&mut this.tls).poll_read(cx, buf) {
            Poll::Pending => this.poll_read_deadline(cx),
            Poll::Ready(result) => {
                let new = buf.filled().get(before..).unwrap_or_default();
                if let Some(frames) = &mut this.frames {
                    if Self::watch(frames, &this.control, new)? {
                        this.read_deadline = None;
                    }
                    return Poll::Ready(result);
                }
                let phase = this.control.phase.load(Ordering::Relaxed);
                if phase != SERVING {
                    this.control.header_bytes.fetch_add(new.len(), Ordering::Relaxed);
                    this.control.phase.store(HEADER, Ordering::Relaxed);
                }
                Poll::Ready(result)
            }
        }
    }
}

impl AsyncWrite for Socket {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if this.joined.len() + buf.len() <= JOIN_BELOW {
            this.joined.extend_from_slice(buf);
            return Poll::Ready(Ok(buf.len()));
        }
        let result = match this.poll_write_joined(cx) {
            Poll::Ready(Ok(())) => Pin::new(&mut this.tls).poll_write(cx, buf),
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => Poll::Pending,
        };
        this.stalls(cx, result)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let result = match this.poll_write_joined(cx) {
            Poll::Ready(Ok(())) => Pin::new(&mut this.tls).poll_flush(cx),
            unfinished @ (Poll::Ready(Err(_)) | Poll::Pending) => unfinished,
        };
        this.stalls(cx, result)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let result = match this.poll_write_joined(cx) {
            Poll::Ready(Ok(())) => Pin::new(&mut this.tls).poll_shutdown(cx),
            unfinished @ (Poll::Ready(Err(_)) | Poll::Pending) => unfinished,
        };
        this.stalls(cx, result)
    }
}

impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Socket")
            .field("fd", &self.id())
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Shutdown for Socket {
    async fn shutdown(&mut self) {
        // The connection is over either way; a client that is gone already is no error.
        let _ = tokio::io::AsyncWriteExt::shutdown(self).await;
    }
}

impl UniqueID for Socket {
    fn id(&self) -> UniqueIDType {
        self.tls.get_ref().0.as_raw_fd()
    }
}

impl Ssl for Socket {
    fn selected_alpn_proto(&self) -> Option<ALPN> {
        Some(if self.speaks_http2() { ALPN::H2 } else { ALPN::H1 })
    }
}

impl GetTimingDigest for Socket {
    fn get_timing_digest(&self) -> Vec<Option<TimingDigest>> {
        Vec::new()
    }
}

impl GetProxyDigest for Socket {
    fn get_proxy_digest(&self) -> Option<Arc<ProxyDigest>> {
        None
    }
}

impl GetSocketDigest for Socket {
    fn get_socket_digest(&self) -> Option<Arc<SocketDigest>> {
        None
    }
}

impl Peek for Socket {}
