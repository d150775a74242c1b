//! Upgrades: only a complete WebSocket handshake from our own pages is one, and only the app's 101 makes it true
//! (RFC 6455 sections 4.2.1 and 10.2, RFC 9110 section 7.8, pingap #215).

use crate::support::{Arena, Recorder, Reply, Wire, WorldBuilder, visitor_head};

const HANDSHAKE: [&str; 4] = [
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
];
const ACCEPT: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
/// Text frame with `hi`, masked with zeros.
const FRAME: &[u8] = b"\x81\x82\0\0\0\0hi";

fn handshake(fields: &[&str]) -> String {
    format!("GET /live HTTP/1.1\r\n{{F}}{}\r\n\r\n", fields.join("\r\n"))
}

#[tokio::test]
async fn a_complete_handshake_opens_a_tunnel() {
    let arena = Arena::start().await;
    let own = "Origin: https://crm.test".to_owned();
    for (name, fields) in [
        ("plain", HANDSHAKE.to_vec()),
        ("from our own page", [&HANDSHAKE[..], &[own.as_str()]].concat()),
        (
            "in other words",
            vec![
                "upgrade: WebSocket",
                "connection: keep-alive, UPGRADE",
                HANDSHAKE[2],
                HANDSHAKE[3],
            ],
        ),
        (
            "with extensions",
            [
                &HANDSHAKE[..],
                &[
                    "Sec-WebSocket-Extensions: permessage-deflate",
                    "Sec-WebSocket-Protocol: a, b",
                ],
            ]
            .concat(),
        ),
    ] {
        arena.upstream.clear();
        let mut wire = arena.wire().await;
        wire.send(arena.request(&handshake(&fields))).await;
        let answer = wire.answer().await;
        assert_eq!(answer.status, 101, "{name}");
        assert_eq!(answer.field("sec-websocket-accept"), Some(ACCEPT), "{name}");
        assert_eq!(
            answer.field("upgrade").map(str::to_ascii_lowercase).as_deref(),
            Some("websocket"),
            "{name}"
        );
        wire.send(FRAME).await;
        assert_eq!(wire.exactly(FRAME.len()).await.as_deref(), Some(FRAME), "{name}");
        let seen = arena.upstream.requests().pop().unwrap();
        assert_eq!(seen.request_line(), "GET /live HTTP/1.1", "{name}");
        assert_eq!(
            seen.fields("sec-websocket-key"),
            ["dGhlIHNhbXBsZSBub25jZQ=="],
            "{name}"
        );
    }
}

#[tokio::test]
async fn anything_less_than_a_handshake_is_no_upgrade() {
    let arena = Arena::start().await;
    for (missing, without) in HANDSHAKE.iter().enumerate().skip(1) {
        let mut fields = HANDSHAKE.to_vec();
        fields.remove(missing);
        arena
            .refuses(&format!("without {without}"), 400, &handshake(&fields))
            .await;
    }
    let with = |at: usize, field: &'static str| {
        let mut fields = HANDSHAKE.to_vec();
        fields[at] = field;
        handshake(&fields)
    };
    let and = |field: &'static str| handshake(&[&HANDSHAKE[..], &[field]].concat());
    for (name, request) in [
        ("h2c (RFC 9113 section 3.1)", with(0, "Upgrade: h2c")),
        (
            "h2c with its settings",
            with(0, "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA"),
        ),
        ("h2c and websocket", with(0, "Upgrade: h2c, websocket")),
        ("websocket and h2c", with(0, "Upgrade: websocket, h2c")),
        ("two upgrades", and("Upgrade: h2c")),
        ("an empty upgrade", with(0, "Upgrade:")),
        ("TLS", with(0, "Upgrade: TLS/1.2")),
        ("anything", with(0, "Upgrade: foo")),
        ("websocket with a version", with(0, "Upgrade: websocket/13")),
        ("no upgrade in Connection", with(1, "Connection: keep-alive")),
        ("version 8", with(2, "Sec-WebSocket-Version: 8")),
        ("two versions", with(2, "Sec-WebSocket-Version: 13, 8")),
        ("a key that is too short", with(3, "Sec-WebSocket-Key: c2hvcnQ=")),
        (
            "a key that is no base64",
            with(3, "Sec-WebSocket-Key: ????????????????????????"),
        ),
        ("an empty key", with(3, "Sec-WebSocket-Key:")),
        ("two keys", and("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")),
        ("a body", and("Content-Length: 8") + "\x01\x02\0\0\0\0hi"),
        (
            "a chunked body",
            and("Transfer-Encoding: chunked") + "2\r\nhi\r\n0\r\n\r\n",
        ),
        ("POST", handshake(&HANDSHAKE).replacen("GET", "POST", 1)),
        ("HEAD", handshake(&HANDSHAKE).replacen("GET", "HEAD", 1)),
        (
            "HTTP/1.0",
            handshake(&HANDSHAKE).replacen("HTTP/1.1", "HTTP/1.0", 1),
        ),
    ] {
        arena.refuses(name, 400, &request).await;
    }
    for origin in [
        "https://evil.test",
        "http://crm.test",
        "https://crm.test.evil.test",
        "https://crm.test:444",
        "null",
        "",
        "https://crm.test, https://evil.test",
        "file://",
    ] {
        let request = handshake(&[&HANDSHAKE[..], &[&format!("Origin: {origin}")]].concat());
        arena.refuses(&format!("from {origin}"), 403, &request).await;
    }
    let fields = ["Origin: https://crm.test", "Origin: https://evil.test"];
    arena
        .refuses(
            "from two origins",
            403,
            &handshake(&[&HANDSHAKE[..], &fields].concat()),
        )
        .await;
    let (_, seen) = arena
        .passes(
            "Connection: upgrade and no Upgrade",
            "GET /live HTTP/1.1\r\n{F}Connection: upgrade\r\n\r\n",
        )
        .await;
    assert!(seen.fields("upgrade").is_empty(), "{}", seen.head);
}

