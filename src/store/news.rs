//! Who was told of what, and which letters are still to be sent.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::rows::{parsed, to_millis, unsigned};
use super::{Seq, Store, StoreError};
use crate::access::AccountId;
use crate::crypto::Sealed;

/// A letter that a gateway left unsent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterLeft {
    pub event: String,
    pub recipient: AccountId,
    pub letter: Sealed,
}

/// Letters that are taken over at once.
const MOST_LETTERS: i64 = 100;

// None of these is a change: they decide nothing.
impl Store {
    /// Whether some gateway has written to `recipient` about `event`.
    pub async fn is_told(&self, event: &str, recipient: AccountId) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT 1 FROM news WHERE event = $1 AND recipient = $2")
            .bind(event)
            .bind(recipient.to_string())
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.is_some())
    }

    /// `true` for exactly one caller per event and recipient, on all gateways and over all restarts: the one that sends
    /// the letter. Should it not have done so by `held_until`, another one will.
    pub async fn keep_letter(
        &self,
        left: &LetterLeft,
        now: Timestamp,
        held_until: Timestamp,
    ) -> Result<bool, StoreError> {
        let kept = sqlx::query(
            "INSERT INTO news (event, recipient, at, letter, held_until) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (event, recipient) DO NOTHING",
        )
        .bind(&left.event)
        .bind(left.recipient.to_string())
        .bind(to_millis(now))
        .bind(left.letter.0.as_slice())
        .bind(to_millis(held_until))
        .execute(&self.pool)
        .await?;
        Ok(kept.rows_affected() == 1)
    }

    /// It was sent, or never will be.
    pub async fn forget_letter(&self, event: &str, recipient: AccountId) -> Result<(), StoreError> {
        sqlx::query("UPDATE news SET letter = NULL WHERE event = $1 AND recipient = $2")
            .bind(event)
            .bind(recipient.to_string())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Letters whose gateway should have sent them by now. Each goes to exactly one caller, who holds it from here on.
    pub async fn take_letters(
        &self,
        now: Timestamp,
        held_until: Timestamp,
    ) -> Result<Vec<LetterLeft>, StoreError> {
        let rows = sqlx::query(
            "UPDATE news SET held_until = $2 WHERE (event, recipient) IN \
             (SELECT event, recipient FROM news WHERE letter IS NOT NULL AND held_until <= $1 LIMIT $3) \
             RETURNING event, recipient, letter",
        )
        .bind(to_millis(now))
        .bind(to_millis(held_until))
        .bind(MOST_LETTERS)
        .fetch_all(&self.pool)
        .await?;
        let left = |row: &SqliteRow| {
            Ok(LetterLeft {
                event: row.try_get("event")?,
                recipient: parsed(row.try_get("recipient")?)?,
                letter: Sealed(row.try_get("letter")?),
            })
        };
        rows.iter().map(left).collect()
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
    async fn one_of_many_gateways_sends_each_letter_and_another_if_it_does_not() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("store.db");
        let (ann, bob) = (AccountId::from_bytes([1; 16]), AccountId::from_bytes([2; 16]));
        let at = |second| Timestamp::from_second(second).unwrap();
        let gateways = [
            Store::open(&file).await.unwrap(),
            Store::open(&file).await.unwrap(),
        ];
        for recipient in [ann, bob] {
            let left = LetterLeft {
                event: "change-7".to_owned(),
                recipient,
                letter: Sealed(vec![7]),
            };
            assert!(!gateways[1].is_told(&left.event, recipient).await.unwrap());
            let mut kept = 0;
            for gateway in gateways.iter().chain(&gateways) {
                kept += usize::from(gateway.keep_letter(&left, at(0), at(60)).await.unwrap());
            }
            assert_eq!(kept, 1);
            assert!(gateways[1].is_told(&left.event, recipient).await.unwrap());
        }
        let [first, second] = &gateways;
        first.forget_letter("change-7", ann).await.unwrap();
        assert!(
            second.take_letters(at(59), at(119)).await.unwrap().is_empty(),
            "held"
        );
        let taken = second.take_letters(at(60), at(120)).await.unwrap();
        assert_eq!(taken.len(), 1);
        assert_eq!((taken[0].recipient, &taken[0].letter), (bob, &Sealed(vec![7])));
        assert!(
            first.take_letters(at(60), at(120)).await.unwrap().is_empty(),
            "taken"
        );
        assert_eq!(first.take_letters(at(120), at(180)).await.unwrap().len(), 1);
    }
}
