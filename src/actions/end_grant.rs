//! Takes access away, for good or for a while. Repeating it is no error.

use super::{Actions, Trouble};
use crate::access::{AlreadyOver, Grant, GrantId, GrantState};
use crate::audit::{Action, Actor, ChangeEvent};
use crate::store::Seq;

/// A grant after it was asked to change.
pub struct ChangedGrant {
    pub grant: Grant,
    /// `None`: it already was what was asked for.
    pub seq: Option<Seq>,
}

#[derive(Debug, thiserror::Error)]
pub enum ChangeGrantError {
    #[error("there is no grant `{0}`; `gatepass grant list` shows all")]
    Unknown(GrantId),
    #[error("the grant is already over; create a new one")]
    Over(#[from] AlreadyOver),
    #[error("codes are mailed to agents now, and this grant has no address: revoke it and create a new one")]
    NoAddress,
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

impl Actions {
    /// Ends a grant. Revoking one that is over changes nothing.
    pub async fn revoke_grant(&self, id: GrantId, by: Actor) -> Result<ChangedGrant, ChangeGrantError> {
        match self
            .change_state(id, by, Action::GrantRevoked, Grant::revoke, |_| false)
            .await
        {
            Err(ChangeGrantError::Over(AlreadyOver)) => {
                let stored = self.store.grant(id).await.map_err(Trouble::Store)?;
                let stored = stored.ok_or(ChangeGrantError::Unknown(id))?;
                Ok(ChangedGrant {
                    grant: Grant::clone(&stored.grant),
                    seq: None,
                })
            }
            other => other,
        }
    }

    pub async fn pause_grant(&self, id: GrantId, by: Actor) -> Result<ChangedGrant, ChangeGrantError> {
        let is_paused = |grant: &Grant| matches!(grant.state, GrantState::Paused { .. });
        self.change_state(id, by, Action::GrantPaused, Grant::pause, is_paused)
            .await
    }

    pub async fn resume_grant(&self, id: GrantId, by: Actor) -> Result<ChangedGrant, ChangeGrantError> {
        let is_active = |grant: &Grant| matches!(grant.state, GrantState::Active);
        self.change_state(id, by, Action::GrantResumed, Grant::resume, is_active)
            .await
    }

    async fn change_state(
        &self,
        id: GrantId,
        by: Actor,
        action: Action,
        transition: fn(Grant, jiff::Timestamp) -> Result<Grant, AlreadyOver>,
        is_done: fn(&Grant) -> bool,
    ) -> Result<ChangedGrant, ChangeGrantError> {
        let now = self.clock.now();
        let mut change = self.store.change().await.map_err(Trouble::Store)?;
        let stored = change
            .grant(id)
            .await
            .map_err(Trouble::Store)?
            .ok_or(ChangeGrantError::Unknown(id))?;
        let before = Grant::clone(&stored.grant);
        let was_done = before.is_live_at(now) && is_done(&before);
        let grant = transition(before, now)?;
        if was_done {
            return Ok(ChangedGrant {
                grant: Grant::clone(&stored.grant),
                seq: None,
            });
        }
        change.update_grant(&grant, now).await.map_err(Trouble::Store)?;
        let event = ChangeEvent::new(by, action).grant(id);
        let seq = change.commit(&event, now).await.map_err(Trouble::Store)?;
        Ok(ChangedGrant {
            grant,
            seq: Some(seq),
        })
    }
}
