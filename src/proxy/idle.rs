//! Connections to apps that wait for their next request: one worker's.
//!
//! Without a task that watches each of them, as pingora has: whoever takes one looks whether it is still open, and a
//! round every few seconds lets those go that nobody took.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use pingora::protocols::Stream;
use tokio::io::AsyncReadExt;
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
    /// By what servers and the ways to them are told apart, which is a hash already.
    by_server: BTreeMap<u64, Vec<Idle>>,
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
        // `unconstrained`, because a task that has used up its share is told that nothing is there, whatever is.
        let read = tokio::task::unconstrained(self.stream.read(&mut byte));
        now < self.since + KEEP_IDLE && read.now_or_never().is_none()
    }
}

#[cfg(test)]
mod tests {
    use pingora::protocols::l4::stream::Stream as L4Stream;
    use tokio::io::AsyncWriteExt;
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    async fn pair() -> (TcpStream, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let ours = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        (ours, listener.accept().await.unwrap().0)
    }

    fn kept(ours: TcpStream) -> Stream {
        Box::new(L4Stream::from(ours))
    }

    async fn closed() -> Stream {
        let (ours, app) = pair().await;
        drop(app);
        ours.readable().await.unwrap();
        kept(ours)
    }

    /// Its app says more than it was asked for.
    async fn talking() -> (Stream, TcpStream) {
        let (ours, mut app) = pair().await;
        app.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
        ours.readable().await.unwrap();
        (kept(ours), app)
    }

    #[tokio::test]
    async fn only_what_is_open_and_silent_is_taken_again_and_only_for_its_server() {
        let idle = IdleStreams::default();
        let (open, _app) = pair().await;
        let (talking, _talker) = talking().await;
        idle.put(1, kept(open));
        idle.put(1, closed().await);
        idle.put(1, talking);
        assert!(idle.take(2).is_none());
        assert!(idle.take(1).is_some());
        assert!(idle.take(1).is_none(), "the other two are of no use");
    }

    /// tokio answers "nothing is there" to whoever has done much at once; what an app said to nobody would then be the next
    /// one's answer.
    #[tokio::test]
    async fn a_busy_task_sees_what_is_there_as_well() {
        let idle = IdleStreams::default();
        let (talking, _talker) = talking().await;
        idle.put(1, talking);
        while tokio::task::consume_budget().now_or_never().is_some() {}
        assert!(idle.take(1).is_none());
    }

    #[tokio::test]
    async fn what_is_old_or_closed_is_let_go() {
        let idle = IdleStreams::default();
        let (open, _app) = pair().await;
        idle.put(1, kept(open));
        idle.put(2, closed().await);
        idle.tidy(Instant::now());
        assert_eq!(idle.lock().count, 1);
        idle.tidy(Instant::now() + KEEP_IDLE);
        assert_eq!(idle.lock().count, 0);
        assert!(idle.take(1).is_none());
    }

    #[tokio::test]
    async fn there_are_no_more_than_may_be_kept() {
        let idle = IdleStreams::default();
        let (one, _app) = pair().await;
        idle.lock().count = MOST;
        idle.put(1, kept(one));
        assert!(idle.take(1).is_none());
    }
}
