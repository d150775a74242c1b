#![cfg(test)]
#![expect(unreachable_pub, reason = "a test program is its own crate")]
//! Real headless Chromium, driven over WebDriver, in front of the gateway: our pages alone, and JupyterLab behind it.

#[path = "../support/mod.rs"]
mod support;

mod browser;
mod chromium;
mod jupyter;
mod keyboard;
mod lab_requests;
mod lab_story;
mod patience;
mod without_script;
