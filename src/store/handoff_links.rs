//! One-time links: what was sealed, as long as it waits, and afterwards what became of it.

use std::net::IpAddr;
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::rows::{bytes32, from_millis, parsed, to_millis, unsigned};
use super::{Change, Store, StoreError};
use crate::access::{AccountId, HandoffLinkId};
use crate::crypto::TokenDigest;

/// A link without what was sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoffLink {
    pub id: HandoffLinkId,
    /// Who made it.
    pub account: AccountId,
    /// Of what shows that somebody has the link.
    pub claim: TokenDigest,
    /// Of what shows that somebody has the code as well; `None`: there is none.
    pub proof: Option<TokenDigest>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    /// Wrong codes so far.
    pub tries: u32,
    /// What was recorded; [`HandoffLink::state_at`] knows of time.
    pub ended: Option<HandoffEnd>,
}

/// What becomes of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandoffLinkState {
    Waiting,
    Ended(HandoffEnd),
}

/// How a link ended. In each case what was sealed is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandoffEnd {
    Opened {
        at: Timestamp,
        from: IpAddr,
        /// What the client said of itself.
        user_agent: String,
    },
    Revoked {
        at: Timestamp,
    },
    /// Too many wrong codes.
    Wiped {
        at: Timestamp,
    },
    Expired {
        at: Timestamp,
    },
}

impl HandoffLink {
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> HandoffLinkState {
        match &self.ended {
            Some(ended) => HandoffLinkState::Ended(ended.clone()),
            None if now < self.expires_at => HandoffLinkState::Waiting,
            None => HandoffLinkState::Ended(HandoffEnd::Expired { at: self.expires_at }),
        }
    }
}

impl HandoffEnd {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "opened",
            Self::Revoked { .. } => "revoked",
            Self::Wiped { .. } => "wiped",
            Self::Expired { .. } => "expired",
        }
    }

    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::Opened { at, .. } | Self::Revoked { at } | Self::Wiped { at } | Self::Expired { at } => *at,
        }
    }
}

const SELECT: &str = "SELECT id, account_id, claim, proof, created_at, expires_at, tries, ended_as, ended_at, \
     opened_from, opened_by FROM handoff_links";

/// Links that are wiped at once.
const MOST_EXPIRED: i64 = 100;

impl Store {
    pub async fn handoff_link(&self, id: HandoffLinkId) -> Result<Option<HandoffLink>, StoreError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE id = $1")))
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// The newest first.
    pub async fn handoff_links_of(&self, account: AccountId) -> Result<Vec<HandoffLink>, StoreError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "{SELECT} WHERE account_id = $1 ORDER BY created_at DESC, id"
        )))
        .bind(account.to_string())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// Whether something is kept that is too old.
    pub async fn has_expired_handoff_links(&self, now: Timestamp) -> Result<bool, StoreError> {
        let row =
            sqlx::query("SELECT 1 FROM handoff_links WHERE sealed IS NOT NULL AND expires_at <= $1 LIMIT 1")
                .bind(to_millis(now))
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.is_some())
    }

    /// Takes what was deleted out of the write-ahead log, too. `false`: a reader is in the way, it is to be tried again.
    pub async fn sweep(&self) -> Result<bool, StoreError> {
        if !self.is_to_be_swept.swap(false, Ordering::SeqCst) {
            return Ok(true);
        }
        let swept = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(&self.pool)
            .await
            .and_then(|row| row.try_get::<i64, _>(0));
        let done = matches!(swept, Ok(0));
        if !done {
            self.is_to_be_swept.store(true, Ordering::SeqCst);
        }
        swept?;
        Ok(done)
    }

    /// Something was deleted that must not lie about: see [`Store::sweep`].
    pub fn is_to_be_swept(&self) {
        self.is_to_be_swept.store(true, Ordering::SeqCst);
    }
}

impl Change {
    pub async fn handoff_link(&mut self, id: HandoffLinkId) -> Result<Option<HandoffLink>, StoreError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE id = $1")))
            .bind(id.to_string())
            .fetch_optional(&mut *self.transaction)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Links of an account that wait.
    pub async fn count_handoff_links(
        &mut self,
        account: AccountId,
        now: Timestamp,
    ) -> Result<u32, StoreError> {
        let row = sqlx::query(
            "SELECT count(*) AS waiting FROM handoff_links \
             WHERE account_id = $1 AND sealed IS NOT NULL AND expires_at > $2",
        )
        .bind(account.to_string())
        .bind(to_millis(now))
        .fetch_one(&mut *self.transaction)
        .await?;
        unsigned(row.try_get("waiting")?)
    }

