//! Keeps the number of a grant's sessions as low as it says.

use jiff::Timestamp;

use super::{Actions, Trouble};
use crate::access::Grant;
use crate::audit::{Action, Actor, ChangeEvent};
use crate::store::Change;

impl Actions {
    /// Before one more session begins: ends the oldest ones where there would be too many. Whoever has lost a session can
    /// so begin another, and whoever is pushed out by somebody else notices.
    pub(super) async fn make_room_for_session(
        change: &mut Change,
        grant: &Grant,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), Trouble> {
        let Some(at_once) = grant.limits.at_once else {
            return Ok(());
        };
        let open = change.open_sessions(grant.id, grant.generation).await?;
        let others = usize::try_from(at_once.get() - 1).unwrap_or(usize::MAX);
        let too_many = open.len().saturating_sub(others);
        for session in open.into_iter().take(too_many) {
            change.end_session(session, now).await?;
            let event = ChangeEvent::new(by.clone(), Action::SignedOut)
                .grant(grant.id)
                .session(session)
                .detail("replaced", "by a newer session");
            change.log(&event, now).await?;
        }
        Ok(())
    }
}
