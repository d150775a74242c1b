//! Framing and smuggling on HTTP/1.1: where one request ends and the next begins must not be a matter of opinion
//! (RFC 9112 sections 2.2, 5 and 6).
//!
//! Every attack carries a request to a hidden place, which some server or other would have taken for a request.

use crate::support::{Arena, Recorder, Reply};

/// `{X}` in the tables: what is to be smuggled.
const HIDDEN: &str = "GET /messages/1 HTTP/1.1\r\nHost: crm.test\r\n\r\n";

fn with_hidden(template: &str) -> String {
    template.replace("{X}", HIDDEN)
}

#[tokio::test]
async fn a_plain_request_reaches_the_upstream_as_it_is() {
    let arena = Arena::start().await;
    let (answer, seen) = arena
        .passes(
            "plain",
            "POST /contacts/1?x=%20y HTTP/1.1\r\n{F}X-Odd: \t a  \tb \r\nContent-Length: 3\r\n\r\none",
        )
        .await;
    assert_eq!(answer.body, "ok");
    assert_eq!(seen.request_line(), "POST /contacts/1?x=%20y HTTP/1.1");
    assert_eq!(
        (seen.body.as_slice(), seen.fields("content-length")),
        (&b"one"[..], vec!["3"])
    );
    assert_eq!(seen.fields("x-odd"), ["a  \tb"]);
}

#[tokio::test]
async fn lines_end_in_cr_lf_and_names_in_a_colon() {
    let arena = Arena::start().await;
    for (name, head) in [
        ("bare LF after the request line", "GET / HTTP/1.1\n{F}\r\n"),
        ("bare LF after a field", "GET / HTTP/1.1\r\n{F}X: y\n\r\n"),
        ("bare LF at the end", "GET / HTTP/1.1\r\n{F}\n"),
        ("only bare LF", "GET / HTTP/1.1\nHost: crm.test\n\n"),
        (
            "bare LF hides a field",
            "GET / HTTP/1.1\r\n{F}X: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{X}",
        ),
        (
            "bare CR in a value",
            "GET / HTTP/1.1\r\n{F}X: y\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{X}",
        ),
        ("bare CR ends a line", "GET / HTTP/1.1\r\n{F}X: y\r\r\n\r\n"),
        ("bare CR in the request line", "GET /\r HTTP/1.1\r\n{F}\r\n"),
        ("CR CR LF", "GET / HTTP/1.1\r\r\n{F}\r\n"),
        ("NUL in the target", "GET /\0 HTTP/1.1\r\n{F}\r\n"),
        ("NUL in a name", "GET / HTTP/1.1\r\n{F}X\0: y\r\n\r\n"),
        ("NUL in a value", "GET / HTTP/1.1\r\n{F}X: \0y\r\n\r\n"),
        ("DEL in a value", "GET / HTTP/1.1\r\n{F}X: \u{7f}y\r\n\r\n"),
        (
            "vertical tab before a value",
            "GET / HTTP/1.1\r\n{F}Transfer-Encoding:\u{b}chunked\r\n\r\n0\r\n\r\n{X}",
        ),
        ("obs-fold with a space", "GET / HTTP/1.1\r\n{F}X: y\r\n z\r\n\r\n"),
        ("obs-fold with a tab", "GET / HTTP/1.1\r\n{F}X: y\r\n\tz\r\n\r\n"),
        (
            "obs-fold of the framing",
            "POST / HTTP/1.1\r\n{F}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n{X}",
        ),
        ("obs-fold before the first field", "GET / HTTP/1.1\r\n {F}\r\n"),
        (
            "space before a colon",
            "POST / HTTP/1.1\r\n{F}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n{X}",
        ),
        (
            "tab before a colon",
            "POST / HTTP/1.1\r\n{F}Content-Length\t: 6\r\n\r\n0\r\n\r\n{X}",
        ),
        ("no colon", "GET / HTTP/1.1\r\n{F}Content-Length\r\n\r\n"),
        ("space before the method", " GET / HTTP/1.1\r\n{F}\r\n"),
        ("two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\n{F}\r\n"),
        ("two spaces", "GET  / HTTP/1.1\r\n{F}\r\n"),
        ("a tab for a space", "GET\t/ HTTP/1.1\r\n{F}\r\n"),
        ("a space in the target", "GET /a HTTP/1.1 HTTP/1.1\r\n{F}\r\n"),
        ("a space after the version", "GET / HTTP/1.1 \r\n{F}\r\n"),
        ("no version", "GET /\r\n{F}\r\n"),
        ("no target", "GET HTTP/1.1\r\n{F}\r\n"),
        ("a name that is no token", "GET / HTTP/1.1\r\n{F}X(y): z\r\n\r\n"),
        (
            "a name in quotes",
            "POST / HTTP/1.1\r\n{F}\"Content-Length\": 5\r\n\r\n{X}",
        ),
        (
            "letters beyond ASCII in a name",
            "POST / HTTP/1.1\r\n{F}Content-L\u{e9}ngth: 5\r\n\r\n{X}",
        ),
    ] {
        arena.refuses(name, 400, &with_hidden(head)).await;
    }
    for (name, version) in [("0.9", "HTTP/0.9"), ("1.2", "HTTP/1.2"), ("2.0", "HTTP/2.0")] {
        arena
            .refuses(name, 505, &format!("GET / {version}\r\n{{F}}\r\n"))
            .await;
    }
    for (name, head) in [
        ("plain", "GET /a HTTP/1.1\r\n{F}\r\n"),
        (
            "one empty line first (RFC 9112 section 2.2)",
            "\r\nGET /a HTTP/1.1\r\n{F}\r\n",
        ),
        (
            "names in any case, no space, many spaces",
            "GET /a HTTP/1.1\r\n{F}x-a:b\r\nX-C:   \t d \t\r\n\r\n",
        ),
        ("an empty value", "GET /a HTTP/1.1\r\n{F}X:\r\n\r\n"),
        (
            "every character of a token",
            "GET /a HTTP/1.1\r\n{F}X!#$%&'*+-.^_`|~9: y\r\n\r\n",
        ),
        (
            "bytes beyond ASCII in a value",
            "GET /a HTTP/1.1\r\n{F}X: \u{e9}\u{20ac}\r\n\r\n",
        ),
    ] {
        let (_, seen) = arena.passes(name, head).await;
        assert_eq!(seen.request_line(), "GET /a HTTP/1.1", "{name}");
    }
}

