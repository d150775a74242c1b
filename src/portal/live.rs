//! The timeline as it grows. Looks once a second; ends when whoever follows is signed out.

use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::time::Duration;

use axum::response::sse;
use futures_util::Stream;
use jiff::{SignedDuration, Timestamp};

use super::desk::Desk;
use super::timeline::{self, Filter};
use crate::access::AccountId;
use crate::actions::account::Bearer;

const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Events of several workers arrive a little out of order.
const OVERLAP: SignedDuration = SignedDuration::from_secs(5);
/// Of one look.
const MOST_AT_ONCE: usize = 200;

/// Somebody who watches.
pub(super) struct Follower {
    desk: Desk,
    account: AccountId,
    bearer: Bearer,
    since: Timestamp,
    /// What was told of the last seconds, and when it happened.
    told: HashMap<String, Timestamp>,
    waiting: VecDeque<timeline::Event>,
}

impl Follower {
    /// From now on, and a little before: nothing that happened while a page was on its way is left out. What the page
    /// has already comes with the same id.
    pub(super) fn of(desk: &Desk, account: AccountId, bearer: Bearer) -> Self {
        Self {
            account,
            bearer,
            since: desk.now().checked_sub(OVERLAP).unwrap_or_default(),
            desk: desk.clone(),
            told: HashMap::new(),
            waiting: VecDeque::new(),
        }
    }

    /// `None`: signed out, or the store fails; a client that still may comes back by itself.
    async fn next(&mut self) -> Option<timeline::Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            tokio::time::sleep(LOOK_EVERY).await;
            let stored = self.desk.actions.store.account(self.account).await.ok()??;
            if stored.account.disabled || !self.is_signed_in().await? {
                return None;
            }
            let next_since = self.desk.now().checked_sub(OVERLAP).ok()?;
            let filter = Filter {
                from: Some(self.since),
                ..Filter::default()
            };
            let events = timeline::events(&self.desk, &stored.account, &filter, MOST_AT_ONCE);
            for event in events.await.ok()?.into_iter().rev() {
                let name = serde_json::to_string(&event).ok()?;
                if self.told.insert(name, event.at()).is_none() {
                    self.waiting.push_back(event);
                }
            }
            self.since = self.since.max(next_since);
            self.told.retain(|_, at| *at >= self.since);
        }
    }

    async fn is_signed_in(&self) -> Option<bool> {
        let store = &self.desk.actions.store;
        match self.bearer {
            Bearer::None => Some(false),
            Bearer::Session(id) => {
                let session = store.account_session(id).await.ok()??;
                let longest = self.desk.policy().lifetimes().longest;
                Some(!session.ended && self.desk.now() < session.started_at + longest)
            }
            Bearer::Token(id) => {
                let tokens = store.access_tokens_of(self.account).await.ok()?;
                let now = self.desk.now();
                let lasts = |end: Option<Timestamp>| end.is_none_or(|end| now < end);
                Some(
                    tokens
                        .iter()
                        .any(|token| token.id == id && lasts(token.terms.expires_at)),
                )
            }
        }
    }
}

/// One server-sent event per thing that happens; `tell` may leave some out.
pub(super) fn follow(
    follower: Follower,
    tell: impl Fn(&timeline::Event) -> Option<sse::Event> + Send + 'static,
) -> impl Stream<Item = Result<sse::Event, Infallible>> {
    futures_util::stream::unfold((follower, tell), |(mut follower, tell)| async move {
        loop {
            let event = follower.next().await?;
            if let Some(told) = tell(&event) {
                return Some((Ok(told), (follower, tell)));
            }
        }
    })
}
