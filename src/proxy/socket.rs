//! One client connection after TLS: what pingora reads from and writes to.
//!
//! It shows pingora one request at a time and none that the head guard refuses, joins small writes into one record,
//! keeps no buffer while idle, and ends connections that dawdle, because pingora itself has no such deadlines.

mod deadline;
mod http2;
mod pace;
#[cfg(test)]
mod tests;
mod traits;

use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncBufRead, AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Instant;
use tokio_rustls::server::TlsStream;

pub(super) use self::deadline::Deadline;
use self::pace::Pace;
use super::chunks::ChunkGuard;
use super::h2_budget::{FrameWatch, Offence};
use super::head::{Framing, HeadGuard, Progress};
use super::refusal::Refusal;

/// A connection that waits for its next request is kept this long.
const IDLE_FOR: Duration = Duration::from_secs(75);
/// From the first byte of a request to the end of its header.
const HEADER_WITHIN: Duration = Duration::from_secs(10);
/// A client that takes nothing for this long is not reading any more.
pub(super) const WRITE_STALL: Duration = Duration::from_secs(60);
/// After our last word the client's are heard this long, so that the kernel does not answer them with a reset that
/// destroys our answer on its way (RFC 9112 section 9.6).
const LINGER_FOR: Duration = Duration::from_secs(2);
/// And this many bytes of them.
const LINGER_BYTES: usize = 4 * 1024 * 1024;
/// Writes below this are joined; one TLS record holds 16 KiB.
const JOIN_BELOW: usize = 16 * 1024;

/// Of a body, at a time, while it is read before the decision: see `read_body`.
const SIP: usize = 16 * 1024;

/// Nothing of the next request is there.
const IDLE: u8 = 0;
/// A part of its head is.
const HEAD: u8 = 1;
/// The head is passed on, and its body is awaited.
const BODY: u8 = 2;
/// pingora has the whole request. What comes now is not for it.
const ANSWERING: u8 = 3;
/// No HTTP/1 any more: HTTP/2, or what a 101 has opened.
const RAW: u8 = 4;

/// Tells the socket what it cannot know of a request's life.
#[derive(Debug)]
pub(super) struct SocketControl {
    phase: AtomicU8,
    /// The body is taken in small pieces.
    sips: AtomicBool,
    /// Only HTTP/2: why the connection must end.
    offence: OnceLock<Offence>,
}

impl SocketControl {
    pub(super) fn offence(&self) -> Option<Offence> {
        self.offence.get().copied()
    }

    /// The next request is waited for.
    pub(super) fn idle(&self) {
        self.phase.store(IDLE, Ordering::Relaxed);
    }

    /// From here on bytes are not HTTP/1. For a WebSocket not before its 101: until then they could still turn out to be
    /// the next request (CVE-2026-2833).
    pub(super) fn raw(&self) {
        self.phase.store(RAW, Ordering::Relaxed);
    }

    /// Whether pingora gets the body in pieces of 16 KiB at most.
    pub(super) fn sip(&self, sips: bool) {
        self.sips.store(sips, Ordering::Relaxed);
    }

    fn phase(&self) -> u8 {
        self.phase.load(Ordering::Relaxed)
    }
}

pub(super) struct Socket<S = TlsStream<TcpStream>> {
    stream: S,
    control: Arc<SocketControl>,
    head: HeadGuard,
    body: Body,
    /// Something was said about the current request.
    answered: bool,
    pace: Pace,
    /// Bytes that have come too early: of the next request, or of a WebSocket that is not open yet.
    held: Vec<u8>,
    /// Plain bytes that wait to be written together.
    joined: Vec<u8>,
    written: usize,
    /// Only HTTP/2.
    frames: Option<FrameWatch>,
    /// Something was written and may not have left yet.
    unsaid: bool,
    reading: Deadline,
    writing: Deadline,
    farewell: Farewell,
}

/// What is still missing of a body.
#[derive(Debug)]
enum Body {
    Length(u64),
    Chunks(ChunkGuard),
}

