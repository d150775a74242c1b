//! Sessions, the clients that they trust, and passes for single navigations.

use std::sync::Arc;

use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::cached::{Activity, KnownSession};
use super::rows::{bytes32, from_millis, parsed, to_millis, unsigned};
use super::{Change, Store, StoreError};
use crate::access::{GrantId, Holder, Session, SessionId, SessionStage, TrustKey, TrustedClient};
use crate::crypto::TokenDigest;

/// Clients of one session that are trusted at once: the newest ones count.
const MOST_TRUSTED_CLIENTS: i64 = 4;

impl Store {
    pub async fn session_by_token(&self, token: TokenDigest) -> Result<Option<KnownSession>, StoreError> {
        let row = sqlx::query("SELECT * FROM sessions WHERE token = $1")
            .bind(token.0.as_slice())
            .fetch_optional(&self.pool)
            .await?;
        self.with_trust(row).await
    }

    pub async fn session(&self, id: SessionId) -> Result<Option<KnownSession>, StoreError> {
        let row = sqlx::query("SELECT * FROM sessions WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await?;
        self.with_trust(row).await
    }

    /// Not a change: who is asked again, and when, is all that comes of it.
    pub async fn session_is_used(&self, id: SessionId, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query("UPDATE sessions SET seen_at = $1 WHERE id = $2")
            .bind(to_millis(now))
            .bind(id.to_string())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    pub async fn count_open_sessions(&self, grant: GrantId, generation: u32) -> Result<u64, StoreError> {
        let row = sqlx::query(
            "SELECT count(*) AS open FROM sessions WHERE grant_id = $1 AND generation = $2 AND complete = 1 \
             AND ended_at IS NULL",
        )
        .bind(grant.to_string())
        .bind(i64::from(generation))
        .fetch_one(&self.pool)
        .await?;
        unsigned(row.try_get("open")?)
    }

    async fn with_trust(&self, row: Option<SqliteRow>) -> Result<Option<KnownSession>, StoreError> {
        let Some(row) = row else { return Ok(None) };
        let session = read_session(&row)?;
        let trusted = sqlx::query(
            "SELECT client, since, until FROM trusted_clients WHERE session_id = $1 ORDER BY until DESC LIMIT $2",
        )
        .bind(session.id.to_string())
        .bind(MOST_TRUSTED_CLIENTS)
        .fetch_all(&self.pool)
        .await?;
        let trusted: Result<Vec<TrustedClient>, StoreError> =
            trusted.iter().map(read_trusted_client).collect();
        let ended_at: Option<i64> = row.try_get("ended_at")?;
        let (seen_at, started_at): (Option<i64>, _) = (row.try_get("seen_at")?, session.started_at);
        Ok(Some(KnownSession {
            session: Arc::new(session),
            token: TokenDigest(bytes32(row.try_get("token")?)?),
            ended: ended_at.is_some(),
            activity: Arc::new(Activity::since(match seen_at {
                Some(seen_at) => from_millis(seen_at)?,
                None => started_at,
            })),
            trusted: trusted?,
            version: row.try_get("version")?,
        }))
    }
}

impl Change {
    pub async fn add_session(&mut self, session: &Session, token: TokenDigest) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO sessions (id, token, grant_id, generation, complete, started_at, version) \
             VALUES ($1, $2, $3, $4, $5, $6, 1)",
        )
        .bind(session.id.to_string())
        .bind(token.0.as_slice())
        .bind(session.grant.to_string())
        .bind(i64::from(session.generation))
        .bind(i64::from(session.stage == SessionStage::Complete))
        .bind(to_millis(session.started_at))
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    /// `false`: it was over already.
    pub async fn end_session(&mut self, id: SessionId, now: Timestamp) -> Result<bool, StoreError> {
        let ended = sqlx::query(
            "UPDATE sessions SET ended_at = $1, version = version + 1 WHERE id = $2 AND ended_at IS NULL",
        )
        .bind(to_millis(now))
        .bind(id.to_string())
        .execute(&mut *self.transaction)
        .await?;
        self.forget_trust(id).await?;
        Ok(ended.rows_affected() == 1)
    }

    /// The open sessions of a grant, the oldest first.
    pub async fn open_sessions(
        &mut self,
        grant: GrantId,
        generation: u32,
    ) -> Result<Vec<SessionId>, StoreError> {
        let rows = sqlx::query(
            "SELECT id FROM sessions WHERE grant_id = $1 AND generation = $2 AND complete = 1 AND ended_at IS NULL \
             ORDER BY started_at, id",
        )
        .bind(grant.to_string())
        .bind(i64::from(generation))
        .fetch_all(&mut *self.transaction)
        .await?;
        rows.iter().map(|row| parsed(row.try_get("id")?)).collect()
    }

    pub async fn trust_client(
        &mut self,
        session: SessionId,
        client: TrustedClient,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO trusted_clients (session_id, client, since, until) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (session_id, client) DO UPDATE SET since = excluded.since, until = excluded.until",
        )
        .bind(session.to_string())
        .bind(client.key.0.as_slice())
        .bind(to_millis(client.since))
        .bind(to_millis(client.until))
        .execute(&mut *self.transaction)
        .await?;
        sqlx::query("UPDATE sessions SET version = version + 1 WHERE id = $1")
            .bind(session.to_string())
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }

    async fn forget_trust(&mut self, session: SessionId) -> Result<(), StoreError> {
        for statement in [
            "DELETE FROM trusted_clients WHERE session_id = $1",
            "DELETE FROM passes WHERE session_id = $1",
        ] {
            sqlx::query(statement)
                .bind(session.to_string())
                .execute(&mut *self.transaction)
                .await?;
        }
        Ok(())
    }

    pub async fn add_pass(
        &mut self,
        session: SessionId,
        target: [u8; 32],
        until: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO passes (session_id, target, until) VALUES ($1, $2, $3) \
             ON CONFLICT (session_id, target) DO UPDATE SET until = excluded.until",
        )
        .bind(session.to_string())
        .bind(target.as_slice())
        .bind(to_millis(until))
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    /// `true` for exactly one caller per pass.
    pub async fn take_pass(
        &mut self,
        session: SessionId,
        target: [u8; 32],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let taken = sqlx::query("DELETE FROM passes WHERE session_id = $1 AND target = $2 AND until > $3")
            .bind(session.to_string())
            .bind(target.as_slice())
            .bind(to_millis(now))
            .execute(&mut *self.transaction)
            .await?;
        Ok(taken.rows_affected() == 1)
    }
}

fn read_session(row: &SqliteRow) -> Result<Session, StoreError> {
    Ok(Session {
        id: parsed(row.try_get("id")?)?,
        grant: parsed(row.try_get("grant_id")?)?,
        generation: unsigned(row.try_get("generation")?)?,
        stage: match row.try_get("complete")? {
            0_i64 => SessionStage::AwaitingCode,
            _ => SessionStage::Complete,
        },
        holder: Holder::Agent,
        started_at: from_millis(row.try_get("started_at")?)?,
    })
}

fn read_trusted_client(row: &SqliteRow) -> Result<TrustedClient, StoreError> {
    Ok(TrustedClient {
        key: TrustKey(bytes32(row.try_get("client")?)?),
        since: from_millis(row.try_get("since")?)?,
        until: from_millis(row.try_get("until")?)?,
    })
}
