//! The config file and the certificates change while people work; a broken file changes nothing.

use std::time::Duration;

use crate::support::{Protocol, World, make_certificate};

/// The reload is asked for and waited for by its mark in the log of changes.
async fn reload(world: &World, expected: &str) {
    let store = &world.running.gateway.actions.store;
    let before = store.last_change().await.unwrap();
    world.running.reload().await;
    let marked = async {
        loop {
            let changes = store.changes_after(before, 100).await.unwrap();
            if let Some(change) = changes.iter().find(|change| change.action.starts_with("policy-")) {
                return change.action.clone();
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    assert_eq!(
        tokio::time::timeout(Duration::from_secs(5), marked)
            .await
            .unwrap(),
        expected
    );
}

#[tokio::test]
async fn a_new_policy_is_in_force_at_once_and_running_requests_are_judged_again() {
    let world = World::start().await;
    let (client, _) = world.signed_in(Protocol::Http2).await;
    let mut stream = client.call("/live/events").await;
    assert!(stream.chunk().await.unwrap().is_some());
    let mut contacts = client.call("/contacts").await;
    assert!(contacts.chunk().await.unwrap().is_some());
    let path = world.config_path();
    let old = std::fs::read_to_string(&path).unwrap();

    std::fs::write(&path, old.replace("elsewhere", "elsewere")).unwrap();
    reload(&world, "policy-reload-refused").await;
    assert_eq!(
        client.visit("/contacts").await.status(),
        200,
        "the old policy stays"
    );
    assert!(stream.chunk().await.unwrap().is_some(), "and what runs under it");

    std::fs::write(
        &path,
        old.replace("elsewhere = \"full\"", "elsewhere = \"hidden\""),
    )
    .unwrap();
    reload(&world, "policy-reloaded").await;
    assert_eq!(client.visit("/anything").await.status(), 403);
    assert_eq!(client.visit("/contacts").await.status(), 200);
    let cut = async { while let Ok(Some(_)) = stream.chunk().await {} };
    assert!(
        tokio::time::timeout(Duration::from_secs(2), cut).await.is_ok(),
        "the stream was cut"
    );
}

#[tokio::test]
async fn new_certificates_are_used_and_broken_ones_are_not() {
    let world = World::start().await;
    let (client, _) = world.signed_in(Protocol::Http1).await;
    std::fs::write(world.dir.path().join("cert.pem"), "nonsense").unwrap();
    reload(&world, "policy-reload-refused").await;
    assert_eq!(
        world.client(Protocol::Http2).visit("/").await.status(),
        303,
        "the old certificate still serves"
    );
    make_certificate(world.dir.path(), &["crm.test"]);
    reload(&world, "policy-reloaded").await;
    let newcomer = world.client(Protocol::Http2);
    assert_eq!(
        newcomer.visit("/").await.status(),
        303,
        "a client of the new authority is served"
    );
    assert_eq!(
        client.visit("/contacts").await.status(),
        200,
        "an old connection lives on"
    );
}
