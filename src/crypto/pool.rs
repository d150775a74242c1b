//! Room for a few slow hashes at a time: a flood of guesses must not slow the proxy down.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Semaphore;

/// Runs argon2id on blocking threads, never more at once than there are cores, with a short queue.
#[derive(Debug, Clone)]
pub struct HashingPool {
    running: Arc<Semaphore>,
    queued: Arc<Semaphore>,
    begun: Arc<AtomicU64>,
}

/// The queue is full: answer 429.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many sign-ins at the same moment")]
pub struct PoolBusy;

/// Waiting hashes per running one. At ~40 ms each nobody waits longer than half a second.
const QUEUE_PER_SLOT: usize = 12;

impl HashingPool {
    pub fn new(slots: usize) -> Self {
        let slots = slots.max(1);
        Self {
            running: Arc::new(Semaphore::new(slots)),
            queued: Arc::new(Semaphore::new(slots * (QUEUE_PER_SLOT + 1))),
            begun: Arc::default(),
        }
    }

    /// How many hashes were begun so far: what a request cost, without a stopwatch.
    pub fn begun(&self) -> u64 {
        self.begun.load(Ordering::Relaxed)
    }

    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PoolBusy> {
        let _queued = self.queued.try_acquire().map_err(|_| PoolBusy)?;
        let _running = self.running.acquire().await.map_err(|_| PoolBusy)?;
        self.begun.fetch_add(1, Ordering::Relaxed);
        tokio::task::spawn_blocking(work).await.map_err(|_| PoolBusy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_full_queue_refuses_instead_of_waiting() {
        let pool = HashingPool::new(1);
        let (release, hold) = std::sync::mpsc::channel::<()>();
        let busy = tokio::spawn({
            let pool = pool.clone();
            async move { pool.run(move || hold.recv()).await }
        });
        let mut waiting: Vec<_> = (0..QUEUE_PER_SLOT + 1)
            .map(|_| Box::pin(pool.run(|| ())))
            .collect();
        // The spawned one holds one of the places as soon as it runs.
        while pool.running.available_permits() == 1 {
            tokio::task::yield_now().await;
        }
        let mut refused = 0;
        for work in &mut waiting {
            if let std::task::Poll::Ready(Err(PoolBusy)) = futures_util::poll!(work.as_mut()) {
                refused += 1;
            }
        }
        assert_eq!(refused, 1);
        release.send(()).unwrap();
        assert!(busy.await.unwrap().is_ok());
    }
}
