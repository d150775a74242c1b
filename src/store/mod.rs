//! What outlives a process: grants, sessions, trust, attempts and the log of changes. Holds no secret in the clear.
//!
//! Reading is open to all; writing happens in a [`Change`], which cannot be committed without its audit event.

mod attempts;
mod cached;
mod changes;
mod cuts;
mod feed;
mod grants;
mod rows;
mod sessions;

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Sqlite, Transaction};

pub use attempts::Subject;
pub use cached::{Cache, KnownSession};
pub use changes::{LoggedChange, Seq};
pub use cuts::CutReport;
pub use feed::Feed;
pub use grants::{GrantSecrets, StoredCode, StoredGrant};

/// The store could not do what it was asked. Whoever sees this refuses: nothing is decided without the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the store does not answer: {0}")]
    Database(#[from] sqlx::Error),
    #[error("the store cannot be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    #[error("the store holds something that cannot be read: {0}")]
    Corrupt(String),
    #[error("the grantor already has a live grant for this site")]
    AlreadyLive,
}

/// A handle to the store; cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pool: SqlitePool,
}

impl Store {
    /// Opens the SQLite file, makes it when it is not there, and brings its tables up to date.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        keep_to_its_owner(path)?;
        let options = SqliteConnectOptions::from_str("sqlite://")?
            .filename(path)
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // In WAL mode only FULL makes a commit durable before it is acknowledged.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5));
        let pool = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_secs(5))
            .connect_with(options)
            .await?;
        sqlx::migrate!("src/store/migrations").run(&pool).await?;
        Ok(Self { pool })
    }

    /// Begins a change. It takes the write lock at once, so that what it reads stays true until it commits.
    pub async fn change(&self) -> Result<Change, StoreError> {
        Ok(Change {
            transaction: self.pool.begin_with("BEGIN IMMEDIATE").await?,
        })
    }

    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// A new store file can be read by its owner only; SQLite gives its companions the same mode.
fn keep_to_its_owner(path: &Path) -> Result<(), StoreError> {
    let created = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path);
    created
        .map(drop)
        .map_err(|error| StoreError::Database(sqlx::Error::Io(error)))
}

/// A change under way. Dropped without [`Change::commit`] it never happened.
pub struct Change {
    transaction: Transaction<'static, Sqlite>,
}
