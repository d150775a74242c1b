//! The encrypted handoff: two implementations of one specification, and what the gateway does with what it cannot read.
#![cfg(test)]

mod engine;
mod formats;
mod rooms;
