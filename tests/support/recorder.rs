//! An upstream that keeps every byte that reaches it, and answers each HTTP/1.1 request in the same way, or as badly
//! as a test wants.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use socket2::SockRef;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// One request as it came, head and body apart.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// Request line and fields, without the empty line.
    pub head: String,
    /// Byte for byte, so a chunked body with its chunk sizes.
    pub body: Vec<u8>,
}

impl Recorded {
    pub fn request_line(&self) -> &str {
        self.head.lines().next().unwrap_or_default()
    }

    /// The values of a field, in order; its name in any case.
    pub fn fields(&self, name: &str) -> Vec<&str> {
        let fields = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        fields
            .filter(|(written, _)| written.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
            .collect()
    }
}

/// What the upstream does with one request.
#[derive(Debug, Clone, Copy)]
pub struct Act {
    pub answer: &'static [u8],
    pub then: Then,
}

/// What becomes of the connection after the answer.
#[derive(Debug, Clone, Copy)]
pub enum Then {
    GoOn,
    Close,
    /// As when the process behind it dies.
    Reset,
    /// Stays open and says nothing more.
    Hang,
}

/// Chooses by the request, and by how many came before it on its connection.
pub type Script = fn(&Recorded, usize) -> Act;

#[derive(Debug, Default)]
struct Seen {
    requests: Vec<Recorded>,
    connections: Vec<Vec<u8>>,
}

#[derive(Clone)]
pub struct Recorder {
    pub address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
}

impl Recorder {
    /// Answers `200` with the body `ok`; a WebSocket handshake gets a 101, and then its own bytes back.
    pub async fn start() -> Self {
        Self::answering(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").await
    }

    /// Follows the script.
    pub async fn acting(script: Script) -> Self {
        Self::serving(script).await
    }

    /// Answers every request with these bytes.
    pub async fn answering(answer: &'static [u8]) -> Self {
        let then = Then::GoOn;
        Self::serving(move |_: &Recorded, _| Act { answer, then }).await
    }

    async fn serving(script: impl Fn(&Recorded, usize) -> Act + Copy + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self::on(listener, answer)
    }

    /// Redirects every request to its own, inner address with `path` behind it. Also says that address.
    pub async fn redirecting(path: &str) -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let inner = format!("http://{}", listener.local_addr().unwrap());
        let answer = format!("HTTP/1.1 302 Found\r\nLocation: {inner}{path}\r\nContent-Length: 0\r\n\r\n");
        (Self::on(listener, answer.into_bytes().leak()), inner)
    }

    fn on(listener: TcpListener, answer: &'static [u8]) -> Self {
        let recorder = Self {
            address: listener.local_addr().unwrap(),
            seen: Arc::default(),
        };
        let accepting = recorder.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = {
                    let mut seen = accepting.seen.lock().unwrap();
                    seen.connections.push(Vec::new());
                    seen.connections.len() - 1
                };
                let connection = Connection {
                    stream,
                    number,
                    unread: Vec::new(),
                    seen: accepting.seen.clone(),
                };
                tokio::spawn(connection.serve(script));
            }
        });
        recorder
    }

    /// For [`super::WorldBuilder::upstream`].
    pub fn as_upstream(&self) -> String {
        format!("[\"http://{}\"]", self.address)
    }

    pub fn requests(&self) -> Vec<Recorded> {
        self.seen.lock().unwrap().requests.clone()
    }

    /// All that came on each connection, requests or not.
    pub fn connections(&self) -> Vec<Vec<u8>> {
        self.seen.lock().unwrap().connections.clone()
    }

    /// Forgets what it saw.
    pub fn clear(&self) {
        let mut seen = self.seen.lock().unwrap();
        seen.requests.clear();
        seen.connections.iter_mut().for_each(Vec::clear);
    }
}

struct Connection {
    stream: TcpStream,
    number: usize,
    unread: Vec<u8>,
    seen: Arc<Mutex<Seen>>,
}

impl Connection {
    async fn serve(mut self, script: impl Fn(&Recorded, usize) -> Act) {
        let mut before = 0;
        while let Some(request) = self.request().await {
            let upgrades = request.head.to_ascii_lowercase().contains("upgrade: websocket");
            let key = request.fields("sec-websocket-key").join("");
            let act = script(&request, before);
            before += 1;
            self.seen.lock().unwrap().requests.push(request);
            if upgrades {
                let accept = tokio_tungstenite::tungstenite::handshake::derive_accept_key(key.as_bytes());
                let switched = format!(
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                     Sec-WebSocket-Accept: {accept}\r\n\r\n"
                );
                if self.stream.write_all(switched.as_bytes()).await.is_ok() {
                    self.mirror().await;
                }
                return;
            }
            if self.stream.write_all(act.answer).await.is_err() {
                return;
            }
            match act.then {
                Then::GoOn => {}
                Then::Close => return,
                Then::Reset => {
                    let _ = SockRef::from(&self.stream).set_linger(Some(Duration::ZERO));
                    return;
                }
                Then::Hang => while self.more().await.is_some() {},
            }
        }
    }

    async fn request(&mut self) -> Option<Recorded> {
        let head = self.until(b"\r\n\r\n").await?;
        let head = String::from_utf8_lossy(&head).trim_end().to_owned();
        let mut request = Recorded {
            head,
            body: Vec::new(),
        };
        if !request.fields("transfer-encoding").is_empty() {
            request.body = self.chunked().await?;
        } else if let Some(length) = request.fields("content-length").first() {
            let length = length.parse().ok()?;
            request.body = self.exactly(length).await?;
        }
        Some(request)
    }

    async fn chunked(&mut self) -> Option<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = self.until(b"\r\n").await?;
            let size = String::from_utf8_lossy(&line);
            let size = usize::from_str_radix(size.trim().split(';').next()?, 16).ok()?;
            body.extend_from_slice(&line);
            if size == 0 {
                loop {
                    let trailer = self.until(b"\r\n").await?;
                    body.extend_from_slice(&trailer);
                    if trailer == b"\r\n" {
                        return Some(body);
                    }
                }
            }
            body.extend_from_slice(&self.exactly(size + 2).await?);
        }
    }

    async fn mirror(mut self) {
        let early = std::mem::take(&mut self.unread);
        let _ = self.stream.write_all(&early).await;
        while self.more().await.is_some() {
            let bytes = std::mem::take(&mut self.unread);
            if self.stream.write_all(&bytes).await.is_err() {
                return;
            }
        }
    }

    async fn until(&mut self, end: &[u8]) -> Option<Vec<u8>> {
        loop {
            if let Some(at) = self.unread.windows(end.len()).position(|window| window == end) {
                return Some(self.unread.drain(..at + end.len()).collect());
            }
            self.more().await?;
        }
    }

    async fn exactly(&mut self, count: usize) -> Option<Vec<u8>> {
        while self.unread.len() < count {
            self.more().await?;
        }
        Some(self.unread.drain(..count).collect())
    }

    async fn more(&mut self) -> Option<()> {
        let before = self.unread.len();
        let count = self.stream.read_buf(&mut self.unread).await.ok()?;
        let new = self.unread.get(before..)?;
        self.seen.lock().unwrap().connections[self.number].extend_from_slice(new);
        (count > 0).then_some(())
    }
}
