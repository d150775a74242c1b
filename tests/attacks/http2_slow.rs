//! Clients on HTTP/2 that take their time: slowloris in frames. Each ends by a deadline, while the same connection
//! stays busy with PING frames or another stream; a slow but honest upload goes on.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::time::{MissedTickBehavior, interval};

use crate::support::frames::{Frame, Frames, PREFACE, block, kind};
use crate::support::{Http2Visit, Recorder, World, WorldBuilder};

/// More seconds than any deadline has.
const PATIENCE: u32 = 150;

#[derive(Debug, PartialEq, Eq)]
enum End {
    /// The stream: the gateway has reset it, and the connection lives.
    Reset,
    /// The stream: it was answered.
    Answered,
    Connection,
    /// Nothing ends for as long as we have patience.
    None,
}

/// Sends `piece` about once a second until the gateway ends stream 1 or the connection.
async fn dribble(connection: &mut Frames, mut piece: impl FnMut() -> Vec<u8>) -> End {
    let mut ticks = interval(Duration::from_secs(1));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut sent = 0;
    while sent < PATIENCE {
        tokio::select! {
            frame = connection.next() => match frame {
                Some(frame) if frame.kind == kind::RST_STREAM && frame.stream == 1 => return End::Reset,
                Some(frame) if frame.kind == kind::DATA && frame.stream == 1 => return End::Answered,
                Some(_) => {}
                None => return End::Connection,
            },
            _ = ticks.tick() => {
                connection.wire.send(piece()).await;
                sent += 1;
            }
        }
    }
    End::None
}

/// Byte by byte.
fn bytes(all: Vec<u8>) -> impl FnMut() -> Vec<u8> {
    let mut rest = all.into_iter();
    move || rest.next().into_iter().collect()
}

fn ping() -> Vec<u8> {
    Frame::ping([0; 8]).encode()
}

/// Ten seconds each.
#[tokio::test]
async fn what_is_begun_is_finished_in_time() {
    let silent = Http2Visit::in_world(World::start().await, Recorder::start().await).await;
    let no_preface = async {
        let mut connection = Frames::open_silent(&silent.world).await;
        dribble(&mut connection, Vec::new).await
    };
    let slow_preface = async {
        let mut connection = Frames::open_silent(&silent.world).await;
        dribble(&mut connection, bytes(PREFACE.to_vec())).await
    };
    // A stream that is being served does not excuse a header block that never ends.
    let begun = || Frame::new(kind::HEADERS, 0, 3, block(&silent.get("/contacts/1")));
    let slow_header = async {
        let mut connection = silent.connect().await;
        connection
            .send(&[Frame::headers(1, &silent.get("/silent")).last()])
            .await;
        dribble(&mut connection, bytes(begun().encode())).await
    };
    let no_continuation = async {
        let mut connection = silent.connect().await;
        connection
            .send(&[Frame::headers(1, &silent.get("/silent")).last(), begun()])
            .await;
        dribble(&mut connection, Vec::new).await
    };
    let ends = tokio::join!(no_preface, slow_preface, slow_header, no_continuation);
    assert_eq!(
        ends,
        (End::Connection, End::Connection, End::Connection, End::Connection)
    );
    let seen: Vec<String> = silent.world.app.seen().into_iter().map(|it| it.target).collect();
    assert!(!seen.contains(&"/contacts/1".to_owned()), "{seen:?}");
}

/// About a minute each.
#[tokio::test]
async fn what_stands_still_is_ended() {
    let visit = Http2Visit::start().await;
    let (endless, mut cut) = endless_upstream().await;
    let world = WorldBuilder::new().upstream(&endless).start().await;
    let stalled = Http2Visit::in_world(world, Recorder::start().await).await;

    // A PING asks for nothing, and keeps nothing open.
    let idle = async {
        let mut connection = visit.connect().await;
        dribble(&mut connection, ping).await
    };
    let window_shut = async {
        let mut connection = Frames::open_with(&visit.world, &[(4, 0)]).await;
        connection
            .send(&[Frame::headers(1, &visit.get("/contacts/1")).last()])
            .await;
        dribble(&mut connection, ping).await
    };
    let slow_upload = async |path| {
        let mut connection = visit.connect().await;
        connection.send(&[Frame::headers(1, &visit.post(path))]).await;
        let byte = || [Frame::data(1, "x").encode(), ping()].concat();
        dribble(&mut connection, byte).await
    };
    // The benign twin: a modem's speed, for longer than any of the deadlines.
    let honest_upload = async {
        let mut connection = visit.connect().await;
        connection
            .send(&[Frame::headers(1, &visit.post("/contacts/1"))])
            .await;
        let mut sent = 0;
        let piece = || {
            sent += 1;
            let frame = Frame::data(1, vec![b'x'; 1024]);
            match sent {
                ..80 => frame.encode(),
                80 => frame.last().encode(),
                81.. => Vec::new(),
            }
        };
        dribble(&mut connection, piece).await
    };
    // It asks for everything and reads nothing: what the upstream notices is that the gateway has hung up.
    let not_reading = async {
        let largest = i32::MAX as u32;
        let mut connection = Frames::open_with(&stalled.world, &[(4, largest)]).await;
        let window = Frame::window_update(0, largest - 65_535);
        let gets = (0..20).map(|number| Frame::headers(2 * number + 1, &stalled.get("/contacts/1")).last());
        let frames: Vec<Frame> = std::iter::once(window).chain(gets).collect();
        connection.send(&frames).await;
        let patience = Duration::from_secs(PATIENCE.into());
        match tokio::time::timeout(patience, cut.recv()).await {
            Ok(_) => End::Connection,
            Err(_) => End::None,
        }
    };
    let ends = tokio::join!(
        idle,
        window_shut,
        slow_upload("/contacts/1"),
        slow_upload("/.gatepass/sign-in"),
        honest_upload,
        not_reading
    );
    assert_eq!(
        ends,
        (
            End::Connection,
            End::Reset,
            End::Reset,
            End::Reset,
            End::Answered,
            End::Connection
        )
    );
    let requests = visit.upstream.requests();
    let uploads = requests.iter().filter(|it| it.request_line().starts_with("POST"));
    assert_eq!(uploads.count(), 1, "only the honest upload is complete");
}

/// Answers every request with a body that never ends, and tells when such an answer can no longer be sent.
async fn endless_upstream() -> (String, tokio::sync::mpsc::Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("[\"http://{}\"]", listener.local_addr().unwrap());
    let (tell, told) = tokio::sync::mpsc::channel(1);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let tell = tell.clone();
            tokio::spawn(async move {
                let mut request = vec![0; 16 * 1024];
                // A health check connects and says nothing.
                if stream.read(&mut request).await.unwrap_or(0) == 0 {
                    return;
                }
                let head = b"HTTP/1.1 200 OK\r\nContent-Length: 9000000000000\r\n\r\n";
                let mut sent = stream.write_all(head).await;
                while sent.is_ok() {
                    sent = stream.write_all(&[b'x'; 64 * 1024]).await;
                }
                let _ = tell.send(()).await;
            });
        }
    });
    (address, told)
}
