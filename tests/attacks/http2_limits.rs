//! The limits of a request's header on HTTP/2: the same as on HTTP/1.1, however the header is packed.

use crate::support::Http2Visit;
use crate::support::frames::{Frame, Outcome, block, flag, kind};

/// Frames for a header block of any size.
fn frames(block: &[u8]) -> Vec<Frame> {
    let mut pieces: Vec<Frame> = block
        .chunks(16_000)
        .map(|it| Frame::continuation(1, it))
        .collect();
    pieces[0].kind = kind::HEADERS;
    pieces[0].flags = flag::END_STREAM;
    let last = pieces.pop().unwrap();
    pieces.push(last.with(flag::END_HEADERS));
    pieces
}

fn with(visit: &Http2Visit, more: impl Iterator<Item = (&'static str, String)>) -> Vec<Frame> {
    let fields: Vec<_> = visit.get("/contacts/1").into_iter().chain(more).collect();
    frames(&block(&fields))
}

async fn status(visit: &Http2Visit, frames: &[Frame]) -> Option<u16> {
    match visit.outcome(frames, 1).await {
        Outcome::Answered(answer) => Some(answer.status()),
        Outcome::Reset(_) | Outcome::GoneAway(_) => None,
    }
}

#[tokio::test]
async fn a_header_has_at_most_a_hundred_fields() {
    let visit = Http2Visit::start().await;
    // User agent and cookie are two.
    let most = with(&visit, (0..98).map(|_| ("x-a", "b".to_owned())));
    assert_eq!(status(&visit, &most).await, Some(200));
    assert_eq!(visit.upstream.requests()[0].fields("x-a").len(), 98);
    visit.upstream.clear();
    let more = with(&visit, (0..99).map(|_| ("x-a", "b".to_owned())));
    assert_eq!(status(&visit, &more).await, Some(431));
    visit.assert_nothing_else_arrived("101 fields").await;
}

/// RFC 9113 section 8.2.3: browsers send each cookie in a field of its own.
#[tokio::test]
async fn cookies_count_as_one_field() {
    let visit = Http2Visit::start().await;
    let cookies = with(&visit, (0..150).map(|number| ("cookie", format!("c{number}=1"))));
    assert_eq!(status(&visit, &cookies).await, Some(200));
    let seen = &visit.upstream.requests()[0];
    let expected: Vec<String> = (0..150).map(|number| format!("c{number}=1")).collect();
    assert_eq!(seen.fields("cookie"), [expected.join("; ")]);
}

#[tokio::test]
async fn a_header_has_at_most_32_kib() {
    let visit = Http2Visit::start().await;
    let most = with(&visit, std::iter::once(("x-a", "b".repeat(31_000))));
    assert_eq!(status(&visit, &most).await, Some(200));
    assert_eq!(visit.upstream.requests()[0].fields("x-a"), ["b".repeat(31_000)]);
    visit.upstream.clear();
    for size in [33_000, 60_000] {
        let more = with(&visit, std::iter::once(("x-a", "b".repeat(size))));
        assert_eq!(status(&visit, &more).await, Some(431), "{size}");
        visit.assert_nothing_else_arrived("a large header").await;
    }
    // Far beyond, the connection ends.
    let absurd = with(&visit, std::iter::once(("x-a", "b".repeat(500_000))));
    assert_eq!(status(&visit, &absurd).await, None);
    visit.assert_nothing_else_arrived("an absurd header").await;
}

/// RFC 7541 section 7.3: small on the wire, large when it is unpacked.
#[tokio::test]
async fn a_packed_header_is_measured_unpacked() {
    let visit = Http2Visit::start().await;
    let packed = |times: usize| {
        let mut packed = block(&visit.get("/contacts/1"));
        // A literal of 4,000 bytes that goes into the table, and then its index.
        packed.extend_from_slice(&[0x40, 3, b'x', b'-', b'a', 127, 0xa1, 0x1e]);
        packed.extend_from_slice(&vec![b'b'; 4_000]);
        packed.extend(std::iter::repeat_n(0xbe, times));
        frames(&packed)
    };
    assert_eq!(status(&visit, &packed(6)).await, Some(200));
    assert_eq!(
        visit.upstream.requests()[0].fields("x-a"),
        vec!["b".repeat(4_000); 7]
    );
    visit.upstream.clear();
    assert_eq!(status(&visit, &packed(8)).await, Some(431));
    visit.assert_nothing_else_arrived("a packed header").await;
    // Four times as much as allowed, and the connection ends.
    assert_eq!(status(&visit, &packed(40)).await, None);
    visit.assert_nothing_else_arrived("a bomb").await;
}

#[tokio::test]
async fn a_target_has_at_most_8_kib() {
    let visit = Http2Visit::start().await;
    let target = |length: usize| format!("/contacts/{}", "x".repeat(length - "/contacts/".len()));
    let get = |length| vec![Frame::headers(1, &visit.get(&target(length))).last()];
    assert_eq!(status(&visit, &get(8 * 1024)).await, Some(200));
    assert_eq!(
        visit.upstream.requests()[0].request_line(),
        format!("GET {} HTTP/1.1", target(8 * 1024))
    );
    visit.upstream.clear();
    let refused = status(&visit, &get(8 * 1024 + 1)).await;
    assert!(matches!(refused, Some(400 | 414)), "{refused:?}");
    visit.assert_nothing_else_arrived("a long target").await;
}
