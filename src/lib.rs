//! Gatepass lets a vendor's support agent into a customer's web app, for a limited time and a limited view.

pub mod access;
pub mod actions;
pub mod audit;
pub mod cli;
pub mod clock;
pub mod config;
pub mod crypto;
pub mod demo;
pub mod portal;
pub mod proxy;
pub mod reserved;
pub mod server;
pub mod store;
pub mod web;
