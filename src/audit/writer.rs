//! A segment that is being written: a record is in it whole or not at all.

use std::fmt::Write;
use std::io;
use std::sync::Arc;

use jiff::Timestamp;

use super::chain::{ChainHash, link, write_line};
use super::file::JournalFile;
use super::json::Members;
use super::segment::SegmentName;

/// The text of the record that is being made; its memory is used again for the next.
pub(super) struct Draft {
    rest: String,
    line: String,
    moment: Moment,
}

/// A moment as text, to the millisecond (RFC 3339). The calendar is asked once a second.
#[derive(Default)]
struct Moment {
    second: Option<i64>,
    /// Of that second: `2026-11-21T10:42:07`.
    begun: String,
    text: String,
}

impl Moment {
    fn text(&mut self, at: Timestamp) -> &str {
        // Before 1970 both parts are negative.
        let nanosecond = at.subsec_nanosecond();
        let second = at.as_second() - i64::from(nanosecond < 0);
        if self.second != Some(second) {
            self.begun = format!("{at:.0}").trim_end_matches('Z').to_owned();
            self.second = Some(second);
        }
        self.text.clear();
        self.text.push_str(&self.begun);
        // A `String` takes everything.
        let _ = write!(
            self.text,
            ".{:03}Z",
            nanosecond.rem_euclid(1_000_000_000) / 1_000_000
        );
        &self.text
    }
}

impl Draft {
    pub(super) fn new() -> Self {
        Self {
            rest: String::with_capacity(2048),
            line: String::with_capacity(2048),
            moment: Moment::default(),
        }
    }

    /// As [`Self::line`], for what happened at a moment: `fill` gets its text, too.
    pub(super) fn line_of(
        &mut self,
        previous: ChainHash,
        at: Timestamp,
        fill: impl FnOnce(&mut Members<'_>, &str),
    ) -> (&[u8], ChainHash) {
        let mut moment = std::mem::take(&mut self.moment);
        let text = moment.text(at);
        self.rest.clear();
        fill(&mut Members::new(&mut self.rest), text);
        self.moment = moment;
        self.seal(previous)
    }

    /// The line of a record that follows `previous`, and its hash.
    pub(super) fn line(
        &mut self,
        previous: ChainHash,
        fill: impl FnOnce(&mut Members<'_>),
    ) -> (&[u8], ChainHash) {
        self.rest.clear();
        fill(&mut Members::new(&mut self.rest));
        self.seal(previous)
    }

    fn seal(&mut self, previous: ChainHash) -> (&[u8], ChainHash) {
        self.line.clear();
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_moment_is_written_as_the_calendar_writes_it(starts in -4_000_000_000_000_i64..4_000_000_000_000, steps in prop::collection::vec(-1500_i64..1500, 1..20)) {
            let mut moment = Moment::default();
            let mut at = Timestamp::from_microsecond(starts * 1000).unwrap();
            for step in steps {
                at = Timestamp::from_microsecond(at.as_microsecond() + step * 977).unwrap();
                let floor = Timestamp::from_millisecond(at.as_microsecond().div_euclid(1000)).unwrap();
                prop_assert_eq!(moment.text(at), format!("{floor:.3}"));
            }
        }
    }
}
