//! Segment files: their names, their first record, and their lines.
//!
//! A worker's segments are numbered through all runs of the gateway. The first record of each names the last record
//! of the one before, so that a missing segment is noticed. A segment's own chain starts at [`ChainHash::GENESIS`].

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::chain::{ChainHash, split_line};
use super::json::Members;

/// `w{worker}-{yyyymmddThhmmssZ}-{seq:06}.jsonl`: whose it is, when it was opened (UTC), its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SegmentName {
    pub worker: usize,
    pub seq: u64,
    /// To the second.
    pub opened: Timestamp,
}

/// The file name is not that of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a journal segment")]
pub struct SegmentNameError;

impl SegmentName {
    pub(super) fn new(worker: usize, seq: u64, opened: Timestamp) -> Self {
        let opened = Timestamp::from_second(opened.as_second()).unwrap_or(opened);
        Self { worker, seq, opened }
    }
}

const TIME_IN_NAME: &str = "%Y%m%dT%H%M%SZ";

impl fmt::Display for SegmentName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { worker, seq, opened } = self;
        write!(f, "w{worker}-{}-{seq:06}.jsonl", opened.strftime(TIME_IN_NAME))
    }
}

impl FromStr for SegmentName {
    type Err = SegmentNameError;

    fn from_str(text: &str) -> Result<Self, SegmentNameError> {
        let read = || {
            let (worker, rest) = text.strip_prefix('w')?.split_once('-')?;
            let (opened, seq) = rest.strip_suffix(".jsonl")?.split_once('-')?;
            let opened = DateTime::strptime(TIME_IN_NAME, opened).ok()?;
            Some(Self {
                worker: worker.parse().ok()?,
                seq: seq.parse().ok()?,
                opened: opened.to_zoned(TimeZone::UTC).ok()?.timestamp(),
            })
        };
        // A name has one spelling: `w01-…` and `w1-…` must not be two segments of the same number.
        read()
            .filter(|name| name.to_string() == text)
            .ok_or(SegmentNameError)
    }
}

/// The last record of a worker: what its next segment has to follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JournalHead {
    /// `None`: nothing was recorded yet.
    pub segment: Option<SegmentName>,
    pub hash: ChainHash,
}

impl JournalHead {
    pub(super) const NOTHING: Self = Self {
        segment: None,
        hash: ChainHash::GENESIS,
    };
}

/// The first record of a segment.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SegmentHeader {
    pub(super) segment: u64,
    pub(super) worker: usize,
    pub(super) previous: ChainHash,
    pub(super) previous_segment: Option<String>,
}

impl SegmentHeader {
    pub(super) fn write(members: &mut Members<'_>, name: SegmentName, previous: JournalHead, at: Timestamp) {
        members.number("segment", name.seq);
        members.number("worker", name.worker as u64);
        members.text("previous", previous.hash);
        match previous.segment {
            Some(segment) => members.text("previousSegment", segment),
            None => members.null("previousSegment"),
        }
        members.text("at", format_args!("{at:.3}"));
    }
}

/// What lies in a journal's directory.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// By worker, then by number.
    pub(super) segments: Vec<SegmentName>,
    /// Files that look like segments but have no segment's name.
    pub(super) strangers: Vec<String>,
}

impl Listing {
    pub(super) fn of(dir: &Path) -> io::Result<Self> {
        let mut listing = Self::default();
        for file in std::fs::read_dir(dir)? {
            let name = file?.file_name().to_string_lossy().into_owned();
            match name.parse() {
                Ok(segment) => listing.segments.push(segment),
                Err(SegmentNameError) if name.ends_with(".lock") => {}
                Err(SegmentNameError) => listing.strangers.push(name),
            }
        }
        listing.segments.sort_unstable();
        listing.strangers.sort_unstable();
        Ok(listing)
    }
}

/// The hash of the last complete record in a segment. `None`: there is no record in it.
pub(super) fn last_hash(path: &Path) -> io::Result<Option<ChainHash>> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut window = 64 * 1024;
    loop {
        let start = length.saturating_sub(window);
        file.seek(SeekFrom::Start(start))?;
        let mut tail = Vec::new();
        (&file).take(window).read_to_end(&mut tail)?;
        // What follows the last line feed was never finished; what precedes the first may be half a line.
        let complete = tail
            .iter()
            .rposition(|byte| *byte == b'\n')
            .and_then(|end| tail.get(..end));
        let found = complete
            .into_iter()
            .flat_map(|lines| lines.rsplit(|byte| *byte == b'\n'));
        if let Some((hash, _)) = found.filter_map(split_line).next() {
            return Ok(Some(hash));
        }
        if start == 0 {
            return Ok(None);
        }
        window = window.saturating_mul(4);
    }
}

/// Longer than any record: a line that goes on behind this is damage.
const LONGEST_LINE: u64 = 1024 * 1024;

/// One line of a segment.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'b> {
    Complete(&'b [u8]),
    /// Bytes after the last line feed: a record that was never finished, and so never acted on.
    Torn,
    End,
}

/// Reads a segment line by line.
pub(super) struct Lines {
    file: BufReader<File>,
    line: Vec<u8>,
    /// Of the line that was read last, counted from 1.
    pub(super) number: u64,
}

impl Lines {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self {
            file: BufReader::with_capacity(64 * 1024, File::open(path)?),
            line: Vec::with_capacity(1024),
            number: 0,
        })
    }

    pub(super) fn next(&mut self) -> io::Result<Line<'_>> {
        self.line.clear();
        let read = (&mut self.file)
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut self.line)?;
        self.number += 1;
        Ok(match self.line.last() {
            None => Line::End,
            Some(b'\n') => Line::Complete(&self.line),
            Some(_) if read as u64 == LONGEST_LINE => Line::Complete(&self.line),
            Some(_) => Line::Torn,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segments_name_says_whose_it_is_and_when_it_began() {
        let name = SegmentName {
            worker: 3,
            seq: 17,
            opened: "2026-03-01T09:30:00Z".parse().unwrap(),
        };
        assert_eq!(name.to_string(), "w3-20260301T093000Z-000017.jsonl");
        assert_eq!(name.to_string().parse(), Ok(name));
    }

    #[test]
    fn a_segments_name_has_one_spelling() {
        for name in [
            "w03-20260301T093000Z-000017.jsonl",
            "w3-20260301T093000Z-17.jsonl",
            "w3-20260301T093000Z-000017.jsonl.bak",
            "w+3-20260301T093000Z-000017.jsonl",
            "notes.jsonl",
        ] {
            assert_eq!(name.parse::<SegmentName>(), Err(SegmentNameError), "{name}");
        }
    }
}
