//! How many client connections there is room for: whoever comes later waits to be accepted, so that files for the
//! store, the journal and upstreams never run out.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// How often the same trouble is told.
const TELL_EVERY: Duration = Duration::from_secs(60);

/// Shared by all workers.
#[derive(Debug, Clone)]
pub struct Room(Arc<Semaphore>);

/// Held as long as the connection is open. `Some`, because nobody closes the room.
pub(super) type Place = Option<OwnedSemaphorePermit>;

impl Room {
    pub fn for_connections(most: usize) -> Self {
        Self(Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS))))
    }

    /// Waits for a place where there is none.
    pub(super) async fn place(&self, trouble: &mut SaidSeldom) -> Place {
        if let Ok(place) = self.0.clone().try_acquire_owned() {
            return Some(place);
        }
        trouble
            .say(|| tracing::warn!("all connections that open files allow for are taken: new clients wait"));
        self.0.clone().acquire_owned().await.ok()
    }
}

/// Tells of a trouble when it begins, and then once in a while.
#[derive(Debug, Default)]
pub(super) struct SaidSeldom(Option<Instant>);

impl SaidSeldom {
    pub(super) fn say(&mut self, say: impl FnOnce()) {
        if self.0.is_none_or(|last| last.elapsed() >= TELL_EVERY) {
            self.0 = Some(Instant::now());
            say();
        }
    }
}
