//! Who was told of what.

use jiff::Timestamp;
use sqlx::Row;

use super::rows::{to_millis, unsigned};
use super::{Seq, Store, StoreError};
use crate::access::AccountId;

impl Store {
    /// `true` for exactly one caller per event and recipient, on all gateways and over all restarts: the one that
    /// writes the letter. Not a change: it decides nothing.
    pub async fn claim_news(
        &self,
        event: &str,
        recipient: AccountId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let claimed = sqlx::query(
            "INSERT INTO news (event, recipient, at) VALUES ($1, $2, $3) ON CONFLICT (event, recipient) DO NOTHING",
        )
        .bind(event)
        .bind(recipient.to_string())
        .bind(to_millis(now))
        .execute(&self.pool)
        .await?;
        Ok(claimed.rows_affected() == 1)
    }

    /// The last change before a moment.
    pub async fn last_change_before(&self, moment: Timestamp) -> Result<Seq, StoreError> {
        let row = sqlx::query("SELECT coalesce(max(seq), 0) AS seq FROM changes WHERE at < $1")
            .bind(to_millis(moment))
            .fetch_one(&self.pool)
            .await?;
        unsigned(row.try_get("seq")?).map(Seq)
    }
}
