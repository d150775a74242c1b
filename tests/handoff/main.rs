//! The encrypted handoff: two implementations of one specification, in two languages.
#![cfg(test)]

mod engine;
mod formats;
mod rooms;
