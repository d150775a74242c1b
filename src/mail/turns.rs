//! A connection in the clear on which the server may speak only in its turn.
//!
//! Before TLS anybody on the way can add words. What stands behind the reply to `STARTTLS` would be taken for the first
//! words under TLS (CVE-2011-0411 is the same mistake on the other side), so it ends the connection.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// The first byte of a TLS record with a handshake (RFC 8446 section 5.1): from there on TLS looks after itself.
const HANDSHAKE: u8 = 22;

#[derive(Debug)]
pub(super) struct TurnTaking {
    stream: TcpStream,
    turn: Turn,
    /// What the server has said of the line that it is in.
    line: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// The server's: it greets, or it owes a reply.
    Server,
    /// Ours: the server has ended its reply.
    Ours,
    /// TLS has begun.
    Tls,
}

impl TurnTaking {
    /// The server speaks first (RFC 5321 section 3.1).
    pub(super) fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            turn: Turn::Server,
            line: Vec::new(),
        }
    }

    fn heard(&mut self, bytes: &[u8]) -> io::Result<()> {
        for byte in bytes {
            match self.turn {
                Turn::Tls => return Ok(()),
                Turn::Ours => return Err(io::Error::other("the server speaks out of turn before TLS")),
                Turn::Server => {}
            }
            self.line.push(*byte);
            if *byte == b'\n' {
                // `250-` goes on, `250 ` ends (RFC 5321 section 4.2.1).
                if self.line.get(3) != Some(&b'-') {
                    self.turn = Turn::Ours;
                }
                self.line.clear();
            }
        }
        Ok(())
    }

    fn said(&mut self, bytes: &[u8]) {
        match (self.turn, bytes.first()) {
            (Turn::Tls, _) | (_, None) => {}
            (_, Some(&HANDSHAKE)) => self.turn = Turn::Tls,
            (_, Some(_)) => self.turn = Turn::Server,
        }
    }
}

impl AsyncRead for TurnTaking {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        let heard = buffer.filled().get(before..).unwrap_or_default();
        Poll::Ready(self.heard(heard))
    }
}

impl AsyncWrite for TurnTaking {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, bytes))?;
        self.said(bytes.get(..written).unwrap_or_default());
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl AsyncTokioStream for TurnTaking {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }
}
