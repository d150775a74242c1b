//! The read path of a request: sessions and grants in memory, kept true by the feed of changes.
//!
//! Entries carry the version of their row, and an entry is only ever replaced by a newer one. A slow read that began
//! before a revocation therefore cannot bring the grant back to life after it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;

use moka::sync::Cache as Moka;

use super::{KnownToken, Store, StoreError, StoredGrant};
use crate::access::{AccountId, Grant, GrantId, Session, SessionId, TokenId, TrustedClient};
use crate::crypto::TokenDigest;

/// Sessions in memory at once; more are looked up in the store again.
const MOST_SESSIONS: u64 = 1_000_000;
const MOST_GRANTS: u64 = 100_000;
const MOST_TOKENS: u64 = 100_000;

/// Upper bound for how long a missed change could stay unnoticed. Changes normally arrive within milliseconds.
const LONGEST_LIFE: Duration = Duration::from_secs(60);

/// A session as the store knows it.
#[derive(Debug, Clone)]
pub struct KnownSession {
    pub session: Arc<Session>,
    pub token: TokenDigest,
    pub ended: bool,
    pub activity: Arc<Activity>,
    /// At most a handful, the newest first.
    pub trusted: Vec<TrustedClient>,
    pub version: i64,
}

/// When somebody last did something in a session.
#[derive(Debug)]
pub struct Activity {
    /// Milliseconds since 1970.
    latest: AtomicI64,
    noted: AtomicI64,
}

/// How exactly the store knows of it.
const NOTED_EVERY_MILLIS: i64 = 10_000;

impl Activity {
    pub fn since(at: Timestamp) -> Self {
        let at = at.as_millisecond();
        Self {
            latest: AtomicI64::new(at),
            noted: AtomicI64::new(at),
        }
    }

    pub fn latest(&self) -> Timestamp {
        Timestamp::from_millisecond(self.latest.load(Ordering::Relaxed)).unwrap_or(Timestamp::MIN)
    }

    /// `true` for one caller in ten seconds: the one that tells the store.
    pub fn note(&self, now: Timestamp) -> bool {
        let now = now.as_millisecond();
        self.latest.fetch_max(now, Ordering::Relaxed);
        let noted = self.noted.load(Ordering::Relaxed);
        now.saturating_sub(noted) >= NOTED_EVERY_MILLIS
            && self
                .noted
                .compare_exchange(noted, now, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
    }
}

/// Look-ups by the request path. Cheap to clone; all clones share the entries.
#[derive(Debug, Clone)]
pub struct Cache {
    store: Store,
    sessions: Moka<TokenDigest, Arc<KnownSession>>,
    grants: Moka<GrantId, StoredGrant>,
    tokens: Moka<TokenId, Arc<KnownToken>>,
    /// Which token a secret belonged to when it was seen; whether it still does, the token tells.
    secrets: Moka<TokenDigest, TokenId>,
}

impl Cache {
    pub fn new(store: Store) -> Self {
        Self {
            store,
            sessions: Moka::builder()
                .max_capacity(MOST_SESSIONS)
                .time_to_live(LONGEST_LIFE)
                .build(),
            grants: Moka::builder()
                .max_capacity(MOST_GRANTS)
                .time_to_live(LONGEST_LIFE)
                .build(),
            tokens: Moka::builder()
                .max_capacity(MOST_TOKENS)
                .time_to_live(LONGEST_LIFE)
                .build(),
            secrets: Moka::builder()
                .max_capacity(MOST_TOKENS)
                .time_to_live(LONGEST_LIFE)
                .build(),
        }
    }

    /// `None`: no such session, or it has ended. Unknown tokens are not remembered, so that they cost no memory.
    pub async fn session(&self, token: TokenDigest) -> Result<Option<Arc<KnownSession>>, StoreError> {
        let known = match self.sessions.get(&token) {
            Some(known) => known,
            None => match self.store.session_by_token(token).await? {
                Some(read) => self.keep_session(Arc::new(read)),
                None => return Ok(None),
            },
        };
        Ok((!known.ended).then_some(known))
    }

    pub async fn grant(&self, id: GrantId) -> Result<Option<Arc<Grant>>, StoreError> {
        if let Some(known) = self.grants.get(&id) {
            return Ok(Some(known.grant));
        }
        Ok(self
            .store
            .grant(id)
            .await?
            .map(|read| self.keep_grant(read).grant))
    }

    /// The token for an app whose secret this is. `None`: there is none, or it has ended.
    pub async fn app_token(&self, secret: TokenDigest) -> Result<Option<Arc<KnownToken>>, StoreError> {
        let known = self.secrets.get(&secret).and_then(|id| self.tokens.get(&id));
        let known = match known {
            Some(known) => known,
            None => match self.store.app_token(secret).await? {
                Some(read) => self.keep_token(Arc::new(read)),
                None => return Ok(None),
            },
        };
        // A renewed token has another secret.
        Ok((!known.ended && known.digest == secret).then_some(known))
    }

