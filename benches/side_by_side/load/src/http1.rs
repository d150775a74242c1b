//! HTTP/1.1 over one TLS connection: request bytes out, one answer of known length in.

use anyhow::{Context, bail, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::target::Target;

/// A connection that is kept alive.
pub(crate) struct Http1 {
    stream: TlsStream<TcpStream>,
    buffer: Vec<u8>,
}

impl Http1 {
    pub(crate) async fn open(target: &Target, connector: &TlsConnector) -> anyhow::Result<Self> {
        Ok(Self {
            stream: target.connect(connector).await?,
            buffer: vec![0; 128 * 1024],
        })
    }

    /// Gives its memory back: for connections that wait.
    pub(crate) fn into_idle(self) -> TlsStream<TcpStream> {
        self.stream
    }

    /// Sends a request and reads its answer to the last byte; anything but a 200 is an error.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> anyhow::Result<()> {
        self.stream
            .write_all(request)
            .await
            .context("sending a request")?;
        self.stream.flush().await.context("sending a request")?;
        let mut filled = 0;
        let mut whole = None;
        while whole.is_none_or(|whole| filled < whole) {
            let read = self
                .stream
                .read(&mut self.buffer[filled..])
                .await
                .context("reading an answer")?;
            ensure!(read > 0, "the connection was closed in the middle of an answer");
            filled += read;
            if whole.is_none() {
                whole = answer_length(&self.buffer[..filled])?;
                ensure!(
                    whole.is_none_or(|it| it <= self.buffer.len()),
                    "the answer is too long"
                );
            }
        }
        ensure!(whole == Some(filled), "more came than the answer");
        Ok(())
    }
}

/// Header and body together; `None`: the header is not complete yet.
fn answer_length(bytes: &[u8]) -> anyhow::Result<Option<usize>> {
    let mut fields = [httparse::EMPTY_HEADER; 64];
    let mut answer = httparse::Response::new(&mut fields);
    let httparse::Status::Complete(header) = answer.parse(bytes)? else {
        return Ok(None);
    };
    if answer.code != Some(200) {
        bail!("not a 200: {}", String::from_utf8_lossy(bytes));
    }
    let length = answer
        .headers
        .iter()
        .find(|field| field.name.eq_ignore_ascii_case("content-length"))
        .context("the answer has no Content-Length")?;
    let length: usize = std::str::from_utf8(length.value)?.parse()?;
    Ok(Some(header + length))
}
