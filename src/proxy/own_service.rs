//! A request to the portal's host: handed to its service as it came, and the answer passed on as it comes.

use std::net::IpAddr;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use http::{Method, Request, Response, StatusCode};
use http_body::Body as _;
use pingora::http::ResponseHeader;
use tokio::sync::Semaphore;
use tower_service::Service;

use super::Downstream;
use super::answer::{self, Asker};
use super::exchange::Exchange;
use super::forward;
use super::gate::Gate;
use super::identify::{self, Authority, Malformed};
use crate::web::{Answer, Arrival, contract};

/// Largest body that the portal reads, in bytes: the largest thing is the sealed message of a link, in base64.
const LARGEST_BODY: usize = 128 * 1024;
/// A room takes files of 1 MiB: in base64 within what is sealed, and that in base64 again.
const LARGEST_ROOM_MESSAGE: usize = 2 * 1024 * 1024;

/// Large bodies that are read at the same time, whoever sends them: nobody has shown yet that they may.
static LARGE_BODIES: Semaphore = Semaphore::const_new(32);

fn largest_body(path: &str) -> usize {
    if path.starts_with("/api/v1/handoff/rooms/") && path.ends_with("/messages") {
        LARGEST_ROOM_MESSAGE
    } else {
        LARGEST_BODY
    }
}

impl Gate {
    /// Answers a request to the portal's host.
    pub(super) async fn serve_portal(
        &self,
        session: &mut Downstream,
        exchange: &Exchange,
    ) -> pingora::Result<()> {
        let (Some(in_flight), Some(authority), Some(code), Some(reader)) = (
            &exchange.in_flight,
            &exchange.authority,
            exchange.code,
            exchange.reader,
        ) else {
            return Err(forward::undecided());
        };
        let code = code.to_string();
        let asker = self.asker(reader, &authority.written, &code);
        let peer = in_flight.connection.peer.ip();
        let request = match self.portal_request(session, &asker, authority, peer).await? {
            Ok(request) => request,
            Err(refused) => {
                let unread = !session.is_body_done();
                return answer::send(session, refused, unread).await;
            }
        };
        let mut portal = self.gateway.portal.clone();
        let Ok(response) = Service::call(&mut portal, request).await;
        pass_on(session, response).await
    }

    async fn portal_request(
        &self,
        session: &mut Downstream,
        asker: &Asker<'_>,
        authority: &Authority,
        peer: IpAddr,
    ) -> pingora::Result<Result<Request<Body>, Answer>> {
        let has_body = !session.is_body_empty();
        let header = session.req_header();
        let ip = identify::client_ip(&header.headers, peer, &self.gateway.routes().trusted_proxies);
        let identified = match identify::access_request(header, has_body, authority, ip) {
            Ok(identified) => identified,
            Err(malformed) => return Ok(Err(answer::malformed(asker, malformed))),
        };
        let built = Request::builder()
            .method(identified.method)
            .uri(identified.target.as_str())
            .body(());
        let Ok(mut request) = built else {
            return Ok(Err(answer::malformed(asker, Malformed::Host)));
        };
        *request.headers_mut() = header.headers.clone();
        request.extensions_mut().insert(Arrival {
            client: identified.client,
            authority: asker.authority.to_owned(),
            code: asker.code.to_owned(),
        });
        let largest = largest_body(request.uri().path());
        let mut body = BytesMut::new();
        let mut place = None;
        while let Some(part) = session.read_request_body().await? {
            body.extend_from_slice(&part);
            if body.len() > largest {
                let status = StatusCode::PAYLOAD_TOO_LARGE;
                let why = format!("the request's body is larger than {} KiB", largest / 1024);
                return Ok(Err(contract::problem(status, "too-large", &why, None)));
            }
            if body.len() > LARGEST_BODY && place.is_none() {
                let Ok(free) = LARGE_BODIES.try_acquire() else {
                    return Ok(Err(contract::too_many_requests(1, 2, 2)));
                };
                place = Some(free);
            }
        }
        Ok(Ok(request.map(|()| Body::from(body.freeze()))))
    }
}

/// Streams what has no end yet: an event stream goes out event by event.
async fn pass_on(session: &mut Downstream, response: Response<Body>) -> pingora::Result<()> {
    let (parts, body) = response.into_parts();
    let exact = body.size_hint().exact();
    let mut header = ResponseHeader::build(parts.status, Some(parts.headers.len() + 1))?;
    for (name, value) in &parts.headers {
        header.append_header(name, value)?;
    }
    let is_http2 = session.is_http2();
    if !parts.headers.contains_key(http::header::CONTENT_LENGTH) {
        match exact {
            Some(length) => header.insert_header(http::header::CONTENT_LENGTH, length)?,
            None if is_http2 => {}
            None => header.insert_header(http::header::TRANSFER_ENCODING, "chunked")?,
        }
    }
    let is_empty = exact == Some(0) || session.req_header().method == Method::HEAD;
    session.write_response_header(Box::new(header)).await?;
    if is_empty {
        if !is_http2 {
            session.write_response_body(Bytes::new(), true).await?;
        }
        return Ok(());
    }
    let mut stream = body.into_data_stream();
    while let Some(part) = stream.next().await {
        let Ok(part) = part else { break };
        if !part.is_empty() {
            session.write_response_body(part, false).await?;
        }
    }
    session.write_response_body(Bytes::new(), true).await
}
