//! RFC 6455: after the 101 the gateway is a pipe. Every frame passes as it is, the odd ones too: what they mean is
//! between the app and the page.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::{Arena, Protocol, Recorder, Reply, Wire, WorldBuilder};

const HANDSHAKE: &str = "GET /live HTTP/1.1\r\n{F}Upgrade: websocket\r\nConnection: Upgrade\r\n\
                         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
const KEY: [u8; 4] = [0xa5, 0x00, 0x5a, 0xff];

async fn open(arena: &Arena) -> Wire {
    let mut wire = arena.wire().await;
    wire.send(arena.request(HANDSHAKE)).await;
    assert_eq!(wire.answer().await.status, 101);
    wire
}

/// A frame as section 5.2 draws it. `masked`: as a client sends it.
fn frame(first: u8, payload: &[u8], masked: bool) -> Vec<u8> {
    let mask = if masked { 0x80 } else { 0 };
    let mut bytes = vec![first];
    match payload.len() {
        length @ 0..126 => bytes.push(mask | length as u8),
        length @ 126..65536 => {
            bytes.push(mask | 126);
            bytes.extend_from_slice(&(length as u16).to_be_bytes());
        }
        length => {
            bytes.push(mask | 127);
            bytes.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
    if masked {
        bytes.extend_from_slice(&KEY);
        bytes.extend(
            payload
                .iter()
                .zip(KEY.iter().cycle())
                .map(|(byte, key)| byte ^ key),
        );
    } else {
        bytes.extend_from_slice(payload);
    }
    bytes
}

#[tokio::test]
async fn every_frame_passes_both_ways_as_it_is() {
    let arena = Arena::start().await;
    let mut wire = open(&arena).await;
    let mut sent = Vec::new();
    // All opcodes, known and reserved; all reserved bits; final and not; masked and not.
    for first in 0..=255_u8 {
        for (length, masked) in [(0, true), (1, false), (125, true), (126, false), (300, true)] {
            sent.push(frame(first, &vec![first; length], masked));
        }
    }
    // A fragmented message with control frames in between (section 5.4).
    for (first, payload) in [
        (0x01, "frag"),
        (0x89, "ping"),
        (0x00, "ment"),
        (0x8a, "pong"),
        (0x80, "ed"),
    ] {
        sent.push(frame(first, payload.as_bytes(), true));
    }
    // Lengths that are written longer than need be (section 5.2), and what is no frame at all.
    sent.push(vec![0x82, 0x7e, 0x00, 0x01, b'x']);
    sent.push(vec![0x82, 0x7f, 0, 0, 0, 0, 0, 0, 0, 1, b'x']);
    sent.push(b"GET / HTTP/1.1\r\nHost: crm.test\r\n\r\n".to_vec());
    for bytes in &sent {
        wire.send(bytes).await;
        let back = wire.exactly(bytes.len()).await;
        assert_eq!(back.as_ref(), Some(bytes), "it comes back as it was");
    }
    let seen = arena.upstream.connections();
    let expected = sent.concat();
    assert!(
        seen.iter().any(|bytes| bytes.ends_with(&expected)),
        "it arrived as it was"
    );
}

#[tokio::test]
async fn a_message_of_16_mib_passes_whole() {
    let arena = Arena::start().await;
    let wire = open(&arena).await;
    let payload: Vec<u8> = (0..16_u32 << 20).map(|number| (number % 251) as u8).collect();
    let message = frame(0x82, &payload, true);
    let (mut reader, mut writer) = tokio::io::split(wire.tls);
    let expected = message.clone();
    let reading = tokio::spawn(async move {
        let mut back = vec![0; expected.len()];
        reader.read_exact(&mut back).await.unwrap();
        assert!(back == expected);
        reader
    });
    writer.write_all(&message).await.unwrap();
    writer.flush().await.unwrap();
    drop(reading.await.unwrap());
}

/// Sections 5.5.1 and 7.1: either side may begin to close, with or without a code, and gets the other's answer.
#[tokio::test]
async fn a_close_passes_both_ways_with_its_code() {
    for code in [
        None,
        Some(1000_u16),
        Some(1001),
        Some(1011),
        Some(3000),
        Some(4999),
        Some(1006),
    ] {
        let mut payload = code.map(|code| code.to_be_bytes().to_vec()).unwrap_or_default();
        if code.is_some() {
            payload.extend_from_slice(b"bye");
        }
        let arena = Arena::start().await;
        let mut wire = open(&arena).await;
        let close = frame(0x88, &payload, true);
        wire.send(&close).await;
        assert_eq!(
            wire.exactly(close.len()).await.as_ref(),
            Some(&close),
            "{code:?} from the client"
        );
        wire.tls.shutdown().await.unwrap();
        assert!(wire.is_closed().await, "{code:?}");

        let from_app = frame(0x88, &payload, false);
        let first = from_app.clone();
        let upstream = Recorder::scripted(move |_| Reply::Mirror(first.clone())).await;
        let arena = Arena::before(upstream).await;
        let mut wire = open(&arena).await;
        assert_eq!(
            wire.exactly(from_app.len()).await.as_ref(),
            Some(&from_app),
            "{code:?} from the app"
        );
        wire.send(&close).await;
        assert_eq!(
            wire.exactly(close.len()).await.as_ref(),
            Some(&close),
            "{code:?}: its answer"
        );
    }
}

/// An upstream that says its 101 in its very first moment, before it has read anything.
async fn hasty_upstream(after: &'static [u8]) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let upstream = format!("[\"http://{}\"]", listener.local_addr().unwrap());
    let opened = Arc::new(AtomicUsize::new(0));
    let counted = opened.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let counted = counted.clone();
            tokio::spawn(async move {
                let switched = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                                Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
                let _ = stream.write_all(&[switched.as_bytes(), after].concat()).await;
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    match stream.read_u8().await {
                        Ok(byte) => head.push(byte),
                        Err(_) => return,
                    }
                }
                counted.fetch_add(1, Ordering::Relaxed);
                let (mut reader, mut writer) = stream.split();
                let _ = tokio::io::copy(&mut reader, &mut writer).await;
            });
        }
    });
    (upstream, opened)
}

