//! The measured time: after a warm-up, for some seconds, counted without touching the hot path.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::{Value, json};

#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Window {
    /// Seconds before the measured time
    #[arg(long)]
    warm_up: f64,
    /// Seconds that are measured
    #[arg(long)]
    seconds: f64,
}

/// What is done, from the start of the program on.
#[derive(Debug, Default)]
pub(crate) struct Tally(AtomicU64);

impl Tally {
    pub(crate) fn one_more(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn so_far(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Window {
    pub(crate) fn warm_up(self) -> Duration {
        Duration::from_secs_f64(self.warm_up)
    }

    pub(crate) fn measured(self) -> Duration {
        Duration::from_secs_f64(self.seconds)
    }

    /// Lets the time pass and reports what was done in it.
    pub(crate) async fn watch(self, tally: &Tally) {
        tokio::time::sleep(self.warm_up()).await;
        begin();
        let (started, before) = (Instant::now(), tally.so_far());
        tokio::time::sleep(self.measured()).await;
        let (took, done) = (started.elapsed(), tally.so_far() - before);
        end(&json!({ "done": done, "seconds": took.as_secs_f64() }));
    }
}

pub(crate) fn begin() {
    println!("begin");
}

pub(crate) fn end(report: &Value) {
    println!("end {report}");
}
