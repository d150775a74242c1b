//! Letters that nobody waits for: sent in the background, tried again when the mail server is away, never blocking.

use std::sync::Arc;
use std::time::Duration;

use lettre::Message;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use super::letter::{Letter, new_id};
use super::mailer::{MailError, Mailer};

/// Letters that may wait. A mail server that is away for an hour must not cost the gateway its memory.
const MOST_LETTERS: u32 = 1000;
/// Connections to the mail server at once.
const MOST_CONNECTIONS: usize = 4;
/// Nobody waits for these, and mail servers take their time to look into a letter.
const DELIVER_WITHIN: Duration = Duration::from_secs(60);
/// The last one is longer than servers make strangers wait on purpose (greylisting, RFC 6647 section 2.2).
const TRY_AGAIN_AFTER: [Duration; 3] = [
    Duration::from_secs(15),
    Duration::from_secs(60),
    Duration::from_secs(6 * 60),
];

/// Where letters are dropped.
#[derive(Debug, Clone)]
pub struct Outbox {
    mailer: Mailer,
    places: Arc<Semaphore>,
    lines: Arc<Semaphore>,
    try_again_after: [Duration; 3],
    runtime: Handle,
}

/// The letter was not taken: too many wait already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{MOST_LETTERS} letters wait for the mail server: this one is not sent")]
pub struct OutboxFull;

impl Outbox {
    /// Longer than a letter lies in it: all attempts at their slowest, and the waits between them.
    pub const LONGEST: Duration = Duration::from_secs(15 * 60);

    /// Needs to be called inside a tokio runtime, in which the letters are sent.
    pub fn new(mailer: Mailer) -> Self {
        Self::trying_again_after(TRY_AGAIN_AFTER, mailer)
    }

    /// With other waits before the second, third and fourth attempt.
    pub fn trying_again_after(waits: [Duration; 3], mailer: Mailer) -> Self {
        Self {
            mailer,
            places: Arc::new(Semaphore::new(MOST_LETTERS as usize)),
            lines: Arc::new(Semaphore::new(MOST_CONNECTIONS)),
            try_again_after: waits,
            runtime: Handle::current(),
        }
    }

    /// Returns at once. What becomes of the letter is in the log, if it is not sent in the end.
    pub fn post(&self, letter: Letter) -> Result<(), OutboxFull> {
        self.post_as(new_id(), letter, std::future::ready(()))
    }

    /// Under an id by which it is known should it be sent once more; `afterwards` runs when it was sent or given up.
    pub fn post_as(
        &self,
        id: String,
        letter: Letter,
        afterwards: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), OutboxFull> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| OutboxFull)?;
        let outbox = self.clone();
        self.runtime.spawn(async move {
            outbox.see_to(&id, &letter).await;
            afterwards.await;
            drop(place);
        });
        Ok(())
    }

    /// Waits until all letters are sent or given up, but not longer than `within`, and takes no others meanwhile.
    /// Returns how many are left.
    pub async fn finish(&self, within: Duration) -> usize {
        let all = self.places.acquire_many(MOST_LETTERS);
        let _ = tokio::time::timeout(within, all).await;
        (MOST_LETTERS as usize).saturating_sub(self.places.available_permits())
    }

    async fn see_to(&self, id: &str, letter: &Letter) {
        let message = self.mailer.compose(letter, id);
        let sent = match &message {
            Ok(message) => self.send(message).await,
            Err(error) => Err(Failure {
                attempts: 0,
                reason: error.to_string(),
            }),
        };
        if let Err(Failure { attempts, reason }) = sent {
            tracing::error!(
                mail.to = %letter.to.email, mail.attempts = attempts, error = reason,
                "a letter is not sent"
            );
        }
    }

    async fn send(&self, message: &Message) -> Result<(), Failure> {
        let mut waits = self.try_again_after.iter();
        let mut attempts = 1;
        loop {
            let Err(error) = self.attempt(message).await else {
                return Ok(());
            };
            match waits.next() {
                Some(wait) if error.may_pass() => tokio::time::sleep(*wait).await,
                _ => {
                    return Err(Failure {
                        attempts,
                        reason: error.to_string(),
                    });
                }
            }
            attempts += 1;
        }
    }

    async fn attempt(&self, message: &Message) -> Result<(), MailError> {
        // Never closed, so there is always a line to wait for.
        let _line = self.lines.acquire().await;
        self.mailer.deliver(message, DELIVER_WITHIN).await
    }
}

/// Nothing more will be tried.
struct Failure {
    attempts: u32,
    reason: String,
}
