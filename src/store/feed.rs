//! Follows the log of changes, whoever made them: this process, the command line, or another gateway.
//!
//! For every change the cache is brought up to date first, and only then others are told. While the log cannot be
//! read, or nothing can be written to the store, nobody may rely on the cache: see [`Feed::is_current`].

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{Notify, mpsc, watch};

use super::pulse::Pulse;
use super::{Cache, LoggedChange, Seq, Store, StoreError};
use crate::audit::ChainHash;

/// How often the log is looked at when nobody says that there is news.
const POLL_EVERY: Duration = Duration::from_millis(50);

/// For how long the last look may be past. After that the gateway refuses what it cannot know.
const CURRENT_FOR: Duration = Duration::from_secs(2);

/// For how long the last write may be past: twice what a write waits for others before it fails.
const WRITABLE_FOR: Duration = Duration::from_secs(10);

/// Changes read at once.
const BATCH: u32 = 256;

/// How the rest of the gateway sees the feed. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Feed {
    shared: Arc<Shared>,
    caught_up: watch::Receiver<Seq>,
}

#[derive(Debug)]
struct Shared {
    news: Notify,
    /// The log was read in full.
    reading: Pulse,
    /// The store took a heartbeat. Where it takes none, nobody can revoke either.
    writing: Pulse,
    stopped: AtomicBool,
}

impl Feed {
    /// Starts following from the newest change on. Every later change is sent on, after the cache knows it.
    pub async fn follow(
        store: Store,
        cache: Cache,
    ) -> Result<(Self, mpsc::Receiver<LoggedChange>), StoreError> {
        let known = match store.last_logged().await? {
            Some(last) => Known {
                seq: last.seq,
                hash: last.hash,
            },
            None => Known::NOTHING,
        };
        let (progress, caught_up) = watch::channel(known.seq);
        let (changes, receiver) = mpsc::channel(1024);
        let shared = Arc::new(Shared {
            news: Notify::new(),
            reading: Pulse::starting_for(CURRENT_FOR),
            writing: Pulse::starting_for(WRITABLE_FOR),
            stopped: AtomicBool::new(false),
        });
        let follower = Follower {
            store,
            cache,
            known,
            progress,
            changes,
        };
        tokio::spawn(follower.run(shared.clone()));
        Ok((Self { shared, caught_up }, receiver))
    }

    /// Whether everything up to a moment ago is known, and whoever wants to change something can.
    pub fn is_current(&self) -> bool {
        self.shared.reading.is_felt() && self.shared.writing.is_felt()
    }

    /// Says in the store that this gateway is alive. While that fails the feed is not current.
    pub async fn beat(&self, store: &Store, node: &str, now: Timestamp) -> Result<(), StoreError> {
        let written = store.node_is_alive(node, now).await;
        match written {
            Ok(()) => self.shared.writing.beat(WRITABLE_FOR),
            Err(_) => self.shared.writing.stop(),
        }
        written
    }

    /// Stops following: the store is about to be closed.
    pub fn stop(&self) {
        self.shared.stopped.store(true, Ordering::Release);
        self.shared.news.notify_one();
    }

    /// Waits until the cache knows of this change. `false`: it did not within a second; the change itself is safe.
    pub async fn caught_up_with(&self, seq: Seq) -> bool {
        self.shared.news.notify_one();
        let mut caught_up = self.caught_up.clone();
        let wait = caught_up.wait_for(|known| *known >= seq);
        matches!(
            tokio::time::timeout(Duration::from_secs(1), wait).await,
            Ok(Ok(_))
        )
    }
}

/// The last change that was followed.
#[derive(Debug, Clone, Copy)]
struct Known {
    seq: Seq,
    hash: ChainHash,
}

impl Known {
    const NOTHING: Self = Self {
        seq: Seq(0),
        hash: ChainHash::GENESIS,
    };
}

struct Follower {
    store: Store,
    cache: Cache,
    known: Known,
    progress: watch::Sender<Seq>,
    changes: mpsc::Sender<LoggedChange>,
}

impl Follower {
    async fn run(mut self, shared: Arc<Shared>) {
        let mut failing = false;
        loop {
            match self.follow_once().await {
                Ok(true) => continue,
                Ok(false) => {
                    if failing {
                        tracing::info!("the log of changes can be read again");
                    }
                    failing = false;
                    shared.reading.beat(CURRENT_FOR);
                }
                Err(error) => {
                    if !failing && !shared.stopped.load(Ordering::Acquire) {
                        tracing::error!(%error, "the log of changes cannot be read: refusing until it can");
                    }
                    failing = true;
                }
            }
            if self.changes.is_closed() || shared.stopped.load(Ordering::Acquire) {
                return;
            }
            let _ = tokio::time::timeout(POLL_EVERY, shared.news.notified()).await;
        }
    }

    /// `true`: there may be more.
    async fn follow_once(&mut self) -> Result<bool, StoreError> {
        self.store.is_in_place()?;
        // The last known change is read again: in a store that was set back it is gone, or another one.
        let from = Seq(self.known.seq.0.saturating_sub(1));
        let mut logged = self.store.changes_after(from, BATCH).await?.into_iter();
        let more = logged.len() == usize::try_from(BATCH).unwrap_or(usize::MAX);
        if self.known.seq > Known::NOTHING.seq {
            logged
                .next()
                .filter(|it| (it.seq, it.hash) == (self.known.seq, self.known.hash))
                .ok_or(StoreError::OtherLog)?;
        }
        for change in logged {
            if let Some(grant) = change.grant {
                self.cache.refresh_grant(grant).await?;
            }
            if let Some(session) = change.session {
                self.cache.refresh_session(session).await?;
            }
            if let Some(account) = change.account {
                self.cache.refresh_tokens_of(account).await?;
            }
            self.known = Known {
                seq: change.seq,
                hash: change.hash,
            };
            let _ = self.changes.send(change).await;
            self.progress.send_replace(self.known.seq);
        }
        Ok(more)
    }
}