/// How a connection ends, so that its last answer arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Farewell {
    NotYet,
    /// Our side is being closed.
    Closing,
    /// The client's side is being awaited; so many bytes more are let go by.
    Lingering {
        bytes: usize,
    },
    Over,
}

impl<S> Socket<S> {
    pub(super) fn new(stream: S) -> Self {
        Self {
            stream,
            control: Arc::new(SocketControl {
                phase: AtomicU8::new(IDLE),
                sips: AtomicBool::new(false),
                offence: OnceLock::new(),
            }),
            head: HeadGuard::default(),
            body: Body::Length(0),
            answered: false,
            pace: Pace::default(),
            held: Vec::new(),
            joined: Vec::new(),
            written: 0,
            frames: None,
            unsaid: false,
            reading: Deadline::default(),
            writing: Deadline::default(),
            farewell: Farewell::NotYet,
        }
    }

    pub(super) fn control(&self) -> Arc<SocketControl> {
        self.control.clone()
    }

    fn enter(&self, phase: u8) {
        self.control.phase.store(phase, Ordering::Relaxed);
    }

    /// Takes what came after the first `keep` bytes out of `buf` again. It stays in front of what is held already.
    fn hold_back(&mut self, buf: &mut ReadBuf<'_>, keep: usize) {
        let early = buf.filled().get(keep..).unwrap_or_default();
        if !early.is_empty() {
            self.held.splice(..0, early.iter().copied());
            buf.set_filled(keep);
        }
    }
}

impl Socket {
    pub(super) fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.get_ref().0.peer_addr()
    }
}

impl<S: AsyncBufRead + AsyncWrite + Unpin> Socket<S> {
    /// Waits for the first byte of the next request, and leaves it where it is. `None`: it does not come.
    pub(super) async fn request_begins(&mut self) -> Option<u8> {
        poll_fn(|cx| self.poll_request_begins(cx)).await
    }

