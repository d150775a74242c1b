//! RFC 9113 section 6: the rules of each frame type.

use crate::http2_cases::{CLOSED, FLOW, PROTOCOL, SIZE, connection_error, judge, stream_error};
use crate::support::frames::{Frame, Outcome, block, code, flag, kind};
use crate::support::{Http2Visit, Recorder, WorldBuilder};

/// Sections 6.2 to 6.9: each of these has one size.
#[tokio::test]
async fn a_frame_of_a_wrong_size_is_an_error() {
    judge(|visit| {
        let open = || Frame::headers(1, &visit.post("/contacts/1"));
        vec![
            stream_error(
                "PRIORITY",
                SIZE,
                [open(), Frame::new(kind::PRIORITY, 0, 1, [0; 4])],
            ),
            connection_error(
                "RST_STREAM",
                SIZE,
                [open(), Frame::new(kind::RST_STREAM, 0, 1, [0; 3])],
            ),
            connection_error("SETTINGS", SIZE, [Frame::new(kind::SETTINGS, 0, 0, [0; 5])]),
            connection_error(
                "SETTINGS with ACK and content",
                SIZE,
                [Frame::settings(&[(1, 0)]).with(flag::ACK)],
            ),
            connection_error("PING", SIZE, [Frame::new(kind::PING, 0, 0, [0; 6])]),
            connection_error("GOAWAY", SIZE, [Frame::new(kind::GOAWAY, 0, 0, [0; 7])]),
            connection_error(
                "WINDOW_UPDATE",
                SIZE,
                [Frame::new(kind::WINDOW_UPDATE, 0, 0, [0; 3])],
            ),
            connection_error(
                "HEADERS with PRIORITY and no room for it",
                SIZE,
                [Frame::new(
                    kind::HEADERS,
                    flag::END_HEADERS | flag::PRIORITY,
                    1,
                    [0; 4],
                )],
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn frames_of_a_stream_are_not_sent_on_the_connection_nor_the_other_way_round() {
    judge(|visit| {
        let open = || Frame::headers(1, &visit.post("/contacts/1"));
        let on = |stream, frame: Frame| Frame { stream, ..frame };
        let fragment = block(&visit.get("/contacts/1"));
        vec![
            connection_error("DATA on 0", PROTOCOL, [open(), Frame::data(0, "x")]),
            connection_error(
                "PRIORITY on 0",
                PROTOCOL,
                [Frame::new(kind::PRIORITY, 0, 0, [0; 5])],
            ),
            connection_error("RST_STREAM on 0", PROTOCOL, [open(), Frame::reset(0, 8)]),
            connection_error("CONTINUATION on 0", PROTOCOL, [Frame::continuation(0, fragment)]),
            connection_error("SETTINGS on 1", PROTOCOL, [open(), on(1, Frame::settings(&[]))]),
            connection_error("PING on 1", PROTOCOL, [open(), on(1, Frame::ping([0; 8]))]),
            connection_error(
                "GOAWAY on 1",
                PROTOCOL,
                [open(), Frame::new(kind::GOAWAY, 0, 1, [0; 8])],
            ),
        ]
    })
    .await;
}

/// Sections 6.1 and 6.2.
#[tokio::test]
async fn padding_is_shorter_than_the_frame() {
    judge(|visit| {
        let request = block(&visit.get("/contacts/1"));
        let too_much = [&[u8::MAX][..], &request[..50]].concat();
        vec![
            connection_error(
                "DATA",
                PROTOCOL,
                [
                    Frame::headers(1, &visit.post("/contacts/1")),
                    Frame::data(1, [5, 0, 0, 0, 0]).with(flag::PADDED),
                ],
            ),
            connection_error(
                "DATA without the length of its padding",
                PROTOCOL,
                [
                    Frame::headers(1, &visit.post("/contacts/1")),
                    Frame::data(1, []).with(flag::PADDED),
                ],
            ),
            connection_error(
                "HEADERS",
                PROTOCOL,
                [Frame::new(kind::HEADERS, flag::END_HEADERS | flag::PADDED, 1, too_much).last()],
            ),
        ]
    })
    .await;
}

/// Section 6.5.2.
#[tokio::test]
async fn settings_have_sensible_values() {
    judge(|_| {
        let setting =
            |name, codes, id, value| connection_error(name, codes, [Frame::settings(&[(id, value)])]);
        vec![
            setting("ENABLE_PUSH is 2", PROTOCOL, 2, 2),
            setting("INITIAL_WINDOW_SIZE is 2^31", WINDOW, 4, 1 << 31),
            setting("MAX_FRAME_SIZE is 2^14 - 1", PROTOCOL, 5, (1 << 14) - 1),
            setting("MAX_FRAME_SIZE is 2^24", PROTOCOL, 5, 1 << 24),
        ]
    })
    .await;
}

/// The library says PROTOCOL_ERROR where the RFC names FLOW_CONTROL_ERROR.
const WINDOW: &[u32] = &[code::FLOW_CONTROL_ERROR, code::PROTOCOL_ERROR];

/// Section 6.6.
#[tokio::test]
async fn clients_do_not_push() {
    judge(|visit| {
        let promise = [&[0, 0, 0, 2][..], &block(&visit.get("/contacts/2"))].concat();
        vec![connection_error(
            "PUSH_PROMISE",
            PROTOCOL,
            [
                Frame::headers(1, &visit.post("/contacts/1")),
                Frame::new(kind::PUSH_PROMISE, flag::END_HEADERS, 1, promise),
            ],
        )]
    })
    .await;
}

/// Section 6.9.
#[tokio::test]
async fn windows_neither_stand_still_nor_overflow() {
    judge(|visit| {
        let open = || Frame::headers(1, &visit.post("/contacts/1"));
        let most = i32::MAX as u32;
        vec![
            connection_error(
                "an increment of 0 for the connection",
                PROTOCOL,
                [Frame::window_update(0, 0)],
            ),
            stream_error(
                "an increment of 0 for a stream",
                PROTOCOL,
                [open(), Frame::window_update(1, 0)],
            ),
            connection_error(
                "too much for the connection",
                FLOW,
                [Frame::window_update(0, most), Frame::window_update(0, most)],
            ),
            stream_error(
                "too much for a stream",
                FLOW,
                [
                    open(),
                    Frame::window_update(1, most),
                    Frame::window_update(1, most),
                ],
            ),
            connection_error(
                "too much for a stream, by SETTINGS",
                FLOW,
                [
                    open(),
                    Frame::window_update(1, most - 65_535),
                    Frame::settings(&[(4, 65_536)]),
                ],
            ),
        ]
    })
    .await;
}

/// Section 6.9.1. The upstream takes nothing but what fits into the kernel's buffers, so that the window stands still.
#[tokio::test]
async fn a_client_does_not_send_more_than_the_window() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let upstream = format!("[\"http://{}\"]", listener.local_addr().unwrap());
    let world = WorldBuilder::new().upstream(&upstream).start().await;
    let visit = Http2Visit::in_world(world, Recorder::start().await).await;
    let mut connection = visit.connect().await;
    connection
        .send(&[Frame::headers(1, &visit.post("/contacts/1"))])
        .await;
    connection
        .flood((0..64 * 64).map(|_| Frame::data(1, vec![b'x'; 16 * 1024])))
        .await;
    let outcome = connection.outcome(1).await;
    assert!(
        matches!(
            outcome,
            Outcome::Reset(code::FLOW_CONTROL_ERROR) | Outcome::GoneAway(Some(code::FLOW_CONTROL_ERROR))
        ),
        "{outcome:?}"
    );
}

/// Section 6.10.
#[tokio::test]
async fn continuation_follows_an_unfinished_header_block_only() {
    judge(|visit| {
        let open = || Frame::headers(1, &visit.post("/contacts/1"));
        let whole = || block(&visit.get("/contacts/1"));
        let more = |stream| Frame::continuation(stream, block(&[("x-more", "x")])).with(flag::END_HEADERS);
        vec![
            connection_error("after a complete HEADERS", PROTOCOL, [open(), more(1)]),
            connection_error(
                "after a complete CONTINUATION",
                PROTOCOL,
                [
                    Frame::new(kind::HEADERS, 0, 1, whole()),
                    Frame::continuation(1, []).with(flag::END_HEADERS),
                    more(1),
                ],
            ),
            connection_error("after DATA", CLOSED, [open(), Frame::data(1, "x"), more(1)]),
        ]
    })
    .await;
}
