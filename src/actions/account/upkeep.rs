//! What operators and links do to accounts and grants: invite, reset, disable; accept an invitation; freeze a grant.

use jiff::{SignedDuration, Timestamp};

use super::Bearer;
use super::add::add_invitation;
use super::new_password::{PasswordRefused, check_new_password};
use super::sessions::SessionSecret;
use super::sign_in::AccountSignedIn;
use crate::access::{AccountId, ClientEvidence, Grant, GrantId, SessionStage};
use crate::actions::{Actions, ChangeGrantError, ChangedGrant, Trouble};
use crate::audit::{Action, Actor, ChangeEvent};
use crate::crypto::{Secret, SessionToken, TokenDigest};
use crate::store::{Change, LinkPurpose, StoredAccount};

#[derive(Debug, thiserror::Error)]
pub enum InvitationError {
    #[error("the link has expired or was used; ask for a new one")]
    Over,
    #[error(transparent)]
    Refused(#[from] PasswordRefused),
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

/// What a freeze link came to.
pub enum Freezing {
    Paused(ChangedGrant),
    /// The grant had ended before.
    WasOver(Grant),
    /// Expired, or no link at all.
    NoLink,
}

impl Actions {
    /// A new invitation link; the one before it is worth nothing.
    pub async fn invite(
        &self,
        id: AccountId,
        valid_for: SignedDuration,
        by: Actor,
    ) -> Result<SessionToken, Trouble> {
        let now = self.clock.now();
        let mut change = self.store.change().await?;
        let secret = add_invitation(&mut change, id, now + valid_for).await?;
        let event = ChangeEvent::new(by, Action::AccountInvited).account(id);
        change.commit(&event, now).await?;
        Ok(secret)
    }

    /// Whose invitation this is. Looking does not use it up.
    pub async fn invited(&self, secret: &str) -> Result<Option<StoredAccount>, Trouble> {
        let now = self.clock.now();
        let link = self
            .store
            .link(TokenDigest::of(secret), LinkPurpose::Invitation, now);
        let Some(id) = link.await?.and_then(|id| id.parse().ok()) else {
            return Ok(None);
        };
        let stored = self.store.account(id).await?;
        Ok(stored.filter(|stored| !stored.account.disabled))
    }

    /// Sets the owner's password and signs them in, as far as that goes without a second factor.
    pub async fn accept_invitation(
        &self,
        secret: &str,
        password: Secret,
        client: &ClientEvidence,
    ) -> Result<AccountSignedIn, InvitationError> {
        let stored = self.invited(secret).await?.ok_or(InvitationError::Over)?;
        let id = stored.account.id;
        check_new_password(&stored.account, &password)?;
        let hash = self.hash_password(password).await?;
        let now = self.clock.now();
        let mut change = self.store.change().await.map_err(Trouble::Store)?;
        let taken = change.take_link(TokenDigest::of(secret), LinkPurpose::Invitation, now);
        if taken.await.map_err(Trouble::Store)? != Some(id.to_string()) {
            return Err(InvitationError::Over);
        }
        let fresh = change.account(id).await.map_err(Trouble::Store)?;
        let Some(mut fresh) = fresh.filter(|fresh| !fresh.account.disabled) else {
            return Err(InvitationError::Over);
        };
        fresh.password = Some(hash);
        change.update_account(&fresh).await.map_err(Trouble::Store)?;
        change
            .end_account_sessions(id, None, now)
            .await
            .map_err(Trouble::Store)?;
        let event =
            ChangeEvent::new(Bearer::None.actor(id, client.ip), Action::InvitationAccepted).account(id);
        change.commit(&event, now).await.map_err(Trouble::Store)?;
        let stage = if fresh.account.factors().is_empty() {
            SessionStage::Complete
        } else {
            SessionStage::AwaitingCode
        };
        Ok(self
            .start(&fresh, stage, SessionSecret::cookie(), None, client)
            .await?)
    }

    /// Takes away what proves the owner, so that a new invitation is the only way in.
    pub async fn reset_factors(&self, id: AccountId, by: Actor) -> Result<(), Trouble> {
        self.overhaul(id, by, Action::FactorsReset, |stored| {
            (stored.totp, stored.totp_pending) = (None, None);
            stored.account.totp_since = None;
            stored.account.email_factor = false;
            // Whoever has only the password could enrol a factor of their own.
            stored.password = None;
        })
        .await
    }

    pub async fn reset_password(&self, id: AccountId, by: Actor) -> Result<(), Trouble> {
        self.overhaul(id, by, Action::PasswordReset, |stored| stored.password = None)
            .await
    }

    pub async fn disable_account(&self, id: AccountId, by: Actor) -> Result<(), Trouble> {
        self.overhaul(id, by, Action::AccountDisabled, |stored| {
            stored.account.disabled = true
        })
        .await
    }

    pub async fn enable_account(&self, id: AccountId, by: Actor) -> Result<(), Trouble> {
        self.overhaul(id, by, Action::AccountEnabled, |stored| {
            stored.account.disabled = false
        })
        .await
    }

    /// The operator knows that the account's address is its owner's, who need not confirm it. Repeating it is no error.
    pub async fn vouch_for_address(&self, id: AccountId, by: Actor) -> Result<(), Trouble> {
        let now = self.clock.now();
        let mut change = self.store.change().await?;
        let Some(mut fresh) = change.account(id).await? else {
            return Ok(());
        };
        fresh.account.email_verified = true;
        change.update_account(&fresh).await?;
        let event = ChangeEvent::new(by, Action::AddressVouchedFor).account(id);
        change.commit(&event, now).await?;
        Ok(())
    }

    /// Remembers in which language to write to somebody.
    pub async fn choose_language(
        &self,
        id: AccountId,
        tag: &str,
        bearer: Bearer,
        client: &ClientEvidence,
    ) -> Result<(), Trouble> {
        let now = self.clock.now();
        let mut change = self.store.change().await?;
        let Some(mut fresh) = change.account(id).await? else {
            return Ok(());
        };
        if fresh.account.language.as_deref() == Some(tag) {
            return Ok(());
        }
        fresh.account.language = Some(tag.to_owned());
        change.update_account(&fresh).await?;
        let event = ChangeEvent::new(bearer.actor(id, client.ip), Action::LanguageChosen)
            .account(id)
            .detail("language", tag);
        change.commit(&event, now).await?;
        Ok(())
    }

    /// Changes an account from outside, and ends every session and token of it.
    async fn overhaul(
        &self,
        id: AccountId,
        by: Actor,
        action: Action,
        change_it: impl FnOnce(&mut StoredAccount),
    ) -> Result<(), Trouble> {
        let now = self.clock.now();
        let mut change = self.store.change().await?;
        let Some(mut fresh) = change.account(id).await? else {
            return Ok(());
        };
        change_it(&mut fresh);
        change.update_account(&fresh).await?;
        if fresh.totp.is_none() {
            change.replace_recovery_codes(id, &[]).await?;
        }
        self.end_everything(&mut change, id, now).await?;
        if fresh.account.disabled {
            self.close_rooms_of(&mut change, id, &by, now).await?;
            self.revoke_links_of(&mut change, id, &by, now).await?;
        }
        let event = ChangeEvent::new(by, action).account(id);
        change.commit(&event, now).await?;
        self.sweep().await;
        Ok(())
    }

    async fn end_everything(
        &self,
        change: &mut Change,
        id: AccountId,
        now: Timestamp,
    ) -> Result<(), Trouble> {
        change.end_account_sessions(id, None, now).await?;
        change.forget_account_trust(id, None).await?;
        for token in self.store.access_tokens_of(id).await? {
            change.revoke_access_token(id, token.id, now).await?;
        }
        Ok(())
    }

    /// The secret of a link that pauses this grant, for a mail.
    pub async fn make_freeze_link(&self, grant: &Grant) -> Result<SessionToken, Trouble> {
        let now = self.clock.now();
        let secret = SessionToken::generate();
        let mut change = self.store.change().await?;
        let subject = grant.id.to_string();
        change
            .add_link(
                secret.digest(),
                LinkPurpose::Freeze,
                &subject,
                grant.validity.expires_at,
            )
            .await?;
        let event = ChangeEvent::new(Actor::System, Action::FreezeLinkMade).grant(grant.id);
        change.commit(&event, now).await?;
        Ok(secret)
    }

    /// Which grant a freeze link is about.
    pub async fn frozen_by(&self, secret: &str) -> Result<Option<Grant>, Trouble> {
        let now = self.clock.now();
        let link = self.store.link(TokenDigest::of(secret), LinkPurpose::Freeze, now);
        let Some(id) = link.await?.and_then(|id| id.parse::<GrantId>().ok()) else {
            return Ok(None);
        };
        Ok(self
            .store
            .grant(id)
            .await?
            .map(|stored| Grant::clone(&stored.grant)))
    }

    /// Pauses the grant of a link, and nothing else. Repeating it is no error.
    pub async fn freeze(&self, secret: &str, client: &ClientEvidence) -> Result<Freezing, Trouble> {
        let Some(grant) = self.frozen_by(secret).await? else {
            return Ok(Freezing::NoLink);
        };
        match self.pause_grant(grant.id, Actor::client(client.ip)).await {
            Ok(changed) => Ok(Freezing::Paused(changed)),
            Err(ChangeGrantError::Over(_) | ChangeGrantError::Unknown(_) | ChangeGrantError::NoAddress) => {
                Ok(Freezing::WasOver(grant))
            }
            Err(ChangeGrantError::Trouble(trouble)) => Err(trouble),
        }
    }
}
