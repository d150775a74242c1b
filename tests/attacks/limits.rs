//! Bounds: what one request and one client may take up (RFC 6585 section 5, RFC 9110 section 15.5.15).

use crate::support::{Arena, Wire, WorldBuilder};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

const MOST_FIELDS: usize = 100;
const MOST_HEAD_BYTES: usize = 32 * 1024;
const LONGEST_TARGET: usize = 8 * 1024;

/// A head with so many fields.
fn fields(arena: &Arena, count: usize) -> String {
    let own = arena.request("{F}").lines().count();
    let more: String = (own..count).map(|number| format!("X-{number}: y\r\n")).collect();
    arena.request(&format!("GET /a HTTP/1.1\r\n{{F}}{more}\r\n"))
}

/// A head with so many bytes.
fn bytes(arena: &Arena, count: usize) -> String {
    let empty = arena.request("GET /a HTTP/1.1\r\n{F}X: \r\n\r\n").len();
    let value = "y".repeat(count - empty);
    arena.request(&format!("GET /a HTTP/1.1\r\n{{F}}X: {value}\r\n\r\n"))
}

#[tokio::test]
async fn a_head_has_so_many_fields_and_bytes_and_no_more() {
    let arena = Arena::start().await;
    arena
        .passes_bytes("100 fields", fields(&arena, MOST_FIELDS).as_bytes())
        .await;
    arena
        .refuses_bytes("101 fields", 431, fields(&arena, MOST_FIELDS + 1).as_bytes())
        .await;
    arena
        .refuses_bytes("10,000 fields", 431, fields(&arena, 10_000).as_bytes())
        .await;
    // Fields and target are counted a second time, as HTTP/2 counts them, with the same bound.
    arena
        .passes_bytes("nearly 32 KiB", bytes(&arena, MOST_HEAD_BYTES - 64).as_bytes())
        .await;
    arena
        .refuses_bytes(
            "32 KiB and 1 byte",
            431,
            bytes(&arena, MOST_HEAD_BYTES + 1).as_bytes(),
        )
        .await;
    arena
        .refuses_bytes("1 MiB", 431, bytes(&arena, 1 << 20).as_bytes())
        .await;
    let endless = arena.request("GET /a HTTP/1.1\r\n{F}X: ") + &"y".repeat(MOST_HEAD_BYTES);
    arena
        .refuses_bytes("a field without end", 431, endless.as_bytes())
        .await;
}

#[tokio::test]
async fn a_target_has_so_many_bytes_and_no_more() {
    let arena = Arena::start().await;
    let target = |length: usize| format!("GET /{} HTTP/1.1\r\n{{F}}\r\n", "a".repeat(length - 1));
    let (_, seen) = arena.passes("8 KiB", &target(LONGEST_TARGET)).await;
    assert_eq!(seen.request_line().len(), LONGEST_TARGET + "GET  HTTP/1.1".len());
    arena
        .refuses("8 KiB and 1 byte", 414, &target(LONGEST_TARGET + 1))
        .await;
    arena.refuses("1 MiB", 414, &target(1 << 20)).await;
    arena
        .refuses_bytes("a request line without end", 414, &[b'A'; 40_000])
        .await;
    arena
        .refuses_bytes(
            "a target without end",
            414,
            &[b"GET /", &[b'a'; 40_000][..]].concat(),
        )
        .await;
}

#[tokio::test]
async fn one_address_has_so_many_connections_and_no_more() {
    let world = WorldBuilder::new()
        .top("connections_per_client = 3")
        .start()
        .await;
    let mut open = Vec::new();
    for _ in 0..3 {
        open.push(Wire::open(&world).await);
    }
    for _ in 0..3 {
        assert!(is_over_at_once(&world).await, "closed before TLS");
    }
    for wire in &mut open {
        wire.send("GET /.gatepass/sign-in HTTP/1.1\r\nHost: crm.test\r\n\r\n")
            .await;
        assert_eq!(wire.answer().await.status, 200, "those that are open work");
    }
    let mut last = open.pop().unwrap();
    last.send("GET / HTTP/1.1\r\nHost: crm.test\r\nConnection: close\r\n\r\n")
        .await;
    last.answer().await;
    drop(last);
    // The place is free when the worker has seen the end, which nobody tells us: a plain connection asks until then.
    while is_over_at_once(&world).await {}
}

#[tokio::test]
async fn a_trusted_proxy_has_as_many_connections_as_it_likes() {
    let top = "connections_per_client = 1\ntrusted_proxies = [\"127.0.0.0/8\"]";
    let world = WorldBuilder::new().top(top).start().await;
    let mut open = Vec::new();
    for _ in 0..5 {
        let mut wire = Wire::open(&world).await;
        wire.send("GET /.gatepass/sign-in HTTP/1.1\r\nHost: crm.test\r\n\r\n")
            .await;
        assert_eq!(wire.answer().await.status, 200);
        open.push(wire);
    }
}

/// A connection that is accepted waits for our TLS handshake, so one byte of nonsense gets an alert from it.
async fn is_over_at_once(world: &crate::support::World) -> bool {
    use tokio::io::AsyncWriteExt;
    let mut stream = TcpStream::connect(world.address()).await.unwrap();
    let _ = stream.write_all(b"no TLS at all\r\n").await;
    matches!(stream.read(&mut [0]).await, Ok(0) | Err(_))
}

#[tokio::test]
async fn a_form_has_so_many_bytes_and_no_more() {
    let arena = Arena::start().await;
    for path in [
        "/.gatepass/sign-in",
        "/.gatepass/challenge",
        "/.gatepass/sign-out",
    ] {
        for (length, too_large) in [(16 * 1024, false), (16 * 1024 + 1, true), (1 << 20, true)] {
            let form = format!("code={}", "1".repeat(length - "code=".len()));
            for framing in ["length", "chunks"] {
                let (field, body) = match framing {
                    "length" => (format!("Content-Length: {length}"), form.clone()),
                    _ => (
                        "Transfer-Encoding: chunked".to_owned(),
                        format!("{length:x}\r\n{form}\r\n0\r\n\r\n"),
                    ),
                };
                let head = arena.request(&format!(
                    "POST {path} HTTP/1.1\r\n{{H}}Content-Type: application/x-www-form-urlencoded\r\n{field}\r\n\r\n"
                ));
                let mut wire = arena.wire().await;
                wire.send(head + &body).await;
                let status = wire.answer().await.status;
                assert_eq!(
                    status == 413,
                    too_large,
                    "{path}, {length} in {framing}: {status}"
                );
            }
        }
    }
    arena.saw_nothing("forms of ours");
}
