//! Stories over real TLS, as a person or a program would live them.
#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod sign_in;
