//! RFC 9112: messages, targets, bodies and codings; and of RFC 9110 what an intermediary does with methods and fields.

use crate::support::{Arena, Recorder, Reply};

async fn answering(answer: impl Into<String>) -> Arena {
    let answer = answer.into();
    Arena::before(Recorder::scripted(move |_| Reply::Bytes(answer.clone().into_bytes())).await).await
}

/// RFC 9112 section 2.3: the highest version that we conform to, whatever the app speaks.
#[tokio::test]
async fn answers_are_http_1_1_with_a_date() {
    let arena = answering("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok").await;
    let (answer, _) = arena.passes("HTTP/1.0 app", "GET /a HTTP/1.1\r\n{F}\r\n").await;
    assert!(answer.head.starts_with("HTTP/1."), "{}", answer.head);
    let mut wire = arena.wire().await;
    for (line, status) in [
        ("GET /a HTTP/1.1", 200),
        ("GET /messages/1 HTTP/1.1", 403),
        ("GET  HTTP/1.1", 400),
    ] {
        wire.send(arena.request(&format!("{line}\r\n{{F}}\r\n"))).await;
        let answer = wire.answer().await;
        assert_eq!(answer.status, status, "{line}");
        // RFC 9110 section 6.6.1.
        assert!(
            answer.field("date").is_some_and(|date| date.ends_with(" GMT")),
            "{line}: {}",
            answer.head
        );
    }
}

/// RFC 9112 section 3.2.2.
#[tokio::test]
async fn a_target_in_absolute_form_is_understood_and_sent_in_origin_form() {
    let arena = Arena::start().await;
    for (target, sent) in [
        ("https://crm.test/a/b?c=d&e=%20", "/a/b?c=d&e=%20"),
        ("HTTPS://CRM.test/", "/"),
    ] {
        let host = if target.contains("CRM") {
            "Host: CRM.test\r\n"
        } else {
            "{H}"
        };
        let request = format!("GET {target} HTTP/1.1\r\n{host}{{S}}\r\n");
        let (_, seen) = arena.passes(target, &request).await;
        assert_eq!(seen.request_line(), format!("GET {sent} HTTP/1.1"));
        assert_eq!(seen.fields("host"), ["crm.test"]);
    }
}

/// RFC 9110 section 9.3.2 and RFC 9112 section 6.3: an answer to HEAD ends with its head, whatever length it names.
#[tokio::test]
async fn an_answer_to_head_has_no_content() {
    let arena = Arena::before(
        Recorder::scripted(|request| {
            let body = if request.head.starts_with("HEAD") {
                ""
            } else {
                "ok"
            };
            Reply::Bytes(format!("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{body}").into_bytes())
        })
        .await,
    )
    .await;
    let mut wire = arena.wire().await;
    for (path, status) in [
        ("/a", "200"),
        ("/messages/1", "403"),
        ("/.gatepass/page.css", "200"),
    ] {
        wire.send(arena.request(&format!("HEAD {path} HTTP/1.1\r\n{{F}}\r\n")))
            .await;
        let head = wire.until(b"\r\n\r\n").await.unwrap();
        let head = String::from_utf8(head).unwrap();
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{path}: {head}");
        wire.send(arena.request("GET /a HTTP/1.1\r\n{F}\r\n")).await;
        assert_eq!(wire.answer().await.body, "ok", "after HEAD {path}");
    }
    wire.send(arena.request("HEAD /a HTTP/1.1\r\nno colon\r\n{F}\r\n"))
        .await;
    let rest = String::from_utf8(wire.rest().await).unwrap();
    assert!(
        rest.starts_with("HTTP/1.1 400 ") && rest.ends_with("\r\n\r\n"),
        "{rest}"
    );
}

/// RFC 9112 section 6.3 and RFC 9110 sections 15.3.5 and 15.4.5: no body, although a length may be named.
#[tokio::test]
async fn answers_without_content_have_none() {
    for status in ["204 No Content", "304 Not Modified"] {
        let arena = answering(format!("HTTP/1.1 {status}\r\nETag: \"x\"\r\n\r\n")).await;
        let mut wire = arena.wire().await;
        for _ in 0..3 {
            wire.send(arena.request("GET /a HTTP/1.1\r\n{F}\r\n")).await;
            let head = String::from_utf8(wire.until(b"\r\n\r\n").await.unwrap()).unwrap();
            assert!(head.starts_with(&format!("HTTP/1.1 {}", &status[..3])), "{head}");
            // RFC 9112 section 6.1: never with 1xx and 204.
            assert!(!head.to_ascii_lowercase().contains("transfer-encoding"), "{head}");
        }
    }
}

/// RFC 9112 section 6.3: an answer without a length ends with the app's connection, and is framed anew for the client.
#[tokio::test]
async fn an_answer_that_ends_with_its_connection_arrives_whole() {
    let upstream =
        Recorder::scripted(|_| Reply::Last(b"HTTP/1.1 200 OK\r\n\r\nuntil the end".to_vec())).await;
    let arena = Arena::before(upstream).await;
    let mut wire = arena.wire().await;
    for _ in 0..2 {
        wire.send(arena.request("GET /a HTTP/1.1\r\n{F}\r\n")).await;
        assert_eq!(wire.answer().await.body, "until the end");
    }
}

