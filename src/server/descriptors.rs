//! File descriptors: as many as the system lets us have, and some kept back for what must not fail.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Kept back for the store, the journal, listeners, the config and certificates while they are read.
const KEPT_BACK: u64 = 32;
/// Where the system sets no limit.
const MOST: u64 = 1_000_000;

/// Raises the limit as far as it goes, and says how many client connections there is room for. A quarter is left to
/// connections to upstreams: a client that waits for its next request needs none.
pub(super) fn connections_to_take() -> usize {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    let current = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => limit.maximum,
        Err(error) => {
            tracing::warn!(%error, "the limit of open files stays as it is");
            limit.current
        }
    };
    let files = current.unwrap_or(MOST).min(MOST);
    let connections = (files / 4 * 3).saturating_sub(KEPT_BACK).max(1);
    usize::try_from(connections).unwrap_or(usize::MAX)
}
