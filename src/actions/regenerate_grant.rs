//! Draws new credentials for a live grant: the old ones, and every session made with them, are dead at once.

use super::credentials::Credentials;
use super::{Actions, ChangeGrantError, Trouble};
use crate::access::{CodeHolder, CodeMethod, EmailAddress, Grant, GrantId};
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
        let code = code_today(site, &known.grant)?;
        let drawn = self
            .draw_secrets(&Grant {
                code,
                ..Grant::clone(&known.grant)
            })
            .await?;
        let now = self.clock.now();
        let mut change = self.store.change().await.map_err(Trouble::Store)?;
        let stored = change
            .grant(id)
            .await
            .map_err(Trouble::Store)?
            .ok_or(ChangeGrantError::Unknown(id))?;
        let grant = Grant {
            code,
            ..Grant::clone(&stored.grant).regenerate(now)?
        };
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
        let credentials = drawn.credentials(&grant, site, now);
        Ok(RegeneratedGrant {
            grant,
            credentials,
            seq,
        })
    }
}

/// The grant's own kind of code, or the first that the site has now and that can reach the agent.
fn code_today(site: &Site, grant: &Grant) -> Result<CodeMethod, ChangeGrantError> {
    let address = grant.agent.email.as_deref();
    let is_address = address.is_some_and(|address| address.parse::<EmailAddress>().is_ok());
    let reaches = |code: &CodeMethod| match code {
        CodeMethod::Fixed | CodeMethod::Totp => true,
        CodeMethod::Email => is_address,
    };
    let offered = &site.security_codes;
    let kept = Some(grant.code).filter(|code| offered.contains(code));
    kept.or_else(|| offered.iter().copied().find(reaches))
        .ok_or(ChangeGrantError::NoAddress)
}
