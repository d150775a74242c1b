//! The real program, run as people and scripts run it.
#![cfg(test)]

mod accounts;
#[path = "../support/app.rs"]
#[expect(dead_code, unreachable_pub, reason = "of the harness only this")]
mod app;
mod audit;
mod config;
mod demo;
mod explain;
mod grants;
mod handoff;
#[path = "../support/installed.rs"]
#[expect(dead_code, unreachable_pub, reason = "of the harness only this")]
mod installed;
mod learn;
mod program;
mod schema;
mod serving;
mod tutorial;
mod visitor;
