//! A segment that is being written: a record is in it whole or not at all.

use std::io;
use std::sync::Arc;

use super::chain::{ChainHash, link, write_line};
use super::file::JournalFile;
use super::json::Members;
use super::segment::SegmentName;

/// The text of the record that is being made; its memory is used again for the next.
pub(super) struct Draft {
    rest: String,
    line: String,
}

impl Draft {
    pub(super) fn new() -> Self {
        Self {
            rest: String::with_capacity(2048),
            line: String::with_capacity(2048),
        }
    }

    /// The line of a record that follows `previous`, and its hash.
    pub(super) fn line(
        &mut self,
        previous: ChainHash,
        fill: impl FnOnce(&mut Members<'_>),
    ) -> (&[u8], ChainHash) {
        self.rest.clear();
        self.line.clear();
        fill(&mut Members::new(&mut self.rest));
        let hash = link(previous, self.rest.as_bytes());
        write_line(&mut self.line, hash, &self.rest);
        (self.line.as_bytes(), hash)
    }
}

pub(super) struct OpenSegment {
    pub(super) file: Arc<dyn JournalFile>,
    pub(super) name: SegmentName,
    /// Bytes of complete records.
    pub(super) length: u64,
    /// Something was written since the last sync.
    pub(super) dirty: bool,
}

/// The record is not in the segment.
pub(super) struct NotWritten {
    pub(super) source: io::Error,
    pub(super) remains: Remains,
}

/// What a failed write leaves.
pub(super) enum Remains {
    /// The segment as it was before.
    Whole(OpenSegment),
    /// A part of the record could not be taken back, so nothing may follow it.
    Torn(OpenSegment),
}

impl OpenSegment {
    /// One `write(2)`; what it wrote of an incomplete record is cut off again.
    pub(super) fn append(mut self, line: &[u8]) -> Result<Self, NotWritten> {
        let source = match self.file.write(line) {
            Ok(written) if written == line.len() => {
                self.length += line.len() as u64;
                self.dirty = true;
                return Ok(self);
            }
            Ok(_) => io::Error::new(io::ErrorKind::WriteZero, "only a part of the record was taken"),
            Err(source) => source,
        };
        let remains = match self.file.set_len(self.length) {
            Ok(()) => Remains::Whole(self),
            Err(_) => Remains::Torn(self),
        };
        Err(NotWritten { source, remains })
    }
}
