//! The other half of RFC 9113: what clients may do, and what therefore must pass byte for byte.

use crate::support::frames::{Frame, Frames, block, flag, kind};
use crate::support::{Http2Visit, Recorder};

/// Bytes that tell their place.
fn body(length: usize) -> Vec<u8> {
    (0..length)
        .map(|at| u8::try_from(at * 7 % 251).unwrap())
        .collect()
}

/// The content of a chunked body.
fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    loop {
        let end = rest.windows(2).position(|it| it == b"\r\n").unwrap();
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
        rest = &rest[end + 2..];
        if size == 0 {
            assert_eq!(rest, b"\r\n", "no trailers, and one end");
            return content;
        }
        content.extend_from_slice(&rest[..size]);
        assert_eq!(&rest[size..size + 2], b"\r\n");
        rest = &rest[size + 2..];
    }
}

/// Sections 4.1, 5.1, 5.5, 6.2, 6.3 and 6.10: ways to write the same request.
#[tokio::test]
async fn a_request_can_be_framed_in_many_ways() {
    let visit = Http2Visit::start().await;
    let fields = visit.get("/contacts/1?x=%20y");
    let whole = block(&fields);
    let padded = [&[7][..], &whole, &[0; 7]].concat();
    let weighted = [&[0x80, 0, 0, 0, 200][..], &whole].concat();
    let both = [&[3][..], &weighted, &[0; 3]].concat();
    let split = |at: usize| {
        vec![
            Frame::new(kind::HEADERS, 0, 1, &whole[..at]).last(),
            Frame::continuation(1, &whole[at..]).with(flag::END_HEADERS),
        ]
    };
    let mut crumbs: Vec<Frame> = whole
        .chunks(whole.len() / 5 + 1)
        .map(|it| Frame::continuation(1, it))
        .collect();
    crumbs[0] = Frame {
        kind: kind::HEADERS,
        ..crumbs[0].clone()
    }
    .last();
    let last = crumbs.pop().unwrap();
    crumbs.push(last.with(flag::END_HEADERS));
    let ways: Vec<(&str, Vec<Frame>)> = vec![
        ("plain", vec![Frame::headers(1, &fields).last()]),
        (
            "padded",
            vec![Frame::new(kind::HEADERS, flag::END_HEADERS | flag::PADDED, 1, padded).last()],
        ),
        (
            "with a priority",
            vec![
                Frame::new(kind::PRIORITY, 0, 1, [0, 0, 0, 0, 16]),
                Frame::new(kind::HEADERS, flag::END_HEADERS | flag::PRIORITY, 1, weighted).last(),
            ],
        ),
        (
            "padded, with a priority",
            vec![
                Frame::new(
                    kind::HEADERS,
                    flag::END_HEADERS | flag::PRIORITY | flag::PADDED,
                    1,
                    both,
                )
                .last(),
            ],
        ),
        ("continued", split(20)),
        ("continued from nothing", split(0)),
        ("continued by nothing", split(whole.len())),
        ("in five pieces", crumbs),
        (
            "with unknown frames, flags and settings around",
            vec![
                Frame::new(0x16, 0xff, 0, [1, 2, 3]),
                Frame::settings(&[(0x99, 1)]),
                Frame::headers(1, &fields).last().with(0x42),
                Frame::new(0x17, 0, 1, []),
            ],
        ),
        (
            "ended by an empty DATA frame",
            vec![Frame::headers(1, &fields), Frame::data(1, []).last()],
        ),
        (
            "with the reserved bit of the stream",
            vec![Frame {
                stream: 1 | 1 << 31,
                ..Frame::headers(1, &fields).last()
            }],
        ),
        ("with `te: trailers`", {
            let mut fields = fields.clone();
            fields.push(("te", "trailers".to_owned()));
            vec![Frame::headers(1, &fields).last()]
        }),
        ("with Host instead of :authority", {
            let mut fields = fields.clone();
            fields.retain(|(name, _)| *name != ":authority");
            fields.push(("host", "crm.test".to_owned()));
            vec![Frame::headers(1, &fields).last()]
        }),
    ];
    for (name, frames) in ways {
        let answer = visit.outcome(&frames, 1).await.answered();
        assert_eq!((answer.status(), answer.text().as_str()), (200, "ok"), "{name}");
        let seen = visit.upstream.requests().pop().unwrap();
        assert_eq!(seen.request_line(), "GET /contacts/1?x=%20y HTTP/1.1", "{name}");
        assert_eq!(seen.fields("host"), ["crm.test"], "{name}");
        let content: Vec<u8> = if seen.fields("transfer-encoding").is_empty() {
            seen.body
        } else {
            unchunked(&seen.body)
        };
        assert_eq!(content, b"", "{name}");
        visit.upstream.clear();
    }
}

