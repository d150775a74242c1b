//! A SHA-256 hash chain over JSON lines: whoever changes one line has to change all that follow.
//!
//! A line is `{"hash":"<64 lower-case hex>",<rest>}` and a line feed, where `hash` is SHA-256 (FIPS 180-4) of the
//! previous line's 32 hash bytes followed by the bytes of `rest`. So every byte of a line is covered. What the chain
//! alone cannot show is a cut at its end, or a chain that was computed anew: that takes a signed head.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use ring::digest::{Context, SHA256};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

const BEFORE_HASH: &str = "{\"hash\":\"";
const AFTER_HASH: &str = "\",";
const HASH_CHARACTERS: usize = 64;

/// The hash of a record, which stands for the record and for everything before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ChainHash([u8; 32]);

/// The text is not a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a hash: expected 64 lower-case hex digits")]
pub struct ChainHashError;

impl ChainHash {
    /// Before the first record.
    pub const GENESIS: Self = Self([0; 32]);

    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The hash of the record whose text is `rest` and that comes after `previous`.
pub fn link(previous: ChainHash, rest: &[u8]) -> ChainHash {
    let mut context = Context::new(&SHA256);
    context.update(&previous.0);
    context.update(rest);
    let mut hash = [0; 32];
    for (to, from) in hash.iter_mut().zip(context.finish().as_ref()) {
        *to = *from;
    }
    ChainHash(hash)
}

/// Appends the line of a record to `line`, line feed included.
pub fn write_line(line: &mut String, hash: ChainHash, rest: &str) {
    line.push_str(BEFORE_HASH);
    HEXLOWER.encode_append(&hash.0, line);
    line.push_str(AFTER_HASH);
    line.push_str(rest);
    line.push_str("}\n");
}

/// Takes a line, with or without its line feed, apart into its hash and its rest. `None`: it is no record.
pub fn split_line(line: &[u8]) -> Option<(ChainHash, &[u8])> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_prefix(BEFORE_HASH.as_bytes())?;
    let (hex, rest) = line.split_at_checked(HASH_CHARACTERS)?;
    let rest = rest.strip_prefix(AFTER_HASH.as_bytes())?.strip_suffix(b"}")?;
    let hash = std::str::from_utf8(hex).ok()?.parse().ok()?;
    Some((hash, rest))
}

/// Walks along a chain, line by line.
#[derive(Debug, Clone, Copy)]
pub struct ChainWalk {
    head: ChainHash,
    lines: u64,
}

/// Where a chain breaks first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {kind}")]
pub struct ChainBreak {
    /// Counted from 1.
    pub line: u64,
    pub kind: BreakKind,
}

/// How a chain breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BreakKind {
    #[error("this is not a record")]
    NotARecord,
    #[error(
        "the record does not follow from the one before it: a record was changed, removed, added or moved"
    )]
    HashMismatch,
}

impl ChainWalk {
    pub const fn from(previous: ChainHash) -> Self {
        Self {
            head: previous,
            lines: 0,
        }
    }

    /// Takes the next line, with or without its line feed, and gives back its rest.
    ///
    /// # Errors
    /// The line does not continue the chain; the walk stays where it was.
    pub fn step<'l>(&mut self, line: &'l [u8]) -> Result<&'l [u8], ChainBreak> {
        let at = self.lines + 1;
        let broken = |kind| ChainBreak { line: at, kind };
        let (hash, rest) = split_line(line).ok_or_else(|| broken(BreakKind::NotARecord))?;
        if hash != link(self.head, rest) {
            return Err(broken(BreakKind::HashMismatch));
        }
        (self.head, self.lines) = (hash, at);
        Ok(rest)
    }

    /// The hash of the last line that was taken.
    pub const fn head(&self) -> ChainHash {
        self.head
    }

    /// How many lines were taken.
    pub const fn lines(&self) -> u64 {
        self.lines
    }
}

/// Walks a whole chain that starts after `previous`.
///
/// # Errors
/// The first break.
pub fn verify<L: AsRef<[u8]>>(
    previous: ChainHash,
    lines: impl IntoIterator<Item = L>,
) -> Result<ChainWalk, ChainBreak> {
    let mut walk = ChainWalk::from(previous);
    for line in lines {
        walk.step(line.as_ref())?;
    }
    Ok(walk)
}

impl fmt::Display for ChainHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        HEXLOWER.encode_write(&self.0, f)
    }
}

impl FromStr for ChainHash {
    type Err = ChainHashError;

    /// Lower case only: a hash has one spelling, so that not even its letters' case can be changed unnoticed.
    fn from_str(text: &str) -> Result<Self, ChainHashError> {
        let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| ChainHashError)?;
        bytes.try_into().map(Self).map_err(|_| ChainHashError)
    }
}

impl Serialize for ChainHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ChainHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
