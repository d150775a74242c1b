//! Deadlines to the second, on a clock that stands still until everybody waits; and what pingora gets to see.

use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::time::sleep;

use super::*;

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const UPLOAD: &[u8] = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n";

fn pair() -> (DuplexStream, Socket<DuplexStream>) {
    let (client, server) = duplex(64 * 1024);
    (client, Socket::new(server))
}

const fn seconds(number: u64) -> Duration {
    Duration::from_secs(number)
}

/// Reads as pingora does until the connection fails or ends; says when, and with what.
async fn end_of(socket: &mut Socket<DuplexStream>) -> (Duration, io::Result<()>) {
    let start = Instant::now();
    let mut buffer = [0; 4096];
    loop {
        match socket.read(&mut buffer).await {
            Ok(0) => return (start.elapsed(), Ok(())),
            Ok(_) => {}
            Err(error) => return (start.elapsed(), Err(error)),
        }
    }
}

/// What is there to be read at once.
async fn seen(socket: &mut Socket<DuplexStream>) -> Vec<u8> {
    let mut buffer = vec![0; 64 * 1024];
    let mut bytes = Vec::new();
    while let Ok(Ok(count)) = tokio::time::timeout(Duration::from_millis(1), socket.read(&mut buffer)).await {
        if count == 0 {
            break;
        }
        bytes.extend_from_slice(&buffer[..count]);
    }
    bytes
}

#[tokio::test(start_paused = true)]
async fn a_silent_connection_is_kept_for_75_seconds() {
    let (_client, mut socket) = pair();
    let (after, end) = end_of(&mut socket).await;
    assert_eq!(
        (after.as_secs(), end.unwrap_err().kind()),
        (75, io::ErrorKind::TimedOut)
    );
}

#[tokio::test(start_paused = true)]
async fn the_time_of_an_answer_is_no_idle_time() {
    let (mut client, mut socket) = pair();
    assert!(tokio::time::timeout(seconds(70), socket.read_u8()).await.is_err());
    client.write_all(REQUEST).await.unwrap();
    assert_eq!(seen(&mut socket).await, REQUEST);
    sleep(seconds(300)).await;
    socket.control().idle();
    assert_eq!(end_of(&mut socket).await.0.as_secs(), 75);
}

