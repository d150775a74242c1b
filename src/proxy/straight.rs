//! Step 5b in a straight line, for what nearly all requests are: without a body, to an app that speaks HTTP/1.
//!
//! pingora forwards in two halves that talk through channels, because a body may go up while another comes down, and has
//! a task watch each connection that waits. Here one future asks, and passes on what comes. What is asked and how an
//! answer is cleaned is the same code on both ways: see `forward` and `filter`.

use std::future::poll_fn;
use std::time::Duration;

use futures_util::FutureExt;
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderName, Method, StatusCode, Version};
use pingora::connectors::TransportConnector;
use pingora::http::ResponseHeader;
use pingora::protocols::http::HttpTask;
use pingora::upstreams::peer::{ALPN, HttpPeer, Peer};
use pingora::{Error, ErrorType};
use tokio::time::Instant;

use super::Downstream;
use super::accept::MOST_TRIES;
use super::app::App;
use super::exchange::Exchange;
use super::gate::Gate;
use super::idle::IdleStreams;
use super::reply::Reply;
use super::reply_head::Letters;
use super::socket::Deadline;
use crate::access::Purpose;

/// Parts of a response that leave together, when they came together.
const MOST_PARTS: usize = 4;

/// RFC 9110 section 7.6.1. `Connection` names no others: see `identify`.
fn is_hop_by_hop(name: &HeaderName) -> bool {
    matches!(
        name.as_str(),
        "connection"
            | "keep-alive"
            | "proxy-connection"
            | "proxy-authenticate"
            | "proxy-authorization"
            | "te"
            | "trailer"
            | "transfer-encoding"
            | "upgrade"
            | "http2-settings"
    )
}

/// The way to the apps.
pub(super) struct Straight {
    connector: TransportConnector,
    pub(super) idle: IdleStreams,
}

impl Straight {
    pub(super) fn new() -> Self {
        Self {
            connector: TransportConnector::new(None),
            idle: IdleStreams::default(),
        }
    }
}

/// How far a request has come on one connection.
enum Outcome {
    Answered,
    /// The app closed a kept connection before it said anything. Such a request may be sent again.
    Stale,
}

impl Gate {
    /// `false`: it takes pingora to forward it, and nothing was sent.
    pub(super) async fn forward_straight(
        &self,
        session: &mut Downstream,
        exchange: &mut Exchange,
    ) -> pingora::Result<bool> {
        let plain = match exchange.purpose {
            Some(Purpose::Exchange | Purpose::ServiceWorker) => true,
            Some(Purpose::WebSocket) | None => false,
        };
        if !plain || exchange.read_body || !session.is_body_empty() {
            return Ok(false);
        }
        // RFC 9110 section 9.2.2: only what may happen twice is sent where it could.
        let mut may_be_kept = session.req_header().method.is_idempotent();
        let letters = if session.is_http2() {
            Letters::Small
        } else {
            Letters::AsWritten
        };
        let mut tries = 0;
        loop {
            tries += 1;
            let peer = self.upstream_of(exchange)?;
            if peer.options.alpn != ALPN::H1 {
                return Ok(false);
            }
            let server = peer.reuse_hash();
            let kept = may_be_kept.then(|| self.straight.idle.take(server)).flatten();
            let is_kept = kept.is_some();
            let stream = match kept {
                Some(kept) => kept,
                None => match Box::pin(self.straight.connector.new_stream(peer.as_ref())).await {
                    Ok(stream) => stream,
                    Err(error) => {
                        let error = self.cannot_connect(exchange, error.into_up());
                        if error.retry() && tries < MOST_TRIES {
                            continue;
                        }
                        return Err(error);
                    }
                },
            };
            let reply = Reply::new(session.req_header().method.clone(), letters);
            let app = App::new(stream, reply);
            match self.ask(session, exchange, app, &peer, is_kept).await? {
                Outcome::Answered => return Ok(true),
                Outcome::Stale => may_be_kept = false,
            }
        }
    }

