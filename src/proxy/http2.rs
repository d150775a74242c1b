//! Step 1 on HTTP/2: a connection becomes streams, within the limits of RFC 9113 section 10.5.

use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;

use h2::Reason;
use pingora::protocols::Digest;
use pingora::protocols::http::v2::server as http2;
use tokio::task::JoinSet;

use super::Downstream;
use super::accept::HANDSHAKE_WITHIN;
use super::exchange::{Connection, InFlight};
use super::h2_budget::Offence;
use super::head::MOST_HEAD_BYTES;
use super::serve::Server;
use super::socket::Socket;

/// A connection without any stream is kept this long; PING frames do not prolong it.
const IDLE_FOR: Duration = Duration::from_secs(75);
/// For a last GOAWAY to be taken.
const GOODBYE_WITHIN: Duration = Duration::from_secs(10);
/// Streams at once on one connection (RFC 9113 section 6.5.2 recommends at least 100).
const MOST_STREAMS: u32 = 100;
/// Requests that are being served, those included whose streams are reset and that do not know it yet.
const MOST_REQUESTS: usize = 2 * MOST_STREAMS as usize;
/// Requests that are refused before they are one, per connection; after that the connection ends.
const MOST_MALFORMED_STREAMS: usize = 32;
/// Streams that the client made us reset, per connection (CVE-2025-8671). Refused ones are among them: until it has
/// read our SETTINGS, an honest client may open too many.
const MOST_FORCED_RESETS: usize = 100;
/// Of a response that is on its way, per stream: 100 streams whose reader stalls hold no more than 6 MiB
/// (CVE-2019-9517).
const MOST_UNSENT: usize = 64 * 1024;

fn options() -> http2::H2Options {
    let mut options = http2::default_h2_options();
    options
        .max_concurrent_streams(MOST_STREAMS)
        .max_header_list_size(MOST_HEAD_BYTES as u32)
        .max_local_error_reset_streams(Some(MOST_FORCED_RESETS))
        .max_send_buffer_size(MOST_UNSENT);
    options
}

/// Serves all requests of a connection. When it returns, what is still running is cut.
pub(super) async fn serve(server: &Server, socket: Socket, connection: Arc<Connection>) {
    let mut shutdown = server.shutdown.clone();
    let control = socket.control();
    let handshake = http2::handshake(Box::new(socket), Some(options()));
    let Ok(Ok(mut h2)) = tokio::time::timeout(HANDSHAKE_WITHIN, handshake).await else {
        return;
    };
    let digest = Arc::new(Digest::default());
    let mut streams = JoinSet::new();
    let mut malformed = 0;
    let mut stopping = false;
    let goodbye = loop {
        let accepted = tokio::select! {
            biased;
            _ = shutdown.wait_for(|stop| *stop), if !stopping => {
                h2.graceful_shutdown();
                stopping = true;
                continue;
            }
            Some(_) = streams.join_next(), if !streams.is_empty() => continue,
            accepted = http2::HttpSession::from_h2_conn(&mut h2, digest.clone()) => accepted,
            () = tokio::time::sleep(IDLE_FOR), if streams.is_empty() => break Reason::NO_ERROR,
        };
        match accepted {
            Ok(Some(http2::H2Accept::Session(stream))) if streams.len() < MOST_REQUESTS => {
                let server = server.clone();
                let with_body = !stream.is_body_empty();
                let in_flight = Arc::new(InFlight::on_stream(connection.clone(), with_body));
                // tokio moves what it is given several times, from where it was made to where it ends.
                streams.spawn(Box::pin(async move {
                    let upload = in_flight.clone();
                    tokio::select! {
                        biased;
                        () = upload.upload_stalls() => {}
                        _ = server.request(Downstream::new_http2(stream), in_flight, !with_body) => {}
                    }
                }));
            }
            Ok(Some(http2::H2Accept::Session(_))) => break Reason::ENHANCE_YOUR_CALM,
            Ok(Some(http2::H2Accept::Rejected)) => {
                malformed += 1;
                if malformed >= MOST_MALFORMED_STREAMS {
                    break Reason::ENHANCE_YOUR_CALM;
                }
            }
            Ok(None) => return,
            Err(_) => match control.offence() {
                Some(Offence::NoSettings) => break Reason::PROTOCOL_ERROR,
                Some(Offence::TooManyFrames) => break Reason::ENHANCE_YOUR_CALM,
                None => return,
            },
        }
    };
    drop(streams);
    h2.abrupt_shutdown(goodbye);
    // A client that does not take it is left without.
    let _ = tokio::time::timeout(GOODBYE_WITHIN, poll_fn(|cx| h2.poll_closed(cx))).await;
}