    /// Links of an account that hold something.
    pub async fn unopened_handoff_links(
        &mut self,
        account: AccountId,
    ) -> Result<Vec<HandoffLink>, StoreError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "{SELECT} WHERE account_id = $1 AND sealed IS NOT NULL ORDER BY id"
        )))
        .bind(account.to_string())
        .fetch_all(&mut *self.transaction)
        .await?;
        rows.iter().map(read).collect()
    }

    /// # Errors
    /// [`StoreError::Taken`]: there is a link with this id.
    pub async fn add_handoff_link(&mut self, link: &HandoffLink, sealed: &[u8]) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO handoff_links (id, account_id, claim, proof, sealed, created_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(link.id.to_string())
        .bind(link.account.to_string())
        .bind(link.claim.0.as_slice())
        .bind(link.proof.as_ref().map(|proof| proof.0.as_slice()))
        .bind(sealed)
        .bind(to_millis(link.created_at))
        .bind(to_millis(link.expires_at))
        .execute(&mut *self.transaction)
        .await
        .map_err(super::accounts::taken)?;
        Ok(())
    }

    /// One more wrong code.
    pub async fn count_handoff_try(&mut self, id: HandoffLinkId) -> Result<(), StoreError> {
        sqlx::query("UPDATE handoff_links SET tries = tries + 1 WHERE id = $1")
            .bind(id.to_string())
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }

    /// Ends a link that waits and hands over what was sealed: `Some` for exactly one caller.
    pub async fn end_handoff_link(
        &mut self,
        id: HandoffLinkId,
        end: &HandoffEnd,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let row = sqlx::query("SELECT sealed FROM handoff_links WHERE id = $1 AND sealed IS NOT NULL")
            .bind(id.to_string())
            .fetch_optional(&mut *self.transaction)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let sealed: Vec<u8> = row.try_get("sealed")?;
        let (from, by) = match end {
            HandoffEnd::Opened { from, user_agent, .. } => {
                (Some(from.to_string()), Some(user_agent.as_str()))
            }
            HandoffEnd::Revoked { .. } | HandoffEnd::Wiped { .. } | HandoffEnd::Expired { .. } => {
                (None, None)
            }
        };
        sqlx::query(
            "UPDATE handoff_links SET sealed = NULL, ended_as = $2, ended_at = $3, opened_from = $4, opened_by = $5 \
             WHERE id = $1",
        )
        .bind(id.to_string())
        .bind(end.code())
        .bind(to_millis(end.at()))
        .bind(from)
        .bind(by)
        .execute(&mut *self.transaction)
        .await?;
        Ok(Some(sealed))
    }

    /// Some that are too old and still hold something.
    pub async fn expired_handoff_links(&mut self, now: Timestamp) -> Result<Vec<HandoffLink>, StoreError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "{SELECT} WHERE sealed IS NOT NULL AND expires_at <= $1 LIMIT $2"
        )))
        .bind(to_millis(now))
        .bind(MOST_EXPIRED)
        .fetch_all(&mut *self.transaction)
        .await?;
        rows.iter().map(read).collect()
    }
}

fn read(row: &SqliteRow) -> Result<HandoffLink, StoreError> {
    let proof: Option<&[u8]> = row.try_get("proof")?;
    Ok(HandoffLink {
        id: parsed(row.try_get("id")?)?,
        account: parsed(row.try_get("account_id")?)?,
        claim: TokenDigest(bytes32(row.try_get("claim")?)?),
        proof: proof.map(bytes32).transpose()?.map(TokenDigest),
        created_at: from_millis(row.try_get("created_at")?)?,
        expires_at: from_millis(row.try_get("expires_at")?)?,
        tries: unsigned(row.try_get("tries")?)?,
        ended: read_end(row)?,
    })
}

fn read_end(row: &SqliteRow) -> Result<Option<HandoffEnd>, StoreError> {
    let (code, at): (Option<&str>, Option<i64>) = (row.try_get("ended_as")?, row.try_get("ended_at")?);
    let (Some(code), Some(at)) = (code, at.map(from_millis).transpose()?) else {
        return Ok(None);
    };
    Ok(Some(match code {
        "opened" => HandoffEnd::Opened {
            at,
            from: parsed(row.try_get("opened_from")?)?,
            user_agent: row.try_get("opened_by")?,
        },
        "revoked" => HandoffEnd::Revoked { at },
        "wiped" => HandoffEnd::Wiped { at },
        "expired" => HandoffEnd::Expired { at },
        other => return Err(StoreError::Corrupt(format!("the end `{other}` of a link"))),
    }))
}
