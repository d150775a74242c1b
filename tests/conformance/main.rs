//! The protocols as their RFCs tell them, towards clients.
#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod http2_cases;
mod http2_connection;
mod http2_frames;
mod http2_messages;
mod http2_valid;
mod tls;
mod tls_scan;
mod trailers;
