//! Name service that fails: a name that nobody knows yet, and one that nobody knows any more.

use std::fs::File;
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use crate::injection::skip;
use crate::is_long;
use crate::premises::{Premises, until};
use crate::support::{Protocol, Recorder, body_of};

const NSS_WRAPPER: [&str; 2] = [
    "/usr/lib/x86_64-linux-gnu/libnss_wrapper.so",
    "/usr/lib/aarch64-linux-gnu/libnss_wrapper.so",
];

/// nss_wrapper reads the file again when its time differs by a second, so each version has a second of its own.
fn write_hosts(path: &Path, version: u64, hosts: &str) {
    std::fs::write(path, hosts).unwrap();
    let file = File::options().write(true).open(path).unwrap();
    file.set_modified(UNIX_EPOCH + Duration::from_secs(1_700_000_000 + version))
        .unwrap();
}

#[tokio::test]
async fn a_name_may_come_and_go() {
    let Some(library) = NSS_WRAPPER.into_iter().find(|path| Path::new(path).exists()) else {
        skip("libnss_wrapper is not installed");
        return;
    };
    let upstream = Recorder::start().await;
    let name = "app.nowhere.test";
    let premises = Premises::in_front_of(&format!("[\"http://{name}:{}\"]", upstream.address.port()));
    let hosts = premises.path("hosts");
    let localhost = "127.0.0.1 localhost\n";
    write_hosts(&hosts, 1, localhost);
    let environment = [
        ("LD_PRELOAD", library),
        ("NSS_WRAPPER_HOSTS", hosts.to_str().unwrap()),
    ];
    let gateway = premises.start_as(&[], &environment).await;
    let client = premises.signed_in(Protocol::Http1).await;
    let answer = client.call("/contacts").await;
    assert_eq!(answer.status(), 502);
    assert_eq!(body_of(answer).await["errorType"], "app-unreachable");

    write_hosts(&hosts, 2, &format!("{localhost}127.0.0.1 {name}\n"));
    until("the name is found", async || {
        client.call("/contacts").await.status() == 200
    })
    .await;
    if is_long() {
        write_hosts(&hosts, 3, localhost);
        until("it is said that the name is gone", async || {
            gateway.has_said("its last addresses stay")
        })
        .await;
        assert_eq!(client.call("/contacts").await.status(), 200);
    }
}
