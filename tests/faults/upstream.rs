//! An app that dies, hangs, lies about lengths or talks nonsense: a clear answer or an honest break, never half an
//! answer that looks whole, and never another client's.

use std::time::Duration;

use reqwest::Method;

use crate::premises::until;
use crate::support::{Client, Protocol, Recorded, Recorder, Reply, World, WorldBuilder, body_of};

const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/// What becomes of the connection with the answer.
type Then = fn(Vec<u8>) -> Reply;

fn act(answer: &[u8], then: Then) -> Reply {
    then(answer.to_vec())
}

async fn world_behind(upstream: &Recorder) -> World {
    WorldBuilder::new()
        .site("elsewhere = \"full\"\nread_timeout = \"1s\"\nconnect_timeout = \"1s\"\n")
        .upstream(&upstream.as_upstream())
        .start()
        .await
}

async fn agents(world: &World) -> [Client; 2] {
    let created = world.grant().await;
    let mut agents = Vec::new();
    for protocol in Protocol::BOTH {
        let client = world.client(protocol);
        assert_eq!(client.sign_in(&created.credentials).await.status(), 303);
        agents.push(client);
    }
    agents
        .try_into()
        .unwrap_or_else(|_| unreachable!("there are two"))
}

/// What is no answer at all, by path.
const NO_ANSWERS: [(&str, &[u8], Then); 9] = [
    ("/closes", b"", Reply::Last),
    ("/resets", b"", Reply::Reset),
    ("/half-a-head", b"HTTP/1.1 200 OK\r\nContent-Le", Reply::Last),
    ("/half-a-head-and-a-reset", b"HTTP/1.1 200 OK\r\n", Reply::Reset),
    (
        "/garbage",
        b"\x16\x03\x01\x02\x00\x01\x00\xff\xfe\r\n\r\n",
        Reply::Last,
    ),
    ("/no-status", b"HTTP/1.1 two hundred\r\n\r\n", Reply::Last),
    ("/no-http", b"SSH-2.0-OpenSSH_9.2\r\n\r\n", Reply::Last),
    (
        "/no-length",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nok",
        Reply::Last,
    ),
    (
        "/two-lengths",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 4\r\n\r\nokok",
        Reply::Last,
    ),
];

fn no_answer(request: &Recorded, _: usize) -> Reply {
    let named = NO_ANSWERS
        .iter()
        .find(|(path, ..)| request.request_line().contains(&format!("{path} ")));
    named.map_or(act(OK, Reply::Bytes), |(_, answer, then)| act(answer, *then))
}

#[tokio::test]
async fn what_is_no_answer_is_said_to_be_none() {
    let upstream = Recorder::acting(no_answer).await;
    let world = world_behind(&upstream).await;
    for client in agents(&world).await {
        for (path, ..) in NO_ANSWERS {
            let program = client.call(path).await;
            assert_eq!(program.status(), 502, "{path}");
            assert_eq!(body_of(program).await["errorType"], "app-unreachable", "{path}");
            let person = client.visit(path).await;
            assert_eq!(person.status(), 502, "{path}");
            let page = person.text().await.unwrap();
            assert!(page.contains("<!doctype html>"), "{path}: {page}");
            let next = client.call("/contacts").await;
            assert_eq!(
                (next.status().as_u16(), next.text().await.unwrap().as_str()),
                (200, "ok"),
                "{path}"
            );
        }
    }
}

/// Answers that break off, by path.
const HALVES: [(&str, &[u8], Then); 6] = [
    (
        "/short",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal",
        Reply::Last,
    ),
    (
        "/short-reset",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal",
        Reply::Reset,
    ),
    (
        "/chunk",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nhal",
        Reply::Last,
    ),
    (
        "/chunks",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhal\r\n",
        Reply::Reset,
    ),
    (
        "/bad-chunk",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhal\r\nxyz\r\n",
        Reply::Last,
    ),
    (
        "/stuck",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal",
        Reply::Hang,
    ),
];

fn half(request: &Recorded, _: usize) -> Reply {
    let named = HALVES
        .iter()
        .find(|(path, ..)| request.request_line().contains(&format!("{path} ")));
    named.map_or(act(OK, Reply::Bytes), |(_, answer, then)| act(answer, *then))
}

#[tokio::test]
async fn half_an_answer_never_looks_whole() {
    let upstream = Recorder::acting(half).await;
    let world = world_behind(&upstream).await;
    for client in agents(&world).await {
        for (path, ..) in HALVES {
            let answer = client.request(Method::GET, path).send().await;
            match answer {
                // Nothing of it had been passed on yet.
                Ok(answer) if !answer.status().is_success() => {
                    assert!(
                        [502, 504].contains(&answer.status().as_u16()),
                        "{path}: {}",
                        answer.status()
                    );
                }
                Ok(answer) => {
                    let text = answer.text().await;
                    assert!(text.is_err(), "{path} came as whole: {text:?}");
                }
                Err(error) => assert!(!error.is_builder(), "{path}"),
            }
            let next = client.call("/contacts").await;
            assert_eq!(next.text().await.unwrap(), "ok", "{path}");
        }
    }
}

