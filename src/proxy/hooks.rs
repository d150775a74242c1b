//! What pingora calls where it forwards: requests with a body, WebSockets, and what goes to an app over HTTP/2. Each hook
//! is a step of `gate`.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use pingora::Error;
use pingora::http::{RequestHeader, ResponseHeader};
use pingora::modules::http::HttpModules;
use pingora::proxy::{FailToProxy, ProxyHttp, Session};
use pingora::upstreams::peer::HttpPeer;

use super::exchange::{Exchange, IN_FLIGHT};
use super::filter::clean_trailers;
use super::gate::Gate;

/// A gate as pingora knows it.
pub(super) struct Hooks(pub(super) Arc<Gate>);

#[async_trait]
impl ProxyHttp for Hooks {
    type CTX = Exchange;

    fn new_ctx(&self) -> Exchange {
        Exchange::begin(IN_FLIGHT.try_with(Arc::clone).ok())
    }

    /// None: by default pingora brings one that could compress responses, and asks it about each of them.
    fn init_downstream_modules(&self, _modules: &mut HttpModules) {}

    async fn early_request_filter(
        &self,
        session: &mut Session,
        _exchange: &mut Exchange,
    ) -> pingora::Result<()> {
        self.0.tune(session);
        Ok(())
    }

    async fn request_filter(&self, session: &mut Session, exchange: &mut Exchange) -> pingora::Result<bool> {
        Ok(!self.0.admit(session, exchange).await?)
    }

    async fn upstream_peer(
        &self,
        _session: &mut Session,
        exchange: &mut Exchange,
    ) -> pingora::Result<Box<HttpPeer>> {
        let peer = self.0.upstream_of(exchange)?;
        Ok(Box::new(HttpPeer::clone(&peer)))
    }

    async fn upstream_request_filter(
        &self,
        _session: &mut Session,
        request: &mut RequestHeader,
        exchange: &mut Exchange,
    ) -> pingora::Result<()> {
        if let Some(upload) = &mut exchange.upload {
            upload.begin();
        }
        if exchange.read_body {
            // The client was told to go on already.
            request.remove_header(&http::header::EXPECT);
        }
        self.0.forwarding(exchange)?.prepare(request)
    }

    async fn request_body_filter(
        &self,
        _session: &mut Session,
        body: &mut Option<Bytes>,
        end_of_stream: bool,
        exchange: &mut Exchange,
    ) -> pingora::Result<()> {
        if let Some(in_flight) = &exchange.in_flight {
            in_flight.receive(body.as_ref().map_or(0, Bytes::len), end_of_stream);
        }
        if let Some(upload) = &mut exchange.upload {
            upload.watch(body.as_deref().unwrap_or_default(), end_of_stream)?;
        }
        // cloudflare/pingora#935: an upload that ends in an empty DATA frame would end the upstream's body twice.
        if end_of_stream && body.as_ref().is_some_and(Bytes::is_empty) {
            *body = None;
        }
        Ok(())
    }

    async fn response_filter(
        &self,
        session: &mut Session,
        response: &mut ResponseHeader,
        exchange: &mut Exchange,
    ) -> pingora::Result<()> {
        self.0.clean(session, response, exchange)
    }

    async fn response_trailer_filter(
        &self,
        _session: &mut Session,
        trailers: &mut http::HeaderMap,
        _exchange: &mut Exchange,
    ) -> pingora::Result<Option<Bytes>> {
        clean_trailers(trailers);
        Ok(None)
    }

    fn fail_to_connect(
        &self,
        _session: &mut Session,
        _peer: &HttpPeer,
        exchange: &mut Exchange,
        error: Box<Error>,
    ) -> Box<Error> {
        self.0.cannot_connect(exchange, error)
    }

    async fn fail_to_proxy(
        &self,
        session: &mut Session,
        error: &Error,
        exchange: &mut Exchange,
    ) -> FailToProxy {
        let status = self.0.fail(session, error, exchange).await;
        FailToProxy {
            error_code: status.map_or(0, |status| status.as_u16()),
            can_reuse_downstream: false,
        }
    }

    async fn logging(&self, session: &mut Session, error: Option<&Error>, exchange: &mut Exchange) {
        self.0.log(session, error, exchange);
    }

    fn suppress_error_log(&self, _session: &Session, _exchange: &Exchange, _error: &Error) -> bool {
        // `log` says it once, with our fields.
        true
    }

    fn request_summary(&self, _session: &Session, exchange: &Exchange) -> String {
        // pingora's own would print targets, which can hold secrets.
        exchange.code.map(|code| code.to_string()).unwrap_or_default()
    }
}
