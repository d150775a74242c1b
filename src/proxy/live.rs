//! Who to cut: every request of a support session that is under way, from before it is judged until its last byte; and those of
//! visitors, from when they are let through.
//!
//! A request enters before what it depends on is read. Whoever changes something first brings the cache up to date
//! and then cuts: a request that missed the change is cut, and one that was not there yet sees it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::access::{AccessRequest, Grant, GrantId, Session, SessionId, SiteName, SitePolicy};
use crate::metrics::Counter;
use crate::store::Activity;

/// The running requests of one worker. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Live(Arc<Mutex<Entries>>);

#[derive(Debug, Default)]
struct Entries {
    /// Keys are counted up: in order, they need no hashing.
    next: u64,
    running: BTreeMap<u64, Entry>,
    visits: BTreeMap<u64, (Visit, CancellationToken)>,
}

#[derive(Debug)]
struct Entry {
    about: Running,
    cut: CancellationToken,
}

/// What is known of a running request.
#[derive(Debug, Clone)]
pub struct Running {
    pub grant: GrantId,
    pub session: SessionId,
    /// Set once it is judged.
    pub judged: Option<Judged>,
}

/// What a running request was allowed with.
#[derive(Debug, Clone)]
pub struct Judged {
    pub request: Arc<AccessRequest>,
    pub session: Arc<Session>,
    pub grant: Arc<Grant>,
    /// Only sessions of agents have one.
    pub activity: Option<Arc<Activity>>,
}

impl Judged {
    pub fn is_over_at(&self, now: Timestamp) -> bool {
        self.grant.validity.is_over_at(now)
    }

    /// Nobody has done anything in its session for too long.
    pub fn is_idle_at(&self, now: Timestamp, policy: &SitePolicy) -> bool {
        let limit = policy.idle_limit(&self.grant);
        let latest = self.activity.as_ref().map(|activity| activity.latest());
        limit
            .zip(latest)
            .is_some_and(|(limit, latest)| now.duration_since(latest) >= limit)
    }
}

/// A running request of somebody without a session, which only a new policy ends.
#[derive(Debug, Clone)]
pub struct Visit {
    pub request: Arc<AccessRequest>,
    pub site: SiteName,
}

/// Keeps a request in the register; it leaves when this is dropped.
#[derive(Debug)]
pub struct Leash {
    live: Live,
    key: u64,
}

impl Live {
    /// `cut` is cancelled when the request has to end.
    pub fn enter(&self, grant: GrantId, session: SessionId, cut: CancellationToken) -> Leash {
        let about = Running {
            grant,
            session,
            judged: None,
        };
        self.register(|entries, key| {
            entries.running.insert(key, Entry { about, cut });
        })
    }

    /// As [`Self::enter`], of a visitor.
    pub fn enter_visit(&self, visit: Visit, cut: CancellationToken) -> Leash {
        self.register(|entries, key| {
            entries.visits.insert(key, (visit, cut));
        })
    }

    fn register(&self, enter: impl FnOnce(&mut Entries, u64)) -> Leash {
        let mut entries = self.lock();
        let key = entries.next;
        entries.next += 1;
        enter(&mut entries, key);
        Leash {
            live: self.clone(),
            key,
        }
    }

    /// Cuts what `must_end` names and returns what was cut, by its key.
    fn cut(&self, must_end: impl Fn(&Running) -> bool) -> Vec<(u64, Running)> {
        let entries = self.lock();
        let doomed = entries
            .running
            .iter()
            .filter(|(_, entry)| must_end(&entry.about) && !entry.cut.is_cancelled());
        doomed
            .map(|(key, entry)| {
                entry.cut.cancel();
                (*key, entry.about.clone())
            })
            .collect()
    }

    /// Likewise, of visitors; returns the keys.
    fn cut_visits(&self, must_end: impl Fn(&Visit) -> bool) -> Vec<u64> {
        let entries = self.lock();
        let doomed = entries
            .visits
            .iter()
            .filter(|(_, (visit, cut))| must_end(visit) && !cut.is_cancelled());
        doomed
            .map(|(key, (_, cut))| {
                cut.cancel();
                *key
            })
            .collect()
    }

