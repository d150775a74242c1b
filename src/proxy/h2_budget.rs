//! Watches the frames of one HTTP/2 connection as they come in, for what the h2 library leaves open: frames that cost
//! the client nothing and us something, in any number, and header blocks without end.
//!
//! Pure: bytes and the time come in, a judgement comes out. It never changes a byte.

use std::time::Duration;

use tokio::time::Instant;

/// What each free frame adds to the account, which empties with time: 50 a second may go on for ever.
const EACH: Duration = Duration::from_millis(20);
/// How full the account may be: 500 frames at once. A browser that leaves a page resets 100 streams.
const MOST: Duration = Duration::from_secs(10);
/// A window that opens by less is worth a free frame (CVE-2019-9511, CVE-2019-9517). Clients open it by kilobytes.
const WORTHWHILE: u32 = 256;

const PREFACE: u32 = 24;
const HEAD: usize = 9;

// Types and flags of RFC 9113 section 6.
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const WINDOW_UPDATE: u8 = 8;
const CONTINUATION: u8 = 9;
const ACK_OR_END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// Why a connection must end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offence {
    /// RFC 9113 section 3.4: the first frame is SETTINGS.
    NoSettings,
    /// RFC 9113 section 10.5: too many frames that ask for nothing.
    TooManyFrames,
}

/// Where a header block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderBlock {
    None,
    /// A part is still missing.
    Begun,
}

#[derive(Debug)]
pub(super) struct FrameWatch {
    head: [u8; HEAD],
    head_bytes: usize,
    /// Bytes of the preface, or of the current frame, that are still to come.
    payload_left: u32,
    /// The last bytes of a WINDOW_UPDATE.
    increment: u32,
    kind: u8,
    block: HeaderBlock,
    ends_block: bool,
    /// Header blocks that are complete.
    pub(super) blocks: u64,
    greeted: bool,
    /// When the account will be empty.
    empty_at: Option<Instant>,
}

impl FrameWatch {
    pub(super) const fn new() -> Self {
        Self {
            head: [0; HEAD],
            head_bytes: 0,
            payload_left: PREFACE,
            increment: 0,
            kind: u8::MAX,
            block: HeaderBlock::None,
            ends_block: false,
            blocks: 0,
            greeted: false,
            empty_at: None,
        }
    }

    pub(super) fn is_in_header_block(&self) -> bool {
        self.block == HeaderBlock::Begun
    }

    /// Takes the next bytes of the connection, in pieces of any size. `now` is asked for free frames only.
    pub(super) fn see(
        &mut self,
        mut bytes: &[u8],
        now: impl Fn() -> Instant,
    ) -> Result<HeaderBlock, Offence> {
        while !bytes.is_empty() {
            if self.payload_left > 0 {
                bytes = self.see_payload(bytes, &now)?;
                continue;
            }
            let missing = HEAD.saturating_sub(self.head_bytes).min(bytes.len());
            let (part, rest) = bytes.split_at(missing);
            for (place, byte) in self.head.iter_mut().skip(self.head_bytes).zip(part) {
                *place = *byte;
            }
            self.head_bytes += missing;
            bytes = rest;
            if self.head_bytes == HEAD {
                self.head_bytes = 0;
                self.begin(&now)?;
            }
        }
        Ok(self.block)
    }

