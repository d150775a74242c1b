//! Shows whether the journal, or the store's chain of changes, was tampered with.
//!
//! Found: a changed byte, an edited hash; a line, a segment or a row that was removed, added or moved. Not found: the
//! newest records cut off together, or everything recomputed by somebody who can write; both take a comparison with
//! a head that was kept elsewhere, which is why reports name the head.

use std::io;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::chain::{BreakKind, ChainHash, ChainWalk, link};
use super::event::ChangeRecord;
use super::segment::{JournalHead, Line, Lines, Listing, SegmentHeader, SegmentName};

/// What a journal's directory holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JournalReport {
    /// By number.
    pub workers: Vec<WorkerReport>,
    /// Files in the directory that are no segments. Nothing makes such files.
    pub strangers: Vec<String>,
}

/// One worker's segments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkerReport {
    pub worker: usize,
    /// How many were read, up to the first problem.
    pub segments: u64,
    /// Decisions that were found intact.
    pub records: u64,
    /// Of the first and the last intact decision.
    pub first: Option<Timestamp>,
    pub last: Option<Timestamp>,
    /// The segment before the oldest one that is here: removed with everything before it, by retention or by
    /// somebody else.
    pub starts_after: Option<String>,
    /// Segments that end in a torn record, never acted on: what a kill -9, a power cut or a full disk leaves behind.
    pub torn: Vec<String>,
    /// The last intact record: the segment's name and the hash.
    pub head: Option<(String, ChainHash)>,
    /// What comes after it was not looked at.
    pub problem: Option<JournalProblem>,
}

/// Where a worker's journal is not what was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("`{file}`, line {line}: {kind}")]
pub struct JournalProblem {
    pub file: String,
    /// Counted from 1.
    pub line: u64,
    pub kind: JournalProblemKind,
}

/// What is wrong there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum JournalProblemKind {
    #[error("this is not a record of the journal")]
    NotARecord,
    #[error(
        "the record does not follow from the one before it: a record was changed, removed, added or moved"
    )]
    HashMismatch,
    #[error("the segment's first record names another worker or number: the file was renamed")]
    OtherSegment,
    #[error("the segment does not follow the one before it: a segment or its last records are missing")]
    DoesNotFollow,
}

impl JournalReport {
    /// Nothing was tampered with, as far as this can tell.
    pub fn is_intact(&self) -> bool {
        self.workers.iter().all(|worker| worker.problem.is_none())
    }
}

/// Verifies all segments of all workers in `dir`. May run beside the gateway that writes them.
///
/// # Errors
/// The directory or a file in it cannot be read.
pub fn verify_journal(dir: &Path) -> io::Result<JournalReport> {
    let Listing { segments, strangers } = Listing::of(dir)?;
    let workers = segments
        .chunk_by(|a, b| a.worker == b.worker)
        .map(|names| verify_worker(dir, names))
        .collect::<io::Result<_>>()?;
    Ok(JournalReport { workers, strangers })
}

fn verify_worker(dir: &Path, names: &[SegmentName]) -> io::Result<WorkerReport> {
    let mut report = WorkerReport {
        worker: names.first().map_or(0, |name| name.worker),
        segments: 0,
        records: 0,
        first: None,
        last: None,
        starts_after: None,
        torn: Vec::new(),
        head: None,
        problem: None,
    };
    let mut head = None;
    for name in names {
        report.segments += 1;
        if let Err(stop) = verify_segment(dir, *name, &mut head, &mut report) {
            match stop {
                Stop::Unreadable(error) => return Err(error),
                Stop::Problem(problem) => report.problem = Some(problem),
            }
            break;
        }
    }
    report.head = head.and_then(|head: JournalHead| Some((head.segment?.to_string(), head.hash)));
    Ok(report)
}

enum Stop {
    Unreadable(io::Error),
    Problem(JournalProblem),
}