/// CVE-2023-25725 (an empty name hid all fields after it), CVE-2023-40225 (an empty length was passed on), CVE-2026-2835
/// (HTTP/1.0 and codings that are not `chunked`), and the classics.
#[tokio::test]
async fn a_body_has_one_length_or_there_is_no_request() {
    let arena = Arena::start().await;
    for (name, fields, body) in [
        (
            "length and coding",
            "Content-Length: 6\r\nTransfer-Encoding: chunked",
            "0\r\n\r\n{X}",
        ),
        (
            "coding and length",
            "Transfer-Encoding: chunked\r\nContent-Length: 6",
            "0\r\n\r\n{X}",
        ),
        (
            "coding and length 0",
            "Transfer-Encoding: chunked\r\nContent-Length: 0",
            "0\r\n\r\n{X}",
        ),
        ("a list of equal lengths", "Content-Length: 5,5", "hello"),
        ("a list of other lengths", "Content-Length: 0, 5", "{X}"),
        (
            "two equal lengths",
            "Content-Length: 5\r\nContent-Length: 5",
            "hello",
        ),
        ("two lengths", "Content-Length: 0\r\nContent-Length: 44", "{X}"),
        ("a sign", "Content-Length: +5", "hello"),
        ("a negative length", "Content-Length: -1", "{X}"),
        ("a hexadecimal length", "Content-Length: 0x5", "hello"),
        ("a length with a point", "Content-Length: 5.0", "hello"),
        ("a length with a gap", "Content-Length: 4 4", "{X}"),
        ("no length (CVE-2023-40225)", "Content-Length:", "{X}"),
        ("a length of spaces", "Content-Length:  ", "{X}"),
        (
            "a length that overflows 64 bits",
            "Content-Length: 18446744073709551617",
            "x",
        ),
        ("a length in other digits", "Content-Length: \u{665}", "hello"),
        (
            "an empty name (CVE-2023-25725)",
            ": x\r\nContent-Length: 5",
            "hello",
        ),
        ("a name of one space", " : x\r\nContent-Length: 5", "hello"),
        ("a folded name of the length", "Content_Length: 44", "{X}"),
        (
            "a folded name of the coding",
            "Transfer_Encoding: chunked",
            "0\r\n\r\n{X}",
        ),
        ("another coding", "Transfer-Encoding: xchunked", "0\r\n\r\n{X}"),
        (
            "identity",
            "Transfer-Encoding: identity\r\nContent-Length: 44",
            "{X}",
        ),
        (
            "chunked and identity",
            "Transfer-Encoding: chunked, identity",
            "0\r\n\r\n{X}",
        ),
        (
            "identity and chunked",
            "Transfer-Encoding: identity, chunked",
            "0\r\n\r\n{X}",
        ),
        (
            "gzip and chunked",
            "Transfer-Encoding: gzip, chunked",
            "0\r\n\r\n{X}",
        ),
        (
            "chunked twice in a list",
            "Transfer-Encoding: chunked, chunked",
            "0\r\n\r\n{X}",
        ),
        (
            "chunked twice",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            "0\r\n\r\n{X}",
        ),
        (
            "chunked and something",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
            "0\r\n\r\n{X}",
        ),
        (
            "something and chunked",
            "Transfer-Encoding: x\r\nTransfer-Encoding: chunked",
            "0\r\n\r\n{X}",
        ),
        ("a parameter", "Transfer-Encoding: chunked;q=1", "0\r\n\r\n{X}"),
        ("quotes", "Transfer-Encoding: \"chunked\"", "0\r\n\r\n{X}"),
        ("a comma", "Transfer-Encoding: ,chunked", "0\r\n\r\n{X}"),
        ("nothing", "Transfer-Encoding:", "0\r\n\r\n{X}"),
        (
            "a no-break space",
            "Transfer-Encoding: \u{a0}chunked",
            "0\r\n\r\n{X}",
        ),
    ] {
        let request = format!("POST / HTTP/1.1\r\n{{F}}{fields}\r\n\r\n{body}");
        arena.refuses(name, 400, &with_hidden(&request)).await;
    }
    arena
        .refuses(
            "HTTP/1.0 with a coding (CVE-2026-2835)",
            400,
            &with_hidden("POST / HTTP/1.0\r\n{F}Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{X}"),
        )
        .await;

    let long_name = format!("Content-Length0{}", "a".repeat(255));
    let overflow = format!("{long_name}: 3");
    for (name, fields, body, expected) in [
        ("length", "Content-Length: 5", "hello", "hello"),
        (
            "length with zeros and spaces",
            "content-length: \t 005 ",
            "hello",
            "hello",
        ),
        ("length 0", "Content-Length: 0", "", ""),
        (
            "chunks",
            "Transfer-Encoding: chunked",
            "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
            "hello",
        ),
        (
            "chunks, spelt otherwise",
            "transfer-encoding: CHUNKED ",
            "00005\r\nhello\r\n000\r\n\r\n",
            "hello",
        ),
        (
            "an extension",
            "Transfer-Encoding: chunked",
            "5;a=b\r\nhello\r\n0;x\r\n\r\n",
            "hello",
        ),
        (
            "a body that looks like a request",
            "Content-Length: 44",
            "{X}",
            "{X}",
        ),
        (
            "a name that overflows 8 bits (CVE-2021-40346)",
            &format!("{overflow}\r\nContent-Length: 44"),
            "{X}",
            "{X}",
        ),
    ] {
        let request = format!("POST /a HTTP/1.1\r\n{{F}}{fields}\r\n\r\n{body}");
        let (_, seen) = arena.passes(name, &with_hidden(&request)).await;
        assert_eq!(
            String::from_utf8_lossy(&seen.content()),
            with_hidden(expected),
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_broken_chunk_is_never_followed_by_an_end() {
    let arena = Arena::start().await;
    for (name, body) in [
        ("no size", "\r\nhello\r\n0\r\n\r\n{X}"),
        ("no hexadecimal size", "x5\r\nhello\r\n0\r\n\r\n{X}"),
        ("a negative size", "-5\r\nhello\r\n0\r\n\r\n{X}"),
        ("a size with 0x", "0x5\r\nhello\r\n0\r\n\r\n{X}"),
        (
            "a size that overflows",
            "10000000000000005\r\nhello\r\n0\r\n\r\n{X}",
        ),
        ("a size that ends in LF", "5\nhello\r\n0\r\n\r\n{X}"),
        ("a size that ends in CR", "5\rhello\r\n0\r\n\r\n{X}"),
        ("an extension that ends in LF", "5;a\nhello\r\n0\r\n\r\n{X}"),
        ("data that is longer", "4\r\nhello\r\n0\r\n\r\n{X}"),
        ("data that ends in LF", "5\r\nhello\n0\r\n\r\n{X}"),
        ("data without an end", "5\r\nhello0\r\n\r\n{X}"),
    ] {
        arena.upstream.clear();
        let mut wire = arena.wire().await;
        let head = "POST /a HTTP/1.1\r\n{F}Transfer-Encoding: chunked\r\n\r\n";
        wire.send(arena.request(&with_hidden(&format!("{head}{body}"))))
            .await;
        let answer = wire.try_answer().await;
        assert!(
            answer.as_ref().is_none_or(|it| it.status == 400),
            "{name}: {answer:?}"
        );
        assert!(wire.is_closed().await, "{name}");
        let requests = arena.upstream.requests();
        assert!(requests.is_empty(), "{name}: {requests:?}");
    }
    let (_, seen) = arena
        .passes(
            "trailers",
            "POST /a HTTP/1.1\r\n{F}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Gatepass-User: root\r\n\r\n",
        )
        .await;
    let wire = String::from_utf8_lossy(&seen.body).into_owned();
    assert!(!wire.contains("root"), "trailers are dropped: {wire}");
}

/// CVE-2025-4366: an answer that did not need the body left the body on the connection, as the next request.
#[tokio::test]
async fn a_body_that_nobody_wants_does_not_become_a_request() {
    let arena = Arena::start().await;
    for (name, line, fields, body) in [
        ("a hidden place", "POST /messages/1", "Content-Length: 44", "{X}"),
        (
            "a hidden place, in chunks",
            "POST /messages/1",
            "Transfer-Encoding: chunked",
            "2c\r\n{X}\r\n0\r\n\r\n{X}",
        ),
        (
            "a page of our own",
            "GET /.gatepass/sign-in",
            "Content-Length: 44",
            "{X}",
        ),
        (
            "a method that is not allowed",
            "BREW /",
            "Content-Length: 44",
            "{X}",
        ),
        (
            "a target that is refused",
            "POST /%zz",
            "Content-Length: 44",
            "{X}",
        ),
        (
            "a body that has not come yet",
            "POST /messages/1",
            "Content-Length: 100",
            "{X}",
        ),
    ] {
        arena.upstream.clear();
        let mut wire = arena.wire().await;
        let request = format!("{line} HTTP/1.1\r\n{{F}}{fields}\r\n\r\n{body}");
        wire.send(arena.request(&with_hidden(&request))).await;
        let answer = wire.try_answer().await;
        assert!(answer.is_some_and(|it| it.status < 500), "{name}");
        arena.saw_nothing(name);
        wire.send(arena.request("GET /contacts/2 HTTP/1.1\r\n{F}Connection: close\r\n\r\n"))
            .await;
        let answers = wire.rest().await;
        let answers = String::from_utf8_lossy(&answers);
        assert!(answers.matches("HTTP/1.1 ").count() <= 1, "{name}: {answers}");
        for seen in arena.upstream.requests() {
            assert!(!seen.request_line().contains("messages"), "{name}: {seen:?}");
        }
    }
}

#[tokio::test]
async fn requests_that_come_early_are_judged_like_any_other_and_answered_in_order() {
    let upstream = Recorder::scripted(|request| {
        let line = request.request_line().to_owned();
        let length = line.len();
        Reply::Bytes(format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{line}").into_bytes())
    })
    .await;
    let arena = Arena::before(upstream).await;
    let get = |path: &str| arena.request(&format!("GET {path} HTTP/1.1\r\n{{F}}\r\n"));
    let post = arena.request("POST /contacts/2 HTTP/1.1\r\n{F}Content-Length: 44\r\n\r\n") + HIDDEN;
    let mut wire = arena.wire().await;
    wire.send([get("/contacts/1"), post, get("/messages/3"), get("/contacts/4")].concat())
        .await;
    assert_eq!(wire.answer().await.body, "GET /contacts/1 HTTP/1.1");
    assert_eq!(wire.answer().await.body, "POST /contacts/2 HTTP/1.1");
    assert_eq!(wire.answer().await.status, 403);
    assert_eq!(wire.answer().await.body, "GET /contacts/4 HTTP/1.1");
    let lines: Vec<String> = arena
        .upstream
        .requests()
        .iter()
        .map(|request| request.request_line().to_owned())
        .collect();
    assert_eq!(
        lines,
        [
            "GET /contacts/1 HTTP/1.1",
            "POST /contacts/2 HTTP/1.1",
            "GET /contacts/4 HTTP/1.1"
        ]
    );

    arena.upstream.clear();
    let mut wire = arena.wire().await;
    let bad = arena.request("GET /contacts/2 HTTP/1.1\n{F}\r\n");
    wire.send([get("/contacts/1"), bad, get("/contacts/3")].concat())
        .await;
    assert_eq!(wire.answer().await.body, "GET /contacts/1 HTTP/1.1");
    assert_eq!(wire.answer().await.status, 400);
    assert!(wire.is_closed().await);
    assert_eq!(arena.upstream.requests().len(), 1);
}

#[tokio::test]
async fn it_does_not_matter_in_which_pieces_a_request_comes() {
    let arena = Arena::start().await;
    let good = arena.request("POST /a HTTP/1.1\r\n{F}Content-Length: 5\r\n\r\nhello");
    let bad = arena
        .request("POST /a HTTP/1.1\r\n{F}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    let head = good.find("\r\n\r\n").unwrap() + 4;
    for cut in [1, 5, 17, 18, 40, head - 3, head - 2, head - 1, head, head + 2] {
        for (request, status) in [(&good, 200), (&bad, 400)] {
            arena.upstream.clear();
            let mut wire = arena.wire().await;
            wire.send(&request[..cut]).await;
            wire.send(&request[cut..]).await;
            let answer = wire.try_answer().await.map(|it| it.status);
            assert_eq!(answer, Some(status), "cut at {cut}: {request}");
            assert_eq!(
                arena.upstream.requests().len(),
                usize::from(status == 200),
                "cut at {cut}"
            );
        }
    }
}