/// RFC 7541: indexed fields, the dynamic table, and a change of its size, over several requests.
#[tokio::test]
async fn header_compression_is_understood() {
    let visit = Http2Visit::start().await;
    let mut connection = visit.connect().await;
    let agent = block(&visit.get("/").split_off(4));
    // GET, https, `:authority: crm.test` into the table, `:path: /contacts/1` into the table.
    let first = [
        &[0x82, 0x87, 0x41, 8][..],
        b"crm.test",
        &[0x44, 11],
        b"/contacts/1",
        &agent,
    ]
    .concat();
    connection
        .send(&[Frame::new(kind::HEADERS, flag::END_HEADERS, 1, first).last()])
        .await;
    assert_eq!(connection.outcome(1).await.status(), Some(200));
    // The same from the table: the youngest entry is 62.
    let second = [&[0x82, 0x87, 0xbf, 0xbe][..], &agent].concat();
    connection
        .send(&[Frame::new(kind::HEADERS, flag::END_HEADERS, 3, second).last()])
        .await;
    assert_eq!(connection.outcome(3).await.status(), Some(200));
    // An emptied table.
    let third = [
        &[0x20, 0x82, 0x87, 0x01, 8][..],
        b"crm.test",
        &[0x04, 11],
        b"/contacts/1",
        &agent,
    ]
    .concat();
    connection
        .send(&[Frame::new(kind::HEADERS, flag::END_HEADERS, 5, third).last()])
        .await;
    assert_eq!(connection.outcome(5).await.status(), Some(200));
    let lines: Vec<String> = visit
        .upstream
        .requests()
        .iter()
        .map(|it| it.request_line().to_owned())
        .collect();
    assert_eq!(lines, ["GET /contacts/1 HTTP/1.1"; 3]);
}

#[tokio::test]
async fn a_hundred_streams_are_interleaved_and_none_is_mixed_up() {
    let visit = Http2Visit::start().await;
    let mut connection = visit.connect().await;
    let streams: Vec<u32> = (0..100).map(|number| 2 * number + 1).collect();
    let parts = |stream: u32| [format!("first of {stream}, "), format!("second of {stream}")];
    let opened = streams
        .iter()
        .map(|stream| Frame::headers(*stream, &visit.post(&format!("/contacts/{stream}"))));
    let first = streams
        .iter()
        .map(|stream| Frame::data(*stream, parts(*stream)[0].clone()));
    let second = streams
        .iter()
        .rev()
        .map(|stream| Frame::data(*stream, parts(*stream)[1].clone()).last());
    let all: Vec<Frame> = opened.chain(first).chain(second).collect();
    connection.send(&all).await;
    let mut waiting = streams.len();
    while waiting > 0 {
        let frame = connection.next().await.expect("the connection lives");
        assert_ne!(frame.kind, kind::RST_STREAM);
        let ends = matches!(frame.kind, kind::DATA | kind::HEADERS) && frame.flags & flag::END_STREAM != 0;
        waiting -= usize::from(ends);
    }
    let seen = visit.upstream.requests();
    assert_eq!(seen.len(), 100);
    for request in seen {
        let stream: u32 = request
            .request_line()
            .split(['/', ' '])
            .nth(3)
            .unwrap()
            .parse()
            .unwrap();
        assert_eq!(unchunked(&request.body), parts(stream).concat().into_bytes());
    }
}

/// Uploads: with a length and without, padded, ended by a full frame, an empty one, or trailers, which are dropped.
/// An HTTP/1.1 upstream sees one end of each (cloudflare/pingora#935), and the connection to it serves the next one.
#[tokio::test]
async fn an_upload_arrives_byte_for_byte_however_it_ends() {
    let visit = Http2Visit::start().await;
    let mut connection = visit.connect().await;
    let content = body(3000);
    let ends: [(&str, Vec<Frame>); 5] = [
        (
            "a full frame",
            vec![
                Frame::data(0, &content[..1000]),
                Frame::data(0, &content[1000..]).last(),
            ],
        ),
        (
            "an empty frame",
            vec![Frame::data(0, &content[..]), Frame::data(0, []).last()],
        ),
        (
            "an empty padded frame",
            vec![
                Frame::data(0, &content[..]),
                Frame::data(0, [4, 0, 0, 0, 0]).with(flag::PADDED).last(),
            ],
        ),
        (
            "trailers",
            vec![
                Frame::data(0, &content[..]),
                Frame::headers(0, &[("x-gatepass-user", "root"), ("x-more", "x")]).last(),
            ],
        ),
        ("frames of one byte", {
            let mut frames: Vec<Frame> = content[..99].iter().map(|byte| Frame::data(0, [*byte])).collect();
            frames.push(Frame::data(0, &content[99..]).last());
            frames
        }),
    ];
    let mut stream = 1;
    for (name, frames) in ends {
        for length in [None, Some("3000")] {
            let mut fields = visit.post("/contacts/1");
            fields.extend(length.map(|length| ("content-length", length.to_owned())));
            connection.send(&[Frame::headers(stream, &fields)]).await;
            for frame in &frames {
                connection
                    .send(&[Frame {
                        stream,
                        ..frame.clone()
                    }])
                    .await;
            }
            let answer = connection.outcome(stream).await.answered();
            assert_eq!(
                (answer.status(), answer.text().as_str()),
                (200, "ok"),
                "{name}, {length:?}"
            );
            let seen = visit.upstream.requests().pop().unwrap();
            let arrived = match length {
                None => unchunked(&seen.body),
                Some(length) => {
                    assert_eq!(seen.fields("content-length"), [length], "{name}");
                    seen.body.clone()
                }
            };
            assert_eq!(arrived, content, "{name}, {length:?}");
            assert!(!seen.head.contains("x-more"), "{name}: {}", seen.head);
            stream += 2;
        }
    }
    // What the upstream saw between the requests, and after the last of them: nothing.
    let raw: usize = visit.upstream.connections().iter().map(Vec::len).sum();
    let parsed: usize = visit
        .upstream
        .requests()
        .iter()
        .map(|it| it.head.len() + 4 + it.body.len())
        .sum();
    assert_eq!(raw, parsed, "no byte that belongs to no request");
    assert_eq!(visit.upstream.requests().len(), 10);
}

