//! HTTP/2 frame by frame (RFC 9113 section 4): whatever a test wants to send, and what came back.

use std::time::Duration;

use loona_hpack::Decoder;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::wire::Wire;
use super::world::{HOST, World};

/// Names and values, in order, pseudo-header fields included.
pub type Fields = Vec<(String, Vec<u8>)>;

pub const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Frame types (section 6).
pub mod kind {
    pub const DATA: u8 = 0;
    pub const HEADERS: u8 = 1;
    pub const PRIORITY: u8 = 2;
    pub const RST_STREAM: u8 = 3;
    pub const SETTINGS: u8 = 4;
    pub const PUSH_PROMISE: u8 = 5;
    pub const PING: u8 = 6;
    pub const GOAWAY: u8 = 7;
    pub const WINDOW_UPDATE: u8 = 8;
    pub const CONTINUATION: u8 = 9;
}

/// Flags; `ACK` and `END_STREAM` are one bit.
pub mod flag {
    pub const ACK: u8 = 0x1;
    pub const END_STREAM: u8 = 0x1;
    pub const END_HEADERS: u8 = 0x4;
    pub const PADDED: u8 = 0x8;
    pub const PRIORITY: u8 = 0x20;
}

/// Error codes (section 7).
pub mod code {
    pub const NO_ERROR: u32 = 0;
    pub const PROTOCOL_ERROR: u32 = 1;
    pub const FLOW_CONTROL_ERROR: u32 = 3;
    pub const STREAM_CLOSED: u32 = 5;
    pub const FRAME_SIZE_ERROR: u32 = 6;
    pub const REFUSED_STREAM: u32 = 7;
    pub const COMPRESSION_ERROR: u32 = 9;
    pub const ENHANCE_YOUR_CALM: u32 = 11;
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    pub kind: u8,
    pub flags: u8,
    pub stream: u32,
    pub payload: Vec<u8>,
}

impl Frame {
    pub fn new(kind: u8, flags: u8, stream: u32, payload: impl Into<Vec<u8>>) -> Self {
        Self {
            kind,
            flags,
            stream,
            payload: payload.into(),
        }
    }

    /// A whole header block; the request has a body.
    pub fn headers(stream: u32, fields: &[(impl AsRef<str>, impl AsRef<[u8]>)]) -> Self {
        Self::new(kind::HEADERS, flag::END_HEADERS, stream, block(fields))
    }

    pub fn data(stream: u32, payload: impl Into<Vec<u8>>) -> Self {
        Self::new(kind::DATA, 0, stream, payload)
    }

    pub fn settings(settings: &[(u16, u32)]) -> Self {
        let payload = settings
            .iter()
            .flat_map(|(id, value)| [&id.to_be_bytes()[..], &value.to_be_bytes()].concat());
        Self::new(kind::SETTINGS, 0, 0, payload.collect::<Vec<u8>>())
    }

    pub fn reset(stream: u32, code: u32) -> Self {
        Self::new(kind::RST_STREAM, 0, stream, code.to_be_bytes())
    }

    pub fn window_update(stream: u32, increment: u32) -> Self {
        Self::new(kind::WINDOW_UPDATE, 0, stream, increment.to_be_bytes())
    }

    pub fn ping(payload: [u8; 8]) -> Self {
        Self::new(kind::PING, 0, 0, payload)
    }

    pub fn continuation(stream: u32, fragment: impl Into<Vec<u8>>) -> Self {
        Self::new(kind::CONTINUATION, 0, stream, fragment)
    }

    pub fn with(self, flags: u8) -> Self {
        Self {
            flags: self.flags | flags,
            ..self
        }
    }

    /// The stream ends with it.
    pub fn last(self) -> Self {
        self.with(flag::END_STREAM)
    }

    pub fn encode(&self) -> Vec<u8> {
        let length = u32::try_from(self.payload.len()).unwrap().to_be_bytes();
        let mut bytes = length[1..].to_vec();
        bytes.extend_from_slice(&[self.kind, self.flags]);
        bytes.extend_from_slice(&self.stream.to_be_bytes());
        bytes.extend_from_slice(&self.payload);
        bytes
    }

