//! Guessing limits, as a state machine over values (SP 800-63B-4 section 3.2.2).
//!
//! ```text
//!            attempt            attempt, limit reached
//!  Open(0) ─────────▶ Open(n) ─────────────────────────▶ Locked(until)
//!     ▲                  │ right answer                        │ until is past
//!     └──────────────────┴─────────────────────────────────────┘
//! ```
//! An attempt is counted before it is verified, so that parallel guesses cannot share one count (CVE-2024-4629).

use jiff::{SignedDuration, Timestamp};

/// How many wrong answers are taken, and what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThrottleRule {
    pub attempts: u32,
    /// Attempts older than this are forgotten. `None`: never.
    pub window: Option<SignedDuration>,
    /// How long a lock holds. `None`: until somebody resets it.
    pub lock_for: Option<SignedDuration>,
}

impl ThrottleRule {
    /// Passwords, and apart from them codes, at the sign-in with one grant: 5, then locked until regenerated.
    pub const SIGN_IN: Self = Self {
        attempts: 5,
        window: None,
        lock_for: None,
    };

    /// Codes inside a live session: 5, then a quarter of an hour. The grant ends long before that helps to guess.
    pub const STEP_UP: Self = Self {
        attempts: 5,
        window: None,
        lock_for: Some(SignedDuration::from_mins(15)),
    };

    /// Passwords of one account, from one network.
    pub const ACCOUNT: Self = Self {
        attempts: 5,
        window: Some(SignedDuration::from_mins(15)),
        lock_for: Some(SignedDuration::from_mins(15)),
    };

    /// Passwords of one account, from all networks that it was never signed in from: a guesser with many addresses.
    pub const ACCOUNT_FROM_STRANGERS: Self = Self {
        attempts: 50,
        window: Some(SignedDuration::from_hours(1)),
        lock_for: Some(SignedDuration::from_hours(1)),
    };

    /// Mails with a code to one address.
    pub const MAIL: Self = Self {
        attempts: 6,
        window: Some(SignedDuration::from_hours(1)),
        lock_for: Some(SignedDuration::from_hours(1)),
    };

    /// Mails with a code to the agent of one grant: as many as trust that ends every few minutes may ask for.
    pub const GRANT_MAIL: Self = Self {
        attempts: 20,
        ..Self::MAIL
    };

    /// Failed sign-ins from one network, over all user names: slows a scanner down, long before it locks a grant.
    pub const NETWORK: Self = Self {
        attempts: 20,
        window: Some(SignedDuration::from_mins(10)),
        lock_for: Some(SignedDuration::from_mins(10)),
    };
}

/// What is remembered of one thing that can be guessed at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attempts {
    pub count: u32,
    pub since: Option<Timestamp>,
    pub locked: Option<Locked>,
}

/// No attempt is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locked {
    /// `None`: until somebody resets it.
    pub until: Option<Timestamp>,
}

impl Attempts {
    /// Counts an attempt that is about to be verified.
    pub fn count_one(self, rule: ThrottleRule, now: Timestamp) -> Result<Self, Locked> {
        let current = self.at(rule, now);
        if let Some(locked) = current.locked {
            return Err(locked);
        }
        let count = current.count + 1;
        let locked = (count >= rule.attempts).then(|| Locked {
            until: rule.lock_for.map(|lock| now + lock),
        });
        Ok(Self {
            count,
            since: Some(current.since.unwrap_or(now)),
            locked,
        })
    }

    /// What is left of the past at this moment.
    pub fn at(self, rule: ThrottleRule, now: Timestamp) -> Self {
        let unlocked = self
            .locked
            .is_some_and(|locked| locked.until.is_some_and(|until| until <= now));
        let faded = self.locked.is_none()
            && matches!((self.since, rule.window), (Some(since), Some(window)) if since + window <= now);
        if unlocked || faded { Self::default() } else { self }
    }

    /// How many more wrong answers would be taken.
    pub fn left(self, rule: ThrottleRule) -> u32 {
        rule.attempts.saturating_sub(self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn the_last_attempt_is_taken_and_the_next_one_is_not() {
        let mut attempts = Attempts::default();
        for left in (0..5).rev() {
            attempts = attempts.count_one(ThrottleRule::SIGN_IN, at(0)).unwrap();
            assert_eq!(attempts.left(ThrottleRule::SIGN_IN), left);
        }
        assert_eq!(
            attempts.count_one(ThrottleRule::SIGN_IN, at(9_999_999)),
            Err(Locked { until: None })
        );
    }

    #[test]
    fn a_lock_with_an_end_ends() {
        let mut attempts = Attempts::default();
        for _ in 0..5 {
            attempts = attempts.count_one(ThrottleRule::STEP_UP, at(0)).unwrap();
        }
        assert_eq!(
            attempts.count_one(ThrottleRule::STEP_UP, at(899)),
            Err(Locked { until: Some(at(900)) })
        );
        assert_eq!(
            attempts.count_one(ThrottleRule::STEP_UP, at(900)).unwrap().count,
            1
        );
    }

    #[test]
    fn old_attempts_fade_where_a_window_says_so() {
        let first = Attempts::default()
            .count_one(ThrottleRule::NETWORK, at(0))
            .unwrap();
        assert_eq!(first.count_one(ThrottleRule::NETWORK, at(599)).unwrap().count, 2);
        assert_eq!(first.count_one(ThrottleRule::NETWORK, at(600)).unwrap().count, 1);
    }
}
