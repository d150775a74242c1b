//! Floods on HTTP/2: much work for us, little for the attacker. Each must end the attacker's connection, leave the
//! upstream with few requests, and everybody else served (RFC 9113 section 10.5).

use crate::support::frames::{Frame, Outcome, block, code, flag, kind};
use crate::support::{Http2Visit, Recorder, WorldBuilder};

/// More than any of the budgets, even if the machine is slow and they fill again meanwhile.
const MANY: u32 = 5_000;

/// The connection ends because of the flood, at most `most` requests of it have reached the upstream, and an honest
/// visitor is served.
async fn ends_it(visit: &Http2Visit, name: &str, most: usize, flood: impl IntoIterator<Item = Frame>) {
    let mut connection = visit.connect().await;
    connection.flood(flood).await;
    // No such stream: this reads until the connection ends.
    let outcome = connection.outcome(u32::MAX).await;
    assert!(
        matches!(outcome, Outcome::GoneAway(None | Some(code::ENHANCE_YOUR_CALM))),
        "{name}: {outcome:?}"
    );
    let reached = visit.upstream.requests().len();
    assert!(reached <= most, "{name}: {reached} requests reached the upstream");
    let mut honest = visit.connect().await;
    let outcome = honest.ask(1, &visit.get("/contacts/honest")).await;
    assert_eq!(outcome.status(), Some(200), "an honest request during: {name}");
    visit.upstream.clear();
}

fn streams() -> impl Iterator<Item = u32> {
    (0..MANY).map(|number| 2 * number + 1)
}

/// CVE-2023-44487.
#[tokio::test]
async fn requests_that_are_reset_at_once() {
    let visit = Http2Visit::start().await;
    let get = block(&visit.get("/contacts/1"));
    let request = |stream| Frame::new(kind::HEADERS, flag::END_HEADERS, stream, get.clone()).last();
    let post = block(&visit.post("/contacts/1"));
    let upload = |stream| Frame::new(kind::HEADERS, flag::END_HEADERS, stream, post.clone());
    ends_it(
        &visit,
        "complete requests",
        1_000,
        streams().flat_map(|it| [request(it), Frame::reset(it, 8)]),
    )
    .await;
    ends_it(
        &visit,
        "uploads",
        1_000,
        streams().flat_map(|it| [upload(it), Frame::reset(it, 8)]),
    )
    .await;
    let mut connection = visit.connect().await;
    let mut sent = 0;
    // One by one, each when the one before it is known to have been read. The budget fills while we wait: several
    // resets of a stream make sure that a slow machine does not fill it faster than we spend it.
    for stream in streams() {
        let mut frames = vec![request(stream)];
        frames.extend(std::iter::repeat_n(Frame::reset(stream, 8), 8));
        frames.push(Frame::ping([1; 8]));
        connection.send(&frames).await;
        if connection.until(|frame| frame.kind == kind::PING).await.is_none() {
            break;
        }
        sent += 1;
    }
    assert!(sent < MANY, "the connection ends");
    assert!(visit.upstream.requests().len() <= 3_000);
}

/// While the gateway connects to the upstream, a request does not learn that it was reset: those count too.
#[tokio::test]
async fn requests_that_learn_late_that_they_were_reset() {
    // It accepts nothing, and its queue is full: who connects, waits.
    let deaf = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    let any_port: std::net::SocketAddr = "127.0.0.1:0".parse().unwrap();
    deaf.bind(&any_port.into()).unwrap();
    deaf.listen(0).unwrap();
    let address = deaf.local_addr().unwrap().as_socket().unwrap();
    let mut queue = tokio::task::JoinSet::new();
    for _ in 0..8 {
        queue.spawn(tokio::net::TcpStream::connect(address));
    }
    let site = "elsewhere = \"full\"\nconnect_timeout = \"2m\"\nhealth_check = \"1h\"\n";
    let world = WorldBuilder::new()
        .site(site)
        .upstream(&format!("[\"http://{address}\"]"))
        .start()
        .await;
    let visit = Http2Visit::in_world(world, Recorder::start().await).await;
    let get = block(&visit.get("/contacts/1"));
    let mut connection = visit.connect().await;
    let mut taken = 0;
    for stream in streams() {
        let request = Frame::new(kind::HEADERS, flag::END_HEADERS, stream, get.clone()).last();
        connection.send(&[request, Frame::ping([1; 8])]).await;
        if connection.until(|frame| frame.kind == kind::PING).await.is_none() {
            break;
        }
        connection.send(&[Frame::reset(stream, 8)]).await;
        taken += 1;
    }
    assert!((100..=201).contains(&taken), "{taken} requests at once");
}

