//! The protocols as their RFCs tell them, towards clients.
#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod tls;
mod tls_scan;
