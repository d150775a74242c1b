//! Waiting for what is not ours to hasten: looks again and again until it is there or nobody believes in it any more.

use std::time::{Duration, Instant};

/// Two cores that also run a browser and a notebook server are slow; whoever waits longer waits for nothing.
const PATIENCE: Duration = Duration::from_secs(40);
const LOOK_EVERY: Duration = Duration::from_millis(30);

/// What `look` finds, once it finds something.
pub async fn until<T>(what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
    let found = patiently(look).await;
    found.unwrap_or_else(|| panic!("waited {PATIENCE:?} in vain for {what}"))
}

/// `None`: it did not come.
pub async fn patiently<T>(mut look: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look().await {
            return Some(found);
        }
        if Instant::now() > deadline {
            return None;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
