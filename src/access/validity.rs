//! From when until when something holds. Expiry is a question that is asked at a moment, never a stored state.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Half-open: holds at `not_before`, no longer holds at `expires_at` (RFC 7519 sections 4.1.4 and 4.1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    pub not_before: Timestamp,
    pub expires_at: Timestamp,
}

impl Validity {
    /// When it begins; `None`: it has begun.
    pub fn begins_after(self, now: Timestamp) -> Option<Timestamp> {
        (now < self.not_before).then_some(self.not_before)
    }

    pub fn is_over_at(self, now: Timestamp) -> bool {
        now >= self.expires_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_starts_with_its_first_moment_and_ends_before_its_last() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let validity = Validity {
            not_before: at(10),
            expires_at: at(20),
        };
        assert_eq!(validity.begins_after(at(9)), Some(at(10)));
        assert_eq!(validity.begins_after(at(10)), None);
        assert!(!validity.is_over_at(at(19)));
        assert!(validity.is_over_at(at(20)));
    }
}
