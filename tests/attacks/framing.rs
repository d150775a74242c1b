//! Framing and smuggling on HTTP/1.1 (RFC 9112 sections 2.2, 5 and 6; CVE-2025-4366 and CVE-2026-2835 in pingora,
//! CVE-2021-40346, CVE-2023-25725 and CVE-2023-40225 in HAProxy).

use crate::support::{HOST, Protocol, Recorder, Wire, WorldBuilder};

#[tokio::test]
async fn a_plain_request_reaches_the_upstream_as_it_is() {
    let upstream = Recorder::start().await;
    let world = WorldBuilder::new()
        .upstream(&upstream.as_upstream())
        .start()
        .await;
    let (client, _) = world.signed_in(Protocol::Http1).await;
    let cookie = client.session_cookie().unwrap();
    let mut wire = Wire::open(&world).await;
    for body in ["one", "two"] {
        wire.send(format!(
            "POST /contacts/1?x=%20y HTTP/1.1\r\nHost: {HOST}\r\nUser-Agent: Test Browser 1.0\r\n\
             Cookie: __Host-gatepass={cookie}\r\nContent-Length: 3\r\n\r\n{body}"
        ))
        .await;
        assert_eq!(wire.answer().await.body, "ok");
        let seen = upstream.requests().pop().unwrap();
        assert_eq!(seen.request_line(), "POST /contacts/1?x=%20y HTTP/1.1");
        assert_eq!(
            (seen.body.as_slice(), seen.fields("content-length")),
            (body.as_bytes(), vec!["3"])
        );
    }
}
