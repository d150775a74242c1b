//! The decision journal of one worker: a record is written before what it speaks of happens, or it does not happen.
//!
//! One record is one `write(2)` in the caller's thread, which survives `kill -9`; [`Journal::sync_data`] on a timer
//! makes it survive a power cut. A write that fails is taken back; where even that fails the segment is given up and
//! every record is refused until a new segment could be opened, which each record tries once. After a sync that fails
//! every record is refused until a new segment has reached the disk, which each sync tries once.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use super::chain::ChainHash;
use super::file::{Disk, JournalFile, JournalFiles};
use super::json::Members;
use super::segment::{JournalHead, Listing, SegmentHeader, SegmentName, last_hash};
use super::writer::{Draft, NotWritten, OpenSegment, Remains};

/// After how many bytes a new segment begins, unless told otherwise: some 150 000 decisions.
pub const SEGMENT_BYTES: u64 = 64 * 1024 * 1024;

/// Where one worker's decisions are recorded. One directory belongs to one gateway at a time.
pub struct Journal {
    dir: PathBuf,
    worker: usize,
    segment_bytes: u64,
    files: Box<dyn JournalFiles>,
    state: Mutex<State>,
    /// Held by whoever syncs; recording goes on meanwhile.
    syncing: Mutex<()>,
    /// Held as long as the journal lives: two writers would tear the chain.
    _lock: File,
}

struct State {
    /// `None`: given up; the next record opens a new one.
    segment: Option<OpenSegment>,
    next_seq: u64,
    head: JournalHead,
    draft: Draft,
    /// Segments that were left before everything in them was synced.
    left: Vec<Arc<dyn JournalFile>>,
    /// A segment was made and its name is not yet synced.
    new_name: bool,
    /// A sync has failed, and nothing has reached the disk since: nothing is recorded.
    doubtful: bool,
}

/// A record could not be made. Whatever it was to speak of must not happen: 503.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    #[error("cannot read the journal directory `{}`: check that it exists and belongs to the gateway", dir.display())]
    Directory {
        dir: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("worker {worker}'s journal in `{}` is in use: stop the other gateway or set another directory", dir.display())]
    InUse { dir: PathBuf, worker: usize },
    #[error("cannot open the journal segment `{}`", path.display())]
    Open {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("cannot write to the journal segment `{segment}`: check the disk's free space")]
    Write {
        segment: SegmentName,
        #[source]
        source: io::Error,
    },
    #[error("cannot sync the journal in `{}`: what was recorded last may not survive a power cut", dir.display())]
    Sync {
        dir: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("the journal in `{}` could not be synced: nothing is recorded until it can", dir.display())]
    Doubtful { dir: PathBuf },
}

impl Journal {
    /// Opens a new segment behind whatever this worker recorded before; a torn tail is left as it is.
    ///
    /// Makes `dir` (mode 0700) when it is missing. `segment_bytes`: see [`SEGMENT_BYTES`].
    ///
    /// # Errors
    /// The directory or a file in it cannot be used, or another journal of this worker is open.
    pub fn open(
        dir: &Path,
        worker: usize,
        started: Timestamp,
        segment_bytes: u64,
    ) -> Result<Self, JournalError> {
        Self::open_on(Box::new(Disk), dir, worker, started, segment_bytes)
    }