    fn see_payload<'b>(&mut self, bytes: &'b [u8], now: &impl Fn() -> Instant) -> Result<&'b [u8], Offence> {
        let here = usize::try_from(self.payload_left)
            .unwrap_or(usize::MAX)
            .min(bytes.len());
        let (payload, rest) = bytes.split_at(here);
        if self.kind == WINDOW_UPDATE {
            for byte in payload {
                self.increment = self.increment << 8 | u32::from(*byte);
            }
        }
        self.payload_left -= u32::try_from(here).unwrap_or(self.payload_left);
        if self.payload_left == 0 {
            self.end(now)?;
        }
        Ok(rest)
    }

    fn begin(&mut self, now: &impl Fn() -> Instant) -> Result<(), Offence> {
        let [high, middle, low, kind, flags, ..] = self.head;
        self.kind = kind;
        self.payload_left = u32::from_be_bytes([0, high, middle, low]);
        if !self.greeted {
            if kind != SETTINGS || flags & ACK_OR_END_STREAM != 0 {
                return Err(Offence::NoSettings);
            }
            self.greeted = true;
        }
        match kind {
            HEADERS | CONTINUATION => {
                self.block = HeaderBlock::Begun;
                self.ends_block = flags & END_HEADERS != 0;
                // An empty fragment that ends nothing carries nothing.
                if self.payload_left == 0 && !self.ends_block {
                    self.charge(now)?;
                }
            }
            // A last one ends its stream, and so there are as many as requests.
            DATA => {
                if self.payload_left == 0 && flags & ACK_OR_END_STREAM == 0 {
                    self.charge(now)?;
                }
            }
            WINDOW_UPDATE => self.increment = 0,
            // PING, SETTINGS, RST_STREAM, PRIORITY, GOAWAY, and what nobody knows.
            _ => self.charge(now)?,
        }
        if self.payload_left == 0 {
            self.end(now)?;
        }
        Ok(())
    }

    fn end(&mut self, now: &impl Fn() -> Instant) -> Result<(), Offence> {
        if self.block == HeaderBlock::Begun && self.ends_block {
            self.block = HeaderBlock::None;
            self.ends_block = false;
            self.blocks += 1;
        }
        if self.kind == WINDOW_UPDATE && self.increment < WORTHWHILE {
            self.charge(now)?;
        }
        Ok(())
    }

    fn charge(&mut self, now: &impl Fn() -> Instant) -> Result<(), Offence> {
        let now = now();
        let account = self.empty_at.map_or(now, |it| it.max(now)) + EACH;
        self.empty_at = Some(account);
        if account.duration_since(now) > MOST {
            return Err(Offence::TooManyFrames);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    const PRIORITY: u8 = 2;
    const RST_STREAM: u8 = 3;
    const PING: u8 = 6;

    fn frame(kind: u8, flags: u8, payload: &[u8]) -> Vec<u8> {
        let length = u8::try_from(payload.len()).unwrap();
        [&[0, 0, length, kind, flags, 0, 0, 0, 1][..], payload].concat()
    }

    fn greeted() -> (FrameWatch, Instant) {
        let (mut watch, now) = (FrameWatch::new(), Instant::now());
        watch.see(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", || now).unwrap();
        watch.see(&frame(SETTINGS, 0, &[]), || now).unwrap();
        (watch, now)
    }

    /// How many of them are let pass at one moment.
    fn let_pass(frame: &[u8]) -> Option<usize> {
        let (mut watch, now) = greeted();
        (0..5_000).find(|_| watch.see(frame, || now).is_err())
    }

    #[test]
    fn free_frames_are_counted_and_others_are_not() {
        let free = [
            frame(PING, 0, &[0; 8]),
            frame(SETTINGS, 0, &[]),
            frame(RST_STREAM, 0, &[0; 4]),
            frame(PRIORITY, 0, &[0; 5]),
            frame(DATA, 0, &[]),
            frame(CONTINUATION, 0, &[]),
            frame(WINDOW_UPDATE, 0, &[0, 0, 0, 255]),
            frame(0x16, 0, b"unknown"),
        ];
        for free in free {
            assert_eq!(let_pass(&free), Some(499), "{free:?}");
        }
        let useful = [
            frame(HEADERS, END_HEADERS, b"request"),
            frame(CONTINUATION, 0, b"fragment"),
            frame(DATA, 0, b"x"),
            frame(DATA, ACK_OR_END_STREAM, &[]),
            frame(WINDOW_UPDATE, 0, &[0, 0, 1, 0]),
        ];
        for useful in useful {
            assert_eq!(let_pass(&useful), None, "{useful:?}");
        }
    }

    #[test]
    fn fifty_free_frames_a_second_may_go_on_for_ever() {
        let (mut watch, mut now) = greeted();
        for _ in 0..100_000 {
            now += EACH;
            assert!(watch.see(&frame(PING, 0, &[0; 8]), || now).is_ok());
        }
        for _ in 0..498 {
            assert!(watch.see(&frame(PING, 0, &[0; 8]), || now).is_ok());
        }
        assert_eq!(watch.see(&frame(PING, 0, &[0; 8]), || now), Ok(HeaderBlock::None));
        assert_eq!(
            watch.see(&frame(PING, 0, &[0; 8]), || now),
            Err(Offence::TooManyFrames)
        );
    }

    #[test]
    fn the_first_frame_is_settings() {
        for (first, allowed) in [
            (frame(SETTINGS, 0, &[]), true),
            (frame(SETTINGS, ACK_OR_END_STREAM, &[]), false),
            (frame(HEADERS, END_HEADERS, b"request"), false),
            (frame(PING, 0, &[0; 8]), false),
        ] {
            let mut watch = FrameWatch::new();
            let bytes = [&b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"[..], &first].concat();
            assert_eq!(watch.see(&bytes, Instant::now).is_ok(), allowed, "{first:?}");
        }
    }

    #[test]
    fn a_header_block_lasts_until_its_last_byte() {
        let (mut watch, now) = greeted();
        let bytes = [
            frame(HEADERS, 0, b"begun"),
            frame(CONTINUATION, 0, b"goes on"),
            frame(CONTINUATION, END_HEADERS, b"ended"),
        ]
        .concat();
        // The block is known to have begun when the head of its frame is complete.
        for (at, byte) in bytes.iter().enumerate() {
            let expected = if at + 1 < HEAD || at + 1 == bytes.len() {
                HeaderBlock::None
            } else {
                HeaderBlock::Begun
            };
            assert_eq!(watch.see(&[*byte], || now), Ok(expected), "after byte {at}");
        }
        assert_eq!(watch.blocks, 1);
    }

    proptest! {
        /// Whatever comes, and however the kernel cuts it.
        #[test]
        fn pieces_of_any_size_are_read_alike(
            frames in vec((any::<u8>(), any::<u8>(), vec(any::<u8>(), 0..20)), 0..200),
            rest in vec(any::<u8>(), 0..40),
            size in 1_usize..60,
        ) {
            let mut bytes: Vec<u8> =
                frames.iter().flat_map(|(kind, flags, payload)| frame(*kind % 11, *flags, payload)).collect();
            bytes.extend(rest);
            let ((mut whole, now), (mut pieces, _)) = (greeted(), greeted());
            let at_once = whole.see(&bytes, || now);
            let in_pieces = bytes.chunks(size).try_fold(HeaderBlock::None, |_, piece| pieces.see(piece, || now));
            prop_assert_eq!(at_once, in_pieces);
            prop_assert_eq!(whole.blocks, pieces.blocks);
        }
    }
}
