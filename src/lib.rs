//! Gatepass lets a vendor's support agent into a customer's web app, for a limited time and a limited view.

pub mod access;
pub mod audit;
pub mod config;
pub mod reserved;
