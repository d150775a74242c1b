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
    pub fn holds_at(self, now: Timestamp) -> bool {
        self.not_before <= now && now < self.expires_at
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
        assert!(!validity.holds_at(at(9)));
        assert!(validity.holds_at(at(10)));
        assert!(validity.holds_at(at(19)));
        assert!(!validity.holds_at(at(20)));
        assert!(validity.is_over_at(at(20)));
    }
}
