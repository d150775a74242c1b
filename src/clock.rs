//! The only place where the time is read.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};

/// What time it is. Injected everywhere, so that tests can move it.
pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> Timestamp;

    /// How far the wall clock is behind `now`: it was set back, or the last run saw a later time.
    fn wall_clock_lag(&self) -> SignedDuration {
        SignedDuration::ZERO
    }
}

/// The system's clock, made monotonic: a wall clock that is set back does not prolong anything.
///
/// `now` is the latest that the wall clock ever said, plus what the monotonic clock says has passed since. A clock set
/// forward ends grants early, which is the safe side; set right again, it does not bring them back, nor lengthen what
/// was granted in between.
#[derive(Debug)]
pub struct SystemClock {
    started: Instant,
    ratchet: Ratchet,
}

/// Time that takes every step forward and none back.
#[derive(Debug)]
struct Ratchet {
    started_at: Timestamp,
    /// By how many nanoseconds the wall clock was ever ahead of the monotonic one.
    ahead: AtomicI64,
}

impl Ratchet {
    fn from(started_at: Timestamp) -> Self {
        Self {
            started_at,
            ahead: AtomicI64::new(0),
        }
    }

    /// `passed`: monotonic time since start.
    fn now(&self, passed: SignedDuration, wall: Timestamp) -> Timestamp {
        let steady = self.started_at.checked_add(passed).unwrap_or(Timestamp::MAX);
        let ahead = i64::try_from(wall.duration_since(steady).as_nanos()).unwrap_or(i64::MAX);
        // Written when the clock steps, hardly ever; read by every request of every worker.
        let known = self.ahead.load(Ordering::Relaxed);
        let known = if ahead > known {
            self.ahead.fetch_max(ahead, Ordering::Relaxed).max(ahead)
        } else {
            known
        };
        steady
            .checked_add(SignedDuration::from_nanos(known))
            .unwrap_or(Timestamp::MAX)
    }
}

impl SystemClock {
    /// `not_before`: a moment that is known to be past, for example the last one that the store has seen.
    pub fn starting_after(not_before: Option<Timestamp>) -> Self {
        let wall = wall_clock();
        Self {
            started: Instant::now(),
            ratchet: Ratchet::from(not_before.map_or(wall, |seen| seen.max(wall))),
        }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let passed = SignedDuration::try_from(self.started.elapsed()).unwrap_or(SignedDuration::MAX);
        self.ratchet.now(passed, wall_clock())
    }

    fn wall_clock_lag(&self) -> SignedDuration {
        self.now().duration_since(wall_clock())
    }
}

#[expect(clippy::disallowed_methods, reason = "the one home of the clock")]
fn wall_clock() -> Timestamp {
    Timestamp::now()
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    pub fn at(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.as_millisecond()))
    }

    pub fn advance(&self, by: SignedDuration) {
        self.0
            .fetch_add(by.as_millis().try_into().unwrap_or(i64::MAX), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_clock_that_was_set_back_does_not_take_time_with_it() {
        let future = wall_clock() + SignedDuration::from_hours(5);
        let clock = SystemClock::starting_after(Some(future));
        assert!(clock.now() >= future);
        assert!(clock.wall_clock_lag() > SignedDuration::from_hours(4));
    }

    fn hour(hour: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hour)
    }

    #[test]
    fn time_takes_every_step_forward_and_none_back() {
        let ratchet = Ratchet::from(hour(12));
        let passed = SignedDuration::from_hours;
        assert_eq!(ratchet.now(passed(0), hour(12)), hour(12));
        assert_eq!(ratchet.now(passed(1), hour(3)), hour(13), "set back by ten hours");
        assert_eq!(
            ratchet.now(passed(2), hour(19)),
            hour(19),
            "set forward by five hours"
        );
        assert_eq!(ratchet.now(passed(3), hour(15)), hour(20), "set right again");
        assert_eq!(
            ratchet.now(passed(9), hour(21)),
            hour(26),
            "what began at 20 has lasted six hours"
        );
        assert!(
            ratchet.now(passed(9), Timestamp::MAX) > hour(26),
            "whatever the clock says"
        );
    }
}
