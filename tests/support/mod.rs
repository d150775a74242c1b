//! The harness: a `World` with a gateway over real TLS in front of a real app, and a `Client` that visits it.
#![expect(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "each test program uses its own part of the harness"
)]

mod app;
mod arena;
mod attacker;
mod client;
mod counts;
mod eavesdropper;
pub mod frames;
mod guesser;
mod installed;
mod liar;
mod log;
mod mailbox;
mod php;
mod raw;
mod recorder;
mod smtp;
mod visit;
mod wire;
mod world;

pub use app::{App, Seen};
pub use arena::Arena;
pub use attacker::{Attacker, visitor_head};
pub use client::{Client, Protocol, body_of};
pub use counts::Counts;
pub use eavesdropper::Eavesdropper;
pub use guesser::{BEHIND_A_PROXY, Guess, Guesser};
pub use installed::{installed, node_modules};
pub use liar::Liar;
pub use log::Log;
pub use mailbox::{MAILBOX, MASKED, MailedWorld};
pub use php::PhpServer;
pub use raw::{raw, raw_get, raw_sequence, websocket, websocket_from};
pub use recorder::{Recorded, Recorder, Reply};
pub use smtp::{ReceivedMail, SmtpMode, SmtpServer};
pub use visit::{Http2Visit, pseudo};
pub use wire::{Wire, WireAnswer};
pub use world::{HOST, Reachable, SITE, World, WorldBuilder, make_certificate, operator, shows};
