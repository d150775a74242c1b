//! Bodies that are larger than memory should ever be: they flow, and nothing keeps them.

use reqwest::{Body, Method};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::is_long;
use crate::premises::{Gateway, Premises};
use crate::support::Protocol;

const CHUNK: usize = 64 * 1024;
/// How much the gateway may take for one transfer, whatever its size.
const MOST_KIB: u64 = 64 * 1024;

fn size() -> u64 {
    if is_long() { 2 << 30 } else { 256 << 20 }
}

/// Sends so many bytes for a GET, and counts those of a POST.
async fn serve(stream: TcpStream) -> std::io::Result<()> {
    let mut stream = BufReader::with_capacity(CHUNK, stream);
    loop {
        let (mut first, mut length) = (String::new(), 0_u64);
        stream.read_line(&mut first).await?;
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            if line == "\r\n" {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        if first.starts_with("GET ") {
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", size());
            stream.write_all(head.as_bytes()).await?;
            let chunk = vec![b'x'; CHUNK];
            for _ in 0..size() / CHUNK as u64 {
                stream.write_all(&chunk).await?;
            }
        } else {
            let counted = tokio::io::copy(&mut (&mut stream).take(length), &mut tokio::io::sink()).await?;
            let body = counted.to_string();
            let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
            stream.write_all(answer.as_bytes()).await?;
        }
    }
}

async fn premises() -> Premises {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    Premises::in_front_of(&format!("[\"http://{address}\"]"))
}

fn stays_small(gateway: &Gateway, before: u64, what: &str) {
    let grown = gateway.memory_kib("VmHWM").saturating_sub(before);
    eprintln!("{what} of {} MiB: grown by {grown} KiB at the peak", size() >> 20);
    assert!(grown < MOST_KIB, "{what}: grown by {grown} KiB");
}

#[tokio::test]
async fn a_download_larger_than_memory_flows() {
    let premises = premises().await;
    let gateway = premises.start().await;
    for protocol in Protocol::BOTH {
        let client = premises.signed_in(protocol).await;
        let before = gateway.memory_kib("VmHWM");
        let mut download = client.call("/contacts/export").await;
        assert_eq!(download.status(), 200);
        let mut count = 0;
        while let Some(chunk) = download.chunk().await.unwrap() {
            count += chunk.len() as u64;
        }
        assert_eq!(count, size());
        stays_small(&gateway, before, &format!("a download over {protocol:?}"));
    }
}

/// The app waits for a reader that does not read: so does the gateway, and buffers next to nothing.
#[tokio::test]
async fn a_reader_that_does_not_read_is_not_read_for() {
    let premises = premises().await;
    let gateway = premises.start().await;
    for protocol in Protocol::BOTH {
        let client = premises.signed_in(protocol).await;
        let before = gateway.memory_kib("VmHWM");
        let mut stalled = client.call("/contacts/export").await;
        assert!(stalled.chunk().await.unwrap().is_some());
        // Another download meanwhile is proof that the gateway had time enough to read the first.
        let other = premises
            .grant(&format!("other {protocol:?}").replace(' ', "-"))
            .await;
        let other_client = crate::support::Client::new(&premises, protocol);
        assert_eq!(other_client.sign_in(&other).await.status(), 303);
        let mut download = other_client.call("/contacts/export").await;
        let mut count = 0;
        while let Some(chunk) = download.chunk().await.unwrap() {
            count += chunk.len() as u64;
        }
        assert_eq!(count, size());
        stays_small(&gateway, before, &format!("a stalled download over {protocol:?}"));
        drop(stalled);
    }
}

#[tokio::test]
async fn an_upload_larger_than_memory_flows() {
    let premises = premises().await;
    let gateway = premises.start().await;
    for protocol in Protocol::BOTH {
        let client = premises.signed_in(protocol).await;
        let before = gateway.memory_kib("VmHWM");
        let chunks = (0..size() / CHUNK as u64).map(|_| Ok::<_, std::io::Error>(vec![b'x'; CHUNK]));
        let upload = client
            .request(Method::POST, "/contacts/import")
            .header("content-length", size())
            .body(Body::wrap_stream(futures_util::stream::iter(chunks)));
        let answer = upload.send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.text().await.unwrap(), size().to_string());
        stays_small(&gateway, before, &format!("an upload over {protocol:?}"));
    }
}
