//! What the journal asks of the disk: little enough that a test can play a disk that fails.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Arc;

/// A segment that is being written.
pub trait JournalFile: Send + Sync {
    /// Appends with one `write(2)`; says how many bytes were taken.
    ///
    /// # Errors
    /// Those of `write(2)`.
    fn write(&self, bytes: &[u8]) -> io::Result<usize>;

    /// Cuts what is behind the first `length` bytes.
    ///
    /// # Errors
    /// Those of `ftruncate(2)`.
    fn set_len(&self, length: u64) -> io::Result<()>;

    /// Waits until everything that was written would survive a power cut.
    ///
    /// # Errors
    /// Those of `fdatasync(2)`. What was not synced may be lost, and asking again would not tell.
    fn sync(&self) -> io::Result<()>;
}

/// Where segments are made.
pub trait JournalFiles: Send + Sync {
    /// Makes the file and opens it for appending, readable by its owner only.
    ///
    /// # Errors
    /// Those of `open(2)`; also when there is a file of that name.
    fn create(&self, path: &Path) -> io::Result<Arc<dyn JournalFile>>;
}

/// The file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl JournalFiles for Disk {
    fn create(&self, path: &Path) -> io::Result<Arc<dyn JournalFile>> {
        let mut options = OpenOptions::new();
        let file = options.append(true).create_new(true).mode(0o600).open(path)?;
        Ok(Arc::new(file))
    }
}

impl JournalFile for File {
    fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        let mut file = self;
        Write::write(&mut file, bytes)
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        Self::set_len(self, length)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_data()?;
        // What is written to a deleted file is gone with the process.
        if self.metadata()?.nlink() == 0 {
            return Err(io::Error::new(io::ErrorKind::NotFound, "the segment was deleted"));
        }
        Ok(())
    }
}
