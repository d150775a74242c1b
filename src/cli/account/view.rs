//! An account as the command line shows it: everything but secrets.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use crate::access::{SecondFactor, SiteName};
use crate::store::{Store, StoredAccount};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AccountView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) email_verified: bool,
    pub(super) role: &'static str,
    pub(super) state: AccountState,
    pub(super) factors: Vec<SecondFactor>,
    /// Site → user name in its app.
    pub(super) apps: BTreeMap<SiteName, String>,
    pub(super) created_at: Timestamp,
}

/// As [`AccountView`], and what only `show` tells.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WholeAccount {
    #[serde(flatten)]
    pub(super) view: AccountView,
    pub(super) recovery_codes_left: u32,
    /// How many; `gatepass token list` shows them.
    pub(super) tokens: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum AccountState {
    Active,
    /// Has no password yet, or none any more.
    Invited,
    Disabled,
}

impl AccountState {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Invited => "invited",
            Self::Disabled => "disabled",
        }
    }
}

impl AccountView {
    pub(super) fn of(stored: &StoredAccount) -> Self {
        let account = &stored.account;
        Self {
            id: account.id.to_string(),
            name: account.name.to_string(),
            email: account.email.to_string(),
            email_verified: account.email_verified,
            role: account.role.as_str(),
            state: if account.disabled {
                AccountState::Disabled
            } else if stored.password.is_none() {
                AccountState::Invited
            } else {
                AccountState::Active
            },
            factors: account.factors(),
            apps: account.apps.clone(),
            created_at: account.created_at,
        }
    }

    pub(super) fn factors_in_words(&self) -> String {
        let names: Vec<&str> = self
            .factors
            .iter()
            .map(|factor| match factor {
                SecondFactor::Totp => "authenticator app",
                SecondFactor::Email => "e-mail",
                SecondFactor::Password => "password",
            })
            .collect();
        listed(&names)
    }

    pub(super) fn apps_in_words(&self) -> String {
        let users: Vec<String> = self
            .apps
            .iter()
            .map(|(site, user)| format!("{site}={user}"))
            .collect();
        listed(&users)
    }
}

fn listed(names: &[impl AsRef<str>]) -> String {
    match names {
        [] => "none".to_owned(),
        names => names.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", "),
    }
}

impl WholeAccount {
    pub(super) async fn of(store: &Store, stored: &StoredAccount) -> anyhow::Result<Self> {
        let id = stored.account.id;
        Ok(Self {
            view: AccountView::of(stored),
            recovery_codes_left: store.recovery_codes_left(id).await?,
            tokens: store.access_tokens_of(id).await?.len(),
        })
    }
}
