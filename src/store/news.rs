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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_of_many_gateways_tells_each_reader_once() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("store.db");
        let (ann, bob) = (AccountId::from_bytes([1; 16]), AccountId::from_bytes([2; 16]));
        let now = Timestamp::UNIX_EPOCH;
        let gateways = [
            Store::open(&file).await.unwrap(),
            Store::open(&file).await.unwrap(),
        ];
        for reader in [ann, bob] {
            let mut claimed = 0;
            for gateway in gateways.iter().chain(&gateways) {
                claimed += usize::from(gateway.claim_news("change-7", reader, now).await.unwrap());
            }
            assert_eq!(claimed, 1);
        }
        assert!(gateways[0].claim_news("change-8", ann, now).await.unwrap());
    }
}