    fn are_gone(&self, mut keys: impl Iterator<Item = u64>) -> bool {
        let entries = self.lock();
        keys.all(|key| !entries.running.contains_key(&key) && !entries.visits.contains_key(&key))
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Leash {
    pub fn judged(&self, judged: Judged) {
        if let Some(entry) = self.live.lock().running.get_mut(&self.key) {
            entry.about.judged = Some(judged);
        }
    }
}

impl Drop for Leash {
    fn drop(&mut self) {
        let mut entries = self.live.lock();
        if entries.running.remove(&self.key).is_none() {
            entries.visits.remove(&self.key);
        }
    }
}

/// All workers' running requests together.
#[derive(Debug)]
pub struct AllLive {
    workers: Vec<Live>,
    /// What was cut so far.
    cuts: Counter,
}

/// How long the cutter waits for what it has cut.
const WAIT_FOR_THE_END: Duration = Duration::from_secs(2);

impl AllLive {
    pub fn new(workers: Vec<Live>, cuts: Counter) -> Self {
        Self { workers, cuts }
    }

    /// Cuts what `must_end` names, waits until all of it is gone, and says how many there were.
    pub async fn cut(&self, must_end: impl Fn(&Running) -> bool) -> u64 {
        u64::try_from(self.cut_each(must_end).await.len()).unwrap_or(u64::MAX)
    }

    /// The same, and says what they were.
    pub async fn cut_each(&self, must_end: impl Fn(&Running) -> bool) -> Vec<Running> {
        let cut: Vec<_> = self
            .workers
            .iter()
            .map(|live| (live, live.cut(&must_end)))
            .collect();
        wait_until(|| {
            cut.iter()
                .all(|(live, cut)| live.are_gone(cut.iter().map(|(key, _)| *key)))
        })
        .await;
        let running = cut.into_iter().flat_map(|(_, cut)| cut);
        let running: Vec<_> = running.map(|(_, running)| running).collect();
        self.cuts.inc_by(running.len() as u64);
        running
    }

    /// As [`Self::cut`], of visitors.
    pub async fn cut_visits(&self, must_end: impl Fn(&Visit) -> bool) -> u64 {
        let cut: Vec<_> = self
            .workers
            .iter()
            .map(|live| (live, live.cut_visits(&must_end)))
            .collect();
        wait_until(|| cut.iter().all(|(live, keys)| live.are_gone(keys.iter().copied()))).await;
        let count = cut.iter().map(|(_, keys)| keys.len() as u64).sum();
        self.cuts.inc_by(count);
        count
    }
}

async fn wait_until(all_are_gone: impl Fn() -> bool) {
    let deadline = Instant::now() + WAIT_FOR_THE_END;
    while !all_are_gone() && Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_cut_names_only_what_must_end_and_waits_for_it() {
        let live = Live::default();
        let (ours, theirs) = (GrantId::from_bytes([1; 16]), GrantId::from_bytes([2; 16]));
        let session = SessionId::from_bytes([3; 16]);
        let (cut, keep) = (CancellationToken::new(), CancellationToken::new());
        let leash = live.enter(ours, session, cut.clone());
        let _other = live.enter(theirs, session, keep.clone());
        let ending = tokio::spawn({
            let cut = cut.clone();
            async move {
                cut.cancelled().await;
                drop(leash);
            }
        });
        assert_eq!(
            AllLive::new(vec![live.clone()], Counter::default())
                .cut(|running| running.grant == ours)
                .await,
            1
        );
        ending.await.unwrap();
        assert!(!keep.is_cancelled());
        assert_eq!(
            AllLive::new(vec![live], Counter::default())
                .cut(|running| running.grant == ours)
                .await,
            0,
            "it is gone"
        );
    }
}
