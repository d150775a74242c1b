//! Connections to apps that wait for their next request: one worker's.
//!
//! Without a task that watches each of them, as pingora has: whoever takes one looks whether it is still open, and a
//! round every few seconds lets those go that nobody took.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Waker};
use std::time::Duration;

use pingora::protocols::Stream;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::time::Instant;

/// Shorter than most servers' own limit of 60 to 75 s.
pub(super) const KEEP_IDLE: Duration = Duration::from_secs(55);
/// How long a connection that its app has closed may stay open on our side.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// In all; what comes after that is closed.
const MOST: usize = 512;

/// Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct IdleStreams(Arc<Mutex<Shelf>>);

#[derive(Default)]
struct Shelf {
    /// By what servers and the ways to them are told apart.
    by_server: HashMap<u64, Vec<Idle>>,
    count: usize,
}

struct Idle {
    stream: Stream,
    since: Instant,
}

impl IdleStreams {
    /// The one that was used last: it is the least likely to be closed.
    pub(super) fn take(&self, server: u64) -> Option<Stream> {
        loop {
            let mut idle = {
                let mut shelf = self.lock();
                let idle = shelf.by_server.get_mut(&server)?.pop()?;
                shelf.count -= 1;
                idle
            };
            if idle.is_usable(Instant::now()) {
                return Some(idle.stream);
            }
        }
    }

    pub(super) fn put(&self, server: u64, stream: Stream) {
        let since = Instant::now();
        let mut shelf = self.lock();
        if shelf.count < MOST {
            shelf.count += 1;
            shelf
                .by_server
                .entry(server)
                .or_default()
                .push(Idle { stream, since });
        }
    }

    /// Never returns.
    pub(super) async fn let_go_of_old_ones(&self) {
        let mut ticks = tokio::time::interval(LOOK_EVERY);
        loop {
            ticks.tick().await;
            self.tidy(Instant::now());
        }
    }

    fn tidy(&self, now: Instant) {
        let mut shelf = self.lock();
        for idle in shelf.by_server.values_mut() {
            idle.retain_mut(|idle| idle.is_usable(now));
        }
        shelf.by_server.retain(|_, idle| !idle.is_empty());
        shelf.count = shelf.by_server.values().map(Vec::len).sum();
    }

    fn lock(&self) -> MutexGuard<'_, Shelf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Idle {
    /// An app says nothing before it is asked: whatever is there to read is its farewell, or the rest of an answer that
    /// nobody must take for the next one.
    fn is_usable(&mut self, now: Instant) -> bool {
        let mut byte = [0];
        let mut cx = Context::from_waker(Waker::noop());
        now < self.since + KEEP_IDLE
            && Pin::new(&mut self.stream)
                .poll_read(&mut cx, &mut ReadBuf::new(&mut byte))
                .is_pending()
    }
}

#[cfg(test)]
mod tests {
    use pingora::protocols::l4::stream::Stream as L4Stream;
    use tokio::io::AsyncWriteExt;
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    async fn pair() -> (Stream, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let ours = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (theirs, _) = listener.accept().await.unwrap();
        (Box::new(L4Stream::from(ours)), theirs)
    }

    /// What the app did has reached us.
    async fn settle() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    #[tokio::test]
    async fn only_what_is_open_and_silent_is_taken_again_and_only_for_its_server() {
        let idle = IdleStreams::default();
        let (open, _theirs) = pair().await;
        let (closed, app) = pair().await;
        let (talking, mut talker) = pair().await;
        idle.put(1, open);
        idle.put(1, closed);
        idle.put(1, talking);
        drop(app);
        talker.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
        settle().await;
        assert!(idle.take(2).is_none());
        assert!(idle.take(1).is_some());
        assert!(idle.take(1).is_none(), "the other two are of no use");
    }

    #[tokio::test]
    async fn what_is_old_or_closed_is_let_go() {
        let idle = IdleStreams::default();
        let (open, _theirs) = pair().await;
        let (closed, app) = pair().await;
        idle.put(1, open);
        idle.put(2, closed);
        drop(app);
        settle().await;
        idle.tidy(Instant::now());
        assert_eq!(idle.lock().count, 1);
        idle.tidy(Instant::now() + KEEP_IDLE);
        assert_eq!(idle.lock().count, 0);
        assert!(idle.take(1).is_none());
    }

    #[tokio::test]
    async fn there_are_no_more_than_may_be_kept() {
        let idle = IdleStreams::default();
        let (one, _theirs) = pair().await;
        idle.lock().count = MOST;
        idle.put(1, one);
        assert!(idle.take(1).is_none());
    }
}