/// More than was announced, by path: the rest must answer nobody's request.
const TOO_MUCH: [(&str, &[u8]); 3] = [
    ("/long", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokSTOLEN"),
    (
        "/twice",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nSTOLEN",
    ),
    (
        "/chunked-twice",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n\
          Content-Length: 6\r\n\r\nSTOLEN",
    ),
];

fn too_much(request: &Recorded, _: usize) -> Reply {
    let named = TOO_MUCH
        .iter()
        .find(|(path, _)| request.request_line().contains(&format!("{path} ")));
    act(named.map_or(OK, |(_, answer)| answer), Reply::Bytes)
}

#[tokio::test]
async fn what_an_app_says_too_much_answers_nobody() {
    let upstream = Recorder::acting(too_much).await;
    let world = world_behind(&upstream).await;
    let [first, second] = agents(&world).await;
    for (path, _) in TOO_MUCH {
        for _ in 0..10 {
            if let Ok(answer) = first.request(Method::GET, path).send().await
                && let Ok(text) = answer.text().await
            {
                assert!(!text.contains("STOLEN"), "{path}");
            }
            for client in [&second, &first] {
                let next = client.call("/contacts").await;
                assert_eq!(
                    next.text().await.unwrap(),
                    "ok",
                    "{path}: another client's answer"
                );
            }
        }
    }
}

/// The first request of a connection is answered; the second is taken, and then the connection ends without a word.
/// Whether the app has acted on it, nobody knows.
fn dies_at_the_second(_: &Recorded, before: usize) -> Reply {
    if before == 0 {
        act(OK, Reply::Bytes)
    } else {
        act(b"", Reply::Last)
    }
}

#[tokio::test]
async fn a_request_that_may_have_been_acted_on_is_not_sent_twice() {
    let upstream = Recorder::acting(dies_at_the_second).await;
    let world = world_behind(&upstream).await;
    let count = |line: &str| {
        let requests = upstream.requests();
        requests
            .iter()
            .filter(|it| it.request_line().starts_with(line))
            .count()
    };
    for (number, client) in agents(&world).await.iter().enumerate() {
        // With a body, and without: they take different ways.
        for (try_number, body) in (0..20).zip(["pay", ""].into_iter().cycle()) {
            let path = format!("/contacts/{number}-{try_number}");
            let posted = client
                .request(Method::POST, &path)
                .body(body)
                .send()
                .await
                .unwrap();
            assert!(
                [200, 502].contains(&posted.status().as_u16()),
                "{}",
                posted.status()
            );
            assert_eq!(count(&format!("POST {path} ")), 1, "not lost, and not twice");
            // What asks for nothing to be done may be asked again, and so is answered.
            let asked = client.call(&format!("{path}-again")).await;
            assert_eq!(asked.status(), 200);
        }
    }
    let posts = count("POST ");
    assert_eq!(posts, 40);
    assert!(upstream.connections().len() > 10, "connections did die");
}

/// The app closes each connection a moment after its answer, as servers with a short keep-alive do.
fn closes_after_the_answer(_: &Recorded, _: usize) -> Reply {
    act(OK, Reply::Last)
}

#[tokio::test]
async fn a_connection_that_the_app_closed_while_idle_costs_nobody_a_request() {
    let upstream = Recorder::acting(closes_after_the_answer).await;
    let world = world_behind(&upstream).await;
    let [client, _] = agents(&world).await;
    for number in 0..20 {
        let posted = client
            .request(Method::POST, &format!("/contacts/{number}"))
            .body("x")
            .send()
            .await
            .unwrap();
        // Closed before or after we looked: answered, or said to be lost.
        assert!(
            [200, 502].contains(&posted.status().as_u16()),
            "{}",
            posted.status()
        );
    }
    let requests = upstream.requests();
    for number in 0..20 {
        let line = format!("POST /contacts/{number} HTTP/1.1");
        let times = requests.iter().filter(|it| it.request_line() == line).count();
        assert!(times <= 1, "{line} came {times} times");
    }
}

/// A server whose queue of new connections is full answers no handshake at all.
#[tokio::test]
async fn an_app_that_accepts_nothing_is_given_up_in_time() {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    let any: std::net::SocketAddr = "127.0.0.1:0".parse().unwrap();
    socket.bind(&any.into()).unwrap();
    socket.listen(0).unwrap();
    let address = socket.local_addr().unwrap().as_socket().unwrap();
    let mut queue = Vec::new();
    let full = Duration::from_millis(500);
    while let Ok(Ok(waiting)) = tokio::time::timeout(full, tokio::net::TcpStream::connect(address)).await {
        queue.push(waiting);
    }
    let world = WorldBuilder::new()
        .site("elsewhere = \"full\"\nconnect_timeout = \"1s\"\n")
        .upstream(&format!("[\"http://{address}\"]"))
        .start()
        .await;
    for client in agents(&world).await {
        let answer = client.call("/contacts").await;
        assert_eq!(answer.status(), 504);
        assert_eq!(body_of(answer).await["errorType"], "app-too-slow");
        assert_eq!(client.visit("/contacts").await.status(), 504);
    }
}

/// An app that dies and comes back is served from again without a hand.
#[tokio::test]
async fn an_app_that_comes_back_is_found() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let world = WorldBuilder::new()
        .site("elsewhere = \"full\"\n")
        .upstream(&format!("[\"http://{address}\"]"))
        .start()
        .await;
    let [client, _] = agents(&world).await;
    assert_eq!(client.call("/contacts").await.status(), 502);
    let listener = tokio::net::TcpListener::bind(address).await.unwrap();
    let app = crate::support::App::start().await;
    tokio::spawn(async move { axum::serve(listener, app.router()).await });
    until("the app is found", async || {
        client.call("/contacts").await.status() == 200
    })
    .await;
}
