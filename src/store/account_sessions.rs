//! Sessions on the portal, and the clients that are excused from a code there.

use std::net::IpAddr;

use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::rows::{bytes32, from_millis, parsed, to_millis};
use super::{Change, Store, StoreError};
use crate::access::{AccountId, ClientEvidence, SessionId, SessionStage, TrustKey};
use crate::crypto::TokenDigest;

/// Somebody who signed in to the portal, or a program that did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSession {
    pub id: SessionId,
    pub account: AccountId,
    pub stage: SessionStage,
    pub started_at: Timestamp,
    /// Its last request, give or take a minute.
    pub seen_at: Timestamp,
    pub ended: bool,
    /// Where it was opened from.
    pub client: ClientEvidence,
}

/// A client that is excused from a code until a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountTrust {
    /// Names it in lists.
    pub id: SessionId,
    pub account: AccountId,
    /// The session or the access token that it is bound to.
    pub bearer: String,
    pub key: TrustKey,
    pub since: Timestamp,
    pub until: Timestamp,
    pub client: ClientEvidence,
}

impl Store {
    pub async fn account_session_by_token(
        &self,
        token: TokenDigest,
    ) -> Result<Option<AccountSession>, StoreError> {
        let row = sqlx::query("SELECT * FROM account_sessions WHERE token = $1")
            .bind(token.0.as_slice())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read_session).transpose()
    }

    pub async fn account_session(&self, id: SessionId) -> Result<Option<AccountSession>, StoreError> {
        let row = sqlx::query("SELECT * FROM account_sessions WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read_session).transpose()
    }

    /// Complete ones that nobody ended, the newest first.
    pub async fn open_account_sessions(&self, account: AccountId) -> Result<Vec<AccountSession>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM account_sessions WHERE account_id = $1 AND complete = 1 AND ended_at IS NULL \
             ORDER BY seen_at DESC",
        )
        .bind(account.to_string())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read_session).collect()
    }

    /// Whether the account was ever signed in to completely from this address.
    pub async fn account_was_seen_at(&self, account: AccountId, ip: IpAddr) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "SELECT 1 AS found FROM account_sessions WHERE account_id = $1 AND ip = $2 AND complete = 1 LIMIT 1",
        )
        .bind(account.to_string())
        .bind(ip.to_canonical().to_string())
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.is_some())
    }

    /// Remembers when a session was used. Not a change: it only ever ends something later.
    pub async fn account_session_is_used(&self, id: SessionId, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query("UPDATE account_sessions SET seen_at = $1 WHERE id = $2 AND seen_at < $1")
            .bind(to_millis(now))
            .bind(id.to_string())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Since when a client is trusted, if it is.
    pub async fn trusted_since(
        &self,
        bearer: &str,
        key: TrustKey,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let row =
            sqlx::query("SELECT since FROM account_trust WHERE bearer = $1 AND client = $2 AND until > $3")
                .bind(bearer)
                .bind(key.0.as_slice())
                .bind(to_millis(now))
                .fetch_optional(&self.pool)
                .await?;
        row.map(|row| from_millis(row.try_get("since")?)).transpose()
    }

    /// Those of this moment, the newest first.
    pub async fn trusted_clients_of(
        &self,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Vec<AccountTrust>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM account_trust WHERE account_id = $1 AND until > $2 ORDER BY since DESC",
        )
        .bind(account.to_string())
        .bind(to_millis(now))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read_trust).collect()
    }
}

