//! An upstream that keeps every byte that reaches it, and answers each HTTP/1.1 request in the same way.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use socket2::SockRef;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

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

    /// The body without chunk sizes.
    pub fn content(&self) -> Vec<u8> {
        if self.fields("transfer-encoding").is_empty() {
            return self.body.clone();
        }
        let (mut content, mut rest) = (Vec::new(), self.body.as_slice());
        loop {
            let line = rest.windows(2).position(|two| two == b"\r\n").unwrap();
            let size = std::str::from_utf8(&rest[..line])
                .unwrap()
                .split(';')
                .next()
                .unwrap();
            let size = usize::from_str_radix(size, 16).unwrap();
            if size == 0 {
                return content;
            }
            let start = line + 2;
            content.extend_from_slice(&rest[start..start + size]);
            rest = &rest[start + size + 2..];
        }
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

/// What the upstream does about a request.
#[derive(Debug, Clone)]
pub enum Reply {
    Bytes(Vec<u8>),
    /// Says this and closes the connection.
    Last(Vec<u8>),
    /// Agrees to a WebSocket, and from then on sends every byte back; the first ones in the same piece as the 101.
    Mirror(Vec<u8>),
    /// Says this and is gone, as when the process behind it dies.
    Reset(Vec<u8>),
    /// Says this, stays, and says nothing more.
    Hang(Vec<u8>),
}

/// Chooses by the request, and by how many came before it on its connection.
type Script = Arc<dyn Fn(&Recorded, usize) -> Reply + Send + Sync>;

#[derive(Debug, Default)]
struct Seen {
    requests: Vec<Recorded>,
    connections: Vec<Vec<u8>>,
}

#[derive(Clone)]
pub struct Recorder {
    pub address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
    /// Bytes came.
    arrival: Arc<Notify>,
}

impl Recorder {
    /// Answers `200` with the body `ok`; a WebSocket handshake gets a 101, and then its own bytes back.
    pub async fn start() -> Self {
        Self::answering(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").await
    }

    /// Answers every request with these bytes, except WebSocket handshakes.
    pub async fn answering(answer: &'static [u8]) -> Self {
        Self::scripted(|request| {
            if request.head.to_ascii_lowercase().contains("upgrade: websocket") {
                Reply::Mirror(Vec::new())
            } else {
                Reply::Bytes(answer.to_vec())
            }
        })
        .await
    }

    /// Redirects every request to its own, inner address with `path` behind it. Also says that address.
    pub async fn redirecting(path: &str) -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let inner = format!("http://{}", listener.local_addr().unwrap());
        let answer = format!("HTTP/1.1 302 Found\r\nLocation: {inner}{path}\r\nContent-Length: 0\r\n\r\n");
        let script = move |_: &Recorded, _| Reply::Bytes(answer.clone().into_bytes());
        (Self::on(listener, Arc::new(script)), inner)
    }

    /// Answers each request as the script says.
    pub async fn scripted(script: impl Fn(&Recorded) -> Reply + Send + Sync + 'static) -> Self {
        Self::acting(move |request, _| script(request)).await
    }

    /// Answers each request as the script says, which also learns how many came before it on its connection.
    pub async fn acting(script: impl Fn(&Recorded, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self::on(listener, Arc::new(script))
    }

    fn on(listener: TcpListener, script: Script) -> Self {
        let recorder = Self {
            address: listener.local_addr().unwrap(),
            seen: Arc::default(),
            arrival: Arc::default(),
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
                    arrival: accepting.arrival.clone(),
                };
                tokio::spawn(connection.serve(script.clone()));
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

    /// Waits until some connection's last bytes are these.
    pub async fn has_received(&self, end: &[u8]) {
        loop {
            let mut arrival = std::pin::pin!(self.arrival.notified());
            // From here on no arrival is missed.
            arrival.as_mut().enable();
            if self.connections().iter().any(|bytes| bytes.ends_with(end)) {
                return;
            }
            arrival.await;
        }
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
    arrival: Arc<Notify>,
}

impl Connection {
    async fn serve(mut self, script: Script) {
        let mut before = 0;
        while let Some(request) = self.request().await {
            let key = request.fields("sec-websocket-key").join("");
            let reply = script(&request, before);
            before += 1;
            self.seen.lock().unwrap().requests.push(request);
            let written = match reply {
                Reply::Bytes(answer) => self.stream.write_all(&answer).await,
                Reply::Last(answer) => {
                    let _ = self.stream.write_all(&answer).await;
                    return;
                }
                Reply::Reset(answer) => {
                    let _ = self.stream.write_all(&answer).await;
                    let _ = SockRef::from(&self.stream).set_linger(Some(Duration::ZERO));
                    return;
                }
                Reply::Hang(answer) => {
                    let _ = self.stream.write_all(&answer).await;
                    while self.more().await.is_some() {}
                    return;
                }
                Reply::Mirror(first) => {
                    let accept = tokio_tungstenite::tungstenite::handshake::derive_accept_key(key.as_bytes());
                    let switched = format!(
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                         Sec-WebSocket-Accept: {accept}\r\n\r\n"
                    );
                    let switched = [switched.as_bytes(), &first].concat();
                    if self.stream.write_all(&switched).await.is_ok() {
                        self.mirror().await;
                    }
                    return;
                }
            };
            if written.is_err() {
                return;
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

    /// Reads on while it writes, as an app does that reads a message before it answers.
    async fn mirror(mut self) {
        let (queue, mut queued) = tokio::sync::mpsc::unbounded_channel::<Vec<u8>>();
        let _ = queue.send(std::mem::take(&mut self.unread));
        let (mut reader, mut writer) = self.stream.into_split();
        let writing = tokio::spawn(async move {
            while let Some(bytes) = queued.recv().await {
                if writer.write_all(&bytes).await.is_err() {
                    return;
                }
            }
        });
        let mut bytes = vec![0; 64 * 1024];
        while let Ok(count @ 1..) = reader.read(&mut bytes).await {
            self.seen.lock().unwrap().connections[self.number].extend_from_slice(&bytes[..count]);
            self.arrival.notify_waiters();
            let _ = queue.send(bytes[..count].to_vec());
        }
        drop(queue);
        let _ = writing.await;
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
        self.arrival.notify_waiters();
        (count > 0).then_some(())
    }
}
