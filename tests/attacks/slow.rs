//! Slowness as an attack: the deadlines themselves are tested to the second beside `proxy::socket` and
//! `proxy::accept`. Here: being slow is not being wrong.

use crate::support::Arena;

#[tokio::test]
async fn a_request_that_comes_byte_by_byte_is_a_request() {
    let arena = Arena::start().await;
    let request = arena.request("POST /a HTTP/1.1\r\n{F}Content-Length: 5\r\n\r\nhello");
    let mut wire = arena.wire().await;
    for byte in request.bytes() {
        wire.send([byte]).await;
    }
    assert_eq!(wire.answer().await.status, 200);
    let seen = arena.upstream.requests();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].body, b"hello");
}

#[tokio::test]
async fn a_client_that_stops_in_the_middle_reaches_nobody() {
    let arena = Arena::start().await;
    let request = arena.request("GET /a HTTP/1.1\r\n{F}\r\n");
    for cut in [1, 16, request.len() - 4, request.len() - 1] {
        arena.upstream.clear();
        let mut wire = arena.wire().await;
        wire.send(&request[..cut]).await;
        drop(wire);
        let (_, _) = arena.passes("another client", "GET /a HTTP/1.1\r\n{F}\r\n").await;
        assert_eq!(arena.upstream.requests().len(), 2, "cut at {cut}");
    }
}
