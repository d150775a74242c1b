//! One worker's enforcement point: the steps of a request, each a sentence, in the order of its life. `serve` calls them
//! itself, and pingora through `hooks`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use http::{StatusCode, Version};
use pingora::http::ResponseHeader;
use pingora::upstreams::peer::HttpPeer;
use pingora::{Error, ErrorType};

use super::Downstream;
use super::accept::KEEP_ALIVE_SECONDS;
use super::answer::{self, Asker};
use super::error_page;
use super::exchange::Exchange;
use super::filter::clean_response;
use super::forward::{self, Forwarding};
use super::gateway::Gateway;
use super::identify::asks_to_close;
use super::judge::Step;
use super::live::Live;
use super::socket::WRITE_STALL;
use super::straight::Straight;
use crate::access::Purpose;
use crate::audit::{Journal, ShortCode};
use crate::metrics::Outcome;
use crate::web::Reader;

/// One worker's enforcement point.
pub struct Gate {
    pub(super) gateway: Arc<Gateway>,
    pub(super) journal: Arc<Journal>,
    pub(super) live: Live,
    pub(super) straight: Straight,
    codes: AtomicU64,
}

impl Gate {
    pub fn new(gateway: Arc<Gateway>, journal: Arc<Journal>, live: Live) -> Self {
        let start = u64::from_be_bytes(crate::crypto::random_bytes());
        Self {
            gateway,
            journal,
            live,
            straight: Straight::new(),
            codes: AtomicU64::new(start),
        }
    }

    /// A code by which the operator finds a request. Unique enough for that; it is no secret.
    pub(super) fn next_code(&self) -> ShortCode {
        // SplitMix64: neighbouring numbers become codes that nobody mixes up.
        let mut mixed = self.codes.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ShortCode::from_random((mixed ^ (mixed >> 31)).to_be_bytes())
    }

    /// What the app is asked with; nothing, without a recorded permit (invariant 1).
    pub(super) fn forwarding<'f>(&'f self, exchange: &'f Exchange) -> pingora::Result<Forwarding<'f>> {
        let (Some(permit), Some(route), Some(authority), Some(in_flight)) = (
            &exchange.permit,
            &exchange.route,
            &exchange.authority,
            &exchange.in_flight,
        ) else {
            return Err(forward::undecided());
        };
        Ok(Forwarding {
            permit,
            route,
            authority,
            connection: &in_flight.connection,
            trusted_proxies: &route.trusted_proxies,
            keys: &self.gateway.actions.keys,
            clock: self.gateway.actions.clock.as_ref(),
        })
    }

    pub(super) fn asker<'a>(&'a self, reader: Reader, authority: &'a str, code: &'a str) -> Asker<'a> {
        Asker {
            reader,
            authority,
            here: None,
            code,
            clock: self.gateway.actions.clock.as_ref(),
        }
    }
}

impl Gate {
    /// How the session is to be treated, by what its request says of the connection.
    pub(super) fn tune(&self, session: &mut Downstream) {
        if session.is_http2() {
            // A window that stays shut holds a stream without the socket noticing.
            session.set_write_timeout(Some(WRITE_STALL));
        }
        if session.get_keepalive().is_some() {
            let lasts = !asks_to_close(&session.req_header().headers);
            session.set_keepalive(lasts.then_some(KEEP_ALIVE_SECONDS));
        }
        // RFC 9110 section 15.2: HTTP/1.0 knows no interim responses.
        if session.req_header().version == Version::HTTP_10 {
            session.set_ignore_info_resp(true);
        }
    }

    /// Steps 2 to 5a. `true`: it is to be forwarded.
    pub(super) async fn admit(
        &self,
        session: &mut Downstream,
        exchange: &mut Exchange,
    ) -> pingora::Result<bool> {
        match self.judge(session, exchange).await? {
            Step::Forward => Ok(true),
            Step::Portal => {
                exchange.outcome = Outcome::Own;
                self.serve_portal(session, exchange).await?;
                Ok(false)
            }
            Step::Answer(answer) => {
                let unread_body = !session.is_body_done();
                answer::send(session, answer, unread_body).await?;
                Ok(false)
            }
        }
    }

