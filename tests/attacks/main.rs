//! Attacks, one class a file. Each is judged by what a recording upstream received, and each has a benign twin that
//! must pass: refusing everything is not winning.
#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod framing;
mod http2_floods;
mod http2_limits;
mod http2_requests;
mod http2_slow;