#[tokio::test(start_paused = true)]
async fn a_header_may_take_ten_seconds_in_all_however_it_comes() {
    let (mut client, mut socket) = pair();
    let dribble = async {
        for byte in REQUEST {
            if client.write_all(&[*byte]).await.is_err() {
                break;
            }
            sleep(seconds(1)).await;
        }
        let mut answer = String::new();
        client.read_to_string(&mut answer).await.unwrap();
        answer
    };
    let served = async {
        let end = end_of(&mut socket).await;
        drop(socket);
        end
    };
    let both = tokio::time::timeout(seconds(60), async { tokio::join!(served, dribble) });
    let ((after, end), answer) = both.await.expect("a header that takes so long is refused");
    // From the first byte on, and then it is listened for the client's own end.
    assert_eq!(after.as_secs(), 10 + LINGER_FOR.as_secs());
    assert!(end.is_err());
    assert!(answer.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{answer}");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stops_is_waited_for_as_long_as_it_has_earned() {
    let (mut client, mut socket) = pair();
    client.write_all(UPLOAD).await.unwrap();
    client.write_all(&[b'x'; 2400]).await.unwrap();
    let (after, end) = end_of(&mut socket).await;
    assert_eq!(end.unwrap_err().kind(), io::ErrorKind::TimedOut);
    // The first bytes came with the head and are a gift.
    assert!((30..=40).contains(&after.as_secs()), "{after:?}");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_dribbles_is_cut_and_one_that_is_only_slow_is_not() {
    for (bytes_per_second, is_cut) in [(1, true), (200, true), (240, false), (10_000, false)] {
        let (mut client, mut socket) = pair();
        client.write_all(UPLOAD).await.unwrap();
        let send = async {
            let mut left: usize = 100_000;
            while left > 0 {
                sleep(seconds(1)).await;
                let piece = left.min(bytes_per_second);
                if client.write_all(&vec![b'x'; piece]).await.is_err() {
                    return false;
                }
                left -= piece;
            }
            // The whole body is there: the client may now be silent for as long as the answer takes.
            sleep(seconds(3600)).await;
            true
        };
        let whole = tokio::select! {
            (_, end) = end_of(&mut socket) => { assert!(end.is_err()); false }
            whole = send => whole,
        };
        assert_eq!(whole, !is_cut, "{bytes_per_second} B/s");
    }
}

#[tokio::test(start_paused = true)]
async fn a_chunked_body_has_the_same_pace_until_its_end_is_seen() {
    let (mut client, mut socket) = pair();
    client
        .write_all(b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        .await
        .unwrap();
    assert_eq!(end_of(&mut socket).await.0.as_secs(), 30);

    let (mut client, mut socket) = pair();
    let whole = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    client.write_all(whole).await.unwrap();
    assert_eq!(seen(&mut socket).await, whole);
    assert!(
        tokio::time::timeout(seconds(3600), socket.read_u8())
            .await
            .is_err(),
        "it waits"
    );
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_read_is_cut_after_a_minute_also_while_we_only_wait() {
    let (_client, mut socket) = pair();
    let start = Instant::now();
    let flood = vec![b'x'; 1024 * 1024];
    let error = socket.write_all(&flood).await.unwrap_err();
    assert_eq!(
        (error.kind(), start.elapsed().as_secs()),
        (io::ErrorKind::TimedOut, 60)
    );

    let (mut client, mut socket) = pair();
    client.write_all(REQUEST).await.unwrap();
    assert_eq!(seen(&mut socket).await, REQUEST);
    let start = Instant::now();
    // As much as is on its way without anybody reading, and as much as is joined before that.
    for _ in 0..5 {
        socket.write_all(&flood[..15 * 1024]).await.unwrap();
    }
    let error = socket.read_u8().await.unwrap_err();
    assert_eq!(
        (error.kind(), start.elapsed().as_secs()),
        (io::ErrorKind::TimedOut, 60)
    );
}

#[tokio::test(start_paused = true)]
async fn one_request_is_seen_at_a_time() {
    let (mut client, mut socket) = pair();
    let upload = b"POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
    let requests = [
        &upload[..],
        REQUEST,
        &upload[..],
        b"GET /bad HTTP/1.1\nHost: a\r\n\r\n",
    ];
    client.write_all(&requests.concat()).await.unwrap();
    for request in &requests[..3] {
        assert_eq!(
            String::from_utf8(seen(&mut socket).await).unwrap(),
            String::from_utf8_lossy(request)
        );
        assert!(
            seen(&mut socket).await.is_empty(),
            "the next one waits for its turn"
        );
        socket.control().idle();
    }
    let (_, end) = tokio::join!(
        async {
            let mut answer = String::new();
            client.read_to_string(&mut answer).await.unwrap();
            assert!(answer.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{answer}");
            drop(client);
        },
        end_of(&mut socket)
    );
    assert_eq!(end.1.unwrap_err().kind(), io::ErrorKind::InvalidData);
}

#[tokio::test(start_paused = true)]
async fn a_body_may_come_in_any_pieces_and_larger_than_every_buffer() {
    let (mut client, mut socket) = pair();
    let body: Vec<u8> = (0..100_000_u32).map(|number| (number % 251) as u8).collect();
    let all = [UPLOAD, &body, REQUEST].concat();
    let send = async {
        for piece in all.chunks(7_777) {
            client.write_all(piece).await.unwrap();
            sleep(Duration::from_millis(3)).await;
        }
    };
    let read = async {
        let mut bytes = vec![0; UPLOAD.len() + body.len()];
        socket.read_exact(&mut bytes).await.unwrap();
        bytes
    };
    let ((), bytes) = tokio::join!(send, read);
    assert!(bytes == [UPLOAD, &body].concat());
    socket.control().idle();
    assert_eq!(seen(&mut socket).await, REQUEST);
}

/// CVE-2026-2833: what follows a handshake was taken for the tunnel before the app had agreed to one.
#[tokio::test(start_paused = true)]
async fn what_follows_a_handshake_waits_for_the_101_or_is_the_next_request() {
    let (mut client, mut socket) = pair();
    client.write_all(&[REQUEST, b"\x81\x01x"].concat()).await.unwrap();
    assert_eq!(seen(&mut socket).await, REQUEST);
    socket.control().raw();
    assert_eq!(seen(&mut socket).await, b"\x81\x01x");
    client.write_all(b"\x81\x01y\r\n\x00").await.unwrap();
    assert_eq!(seen(&mut socket).await, b"\x81\x01y\r\n\x00");

    let (mut client, mut socket) = pair();
    client.write_all(&[REQUEST, REQUEST].concat()).await.unwrap();
    assert_eq!(seen(&mut socket).await, REQUEST);
    socket.control().idle();
    assert_eq!(seen(&mut socket).await, REQUEST);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_leaves_is_noticed_while_the_app_works() {
    let (mut client, mut socket) = pair();
    client.write_all(REQUEST).await.unwrap();
    assert_eq!(seen(&mut socket).await, REQUEST);
    drop(client);
    assert_eq!(socket.read(&mut [0]).await.unwrap(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_last_answer_is_followed_by_an_ear_for_what_the_client_still_says() {
    let (mut client, mut socket) = pair();
    client.write_all(UPLOAD).await.unwrap();
    assert_eq!(seen(&mut socket).await, UPLOAD);
    socket.write_all(b"HTTP/1.1 403 Forbidden\r\n\r\n").await.unwrap();
    let client = async {
        let flood = vec![b'x'; 100_000];
        client.write_all(&flood).await.unwrap();
        let mut answer = Vec::new();
        client.read_to_end(&mut answer).await.unwrap();
        answer
    };
    let ((), answer) = tokio::join!(socket.say_farewell(), client);
    assert_eq!(answer, b"HTTP/1.1 403 Forbidden\r\n\r\n");
}
