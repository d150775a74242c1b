#![cfg(test)]
#![expect(unreachable_pub, reason = "a test program is its own crate")]
//! Real headless Chromium, driven over WebDriver, in front of the gateway: our pages alone, and JupyterLab behind it.

#[path = "../support/mod.rs"]
mod support;

#[path = "../portal/member.rs"]
#[expect(dead_code, reason = "what its own program uses of it is more")]
mod member;

mod accessible;
mod browser;
mod chromium;
mod copying;
mod dialogs;
mod gallery;
mod handoff;
mod hostile;
mod jupyter;
mod keyboard;
mod lab_requests;
mod lab_story;
mod mistakes;
mod patience;
mod portal;
mod room;
mod seats;
mod without_script;
