//! The real program, run as people and scripts run it.
#![cfg(test)]

mod accounts;
mod audit;
mod config;
mod demo;
mod grants;
mod program;
mod serving;
