//! News by mail: follows the log of changes, the journal and the clock, and posts letters to whom they concern. Nothing
//! waits for it, and it changes nothing but to make the links that its letters hold.
//!
//! Every gateway that has mail does this by itself. Each letter is kept in the store, sealed, before it is sent, so that
//! several gateways on one store send it once, and one that starts again goes on where the last one stopped. What a
//! gateway that died left unsent, another one sends; were it sent already, its id says that it is the same message.

mod accounts;
mod grants;
mod watched;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::desk::{Desk, Post};
use super::timeline;
use crate::access::{Account, AccountId, GrantId};
use crate::actions::{Actions, Trouble};
use crate::audit::ChangeRecord;
use crate::crypto::TokenDigest;
use crate::mail::letters::Reader;
use crate::mail::{Letter, Outbox};
use crate::store::{LetterLeft, LoggedChange, Seq, StoreError};
use grants::Matter;
use watched::{AtItsEnd, Watched};

/// How often the log of changes and the clock are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Every so many looks the journal is read as well.
const LOOKS_PER_READING: u32 = 10;
/// Changes read at once.
const BATCH: u32 = 256;
/// A decision has its time before it stands in the journal.
const WRITTEN_WITHIN: SignedDuration = SignedDuration::from_secs(2);
/// So long a letter is its gateway's own.
const HELD_FOR: SignedDuration = SignedDuration::from_secs(Outbox::LONGEST.as_secs().cast_signed());
/// What is older than this when a gateway starts is no news any more.
const LOOKS_BACK: SignedDuration = SignedDuration::from_hours(24);
/// So long letters may still leave when the gateway stops.
const FINISH_WITHIN: Duration = Duration::from_secs(5);

/// Letters about what happens. Dropping it does not end it.
pub struct Notices {
    stop: watch::Sender<bool>,
    following: JoinHandle<()>,
    post: Post,
}

impl Notices {
    /// Begins with what happened while no gateway ran. `None`: this gateway sends no mail.
    pub async fn start(desk: Desk) -> Result<Option<Self>, StoreError> {
        let Some(post) = desk.post.clone() else {
            return Ok(None);
        };
        let store = &desk.actions.store;
        let now = desk.now();
        let since = now.checked_sub(LOOKS_BACK).unwrap_or(now);
        let known = store.last_change_before(since).await?;
        let grants = store.grants_ending_after(since).await?;
        let watched = Watched::starting_with(grants.iter().map(AsRef::as_ref), since);
        let follower = Follower {
            known,
            watched,
            read_until: since,
            failing: false,
            post: post.clone(),
            desk,
        };
        let (stop, stopping) = watch::channel(false);
        Ok(Some(Self {
            stop,
            following: tokio::spawn(follower.follow(stopping)),
            post,
        }))
    }

    /// Writes about what has happened until now, and gives the mail server a moment to take the letters.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        let finished = async {
            if self.following.await.is_err() {
                tracing::error!("the task that writes letters has panicked");
            }
            self.post.outbox.finish(FINISH_WITHIN).await
        };
        match tokio::time::timeout(FINISH_WITHIN * 2, finished).await {
            Ok(0) => {}
            Ok(left) => tracing::warn!(mail.count = left, "letters wait until a gateway runs again"),
            Err(_) => {
                tracing::error!("the store does not say what has happened: a gateway that starts tells it")
            }
        }
    }
}

struct Follower {
    desk: Desk,
    post: Post,
    known: Seq,
    watched: Watched,
    /// Decisions before this moment were read.
    read_until: Timestamp,
    failing: bool,
}

impl Follower {
    async fn follow(mut self, mut stopping: watch::Receiver<bool>) {
        let mut ticks = tokio::time::interval(LOOK_EVERY);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut looks: u32 = 0;
        loop {
            let last = tokio::select! {
                _ = ticks.tick() => false,
                _ = stopping.wait_for(|stop| *stop) => true,
            };
            looks = looks.wrapping_add(1);
            let looked = self.look(last || looks.is_multiple_of(LOOKS_PER_READING)).await;
            self.say_whether_it_works(looked);
            if last {
                return;
            }
        }
    }

    async fn look(&mut self, also_journal: bool) -> Result<(), Trouble> {
        self.send_what_was_left().await?;
        loop {
            let changes = self.desk.actions.store.changes_after(self.known, BATCH).await?;
            let all = changes.len() < BATCH as usize;
            for change in changes {
                // Known before it is told: a letter that cannot be written is not tried for ever.
                self.known = change.seq;
                self.tell(&change).await?;
            }
            if all {
                break;
            }
        }
        self.look_at_the_clock().await?;
        if also_journal && !self.watched.is_empty() {
            self.look_at_the_journal().await?;
        }
        Ok(())
    }

