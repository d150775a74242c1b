//! A hidden path in other places than the path: an absolute target, fields that servers take paths and methods from
//! (oauth2-proxy CVE-2026-40575, Symfony and Zend CVE-2018-14773, Rack CVE-2025-61780), HTTP/2's pseudo-fields.

use crate::support::{Attacker, HOST, Protocol, Recorder, Wire, WorldBuilder};

/// Fields by which some server serves another path, or another method, than the request line says.
const OVERRIDES: [(&str, &str); 16] = [
    ("X-Original-URL", "/messages/1"),
    ("X-Rewrite-URL", "/messages/1"),
    ("X-Original-URI", "/messages/1"),
    ("X_Rewrite_Url", "/messages/1"),
    ("X-Forwarded-Uri", "/messages/1"),
    ("X-Forwarded-Path", "/messages/1"),
    ("X-Forwarded-Prefix", "/messages"),
    ("x.forwarded.prefix", "/messages"),
    ("X-Forwarded-Script-Name", "/messages"),
    ("X-Script-Name", "/messages"),
    ("X-Accel-Mapping", "/contacts=/messages"),
    ("X-Sendfile-Type", "X-Accel-Redirect"),
    ("X-HTTP-Method-Override", "DELETE"),
    ("X-HTTP-Method", "DELETE"),
    ("X-Method-Override", "DELETE"),
    ("HTTP_X_HTTP_METHOD_OVERRIDE", "DELETE"),
];

#[tokio::test]
async fn no_field_changes_the_path_or_method_that_was_judged() {
    let mut attacker = Attacker::inside(WorldBuilder::new()).await;
    for (name, value) in OVERRIDES {
        let seen = attacker
            .passes(attacker.head("GET", "/contacts/1", &[("X-Mine", "stays"), (name, value)]))
            .await;
        assert!(!seen.head.contains(value), "{name} came through:\n{}", seen.head);
        assert_eq!(seen.fields("x-mine"), ["stays"]);
    }
    let all = attacker
        .head("POST", "/contacts/1", &OVERRIDES)
        .replace("\r\n\r\n", "\r\nContent-Length: 2\r\n\r\nhi");
    let seen = attacker.passes(all).await;
    assert_eq!(
        (seen.request_line(), seen.body.as_slice()),
        ("POST /contacts/1 HTTP/1.1", b"hi".as_slice())
    );
    assert!(
        !seen.head.contains("messages") && !seen.head.contains("DELETE"),
        "{}",
        seen.head
    );
    // What only looks like one of them is the app's.
    let seen = attacker
        .passes(attacker.head(
            "GET",
            "/contacts/1",
            &[("X-Original-Urls", "/messages"), ("X-Prefix", "/messages")],
        ))
        .await;
    assert_eq!(
        (seen.fields("x-original-urls"), seen.fields("x-prefix")),
        (vec!["/messages"], vec!["/messages"])
    );
}

#[tokio::test]
async fn a_target_that_is_no_path_reaches_nobody() {
    let mut attacker = Attacker::inside(WorldBuilder::new()).await;
    let authority = attacker.world.authority.clone();
    for target in [
        format!("https://{HOST}/messages/1"),
        format!("http://{authority}/messages/1"),
        format!("HTTPS://{HOST}/messages/1"),
        format!("https://user@{HOST}/messages/1"),
        "http://127.0.0.1/messages/1".to_owned(),
        "messages/1".to_owned(),
        "*".to_owned(),
        format!("{HOST}:443"),
        "?/messages/1".to_owned(),
        "http:/messages/1".to_owned(),
        "\\messages\\1".to_owned(),
        "/contacts/..\\messages/1".to_owned(),
        "/contacts\t/../messages/1".to_owned(),
        "/contacts/%0d%0aGET%20/messages/1".to_owned(),
        "/contacts/%zz/../messages".to_owned(),
        // What follows a `#` is no part of a target (RFC 9112 section 3.2).
        "/contacts#/../messages/1".to_owned(),
    ] {
        for method in ["GET", "OPTIONS", "CONNECT"] {
            let mut wire = Wire::open(&attacker.world).await;
            wire.send(attacker.head(method, &target, &[])).await;
            let status = wire.try_answer().await.map(|answer| answer.status);
            assert!(
                matches!(status, None | Some(400 | 403 | 405 | 501)),
                "{method} {target}: {status:?}"
            );
        }
    }
    let seen = attacker.upstream.requests();
    assert!(seen.is_empty(), "{seen:?}");
    let seen = attacker.passes(attacker.head("OPTIONS", "/contacts", &[])).await;
    assert_eq!(seen.request_line(), "OPTIONS /contacts HTTP/1.1");
}

#[tokio::test]
async fn over_http2_the_path_is_judged_as_it_is_sent() {
    let upstream = Recorder::start().await;
    let world = WorldBuilder::new()
        .upstream(&upstream.as_upstream())
        .start()
        .await;
    let (client, _) = world.signed_in(Protocol::Http2).await;
    let cookie = format!("__Host-gatepass={}", client.session_cookie().unwrap());
    let wire = Wire::open_as(&world, HOST, &[b"h2"]).await;
    let (mut h2, connection) = h2::client::handshake(wire.tls).await.unwrap();
    tokio::spawn(connection);
    let mut statuses = Vec::new();
    for path in [
        "/messages/1",
        "/x/../messages/1",
        "/x/%2e%2e/messages",
        "//messages",
        "/%6dessages;v=1",
        "/x/..%2fmessages",
        "/contacts/a%2Fb;v=1//c?x=%20",
    ] {
        let request = http::Request::builder()
            .uri(format!("https://{}{path}", world.authority))
            .header("cookie", &cookie)
            .header("user-agent", "Test Browser 1.0")
            .header("x-rewrite-url", "/messages")
            .body(())
            .unwrap();
        h2 = h2.ready().await.unwrap();
        let (response, _) = h2.send_request(request, true).unwrap();
        statuses.push(response.await.unwrap().status().as_u16());
    }
    let refused = |status: &u16| [400, 403].contains(status);
    assert!(
        statuses[..6].iter().all(refused) && statuses[6] == 200,
        "{statuses:?}"
    );
    let seen = upstream.requests();
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!(
        seen[0].request_line(),
        "GET /contacts/a%2Fb;v=1//c?x=%20 HTTP/1.1"
    );
    assert!(!seen[0].head.contains("/messages"), "{}", seen[0].head);
}
