//! An app that answers oddly: nothing of it may become the answer to another request, neither on the client's
//! connection nor on the pooled one to the app (RFC 9112 sections 6.1, 6.3 and 9.2, RFC 9110 section 15.2).

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::{Arena, Recorder, Reply};

/// What would be taken for the answer to the next request.
const INJECTED: &str = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";

/// An upstream that answers `/odd` like this, and everything else with its own path.
async fn odd(answer: String, closes: bool) -> Arena {
    let upstream = Recorder::scripted(move |request| {
        let path = request.request_line().split(' ').nth(1).unwrap();
        if path == "/odd" {
            let bytes = answer.clone().into_bytes();
            return if closes {
                Reply::Last(bytes)
            } else {
                Reply::Bytes(bytes)
            };
        }
        Reply::Bytes(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{path}", path.len()).into_bytes())
    });
    Arena::before(upstream.await).await
}

/// Asks for `/odd` and then, as long as the connection lasts and on others too, for what has an answer of its own.
async fn stays_in_step(name: &str, arena: &Arena) -> Option<(u16, String)> {
    let mut wire = arena.wire().await;
    wire.send(arena.request("GET /odd HTTP/1.1\r\n{F}\r\n")).await;
    let odd = wire.try_answer().await;
    for number in 0..3 {
        wire.send(arena.request(&format!("GET /own/{number} HTTP/1.1\r\n{{F}}\r\n")))
            .await;
        match wire.try_answer().await {
            Some(answer) => assert_eq!(
                answer.body,
                format!("/own/{number}"),
                "{name}: the same connection"
            ),
            None => break,
        }
    }
    for number in 3..6 {
        let mut wire = arena.wire().await;
        wire.send(arena.request(&format!("GET /own/{number} HTTP/1.1\r\n{{F}}\r\n")))
            .await;
        let answer = wire.answer().await;
        assert_eq!(
            answer.body,
            format!("/own/{number}"),
            "{name}: another connection"
        );
    }
    odd.map(|answer| (answer.status, answer.body))
}

#[tokio::test]
async fn an_answer_without_one_clear_length_is_the_answer_to_nothing_else() {
    for (name, head, body) in [
        ("two lengths", "Content-Length: 2\r\nContent-Length: 5", "ok"),
        ("a list of lengths", "Content-Length: 2, 5", "ok"),
        ("a signed length", "Content-Length: +2", "ok"),
        ("a negative length", "Content-Length: -2", "ok"),
        ("a length that is no number", "Content-Length: two", "ok"),
        ("no length", "Content-Length:", "ok"),
        ("a name with a space", "Content-Length : 2", "ok"),
        ("a bare CR", "X: y\rContent-Length: 2", "ok"),
        ("a NUL", "X: \0\r\nContent-Length: 2", "ok"),
        (
            "a chunk size that is none",
            "Transfer-Encoding: chunked",
            "zz\r\nok\r\n0\r\n\r\n",
        ),
        (
            "a chunk without an end",
            "Transfer-Encoding: chunked",
            "2\r\nokevil\r\n0\r\n\r\n",
        ),
    ] {
        let arena = odd(
            format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n{body}{INJECTED}"),
            false,
        )
        .await;
        let answer = stays_in_step(name, &arena).await;
        if let Some((200, body)) = &answer {
            assert!(!body.contains("evil"), "{name}: {body}");
        }
    }
    for (name, answer) in [
        ("no status line", "nonsense\r\n\r\n".to_owned()),
        (
            "another protocol",
            "SIP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nok".to_owned(),
        ),
        (
            "a status of two digits",
            "HTTP/1.1 20 OK\r\nContent-Length: 2\r\n\r\nok".to_owned(),
        ),
        (
            "a status of four digits",
            "HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\nok".to_owned(),
        ),
        (
            "a status that is no number",
            "HTTP/1.1 abc OK\r\nContent-Length: 2\r\n\r\nok".to_owned(),
        ),
        (
            "status 0",
            "HTTP/1.1 000 OK\r\nContent-Length: 2\r\n\r\nok".to_owned(),
        ),
        (
            "300 fields",
            format!(
                "HTTP/1.1 200 OK\r\n{}Content-Length: 2\r\n\r\nok",
                "X: y\r\n".repeat(300)
            ),
        ),
    ] {
        let arena = odd(format!("{answer}{INJECTED}"), false).await;
        let answer = stays_in_step(name, &arena).await;
        assert_eq!(answer.map(|it| it.0), Some(502), "{name}");
    }
}

#[tokio::test]
async fn what_follows_an_answer_is_never_the_next_answer() {
    for (name, answer) in [
        (
            "two answers",
            format!("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok{INJECTED}"),
        ),
        (
            "after chunks",
            format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n{INJECTED}"),
        ),
        (
            "coding and length",
            format!(
                "HTTP/1.1 200 OK\r\nContent-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n{INJECTED}"
            ),
        ),
        (
            "length and coding",
            format!(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n2\r\nok\r\n0\r\n\r\n{INJECTED}"
            ),
        ),
        (
            "equal lengths",
            format!("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok{INJECTED}"),
        ),
        (
            "lines that end in LF",
            format!("HTTP/1.1 200 OK\nContent-Length: 2\n\nok{INJECTED}"),
        ),
    ] {
        let arena = odd(answer, false).await;
        let answer = stays_in_step(name, &arena).await;
        assert_eq!(answer, Some((200, "ok".to_owned())), "{name}");
    }
    for (name, status) in [("204", "204 No Content"), ("304", "304 Not Modified")] {
        let arena = odd(
            format!("HTTP/1.1 {status}\r\nContent-Length: 4\r\n\r\nevil{INJECTED}"),
            false,
        )
        .await;
        let answer = stays_in_step(name, &arena).await;
        assert_eq!(answer.map(|it| it.1), Some(String::new()), "{name}");
    }
    let arena = odd(format!("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok{INJECTED}"), false).await;
    let answer = stays_in_step("interim answers", &arena).await;
    assert_eq!(answer, Some((200, "ok".to_owned())));
}

#[tokio::test]
async fn an_answer_that_is_cut_short_looks_cut_short() {
    for (name, head, body) in [
        ("length", "Content-Length: 10", "short"),
        ("chunks", "Transfer-Encoding: chunked", "5\r\nshort\r\n"),
        ("in a chunk", "Transfer-Encoding: chunked", "9\r\nshort"),
    ] {
        let arena = odd(format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n{body}"), true).await;
        let answer = stays_in_step(name, &arena).await;
        assert_ne!(answer.map(|it| it.0), Some(200), "{name}: a whole answer is none");
    }
    let arena = odd("HTTP/1.0 200 OK\r\n\r\nuntil the end".to_owned(), true).await;
    let answer = stays_in_step("until the end", &arena).await;
    assert_eq!(answer, Some((200, "until the end".to_owned())));
}

#[tokio::test]
async fn a_field_of_an_answer_cannot_break_out_of_its_line() {
    let arena = odd(
        "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 2\r\n\r\nok".to_owned(),
        false,
    )
    .await;
    let answer = stays_in_step("obs-fold", &arena).await;
    assert!(answer.is_some_and(|it| it.0 == 502 || it.1 == "ok"));
    let arena = odd(
        "HTTP/1.1 200 O\u{8}K\r\nContent-Length: 2\r\n\r\nok".to_owned(),
        false,
    )
    .await;
    let answer = stays_in_step("a control character in the reason", &arena).await;
    assert_eq!(answer.map(|it| it.0), Some(502));
}

/// An app may answer before it has read the body, and close or not: the rest of the body is nobody's request.
#[tokio::test]
async fn an_early_answer_does_not_make_a_request_of_the_rest_of_the_body() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let upstream = format!("[\"http://{}\"]", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    match stream.read_u8().await {
                        Ok(byte) => head.push(byte),
                        Err(_) => return,
                    }
                }
                let answer = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 5\r\n\r\nearly";
                let _ = stream.write_all(answer.as_bytes()).await;
                let mut rest = Vec::new();
                let _ = stream.read_to_end(&mut rest).await;
            });
        }
    });
    let world = crate::support::WorldBuilder::new()
        .upstream(&upstream)
        .start()
        .await;
    let (client, _) = world.signed_in(crate::support::Protocol::Http1).await;
    let cookie = client.session_cookie().unwrap();
    let mut wire = crate::support::Wire::open(&world).await;
    let fields =
        format!("Host: crm.test\r\nUser-Agent: Test Browser 1.0\r\nCookie: __Host-gatepass={cookie}\r\n");
    wire.send(format!(
        "POST /a HTTP/1.1\r\n{fields}Content-Length: 1000\r\n\r\n"
    ))
    .await;
    let answer = wire.answer().await;
    assert_eq!((answer.status, answer.body.as_str()), (413, "early"));
    wire.send(format!("GET /messages/1 HTTP/1.1\r\n{fields}\r\n"))
        .await;
    wire.send("x".repeat(2000)).await;
    let rest = wire.rest().await;
    assert!(rest.is_empty(), "{}", String::from_utf8_lossy(&rest));
}
