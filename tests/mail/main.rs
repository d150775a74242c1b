//! Mail that leaves: to a real server, over real TLS, or not at all.
#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod delivery;
mod notices;
mod outbox;
mod protection;

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use gatepass::config::{MailSettings, load};
use gatepass::crypto::Secret;
use gatepass::mail::{Letter, Mailer};

/// The settings that come out of a `[mail]` section.
fn settings(section: &str) -> MailSettings {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("gatepass.toml");
    std::fs::write(&path, section).unwrap();
    load(&path)
        .unwrap_or_else(|error| panic!("{error}"))
        .mail
        .unwrap()
}

fn mailer(section: &str) -> Mailer {
    Mailer::new(&settings(section)).unwrap_or_else(|error| panic!("{error}"))
}

fn letter(subject: &str, text: &str) -> Letter {
    Letter {
        to: "Ann Müller <ann@customer.example>".parse().unwrap(),
        subject: subject.to_owned(),
        text: Secret::new(text.to_owned()),
    }
}

fn write_with_mode(path: &Path, text: &str, mode: u32) {
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}
