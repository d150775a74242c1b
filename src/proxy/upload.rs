//! Whether the body of an HTTP/2 request still comes in. pingora waits for the next DATA frame without end, and other
//! streams of the connection hide from the socket that this one stands still.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// As long as a reader may stall (see `socket`).
const WITHIN: Duration = Duration::from_secs(60);
/// Of a body, in that time. Less than a modem brings, and far less than anybody would wait for.
const LEAST: u64 = 16 * 1024;

/// The body of one request.
#[derive(Debug, Default)]
pub(super) struct Upload {
    received: AtomicU64,
    complete: AtomicBool,
}

impl Upload {
    pub(super) fn receive(&self, bytes: usize, end: bool) {
        self.received.fetch_add(bytes as u64, Ordering::Relaxed);
        if end {
            self.complete.store(true, Ordering::Relaxed);
        }
    }

    /// Returns when too little has come for too long; never, once the body is complete. An app that takes nothing
    /// for so long is no better.
    pub(super) async fn stalls(&self) {
        loop {
            let before = self.received.load(Ordering::Relaxed);
            tokio::time::sleep(WITHIN).await;
            if self.complete.load(Ordering::Relaxed) {
                return std::future::pending().await;
            }
            if self.received.load(Ordering::Relaxed) - before < LEAST {
                return;
            }
        }
    }
}
