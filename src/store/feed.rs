//! Follows the log of changes, whoever made them: this process, the command line, or another gateway.
//!
//! For every change the cache is brought up to date first, and only then others are told. While the log cannot be
//! read, nobody may rely on the cache: see [`Feed::is_current`].

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, mpsc, watch};

use super::{Cache, LoggedChange, Seq, Store, StoreError};

/// How often the log is looked at when nobody says that there is news.
const POLL_EVERY: Duration = Duration::from_millis(50);

/// For how long the last look may be past. After that the gateway refuses what it cannot know.
const CURRENT_FOR: Duration = Duration::from_secs(2);

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
    started: Instant,
    /// Milliseconds after `started` at which the log was last read in full.
    read_at: AtomicU64,
    stopped: AtomicBool,
}

impl Feed {
    /// Starts following from the newest change on. Every later change is sent on, after the cache knows it.
    pub async fn follow(
        store: Store,
        cache: Cache,
    ) -> Result<(Self, mpsc::Receiver<LoggedChange>), StoreError> {
        let start = store.last_change().await?;
        let (progress, caught_up) = watch::channel(start);
        let (changes, receiver) = mpsc::channel(1024);
        let shared = Arc::new(Shared {
            news: Notify::new(),
            started: Instant::now(),
            read_at: AtomicU64::new(0),
            stopped: AtomicBool::new(false),
        });
        tokio::spawn(run(store, cache, shared.clone(), progress, changes));
        Ok((Self { shared, caught_up }, receiver))
    }

    /// Whether everything up to a moment ago is known.
    pub fn is_current(&self) -> bool {
        let read_at = Duration::from_millis(self.shared.read_at.load(Ordering::Acquire));
        self.shared.started.elapsed().saturating_sub(read_at) <= CURRENT_FOR
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

async fn run(
    store: Store,
    cache: Cache,
    shared: Arc<Shared>,
    progress: watch::Sender<Seq>,
    changes: mpsc::Sender<LoggedChange>,
) {
    let mut failing = false;
    loop {
        let known = *progress.borrow();
        match follow_once(&store, &cache, known, &progress, &changes).await {
            Ok(true) => continue,
            Ok(false) => {
                failing = false;
                let elapsed = shared.started.elapsed().as_millis();
                shared
                    .read_at
                    .store(u64::try_from(elapsed).unwrap_or(u64::MAX), Ordering::Release);
            }
            Err(error) => {
                if !failing && !shared.stopped.load(Ordering::Acquire) {
                    tracing::error!(%error, "the log of changes cannot be read: refusing until it can");
                }
                failing = true;
            }
        }
        if changes.is_closed() || shared.stopped.load(Ordering::Acquire) {
            return;
        }
        let _ = tokio::time::timeout(POLL_EVERY, shared.news.notified()).await;
    }
}

/// `true`: there may be more.
async fn follow_once(
    store: &Store,
    cache: &Cache,
    known: Seq,
    progress: &watch::Sender<Seq>,
    changes: &mpsc::Sender<LoggedChange>,
) -> Result<bool, StoreError> {
    let news = store.changes_after(known, BATCH).await?;
    let more = news.len() == usize::try_from(BATCH).unwrap_or(usize::MAX);
    for change in news {
        if let Some(grant) = change.grant {
            cache.refresh_grant(grant).await?;
        }
        if let Some(session) = change.session {
            cache.refresh_session(session).await?;
        }
        let seq = change.seq;
        let _ = changes.send(change).await;
        progress.send_replace(seq);
    }
    Ok(more)
}
