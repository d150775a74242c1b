//! The harness: a `World` with a gateway over real TLS in front of a real app, and a `Client` that visits it.

mod app;
mod client;
mod world;

pub use app::{App, Seen};
pub use client::{Client, Protocol, body_of};
pub use world::{World, WorldBuilder};
