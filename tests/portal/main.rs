//! The portal over real TLS: its API as programs use it, and its pages as people click them.
#![cfg(test)]
#![expect(unreachable_pub, reason = "what the tests share is public to them")]

#[path = "../support/mod.rs"]
mod support;

mod agents;
mod agents_mail;
mod choices;
mod contract;
mod factors;
mod forgetting;
mod forms;
mod grants;
mod handoff;
mod limits;
mod member;
mod pages;
mod person;
mod races;
mod rooms;
mod seats;
mod secrets;
mod story;
mod strangers;
mod tokens;
mod wrappers;
