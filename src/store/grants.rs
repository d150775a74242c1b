//! Grants, with the hashes of their credentials.

use std::sync::Arc;

use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::rows::{to_millis, unsigned};
use super::{Change, Store, StoreError};
use crate::access::{Account, EmailAddress, Grant, GrantId, SiteName};
use crate::crypto::{PasswordHash, Sealed};

/// A grant and the number of changes that made it what it is.
#[derive(Debug, Clone)]
pub struct StoredGrant {
    pub grant: Arc<Grant>,
    pub version: i64,
}

/// What is kept of a grant's credentials.
#[derive(Debug, Clone)]
pub struct GrantSecrets {
    pub password: PasswordHash,
    pub code: StoredCode,
}

/// What is kept of a grant's security code.
#[derive(Debug, Clone)]
pub enum StoredCode {
    Fixed(PasswordHash),
    /// An authenticator app's seed, sealed.
    Totp(Sealed),
    /// Nothing: each code is drawn when it is sent.
    Mailed,
}

const COLUMNS: &str = "body, version, password_hash, code_hash, totp_seed";

impl Store {
    pub async fn grant(&self, id: GrantId) -> Result<Option<StoredGrant>, StoreError> {
        let row = sqlx::query("SELECT body, version FROM grants WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read_grant).transpose()
    }

    /// The grant that an agent names when signing in, with what it takes to check the credentials.
    pub async fn grant_to_sign_in_with(
        &self,
        user_name: &str,
    ) -> Result<Option<(StoredGrant, GrantSecrets)>, StoreError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM grants WHERE user_name = $1"
        )))
        .bind(user_name)
        .fetch_optional(&self.pool)
        .await?;
        row.as_ref()
            .map(|row| Ok((read_grant(row)?, read_secrets(row)?)))
            .transpose()
    }

    pub async fn grant_secrets(&self, id: GrantId) -> Result<Option<GrantSecrets>, StoreError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM grants WHERE id = $1"
        )))
        .bind(id.to_string())
        .fetch_optional(&self.pool)
        .await?;
        row.as_ref().map(read_secrets).transpose()
    }

    /// Those of one app's user, the latest end first.
    pub async fn grants_of(&self, site: &SiteName, grantor: &str) -> Result<Vec<Arc<Grant>>, StoreError> {
        let rows = sqlx::query(
            "SELECT body, version FROM grants WHERE site = $1 AND grantor = $2 ORDER BY expires_at DESC",
        )
        .bind(site.as_str())
        .bind(grantor)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Ok(read_grant(row)?.grant)).collect()
    }

    /// Those that the account gave or can end, in whichever app; the latest end first.
    pub async fn grants_of_account(&self, account: &Account) -> Result<Vec<Arc<Grant>>, StoreError> {
        let mut all = Vec::new();
        for (site, user) in &account.apps {
            all.extend(self.grants_of(site, user).await?);
        }
        all.sort_by_key(|grant| std::cmp::Reverse(grant.validity.expires_at));
        Ok(all)
    }

    /// Those whose end comes after a moment, revoked or not.
    pub async fn grants_ending_after(&self, moment: Timestamp) -> Result<Vec<Arc<Grant>>, StoreError> {
        let rows = sqlx::query("SELECT body, version FROM grants WHERE expires_at > $1")
            .bind(to_millis(moment))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok(read_grant(row)?.grant)).collect()
    }

    /// Those that name this address as their agent's and end after a moment, the latest end first.
    pub async fn grants_handed_to(
        &self,
        agent: &EmailAddress,
        moment: Timestamp,
    ) -> Result<Vec<Arc<Grant>>, StoreError> {
        let mut grants = self.grants_ending_after(moment).await?;
        grants.retain(|grant| {
            let named = grant.agent.email.as_deref();
            named.is_some_and(|named| named.eq_ignore_ascii_case(agent.as_str()))
        });
        grants.sort_by_key(|grant| std::cmp::Reverse(grant.validity.expires_at));
        Ok(grants)
    }

    /// All of the store, the latest end first: for whoever runs the gateway.
    pub async fn grants(&self) -> Result<Vec<Arc<Grant>>, StoreError> {
        let rows = sqlx::query("SELECT body, version FROM grants ORDER BY expires_at DESC")
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok(read_grant(row)?.grant)).collect()
    }
}

