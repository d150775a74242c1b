//! How values are written in rows.

use jiff::Timestamp;

use super::StoreError;

pub(super) fn to_millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

pub(super) fn from_millis(millis: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(millis).map_err(|_| StoreError::Corrupt(format!("the time {millis}")))
}

pub(super) fn parsed<T: std::str::FromStr>(text: &str) -> Result<T, StoreError>
where
    T::Err: std::fmt::Display,
{
    text.parse()
        .map_err(|error: T::Err| StoreError::Corrupt(error.to_string()))
}

pub(super) fn bytes32(bytes: &[u8]) -> Result<[u8; 32], StoreError> {
    bytes
        .try_into()
        .map_err(|_| StoreError::Corrupt(format!("a digest of {} bytes", bytes.len())))
}

/// Counters are stored as signed integers, because that is what both engines have.
pub(super) fn unsigned<T: TryFrom<i64>>(value: i64) -> Result<T, StoreError> {
    T::try_from(value).map_err(|_| StoreError::Corrupt(format!("the counter {value}")))
}
