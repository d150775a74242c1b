//! Letters to whoever gave access, with a link that stops it as long as there is something to stop.

use jiff::Timestamp;

use super::Follower;
use super::watched::BETWEEN_BLOCKED;
use crate::access::{Grant, GrantId, GrantState, Visibility};
use crate::actions::Trouble;
use crate::audit::{Action, ChangeRecord, DecisionRecord};
use crate::mail::letters::{Ending, GrantLetter, GrantNews, GrantSummary};
use crate::portal::people::client_in_words;
use crate::portal::timeline;
use crate::store::StoreError;

/// What a change means to whoever gave access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Matter {
    Created,
    Regenerated,
    Revoked,
    SignedIn,
    Locked,
}

const MATTERS: [(Action, Matter); 5] = [
    (Action::GrantCreated, Matter::Created),
    (Action::GrantRegenerated, Matter::Regenerated),
    (Action::GrantRevoked, Matter::Revoked),
    (Action::SignedIn, Matter::SignedIn),
    (Action::SignInLocked, Matter::Locked),
];

impl Matter {
    pub(super) fn of(action: Action) -> Option<Self> {
        let found = MATTERS.iter().find(|(it, _)| *it == action);
        found.map(|(_, matter)| *matter)
    }
}

/// What tells one client from another.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Client {
    address: String,
    user_agent: String,
}

impl Client {
    fn of(record: &ChangeRecord) -> Self {
        Self {
            address: record
                .event
                .actor
                .ip()
                .map(|ip| ip.to_string())
                .unwrap_or_default(),
            user_agent: record.event.detail.get("userAgent").cloned().unwrap_or_default(),
        }
    }

    fn in_words(&self) -> String {
        format!("{}, {}", client_in_words(&self.user_agent), self.address)
    }
}

impl Follower {
    pub(super) async fn tell_of_grant(
        &mut self,
        matter: Matter,
        record: &ChangeRecord,
    ) -> Result<(), Trouble> {
        let Some(id) = record.event.grant else {
            return Ok(());
        };
        let Some(stored) = self.desk.actions.store.grant(id).await? else {
            return Ok(());
        };
        let grant = &stored.grant;
        match matter {
            Matter::Created => {
                self.watched.watch(grant);
                let shows = self.shown_by(grant);
                let until = grant.validity.expires_at;
                let news = GrantNews::Created {
                    from: grant.begins_after(self.desk.now()),
                    until,
                    shows: &shows,
                };
                self.write(grant, "created", news).await
            }
            Matter::Regenerated => {
                self.watched.watch(grant);
                Ok(())
            }
            Matter::Revoked => {
                if !self.watched.forget(id) {
                    return Ok(());
                }
                self.write_the_end(grant, record.at, Ending::Revoked).await
            }
            Matter::SignedIn => {
                self.watched.is_claimed(id);
                self.tell_of_sign_in(grant, record).await
            }
            Matter::Locked => {
                if !self.watched.may_tell_of_lock(id) {
                    return Ok(());
                }
                // Once for each set of credentials.
                let event = format!("locked-{}", grant.generation);
                let news = GrantNews::LockedOut { at: record.at };
                self.write(grant, &event, news).await
            }
        }
    }

    /// Of the first, and of every client that is new.
    async fn tell_of_sign_in(&self, grant: &Grant, record: &ChangeRecord) -> Result<(), Trouble> {
        let before = self.sign_ins_before(grant, record.seq).await?;
        let client = Client::of(record);
        let (at, in_words) = (record.at, client.in_words());
        let news = if before.is_empty() {
            GrantNews::FirstUse {
                at,
                client: &in_words,
            }
        } else if before.contains(&client) {
            return Ok(());
        } else {
            GrantNews::SecondClient {
                at,
                client: &in_words,
            }
        };
        self.write(grant, &format!("signed-in-{}", record.seq), news)
            .await
    }

    pub(super) async fn tell_of_near_end(&self, grant: &Grant, now: Timestamp) -> Result<(), Trouble> {
        let until = grant.validity.expires_at;
        let seconds = until.duration_since(now).as_secs().unsigned_abs();
        let minutes = seconds.div_ceil(60);
        let news = GrantNews::NearlyEnded { minutes, until };
        self.write(grant, "near-end", news).await
    }

