//! Ends a session at its agent's wish.

use super::{Actions, Trouble};
use crate::access::Session;
use crate::audit::{Action, Actor, ChangeEvent};
use crate::store::Seq;

impl Actions {
    /// `None`: it was over already.
    pub async fn sign_out(&self, session: &Session, by: Actor) -> Result<Option<Seq>, Trouble> {
        let now = self.clock.now();
        let mut change = self.store.change().await?;
        if !change.end_session(session.id, now).await? {
            return Ok(None);
        }
        let event = ChangeEvent::new(by, Action::SignedOut)
            .grant(session.grant)
            .session(session.id);
        Ok(Some(change.commit(&event, now).await?))
    }
}