    fn poll_request_begins(&mut self, cx: &mut Context<'_>) -> Poll<Option<u8>> {
        if let Poll::Ready(Err(_)) = self.poll_say(cx) {
            return Poll::Ready(None);
        }
        if let Some(first) = self.held.first() {
            return Poll::Ready(Some(*first));
        }
        match Pin::new(&mut self.stream).poll_fill_buf(cx) {
            Poll::Ready(bytes) => Poll::Ready(bytes.ok().and_then(|bytes| bytes.first().copied())),
            Poll::Pending => {
                ready!(self.reading.poll(cx, IDLE, || Instant::now() + IDLE_FOR));
                Poll::Ready(None)
            }
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Socket<S> {
    /// What is held first, then what comes.
    fn poll_bytes(&mut self, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.held.is_empty() {
            return Pin::new(&mut self.stream).poll_read(cx, buf);
        }
        let count = self.held.len().min(buf.remaining());
        buf.put_slice(self.held.get(..count).unwrap_or_default());
        self.held.drain(..count);
        if self.held.is_empty() {
            self.held = Vec::new();
        }
        Poll::Ready(Ok(()))
    }

    fn poll_sip(&mut self, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let mut room = [0; SIP];
        let size = SIP.min(buf.remaining());
        let mut sip = ReadBuf::new(room.get_mut(..size).unwrap_or_default());
        ready!(self.poll_bytes(cx, &mut sip))?;
        buf.put_slice(sip.filled());
        Poll::Ready(Ok(()))
    }

    /// Nothing of a head reaches pingora before the guard has seen it. A head in pieces is passed on line by line, but
    /// without its end, which makes it a request, only when all of it is in order.
    fn poll_head(&mut self, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let is_idle = self.control.phase() == IDLE;
        match self.poll_bytes(cx, buf) {
            Poll::Ready(result) => result?,
            Poll::Pending => {
                let (phase, within) = if is_idle {
                    (IDLE, IDLE_FOR)
                } else {
                    (HEAD, HEADER_WITHIN)
                };
                ready!(self.reading.poll(cx, phase, || Instant::now() + within));
                return if is_idle {
                    Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
                } else {
                    self.poll_refuse(cx, Refusal::TooSlow)
                };
            }
        }
        let piece = buf.filled().get(before..).unwrap_or_default();
        if piece.is_empty() {
            return Poll::Ready(Ok(()));
        }
        if is_idle {
            self.head = HeadGuard::default();
            self.answered = false;
            self.enter(HEAD);
        }
        let taken = match self.head.read(piece) {
            Ok(Progress::Unfinished) => Ok(()),
            Ok(Progress::Complete { end, body }) => {
                self.reading.disarm();
                self.begin_body(body);
                self.give_head(buf, before + end)
            }
            Err(refusal) => Err(refusal),
        };
        match taken {
            Ok(()) => Poll::Ready(Ok(())),
            Err(refusal) => {
                buf.set_filled(before);
                self.poll_refuse(cx, refusal)
            }
        }
    }

    fn begin_body(&mut self, body: Framing) {
        self.body = match body {
            Framing::Length(length) => Body::Length(length),
            Framing::Chunked => Body::Chunks(ChunkGuard::default()),
        };
        self.pace = Pace::default();
        self.control.sip(false);
        self.enter(BODY);
    }

    /// The head ends at `end`. It is given out alone, so that whoever reads it and then leaves the request to somebody else
    /// has taken nothing of the body.
    fn give_head(&mut self, buf: &mut ReadBuf<'_>, end: usize) -> Result<(), Refusal> {
        match self.body {
            Body::Length(0) => self.take_body(buf, end),
            Body::Length(_) | Body::Chunks(_) => {
                self.hold_back(buf, end);
                Ok(())
            }
        }
    }

    /// What came after the first `from` bytes of `buf` is body as far as the body goes; the rest is held back.
    fn take_body(&mut self, buf: &mut ReadBuf<'_>, from: usize) -> Result<(), Refusal> {
        let piece = buf.filled().get(from..).unwrap_or_default();
        let end = match &mut self.body {
            Body::Length(missing) => {
                let taken = usize::try_from(*missing).map_or(piece.len(), |missing| missing.min(piece.len()));
                *missing -= taken as u64;
                (*missing == 0).then_some(taken)
            }
            Body::Chunks(guard) => guard.read(piece)?,
        };
        if let Some(end) = end {
            self.enter(ANSWERING);
            self.hold_back(buf, from + end);
        }
        Ok(())
    }

    fn poll_body(&mut self, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let polled = if self.control.sips.load(Ordering::Relaxed) {
            self.poll_sip(cx, buf)
        } else {
            self.poll_bytes(cx, buf)
        };
        match polled {
            Poll::Ready(result) => result?,
            Poll::Pending => {
                let pace = &mut self.pace;
                ready!(self.reading.poll(cx, BODY, || pace.wait(Instant::now())));
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
        }
        self.reading.disarm();
        self.pace.arrived(buf.filled().len() - before, Instant::now);
        match self.take_body(buf, before) {
            Ok(()) => Poll::Ready(Ok(())),
            Err(refusal) => {
                buf.set_filled(before);
                self.poll_refuse(cx, refusal)
            }
        }
    }

    /// pingora only wants to know whether the client is still there. It would end a request for bytes that follow it,
    /// so it does not get to see them. Whoever starts the next phase polls again: no waker is needed.
    fn poll_presence(&mut self, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        if !self.held.is_empty() {
            return Poll::Pending;
        }
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        if buf.filled().len() == before {
            return Poll::Ready(Ok(()));
        }
        self.hold_back(buf, before);
        Poll::Pending
    }

    /// Says why, and then the connection is over.
    fn poll_refuse(&mut self, cx: &mut Context<'_>, refusal: Refusal) -> Poll<io::Result<()>> {
        tracing::debug!(%refusal, "a request was refused by its bytes");
        // A second answer would be taken for that to another request.
        if !self.answered {
            let response = refusal.response(self.head.asks_head());
            self.joined.extend_from_slice(&response);
            self.unsaid = true;
        }
        self.held = Vec::new();
        self.farewell = Farewell::Closing;
        ready!(self.poll_farewell(cx));
        Poll::Ready(Err(io::ErrorKind::InvalidData.into()))
    }

    fn poll_farewell(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            self.farewell = match self.farewell {
                Farewell::NotYet => Farewell::Closing,
                Farewell::Closing => {
                    let said = ready!(self.poll_say(cx));
                    let closed = match said {
                        Ok(()) => Pin::new(&mut self.stream).poll_shutdown(cx),
                        Err(error) => Poll::Ready(Err(error)),
                    };
                    match ready!(self.unless_stalled(cx, closed)) {
                        Ok(()) => Farewell::Lingering { bytes: LINGER_BYTES },
                        // The client is gone: nobody is left to say goodbye to.
                        Err(_) => Farewell::Over,
                    }
                }
                Farewell::Lingering { bytes } => {
                    let mut scrap = [0; 4096];
                    let mut buf = ReadBuf::new(&mut scrap);
                    match Pin::new(&mut self.stream).poll_read(cx, &mut buf) {
                        Poll::Ready(Ok(())) if !buf.filled().is_empty() && buf.filled().len() < bytes => {
                            Farewell::Lingering {
                                bytes: bytes - buf.filled().len(),
                            }
                        }
                        Poll::Ready(_) => Farewell::Over,
                        Poll::Pending => {
                            ready!(self.reading.poll(cx, ANSWERING, || Instant::now() + LINGER_FOR));
                            Farewell::Over
                        }
                    }
                }
                Farewell::Over => return Poll::Ready(()),
            }
        }
    }

    pub(super) async fn say_farewell(&mut self) {
        poll_fn(|cx| self.poll_farewell(cx)).await;
    }

    fn poll_write_joined(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while let Some(rest) = self.joined.get(self.written..).filter(|rest| !rest.is_empty()) {
            let count = ready!(Pin::new(&mut self.stream).poll_write(cx, rest))?;
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

    /// Everything that was written leaves.
    fn poll_say(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if !self.unsaid {
            return Poll::Ready(Ok(()));
        }
        let result = match self.poll_write_joined(cx) {
            Poll::Ready(Ok(())) => Pin::new(&mut self.stream).poll_flush(cx),
            unfinished @ (Poll::Ready(Err(_)) | Poll::Pending) => unfinished,
        };
        self.unsaid = !matches!(result, Poll::Ready(Ok(())));
        self.unless_stalled(cx, result)
    }

    /// Turns a write that waits too long into an error.
    fn unless_stalled<T>(
        &mut self,
        cx: &mut Context<'_>,
        result: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if result.is_ready() {
            self.writing.disarm();
            return result;
        }
        ready!(self.writing.poll(cx, BODY, || Instant::now() + WRITE_STALL));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Socket<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.farewell != Farewell::NotYet {
            ready!(this.poll_farewell(cx));
            return Poll::Ready(Err(io::ErrorKind::InvalidData.into()));
        }
        // Whoever waits for the client has said all it had to say: nothing may be left behind.
        if let Poll::Ready(Err(error)) = this.poll_say(cx) {
            return Poll::Ready(Err(error));
        }
        match this.control.phase() {
            IDLE | HEAD => this.poll_head(cx, buf),
            BODY => this.poll_body(cx, buf),
            ANSWERING => this.poll_presence(cx, buf),
            _ if this.speaks_http2() => this.poll_frames(cx, buf),
            _ => this.poll_bytes(cx, buf),
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Socket<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        this.unsaid = true;
        this.answered = true;
        if this.joined.len() + buf.len() <= JOIN_BELOW {
            this.joined.extend_from_slice(buf);
            return Poll::Ready(Ok(buf.len()));
        }
        let result = match this.poll_write_joined(cx) {
            Poll::Ready(Ok(())) => Pin::new(&mut this.stream).poll_write(cx, buf),
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => Poll::Pending,
        };
        this.unless_stalled(cx, result)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_say(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        ready!(this.poll_say(cx))?;
        let result = Pin::new(&mut this.stream).poll_shutdown(cx);
        this.unless_stalled(cx, result)
    }
}