    pub(super) async fn tell_of_end(&self, grant: &Grant, at: Timestamp) -> Result<(), Trouble> {
        self.write_the_end(grant, at, Ending::RanOut).await
    }

    pub(super) async fn tell_of_blocked(&self, id: GrantId, record: &DecisionRecord) -> Result<(), Trouble> {
        let Some(stored) = self.desk.actions.store.grant(id).await? else {
            return Ok(());
        };
        let what = format!("{} {}", record.method, record.path);
        let news = GrantNews::Denied {
            at: record.at,
            what: &what,
        };
        // Two gateways that read of it at about the same time tell it once.
        let period = record.at.as_second() / BETWEEN_BLOCKED.as_secs();
        self.write(&stored.grant, &format!("blocked-{period}"), news)
            .await
    }

    async fn write_the_end(&self, grant: &Grant, at: Timestamp, how: Ending) -> Result<(), Trouble> {
        let tally = timeline::tally(&self.desk, grant).await?;
        let mut clients = self.sign_ins_before(grant, u64::MAX).await?;
        clients.sort();
        clients.dedup();
        let summary = GrantSummary {
            requests: tally.requests + tally.blocked,
            denied: tally.blocked,
            clients: u64::try_from(clients.len()).unwrap_or(u64::MAX),
        };
        let news = GrantNews::Ended { at, how, summary };
        self.write(grant, "ended", news).await
    }

    /// `event`: what the letter is about, as no other letter about this grant is.
    async fn write(&self, grant: &Grant, event: &str, news: GrantNews<'_>) -> Result<(), Trouble> {
        let actions = &self.desk.actions;
        let owner = actions.store.account_of_app_user(&grant.site, &grant.grantor);
        let Some(owner) = owner.await? else { return Ok(()) };
        let Some(to) = self.reader(&owner.account) else {
            return Ok(());
        };
        let event = format!("grant-{}-{event}", grant.id);
        if self.is_told(&event, owner.account.id).await? {
            return Ok(());
        }
        let policy = self.desk.policy();
        let can_be_stopped = grant.is_live_at(self.desk.now()) && grant.state == GrantState::Active;
        let freeze = if can_be_stopped && !matches!(news, GrantNews::Ended { .. }) {
            let secret = actions.make_freeze_link(grant).await?;
            Some(format!("{}freeze/{}", policy.url(), secret.reveal()))
        } else {
            None
        };
        let letter = GrantLetter {
            to: &to,
            product: policy.issuer(),
            site: grant.site.as_str(),
            agent: grant.agent.name.as_deref().or(grant.agent.email.as_deref()),
            ticket: grant.ticket.as_deref(),
            page: &format!("{}grants/{}", policy.url(), grant.id),
            freeze: freeze.as_deref(),
            news,
        };
        self.post(event, owner.account.id, letter.letter()).await
    }

    /// In the policy's words; empty where it has lost the site.
    fn shown_by(&self, grant: &Grant) -> Vec<String> {
        let policy = self.desk.policy();
        let Some(site) = policy.site(&grant.site) else {
            return Vec::new();
        };
        let scopes = site.policy.scopes.iter();
        scopes
            .filter(|scope| grant.visibility_of(scope) > Visibility::Hidden)
            .map(|scope| scope.label.clone())
            .collect()
    }

    async fn sign_ins_before(&self, grant: &Grant, seq: u64) -> Result<Vec<Client>, Trouble> {
        let store = &self.desk.actions.store;
        let changes = store.changes_of_grant(grant.id, Timestamp::UNIX_EPOCH).await?;
        let mut clients = Vec::new();
        for change in changes {
            if change.seq.0 < seq && change.action == Action::SignedIn.code() {
                let record = ChangeRecord::parse(&change.body)
                    .map_err(|error| StoreError::Corrupt(format!("a change: {error}")))?;
                clients.push(Client::of(&record));
            }
        }
        Ok(clients)
    }
}
