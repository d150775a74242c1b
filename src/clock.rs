//! The only place where the time is read.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};

/// What time it is. Injected everywhere, so that tests can move it.
pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> Timestamp;
}

/// The system's clock, made monotonic: a wall clock that is set back does not prolong anything.
///
/// `now` is the later of the wall clock and of what the monotonic clock says has passed since start. A clock set
/// forward ends grants early, which is the safe side.
#[derive(Debug)]
pub struct SystemClock {
    started: Instant,
    started_at: Timestamp,
}

impl SystemClock {
    /// `not_before`: a moment that is known to be past, for example the last one that the store has seen.
    pub fn starting_after(not_before: Option<Timestamp>) -> Self {
        let wall = wall_clock();
        Self {
            started: Instant::now(),
            started_at: not_before.map_or(wall, |seen| seen.max(wall)),
        }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let passed = SignedDuration::try_from(self.started.elapsed()).unwrap_or(SignedDuration::MAX);
        let monotonic = self.started_at.checked_add(passed).unwrap_or(Timestamp::MAX);
        monotonic.max(wall_clock())
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
    }
}
