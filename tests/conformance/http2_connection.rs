//! RFC 9113 sections 3 to 5: the preface, frames and header blocks, and the life of streams.

use crate::http2_cases::{CLOSED, COMPRESSION, PROTOCOL, SIZE, connection_error, judge, stream_error};
use crate::support::Http2Visit;
use crate::support::frames::{Frame, Frames, Outcome, PREFACE, block, code, flag, kind};

/// Section 3.4.
#[tokio::test]
async fn a_connection_begins_with_the_preface_and_settings() {
    let visit = Http2Visit::start().await;
    let request = Frame::headers(1, &visit.get("/contacts/1")).last();
    let beginnings: [(&str, Vec<u8>); 4] = [
        (
            "HTTP/1.1 over h2",
            b"GET /contacts/1 HTTP/1.1\r\nHost: crm.test\r\n\r\n".to_vec(),
        ),
        (
            "a preface with a wrong letter",
            b"PRI * HTTP/2.0\r\n\r\nSN\r\n\r\n".to_vec(),
        ),
        ("no SETTINGS", [PREFACE, &request.encode()].concat()),
        (
            "an ACK instead of SETTINGS",
            [
                PREFACE,
                &Frame::new(kind::SETTINGS, flag::ACK, 0, []).encode(),
                &request.encode(),
            ]
            .concat(),
        ),
    ];
    for (name, bytes) in beginnings {
        let mut connection = Frames::open_silent(&visit.world).await;
        connection.wire.send(bytes).await;
        // A GOAWAY may be left out (section 3.4).
        let outcome = connection.outcome(1).await;
        assert!(
            matches!(outcome, Outcome::GoneAway(None | Some(code::PROTOCOL_ERROR))),
            "{name}: {outcome:?}"
        );
        visit.assert_nothing_else_arrived(name).await;
    }
}

/// Section 4.2: SETTINGS_MAX_FRAME_SIZE is 16 KiB here.
#[tokio::test]
async fn frames_are_not_larger_than_agreed() {
    judge(|visit| {
        let mut long = visit.get("/contacts/1");
        long.push(("x-long", "x".repeat(16 * 1024)));
        vec![
            stream_error(
                "a DATA frame over 16 KiB",
                SIZE,
                [
                    Frame::headers(1, &visit.post("/contacts/1")),
                    Frame::data(1, vec![b'x'; 16 * 1024 + 1]).last(),
                ],
            ),
            connection_error(
                "a HEADERS frame over 16 KiB",
                SIZE,
                [Frame::headers(1, &long).last()],
            ),
            connection_error(
                "a frame of an unknown type over 16 KiB",
                SIZE,
                [Frame::new(0x16, 0, 0, vec![0; 16 * 1024 + 1])],
            ),
        ]
    })
    .await;
}

