//! Methods: an allow-list of upper-case tokens, and no second method in a field (RFC 9110 section 9).

use crate::support::Arena;

#[tokio::test]
async fn only_known_methods_reach_the_upstream() {
    let arena = Arena::start().await;
    for (line, status) in [
        ("CONNECT crm.test:443", 501),
        ("CONNECT /", 501),
        ("get /", 400),
        ("Get /", 400),
        ("GET\u{0} /", 400),
        ("G\u{c9}T /", 400),
        ("GET1 /", 400),
        ("GET, /", 400),
        (" /", 400),
    ] {
        arena
            .refuses(line, status, &format!("{line} HTTP/1.1\r\n{{F}}\r\n"))
            .await;
    }
    let mut wire = arena.wire().await;
    arena.upstream.clear();
    for line in [
        "TRACE /",
        "TRACK /",
        "DEBUG /",
        "BREW /",
        "PROPFIND /",
        "GETT /",
        "M-SEARCH /",
    ] {
        wire.send(arena.request(&format!("{line} HTTP/1.1\r\n{{F}}\r\n")))
            .await;
        assert_eq!(wire.answer().await.status, 405, "{line}");
    }
    arena.saw_nothing("methods that are not allowed");
    for method in ["GET", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"] {
        let request = format!("{method} /a HTTP/1.1\r\n{{F}}Content-Length: 1\r\n\r\nx");
        let (_, seen) = arena.passes(method, &request).await;
        assert_eq!(seen.request_line(), format!("{method} /a HTTP/1.1"));
        assert_eq!(seen.body, b"x", "{method}");
    }
}

#[tokio::test]
async fn a_field_cannot_change_the_method_or_the_target() {
    let arena = Arena::start().await;
    let fields = [
        "X-HTTP-Method-Override: DELETE",
        "x_http_method_override: DELETE",
        "X-HTTP-Method: DELETE",
        "X-Method-Override: DELETE",
        "X-Original-URL: /messages/1",
        "X-Rewrite-URL: /messages/1",
        "X.Original.URL: /messages/1",
        "HTTP_X_ORIGINAL_URL: /messages/1",
        "X-Original-URI: /messages/1",
        "X-Forwarded-URI: /messages/1",
        "X-Forwarded-Path: /messages/1",
        "X-Forwarded-Prefix: /messages",
    ];
    for field in fields {
        let request =
            format!("POST /a HTTP/1.1\r\n{{F}}X-Benign: 1\r\n{field}\r\nContent-Length: 1\r\n\r\nx");
        let (_, seen) = arena.passes(field, &request).await;
        let name = field.split(':').next().unwrap();
        assert!(seen.fields(name).is_empty(), "{}", seen.head);
        assert!(
            !seen.head.contains("DELETE") && !seen.head.contains("/messages"),
            "{}",
            seen.head
        );
        assert_eq!(seen.fields("x-benign"), ["1"], "{field}");
        assert_eq!(seen.request_line(), "POST /a HTTP/1.1", "{field}");
    }
}

#[tokio::test]
async fn connection_names_nothing_but_the_connection() {
    let arena = Arena::start().await;
    for options in [
        "x-gatepass-user",
        "close, x-gatepass-user",
        "keep-alive, Cookie",
        "Host",
        "content-length",
        "transfer-encoding",
        "close x",
        "\"close\"",
        "upgrade, te",
        "trailer",
    ] {
        arena
            .refuses(
                options,
                400,
                &format!("GET / HTTP/1.1\r\n{{F}}Connection: {options}\r\n\r\n"),
            )
            .await;
        let split = format!("GET / HTTP/1.1\r\n{{F}}Connection: keep-alive\r\nConnection: {options}\r\n\r\n");
        arena.refuses(options, 400, &split).await;
    }
    for options in ["keep-alive", "Keep-Alive", "keep-alive,", " ,keep-alive, ,"] {
        let request = format!("GET /a HTTP/1.1\r\n{{F}}Connection: {options}\r\n\r\n");
        let (_, seen) = arena.passes(options, &request).await;
        assert_eq!(seen.fields("x-gatepass-user"), ["ann"], "{options}");
    }
}
