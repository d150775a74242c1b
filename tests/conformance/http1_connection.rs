//! RFC 9112 section 9: how long a connection lasts, and how it ends.

use crate::support::{Arena, Recorder, Reply};

/// Section 9.3: persistent unless somebody says `close`; and what is said is what is done.
#[tokio::test]
async fn a_connection_lasts_until_somebody_says_close() {
    let arena = Arena::start().await;
    for (version, fields, lasts) in [
        ("HTTP/1.1", "", true),
        ("HTTP/1.1", "Connection: keep-alive\r\n", true),
        ("HTTP/1.1", "Connection: close\r\n", false),
        ("HTTP/1.1", "Connection: Close\r\n", false),
        ("HTTP/1.1", "Connection: keep-alive, close\r\n", false),
        (
            "HTTP/1.1",
            "Connection: keep-alive\r\nConnection: close\r\n",
            false,
        ),
        ("HTTP/1.0", "", false),
        ("HTTP/1.0", "Connection: keep-alive\r\n", true),
    ] {
        for path in ["/a", "/messages/1"] {
            let name = format!("{version} {path} {fields:?}");
            let request = arena.request(&format!("GET {path} {version}\r\n{{F}}{fields}\r\n"));
            let mut wire = arena.wire().await;
            wire.send(&request).await;
            let answer = wire.answer().await;
            let says_close = answer
                .field("connection")
                .is_some_and(|it| it.eq_ignore_ascii_case("close"));
            assert_eq!(says_close, !lasts, "{name}: {}", answer.head);
            wire.send(&request).await;
            assert_eq!(wire.try_answer().await.is_some(), lasts, "{name}");
        }
    }
}

/// Section 9.6: the app's `close` is about the app's connection.
#[tokio::test]
async fn an_app_that_closes_does_not_close_the_clients_connection() {
    let upstream = Recorder::scripted(|_| {
        Reply::Last(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok".to_vec())
    });
    let arena = Arena::before(upstream.await).await;
    let mut wire = arena.wire().await;
    for _ in 0..5 {
        wire.send(arena.request("GET /a HTTP/1.1\r\n{F}\r\n")).await;
        let answer = wire.answer().await;
        assert_eq!(
            (answer.status, answer.field("connection")),
            (200, Some("keep-alive"))
        );
    }
}

/// Section 9.6: an answer that ends the connection arrives although the client is still sending.
#[tokio::test]
async fn a_last_answer_arrives_while_the_client_still_sends() {
    let arena = Arena::start().await;
    for (name, head) in [
        (
            "refused by its head",
            "POST /a HTTP/1.1\r\n{F}Transfer-Encoding: x\r\n\r\n",
        ),
        (
            "refused by the policy",
            "POST /messages/1 HTTP/1.1\r\n{F}Content-Length: 3000000\r\n\r\n",
        ),
    ] {
        for _ in 0..5 {
            let mut wire = arena.wire().await;
            wire.send([arena.request(head).into_bytes(), vec![b'x'; 3_000_000]].concat())
                .await;
            let answer = wire.try_answer().await;
            assert!(
                answer.is_some_and(|it| it.status == 400 || it.status == 403),
                "{name}"
            );
            assert!(wire.is_closed().await, "{name}");
        }
    }
}

/// Section 9.3.2: requests that are sent without waiting are answered in their order.
#[tokio::test]
async fn a_pipeline_is_answered_in_order() {
    let upstream = Recorder::scripted(|request| {
        let line = request.request_line().to_owned();
        Reply::Bytes(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{line}", line.len()).into_bytes())
    })
    .await;
    let arena = Arena::before(upstream).await;
    let mut wire = arena.wire().await;
    let requests: Vec<String> = (0..50)
        .map(|number| match number % 3 {
            0 => arena.request(&format!("GET /{number} HTTP/1.1\r\n{{F}}\r\n")),
            1 => arena.request(&format!(
                "POST /{number} HTTP/1.1\r\n{{F}}Content-Length: 5\r\n\r\nhello"
            )),
            _ => arena.request(&format!(
                "PUT /{number} HTTP/1.1\r\n{{F}}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
            )),
        })
        .collect();
    wire.send(requests.concat()).await;
    for number in 0..50 {
        let answer = wire.answer().await;
        assert!(
            answer.body.contains(&format!(" /{number} ")),
            "{number}: {answer:?}"
        );
    }
}
