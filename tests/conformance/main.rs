//! What the standards ask of a server and a proxy, on the wire. Each test names its section.
#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod http1;
mod http1_connection;
mod websocket;