    async fn tell(&mut self, change: &LoggedChange) -> Result<(), Trouble> {
        let record = ChangeRecord::parse(&change.body)
            .map_err(|error| StoreError::Corrupt(format!("a change: {error}")))?;
        if let Some(matter) = Matter::of(record.event.action) {
            self.tell_of_grant(matter, &record).await?;
        }
        self.tell_of_account(&record).await
    }

    async fn look_at_the_clock(&mut self) -> Result<(), Trouble> {
        let now = self.desk.now();
        let mut told = Ok(());
        for (id, what) in self.watched.due(now) {
            // One that fails keeps nobody else's letter back.
            told = told.and(self.tell_what_is_due(id, what, now).await);
        }
        told
    }

    async fn tell_what_is_due(&self, id: GrantId, what: AtItsEnd, now: Timestamp) -> Result<(), Trouble> {
        let Some(stored) = self.desk.actions.store.grant(id).await? else {
            return Ok(());
        };
        match what {
            AtItsEnd::Near => self.tell_of_near_end(&stored.grant, now).await,
            AtItsEnd::Over(at) => self.tell_of_end(&stored.grant, at).await,
        }
    }

    async fn look_at_the_journal(&mut self) -> Result<(), Trouble> {
        let now = self.desk.now();
        let blocked = timeline::first_blocked(&self.desk, self.read_until).await?;
        self.read_until = now.checked_sub(WRITTEN_WITHIN).unwrap_or(now);
        let mut told = Ok(());
        for (id, record) in blocked {
            if self.watched.may_tell_of_blocked(id, now) {
                told = told.and(self.tell_of_blocked(id, &record).await);
            }
        }
        told
    }

    /// `None`: the portal is gone from the config, or the account's owner is not to be written to.
    fn reader(&self, account: &Account) -> Option<Reader> {
        if account.disabled || self.desk.policy().portal.is_none() {
            return None;
        }
        Reader::new(
            account.name.as_str(),
            account.email.as_str(),
            account.language.as_deref(),
        )
    }

    async fn is_told(&self, event: &str, recipient: AccountId) -> Result<bool, Trouble> {
        Ok(self.desk.actions.store.is_told(event, recipient).await?)
    }

    /// Keeps the letter until it is sent, and sends it, unless another gateway was faster.
    async fn post(&self, event: String, recipient: AccountId, letter: Letter) -> Result<(), Trouble> {
        let Actions { store, keys, .. } = &self.desk.actions;
        let now = self.desk.now();
        let purpose = purpose(&event, recipient);
        let sealed = keys.seal(&purpose, &letter.to_bytes());
        let left = LetterLeft {
            event,
            recipient,
            letter: sealed.map_err(|_| Trouble::Crypto)?,
        };
        if store.keep_letter(&left, now, now + HELD_FOR).await? {
            self.send(left, letter);
        }
        Ok(())
    }

    /// What other gateways, or this one in another life, wrote and did not send.
    async fn send_what_was_left(&self) -> Result<(), Trouble> {
        let Actions { store, keys, .. } = &self.desk.actions;
        let now = self.desk.now();
        for left in store.take_letters(now, now + HELD_FOR).await? {
            let opened = keys.open(&purpose(&left.event, left.recipient), &left.letter);
            match opened.ok().and_then(|bytes| Letter::from_bytes(&bytes)) {
                Some(letter) => self.send(left, letter),
                None => {
                    tracing::error!(mail.event = left.event, "a letter cannot be read and is not sent");
                    store.forget_letter(&left.event, left.recipient).await?;
                }
            }
        }
        Ok(())
    }

    fn send(&self, left: LetterLeft, letter: Letter) {
        let store = self.desk.actions.store.clone();
        let id = message_id(&left);
        let sent = async move {
            if let Err(error) = store.forget_letter(&left.event, left.recipient).await {
                tracing::warn!(%error, "a letter was sent and may be sent once more");
            }
        };
        if let Err(error) = self.post.outbox.post_as(id, letter, sent) {
            tracing::error!(%error, "a letter waits");
        }
    }

    fn say_whether_it_works(&mut self, looked: Result<(), Trouble>) {
        match looked {
            Err(error) if !self.failing => {
                tracing::error!(%error, "letters about what happens cannot be written");
                self.failing = true;
            }
            Ok(()) if self.failing => {
                tracing::info!("letters about what happens can be written again");
                self.failing = false;
            }
            Ok(()) | Err(_) => {}
        }
    }
}

/// What a sealed letter is bound to.
fn purpose(event: &str, recipient: AccountId) -> String {
    format!("letter about {event} to {recipient}")
}

/// The same whoever sends it.
fn message_id(left: &LetterLeft) -> String {
    let digest = TokenDigest::of(&purpose(&left.event, left.recipient));
    data_encoding::HEXLOWER.encode(&digest.0)
}
