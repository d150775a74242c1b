//! Attacks, one class a file. Each is judged by what a recording upstream received, and each has a benign twin that
//! must pass: refusing everything is not winning.
#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod framing;
mod host;
mod limits;
mod methods;
mod responses;
mod slow;
mod upgrade;
