//! Forgets what has long been over, so that the store grows with what is live and not with time.

use jiff::{SignedDuration, Timestamp};

use super::{Actions, Trouble};
use crate::audit::{Action, Actor, ChangeEvent};
use crate::store::Pruned;

/// How long what is over is kept, for whoever looks into what has happened; the log of changes and the journal stay.
const KEEP_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Rows of a kind in one transaction: others wait for it, and are to wait for milliseconds.
const AT_ONCE: u32 = 500;

/// Whether there may be more to prune.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PruneProgress {
    More,
    Done,
}

impl Actions {
    pub async fn prune(&self) -> Result<PruneProgress, Trouble> {
        let now = self.clock.now();
        let before = now.checked_sub(KEEP_FOR).unwrap_or(Timestamp::MIN);
        let mut change = self.store.change().await?;
        let pruned: Pruned = change.prune(before, AT_ONCE).await?;
        let mut event = ChangeEvent::new(Actor::System, Action::StorePruned);
        for (kind, count) in pruned.counts() {
            event = event.detail(kind, count.to_string());
        }
        if event.detail.is_empty() {
            return Ok(PruneProgress::Done);
        }
        let is_full = |(_, count): (&str, u64)| count >= u64::from(AT_ONCE);
        change.commit(&event, now).await?;
        Ok(if pruned.counts().any(is_full) {
            PruneProgress::More
        } else {
            PruneProgress::Done
        })
    }
}
