//! The disk is full: under the journal, and under the store.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::injection::{is_root, skip};
use crate::premises::{Premises, is_refused, is_served, until};
use crate::support::{Client, Protocol, Recorder};

/// A file system of its own, small enough to be filled.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// `None`: this machine does not let us.
    fn at(place: &Path, megabytes: u32) -> Option<Self> {
        std::fs::create_dir_all(place).unwrap();
        if !is_root() {
            skip("only root can mount a small disk");
            return None;
        }
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "tmpfs"])
            .arg(place)
            .status();
        if !mounted.is_ok_and(|status| status.success()) {
            skip("a small disk cannot be mounted");
            return None;
        }
        Some(Self(place.to_owned()))
    }

    fn filler(&self) -> PathBuf {
        self.0.join("filler")
    }

    /// Down to the last byte.
    fn fill(&self) {
        let mut file = File::create(self.filler()).unwrap();
        let mut chunk = vec![b'x'; 64 * 1024];
        while !chunk.is_empty() {
            if file.write_all(&chunk).is_err() {
                chunk.truncate(chunk.len() / 2);
            }
        }
    }

    fn make_room(&self) {
        std::fs::remove_file(self.filler()).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: the gateway may still have files open there.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

async fn stays_closed(client: &Client, upstream: &Recorder) {
    let before = upstream.requests().len();
    for _ in 0..10 {
        assert!(is_refused(client).await, "it stays closed");
    }
    assert_eq!(upstream.requests().len(), before, "nothing got through");
}

#[tokio::test]
async fn when_the_journals_disk_is_full_nothing_gets_through() {
    let upstream = Recorder::start().await;
    let premises = Premises::in_front_of(&upstream.as_upstream());
    let Some(disk) = SmallDisk::at(&premises.journal_dir(), 1) else {
        return;
    };
    let _gateway = premises.start().await;
    let client = premises.signed_in(Protocol::Http1).await;
    disk.fill();
    // A record may still fit into the page that was begun.
    until("the gateway refuses", async || is_refused(&client).await).await;
    stays_closed(&client, &upstream).await;
    disk.make_room();
    until("the gateway serves again", async || is_served(&client).await).await;
    assert_eq!(premises.forwarded().len(), upstream.requests().len());
    premises.audit_is_intact().await;
}

#[tokio::test]
async fn when_the_stores_disk_is_full_nothing_gets_through_and_nothing_is_promised() {
    let upstream = Recorder::start().await;
    let premises = Premises::in_front_of(&upstream.as_upstream());
    let Some(disk) = SmallDisk::at(&premises.path("store"), 2) else {
        return;
    };
    let _gateway = premises.start().await;
    let client = premises.signed_in(Protocol::Http1).await;
    disk.fill();
    let mut promised = Vec::new();
    until("the store is full", async || {
        let name = format!("g{}", promised.len());
        let created = premises
            .command(&format!("grant create --site crm --as {name} --for 8h --json"))
            .await;
        if created.code == 0 {
            promised.push(name);
        }
        created.code != 0
    })
    .await;
    until("the gateway refuses", async || is_refused(&client).await).await;
    stays_closed(&client, &upstream).await;
    disk.make_room();
    until("the gateway serves again", async || is_served(&client).await).await;
    let store = premises.store().await;
    let grants = store.grants().await.unwrap();
    for name in &promised {
        assert!(
            grants.iter().any(|grant| grant.grantor == *name),
            "{name} was lost"
        );
    }
    store.close().await;
    premises.audit_is_intact().await;
}