    fn error_code(&self) -> u32 {
        let at = if self.kind == kind::GOAWAY { 4 } else { 0 };
        u32::from_be_bytes(self.payload[at..at + 4].try_into().unwrap())
    }
}

/// A header block of literals that are neither indexed nor compressed (RFC 7541 section 6.2.2).
pub fn block(fields: &[(impl AsRef<str>, impl AsRef<[u8]>)]) -> Vec<u8> {
    let mut block = Vec::new();
    for (name, value) in fields {
        block.push(0);
        push_string(&mut block, name.as_ref().as_bytes());
        push_string(&mut block, value.as_ref());
    }
    block
}

/// RFC 7541 sections 5.1 and 5.2.
fn push_string(block: &mut Vec<u8>, string: &[u8]) {
    match string.len().checked_sub(127) {
        None => block.push(u8::try_from(string.len()).unwrap()),
        Some(mut rest) => {
            block.push(127);
            while rest >= 128 {
                block.push(u8::try_from(rest % 128).unwrap() | 0x80);
                rest /= 128;
            }
            block.push(u8::try_from(rest).unwrap());
        }
    }
    block.extend_from_slice(string);
}

/// What became of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Answered(Answer),
    Reset(u32),
    /// The connection ended, with a GOAWAY before it or without.
    GoneAway(Option<u32>),
}

impl Outcome {
    pub fn answered(self) -> Answer {
        match self {
            Self::Answered(answer) => answer,
            Self::Reset(_) | Self::GoneAway(_) => panic!("no answer: {self:?}"),
        }
    }

    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Answered(answer) => Some(answer.status()),
            Self::Reset(_) | Self::GoneAway(_) => None,
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    pub fields: Fields,
    pub body: Vec<u8>,
    pub trailers: Fields,
}

impl Answer {
    pub fn status(&self) -> u16 {
        self.field(":status").unwrap().parse().unwrap()
    }

