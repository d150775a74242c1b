//! What happened, in a form that shows when it was tampered with.
//!
//! Decisions go to the [`Journal`]: hash-chained segment files, one run of them per worker, one `write(2)` before the
//! request is forwarded. Changes go to the store, in the change's own transaction; this module gives them their text
//! and their hash ([`change_record`]) and verifies both ([`verify_journal`], [`verify_changes`]).

pub mod chain;
mod entry;
mod event;
mod file;
mod journal;
mod json;
mod read;
mod recorded;
mod segment;
mod short_code;
#[cfg(test)]
mod support;
mod verify;
mod writer;

pub use chain::ChainHash;
pub use entry::{Answer, Circumstances, ShownParameters};
pub use event::{Action, Actor, ChangeEvent, ChangeRecord, change_record};
pub use file::{Disk, JournalFile, JournalFiles};
pub use journal::{Journal, JournalError, SEGMENT_BYTES};
pub use read::{DecisionFilter, DecisionRecord, DecisionVerdict, JournalReader, ReadError};
pub use recorded::RecordedPermit;
pub use segment::{JournalHead, SegmentName, SegmentNameError};
pub use short_code::{ShortCode, ShortCodeError};
pub use verify::{
    ChangesProblem, ChangesProblemKind, ChangesReport, JournalProblem, JournalProblemKind, JournalReport,
    WorkerReport, verify_changes, verify_journal,
};