/// cloudflare/pingora#946: the tunnel was torn down when the 101 was read before the end of the (empty) request body.
#[tokio::test]
async fn a_tunnel_stands_however_early_the_app_agrees() {
    let first = b"\x81\x05hello";
    let (upstream, opened) = hasty_upstream(first).await;
    let world = WorldBuilder::new().upstream(&upstream).start().await;
    let (client, _) = world.signed_in(Protocol::Http1).await;
    let session = format!(
        "Host: crm.test\r\nUser-Agent: Test Browser 1.0\r\nCookie: __Host-gatepass={}\r\n",
        client.session_cookie().unwrap()
    );
    for round in 1..=100 {
        let mut wire = Wire::open(&world).await;
        wire.send(HANDSHAKE.replace("{F}", &session)).await;
        assert_eq!(wire.answer().await.status, 101, "round {round}");
        assert_eq!(
            wire.exactly(first.len()).await.as_deref(),
            Some(&first[..]),
            "round {round}"
        );
        let ping = frame(0x89, b"ping", true);
        wire.send(&ping).await;
        assert_eq!(
            wire.exactly(ping.len()).await.as_ref(),
            Some(&ping),
            "round {round}"
        );
        assert_eq!(opened.load(Ordering::Relaxed), round);
    }
}

/// A client that leaves ends the app's side; an app that leaves ends the client's.
#[tokio::test]
async fn the_end_of_one_side_is_the_end_of_the_other() {
    let arena = Arena::start().await;
    let mut wire = open(&arena).await;
    let last = frame(0x81, b"last", true);
    wire.send(&last).await;
    wire.tls.shutdown().await.unwrap();
    let rest = wire.rest().await;
    assert!(last.starts_with(&rest), "nothing but what was sent: {rest:?}");
    // It may still be on its way through the kernel.
    tokio::time::timeout(Duration::from_secs(30), arena.upstream.has_received(&last))
        .await
        .expect("what was said before the end arrives");

    let upstream = Recorder::scripted(|_| {
        let switched =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x7flast";
        Reply::Last(switched.as_bytes().to_vec())
    })
    .await;
    let arena = Arena::before(upstream).await;
    let mut wire = open(&arena).await;
    assert_eq!(
        wire.rest().await,
        b"\x7flast",
        "what the app said before its end arrives"
    );
}
