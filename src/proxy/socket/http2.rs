//! HTTP/2 passes as it is, as long as its frames are honest.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;

use super::{HEAD, HEADER_WITHIN, Socket};
use crate::proxy::h2_budget::{FrameWatch, HeaderBlock};

impl<S> Socket<S> {
    pub(in crate::proxy) fn for_http2(stream: S) -> Self {
        let mut socket = Self::new(stream);
        socket.frames = Some(FrameWatch::new());
        socket.control.raw();
        socket
    }

    pub(in crate::proxy) fn speaks_http2(&self) -> bool {
        self.frames.is_some()
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Socket<S> {
    /// A header block has a deadline from its beginning to its end.
    pub(super) fn poll_frames(
        &mut self,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let Some(frames) = &mut self.frames else {
            return Poll::Ready(Err(io::ErrorKind::InvalidInput.into()));
        };
        match Pin::new(&mut self.stream).poll_read(cx, buf) {
            Poll::Ready(result) => result?,
            Poll::Pending if frames.is_in_header_block() => {
                ready!(self.reading.poll(cx, HEAD, || Instant::now() + HEADER_WITHIN));
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            Poll::Pending => return Poll::Pending,
        }
        let new = buf.filled().get(before..).unwrap_or_default();
        let blocks_before = frames.blocks;
        let block = frames.see(new, Instant::now).map_err(|offence| {
            self.control.offence.get_or_init(|| offence);
            io::Error::new(io::ErrorKind::InvalidData, "the client sends what it must not")
        })?;
        if block == HeaderBlock::None || frames.blocks > blocks_before {
            self.reading.disarm();
        }
        Poll::Ready(Ok(()))
    }
}
