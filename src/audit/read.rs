//! Reads decisions back, oldest first over all workers, one record in memory per worker.
//!
//! It believes what it reads: whether that was tampered with is [`super::verify_journal`]'s question.

use std::collections::VecDeque;
use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::segment::{Line, Lines, Listing, SegmentName};
use super::short_code::ShortCode;
use crate::access::{AccountId, GrantId, SessionId, SiteName, TokenId, Visibility};

/// One decision, as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DecisionRecord {
    pub at: Timestamp,
    pub code: ShortCode,
    pub verdict: DecisionVerdict,
    /// The code of a [`crate::access::Reason`] or [`crate::access::Demand`]; `None`: it was forwarded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    pub site: SiteName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<GrantId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
    /// A program's access token, and whose it is, in place of an agent's grant and session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<TokenId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    pub method: String,
    /// `…` stands for what was left out, here and in the query.
    pub path: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    pub ip: IpAddr,
    /// Names of the scopes that were touched.
    pub scopes: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visibility: Option<Visibility>,
}

/// What became of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionVerdict {
    Forward,
    Challenge,
    Refuse,
}

/// Which decisions are wanted: those for which everything holds that is given.
#[derive(Debug, Clone, Default)]
pub struct DecisionFilter {
    pub code: Option<ShortCode>,
    pub grant: Option<GrantId>,
    pub site: Option<SiteName>,
    pub verdict: Option<DecisionVerdict>,
    /// From this moment on.
    pub since: Option<Timestamp>,
}

impl DecisionFilter {
    fn wants(&self, record: &DecisionRecord) -> bool {
        self.code.is_none_or(|code| code == record.code)
            && self.grant.is_none_or(|grant| Some(grant) == record.grant)
            && self.site.as_ref().is_none_or(|site| *site == record.site)
            && self.verdict.is_none_or(|verdict| verdict == record.verdict)
            && self.since.is_none_or(|since| since <= record.at)
    }
}

/// A part of the journal cannot be read; the reader goes on with the next.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("cannot read the journal segment `{file}`")]
    Segment {
        file: String,
        #[source]
        source: io::Error,
    },
    #[error("line {line} of the journal segment `{file}` is not a decision: run `gatepass audit verify`")]
    Record { file: String, line: u64 },
}

/// Iterates over the decisions in a journal's directory, by time.
pub struct JournalReader {
    workers: Vec<WorkerReader>,
}

impl JournalReader {
    /// May be used beside the gateway that writes; ends with what is there when it gets there.
    ///
    /// # Errors
    /// The directory cannot be read.
    pub fn open(dir: &Path, filter: DecisionFilter) -> io::Result<Self> {
        let segments = Listing::of(dir)?.segments;
        let workers = segments
            .chunk_by(|a, b| a.worker == b.worker)
            .map(|names| WorkerReader {
                dir: dir.to_owned(),
                segments: wanted_segments(names, filter.since),
                lines: None,
                filter: filter.clone(),
                next: None,
            })
            .collect();
        Ok(Self { workers })
    }
}

/// Leaves out segments that ended before `since`: their successor was opened, to the second, before it.
fn wanted_segments(names: &[SegmentName], since: Option<Timestamp>) -> VecDeque<SegmentName> {
    // One second more, because the time in a name has no fractions.
    let since = since.and_then(|since| since.checked_sub(SignedDuration::from_secs(1)).ok());
    let too_old = |successor: &SegmentName| since.is_some_and(|since| successor.opened < since);
    let mut wanted = VecDeque::from(names.to_vec());
    while wanted.get(1).is_some_and(too_old) {
        wanted.pop_front();
    }
    wanted
}

impl Iterator for JournalReader {
    type Item = Result<DecisionRecord, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.workers.iter_mut().for_each(WorkerReader::look_ahead);
        let earliest = self
            .workers
            .iter_mut()
            .filter(|worker| worker.next.is_some())
            // Errors first: what they speak of has no time.
            .min_by_key(|worker| {
                worker
                    .next
                    .as_ref()
                    .and_then(|next| next.as_ref().ok().map(|it| it.at))
            })?;
        earliest.next.take()
    }
}

struct WorkerReader {
    dir: PathBuf,
    segments: VecDeque<SegmentName>,
    lines: Option<(SegmentName, Lines)>,
    filter: DecisionFilter,
    /// What this worker has to offer; `None` after a look ahead: nothing any more.
    next: Option<Result<DecisionRecord, ReadError>>,
}

impl WorkerReader {
    fn look_ahead(&mut self) {
        while self.next.is_none() {
            let Some((name, lines)) = &mut self.lines else {
                let Some(name) = self.segments.pop_front() else {
                    return;
                };
                match Lines::open(&self.dir.join(name.to_string())) {
                    Ok(lines) => self.lines = Some((name, lines)),
                    Err(source) => self.next = Some(Err(unreadable(name, source))),
                }
                continue;
            };
            let name = *name;
            match lines.next() {
                Ok(Line::Complete(line)) => {
                    let read = serde_json::from_slice(line);
                    self.next = match read {
                        // The first line is the segment's own.
                        _ if lines.number == 1 => None,
                        Ok(record) => self.filter.wants(&record).then_some(Ok(record)),
                        Err(_) => Some(Err(ReadError::Record {
                            file: name.to_string(),
                            line: lines.number,
                        })),
                    };
                }
                Ok(Line::Torn | Line::End) => self.lines = None,
                Err(source) => {
                    self.lines = None;
                    self.next = Some(Err(unreadable(name, source)));
                }
            }
        }
    }
}

fn unreadable(name: SegmentName, source: io::Error) -> ReadError {
    let file = name.to_string();
    ReadError::Segment { file, source }
}

#[cfg(test)]
mod tests;
