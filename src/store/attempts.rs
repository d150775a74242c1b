//! What is remembered of guesses.

use std::fmt;
use std::net::IpAddr;

use sqlx::Row;

use super::rows::{from_millis, to_millis, unsigned};
use super::{Change, Store, StoreError};
use crate::access::{AccountId, Attempts, GrantId, Locked, SessionId};

/// What can be guessed at, each with a count of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Sign-ins from one network: /32 for IPv4, /64 for IPv6.
    Network(IpAddr),
    GrantPassword(GrantId),
    GrantCode(GrantId),
    /// Mails with a code to a grant's agent.
    GrantMail(GrantId),
    /// Codes inside a live session.
    SessionCode(SessionId),
    /// Sign-ins with an account's name from one network: a stranger's guesses are not the owner's.
    AccountFrom(AccountId, IpAddr),
    /// Sign-ins with an account's name from networks that it was never signed in from.
    AccountFromStrangers(AccountId),
    /// Second factors of an account, of all kinds together.
    AccountCode(AccountId),
    /// Mails with a code to an account's address.
    AccountMail(AccountId),
}

/// A network as it is counted: /32 for IPv4, /64 for IPv6.
struct Network(IpAddr);

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.to_canonical() {
            IpAddr::V4(ip) => write!(f, "{ip}/32"),
            IpAddr::V6(ip) => {
                let [a, b, c, d, ..] = ip.segments();
                write!(f, "{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network(ip) => write!(f, "network:{}", Network(*ip)),
            Self::GrantPassword(id) => write!(f, "grant-password:{id}"),
            Self::GrantCode(id) => write!(f, "grant-code:{id}"),
            Self::GrantMail(id) => write!(f, "grant-mail:{id}"),
            Self::SessionCode(id) => write!(f, "session-code:{id}"),
            Self::AccountFrom(id, ip) => write!(f, "account:{id}:{}", Network(*ip)),
            Self::AccountFromStrangers(id) => write!(f, "account-strangers:{id}"),
            Self::AccountCode(id) => write!(f, "account-code:{id}"),
            Self::AccountMail(id) => write!(f, "account-mail:{id}"),
        }
    }
}

const SELECT: &str = "SELECT count, since, locked, locked_until FROM attempts WHERE subject = $1";

impl Store {
    pub async fn attempts(&self, subject: Subject) -> Result<Attempts, StoreError> {
        read(
            sqlx::query(SELECT)
                .bind(subject.to_string())
                .fetch_optional(&self.pool)
                .await?,
        )
    }
}

impl Change {
    pub async fn attempts(&mut self, subject: Subject) -> Result<Attempts, StoreError> {
        read(
            sqlx::query(SELECT)
                .bind(subject.to_string())
                .fetch_optional(&mut *self.transaction)
                .await?,
        )
    }

    pub async fn remember_attempts(
        &mut self,
        subject: Subject,
        attempts: Attempts,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO attempts (subject, count, since, locked, locked_until) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (subject) DO UPDATE SET count = excluded.count, since = excluded.since, \
             locked = excluded.locked, locked_until = excluded.locked_until",
        )
        .bind(subject.to_string())
        .bind(i64::from(attempts.count))
        .bind(attempts.since.map(to_millis))
        .bind(i64::from(attempts.locked.is_some()))
        .bind(attempts.locked.and_then(|locked| locked.until).map(to_millis))
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    pub async fn forget_attempts(&mut self, subject: Subject) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM attempts WHERE subject = $1")
            .bind(subject.to_string())
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }
}

fn read(row: Option<sqlx::sqlite::SqliteRow>) -> Result<Attempts, StoreError> {
    let Some(row) = row else {
        return Ok(Attempts::default());
    };
    let since: Option<i64> = row.try_get("since")?;
    let until: Option<i64> = row.try_get("locked_until")?;
    let locked: i64 = row.try_get("locked")?;
    Ok(Attempts {
        count: unsigned(row.try_get("count")?)?,
        since: since.map(from_millis).transpose()?,
        locked: if locked == 0 {
            None
        } else {
            Some(Locked {
                until: until.map(from_millis).transpose()?,
            })
        },
    })
}
