//! HTTP/2 over one TLS connection, many requests at once.

use anyhow::{Context, ensure};
use bytes::Bytes;
use h2::client::SendRequest;
use http::{Request, StatusCode, Version};
use tokio_rustls::TlsConnector;

use crate::target::Target;

/// Wide enough for no answer to wait for a window.
const WINDOW: u32 = 16 * 1024 * 1024;

/// A connection; each clone of it sends its own requests.
#[derive(Clone)]
pub(crate) struct Http2 {
    send: SendRequest<Bytes>,
    request: Request<()>,
}

impl Http2 {
    pub(crate) async fn open(target: &Target, connector: &TlsConnector) -> anyhow::Result<Self> {
        let stream = target.connect(connector).await?;
        ensure!(
            stream.get_ref().1.alpn_protocol() == Some(b"h2"),
            "the proxy does not speak HTTP/2"
        );
        let (send, connection) = h2::client::Builder::new()
            .initial_window_size(WINDOW)
            .initial_connection_window_size(WINDOW)
            .handshake(stream)
            .await?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                eprintln!("an HTTP/2 connection ended: {error}");
            }
        });
        let mut request = Request::builder()
            .version(Version::HTTP_2)
            .uri(format!("https://{}{}", target.host, target.path));
        for (name, value) in target.headers() {
            request = request.header(name, value);
        }
        Ok(Self {
            send,
            request: request.body(())?,
        })
    }

    /// Sends the request and reads its answer to the last byte; anything but a 200 is an error.
    pub(crate) async fn exchange(&mut self) -> anyhow::Result<()> {
        let mut send = self.send.clone().ready().await?;
        let (answer, _) = send.send_request(self.request.clone(), true)?;
        let answer = answer.await.context("waiting for an answer")?;
        ensure!(answer.status() == StatusCode::OK, "not a 200: {answer:?}");
        let mut body = answer.into_body();
        while let Some(part) = body.data().await {
            let part = part.context("reading an answer")?;
            body.flow_control().release_capacity(part.len())?;
        }
        Ok(())
    }
}