    /// What the cache has of an account's tokens for apps, without asking the store.
    pub fn known_tokens_of(&self, owner: AccountId) -> Vec<Arc<KnownToken>> {
        let tokens = self.tokens.iter().map(|(_, token)| token);
        tokens.filter(|token| token.owner == owner).collect()
    }

    /// Brings the tokens of an account up to date after something about it changed.
    pub async fn refresh_tokens_of(&self, owner: AccountId) -> Result<(), StoreError> {
        for read in self.store.app_tokens_of(owner).await? {
            self.keep_token(Arc::new(read));
        }
        Ok(())
    }

    /// What the cache has of a grant, without asking the store.
    pub fn known_grant(&self, id: GrantId) -> Option<Arc<Grant>> {
        self.grants.get(&id).map(|known| known.grant)
    }

    /// Brings a grant up to date after it changed.
    pub async fn refresh_grant(&self, id: GrantId) -> Result<Option<Arc<Grant>>, StoreError> {
        Ok(self
            .store
            .grant(id)
            .await?
            .map(|read| self.keep_grant(read).grant))
    }

    /// Brings a session up to date after it changed.
    pub async fn refresh_session(&self, id: SessionId) -> Result<(), StoreError> {
        if let Some(read) = self.store.session(id).await? {
            self.keep_session(Arc::new(read));
        }
        Ok(())
    }

    /// Remembers what was read of a session, unless something newer is known already.
    pub fn keep_session(&self, read: Arc<KnownSession>) -> Arc<KnownSession> {
        let entry = self
            .sessions
            .entry(read.token)
            .and_upsert_with(|known| match known {
                Some(known) if known.value().version >= read.version => known.into_value(),
                Some(known) => {
                    // What happened in it is known better here.
                    let activity = known.value().activity.clone();
                    activity
                        .latest
                        .fetch_max(read.activity.latest.load(Ordering::Relaxed), Ordering::Relaxed);
                    Arc::new(KnownSession {
                        activity,
                        ..KnownSession::clone(&read)
                    })
                }
                None => read,
            });
        entry.into_value()
    }

    /// Remembers what was read of a token, unless something newer is known already.
    pub fn keep_token(&self, read: Arc<KnownToken>) -> Arc<KnownToken> {
        self.secrets.insert(read.digest, read.id);
        let entry = self.tokens.entry(read.id).and_upsert_with(|known| match known {
            Some(known) if known.value().version >= read.version => known.into_value(),
            Some(_) | None => read,
        });
        entry.into_value()
    }

    /// Remembers what was read of a grant, unless something newer is known already.
    pub fn keep_grant(&self, read: StoredGrant) -> StoredGrant {
        let entry = self
            .grants
            .entry(read.grant.id)
            .and_upsert_with(|known| match known {
                Some(known) if known.value().version >= read.version => known.into_value(),
                Some(_) | None => read,
            });
        entry.into_value()
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::access::{Holder, SessionStage};

    #[tokio::test]
    async fn a_slow_read_does_not_bring_the_past_back() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache::new(Store::open(&dir.path().join("store.db")).await.unwrap());
        let grant = |version, generation| StoredGrant {
            grant: Arc::new(Grant {
                generation,
                ..Grant::example()
            }),
            version,
        };
        assert_eq!(cache.keep_grant(grant(2, 2)).grant.generation, 2);
        let slow = cache.keep_grant(grant(1, 1));
        assert_eq!(slow.grant.generation, 2, "whoever read slowly gets what is known");
        let id = slow.grant.id;
        assert_eq!(cache.known_grant(id).unwrap().generation, 2);
        cache.keep_grant(grant(3, 3));
        assert_eq!(cache.known_grant(id).unwrap().generation, 3);

        let token = TokenDigest([7; 32]);
        let session = |version, ended| {
            Arc::new(KnownSession {
                session: Arc::new(Session {
                    id: SessionId::from_bytes([2; 16]),
                    grant: id,
                    generation: 3,
                    stage: SessionStage::Complete,
                    holder: Holder::Agent,
                    started_at: Timestamp::UNIX_EPOCH,
                }),
                token,
                ended,
                activity: Arc::new(Activity::since(Timestamp::UNIX_EPOCH)),
                trusted: Vec::new(),
                version,
            })
        };
        cache.keep_session(session(1, false));
        assert!(cache.session(token).await.unwrap().is_some());
        cache.keep_session(session(2, true));
        assert!(cache.keep_session(session(1, false)).ended, "it stays ended");
        assert!(cache.session(token).await.unwrap().is_none());
    }
}