/// RFC 9112 section 7.1: chunked is decoded and may be encoded in other pieces, with the same content.
#[tokio::test]
async fn chunks_arrive_with_their_content_both_ways() {
    let answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0A\r\n0123456789\r\n0\r\nX-T: 1\r\n\r\n";
    let arena = answering(answer).await;
    let request = "POST /a HTTP/1.1\r\n{F}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n";
    let (answer, seen) = arena.passes("chunks", request).await;
    assert_eq!(answer.body, "abc0123456789");
    assert_eq!(seen.content(), b"abc");
    assert_eq!(seen.fields("transfer-encoding"), ["chunked"]);
    assert!(seen.fields("content-length").is_empty(), "{}", seen.head);
}

/// RFC 9112 section 6.1: a server must not send chunked to a client that speaks HTTP/1.0.
#[tokio::test]
async fn a_client_that_speaks_1_0_gets_no_chunks() {
    let upstream = Recorder::scripted(|request| {
        Reply::Bytes(if request.request_line().contains("chunks") {
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n".to_vec()
        } else {
            b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".to_vec()
        })
    })
    .await;
    let arena = Arena::before(upstream).await;
    let mut wire = arena.wire().await;
    wire.send(arena.request("GET /a HTTP/1.0\r\n{F}\r\n")).await;
    let answer = wire.answer().await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "ok"));
    assert!(wire.is_closed().await, "without keep-alive the connection ends");
    assert_eq!(arena.upstream.requests()[0].request_line(), "GET /a HTTP/1.1");

    let mut wire = arena.wire().await;
    wire.send(arena.request("GET /chunks HTTP/1.0\r\n{F}\r\n")).await;
    let whole = String::from_utf8(wire.rest().await).unwrap();
    let (head, body) = whole.split_once("\r\n\r\n").unwrap();
    assert!(
        !head.to_ascii_lowercase().contains("transfer-encoding"),
        "{whole}"
    );
    assert_eq!(body, "ok", "{whole}");
}

/// RFC 9110 section 7.6.1: fields of one connection stay on it.
#[tokio::test]
async fn fields_of_one_hop_do_not_make_the_next() {
    let arena = answering(
        "HTTP/1.1 200 OK\r\nConnection: keep-alive, X-Hop\r\nKeep-Alive: timeout=5\r\nX-Hop: 1\r\nX-Kept: 1\r\n\
         Proxy-Connection: keep-alive\r\nContent-Length: 2\r\n\r\nok",
    )
    .await;
    let request = "GET /a HTTP/1.1\r\n{F}Connection: keep-alive\r\nKeep-Alive: 300\r\nProxy-Connection: keep-alive\r\n\
                   TE: trailers\r\nTrailer: X\r\nX-Kept: 1\r\n\r\n";
    let (answer, seen) = arena.passes("hop by hop", request).await;
    for field in ["keep-alive", "proxy-connection", "te", "trailer", "upgrade"] {
        assert!(seen.fields(field).is_empty(), "{field}: {}", seen.head);
    }
    assert_eq!(seen.fields("x-kept"), ["1"]);
    assert_eq!(answer.field("x-kept"), Some("1"));
    for field in ["x-hop", "proxy-connection"] {
        assert_eq!(answer.field(field), None, "{}", answer.head);
    }
}

/// RFC 9110 section 5.3: fields of one name keep their order; section 5.5: their bytes.
#[tokio::test]
async fn fields_keep_their_order_and_bytes() {
    let arena = answering(
        "HTTP/1.1 200 OK\r\nX-A: 1\r\nLink: <a>\r\nX-A: 2\r\nX-Text: a  b\t\"c\", d\r\nContent-Length: 2\r\n\r\nok",
    )
    .await;
    let request =
        "GET /a HTTP/1.1\r\n{F}X-A: 1\r\nAccept: b\r\nx-a: 2\r\nX-A: 3\r\nX-Text: a  b\t\"c\", d\r\n\r\n";
    let (answer, seen) = arena.passes("fields", request).await;
    assert_eq!(seen.fields("x-a"), ["1", "2", "3"]);
    assert_eq!(seen.fields("x-text"), ["a  b\t\"c\", d"]);
    assert_eq!(answer.field("x-text"), Some("a  b\t\"c\", d"));
    let of_a: Vec<&str> = answer
        .head
        .lines()
        .filter(|line| line.starts_with("X-A"))
        .collect();
    assert_eq!(of_a, ["X-A: 1", "X-A: 2"]);
}

/// RFC 9110 section 15.2: interim answers are passed on, and the final one is the answer.
#[tokio::test]
async fn interim_answers_pass() {
    let arena = answering(
        "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    )
    .await;
    let mut wire = arena.wire().await;
    wire.send(arena.request("GET /a HTTP/1.1\r\n{F}\r\n")).await;
    let interim = String::from_utf8(wire.until(b"\r\n\r\n").await.unwrap()).unwrap();
    assert!(
        interim.starts_with("HTTP/1.1 103 ") && interim.contains("Link: </a.css>"),
        "{interim}"
    );
    assert_eq!(wire.answer().await.body, "ok");
}

/// RFC 9110 section 10.1.1: who expects 100 gets it, or a final answer, before the body is sent.
#[tokio::test]
async fn a_client_that_waits_for_100_is_not_left_waiting() {
    let arena = Arena::start().await;
    let mut wire = arena.wire().await;
    let head = "POST /messages/1 HTTP/1.1\r\n{F}Expect: 100-continue\r\nContent-Length: 5\r\n\r\n";
    wire.send(arena.request(head)).await;
    assert_eq!(
        wire.answer().await.status,
        403,
        "refused before the body is there"
    );
    assert!(wire.is_closed().await);
    arena.saw_nothing("a refused expectation");
}