impl Change {
    pub async fn grant(&mut self, id: GrantId) -> Result<Option<StoredGrant>, StoreError> {
        let row = sqlx::query("SELECT body, version FROM grants WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&mut *self.transaction)
            .await?;
        row.as_ref().map(read_grant).transpose()
    }

    /// Writes a new grant as the live one of its grantor and site; one that is over makes room for it.
    pub async fn add_grant(
        &mut self,
        grant: &Grant,
        secrets: &GrantSecrets,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE grants SET live = NULL WHERE site = $1 AND grantor = $2 AND expires_at <= $3")
            .bind(grant.site.as_str())
            .bind(&grant.grantor)
            .bind(to_millis(now))
            .execute(&mut *self.transaction)
            .await?;
        let (code_hash, totp_seed) = code_columns(&secrets.code);
        sqlx::query(
            "INSERT INTO grants (id, site, grantor, user_name, expires_at, live, version, body, password_hash, \
             code_hash, totp_seed) VALUES ($1, $2, $3, $4, $5, 1, 1, $6, $7, $8, $9)",
        )
        .bind(grant.id.to_string())
        .bind(grant.site.as_str())
        .bind(&grant.grantor)
        .bind(&grant.user_name)
        .bind(to_millis(grant.validity.expires_at))
        .bind(write_grant(grant)?)
        .bind(secrets.password.as_str())
        .bind(code_hash)
        .bind(totp_seed)
        .execute(&mut *self.transaction)
        .await
        .map_err(|error| match error.as_database_error() {
            Some(violation) if violation.is_unique_violation() && violation.message().contains("grantor") => {
                StoreError::AlreadyLive
            }
            _ => StoreError::Database(error),
        })?;
        Ok(())
    }

    /// Writes a grant that has changed. `live`: whether it stays the one of its grantor and site.
    pub async fn update_grant(&mut self, grant: &Grant, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query("UPDATE grants SET body = $1, version = version + 1, live = $2 WHERE id = $3")
            .bind(write_grant(grant)?)
            .bind(grant.is_live_at(now).then_some(1_i64))
            .bind(grant.id.to_string())
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }

    pub async fn replace_secrets(&mut self, id: GrantId, secrets: &GrantSecrets) -> Result<(), StoreError> {
        let (code_hash, totp_seed) = code_columns(&secrets.code);
        sqlx::query(
            "UPDATE grants SET password_hash = $1, code_hash = $2, totp_seed = $3, totp_last_step = 0 WHERE id = $4",
        )
        .bind(secrets.password.as_str())
        .bind(code_hash)
        .bind(totp_seed)
        .bind(id.to_string())
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    /// Uses up a time step: `false` when it, or a later one, was used before. Compare-and-set, also across nodes.
    pub async fn use_totp_step(&mut self, id: GrantId, step: u64) -> Result<bool, StoreError> {
        let step = i64::try_from(step).map_err(|_| StoreError::Corrupt(format!("the time step {step}")))?;
        let updated =
            sqlx::query("UPDATE grants SET totp_last_step = $1 WHERE id = $2 AND totp_last_step < $1")
                .bind(step)
                .bind(id.to_string())
                .execute(&mut *self.transaction)
                .await?;
        Ok(updated.rows_affected() == 1)
    }
}

fn read_grant(row: &SqliteRow) -> Result<StoredGrant, StoreError> {
    let body: &str = row.try_get("body")?;
    let grant =
        serde_json::from_str(body).map_err(|error| StoreError::Corrupt(format!("a grant: {error}")))?;
    Ok(StoredGrant {
        grant: Arc::new(grant),
        version: unsigned(row.try_get("version")?)?,
    })
}

fn write_grant(grant: &Grant) -> Result<String, StoreError> {
    serde_json::to_string(grant).map_err(|error| StoreError::Corrupt(format!("a grant: {error}")))
}

fn read_secrets(row: &SqliteRow) -> Result<GrantSecrets, StoreError> {
    let fixed: Option<String> = row.try_get("code_hash")?;
    let totp: Option<Vec<u8>> = row.try_get("totp_seed")?;
    let code = match (fixed, totp) {
        (Some(hash), None) => StoredCode::Fixed(PasswordHash::from_stored(hash)),
        (None, Some(sealed)) => StoredCode::Totp(Sealed(sealed)),
        (None, None) => StoredCode::Mailed,
        (Some(_), Some(_)) => {
            return Err(StoreError::Corrupt(
                "a grant with more than one security code".to_owned(),
            ));
        }
    };
    Ok(GrantSecrets {
        password: PasswordHash::from_stored(row.try_get("password_hash")?),
        code,
    })
}

fn code_columns(code: &StoredCode) -> (Option<&str>, Option<&[u8]>) {
    match code {
        StoredCode::Fixed(hash) => (Some(hash.as_str()), None),
        StoredCode::Totp(sealed) => (None, Some(sealed.0.as_slice())),
        StoredCode::Mailed => (None, None),
    }
}
