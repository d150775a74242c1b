//! Stories over real TLS, as a person or a program would live them.
#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod arrival;
mod bodies;
mod challenge;
mod curl;
mod cutting;
mod failures;
mod forwarding;
mod hosts;
mod metrics;
mod preset;
mod reload;
mod scopes;
mod sign_in;
mod streaming;
mod terms;
mod upstreams;
mod websocket;