    async fn ask(
        &self,
        session: &mut Downstream,
        exchange: &Exchange,
        mut app: App,
        peer: &HttpPeer,
        is_kept: bool,
    ) -> pingora::Result<Outcome> {
        let came = &session.req_header().headers;
        let head = self
            .forwarding(exchange)?
            .head(came, |name| !is_hop_by_hop(name))?;
        let mut silence = Deadline::default();
        let asked = tokio::select! {
            biased;
            asked = app.ask(&head) => asked,
            () = is_silent(&mut silence, peer.options.write_timeout) => {
                Err(Error::explain(ErrorType::WriteTimedout, "asking the app"))
            }
        };
        match asked {
            Ok(()) => silence.disarm(),
            Err(error) if is_kept && *error.etype() == ErrorType::WriteError => return Ok(Outcome::Stale),
            Err(error) => return Err(error.into_up()),
        }
        let mut app = Some(app);
        while let Some(asking) = &mut app {
            let part = tokio::select! {
                biased;
                part = asking.next_part() => part,
                gone = session.read_body_or_idle(true) => return Err(match gone {
                    Err(error) => error.into_down(),
                    Ok(_) => Error::explain(ErrorType::ConnectionClosed, "the client sends what it has not announced").into_down(),
                }),
                () = is_silent(&mut silence, peer.options.read_timeout) => {
                    Err(Error::explain(ErrorType::ReadTimedout, "waiting for the app"))
                }
            };
            silence.disarm();
            let part = match part {
                Ok(part) => part,
                Err(error) if is_kept && asking.never_spoke(&error) => return Ok(Outcome::Stale),
                Err(error) => return Err(error.into_up()),
            };
            let mut parts = Vec::with_capacity(MOST_PARTS);
            let interim = matches!(&part, HttpTask::Header(header, _) if header.status.is_informational());
            let mut at_end = self.take(session, exchange, part, &mut parts)?;
            while !at_end && !interim && parts.len() < MOST_PARTS {
                // `unconstrained`, because a task that has used up its share is told that nothing is there.
                let Some(more) = tokio::task::unconstrained(asking.next_part()).now_or_never() else {
                    break;
                };
                // What came before is still passed on.
                let more = more.unwrap_or_else(|error| HttpTask::Failed(error.into_up()));
                at_end = self.take(session, exchange, more, &mut parts)?;
            }
            if at_end && let Some(stream) = app.take().and_then(App::into_idle) {
                self.straight.idle.put(peer.reuse_hash(), stream);
            }
            session.response_duplex_vec(parts).await?;
        }
        Ok(Outcome::Answered)
    }

    /// Adds what the client gets to see of a part of the response; says whether it is the last one.
    fn take(
        &self,
        session: &Downstream,
        exchange: &Exchange,
        mut part: HttpTask,
        parts: &mut Vec<HttpTask>,
    ) -> pingora::Result<bool> {
        let at_end = part.is_end();
        if let HttpTask::Header(header, _) = &mut part {
            frame_anew(header, &session.req_header().method, at_end)?;
            self.clean(session, header, exchange)?;
        }
        parts.push(part);
        Ok(at_end)
    }
}

/// Ready when the app has said nothing for so long; never without a limit.
async fn is_silent(silence: &mut Deadline, limit: Option<Duration>) {
    match limit {
        Some(limit) => poll_fn(|cx| silence.poll(cx, 0, || Instant::now() + limit)).await,
        None => std::future::pending().await,
    }
}

/// What ended with the app's connection ends with a last chunk for the client, whose connection stays (RFC 9112
/// section 6.3).
fn frame_anew(header: &mut ResponseHeader, method: &Method, at_end: bool) -> pingora::Result<()> {
    let has_no_body = at_end
        || *method == Method::HEAD
        || header.status.is_informational()
        || matches!(header.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    let is_framed =
        header.headers.contains_key(TRANSFER_ENCODING) || header.headers.contains_key(CONTENT_LENGTH);
    if has_no_body || is_framed {
        return Ok(());
    }
    header.set_version(Version::HTTP_11);
    header.insert_header(TRANSFER_ENCODING, "chunked")
}
