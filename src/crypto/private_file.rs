//! Files that hold a secret: whoever else may read one knows the secret, so such a file is refused.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::secret::Secret;

/// A file with a secret cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PrivateFileError {
    #[error(transparent)]
    Read(#[from] io::Error),
    #[error("it can be read by others: run `chmod 600` on it")]
    TooOpen,
}

/// The text of a file that only its owner may read.
pub fn read_private(path: &Path) -> Result<Secret, PrivateFileError> {
    let mut file = File::open(path)?;
    // Of the file that is open, not of the path: nobody can put another one there in between.
    if file.metadata()?.mode() & 0o077 != 0 {
        return Err(PrivateFileError::TooOpen);
    }
    let mut text = String::new();
    let read = file.read_to_string(&mut text);
    let text = Secret::new(text);
    read?;
    Ok(text)
}