    pub(super) fn upstream_of(&self, exchange: &Exchange) -> pingora::Result<Arc<HttpPeer>> {
        let (Some(_permit), Some(route), Some(purpose)) =
            (&exchange.permit, &exchange.route, exchange.purpose)
        else {
            return Err(forward::undecided());
        };
        let chosen = route.upstreams.choose(purpose, exchange.streams_response);
        chosen.ok_or_else(|| {
            Error::explain(
                ErrorType::HTTPStatus(502),
                "no upstream of this site can be reached",
            )
        })
    }

    /// Nothing was sent yet, so another server may be tried whatever the method, as long as there is another.
    pub(super) fn cannot_connect(&self, exchange: &mut Exchange, mut error: Box<Error>) -> Box<Error> {
        exchange.tried += 1;
        let servers = exchange.route.as_ref().map_or(0, |route| route.upstreams.count());
        error.set_retry(exchange.tried < servers);
        error
    }

    /// Step 6.
    pub(super) fn clean(
        &self,
        session: &Downstream,
        response: &mut ResponseHeader,
        exchange: &Exchange,
    ) -> pingora::Result<()> {
        let (Some(permit), Some(route), Some(authority)) =
            (&exchange.permit, &exchange.route, &exchange.authority)
        else {
            return Err(forward::undecided());
        };
        if response.status == StatusCode::SWITCHING_PROTOCOLS {
            open_tunnel(exchange)?;
        }
        if session.req_header().version == Version::HTTP_10 {
            // RFC 9112 section 6.1: HTTP/1.0 knows no chunks. Without them the body ends with the connection.
            response.remove_header(&http::header::TRANSFER_ENCODING);
        }
        clean_response(response, route, authority, permit.agent().is_some())
    }

    /// Says that it went wrong to whoever still listens. Returns the status that was said.
    pub(super) async fn fail(
        &self,
        session: &mut Downstream,
        error: &Error,
        exchange: &Exchange,
    ) -> Option<StatusCode> {
        let status = error_page::status_of(error);
        if let (Some(status), None) = (status, session.response_written()) {
            let code = exchange.code.map(|code| code.to_string()).unwrap_or_default();
            let authority = exchange.authority.as_ref().map_or("", |it| it.written.as_str());
            let reader = exchange.reader.unwrap_or(Reader::PROGRAM);
            let answer = error_page::answer(&self.asker(reader, authority, &code), status);
            // A client that is gone needs no answer.
            let _ = answer::send(session, answer, true).await;
        }
        status
    }

    /// Step 7.
    pub(super) fn log(&self, session: &Downstream, error: Option<&Error>, exchange: &Exchange) {
        let status = session
            .response_written()
            .map_or(0, |response| response.status.as_u16());
        let metrics = exchange
            .route
            .as_ref()
            .map_or(&self.gateway.no_site, |route| &route.metrics);
        let began = exchange
            .began
            .filter(|_| exchange.purpose != Some(Purpose::WebSocket));
        metrics.is_over(exchange.outcome, status, began.map(|began| began.elapsed()));
        let site = exchange
            .route
            .as_ref()
            .map_or("", |route| route.site.policy.name.as_str());
        let code = exchange.code.map(tracing::field::display);
        match error {
            Some(error) => {
                tracing::info!(site.name = site, request.code = code, response.status = status, %error, "a request failed")
            }
            None => tracing::debug!(
                site.name = site,
                request.code = code,
                response.status = status,
                "a request was answered"
            ),
        }
    }
}

/// The app agrees to a WebSocket. Nobody else may switch protocols, and what the client said too early is let through
/// only now.
fn open_tunnel(exchange: &Exchange) -> pingora::Result<()> {
    match (exchange.purpose, exchange.socket_control()) {
        (Some(Purpose::WebSocket), Some(control)) => {
            control.raw();
            Ok(())
        }
        _ => Error::e_explain(
            ErrorType::HTTPStatus(502),
            "the app switches protocols without being asked to",
        ),
    }
}
