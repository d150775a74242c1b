//! From the cookie to session, grant and trust, as a request does it, with a thousand and with a million live sessions.
//!
//! The time must not grow with the sessions, apart from what the processor's caches do not hold any more.

use std::hint::black_box;
use std::sync::Arc;

use futures_util::FutureExt;
use gatepass::access::{Grant, GrantId, SessionId, TrustKey, TrustedClient};
use gatepass::crypto::{Keys, TokenDigest};
use gatepass::store::{Activity, Cache, KnownSession, Store, StoreError, StoredGrant};

use crate::meter::nanoseconds;
use crate::site::{at, client, grant, policy, session};

const SESSIONS_OF_A_GRANT: u32 = 10;
/// A prime that no number of sessions is a multiple of: one step after the other visits all of them, in no order.
const STEP: u32 = 611_953;

pub(crate) fn bench() {
    println!("{:>10} {:>12} {:>12}", "sessions", "ns/look-up", "÷ first");
    let mut first = None;
    for sessions in [1_000, 1_000_000] {
        let time = look_ups(sessions);
        println!(
            "{sessions:>10} {time:>12.0} {:>12.2}",
            time / *first.get_or_insert(time)
        );
    }
}

fn look_ups(sessions: u32) -> f64 {
    let dir = tempfile::tempdir().unwrap();
    let key = dir.path().join("key");
    Keys::create(&key).unwrap();
    let keys = Keys::load(&key).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let store = runtime.block_on(Store::open(&dir.path().join("db"))).unwrap();
    let cache = Cache::new(store);
    // What a connection remembers of its client, so that it need not be worked out for each request.
    let trust_keys = fill(&cache, &keys, sessions);
    let tokens: Vec<String> = (0..sessions).map(token).collect();
    let mut next = 0;
    nanoseconds(sessions.min(100_000), || {
        next = (next + STEP) % sessions;
        let token = TokenDigest::of(tokens.get(next as usize).unwrap());
        // Twice, as a request does: once to know whom it belongs to, once when it can be cut.
        at_once(cache.session(token));
        let known = at_once(cache.session(token));
        let grant = at_once(cache.grant(known.session.grant));
        let key = trust_keys.get(next as usize).unwrap();
        let trust = known.trusted.iter().find(|trusted| trusted.key == *key).copied();
        assert!(trust.is_some(), "the client is trusted");
        black_box((known, grant, trust));
    })
}

/// A look-up never waits when it finds what it looks for.
fn at_once<T>(look_up: impl Future<Output = Result<Option<T>, StoreError>>) -> T {
    look_up.now_or_never().unwrap().unwrap().unwrap()
}

fn fill(cache: &Cache, keys: &Keys, sessions: u32) -> Vec<TrustKey> {
    let shown = policy(20);
    let client = client();
    let mut owner: Option<Arc<Grant>> = None;
    let mut trust_keys = Vec::new();
    for number in 0..sessions {
        if number % SESSIONS_OF_A_GRANT == 0 {
            let new = Arc::new(grant(GrantId::from_bytes(id(number)), &shown));
            cache.keep_grant(StoredGrant {
                grant: new.clone(),
                version: 1,
            });
            owner = Some(new);
        }
        let grant = owner.as_ref().unwrap();
        let session = Arc::new(session(SessionId::from_bytes(id(number)), grant));
        let trusted = TrustedClient {
            key: keys.trust_key(session.id, grant.id, &client),
            since: at(0),
            until: at(900),
        };
        trust_keys.push(trusted.key);
        cache.keep_session(Arc::new(KnownSession {
            session,
            token: TokenDigest::of(&token(number)),
            ended: false,
            activity: Arc::new(Activity::since(at(0))),
            trusted: vec![trusted],
            version: 1,
        }));
    }
    trust_keys
}

fn id(number: u32) -> [u8; 16] {
    u128::from(number).to_be_bytes()
}

/// As long as a real one.
fn token(number: u32) -> String {
    format!("{number:043}")
}
