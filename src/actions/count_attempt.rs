//! Counts guesses before they are verified, all of one try in one transaction.

use super::{Actions, Trouble};
use crate::access::{Locked, ThrottleRule};
use crate::audit::ChangeEvent;
use crate::store::Subject;

/// What the counting says.
pub(super) enum Counted {
    /// Every subject took the attempt. `left`: how many more the last of them takes.
    Taken {
        left: u32,
    },
    Refused(Locked),
}

impl Actions {
    /// Counts one attempt on each subject, or on none when one of them is locked.
    pub(super) async fn count_attempt(
        &self,
        subjects: &[(Subject, ThrottleRule)],
        event: &ChangeEvent,
    ) -> Result<Counted, Trouble> {
        let now = self.clock.now();
        // Without the write lock first: a flood on a locked subject must not queue for it.
        for (subject, rule) in subjects {
            if let Some(locked) = self.store.attempts(*subject).await?.at(*rule, now).locked {
                return Ok(Counted::Refused(locked));
            }
        }
        let mut change = self.store.change().await?;
        let mut left = 0;
        for (subject, rule) in subjects {
            match change.attempts(*subject).await?.count_one(*rule, now) {
                Err(locked) => return Ok(Counted::Refused(locked)),
                Ok(counted) => {
                    left = counted.left(*rule);
                    change.remember_attempts(*subject, counted).await?;
                }
            }
        }
        change.commit(event, now).await?;
        Ok(Counted::Taken { left })
    }
}
