//! What the standards ask of a server and a proxy, on the wire. Each test names its section.
#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod http1;
mod http1_connection;
mod http2_cases;
mod http2_connection;
mod http2_frames;
mod http2_messages;
mod http2_valid;
mod replies;
mod tls;
mod tls_scan;
mod trailers;
mod websocket;
