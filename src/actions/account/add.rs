//! Adds an account: with a password, or with a link by which its owner sets one.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::new_password::{PasswordRefused, check_new_password};
use crate::access::{Account, AccountId, AccountName, EmailAddress, Role, SiteName};
use crate::actions::{Actions, Trouble};
use crate::audit::{Action, Actor, ChangeEvent};
use crate::crypto::{PasswordHash, Secret, SessionToken, password_digest, random_bytes};
use crate::store::{LinkPurpose, Seq, StoredAccount};

/// Whom to add.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub name: AccountName,
    pub email: EmailAddress,
    pub email_standing: EmailStanding,
    pub role: Role,
    pub apps: BTreeMap<SiteName, String>,
    pub start: Start,
}

/// Whether the address is known to be the owner's: what others hand to it becomes theirs to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailStanding {
    /// A code that is sent there has to come back first.
    Unproven,
    /// Whoever adds the account knows. Mails to it are no second factor before the owner asks for them.
    VouchedFor,
}

/// How the owner gets in.
#[derive(Debug, Clone)]
pub enum Start {
    Password(Secret),
    Invitation { valid_for: SignedDuration },
}

/// A new account; `invitation` is the secret of its link.
pub struct Added {
    pub account: Account,
    pub invitation: Option<SessionToken>,
    pub seq: Seq,
}

#[derive(Debug, thiserror::Error)]
pub enum AddAccountError {
    #[error("the name `{0}`, or one of its users in an app, belongs to another account")]
    Taken(AccountName),
    #[error(
        "an agent has no user in an app, and works there with the credentials of a grant: leave the apps out"
    )]
    AgentInApp,
    #[error("`{0}` is no user name of an app: give the name that the app shows, without control characters")]
    NoAppUser(String),
    #[error(transparent)]
    Password(#[from] PasswordRefused),
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

impl Actions {
    pub async fn add_account(&self, new: NewAccount, by: Actor) -> Result<Added, AddAccountError> {
        let now = self.clock.now();
        // Whoever acts for a user in an app can give access to it: that is what a grantor is.
        if new.role == Role::Agent && !new.apps.is_empty() {
            return Err(AddAccountError::AgentInApp);
        }
        for app_user in new.apps.values() {
            if app_user.trim().is_empty() || app_user.len() > 200 || app_user.chars().any(char::is_control) {
                return Err(AddAccountError::NoAppUser(app_user.clone()));
            }
        }
        let account = Account {
            id: AccountId::from_bytes(random_bytes()),
            name: new.name,
            email: new.email,
            email_verified: new.email_standing == EmailStanding::VouchedFor,
            email_factor: false,
            totp_since: None,
            role: new.role,
            apps: new.apps,
            disabled: false,
            created_at: now,
            language: None,
        };
        let (password, valid_for) = match new.start {
            Start::Password(password) => {
                check_new_password(&account, &password)?;
                (Some(self.hash_password(password).await?), None)
            }
            Start::Invitation { valid_for } => (None, Some(valid_for)),
        };
        let stored = StoredAccount {
            account,
            password,
            totp: None,
            totp_pending: None,
        };
        let mut change = self.store.change().await.map_err(Trouble::Store)?;
        let name = stored.account.name.clone();
        let added = change.add_account(&stored).await;
        added.map_err(|error| Trouble::unless_taken(error, AddAccountError::Taken(name)))?;
        let account = stored.account;
        let invitation = match valid_for {
            Some(valid_for) => Some(add_invitation(&mut change, account.id, now + valid_for).await?),
            None => None,
        };
        let vouched_for = if account.email_verified {
            "vouched for"
        } else {
            "unproven"
        };
        let event = ChangeEvent::new(by, Action::AccountAdded)
            .account(account.id)
            .detail("email", vouched_for)
            .detail("name", account.name.as_str())
            .detail("role", account.role.as_str())
            .detail("invited", if invitation.is_some() { "yes" } else { "no" });
        let seq = change.commit(&event, now).await.map_err(Trouble::Store)?;
        Ok(Added {
            account,
            invitation,
            seq,
        })
    }

    /// For passwords that people chose: over their digest, because that is what programs send.
    pub(super) async fn hash_password(&self, password: Secret) -> Result<PasswordHash, Trouble> {
        let digest = password_digest(&password);
        self.hashing
            .run(move || PasswordHash::of(&digest))
            .await?
            .ok_or(Trouble::Crypto)
    }
}

/// The newest invitation is the only one.
pub(super) async fn add_invitation(
    change: &mut crate::store::Change,
    account: AccountId,
    until: Timestamp,
) -> Result<SessionToken, Trouble> {
    let secret = SessionToken::generate();
    let subject = account.to_string();
    change.forget_links(LinkPurpose::Invitation, &subject).await?;
    change
        .add_link(secret.digest(), LinkPurpose::Invitation, &subject, until)
        .await?;
    Ok(secret)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::actions::account) fn ann() -> Account {
        Account {
            id: AccountId::from_bytes([1; 16]),
            name: "ann.lee".parse().unwrap(),
            email: "ann@example.com".parse().unwrap(),
            email_verified: false,
            email_factor: false,
            totp_since: None,
            role: Role::Grantor,
            apps: BTreeMap::new(),
            disabled: false,
            created_at: Timestamp::UNIX_EPOCH,
            language: None,
        }
    }
}
