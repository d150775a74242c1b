//! Bodies pass as they are: large, chunked, in ranges, with an expectation, and ended in odd ways.

use reqwest::{Body, Method};

use crate::support::{Protocol, World, raw};

fn checksum(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0_u64, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u64::from(byte))
    })
}

#[tokio::test]
async fn large_uploads_arrive_unchanged_with_and_without_length() {
    let world = World::start().await;
    let data: Vec<u8> = (0..8_u32 << 20).map(|number| (number % 251) as u8).collect();
    let expected = format!("{} {}", data.len(), checksum(data.iter().copied()));
    for protocol in Protocol::BOTH {
        let created = world
            .grant_with(|wanted| wanted.grantor = format!("{protocol:?}"))
            .await;
        let client = world.client(protocol);
        client.sign_in(&created.credentials).await;
        let sized = client
            .request(Method::POST, "/upload")
            .body(data.clone())
            .send()
            .await
            .unwrap();
        assert_eq!(sized.text().await.unwrap(), expected);
        let chunks: Vec<_> = data
            .chunks(100_000)
            .map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec()))
            .collect();
        let streamed = Body::wrap_stream(futures_util::stream::iter(chunks));
        let streamed = client
            .request(Method::POST, "/upload")
            .body(streamed)
            .send()
            .await
            .unwrap();
        assert_eq!(streamed.text().await.unwrap(), expected);
    }
}

/// cloudflare/pingora#935: over HTTP/2 such a body ends in an empty DATA frame, and the upstream connection that
/// carried it is used again. Whatever is left on it would be taken for the next request.
#[tokio::test]
async fn an_upload_that_ends_in_an_empty_frame_leaves_the_connection_clean() {
    let world = World::start().await;
    let (client, _) = world.signed_in(Protocol::Http2).await;
    for round in 0..20 {
        let chunks = vec![Ok::<_, std::io::Error>(b"hello".to_vec()), Ok(Vec::new())];
        let body = Body::wrap_stream(futures_util::stream::iter(chunks));
        let answer = client
            .request(Method::POST, "/upload")
            .body(body)
            .send()
            .await
            .unwrap();
        assert_eq!(
            answer.text().await.unwrap().split(' ').next(),
            Some("5"),
            "round {round}"
        );
        assert_eq!(client.call("/contacts").await.status(), 200, "round {round}");
    }
    assert!(
        world
            .app
            .seen()
            .iter()
            .all(|seen| ["GET", "POST"].contains(&seen.method.as_str()))
    );
}

#[tokio::test]
async fn an_expectation_is_answered_before_the_body_is_sent() {
    let world = World::start().await;
    let (client, _) = world.signed_in(Protocol::Http1).await;
    let cookie = client.session_cookie().unwrap();
    let request = format!(
        "POST /upload HTTP/1.1\r\nHost: {}\r\nUser-Agent: Test Browser 1.0\r\nCookie: __Host-gatepass={cookie}\r\n\
         Expect: 100-continue\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello",
        world.authority,
    );
    let answer = raw(&world, request).await;
    assert!(
        answer.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK"),
        "{answer}"
    );
    assert!(
        answer.ends_with(&format!("5 {}", checksum(b"hello".iter().copied()))),
        "{answer}"
    );
}

#[tokio::test]
async fn connections_are_used_again() {
    let world = World::start().await;
    let (client, _) = world.signed_in(Protocol::Http1).await;
    let cookie = client.session_cookie().unwrap();
    let one = |end: &str| {
        format!(
            "GET /contacts HTTP/1.1\r\nHost: {}\r\nUser-Agent: Test Browser 1.0\r\nCookie: __Host-gatepass={cookie}\r\n{end}\r\n",
            world.authority
        )
    };
    let answers =
        crate::support::raw_sequence(&world, &[one(""), one(""), one("Connection: close\r\n")]).await;
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 3, "{answers}");
}
