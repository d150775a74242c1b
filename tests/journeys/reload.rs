//! The config file and the certificates change while people work; a broken file changes nothing.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::Method;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

use crate::support::{HOST, Protocol, Reachable, SITE, Wire, World, WorldBuilder, make_certificate};

async fn reload(world: &World, expected: &str) {
    assert_eq!(world.reload().await, expected);
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
async fn visitors_are_judged_again_too() {
    let site = format!("visitors = \"pass\"\n{SITE}");
    let world = WorldBuilder::new().site(&site).start().await;
    let path = world.config_path();
    let old = std::fs::read_to_string(&path).unwrap();
    for protocol in Protocol::BOTH {
        let visitor = world.client(protocol);
        let mut stream = visitor.call("/live/events").await;
        assert!(stream.chunk().await.unwrap().is_some());

        std::fs::write(
            &path,
            old.replace("elsewhere = \"full\"", "elsewhere = \"hidden\""),
        )
        .unwrap();
        reload(&world, "policy-reloaded").await;
        let events = async { while stream.chunk().await.unwrap().is_some() {} };
        let goes_on = tokio::time::timeout(Duration::from_millis(300), events).await;
        assert!(goes_on.is_err(), "scopes are about agents: {protocol:?}");

        std::fs::write(&path, old.replace("visitors = \"pass\"", "visitors = \"refuse\"")).unwrap();
        reload(&world, "policy-reloaded").await;
        let cut = async { while let Ok(Some(_)) = stream.chunk().await {} };
        assert!(
            tokio::time::timeout(Duration::from_secs(2), cut).await.is_ok(),
            "the stream was cut: {protocol:?}"
        );
        assert_eq!(visitor.call("/live/events").await.status(), 401, "{protocol:?}");
        std::fs::write(&path, &old).unwrap();
        reload(&world, "policy-reloaded").await;
    }
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

/// The body decides, and comes after the policy has changed.
#[tokio::test]
async fn a_request_that_began_before_a_reload_is_not_forwarded_against_the_new_policy() {
    let world = World::start().await;
    let (client, _) = world.signed_in(Protocol::Http1).await;
    let mut begun = Vec::new();
    for body in ["module=Contacts", "module=Invoices"] {
        let mut wire = Wire::open(&world).await;
        wire.send(format!(
            "POST /app HTTP/1.1\r\nHost: {HOST}\r\nUser-Agent: Test Browser 1.0\r\nCookie: __Host-gatepass={}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
            client.session_cookie().unwrap(),
            body.len()
        ))
        .await;
        let mut go_on = [0; 25];
        wire.tls.read_exact(&mut go_on).await.unwrap();
        assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
        begun.push((wire, body));
    }
    let path = world.config_path();
    let old = std::fs::read_to_string(&path).unwrap();
    let hides_more = old.replace("[\"Messages\"]", "[\"Messages\", \"Contacts\"]");
    std::fs::write(&path, hides_more).unwrap();
    reload(&world, "policy-reloaded").await;
    let mut answers = Vec::new();
    for (mut wire, body) in begun {
        wire.send(body).await;
        answers.push(wire.answer().await.status);
    }
    assert_eq!(answers, [503, 200]);
    let seen = world.app.seen().into_iter();
    assert_eq!(
        seen.filter(|seen| seen.method == "POST" && seen.target == "/app")
            .count(),
        1
    );
}

/// Two policies take turns: one hides `/one` and calls itself that, the other `/two`. What is under way and hidden from now
/// on is cut; what both show never fails.
#[tokio::test]
async fn a_thousand_reloads_fail_no_request_and_none_is_judged_by_half_a_policy() {
    let site = "elsewhere = \"full\"\nchallenge = \"never\"\n\
                identity = { headers = { \"X-Hides\" = \"one\", \"X-Hides-Too\" = \"one\" } }\n\
                [[site.scope]]\nname = \"hidden\"\nmatch = [{ path = \"/one/**\" }]\n";
    let world = WorldBuilder::new().site(site).start().await;
    let path = world.config_path();
    let hides_one = std::fs::read_to_string(&path).unwrap();
    let hides_two = hides_one.replace("\"one\"", "\"two\"").replace("/one/", "/two/");
    let done = Arc::new(AtomicBool::new(false));
    let mut work = tokio::task::JoinSet::new();
    for (protocol, target) in [
        (Protocol::Http1, "/one/1"),
        (Protocol::Http2, "/two/2"),
        (Protocol::Http1, "/three/1"),
        (Protocol::Http2, "/three/2"),
    ] {
        let created = world
            .grant_with(|wanted| wanted.grantor = target.to_owned())
            .await;
        let client = world.client(protocol);
        assert_eq!(client.sign_in(&created.credentials).await.status(), 303);
        let (done, shown_by_both) = (done.clone(), target.starts_with("/three/"));
        work.spawn(async move {
            let (mut shown, mut hidden) = (0, 0);
            while !done.load(Ordering::Relaxed) {
                match client.request(Method::GET, target).send().await {
                    Ok(answer) if answer.status() == 200 => shown += 1,
                    Ok(answer) if answer.status() == 403 && !shown_by_both => hidden += 1,
                    // Cut, or not forwarded any more.
                    Ok(answer) if answer.status() == 503 && !shown_by_both => {}
                    Err(_) if !shown_by_both => {}
                    other => panic!("{target}: {other:?}"),
                }
            }
            assert!(
                shown > 0 && (hidden > 0 || shown_by_both),
                "{target}: {shown} {hidden}"
            );
        });
    }
    for turn in 0..1000 {
        let text = if turn % 2 == 0 { &hides_two } else { &hides_one };
        // As editors do it: nobody sees half a file.
        let beside = path.with_extension("new");
        std::fs::write(&beside, text).unwrap();
        std::fs::rename(&beside, &path).unwrap();
        reload(&world, "policy-reloaded").await;
    }
    done.store(true, Ordering::Relaxed);
    work.join_all().await;
    for seen in world.app.seen() {
        let Some(hides) = seen.header("x-hides") else {
            continue;
        };
        assert_eq!(seen.header("x-hides-too"), Some(hides));
        assert!(
            !seen.target.starts_with(&format!("/{hides}/")),
            "{} was let through by a policy that hides it",
            seen.target
        );
    }
}

/// The same gateway, at another address.
struct At<'w>(&'w World, SocketAddr);

impl Reachable for At<'_> {
    fn address(&self) -> SocketAddr {
        self.1
    }

    fn ca(&self) -> Vec<u8> {
        self.0.ca()
    }

    fn authority(&self) -> &str {
        &self.0.authority
    }
}

