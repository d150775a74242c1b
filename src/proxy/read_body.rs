//! Step 4a: a body that a scope depends on is read before the decision, and forwarded as it came afterwards.

use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, EXPECT};
use pingora::{Error, ErrorType};

use super::Downstream;
use super::exchange::Exchange;
use super::forward;
use super::gate::Gate;
use super::routes::Route;
use crate::access::{Body, BodyReader, Unreadable, UploadWatch};

/// pingora keeps 64 KiB of a body to forward them, and nothing once there is more. Whoever does not say how much comes
/// is not read further than to where one more read (16 KiB in HTTP/2, RFC 9113 section 4.2) could exceed that.
const UNANNOUNCED: usize = 48 * 1024;

impl Gate {
    /// What the body says, or why it says nothing. An error: the client does not send it.
    pub(super) async fn read_body(
        &self,
        session: &mut Downstream,
        exchange: &mut Exchange,
        route: &Route,
    ) -> pingora::Result<Body> {
        exchange.read_body = true;
        let reader = match reader_for(session, route) {
            Ok(reader) => reader,
            Err(why) => return Ok(Body::Unreadable(why)),
        };
        if asks_for_leave(session) {
            session.write_continue_response().await?;
        }
        if let Some(control) = exchange.socket_control() {
            control.sip(true);
        }
        session.enable_retry_buffering();
        let body = read(session, exchange, reader).await;
        if let Some(control) = exchange.socket_control() {
            control.sip(false);
        }
        if session.retry_buffer_truncated() {
            // What is not kept cannot be forwarded.
            return Err(forward::undecided());
        }
        body
    }
}

async fn read(
    session: &mut Downstream,
    exchange: &mut Exchange,
    mut reader: BodyReader,
) -> pingora::Result<Body> {
    let fits = announced(session).is_some_and(|bytes| bytes <= reader.largest());
    let mut taken = 0;
    while let Some(piece) = session.read_request_body().await? {
        taken += piece.len();
        if let Some(in_flight) = &exchange.in_flight {
            in_flight.receive(piece.len(), false);
        }
        if let Err(why) = reader.read(&piece) {
            return Ok(Body::Unreadable(why));
        }
        if !fits && taken >= reader.largest().min(UNANNOUNCED) {
            return Ok(match reader.pass_on() {
                Some((fields, watch)) => {
                    exchange.upload = Some(Upload::after(taken, watch));
                    Body::Read(fields.into())
                }
                None => Body::Unreadable(Unreadable::TooLarge),
            });
        }
    }
    Ok(match reader.finish() {
        Ok(fields) => Body::Read(fields.into()),
        Err(why) => Body::Unreadable(why),
    })
}

fn reader_for(session: &Downstream, route: &Route) -> Result<BodyReader, Unreadable> {
    let headers = &session.req_header().headers;
    let types = headers
        .get_all(CONTENT_TYPE)
        .iter()
        .map(http::HeaderValue::as_bytes);
    let is_encoded = headers
        .get_all(CONTENT_ENCODING)
        .iter()
        .any(|encoding| !encoding.as_bytes().trim_ascii().eq_ignore_ascii_case(b"identity"));
    let largest = route.site.judge_body_up_to;
    let reader = BodyReader::new(types, is_encoded, route.site.policy.read_names().into(), largest)?;
    let is_too_large = announced(session).is_some_and(|announced| announced > reader.largest());
    if is_too_large && !reader.may_hold_files() {
        return Err(Unreadable::TooLarge);
    }
    Ok(reader)
}

/// `Content-Length`, which has been checked.
fn announced(session: &Downstream) -> Option<usize> {
    let length = session.req_header().headers.get(CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

/// `Expect: 100-continue` (RFC 9110 section 10.1.1).
fn asks_for_leave(session: &Downstream) -> bool {
    let expectation = session.req_header().headers.get(EXPECT);
    expectation.is_some_and(|it| it.as_bytes().eq_ignore_ascii_case(b"100-continue"))
}

/// A body whose rest is a file, and is watched while it passes.
#[derive(Debug)]
pub(super) struct Upload {
    /// So many bytes are judged already, and forwarded first.
    judged: usize,
    watch: UploadWatch,
    /// The same, for this try to reach the app: pingora begins anew when a kept connection turns out to be dead.
    trying: Option<(usize, UploadWatch)>,
}

impl Upload {
    fn after(judged: usize, watch: UploadWatch) -> Self {
        Self {
            judged,
            watch,
            trying: None,
        }
    }

    /// The body is sent from its beginning.
    pub(super) fn begin(&mut self) {
        self.trying = Some((self.judged, self.watch.clone()));
    }

    /// The next bytes on their way to the app, which never gets the end of what turns out to be refused.
    pub(super) fn watch(&mut self, piece: &[u8], is_end: bool) -> pingora::Result<()> {
        let Some((judged, watch)) = &mut self.trying else {
            return Err(forward::undecided());
        };
        let known = piece.len().min(*judged);
        *judged -= known;
        let seen = watch.read(piece.get(known..).unwrap_or_default());
        let seen = seen.and_then(|()| if is_end { watch.finish() } else { Ok(()) });
        seen.map_err(|_| {
            let why = "a field behind a file is one that a scope reads, or the form is malformed";
            Error::explain(ErrorType::HTTPStatus(400), why)
        })
    }
}
