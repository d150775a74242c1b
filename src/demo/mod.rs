//! `gatepass demo`: a made-up firm's CRM behind a real gateway, to be played with.
//!
//! Everything lies in one directory with a config of its own, so that the other commands work on the demo, too.

mod addresses;
mod config;
mod crm;
mod place;

pub use addresses::{AddressError, Addresses};
pub use place::{DemoError, DemoPlace, serve_crm};

/// The names of the CRM and of the portal. Browsers take every name under `localhost` for this machine (RFC 6761
/// section 6.3).
pub const HOSTS: [&str; 2] = ["crm.localhost", "support.localhost"];
/// What the config calls it.
pub const SITE: &str = "crm";
