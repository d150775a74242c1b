//! One request on its session, from its head to the end of its answer.
//!
//! What pingora's proxy would do is done here for all requests that need no forwarding or go straight to their app; the
//! rest is handed to it. Either way the same steps are taken: see `gate`.

use std::sync::Arc;

use bytes::BytesMut;
use http::Method;
use http::header::UPGRADE;
use pingora::ErrorType;
use pingora::apps::{HttpPersistentSettings, HttpServerApp, ReusedHttpStream};
use pingora::proxy::HttpProxy;
use tokio::sync::watch;

use super::Downstream;
use super::exchange::{Exchange, IN_FLIGHT, InFlight};
use super::forward;
use super::gate::Gate;
use super::hooks::Hooks;
use super::identify;

/// What serves requests: one worker's.
#[derive(Clone)]
pub(super) struct Server {
    pub(super) gate: Arc<Gate>,
    pub(super) pingora: Arc<HttpProxy<Hooks>>,
    pub(super) shutdown: watch::Receiver<bool>,
}

impl Server {
    /// Serves one request, or stops in the middle of it when it is cut: dropping the future closes an HTTP/1 connection,
    /// with its WebSocket if it became one, and resets an HTTP/2 stream.
    ///
    /// `Some`: the connection may carry another one.
    pub(super) async fn request(
        &self,
        session: Downstream,
        in_flight: Arc<InFlight>,
        likely_straight: bool,
    ) -> Option<ReusedHttpStream> {
        let cut = in_flight.cut.clone();
        tokio::select! {
            biased;
            () = cut.cancelled() => None,
            reused = self.serve(session, in_flight, likely_straight) => reused,
        }
    }

    async fn serve(
        &self,
        mut session: Downstream,
        in_flight: Arc<InFlight>,
        likely_straight: bool,
    ) -> Option<ReusedHttpStream> {
        if !likely_straight {
            return self.by_pingora(session, in_flight).await;
        }
        if !read_head(&mut session).await {
            return None;
        }
        if !self.gate.goes_straight(&mut session, &in_flight) {
            return self.by_pingora(unread(session)?, in_flight).await;
        }
        if *self.shutdown.borrow() {
            session.set_keepalive(None);
        }
        self.gate.tune(&mut session);
        let mut exchange = Exchange::begin(Some(in_flight));
        let done = self.gate.pass(&mut session, &mut exchange).await;
        if let Err(error) = &done {
            self.gate.fail(&mut session, error, &exchange).await;
        }
        self.gate
            .log(&session, done.as_ref().err().map(AsRef::as_ref), &exchange);
        done.ok()?;
        let settings = HttpPersistentSettings::for_session(&session);
        let stream = session.finish().await.ok().flatten()?;
        Some(ReusedHttpStream::from_reusable_stream(stream, settings))
    }

    /// Its future is large, so it has a place of its own: where it is not needed, nothing of its size is moved.
    async fn by_pingora(&self, session: Downstream, in_flight: Arc<InFlight>) -> Option<ReusedHttpStream> {
        let serving = self.pingora.process_new_http(session, &self.shutdown);
        Box::pin(IN_FLIGHT.scope(in_flight, serving)).await
    }
}

impl Gate {
    /// Whether pingora is not needed for it. What cannot be understood is answered in words here as well.
    fn goes_straight(&self, session: &mut Downstream, in_flight: &InFlight) -> bool {
        if !session.is_body_empty() || session.req_header().headers.contains_key(UPGRADE) {
            return false;
        }
        let Ok(authority) = identify::authority(session.req_header(), &in_flight.connection.authority) else {
            return true;
        };
        let routes = self.gateway.routes();
        let route = routes.by_host(&authority.host);
        route.is_none_or(|route| route.upstreams.speak_http1())
    }

    async fn pass(&self, session: &mut Downstream, exchange: &mut Exchange) -> pingora::Result<()> {
        // A reload in between may have made its app one that is asked in HTTP/2: nothing was sent yet.
        if self.admit(session, exchange).await? && !self.forward_straight(session, exchange).await? {
            return Err(forward::undecided());
        }
        Ok(())
    }
}

/// `false`: there is no request, or none that could be read; whoever sent it was told.
async fn read_head(session: &mut Downstream) -> bool {
    let refused = match session.read_request().await {
        Ok(true) if session.req_header().method == Method::CONNECT => 405,
        Ok(is_there) => return is_there,
        Err(error) if *error.etype() == ErrorType::InvalidHTTPHeader => 400,
        // The connection is broken.
        Err(_) => {
            session.shutdown().await;
            return false;
        }
    };
    // Whoever is gone needs no answer.
    let _ = session.respond_error(refused).await;
    session.shutdown().await;
    false
}

/// The session as it was before its head was read: the socket has given out nothing behind it.
fn unread(session: Downstream) -> Option<Downstream> {
    match session {
        Downstream::H1(read) => {
            let head = BytesMut::from(read.get_headers_raw_bytes().as_ref());
            let keepalive = read.get_keepalive_timeout();
            let mut session = Downstream::new_http1(read.into_inner());
            session.set_keepalive(keepalive);
            session.set_pipelined_prefix(head);
            Some(session)
        }
        // Its head came with it.
        Downstream::H2(_) => Some(session),
        Downstream::Subrequest(_) | Downstream::Custom(_) => None,
    }
}