/// Section 4.3, and RFC 7541.
#[tokio::test]
async fn a_header_block_that_cannot_be_decoded_ends_the_connection() {
    judge(|visit| {
        let request = block(&visit.get("/contacts/1"));
        let broken: [(&'static str, Vec<u8>); 7] = [
            ("index 0", vec![0x80]),
            ("an index beyond the table", vec![0xff, 0x80, 0x01]),
            (
                "an integer without end",
                vec![0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            ),
            ("a string longer than the block", vec![0x00, 0x05, b'a']),
            (
                "a Huffman string with the padding of zeroes",
                vec![0x00, 0x01, b'x', 0x81, 0x00],
            ),
            (
                "a Huffman string that spells EOS",
                vec![0x00, 0x01, b'x', 0x84, 0xff, 0xff, 0xff, 0xff],
            ),
            ("a larger table than allowed", vec![0x3f, 0xff, 0xff, 0x03]),
        ];
        broken
            .into_iter()
            .map(|(name, bytes)| {
                let block = [request.clone(), bytes].concat();
                // A table may only change its size at the start of a block (RFC 7541 section 4.2).
                connection_error(
                    name,
                    COMPRESSION,
                    [Frame::new(kind::HEADERS, flag::END_HEADERS, 1, block).last()],
                )
            })
            .collect()
    })
    .await;
}

/// Sections 4.3 and 6.10: nothing comes between the frames of a header block.
#[tokio::test]
async fn a_header_block_is_not_interrupted() {
    judge(|visit| {
        let request = block(&visit.get("/contacts/1"));
        let (first, second) = request.split_at(20);
        let between: [(&'static str, Frame); 7] = [
            ("a PING", Frame::ping([0; 8])),
            ("SETTINGS", Frame::settings(&[])),
            ("a PRIORITY", Frame::new(kind::PRIORITY, 0, 3, [0, 0, 0, 0, 16])),
            ("DATA", Frame::data(1, "x")),
            (
                "HEADERS of another stream",
                Frame::headers(3, &visit.get("/contacts/3")).last(),
            ),
            (
                "CONTINUATION of another stream",
                Frame::continuation(3, second).with(flag::END_HEADERS),
            ),
            ("a frame of an unknown type", Frame::new(0x16, 0, 1, [0; 4])),
        ];
        between
            .into_iter()
            .map(|(name, between)| {
                let begun = Frame::new(kind::HEADERS, flag::END_STREAM, 1, first);
                let ended = Frame::continuation(1, second).with(flag::END_HEADERS);
                connection_error(name, PROTOCOL, [begun, between, ended])
            })
            .collect()
    })
    .await;
}

/// Section 5.1, "idle": only HEADERS and PRIORITY.
#[tokio::test]
async fn nothing_happens_on_a_stream_that_was_not_opened() {
    judge(|visit| {
        let end = block(&visit.get("/contacts/1"));
        vec![
            connection_error("DATA", PROTOCOL, [Frame::data(1, "x").last()]),
            connection_error("RST_STREAM", PROTOCOL, [Frame::reset(1, 8)]),
            connection_error("WINDOW_UPDATE", PROTOCOL, [Frame::window_update(1, 100)]),
            connection_error(
                "CONTINUATION",
                PROTOCOL,
                [Frame::continuation(1, end).with(flag::END_HEADERS)],
            ),
        ]
    })
    .await;
}

/// Section 5.1, "half-closed (remote)" and "closed". A GET for a page that is challenged is answered by the gateway
/// itself, so that the upstream sees nothing of it.
#[tokio::test]
async fn nothing_follows_the_end_of_a_stream() {
    judge(|visit| {
        let open = || Frame::headers(1, &visit.post("/contacts/1"));
        let complete = || Frame::headers(1, &visit.get("/messages/1")).last();
        let again = || Frame::headers(1, &visit.get("/contacts/1")).last();
        let rest = || Frame::continuation(1, block(&[("x-more", "x")])).with(flag::END_HEADERS);
        vec![
            stream_error("DATA after END_STREAM", CLOSED, [complete(), Frame::data(1, "x")]),
            stream_error("HEADERS after END_STREAM", CLOSED, [complete(), again()]),
            connection_error("CONTINUATION after END_STREAM", CLOSED, [complete(), rest()]),
            stream_error(
                "DATA after RST_STREAM",
                CLOSED,
                [open(), Frame::reset(1, 8), Frame::data(1, "x").last()],
            ),
            stream_error(
                "HEADERS after RST_STREAM",
                CLOSED,
                [open(), Frame::reset(1, 8), again()],
            ),
            connection_error(
                "CONTINUATION after RST_STREAM",
                CLOSED,
                [open(), Frame::reset(1, 8), rest()],
            ),
        ]
    })
    .await;
}

/// Section 5.1.1.
#[tokio::test]
async fn stream_numbers_are_odd_and_rise() {
    judge(|visit| {
        let get = |stream| Frame::headers(stream, &visit.get("/messages/1")).last();
        vec![
            connection_error("an even number", PROTOCOL, [get(2)]),
            connection_error("a lower number than before", CLOSED, [get(5), get(3)]),
            connection_error("stream 0", PROTOCOL, [get(0)]),
        ]
    })
    .await;
}

/// Section 5.1.2: we allow 100 streams.
#[tokio::test]
async fn streams_beyond_the_agreed_number_are_refused_and_the_others_are_served() {
    let visit = Http2Visit::start().await;
    let mut connection = visit.connect().await;
    let streams: Vec<u32> = (0..110).map(|number| 2 * number + 1).collect();
    let opened: Vec<Frame> = streams
        .iter()
        .map(|stream| Frame::headers(*stream, &visit.post("/contacts/1")))
        .collect();
    connection.send(&opened).await;
    for stream in &streams[100..] {
        assert_eq!(
            connection.outcome(*stream).await,
            Outcome::Reset(code::REFUSED_STREAM)
        );
    }
    for stream in &streams[..100] {
        connection.send(&[Frame::data(*stream, "x").last()]).await;
        assert_eq!(connection.outcome(*stream).await.status(), Some(200));
    }
    assert_eq!(visit.upstream.requests().len(), 100);
}
