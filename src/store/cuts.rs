//! Which gateways run on this store, and what they cut because of a change.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use sqlx::Row;

use super::rows::{from_millis, to_millis, unsigned};
use super::{Seq, Store, StoreError};

/// A gateway that has not been seen for this long is taken for gone.
const GONE_AFTER: SignedDuration = SignedDuration::from_secs(5);

/// What one gateway cut because of one change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutReport {
    pub node: String,
    /// Requests, downloads, event streams and WebSockets.
    pub count: u64,
    /// From the commit of the change until the last of them was gone.
    pub took: Duration,
}

/// Gateways follow within 250 ms; one that has not after six times that is in trouble.
pub const CUTS_WITHIN: Duration = Duration::from_millis(1500);
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// What became of a change in the running gateways.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cuts {
    pub reports: Vec<CutReport>,
    /// How many gateways were running: with fewer reports, one did not answer.
    pub waited_for: usize,
}

impl Cuts {
    pub fn count(&self) -> u64 {
        self.reports.iter().map(|report| report.count).sum()
    }

    /// Until the last of them was gone, everywhere.
    pub fn took(&self) -> Duration {
        let slowest = self.reports.iter().map(|report| report.took).max();
        slowest.unwrap_or_default()
    }
}

impl Store {
    /// Waits until the running gateways have followed a change, but not longer than [`CUTS_WITHIN`].
    pub async fn cuts_after(&self, seq: Seq, now: Timestamp) -> Result<Cuts, StoreError> {
        let nodes = self.living_nodes(now).await?;
        let deadline = tokio::time::Instant::now() + CUTS_WITHIN;
        loop {
            let reports = self.cuts_of(seq).await?;
            let all_there = nodes
                .iter()
                .all(|node| reports.iter().any(|report| report.node == *node));
            if all_there || tokio::time::Instant::now() >= deadline {
                return Ok(Cuts {
                    reports,
                    waited_for: nodes.len(),
                });
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Says that this gateway is alive, and at what time. Not a change: it decides nothing and is not logged.
    pub async fn node_is_alive(&self, node: &str, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO nodes (id, seen_at) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at",
        )
        .bind(node)
        .bind(to_millis(now))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    pub async fn node_is_gone(&self, node: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM nodes WHERE id = $1")
            .bind(node)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    pub async fn living_nodes(&self, now: Timestamp) -> Result<Vec<String>, StoreError> {
        let since = now.checked_sub(GONE_AFTER).unwrap_or(Timestamp::MIN);
        let rows = sqlx::query("SELECT id FROM nodes WHERE seen_at > $1")
            .bind(to_millis(since))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok(row.try_get("id")?)).collect()
    }

    /// The latest moment that this store has seen: a clock that is behind it was set back.
    pub async fn latest_moment(&self) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query(
            "SELECT max(at) AS latest FROM (SELECT max(at) AS at FROM changes UNION ALL SELECT max(seen_at) FROM nodes) t",
        )
        .fetch_one(&self.pool)
        .await?;
        let latest: Option<i64> = row.try_get("latest")?;
        latest.map(from_millis).transpose()
    }

    pub async fn report_cut(&self, seq: Seq, report: &CutReport) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO cuts (seq, node, count, micros) VALUES ($1, $2, $3, $4) ON CONFLICT (seq, node) DO NOTHING",
        )
        .bind(i64::try_from(seq.0).unwrap_or(i64::MAX))
        .bind(&report.node)
        .bind(i64::try_from(report.count).unwrap_or(i64::MAX))
        .bind(i64::try_from(report.took.as_micros()).unwrap_or(i64::MAX))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    pub async fn cuts_of(&self, seq: Seq) -> Result<Vec<CutReport>, StoreError> {
        let rows = sqlx::query("SELECT node, count, micros FROM cuts WHERE seq = $1")
            .bind(i64::try_from(seq.0).unwrap_or(i64::MAX))
            .fetch_all(&self.pool)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(CutReport {
                    node: row.try_get("node")?,
                    count: unsigned(row.try_get("count")?)?,
                    took: Duration::from_micros(unsigned(row.try_get("micros")?)?),
                })
            })
            .collect()
    }
}