impl Change {
    pub async fn add_account_session(
        &mut self,
        session: &AccountSession,
        token: TokenDigest,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO account_sessions (id, token, account_id, complete, started_at, seen_at, ip, user_agent) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(session.id.to_string())
        .bind(token.0.as_slice())
        .bind(session.account.to_string())
        .bind(i64::from(session.stage == SessionStage::Complete))
        .bind(to_millis(session.started_at))
        .bind(to_millis(session.seen_at))
        .bind(session.client.ip.to_canonical().to_string())
        .bind(&session.client.user_agent)
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    /// `false`: it was over already, or is none of this account's.
    pub async fn end_account_session(
        &mut self,
        account: AccountId,
        id: SessionId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let ended = sqlx::query(
            "UPDATE account_sessions SET ended_at = $1 WHERE id = $2 AND account_id = $3 AND ended_at IS NULL",
        )
        .bind(to_millis(now))
        .bind(id.to_string())
        .bind(account.to_string())
        .execute(&mut *self.transaction)
        .await?;
        self.forget_trust_of_bearer(&id.to_string()).await?;
        Ok(ended.rows_affected() == 1)
    }

    /// Ends all sessions of an account but one. How many that were.
    pub async fn end_account_sessions(
        &mut self,
        account: AccountId,
        except: Option<SessionId>,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let except = except.map(|id| id.to_string()).unwrap_or_default();
        let ended = sqlx::query(
            "UPDATE account_sessions SET ended_at = $1 WHERE account_id = $2 AND id <> $3 AND ended_at IS NULL",
        )
        .bind(to_millis(now))
        .bind(account.to_string())
        .bind(&except)
        .execute(&mut *self.transaction)
        .await?;
        Ok(ended.rows_affected())
    }

    pub async fn trust_account_client(&mut self, trust: &AccountTrust) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO account_trust (id, account_id, bearer, client, since, until, ip, user_agent) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
             ON CONFLICT (bearer, client) DO UPDATE SET since = excluded.since, until = excluded.until",
        )
        .bind(trust.id.to_string())
        .bind(trust.account.to_string())
        .bind(&trust.bearer)
        .bind(trust.key.0.as_slice())
        .bind(to_millis(trust.since))
        .bind(to_millis(trust.until))
        .bind(trust.client.ip.to_canonical().to_string())
        .bind(&trust.client.user_agent)
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    /// One trusted client of an account, or all of them. How many that were.
    pub async fn forget_account_trust(
        &mut self,
        account: AccountId,
        id: Option<SessionId>,
    ) -> Result<u64, StoreError> {
        let id = id.map(|id| id.to_string());
        let forgotten =
            sqlx::query("DELETE FROM account_trust WHERE account_id = $1 AND ($2 IS NULL OR id = $2)")
                .bind(account.to_string())
                .bind(id)
                .execute(&mut *self.transaction)
                .await?;
        Ok(forgotten.rows_affected())
    }

    pub async fn forget_trust_of_bearer(&mut self, bearer: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM account_trust WHERE bearer = $1")
            .bind(bearer)
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }
}

fn read_session(row: &SqliteRow) -> Result<AccountSession, StoreError> {
    let ended_at: Option<i64> = row.try_get("ended_at")?;
    Ok(AccountSession {
        id: parsed(row.try_get("id")?)?,
        account: parsed(row.try_get("account_id")?)?,
        stage: match row.try_get("complete")? {
            0_i64 => SessionStage::AwaitingCode,
            _ => SessionStage::Complete,
        },
        started_at: from_millis(row.try_get("started_at")?)?,
        seen_at: from_millis(row.try_get("seen_at")?)?,
        ended: ended_at.is_some(),
        client: read_client(row)?,
    })
}

fn read_trust(row: &SqliteRow) -> Result<AccountTrust, StoreError> {
    Ok(AccountTrust {
        id: parsed(row.try_get("id")?)?,
        account: parsed(row.try_get("account_id")?)?,
        bearer: row.try_get("bearer")?,
        key: TrustKey(bytes32(row.try_get("client")?)?),
        since: from_millis(row.try_get("since")?)?,
        until: from_millis(row.try_get("until")?)?,
        client: read_client(row)?,
    })
}

fn read_client(row: &SqliteRow) -> Result<ClientEvidence, StoreError> {
    Ok(ClientEvidence {
        ip: parsed(row.try_get("ip")?)?,
        user_agent: row.try_get("user_agent")?,
    })
}
