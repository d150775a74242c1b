//! Draws new credentials for a live grant: the old ones, and every session made with them, are dead at once.

use super::credentials::Credentials;
use super::{Actions, ChangeGrantError, Trouble};
use crate::access::{CodeHolder, Grant, GrantId};
use crate::audit::{Action, Actor, ChangeEvent};
use crate::config::Site;
use crate::store::{Seq, Subject};

pub struct RegeneratedGrant {
    pub grant: Grant,
    pub credentials: Credentials,
    pub seq: Seq,
}

impl Actions {
    pub async fn regenerate_grant(
        &self,
        site: &Site,
        id: GrantId,
        by: Actor,
    ) -> Result<RegeneratedGrant, ChangeGrantError> {
        let known = self
            .store
            .grant(id)
            .await
            .map_err(Trouble::Store)?
            .ok_or(ChangeGrantError::Unknown(id))?;
        // Hashing is slow: it happens before the write lock is taken.
        let drawn = self.draw_secrets(&known.grant).await?;
        let now = self.clock.now();
        let mut change = self.store.change().await.map_err(Trouble::Store)?;
        let stored = change
            .grant(id)
            .await
            .map_err(Trouble::Store)?
            .ok_or(ChangeGrantError::Unknown(id))?;
        let grant = Grant::clone(&stored.grant).regenerate(now)?;
        change.update_grant(&grant, now).await.map_err(Trouble::Store)?;
        change
            .replace_secrets(id, &drawn.stored)
            .await
            .map_err(Trouble::Store)?;
        let holder = CodeHolder::Grant(id);
        change.forget_mailed_codes(holder).await.map_err(Trouble::Store)?;
        for subject in [Subject::GrantPassword(id), Subject::GrantCode(id)] {
            change.forget_attempts(subject).await.map_err(Trouble::Store)?;
        }
        let event = ChangeEvent::new(by, Action::GrantRegenerated)
            .grant(id)
            .detail("generation", grant.generation.to_string());
        let seq = change.commit(&event, now).await.map_err(Trouble::Store)?;
        let credentials = drawn.credentials(&grant, site);
        Ok(RegeneratedGrant {
            grant,
            credentials,
            seq,
        })
    }
}