/// CVE-2025-8671: the client makes the server reset, which costs as much and is no RST_STREAM of the client's.
#[tokio::test]
async fn requests_that_the_gateway_is_made_to_reset() {
    let visit = Http2Visit::start().await;
    let post = block(&visit.post("/contacts/1"));
    let upload = |stream| Frame::new(kind::HEADERS, flag::END_HEADERS, stream, post.clone());
    let most = i32::MAX as u32;
    ends_it(
        &visit,
        "a window that overflows",
        200,
        streams().flat_map(|it| {
            [
                upload(it),
                Frame::window_update(it, most),
                Frame::window_update(it, most),
            ]
        }),
    )
    .await;
    ends_it(
        &visit,
        "HEADERS in the middle of a body",
        200,
        streams().flat_map(|it| [upload(it), Frame::headers(it, &[("x-more", "x")])]),
    )
    .await;
    let short = {
        let mut fields = visit.post("/contacts/1");
        fields.push(("content-length", "1".to_owned()));
        block(&fields)
    };
    ends_it(
        &visit,
        "more than announced",
        200,
        streams().flat_map(|it| {
            let upload = Frame::new(kind::HEADERS, flag::END_HEADERS, it, short.clone());
            [upload, Frame::data(it, "12")]
        }),
    )
    .await;
}

#[tokio::test]
async fn requests_that_are_none() {
    let visit = Http2Visit::start().await;
    let flood = |fields: Vec<(&'static str, String)>| {
        let fields = block(&fields);
        streams().map(move |it| Frame::new(kind::HEADERS, flag::END_HEADERS, it, fields.clone()).last())
    };
    let mut with_connection = visit.get("/contacts/1");
    with_connection.push(("connection", "close".to_owned()));
    ends_it(&visit, "fields of one connection", 0, flood(with_connection)).await;
    let mut without_host = visit.get("/contacts/1");
    without_host.retain(|(name, _)| *name != ":authority");
    ends_it(&visit, "no host", 0, flood(without_host)).await;
    let open = block(&visit.post("/contacts/1"));
    let more_than_agreed = streams().map(|it| Frame::new(kind::HEADERS, flag::END_HEADERS, it, open.clone()));
    ends_it(&visit, "more streams than agreed", 0, more_than_agreed).await;
}

/// CVE-2024-27316 and its siblings.
#[tokio::test]
async fn header_blocks_without_end() {
    let visit = Http2Visit::start().await;
    let begun = Frame::new(kind::HEADERS, 0, 1, block(&visit.get("/contacts/1")));
    let fragments: [(&str, Vec<u8>); 3] = [
        ("empty", Vec::new()),
        ("small", block(&[("x-a", "b")])),
        ("large", block(&[("x-a", "b".repeat(16_000))])),
    ];
    for (name, fragment) in fragments {
        let more = (0..MANY / 10).map(|_| Frame::continuation(1, fragment.clone()));
        ends_it(&visit, name, 0, std::iter::once(begun.clone()).chain(more)).await;
    }
}

/// An entry of the table costs one byte to repeat (RFC 7541 section 7.3).
#[tokio::test]
async fn a_header_that_unpacks_to_megabytes() {
    let visit = Http2Visit::start().await;
    let mut bomb = block(&visit.get("/contacts/1"));
    bomb.extend_from_slice(&[0x40, 3, b'x', b'-', b'a', 127, 0xa1, 0x1e]);
    bomb.extend_from_slice(&vec![b'b'; 4_000]);
    bomb.extend_from_slice(&vec![0xbe; 10_000]);
    let bomb = Frame::new(kind::HEADERS, flag::END_HEADERS, 1, bomb).last();
    ends_it(&visit, "10,000 times 4,000 bytes", 0, [bomb]).await;
}

