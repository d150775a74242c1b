//! Gatepass lets a vendor's support agent into a customer's web app, for a limited time and a limited view.

pub mod access;
pub mod clock;
pub mod config;
pub mod crypto;
pub mod reserved;