fn verify_segment(
    dir: &Path,
    name: SegmentName,
    head: &mut Option<JournalHead>,
    report: &mut WorkerReport,
) -> Result<(), Stop> {
    let file = name.to_string();
    let mut lines = Lines::open(&dir.join(&file)).map_err(Stop::Unreadable)?;
    let mut walk = ChainWalk::from(ChainHash::GENESIS);
    loop {
        let problem = |kind| {
            let (file, line) = (name.to_string(), walk.lines() + 1);
            Stop::Problem(JournalProblem { file, line, kind })
        };
        let line = match lines.next().map_err(Stop::Unreadable)? {
            Line::Complete(line) => line,
            // It is safe to pass over, here and in any segment: had it been a whole record, the next segment would
            // name its hash.
            Line::Torn => {
                report.torn.push(file);
                return Ok(());
            }
            Line::End => return Ok(()),
        };
        let mut next = walk;
        next.step(line).map_err(|broken| problem(broken.kind.into()))?;
        if walk.lines() == 0 {
            let header: SegmentHeader =
                serde_json::from_slice(line).map_err(|_| problem(JournalProblemKind::NotARecord))?;
            objection_to(&header, name, *head).map_or(Ok(()), |kind| Err(problem(kind)))?;
            if head.is_none() {
                report.starts_after = header.previous_segment;
            }
        } else {
            let Stamp { at } =
                serde_json::from_slice(line).map_err(|_| problem(JournalProblemKind::NotARecord))?;
            report.records += 1;
            report.first = report.first.or(Some(at));
            report.last = Some(at);
        }
        walk = next;
        *head = Some(JournalHead {
            segment: Some(name),
            hash: walk.head(),
        });
    }
}

/// `head`: the last record before this segment; `None`: this is the oldest one that is here.
fn objection_to(
    header: &SegmentHeader,
    name: SegmentName,
    head: Option<JournalHead>,
) -> Option<JournalProblemKind> {
    if (header.segment, header.worker) != (name.seq, name.worker) {
        return Some(JournalProblemKind::OtherSegment);
    }
    let head = head?;
    let follows = header.previous == head.hash
        && header.previous_segment == head.segment.map(|segment| segment.to_string());
    (!follows).then_some(JournalProblemKind::DoesNotFollow)
}

/// What every decision has, whatever a later version adds.
#[derive(Deserialize)]
struct Stamp {
    at: Timestamp,
}

impl From<BreakKind> for JournalProblemKind {
    fn from(kind: BreakKind) -> Self {
        match kind {
            BreakKind::NotARecord => Self::NotARecord,
            BreakKind::HashMismatch => Self::HashMismatch,
        }
    }
}

/// What the store's chain of changes holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangesReport {
    /// Events that were found intact.
    pub events: u64,
    pub first: Option<Timestamp>,
    pub last: Option<Timestamp>,
    /// The hash of the last intact event.
    pub head: ChainHash,
    /// What comes after it was not looked at.
    pub problem: Option<ChangesProblem>,
}

/// Where the chain of changes is not what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("event {seq}: {kind}")]
pub struct ChangesProblem {
    pub seq: u64,
    pub kind: ChangesProblemKind,
}

/// What is wrong there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum ChangesProblemKind {
    #[error(
        "the event does not follow from the one before it: an event was changed, removed, added or moved"
    )]
    HashMismatch,
    #[error("the text is not that of an event")]
    NotAnEvent,
    #[error("the text belongs to another place in the chain")]
    OtherPlace,
}

/// Verifies the whole chain of changes. `rows`: each event's `seq`, text and hash as stored, by `seq`.
pub fn verify_changes<T: AsRef<str>>(rows: impl IntoIterator<Item = (u64, T, ChainHash)>) -> ChangesReport {
    let mut report = ChangesReport {
        events: 0,
        first: None,
        last: None,
        head: ChainHash::GENESIS,
        problem: None,
    };
    for (seq, rest, hash) in rows {
        match verify_change(report.head, seq, rest.as_ref(), hash) {
            Ok(at) => {
                report.events += 1;
                report.first = report.first.or(Some(at));
                report.last = Some(at);
                report.head = hash;
            }
            Err(kind) => {
                report.problem = Some(ChangesProblem { seq, kind });
                break;
            }
        }
    }
    report
}

fn verify_change(
    head: ChainHash,
    seq: u64,
    rest: &str,
    hash: ChainHash,
) -> Result<Timestamp, ChangesProblemKind> {
    if link(head, rest.as_bytes()) != hash {
        return Err(ChangesProblemKind::HashMismatch);
    }
    let record = ChangeRecord::parse(rest).map_err(|_| ChangesProblemKind::NotAnEvent)?;
    if record.seq != seq {
        return Err(ChangesProblemKind::OtherPlace);
    }
    Ok(record.at)
}

#[cfg(test)]
mod tests;
