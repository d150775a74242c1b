//! Finds the account that somebody means.

use anyhow::anyhow;

use crate::access::{AccountId, AccountName};
use crate::store::{Store, StoredAccount};

/// By name or by id.
pub(in crate::cli) async fn find_account(store: &Store, asked: &str) -> anyhow::Result<StoredAccount> {
    let by_name = match asked.parse::<AccountName>() {
        Ok(name) => store.account_by_name(&name).await?,
        Err(_) => None,
    };
    let found = match (by_name, asked.parse::<AccountId>()) {
        (None, Ok(id)) => store.account(id).await?,
        (by_name, _) => by_name,
    };
    found.ok_or_else(|| anyhow!("there is no account `{asked}`; `gatepass account list` shows all"))
}
