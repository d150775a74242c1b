//! Personal access tokens: digests, and what their owner sees of them.

use std::collections::HashMap;

use ipnet::IpNet;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::rows::{from_millis, parsed, to_millis};
use super::{Change, Store, StoreError};
use crate::access::{AccountId, AppAccess, TokenId};
use crate::crypto::TokenDigest;

/// A token without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredToken {
    pub id: TokenId,
    pub account: AccountId,
    pub name: String,
    pub terms: TokenTerms,
    pub used_at: Option<Timestamp>,
    /// The address of its last use.
    pub used_from: Option<String>,
}

/// What a token may do, from where and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenTerms {
    pub created_at: Timestamp,
    /// `None`: until it is revoked.
    pub expires_at: Option<Timestamp>,
    /// Calls that ask for a security code ask this token for none.
    pub bypass_second_factor: bool,
    /// Parts of the API; empty: all that a token may use.
    pub scopes: Vec<String>,
    /// `None`: it is for the API. Else for an app, and for nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app: Option<AppAccess>,
    /// Counts regenerations.
    #[serde(default)]
    pub generation: u32,
    /// Empty: from anywhere.
    pub networks: Vec<IpNet>,
    /// By which its owner recognises it.
    pub last_characters: String,
}

const SELECT: &str =
    "SELECT id, account_id, name, body, used_at, used_from FROM access_tokens WHERE revoked_at IS NULL";

impl Store {
    /// A token for the API, neither revoked nor expired.
    pub async fn access_token(
        &self,
        digest: TokenDigest,
        now: Timestamp,
    ) -> Result<Option<StoredToken>, StoreError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!(
            "{SELECT} AND site IS NULL AND digest = $1"
        )))
        .bind(digest.0.as_slice())
        .fetch_optional(&self.pool)
        .await?;
        let token = row.as_ref().map(read).transpose()?;
        Ok(token.filter(|token| token.terms.expires_at.is_none_or(|end| now < end)))
    }

    /// Not revoked, by name.
    pub async fn access_tokens_of(&self, account: AccountId) -> Result<Vec<StoredToken>, StoreError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "{SELECT} AND account_id = $1 ORDER BY name"
        )))
        .bind(account.to_string())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// What an account's tokens are called, also those that are revoked.
    pub async fn token_names(&self, account: AccountId) -> Result<HashMap<TokenId, String>, StoreError> {
        let rows = sqlx::query("SELECT id, name FROM access_tokens WHERE account_id = $1")
            .bind(account.to_string())
            .fetch_all(&self.pool)
            .await?;
        let name = |row: &SqliteRow| Ok((parsed(row.try_get("id")?)?, row.try_get("name")?));
        rows.iter().map(name).collect()
    }

    /// Not a change: it decides nothing.
    pub async fn access_token_is_used(
        &self,
        id: TokenId,
        from: std::net::IpAddr,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE access_tokens SET used_at = $1, used_from = $2 WHERE id = $3")
            .bind(to_millis(now))
            .bind(from.to_canonical().to_string())
            .bind(id.to_string())
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

impl Change {
    /// # Errors
    /// [`StoreError::Taken`]: the account has a token of this name.
    pub async fn add_access_token(
        &mut self,
        token: &StoredToken,
        digest: TokenDigest,
    ) -> Result<(), StoreError> {
        let body = serde_json::to_string(&token.terms)
            .map_err(|error| StoreError::Corrupt(format!("an access token: {error}")))?;
        sqlx::query(
            "INSERT INTO access_tokens (id, digest, account_id, name, body, site) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(token.id.to_string())
        .bind(digest.0.as_slice())
        .bind(token.account.to_string())
        .bind(&token.name)
        .bind(body)
        .bind(token.terms.app.as_ref().map(|app| app.site.as_str()))
        .execute(&mut *self.transaction)
        .await
        .map_err(super::accounts::taken)?;
        Ok(())
    }

    /// `false`: there is none of this account's with this id, or it was revoked before.
    pub async fn revoke_access_token(
        &mut self,
        account: AccountId,
        id: TokenId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let revoked = sqlx::query(
            "UPDATE access_tokens SET revoked_at = $1, version = version + 1 WHERE id = $2 AND account_id = $3 AND revoked_at IS NULL",
        )
        .bind(to_millis(now))
        .bind(id.to_string())
        .bind(account.to_string())
        .execute(&mut *self.transaction)
        .await?;
        self.forget_trust_of_bearer(&id.to_string()).await?;
        Ok(revoked.rows_affected() == 1)
    }

    /// `false`: the token is gone, or not this account's.
    pub async fn replace_access_token(
        &mut self,
        token: &StoredToken,
        digest: TokenDigest,
    ) -> Result<bool, StoreError> {
        let body = serde_json::to_string(&token.terms)
            .map_err(|error| StoreError::Corrupt(format!("an access token: {error}")))?;
        let replaced = sqlx::query(
            "UPDATE access_tokens SET digest = $1, body = $2, version = version + 1, used_at = NULL, used_from = NULL \
             WHERE id = $3 AND account_id = $4 AND revoked_at IS NULL",
        )
        .bind(digest.0.as_slice())
        .bind(body)
        .bind(token.id.to_string())
        .bind(token.account.to_string())
        .execute(&mut *self.transaction)
        .await?;
        self.forget_trust_of_bearer(&token.id.to_string()).await?;
        Ok(replaced.rows_affected() == 1)
    }
}

fn read(row: &SqliteRow) -> Result<StoredToken, StoreError> {
    let body: &str = row.try_get("body")?;
    let used_at: Option<i64> = row.try_get("used_at")?;
    Ok(StoredToken {
        id: parsed(row.try_get("id")?)?,
        account: parsed(row.try_get("account_id")?)?,
        name: row.try_get("name")?,
        terms: serde_json::from_str(body)
            .map_err(|error| StoreError::Corrupt(format!("an access token: {error}")))?,
        used_at: used_at.map(from_millis).transpose()?,
        used_from: row.try_get("used_from")?,
    })
}