/// Section 5.2: far more than a window, sent as the window allows.
#[tokio::test]
async fn a_large_upload_flows() {
    let visit = Http2Visit::start().await;
    let mut connection = visit.connect().await;
    let content = body(2 * 1024 * 1024);
    connection
        .send(&[Frame::headers(1, &visit.post("/contacts/1"))])
        .await;
    let (mut of_connection, mut of_stream, mut rest) = (65_535_usize, 65_535_usize, &content[..]);
    while !rest.is_empty() {
        let most = of_connection.min(of_stream).min(16 * 1024).min(rest.len());
        if most > 0 {
            let (next, later) = rest.split_at(most);
            let frame = Frame::data(1, next);
            connection
                .send(&[if later.is_empty() { frame.last() } else { frame }])
                .await;
            (of_connection, of_stream, rest) = (of_connection - most, of_stream - most, later);
            continue;
        }
        let update = connection.until(|frame| frame.kind == kind::WINDOW_UPDATE).await;
        let update = update.expect("the window opens again");
        let increment = u32::from_be_bytes(update.payload[..].try_into().unwrap());
        let window = if update.stream == 0 {
            &mut of_connection
        } else {
            &mut of_stream
        };
        *window += usize::try_from(increment).unwrap();
    }
    assert_eq!(connection.outcome(1).await.status(), Some(200));
    let seen = visit.upstream.requests().pop().unwrap();
    assert!(unchunked(&seen.body) == content, "byte for byte");
}

/// Section 6.9: the gateway sends no more than the client has room for.
#[tokio::test]
async fn an_answer_waits_for_the_window() {
    let visit = Http2Visit::to(
        Recorder::answering(b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world").await,
    )
    .await;
    let mut connection = Frames::open_with(&visit.world, &[(4, 3)]).await;
    connection
        .send(&[Frame::headers(1, &visit.get("/contacts/1")).last()])
        .await;
    // Section 6.9.2: SETTINGS may make a window negative; then it takes more to open it.
    let steps = [
        (
            "hel",
            vec![Frame::settings(&[(4, 0)]), Frame::window_update(1, 3 + 4)],
        ),
        ("lo w", vec![Frame::window_update(1, 4)]),
        ("orld", Vec::new()),
    ];
    for (expected, more_room) in steps {
        let piece = connection.until(|frame| frame.kind == kind::DATA).await.unwrap();
        assert_eq!(String::from_utf8(piece.payload).unwrap(), expected);
        // A piece that came before the answer to this PING would be missed by the next step.
        assert!(connection.is_alive().await);
        connection.send(&more_room).await;
    }
}

/// Sections 6.5.3 and 6.7.
#[tokio::test]
async fn settings_and_pings_are_answered_once() {
    let visit = Http2Visit::start().await;
    let mut connection = visit.connect().await;
    connection
        .send(&[
            Frame::ping(*b"12345678"),
            Frame::ping(*b"no reply").with(flag::ACK),
        ])
        .await;
    connection
        .send(&[Frame::settings(&[(3, 7)]), Frame::ping(*b"the last")])
        .await;
    let (mut pongs, mut acknowledged) = (Vec::new(), 0);
    while pongs.last().is_none_or(|last| last != b"the last") {
        let frame = connection.next().await.unwrap();
        if frame.flags & flag::ACK != 0 {
            match frame.kind {
                kind::PING => pongs.push(frame.payload),
                kind::SETTINGS => acknowledged += 1,
                _ => {}
            }
        }
    }
    assert_eq!(pongs, [b"12345678".to_vec(), b"the last".to_vec()]);
    assert_eq!(acknowledged, 2, "the first SETTINGS and the second");
}

/// Section 6.8: a client that goes away still gets what it asked for.
#[tokio::test]
async fn a_client_that_says_goodbye_gets_its_answers() {
    let visit = Http2Visit::start().await;
    let goodbye = Frame::new(kind::GOAWAY, 0, 0, [0; 8]);
    let mut connection = visit.connect().await;
    connection
        .send(&[Frame::headers(1, &visit.get("/contacts/1")).last(), goodbye])
        .await;
    assert_eq!(connection.outcome(1).await.status(), Some(200));
}