    pub fn field(&self, name: &str) -> Option<&str> {
        let (_, value) = self.fields.iter().find(|(it, _)| it == name)?;
        std::str::from_utf8(value).ok()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// An HTTP/2 connection. It acknowledges SETTINGS by itself, and does nothing else unasked.
pub struct Frames {
    pub wire: Wire,
    decoder: Decoder<'static>,
    fragments: Vec<u8>,
    /// The header block that was read last: every one is decoded, or the table of the next ones would be wrong.
    fields: Fields,
}

impl Frames {
    /// After the preface and an empty SETTINGS frame.
    pub async fn open(world: &World) -> Self {
        Self::open_with(world, &[]).await
    }

    pub async fn open_with(world: &World, settings: &[(u16, u32)]) -> Self {
        let mut frames = Self::open_silent(world).await;
        let hello = [PREFACE, &Frame::settings(settings).encode()].concat();
        frames.wire.send(hello).await;
        frames
    }

    /// After the TLS handshake, before anything else.
    pub async fn open_silent(world: &World) -> Self {
        Self {
            wire: Wire::open_as(world, HOST, &[b"h2"]).await,
            decoder: Decoder::new(),
            fragments: Vec::new(),
            fields: Vec::new(),
        }
    }

    /// Sends frames in one write, so that they arrive together.
    pub async fn send(&mut self, frames: &[Frame]) {
        let bytes: Vec<u8> = frames.iter().flat_map(Frame::encode).collect();
        self.wire.send(bytes).await;
    }

    /// Sends what may be more than the gateway wants to read, and takes in what it says meanwhile. Ends when all is
    /// sent, or the connection is over.
    pub async fn flood(&mut self, frames: impl IntoIterator<Item = Frame>) {
        let bytes: Vec<u8> = frames.into_iter().flat_map(|frame| frame.encode()).collect();
        let Wire { tls, unread } = &mut self.wire;
        let (mut from, mut to) = tokio::io::split(tls);
        let sending = async {
            let _ = to.write_all(&bytes).await;
            let _ = to.flush().await;
        };
        let reading = async { while from.read_buf(unread).await.is_ok_and(|count| count > 0) {} };
        let either = async {
            tokio::select! {
                () = sending => {}
                () = reading => {}
            }
        };
        let patience = Duration::from_secs(60);
        tokio::time::timeout(patience, either)
            .await
            .expect("the gateway reads on, or ends the connection");
    }

    /// `None`: the connection has ended. May be given up half-way: nothing that came is lost.
    pub async fn next(&mut self) -> Option<Frame> {
        let whole = loop {
            let unread = &self.wire.unread;
            if let [high, middle, low, _, _, _, _, _, _, payload @ ..] = &unread[..] {
                let length = usize::from(*high) << 16 | usize::from(*middle) << 8 | usize::from(*low);
                if payload.len() >= length {
                    break 9 + length;
                }
            }
            self.wire.more().await?;
        };
        let bytes: Vec<u8> = self.wire.unread.drain(..whole).collect();
        let stream = u32::from_be_bytes(bytes[5..9].try_into().unwrap());
        let frame = Frame::new(bytes[3], bytes[4], stream, &bytes[9..]);
        if matches!(frame.kind, kind::HEADERS | kind::CONTINUATION) {
            self.fragments.extend_from_slice(&frame.payload);
            if frame.flags & flag::END_HEADERS != 0 {
                let block = std::mem::take(&mut self.fragments);
                self.fields = self.decode(&block);
            }
        }
        if frame.kind == kind::SETTINGS && frame.flags & flag::ACK == 0 {
            self.send(&[Frame::new(kind::SETTINGS, flag::ACK, 0, [])]).await;
        }
        Some(frame)
    }

    /// Reads until a frame is what is looked for; `None`: the connection ended first.
    pub async fn until(&mut self, found: impl Fn(&Frame) -> bool) -> Option<Frame> {
        loop {
            let frame = self.next().await?;
            if found(&frame) {
                return Some(frame);
            }
        }
    }

    /// Reads until the stream, or the connection, is over. Takes in bodies as fast as they come.
    pub async fn outcome(&mut self, stream: u32) -> Outcome {
        let mut answer = Answer::default();
        let mut gone_away = None;
        while let Some(frame) = self.next().await {
            match (frame.kind, frame.stream) {
                (kind::GOAWAY, _) if frame.error_code() != code::NO_ERROR => {
                    gone_away = Some(frame.error_code());
                }
                (kind::RST_STREAM, id) if id == stream => return Outcome::Reset(frame.error_code()),
                (kind::HEADERS | kind::CONTINUATION, id) if id == stream => {
                    let fields = std::mem::take(&mut self.fields);
                    if answer.fields.is_empty() {
                        answer.fields = fields;
                    } else {
                        answer.trailers = fields;
                    }
                }
                (kind::DATA, id) => {
                    if id == stream {
                        answer.body.extend_from_slice(&frame.payload);
                    }
                    if let Ok(taken @ 1..) = u32::try_from(frame.payload.len()) {
                        let both = [Frame::window_update(0, taken), Frame::window_update(id, taken)];
                        self.send(&both).await;
                    }
                }
                _ => continue,
            }
            let ends =
                matches!(frame.kind, kind::HEADERS | kind::DATA) && frame.flags & flag::END_STREAM != 0;
            if ends && frame.stream == stream {
                return Outcome::Answered(answer);
            }
        }
        Outcome::GoneAway(gone_away)
    }

    fn decode(&mut self, block: &[u8]) -> Fields {
        let fields = self
            .decoder
            .decode(block)
            .expect("a header block that can be read");
        let text = |name: Vec<u8>| String::from_utf8(name).unwrap();
        fields
            .into_iter()
            .map(|(name, value)| (text(name), value))
            .collect()
    }

    /// The answer to a request that is complete with its header.
    pub async fn ask(&mut self, stream: u32, fields: &[(impl AsRef<str>, impl AsRef<[u8]>)]) -> Outcome {
        self.send(&[Frame::headers(stream, fields).last()]).await;
        self.outcome(stream).await
    }

    /// Whether the connection still answers.
    pub async fn is_alive(&mut self) -> bool {
        self.send(&[Frame::ping(*b"are you?")]).await;
        let pong = |frame: &Frame| frame.kind == kind::PING && frame.payload == b"are you?";
        self.until(pong).await.is_some()
    }
}
