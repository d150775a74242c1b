//! Accounts, with the hashes and sealed seeds of what proves them.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::rows::{parsed, to_millis, unsigned};
use super::{Change, Store, StoreError};
use crate::access::{Account, AccountId, AccountName, SiteName};
use crate::crypto::{PasswordHash, Sealed};

/// An account and what is kept of its secrets.
#[derive(Debug, Clone)]
pub struct StoredAccount {
    pub account: Account,
    /// `None`: the invitation was not accepted yet.
    pub password: Option<PasswordHash>,
    /// An authenticator app's seed, sealed.
    pub totp: Option<Sealed>,
    /// A seed that waits for its first code.
    pub totp_pending: Option<Sealed>,
}

const SELECT: &str = "SELECT body, password_hash, totp_seed, totp_pending FROM accounts";

impl Store {
    pub async fn account(&self, id: AccountId) -> Result<Option<StoredAccount>, StoreError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE id = $1")))
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    pub async fn account_by_name(&self, name: &AccountName) -> Result<Option<StoredAccount>, StoreError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE name = $1")))
            .bind(name.as_str())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// The account that acts for this user of this app.
    pub async fn account_of_app_user(
        &self,
        site: &SiteName,
        app_user: &str,
    ) -> Result<Option<StoredAccount>, StoreError> {
        let row = sqlx::query("SELECT account_id FROM account_apps WHERE site = $1 AND app_user = $2")
            .bind(site.as_str())
            .bind(app_user)
            .fetch_optional(&self.pool)
            .await?;
        match row {
            Some(row) => self.account(parsed(row.try_get("account_id")?)?).await,
            None => Ok(None),
        }
    }

    /// By name.
    pub async fn accounts(&self) -> Result<Vec<StoredAccount>, StoreError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} ORDER BY name")))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    pub async fn recovery_codes_left(&self, account: AccountId) -> Result<u32, StoreError> {
        let row = sqlx::query(
            "SELECT count(*) AS unused FROM recovery_codes WHERE account_id = $1 AND used_at IS NULL",
        )
        .bind(account.to_string())
        .fetch_one(&self.pool)
        .await?;
        unsigned(row.try_get("unused")?)
    }
}

impl Change {
    pub async fn account(&mut self, id: AccountId) -> Result<Option<StoredAccount>, StoreError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE id = $1")))
            .bind(id.to_string())
            .fetch_optional(&mut *self.transaction)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// # Errors
    /// [`StoreError::Taken`]: the name, or one of the app users, belongs to another account.
    pub async fn add_account(&mut self, stored: &StoredAccount) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO accounts (id, name, version, body, password_hash) VALUES ($1, $2, 1, $3, $4)",
        )
        .bind(stored.account.id.to_string())
        .bind(stored.account.name.as_str())
        .bind(write(&stored.account)?)
        .bind(stored.password.as_ref().map(PasswordHash::as_str))
        .execute(&mut *self.transaction)
        .await
        .map_err(taken)?;
        for (site, app_user) in &stored.account.apps {
            sqlx::query("INSERT INTO account_apps (site, app_user, account_id) VALUES ($1, $2, $3)")
                .bind(site.as_str())
                .bind(app_user)
                .bind(stored.account.id.to_string())
                .execute(&mut *self.transaction)
                .await
                .map_err(taken)?;
        }
        Ok(())
    }

    /// Writes everything that may change of an account; its name and its apps stay.
    pub async fn update_account(&mut self, stored: &StoredAccount) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE accounts SET body = $1, version = version + 1, password_hash = $2, totp_seed = $3, \
             totp_pending = $4 WHERE id = $5",
        )
        .bind(write(&stored.account)?)
        .bind(stored.password.as_ref().map(PasswordHash::as_str))
        .bind(stored.totp.as_ref().map(|sealed| sealed.0.as_slice()))
        .bind(stored.totp_pending.as_ref().map(|sealed| sealed.0.as_slice()))
        .bind(stored.account.id.to_string())
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    /// Uses up a time step: `false` when it, or a later one, was used before. Compare-and-set, also across nodes.
    pub async fn use_account_totp_step(&mut self, id: AccountId, step: u64) -> Result<bool, StoreError> {
        let step = i64::try_from(step).map_err(|_| StoreError::Corrupt(format!("the time step {step}")))?;
        let updated =
            sqlx::query("UPDATE accounts SET totp_last_step = $1 WHERE id = $2 AND totp_last_step < $1")
                .bind(step)
                .bind(id.to_string())
                .execute(&mut *self.transaction)
                .await?;
        Ok(updated.rows_affected() == 1)
    }

    /// Forgets the old set, used or not.
    pub async fn replace_recovery_codes(
        &mut self,
        account: AccountId,
        digests: &[[u8; 32]],
    ) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM recovery_codes WHERE account_id = $1")
            .bind(account.to_string())
            .execute(&mut *self.transaction)
            .await?;
        for digest in digests {
            sqlx::query("INSERT INTO recovery_codes (account_id, code) VALUES ($1, $2)")
                .bind(account.to_string())
                .bind(digest.as_slice())
                .execute(&mut *self.transaction)
                .await?;
        }
        Ok(())
    }

    /// `true` for exactly one caller per code.
    pub async fn use_recovery_code(
        &mut self,
        account: AccountId,
        digest: [u8; 32],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let used = sqlx::query(
            "UPDATE recovery_codes SET used_at = $1 WHERE account_id = $2 AND code = $3 AND used_at IS NULL",
        )
        .bind(to_millis(now))
        .bind(account.to_string())
        .bind(digest.as_slice())
        .execute(&mut *self.transaction)
        .await?;
        Ok(used.rows_affected() == 1)
    }
}

pub(super) fn taken(error: sqlx::Error) -> StoreError {
    match error.as_database_error() {
        Some(violation) if violation.is_unique_violation() => StoreError::Taken,
        _ => StoreError::Database(error),
    }
}

fn read(row: &SqliteRow) -> Result<StoredAccount, StoreError> {
    let body: &str = row.try_get("body")?;
    let sealed = |column| -> Result<Option<Sealed>, StoreError> {
        let bytes: Option<Vec<u8>> = row.try_get(column)?;
        Ok(bytes.map(Sealed))
    };
    let password: Option<String> = row.try_get("password_hash")?;
    Ok(StoredAccount {
        account: serde_json::from_str(body)
            .map_err(|error| StoreError::Corrupt(format!("an account: {error}")))?,
        password: password.map(PasswordHash::from_stored),
        totp: sealed("totp_seed")?,
        totp_pending: sealed("totp_pending")?,
    })
}

fn write(account: &Account) -> Result<String, StoreError> {
    serde_json::to_string(account).map_err(|error| StoreError::Corrupt(format!("an account: {error}")))
}
