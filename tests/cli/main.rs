//! The real program, run as people and scripts run it.
#![cfg(test)]

mod accounts;
mod audit;
mod config;
mod demo;
mod explain;
mod grants;
mod handoff;
#[path = "../support/installed.rs"]
#[expect(dead_code, unreachable_pub, reason = "of the harness only this")]
mod installed;
mod program;
mod schema;
mod serving;
