//! One connection to an app: a request goes out, its answer comes back in parts. Cancel-safe: what was read stays here.

use pingora::protocols::Stream;
use pingora::protocols::http::HttpTask;
use pingora::{Error, ErrorType, OrErr};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::reply::Reply;

pub(super) struct App {
    stream: Stream,
    reply: Reply,
    /// Not a byte came yet.
    is_silent: bool,
}

impl App {
    pub(super) fn new(stream: Stream, reply: Reply) -> Self {
        Self {
            stream,
            reply,
            is_silent: true,
        }
    }

    /// `head`: request line, fields, and the empty line.
    pub(super) async fn ask(&mut self, head: &[u8]) -> pingora::Result<()> {
        let asked = self.stream.write_all(head).await;
        asked.or_err(ErrorType::WriteError, "asking the app")?;
        let sent = self.stream.flush().await;
        sent.or_err(ErrorType::WriteError, "asking the app")
    }

    /// The next part of the answer.
    pub(super) async fn next_part(&mut self) -> pingora::Result<HttpTask> {
        loop {
            if let Some(part) = self.reply.next_part()? {
                return Ok(part);
            }
            let read = self.stream.read_buf(self.reply.buffer()).await;
            if read.or_err(ErrorType::ReadError, "listening to the app")? == 0 {
                return self.reply.close();
            }
            self.is_silent = false;
        }
    }

    /// The app had closed the connection before it was asked, or did so instead of answering.
    pub(super) fn never_spoke(&self, error: &Error) -> bool {
        self.is_silent && matches!(error.etype(), ErrorType::ConnectionClosed | ErrorType::ReadError)
    }

    /// For the next request, if there may be one.
    pub(super) fn into_idle(self) -> Option<Stream> {
        self.reply.leaves_connection_usable().then_some(self.stream)
    }
}
