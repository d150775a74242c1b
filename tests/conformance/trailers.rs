//! Trailers of responses (RFC 9110 section 6.5): from an HTTP/2 upstream they reach clients on HTTP/2; HTTP/1.1 is
//! served without them, on either side, as a gateway may (RFC 9112 section 7.1.2).

use bytes::Bytes;
use http::HeaderMap;
use tokio::net::TcpListener;

use crate::support::frames::{Answer, Frame};
use crate::support::{HOST, Http2Visit, Recorder, Wire, WorldBuilder};

async fn http2_answer(visit: &Http2Visit) -> Answer {
    let request = Frame::headers(1, &visit.get("/contacts/1")).last();
    visit.outcome(&[request], 1).await.answered()
}

/// Two answers on one connection, so that nothing is left over between them.
async fn http1_answers_are_whole(visit: &Http2Visit) {
    let mut wire = Wire::open(&visit.world).await;
    for _ in 0..2 {
        wire.send(format!(
            "GET /contacts/1 HTTP/1.1\r\nHost: {HOST}\r\nUser-Agent: Test Browser 1.0\r\nTE: trailers\r\n\
             Cookie: __Host-gatepass={}\r\n\r\n",
            visit.cookie
        ))
        .await;
        let answer = wire.answer().await;
        assert_eq!((answer.status, answer.body.as_str()), (200, "hello"));
        assert!(!answer.head.contains("x-sum"), "{}", answer.head);
    }
}

#[tokio::test]
async fn an_http1_upstreams_trailers_end_here() {
    const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n\
        5\r\nhello\r\n0\r\nX-Sum: 42\r\nSet-Cookie: __Host-gatepass=forged; Path=/; Secure\r\n\r\n";
    let visit = Http2Visit::to(Recorder::answering(ANSWER).await).await;
    let answer = http2_answer(&visit).await;
    assert_eq!((answer.text().as_str(), answer.trailers), ("hello", Vec::new()));
    http1_answers_are_whole(&visit).await;
}

#[tokio::test]
async fn an_http2_upstreams_trailers_reach_http2_clients_without_cookies() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let upstream = format!("[\"http://{}\"]", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let Ok(mut connection) = h2::server::handshake(stream).await else {
                    return;
                };
                while let Some(Ok((_, mut respond))) = connection.accept().await {
                    let mut body = respond.send_response(http::Response::new(()), false).unwrap();
                    body.send_data(Bytes::from_static(b"hello"), false).unwrap();
                    let mut trailers = HeaderMap::new();
                    trailers.insert("x-sum", "42".parse().unwrap());
                    trailers.insert(
                        "set-cookie",
                        "__Host-gatepass=forged; Path=/; Secure".parse().unwrap(),
                    );
                    body.send_trailers(trailers).unwrap();
                }
            });
        }
    });
    let site = "elsewhere = \"full\"\nupstream_protocol = \"http/2\"\n";
    let world = WorldBuilder::new().site(site).upstream(&upstream).start().await;
    let visit = Http2Visit::in_world(world, Recorder::start().await).await;
    let answer = http2_answer(&visit).await;
    assert_eq!((answer.status(), answer.text().as_str()), (200, "hello"));
    assert_eq!(answer.trailers, [("x-sum".to_owned(), b"42".to_vec())]);
    http1_answers_are_whole(&visit).await;
}
