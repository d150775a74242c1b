//! Passwords of accounts: compared, and changed by their owner.

use super::Bearer;
use super::new_password::{PasswordRefused, check_new_password};
use super::sessions::end_others;
use crate::access::{AccountId, ClientEvidence};
use crate::actions::{Actions, Trouble};
use crate::audit::{Action, ChangeEvent};
use crate::crypto::{PasswordHash, Secret, password_digest};
use crate::store::{Seq, StoredAccount};

/// How somebody shows to know a password.
#[derive(Debug, Clone)]
pub enum PasswordProof {
    /// As it was typed.
    Typed(Secret),
    /// As programs send it: hexadecimal SHA-256, in either case. Whatever else was sent is compared as it is.
    Digest(Secret),
}

impl PasswordProof {
    pub(super) fn as_sent(&self) -> &str {
        match self {
            Self::Typed(secret) | Self::Digest(secret) => secret.reveal(),
        }
    }

    fn digest(&self) -> Secret {
        match self {
            Self::Typed(password) => password_digest(password),
            Self::Digest(digest) => Secret::new(digest.reveal().trim().to_ascii_lowercase()),
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordError {
    #[error("the current password is wrong")]
    Wrong,
    #[error(transparent)]
    Refused(#[from] PasswordRefused),
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

/// Longest password that is looked at, in bytes.
pub(super) const LONGEST_INPUT: usize = 1024;

impl Actions {
    /// Costs one slow hash, whether there is something to compare with or not.
    pub(super) async fn password_is_right(
        &self,
        stored: Option<&StoredAccount>,
        proof: PasswordProof,
    ) -> Result<bool, Trouble> {
        let hash = stored.and_then(|stored| stored.password.clone());
        let digest = proof.digest();
        Ok(self
            .hashing
            .run(move || PasswordHash::verify_or_nothing(hash.as_ref(), &digest))
            .await?)
    }

    /// Ends all other sessions and all trust; access tokens are not made from the password and end with it, too: who
    /// changes a password because it leaked wants everything out that it may have made.
    pub async fn change_password(
        &self,
        stored: &StoredAccount,
        current: Secret,
        new: Secret,
        bearer: Bearer,
        client: &ClientEvidence,
    ) -> Result<Seq, ChangePasswordError> {
        let account = &stored.account;
        check_new_password(account, &new)?;
        let proof = PasswordProof::Typed(current);
        if proof.as_sent().len() > LONGEST_INPUT || !self.password_is_right(Some(stored), proof).await? {
            return Err(ChangePasswordError::Wrong);
        }
        let hash = self.hash_password(new).await?;
        Ok(self
            .replace_password(account.id, hash, Action::PasswordChanged, bearer, client)
            .await?)
    }

    pub(super) async fn replace_password(
        &self,
        id: AccountId,
        hash: PasswordHash,
        action: Action,
        bearer: Bearer,
        client: &ClientEvidence,
    ) -> Result<Seq, Trouble> {
        let now = self.clock.now();
        let mut change = self.store.change().await?;
        let Some(mut fresh) = change.account(id).await? else {
            return Err(Trouble::Crypto);
        };
        fresh.password = Some(hash);
        change.update_account(&fresh).await?;
        end_others(&mut change, id, bearer, now).await?;
        for token in self.store.access_tokens_of(id).await? {
            change.revoke_access_token(id, token.id, now).await?;
        }
        let event = ChangeEvent::new(bearer.actor(id, client.ip), action).account(id);
        Ok(change.commit(&event, now).await?)
    }
}
