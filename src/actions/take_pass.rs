//! Uses up a pass: one navigation to a place that always asks, for which the code was just given.

use ring::digest::{SHA256, digest};

use super::{Actions, Trouble};
use crate::access::{CanonicalTarget, Session, StepUpProof};
use crate::audit::{Action, Actor, ChangeEvent};

impl Actions {
    /// `Some` for exactly one request per pass.
    pub async fn take_pass(
        &self,
        session: &Session,
        target: &CanonicalTarget,
        by: Actor,
    ) -> Result<Option<StepUpProof>, Trouble> {
        let now = self.clock.now();
        let mut change = self.store.change().await?;
        if !change
            .take_pass(session.id, target_digest(target.as_str()), now)
            .await?
        {
            return Ok(None);
        }
        let event = ChangeEvent::new(by, Action::PassTaken)
            .grant(session.grant)
            .session(session.id);
        change.commit(&event, now).await?;
        Ok(Some(StepUpProof::assertion()))
    }
}

/// Passes are kept by digest, because a target can hold what should not be in a store.
pub(super) fn target_digest(target: &str) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.copy_from_slice(digest(&SHA256, target.as_bytes()).as_ref());
    bytes
}
