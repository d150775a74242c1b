//! Forgets what has long been over, so that the store grows with what is live and not with time.

use jiff::{SignedDuration, Timestamp};

use super::{Actions, Trouble};
use crate::audit::{Action, Actor, ChangeEvent};
use crate::config::LONGEST_SESSION;
use crate::store::{LongOver, Pruned};

/// How long what is over is kept, for whoever looks into what has happened; the log of changes and the journal stay.
const KEEP_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long an address is remembered at which an account was seen: strangers' guesses do not lock out whoever comes back
/// there from a long holiday.
const REMEMBER_ADDRESSES_FOR: SignedDuration = SignedDuration::from_hours(90 * 24);
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
        let ago = |span| now.checked_sub(span).unwrap_or(Timestamp::MIN);
        let over = LongOver {
            ended_before: ago(KEEP_FOR),
            begun_before: ago(LONGEST_SESSION + KEEP_FOR),
            unseen_since: ago(REMEMBER_ADDRESSES_FOR),
        };
        let mut change = self.store.change().await?;
        let pruned: Pruned = change.prune(over, AT_ONCE).await?;
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
