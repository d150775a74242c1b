//! What works once or for a while: links of one purpose, mailed codes, and what a repeated request made the first time.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::rows::{bytes32, from_millis, to_millis};
use super::{Change, Store, StoreError};
use crate::access::{AccountId, CodeHolder};
use crate::crypto::TokenDigest;

/// What a link is for. One of one purpose never does another's work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// Set your own password. The subject is an account.
    Invitation,
    /// Pause a grant. The subject is the grant.
    Freeze,
}

impl LinkPurpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Freeze => "freeze",
        }
    }
}

/// A code that was sent by mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailedCode {
    /// Keyed hash.
    pub digest: [u8; 32],
    pub sent_at: Timestamp,
    pub until: Timestamp,
}

/// What a request with an idempotency key made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// SHA-256 of the request's body.
    pub request: [u8; 32],
    /// The id of what it made.
    pub made: String,
}

const SELECT_LINK: &str =
    "SELECT subject FROM links WHERE digest = $1 AND purpose = $2 AND used_at IS NULL AND until > $3";
const SELECT_CODE: &str =
    "SELECT code, sent_at, until FROM mailed_codes WHERE holder = $1 AND purpose = $2 AND until > $3";

impl Store {
    /// Whom or what a link is about, as long as it works. Looking consumes nothing.
    pub async fn link(
        &self,
        token: TokenDigest,
        purpose: LinkPurpose,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let row = sqlx::query(SELECT_LINK)
            .bind(token.0.as_slice())
            .bind(purpose.as_str())
            .bind(to_millis(now))
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|row| row.try_get("subject")).transpose()?)
    }

    pub async fn mailed_code(
        &self,
        holder: CodeHolder,
        purpose: &str,
        now: Timestamp,
    ) -> Result<Option<MailedCode>, StoreError> {
        let row = sqlx::query(SELECT_CODE)
            .bind(holder.to_string())
            .bind(purpose)
            .bind(to_millis(now))
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read_code).transpose()
    }

    /// Not a change: it decides nothing. The first one of a key stays.
    pub async fn remember_made(
        &self,
        account: AccountId,
        key: &str,
        made: &Made,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO idempotency (account_id, key, request, made, at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (account_id, key) DO NOTHING",
        )
        .bind(account.to_string())
        .bind(key)
        .bind(made.request.as_slice())
        .bind(&made.made)
        .bind(to_millis(now))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    pub async fn made_before(&self, account: AccountId, key: &str) -> Result<Option<Made>, StoreError> {
        let row = sqlx::query("SELECT request, made FROM idempotency WHERE account_id = $1 AND key = $2")
            .bind(account.to_string())
            .bind(key)
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| {
            Ok(Made {
                request: bytes32(row.try_get("request")?)?,
                made: row.try_get("made")?,
            })
        })
        .transpose()
    }
}

impl Change {
    pub async fn add_link(
        &mut self,
        token: TokenDigest,
        purpose: LinkPurpose,
        subject: &str,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO links (digest, purpose, subject, until) VALUES ($1, $2, $3, $4)")
            .bind(token.0.as_slice())
            .bind(purpose.as_str())
            .bind(subject)
            .bind(to_millis(until))
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }

    /// Makes the links of one purpose about one subject worthless.
    pub async fn forget_links(&mut self, purpose: LinkPurpose, subject: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM links WHERE purpose = $1 AND subject = $2")
            .bind(purpose.as_str())
            .bind(subject)
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }

    /// Uses a link up. `Some` for exactly one caller.
    pub async fn take_link(
        &mut self,
        token: TokenDigest,
        purpose: LinkPurpose,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let row = sqlx::query(SELECT_LINK)
            .bind(token.0.as_slice())
            .bind(purpose.as_str())
            .bind(to_millis(now))
            .fetch_optional(&mut *self.transaction)
            .await?;
        let Some(row) = row else { return Ok(None) };
        sqlx::query("UPDATE links SET used_at = $1 WHERE digest = $2")
            .bind(to_millis(now))
            .bind(token.0.as_slice())
            .execute(&mut *self.transaction)
            .await?;
        Ok(Some(row.try_get("subject")?))
    }

    /// The newest code of a purpose is the only one.
    pub async fn keep_mailed_code(
        &mut self,
        holder: CodeHolder,
        purpose: &str,
        code: MailedCode,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO mailed_codes (holder, purpose, code, sent_at, until) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (holder, purpose) DO UPDATE SET code = excluded.code, sent_at = excluded.sent_at, \
             until = excluded.until",
        )
        .bind(holder.to_string())
        .bind(purpose)
        .bind(code.digest.as_slice())
        .bind(to_millis(code.sent_at))
        .bind(to_millis(code.until))
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    pub async fn forget_mailed_code(&mut self, holder: CodeHolder, purpose: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM mailed_codes WHERE holder = $1 AND purpose = $2")
            .bind(holder.to_string())
            .bind(purpose)
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }

    /// Makes the codes of all purposes worthless.
    pub async fn forget_mailed_codes(&mut self, holder: CodeHolder) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM mailed_codes WHERE holder = $1")
            .bind(holder.to_string())
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }

    /// `true` for exactly one caller per code.
    pub async fn use_mailed_code(
        &mut self,
        holder: CodeHolder,
        purpose: &str,
        digest: [u8; 32],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let used = sqlx::query(
            "DELETE FROM mailed_codes WHERE holder = $1 AND purpose = $2 AND code = $3 AND until > $4",
        )
        .bind(holder.to_string())
        .bind(purpose)
        .bind(digest.as_slice())
        .bind(to_millis(now))
        .execute(&mut *self.transaction)
        .await?;
        Ok(used.rows_affected() == 1)
    }
}

fn read_code(row: &SqliteRow) -> Result<MailedCode, StoreError> {
    Ok(MailedCode {
        digest: bytes32(row.try_get("code")?)?,
        sent_at: from_millis(row.try_get("sent_at")?)?,
        until: from_millis(row.try_get("until")?)?,
    })
}
