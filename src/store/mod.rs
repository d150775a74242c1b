//! What outlives a process: grants, sessions, trust, attempts and the log of changes. Holds no secret in the clear.
//!
//! Reading is open to all; writing happens in a [`Change`], which cannot be committed without its audit event.

mod access_tokens;
mod account_sessions;
mod accounts;
mod app_tokens;
mod attempts;
mod cached;
mod changes;
mod cuts;
mod feed;
mod grants;
mod handoff_links;
mod links;
mod news;
mod prune;
mod pulse;
mod rooms;
mod rows;
mod sessions;

use std::fs::OpenOptions;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Sqlite, Transaction};

pub use access_tokens::{StoredToken, TokenTerms};
pub use account_sessions::{AccountSession, AccountTrust};
pub use accounts::StoredAccount;
pub use app_tokens::KnownToken;
pub use attempts::Subject;
pub use cached::{Activity, Cache, KnownSession};
pub use changes::{LoggedChange, Seq};
pub use cuts::{CUTS_WITHIN, CutReport, Cuts};
pub use feed::Feed;
pub use grants::{GrantSecrets, StoredCode, StoredGrant};
pub use handoff_links::{HandoffEnd, HandoffLink, HandoffLinkState};
pub use links::{LinkPurpose, Made, MailedCode};
pub use news::LetterLeft;
pub use prune::{LongOver, Pruned};
pub use rooms::{Invitation, MemberKeys, Message, Occupant, Room, RoomCaller, WrappedKeys};

/// The store could not do what it was asked. Whoever sees this refuses: nothing is decided without the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the store does not answer: {0}")]
    Database(#[from] sqlx::Error),
    #[error("the store cannot be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    #[error("the store holds something that cannot be read: {0}")]
    Corrupt(String),
    #[error("the store `{}` was moved or replaced: put it back, or start the gateway again", .0.display())]
    Moved(PathBuf),
    #[error("the log of changes is not the one that was read before: start the gateway again")]
    OtherLog,
    #[error("the grantor already has a live grant for this site")]
    AlreadyLive,
    /// A name that must be unique is somebody else's.
    #[error("the name is taken")]
    Taken,
}

const MOST_CONNECTIONS: u32 = 4;

/// A handle to the store; cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pool: SqlitePool,
    file: Arc<StoreFile>,
    /// The write-ahead log holds what was deleted and must be gone.
    is_to_be_swept: Arc<AtomicBool>,
}

/// Which file was opened.
#[derive(Debug)]
struct StoreFile {
    path: PathBuf,
    device: u64,
    inode: u64,
}

impl Store {
    /// Opens the SQLite file, makes it when it is not there, and brings its tables up to date.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        let file = Arc::new(StoreFile::open(path).map_err(sqlx::Error::Io)?);
        let options = SqliteConnectOptions::from_str("sqlite://")?
            .filename(path)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // In WAL mode only FULL makes a commit durable before it is acknowledged.
            .synchronous(SqliteSynchronous::Full)
            // What is deleted is overwritten: a link that was read leaves nothing behind.
            .pragma("secure_delete", "ON")
            .busy_timeout(Duration::from_secs(5));
        let pool = SqlitePoolOptions::new()
            .max_connections(MOST_CONNECTIONS)
            // A connection that is open stays open: see `open_all_connections`.
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(Duration::from_secs(5))
            .connect_with(options)
            .await?;
        sqlx::migrate!("src/store/migrations").run(&pool).await?;
        Ok(Self {
            pool,
            file,
            // What the last run deleted may lie in the log still.
            is_to_be_swept: Arc::new(AtomicBool::new(true)),
        })
    }

    /// Begins a change. It takes the write lock at once, so that what it reads stays true until it commits.
    pub async fn change(&self) -> Result<Change, StoreError> {
        Ok(Change {
            transaction: self.pool.begin_with("BEGIN IMMEDIATE").await?,
        })
    }

    /// For a gateway: what is open now cannot fail later for want of file descriptors.
    pub async fn open_all_connections(&self) -> Result<(), StoreError> {
        let mut opened = Vec::new();
        for _ in 0..MOST_CONNECTIONS {
            opened.push(self.pool.acquire().await?);
        }
        Ok(())
    }

    /// That what is open still is what others find under the store's name. What is written to a file that was moved
    /// away or replaced nobody follows, and what others write to the new one we would never see.
    fn is_in_place(&self) -> Result<(), StoreError> {
        let StoreFile { path, device, inode } = &*self.file;
        match std::fs::metadata(path) {
            Ok(found) if (found.dev(), found.ino()) == (*device, *inode) => Ok(()),
            Ok(_) => Err(StoreError::Moved(path.clone())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(StoreError::Moved(path.clone()))
            }
            Err(error) => Err(StoreError::Database(sqlx::Error::Io(error))),
        }
    }

    pub async fn close(&self) {
        self.pool.close().await;
    }
}

impl StoreFile {
    /// Makes the file when it is not there. It can be read by its owner only; SQLite gives its companions the same mode.
    fn open(path: &Path) -> std::io::Result<Self> {
        let created = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(path)?;
        let found = created.metadata()?;
        Ok(Self {
            path: path.to_owned(),
            device: found.dev(),
            inode: found.ino(),
        })
    }
}

/// A change under way. Dropped without [`Change::commit`] it never happened.
pub struct Change {
    transaction: Transaction<'static, Sqlite>,
}