    /// As [`Self::open`], with segments made by `files`.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_on(
        files: Box<dyn JournalFiles>,
        dir: &Path,
        worker: usize,
        started: Timestamp,
        segment_bytes: u64,
    ) -> Result<Self, JournalError> {
        let unusable = |source| JournalError::Directory {
            dir: dir.to_owned(),
            source,
        };
        let mut builder = DirBuilder::new();
        builder
            .recursive(true)
            .mode(0o700)
            .create(dir)
            .map_err(unusable)?;
        let lock = lock(dir, worker)?;
        let (head, next_seq) = left_behind(dir, worker).map_err(unusable)?;
        let journal = Self {
            dir: dir.to_owned(),
            worker,
            segment_bytes,
            files,
            state: Mutex::new(State {
                segment: None,
                next_seq,
                head,
                draft: Draft::new(),
                left: Vec::new(),
                new_name: false,
                doubtful: false,
            }),
            syncing: Mutex::new(()),
            _lock: lock,
        };
        let mut state = journal.lock_state();
        state.segment = Some(journal.open_segment(&mut state, started)?);
        drop(state);
        journal.sync_data(started)?;
        Ok(journal)
    }

    /// Makes everything that was recorded so far survive a power cut. Blocks for as long as the disk takes, without
    /// keeping others from recording. For a timer, and for the end of a run.
    ///
    /// # Errors
    /// The disk failed. The segment is given up, because a second `fsync` would wrongly succeed, and every record is
    /// refused until a later call could make a new one.
    pub fn sync_data(&self, now: Timestamp) -> Result<(), JournalError> {
        let _alone = self.syncing.lock().unwrap_or_else(PoisonError::into_inner);
        if self.lock_state().doubtful {
            return self.begin_anew(now);
        }
        let (files, new_name) = self.lock_state().take_unsynced();
        // All of them, whatever becomes of the first.
        let synced = files.iter().map(|file| file.sync()).fold(Ok(()), io::Result::and);
        synced
            .and(if new_name { self.sync_names() } else { Ok(()) })
            .map_err(|source| {
                let mut state = self.lock_state();
                let given_up = state.segment.take();
                state.leave(given_up);
                state.doubtful = true;
                self.not_synced(source)
            })
    }

    /// After a failed sync: a segment whose first record has reached the disk ends the doubt.
    fn begin_anew(&self, now: Timestamp) -> Result<(), JournalError> {
        let mut state = self.lock_state();
        let behind = state.head;
        let segment = self.open_segment(&mut state, now)?;
        drop(state);
        let synced = segment.file.sync().and_then(|()| self.sync_names());
        let mut state = self.lock_state();
        match synced {
            Ok(()) => {
                state.segment = Some(segment);
                state.new_name = false;
                state.doubtful = false;
                Ok(())
            }
            Err(source) => {
                // One try is one segment: a disk that fails for a day is not to be littered with them.
                if std::fs::remove_file(self.dir.join(segment.name.to_string())).is_ok() {
                    state.head = behind;
                }
                Err(self.not_synced(source))
            }
        }
    }

    fn sync_names(&self) -> io::Result<()> {
        File::open(&self.dir)?.sync_all()
    }

    fn not_synced(&self, source: io::Error) -> JournalError {
        let dir = self.dir.clone();
        JournalError::Sync { dir, source }
    }

    /// The last record: what a signed checkpoint signs.
    pub fn head(&self) -> JournalHead {
        self.lock_state().head
    }

    /// Records what `fill` writes; it gets the text of `now`. On an error nothing was recorded.
    pub(super) fn record(
        &self,
        now: Timestamp,
        fill: impl FnOnce(&mut Members<'_>, &str),
    ) -> Result<(), JournalError> {
        let mut state = self.lock_state();
        if state.doubtful {
            let dir = self.dir.clone();
            return Err(JournalError::Doubtful { dir });
        }
        // Taken out while it is written to, and put back only when it is whole.
        let segment = match state.segment.take() {
            Some(segment) if segment.length < self.segment_bytes => segment,
            full => match self.open_segment(&mut state, now) {
                Ok(new) => {
                    state.leave(full);
                    new
                }
                Err(error) => {
                    state.segment = full;
                    return Err(error);
                }
            },
        };
        let State { head, draft, .. } = &mut *state;
        let name = segment.name;
        let (line, hash) = draft.line_of(head.hash, now, fill);
        match segment.append(line) {
            Ok(segment) => {
                state.head.hash = hash;
                state.segment = Some(segment);
                Ok(())
            }
            Err(NotWritten { source, remains }) => {
                match remains {
                    Remains::Whole(segment) => state.segment = Some(segment),
                    Remains::Torn(segment) => state.leave(Some(segment)),
                }
                Err(JournalError::Write {
                    segment: name,
                    source,
                })
            }
        }
    }

    /// Makes the next segment, with its first record, and moves the head there.
    fn open_segment(&self, state: &mut State, now: Timestamp) -> Result<OpenSegment, JournalError> {
        let name = SegmentName::new(self.worker, state.next_seq, now);
        // A name is used once, even when it comes to nothing.
        state.next_seq += 1;
        let path = self.dir.join(name.to_string());
        let file = match self.files.create(&path) {
            Ok(file) => file,
            Err(source) => return Err(JournalError::Open { path, source }),
        };
        let segment = OpenSegment {
            file,
            name,
            length: 0,
            dirty: false,
        };
        let previous = state.head;
        let (line, hash) = state.draft.line(ChainHash::GENESIS, |members| {
            SegmentHeader::write(members, name, previous, now);
        });
        match segment.append(line) {
            Ok(segment) => {
                state.new_name = true;
                state.head = JournalHead {
                    segment: Some(name),
                    hash,
                };
                Ok(segment)
            }
            Err(NotWritten { source, .. }) => {
                // Should it stay: a segment without a complete record says nothing and is passed over.
                let _ = std::fs::remove_file(path);
                Err(JournalError::Write {
                    segment: name,
                    source,
                })
            }
        }
    }

    fn lock_state(&self) -> MutexGuard<'_, State> {
        // Whoever panicked with the state in hand had taken the segment out of it: nothing half-done is in there.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Keeps a segment that nobody writes to any more until it is synced.
    fn leave(&mut self, segment: Option<OpenSegment>) {
        let unsynced = segment.filter(|segment| segment.dirty);
        self.left.extend(unsynced.map(|segment| segment.file));
    }

    fn take_unsynced(&mut self) -> (Vec<Arc<dyn JournalFile>>, bool) {
        let mut files = std::mem::take(&mut self.left);
        if let Some(segment) = self.segment.as_mut().filter(|segment| segment.dirty) {
            segment.dirty = false;
            files.push(Arc::clone(&segment.file));
        }
        (files, std::mem::take(&mut self.new_name))
    }
}

fn lock(dir: &Path, worker: usize) -> Result<File, JournalError> {
    let path = dir.join(format!("w{worker}.lock"));
    let mut options = OpenOptions::new();
    let opened = options
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(&path);
    let locked = opened.map_err(TryLockError::Error).and_then(|file| {
        file.try_lock()?;
        Ok(file)
    });
    locked.map_err(|error| match error {
        TryLockError::WouldBlock => JournalError::InUse {
            dir: dir.to_owned(),
            worker,
        },
        TryLockError::Error(source) => JournalError::Open { path, source },
    })
}

/// The worker's last complete record, and the first number that is free.
fn left_behind(dir: &Path, worker: usize) -> io::Result<(JournalHead, u64)> {
    let listing = Listing::of(dir)?;
    let ours = || listing.segments.iter().filter(|name| name.worker == worker);
    let next_seq = ours().next_back().map_or(0, |newest| newest.seq + 1);
    for name in ours().rev() {
        if let Some(hash) = last_hash(&dir.join(name.to_string()))? {
            let segment = Some(*name);
            return Ok((JournalHead { segment, hash }, next_seq));
        }
    }
    Ok((JournalHead::NOTHING, next_seq))
}

#[cfg(test)]
mod tests;