/// CVE-2019-9512, CVE-2019-9515, and frames that nobody answers.
#[tokio::test]
async fn frames_that_ask_for_nothing() {
    let visit = Http2Visit::start().await;
    let many = |frame: Frame| std::iter::repeat_n(frame, MANY as usize);
    let open = || Frame::headers(1, &visit.post("/contacts/1"));
    let after_open = |frame| std::iter::once(open()).chain(many(frame));
    ends_it(&visit, "PING", 0, many(Frame::ping([0; 8]))).await;
    ends_it(
        &visit,
        "answers to no PING",
        0,
        many(Frame::ping([0; 8]).with(flag::ACK)),
    )
    .await;
    ends_it(&visit, "SETTINGS", 0, many(Frame::settings(&[(3, 100)]))).await;
    ends_it(
        &visit,
        "PRIORITY",
        0,
        many(Frame::new(kind::PRIORITY, 0, 1, [0, 0, 0, 3, 1])),
    )
    .await;
    ends_it(
        &visit,
        "frames that nobody knows",
        0,
        many(Frame::new(0x16, 0, 0, [0; 4])),
    )
    .await;
    // CVE-2019-9518.
    ends_it(&visit, "empty DATA", 0, after_open(Frame::data(1, []))).await;
    let only_padding = Frame::new(kind::DATA, flag::PADDED, 1, [0]);
    ends_it(&visit, "DATA of padding only", 0, after_open(only_padding)).await;
    let closed = [open(), Frame::reset(1, 8)]
        .into_iter()
        .chain(many(Frame::reset(1, 8)));
    ends_it(&visit, "RST_STREAM again and again", 0, closed).await;
}

/// CVE-2019-9511 and CVE-2019-9517: the answer has to be sent byte by byte.
#[tokio::test]
async fn a_window_that_opens_by_a_byte() {
    let visit = Http2Visit::to(Recorder::answering(LONG_ANSWER).await).await;
    let mut connection = visit.connect().await;
    connection
        .send(&[
            Frame::settings(&[(4, 0)]),
            Frame::headers(1, &visit.get("/contacts/1")).last(),
        ])
        .await;
    connection
        .flood((0..MANY).map(|_| Frame::window_update(1, 1)))
        .await;
    let mut taken = 0;
    while let Some(frame) = connection.next().await {
        taken += if frame.kind == kind::DATA {
            frame.payload.len()
        } else {
            0
        };
    }
    assert!(taken < 3_000, "{taken} frames of one byte");
}

/// 6,000 bytes.
const LONG_ANSWER: &[u8] = {
    const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 6000\r\n\r\n";
    const ANSWER: [u8; HEAD.len() + 6_000] = {
        let mut answer = [b'x'; HEAD.len() + 6_000];
        let mut at = 0;
        while at < HEAD.len() {
            answer[at] = HEAD[at];
            at += 1;
        }
        answer
    };
    &ANSWER
};

/// The benign twin of all of them.
#[tokio::test]
async fn a_restless_browser_is_served() {
    let visit = Http2Visit::start().await;
    let mut connection = visit.connect().await;
    let mut stream = 1;
    // Three times, somebody leaves a page while half of what it asked for is still on its way.
    for _ in 0..3 {
        let first = stream;
        let mut frames = Vec::new();
        for _ in 0..45 {
            frames.push(Frame::headers(stream, &visit.post("/contacts/1")));
            frames.push(Frame::new(kind::PRIORITY, 0, stream, [0, 0, 0, 0, 200]));
            frames.push(Frame::headers(stream + 2, &visit.get("/contacts/1")).last());
            stream += 4;
        }
        connection.send(&frames).await;
        let mut wanted = 45;
        while wanted > 0 {
            let frame = connection.next().await.expect("the connection lives");
            assert_ne!(frame.kind, kind::RST_STREAM);
            wanted -= usize::from(frame.kind == kind::DATA && frame.flags & flag::END_STREAM != 0);
        }
        let leaves: Vec<Frame> = (first..stream).step_by(4).map(|it| Frame::reset(it, 8)).collect();
        connection.send(&leaves).await;
        connection
            .send(&[
                Frame::settings(&[(4, 6 * 1024 * 1024)]),
                Frame::window_update(0, 1 << 20),
            ])
            .await;
    }
    let outcome = connection.ask(stream, &visit.get("/contacts/1")).await;
    assert_eq!(outcome.status(), Some(200), "{outcome:?}");
}
