//! How slowly a client may send a body. Only the time counts in which we wait for it: a slow app is not its fault.

use std::time::Duration;

use tokio::time::Instant;

/// Any body may be waited for this long.
const GRACE: Duration = Duration::from_secs(30);
/// And one second longer for this many bytes of it: what a modem with 2,400 bit/s sends. A body that is dribbled more
/// slowly than that serves only to hold a request open.
const BYTES_PER_SECOND: u32 = 240;

#[derive(Debug, Default)]
pub(super) struct Pace {
    received: u64,
    waited: Duration,
    waiting_since: Option<Instant>,
}

impl Pace {
    /// Nothing is there; says until when that is in order.
    pub(super) fn wait(&mut self, now: Instant) -> Instant {
        let since = *self.waiting_since.get_or_insert(now);
        let earned = Duration::from_secs(self.received / u64::from(BYTES_PER_SECOND));
        since + (GRACE + earned).saturating_sub(self.waited)
    }

    pub(super) fn arrived(&mut self, bytes: usize, now: impl FnOnce() -> Instant) {
        self.received = self.received.saturating_add(bytes as u64);
        if let Some(since) = self.waiting_since.take() {
            self.waited += now() - since;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_earned_by_what_has_come() {
        let start = Instant::now();
        let after = |seconds| start + Duration::from_secs(seconds);
        let mut pace = Pace::default();
        assert_eq!(pace.wait(start), after(30));
        pace.arrived(240 * 5, || after(20));
        // 20 s are used up of 30 and of 5 earned ones.
        assert_eq!(pace.wait(after(20)), after(20 + 15));
        pace.arrived(0, || after(35));
        assert_eq!(
            pace.wait(after(100)),
            after(100),
            "the time of a slow app is not counted"
        );
    }

    #[test]
    fn enough_bytes_may_take_as_long_as_they_like() {
        let start = Instant::now();
        let mut now = start;
        let mut pace = Pace::default();
        for _ in 0..10_000 {
            assert!(pace.wait(now) > now + Duration::from_secs(1));
            now += Duration::from_secs(1);
            let arrived = now;
            pace.arrived(240, || arrived);
        }
        for _ in 0..29 {
            assert!(pace.wait(now) > now);
            now += Duration::from_secs(1);
            let arrived = now;
            pace.arrived(1, || arrived);
        }
        assert_eq!(
            pace.wait(now),
            now + Duration::from_secs(1),
            "29 s of the grace went with 29 bytes"
        );
    }
}