/// Nobody else uses it: everything in 127.0.0.0/8 is ours.
fn own_address(last: u8) -> SocketAddr {
    let process = std::process::id().to_be_bytes();
    SocketAddr::from(([127, process[2] | 1, process[3], last], 8443))
}

async fn answers_at(world: &World, address: SocketAddr) -> bool {
    let mut wire = Wire::open(&At(world, address)).await;
    wire.send(format!(
        "GET /contacts HTTP/1.1\r\nHost: {HOST}\r\nAccept: */*\r\n\r\n"
    ))
    .await;
    wire.answer().await.status == 401
}

async fn until_refused(address: SocketAddr) {
    let refused = async {
        while TcpStream::connect(address).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), refused)
        .await
        .unwrap();
}

#[tokio::test]
async fn addresses_are_added_and_removed_while_people_work() {
    let world = World::start().await;
    let (client, _) = world.signed_in(Protocol::Http1).await;
    let path = world.config_path();
    let old = std::fs::read_to_string(&path).unwrap();
    let listen = |addresses: &[SocketAddr]| {
        let list: Vec<String> = addresses.iter().map(|it| format!("\"{it}\"")).collect();
        std::fs::write(&path, old.replace("\"127.0.0.1:0\"", &list.join(", "))).unwrap();
    };
    let (first, second, taken) = ("127.0.0.1:0".parse().unwrap(), own_address(77), own_address(78));

    let _somebody_else = std::net::TcpListener::bind(taken).unwrap();
    listen(&[first, second, taken]);
    reload(&world, "policy-reload-refused").await;
    assert!(TcpStream::connect(second).await.is_err(), "all or nothing");

    listen(&[first, second]);
    reload(&world, "policy-reloaded").await;
    for _ in 0..8 {
        assert!(answers_at(&world, second).await, "whichever worker takes it");
    }
    assert!(answers_at(&world, world.address()).await);

    listen(&[second]);
    reload(&world, "policy-reloaded").await;
    until_refused(world.address()).await;
    assert!(answers_at(&world, second).await);
    assert_eq!(
        client.visit("/contacts").await.status(),
        200,
        "who was connected stays"
    );

    listen(&[first]);
    reload(&world, "policy-reloaded").await;
    until_refused(second).await;
}

#[tokio::test]
async fn readiness_says_that_an_old_configuration_is_in_force() {
    let world = WorldBuilder::new().top("health = \"127.0.0.2:0\"").start().await;
    let url = format!("http://{}/readyz", world.running.health.unwrap());
    let readiness = async || {
        let answer = reqwest::get(&url).await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.text().await.unwrap()
    };
    assert_eq!(readiness().await, "ready\n");
    let path = world.config_path();
    let old = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, old.replace("elsewhere", "elsewere")).unwrap();
    reload(&world, "policy-reload-refused").await;
    let said = readiness().await;
    assert!(
        said.contains("the one before stays in force: run `gatepass check`"),
        "{said}"
    );
    std::fs::write(&path, old).unwrap();
    reload(&world, "policy-reloaded").await;
    assert_eq!(readiness().await, "ready\n");
}
