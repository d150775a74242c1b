//! A sign of life that fades: what is not heard of for a while is taken for dead.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

#[derive(Debug)]
pub(super) struct Pulse {
    started: Instant,
    /// Milliseconds after `started` until which it is taken for alive.
    until: AtomicU64,
}

impl Pulse {
    /// Alive for so long without a beat.
    pub(super) fn starting_for(lasts: Duration) -> Self {
        let pulse = Self {
            started: Instant::now(),
            until: AtomicU64::new(0),
        };
        pulse.beat(lasts);
        pulse
    }

    pub(super) fn beat(&self, lasts: Duration) {
        let until = self.started.elapsed().saturating_add(lasts);
        let until = u64::try_from(until.as_millis()).unwrap_or(u64::MAX);
        self.until.store(until, Ordering::Release);
    }

    /// Dead until the next beat.
    pub(super) fn stop(&self) {
        self.until.store(0, Ordering::Release);
    }

    pub(super) fn is_felt(&self) -> bool {
        let until = Duration::from_millis(self.until.load(Ordering::Acquire));
        self.started.elapsed() < until
    }
}
