//! Access tokens for an app, as the request path needs them: what they open, and whether they still do.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::rows::{bytes32, parsed, unsigned};
use super::{Store, StoreError, TokenTerms};
use crate::access::{Account, AccountId, AppToken, Grant, ProgramCodes, Session, TokenId};
use crate::crypto::TokenDigest;

/// A token for an app, with its session and its grant, made once.
#[derive(Debug)]
pub struct KnownToken {
    pub id: TokenId,
    pub owner: AccountId,
    pub digest: TokenDigest,
    pub session: Arc<Session>,
    pub grant: Arc<Grant>,
    /// Revoked, or its owner has no account or no user in the app any more.
    pub ended: bool,
    pub version: i64,
    /// The second of the last use that was written down.
    noted_at: AtomicI64,
}

/// How exact the last use of a token is.
const NOTED_EVERY_SECONDS: i64 = 60;

impl KnownToken {
    /// `true` for one request a minute: the one that writes down that the token is used.
    pub fn is_to_be_noted(&self, now: Timestamp) -> bool {
        let last = self.noted_at.load(Ordering::Relaxed);
        let now = now.as_second();
        now.saturating_sub(last) >= NOTED_EVERY_SECONDS
            && self
                .noted_at
                .compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
    }
}

const SELECT: &str = "SELECT t.id, t.digest, t.account_id, t.name, t.body, t.revoked_at, t.used_at, \
    t.version + a.version AS version, a.body AS account \
    FROM access_tokens t JOIN accounts a ON a.id = t.account_id WHERE t.site IS NOT NULL";

impl Store {
    /// Ended ones too, so that a cache learns that they have.
    pub async fn app_token(&self, digest: TokenDigest) -> Result<Option<KnownToken>, StoreError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} AND t.digest = $1")))
            .bind(digest.0.as_slice())
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.as_ref().map(read).transpose()?.flatten())
    }

    /// Ended ones too.
    pub async fn app_tokens_of(&self, owner: AccountId) -> Result<Vec<KnownToken>, StoreError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} AND t.account_id = $1")))
            .bind(owner.to_string())
            .fetch_all(&self.pool)
            .await?;
        let read: Result<Vec<Option<KnownToken>>, StoreError> = rows.iter().map(read).collect();
        Ok(read?.into_iter().flatten().collect())
    }
}

fn read(row: &SqliteRow) -> Result<Option<KnownToken>, StoreError> {
    let corrupt = |error| StoreError::Corrupt(format!("an access token: {error}"));
    let terms: TokenTerms = serde_json::from_str(row.try_get("body")?).map_err(corrupt)?;
    let owner: Account = serde_json::from_str(row.try_get("account")?).map_err(corrupt)?;
    let Some(access) = terms.app else {
        return Ok(None);
    };
    let app_user = owner.apps.get(&access.site);
    let revoked_at: Option<i64> = row.try_get("revoked_at")?;
    let used_at: Option<i64> = row.try_get("used_at")?;
    let ended = revoked_at.is_some() || owner.disabled || app_user.is_none();
    let token = AppToken {
        id: parsed(row.try_get("id")?)?,
        owner: owner.id,
        name: row.try_get("name")?,
        app_user: app_user.map_or("", String::as_str),
        access,
        networks: terms.networks,
        created_at: terms.created_at,
        expires_at: terms.expires_at,
        codes: if terms.bypass_second_factor {
            ProgramCodes::Excused
        } else {
            ProgramCodes::Asked
        },
        generation: terms.generation,
    };
    let id = token.id;
    let (session, grant) = token.as_session_and_grant();
    Ok(Some(KnownToken {
        id,
        owner: owner.id,
        digest: TokenDigest(bytes32(row.try_get("digest")?)?),
        session: Arc::new(session),
        grant: Arc::new(grant),
        ended,
        version: unsigned(row.try_get("version")?)?,
        noted_at: AtomicI64::new(used_at.unwrap_or(0) / 1000),
    }))
}