/// A visitor's service worker passes where visitors do. It is no way for an upgrade to pass that is no handshake.
#[tokio::test]
async fn no_other_purpose_excuses_from_the_handshake() {
    let upstream = Recorder::start().await;
    let world = WorldBuilder::new()
        .site("visitors = \"pass\"\n")
        .upstream(&upstream.as_upstream())
        .start()
        .await;
    let worker = ("Service-Worker", "script");
    for (name, fields) in [
        ("h2c", vec![("Upgrade", "h2c"), ("Connection", "Upgrade")]),
        (
            "half a handshake",
            vec![("Upgrade", "websocket"), ("Connection", "Upgrade")],
        ),
        (
            "a handshake from elsewhere",
            vec![
                ("Upgrade", "websocket"),
                ("Connection", "Upgrade"),
                ("Sec-WebSocket-Version", "13"),
                ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
                ("Origin", "https://evil.test"),
            ],
        ),
    ] {
        let mut wire = Wire::open(&world).await;
        wire.send(visitor_head("GET", "/sw.js", &[&fields[..], &[worker]].concat()))
            .await;
        let status = wire.answer().await.status;
        assert!([400, 403].contains(&status), "{name}: {status}");
        assert!(upstream.requests().is_empty(), "{name}");
    }
    let mut wire = Wire::open(&world).await;
    wire.send(visitor_head("GET", "/sw.js", &[worker])).await;
    assert_eq!(wire.answer().await.status, 200);
}

/// CVE-2026-2833: what followed a handshake went to the upstream as it was, also when there was no 101.
#[tokio::test]
async fn a_handshake_that_is_declined_leaves_an_ordinary_connection() {
    for status in [
        "200 OK",
        "400 Bad Request",
        "426 Upgrade Required",
        "500 Internal Server Error",
    ] {
        let upstream = Recorder::scripted(move |_| {
            Reply::Bytes(format!("HTTP/1.1 {status}\r\nContent-Length: 2\r\n\r\nno").into_bytes())
        })
        .await;
        let arena = Arena::before(upstream).await;
        let hidden = arena.request("GET /messages/1 HTTP/1.1\r\n{F}\r\n");
        let shown = arena.request("GET /contacts/1 HTTP/1.1\r\n{F}\r\n");
        let mut wire = arena.wire().await;
        let first = arena.request(&handshake(&HANDSHAKE));
        wire.send([first, hidden, shown].concat()).await;
        assert_eq!(wire.answer().await.body, "no", "{status}");
        assert_eq!(
            wire.answer().await.status,
            403,
            "{status}: judged like any other request"
        );
        assert_eq!(wire.answer().await.body, "no", "{status}");
        let seen = arena.upstream.connections().concat();
        let seen = String::from_utf8_lossy(&seen);
        assert!(!seen.contains("messages"), "{status}: {seen}");
        assert!(seen.contains("GET /contacts/1 HTTP/1.1\r\n"), "{status}: {seen}");

        arena.upstream.clear();
        let mut wire = arena.wire().await;
        wire.send([arena.request(&handshake(&HANDSHAKE)).as_bytes(), FRAME].concat())
            .await;
        assert_eq!(wire.answer().await.body, "no", "{status}");
        // Eight bytes that no line begins with are waited on; with their end they are refused.
        wire.send("\r\n").await;
        assert_eq!(wire.answer().await.status, 400, "{status}: a frame is no request");
        let seen = arena.upstream.connections().concat();
        assert!(!seen.windows(2).any(|two| two == b"hi"), "{status}");
    }
}

#[tokio::test]
async fn what_comes_too_early_is_let_into_the_tunnel_after_the_101() {
    let arena = Arena::start().await;
    let mut wire = arena.wire().await;
    wire.send([arena.request(&handshake(&HANDSHAKE)).as_bytes(), FRAME].concat())
        .await;
    assert_eq!(wire.answer().await.status, 101);
    assert_eq!(wire.exactly(FRAME.len()).await.as_deref(), Some(FRAME));
    wire.send(FRAME).await;
    assert_eq!(wire.exactly(FRAME.len()).await.as_deref(), Some(FRAME));
}

#[tokio::test]
async fn an_app_switches_protocols_only_when_asked() {
    let upstream = Recorder::scripted(|request| {
        if request.request_line().contains("/a") {
            let switched =
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
            Reply::Bytes(format!("{switched}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil").into_bytes())
        } else {
            Reply::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".to_vec())
        }
    })
    .await;
    let arena = Arena::before(upstream).await;
    for fields in ["", "Connection: upgrade\r\n", "Content-Length: 2\r\n\r\nhi"] {
        let mut wire = arena.wire().await;
        let end = if fields.contains("\r\n\r\n") { "" } else { "\r\n" };
        wire.send(arena.request(&format!("POST /a HTTP/1.1\r\n{{F}}{fields}{end}")))
            .await;
        let answer = wire.answer().await;
        assert_eq!(answer.status, 502, "{fields:?}: {answer:?}");
        assert!(wire.is_closed().await, "{fields:?}");
        let (answer, _) = arena
            .passes("the next one", "GET /contacts/1 HTTP/1.1\r\n{F}\r\n")
            .await;
        assert_eq!(answer.body, "ok", "{fields:?}");
    }
}
