//! The journal cannot be written, cannot be synced, or is deleted: what cannot be recorded does not happen.

use std::path::{Path, PathBuf};

use crate::injection::Injection;
use crate::premises::{Gateway, Premises, is_refused, is_served, until};
use crate::support::{Client, Protocol, Recorder};

struct Scene {
    upstream: Recorder,
    premises: Premises,
    gateway: Gateway,
    client: Client,
}

impl Scene {
    async fn set() -> Self {
        let upstream = Recorder::start().await;
        let premises = Premises::in_front_of(&upstream.as_upstream());
        let gateway = premises.start().await;
        let client = premises.signed_in(Protocol::Http2).await;
        assert!(is_served(&client).await);
        Self {
            upstream,
            premises,
            gateway,
            client,
        }
    }

    fn injection(&self, calls: &str, error: &str, more: &[PathBuf]) -> Option<Injection> {
        let mut paths = self.premises.segments();
        paths.extend_from_slice(more);
        let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
        Injection::into(&self.gateway, calls, error, &paths)
    }

    async fn is_closed(&self) {
        until("the gateway refuses", async || is_refused(&self.client).await).await;
        let before = self.upstream.requests().len();
        for _ in 0..10 {
            assert!(is_refused(&self.client).await, "it stays closed");
        }
        assert_eq!(self.upstream.requests().len(), before, "nothing got through");
    }

    async fn is_open_again(&self) {
        until("the gateway serves again", async || is_served(&self.client).await).await;
        self.premises.audit_is_intact().await;
        let forwarded = self.premises.forwarded().len();
        assert_eq!(
            forwarded,
            self.upstream.requests().len(),
            "one record for each request"
        );
    }
}

#[tokio::test]
async fn without_write_access_to_the_journal_nothing_gets_through() {
    for error in ["EACCES", "EIO", "ENOSPC"] {
        let scene = Scene::set().await;
        let Some(injection) = scene.injection("write", error, &[]) else {
            return;
        };
        assert!(is_refused(&scene.client).await, "from the first request on");
        scene.is_closed().await;
        injection.ends();
        scene.is_open_again().await;
    }
}

/// Whatever is recorded then would be lost with the power.
#[tokio::test]
async fn while_the_journal_cannot_be_synced_nothing_gets_through() {
    let scene = Scene::set().await;
    let dir = scene.premises.journal_dir();
    let Some(injection) = scene.injection("fsync,fdatasync", "EIO", &[dir]) else {
        return;
    };
    scene.is_closed().await;
    let segments = scene.premises.segments().len();
    assert!(segments <= 4, "tries are no litter: {segments} segments");
    injection.ends();
    scene.is_open_again().await;
    let said = scene.gateway.count_said("the journal cannot be synced");
    assert!(
        (1..=2).contains(&said),
        "said once by each worker, not {said} times"
    );
}

#[tokio::test]
async fn what_is_recorded_in_a_deleted_journal_is_not_recorded() {
    let scene = Scene::set().await;
    std::fs::remove_dir_all(scene.premises.journal_dir()).unwrap();
    scene.is_closed().await;
    std::fs::create_dir(scene.premises.journal_dir()).unwrap();
    until("the gateway serves again", async || {
        is_served(&scene.client).await
    })
    .await;
    assert!(!scene.premises.forwarded().is_empty());
}

#[tokio::test]
async fn a_gateway_without_a_journal_does_not_start() {
    let upstream = Recorder::start().await;
    let premises = Premises::in_front_of(&upstream.as_upstream());
    std::fs::write(premises.journal_dir(), "a file where the directory would be").unwrap();
    let ended = premises.command("run").await;
    assert_ne!(ended.code, 0);
    assert!(ended.err.contains("journal"), "{}", ended.err);
}
