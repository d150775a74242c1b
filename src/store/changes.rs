//! The log of changes: part of every change's transaction, hash-chained, and the feed that gateways follow.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::rows::{bytes32, from_millis, parsed, to_millis};
use super::{Change, Store, StoreError};
use crate::access::{AccountId, GrantId, SessionId};
use crate::audit::{ChainHash, ChangeEvent, change_record};

/// The number of a change: 1, 2, 3, …
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Seq(pub u64);

/// A change as it stands in the log.
#[derive(Debug, Clone)]
pub struct LoggedChange {
    pub seq: Seq,
    pub at: Timestamp,
    pub action: String,
    pub grant: Option<GrantId>,
    pub session: Option<SessionId>,
    /// The account that it is about.
    pub account: Option<AccountId>,
    /// The text that the hash covers, together with the hash before it.
    pub body: String,
    pub hash: ChainHash,
}

impl Change {
    /// Writes the event that says what this change is, and makes both durable. There is no other way to commit.
    pub async fn commit(mut self, event: &ChangeEvent, now: Timestamp) -> Result<Seq, StoreError> {
        let seq = self.log(event, now).await?;
        self.transaction.commit().await?;
        Ok(seq)
    }

    /// Writes one more event into the same change.
    pub async fn log(&mut self, event: &ChangeEvent, now: Timestamp) -> Result<Seq, StoreError> {
        let last = sqlx::query("SELECT seq, hash FROM changes ORDER BY seq DESC LIMIT 1")
            .fetch_optional(&mut *self.transaction)
            .await?;
        let (seq, previous) = match &last {
            Some(row) => (
                read_seq(row)?.0 + 1,
                ChainHash::from_bytes(bytes32(row.try_get("hash")?)?),
            ),
            None => (1, ChainHash::GENESIS),
        };
        let (body, hash) = change_record(previous, seq, now, event);
        sqlx::query(
            "INSERT INTO changes (seq, at, action, grant_id, session_id, body, hash, account_id) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(i64::try_from(seq).unwrap_or(i64::MAX))
        .bind(to_millis(now))
        .bind(event.action.code())
        .bind(event.grant.map(|id| id.to_string()))
        .bind(event.session.map(|id| id.to_string()))
        .bind(body)
        .bind(hash.as_bytes().as_slice())
        .bind(event.account.map(|id| id.to_string()))
        .execute(&mut *self.transaction)
        .await?;
        Ok(Seq(seq))
    }
}

impl Store {
    pub async fn last_change(&self) -> Result<Seq, StoreError> {
        let row = sqlx::query("SELECT seq FROM changes ORDER BY seq DESC LIMIT 1")
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map_or(Ok(Seq::default()), read_seq)
    }

    pub(super) async fn last_logged(&self) -> Result<Option<LoggedChange>, StoreError> {
        let row = sqlx::query("SELECT * FROM changes ORDER BY seq DESC LIMIT 1")
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read_change).transpose()
    }

    /// The changes after `seq`, in order, at most `limit`.
    pub async fn changes_after(&self, seq: Seq, limit: u32) -> Result<Vec<LoggedChange>, StoreError> {
        let rows = sqlx::query("SELECT * FROM changes WHERE seq > $1 ORDER BY seq LIMIT $2")
            .bind(i64::try_from(seq.0).unwrap_or(i64::MAX))
            .bind(i64::from(limit))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read_change).collect()
    }
}

impl Store {
    /// What happened to a grant since a moment, in order.
    pub async fn changes_of_grant(
        &self,
        grant: GrantId,
        since: Timestamp,
    ) -> Result<Vec<LoggedChange>, StoreError> {
        let rows = sqlx::query("SELECT * FROM changes WHERE grant_id = $1 AND at >= $2 ORDER BY seq")
            .bind(grant.to_string())
            .bind(to_millis(since))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read_change).collect()
    }
}

impl Store {
    /// What happened to an account itself since a moment, in order.
    pub async fn changes_of_account(
        &self,
        account: AccountId,
        since: Timestamp,
    ) -> Result<Vec<LoggedChange>, StoreError> {
        let rows = sqlx::query("SELECT * FROM changes WHERE account_id = $1 AND at >= $2 ORDER BY seq")
            .bind(account.to_string())
            .bind(to_millis(since))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read_change).collect()
    }
}

fn read_seq(row: &SqliteRow) -> Result<Seq, StoreError> {
    super::rows::unsigned(row.try_get("seq")?).map(Seq)
}

fn read_change(row: &SqliteRow) -> Result<LoggedChange, StoreError> {
    let grant: Option<&str> = row.try_get("grant_id")?;
    let session: Option<&str> = row.try_get("session_id")?;
    let account: Option<&str> = row.try_get("account_id")?;
    Ok(LoggedChange {
        seq: read_seq(row)?,
        at: from_millis(row.try_get("at")?)?,
        action: row.try_get("action")?,
        grant: grant.map(parsed).transpose()?,
        session: session.map(parsed).transpose()?,
        account: account.map(parsed).transpose()?,
        body: row.try_get("body")?,
        hash: ChainHash::from_bytes(bytes32(row.try_get("hash")?)?),
    })
}
