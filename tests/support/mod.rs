#![expect(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "each test program uses its own part of the harness"
)]

mod app;
mod client;
mod installed;
mod raw;
mod recorder;
mod wire;
mod world;

pub use app::{App, Seen};
pub use client::{Client, Protocol, body_of};
pub use installed::installed;
pub use raw::{raw, raw_get, raw_sequence, websocket, websocket_from};
pub use recorder::{Recorded, Recorder};
pub use wire::{Wire, WireAnswer};
pub use world::{HOST, World, WorldBuilder, make_certificate, operator, shows};
