//! Broken configurations while people work, and the end of a gateway while people work.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use reqwest::Method;
use tokio::net::TcpStream;

use crate::premises::{Gateway, Premises, until};
use crate::support::{App, Client, HOST, Protocol, Reachable, Recorder, Wire, make_certificate};

/// Works without a pause, and notices everything that goes wrong.
struct Work {
    stop: Arc<AtomicBool>,
    done: Arc<AtomicUsize>,
    tasks: tokio::task::JoinSet<()>,
}

impl Work {
    fn begin(clients: &[Arc<Client>]) -> Self {
        let mut work = Self {
            stop: Arc::default(),
            done: Arc::default(),
            tasks: tokio::task::JoinSet::new(),
        };
        for client in clients {
            let (client, stop, done) = (client.clone(), work.stop.clone(), work.done.clone());
            work.tasks.spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    let answer = client.call("/contacts/work").await;
                    assert_eq!(answer.status(), 200);
                    assert_eq!(answer.text().await.unwrap(), "ok");
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        work
    }

    /// Some more requests have come through.
    async fn goes_on(&self) {
        let before = self.done.load(Ordering::Relaxed);
        until("people work on", async || {
            self.done.load(Ordering::Relaxed) > before + 20
        })
        .await;
    }

    async fn ends(mut self) {
        self.stop.store(true, Ordering::Relaxed);
        while let Some(ended) = self.tasks.join_next().await {
            ended.unwrap();
        }
    }
}

#[tokio::test]
async fn a_broken_config_or_certificate_changes_nothing_and_drops_nobody() {
    let upstream = Recorder::start().await;
    let premises = Premises::in_front_of(&upstream.as_upstream());
    let gateway = premises.start().await;
    let clients = [
        Arc::new(premises.signed_in(Protocol::Http1).await),
        Arc::new(premises.signed_in(Protocol::Http2).await),
    ];
    let work = Work::begin(&clients);
    let (config, certificate) = (premises.path("gatepass.toml"), premises.path("cert.pem"));
    let (policy, chain) = (
        std::fs::read_to_string(&config).unwrap(),
        std::fs::read_to_string(&certificate).unwrap(),
    );
    let mut refused = 0;
    for (path, right, wrong) in [
        (&config, &policy, "listen = [".to_owned()),
        (
            &config,
            &policy,
            policy.replace("elsewhere = \"full\"", "elsewhere = \"open\""),
        ),
        (&config, &policy, policy.replace("cert.pem", "nowhere.pem")),
        (&certificate, &chain, "no certificate".to_owned()),
        (
            &certificate,
            &chain,
            chain.chars().take(chain.len() / 2).collect(),
        ),
    ] {
        std::fs::write(path, wrong).unwrap();
        until("the broken file is seen", async || {
            gateway.count_said("is not used") > refused
        })
        .await;
        work.goes_on().await;
        assert_eq!(
            clients[0].call("/messages/1").await.status(),
            403,
            "the old policy holds"
        );
        let in_force = gateway.count_said("is in force");
        std::fs::write(path, right).unwrap();
        until("the right file is taken", async || {
            gateway.count_said("is in force") > in_force
        })
        .await;
        refused = gateway.count_said("is not used");
        work.goes_on().await;
    }
    work.ends().await;
    premises.audit_is_intact().await;
}

/// A certificate and its key are two files, and between the two writes they do not fit. The second write comes while the
/// gateway is still busy with the first.
#[tokio::test]
async fn a_file_that_is_written_during_a_reload_is_not_missed() {
    let upstream = Recorder::start().await;
    let premises = Premises::in_front_of(&upstream.as_upstream());
    let gateway = premises.start().await;
    let store = premises.store().await;
    let fresh = tempfile::tempdir().unwrap();
    make_certificate(fresh.path(), &[HOST]);
    // A reload ends with its record in the log of changes, and that has to wait for us.
    let held = store.change().await.unwrap();
    std::fs::copy(fresh.path().join("cert.pem"), premises.path("cert.pem")).unwrap();
    until("the pair does not fit", async || gateway.has_said("is not used")).await;
    std::fs::copy(fresh.path().join("cert-key.pem"), premises.path("cert-key.pem")).unwrap();
    drop(held);
    store.close().await;
    until("the pair fits again", async || gateway.has_said("is in force")).await;
    std::fs::copy(fresh.path().join("ca.pem"), premises.path("ca.pem")).unwrap();
    let newcomer = Client::new(&premises, Protocol::Http2);
    assert_eq!(
        newcomer.call("/").await.status(),
        401,
        "the new certificate serves"
    );
}

/// An upload that has begun, and waits for its second half.
async fn half_an_upload(premises: &Premises, upstream: &Recorder, cookie: &str) -> Wire {
    let mut wire = Wire::open(premises).await;
    wire.send(format!(
        "POST /contacts/upload HTTP/1.1\r\nHost: {HOST}\r\nUser-Agent: Test Browser 1.0\r\n\
         Cookie: __Host-gatepass={cookie}\r\nContent-Length: 8\r\n\r\nhalf"
    ))
    .await;
    until("the upload has begun", async || {
        upstream
            .connections()
            .iter()
            .any(|bytes| bytes.ends_with(b"half"))
    })
    .await;
    wire
}

async fn ends(gateway: &mut Gateway) -> Option<i32> {
    let mut status = None;
    until("the gateway ends", async || {
        status = gateway.ended();
        status.is_some()
    })
    .await;
    status.unwrap().code()
}

#[tokio::test]
async fn a_gateway_that_is_told_to_end_lets_running_requests_finish() {
    let upstream = Recorder::start().await;
    let premises = Premises::in_front_of(&upstream.as_upstream());
    let mut gateway = premises.start().await;
    let client = premises.signed_in(Protocol::Http1).await;
    let cookie = client.session_cookie().unwrap();
    let mut upload = half_an_upload(&premises, &upstream, &cookie).await;
    drop(client);
    gateway.signal("TERM");
    until("nobody new is taken", async || {
        TcpStream::connect(premises.address()).await.is_err()
    })
    .await;
    assert!(gateway.ended().is_none(), "it waits for the upload");
    upload.send("half").await;
    assert_eq!(upload.answer().await.body, "ok");
    assert_eq!(upstream.requests().pop().unwrap().body, b"halfhalf");
    assert_eq!(ends(&mut gateway).await, Some(0));
    premises.audit_is_intact().await;
}

#[tokio::test]
async fn a_second_signal_ends_it_at_once() {
    let app = App::start().await;
    let premises = Premises::in_front_of(&format!("[\"http://{}\"]", app.address));
    let mut gateway = premises.start().await;
    let client = premises.signed_in(Protocol::Http2).await;
    let mut endless = client
        .request(Method::GET, "/live/download")
        .send()
        .await
        .unwrap();
    assert!(endless.chunk().await.unwrap().is_some());
    gateway.signal("TERM");
    until("it is told", async || {
        gateway.has_said("a second signal ends them")
    })
    .await;
    assert!(gateway.ended().is_none());
    gateway.signal("TERM");
    // `drain_for` is a minute: only the second signal can be the reason.
    assert_eq!(ends(&mut gateway).await, Some(1));
    assert!(gateway.has_said("stopped at once"));
    while let Ok(Some(_)) = endless.chunk().await {}
    premises.audit_is_intact().await;
}
