//! The store is locked, gone, replaced, set back, or takes no writes: nothing gets through, and all is well again by
//! itself once the store is.

use std::path::Path;

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
    }
}

#[tokio::test]
async fn while_another_program_holds_the_store_nothing_gets_through() {
    let scene = Scene::set().await;
    let store = scene.premises.store().await;
    let held = store.change().await.unwrap();
    scene.is_closed().await;
    let revoked = scene
        .premises
        .command("grant create --site crm --as eve --for 8h")
        .await;
    assert_ne!(revoked.code, 0, "what cannot be done is not said to be done");
    drop(held);
    store.close().await;
    scene.is_open_again().await;
    assert_eq!(
        scene.gateway.count_said("the store cannot be written to"),
        1,
        "said once"
    );
}

#[tokio::test]
async fn without_the_stores_file_nothing_gets_through_until_it_is_back() {
    let scene = Scene::set().await;
    let (file, elsewhere) = (
        scene.premises.store_file(),
        scene.premises.path("store/elsewhere"),
    );
    std::fs::rename(&file, &elsewhere).unwrap();
    scene.is_closed().await;
    std::fs::rename(&elsewhere, &file).unwrap();
    scene.is_open_again().await;
}

#[tokio::test]
async fn a_store_that_was_replaced_is_not_believed() {
    let scene = Scene::set().await;
    let file = scene.premises.store_file();
    let copy = scene.premises.path("store/copy");
    std::fs::copy(&file, &copy).unwrap();
    std::fs::rename(&copy, &file).unwrap();
    scene.is_closed().await;
    assert!(scene.gateway.has_said("was moved or replaced"));
}

/// A backup was played back, say: revocations that are in the log now will have the numbers of changes that the gateway
/// has followed already.
#[tokio::test]
async fn a_store_that_was_set_back_is_not_believed() {
    let scene = Scene::set().await;
    let pool = raw(&scene.premises.store_file()).await;
    let last = "SELECT max(seq) FROM changes";
    sqlx::query("CREATE TABLE aside AS SELECT * FROM changes WHERE seq = (SELECT max(seq) FROM changes)")
        .execute(&pool)
        .await
        .unwrap();
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "DELETE FROM changes WHERE seq = ({last})"
    )))
    .execute(&pool)
    .await
    .unwrap();
    scene.is_closed().await;
    sqlx::query("INSERT INTO changes SELECT * FROM aside")
        .execute(&pool)
        .await
        .unwrap();
    scene.is_open_again().await;
}

async fn raw(file: &Path) -> sqlx::SqlitePool {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
    sqlx::SqlitePool::connect_with(options).await.unwrap()
}

async fn closed_while(calls: &str, error: &str) {
    let scene = Scene::set().await;
    let log = scene.premises.path("store/gatepass.db-wal");
    let file = scene.premises.store_file();
    let Some(injection) = Injection::into(&scene.gateway, calls, error, &[&log, &file]) else {
        return;
    };
    scene.is_closed().await;
    injection.ends();
    scene.is_open_again().await;
    assert_eq!(
        scene.gateway.count_said("the store cannot be written to"),
        1,
        "said once"
    );
}

#[tokio::test]
async fn while_the_store_takes_no_writes_nothing_gets_through() {
    closed_while("pwrite64", "EROFS").await;
}

#[tokio::test]
async fn while_the_stores_disk_fails_nothing_gets_through() {
    closed_while("fsync,fdatasync", "EIO").await;
}

#[tokio::test]
async fn while_the_store_cannot_be_read_nothing_gets_through() {
    closed_while("pread64,pwrite64", "EIO").await;
}

/// A download in the name of a grant that nobody can revoke any more does not go on for ever.
#[tokio::test]
async fn what_is_under_way_is_cut_when_nobody_can_revoke_it() {
    let app = crate::support::App::start().await;
    let premises = Premises::in_front_of(&format!("[\"http://{}\"]", app.address));
    let _gateway = premises.start().await;
    let client = premises.signed_in(Protocol::Http1).await;
    let mut download = client.call("/live/download").await;
    assert!(download.chunk().await.unwrap().is_some());
    let file = premises.store_file();
    std::fs::rename(&file, premises.path("store/elsewhere")).unwrap();
    let cut = async { while let Ok(Some(_)) = download.chunk().await {} };
    let patience = std::time::Duration::from_secs(60);
    assert!(
        tokio::time::timeout(patience, cut).await.is_ok(),
        "the download goes on"
    );
}
