//! From the cookie to session, grant and trust, as a request does it, with a thousand and with a million live sessions.
//!
//! The steps are the same for all, but a million sessions are in no processor's caches: the same entries in plain maps,
//! without versions, ages and bounds, tell how much of the growth that is.

use std::collections::HashMap;
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
    println!(
        "{:>10} {:>12} {:>12} {:>14} {:>12}",
        "sessions", "ns/look-up", "÷ first", "ns, plain maps", "÷ first"
    );
    let mut first = None;
    for sessions in [1_000, 1_000_000] {
        let (ours, plain) = look_ups(sessions);
        let (first_ours, first_plain) = *first.get_or_insert((ours, plain));
        println!(
            "{sessions:>10} {ours:>12.0} {:>12.2} {plain:>14.0} {:>12.2}",
            ours / first_ours,
            plain / first_plain
        );
    }
}

fn look_ups(sessions: u32) -> (f64, f64) {
    let dir = tempfile::tempdir().unwrap();
    let key = dir.path().join("key");
    Keys::create(&key).unwrap();
    let keys = Keys::load(&key).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let store = runtime.block_on(Store::open(&dir.path().join("db"))).unwrap();
    let cache = Cache::new(store);
    let (grants, visits) = entries(&keys, sessions);
    for grant in &grants {
        cache.keep_grant(StoredGrant {
            grant: grant.clone(),
            version: 1,
        });
    }
    for visit in &visits {
        cache.keep_session(visit.known.clone());
    }
    let ours = in_no_order(&visits, |visit| {
        let token = TokenDigest::of(&visit.token);
        // Twice, as a request does: once to know whom it belongs to, once when it can be cut.
        at_once(cache.session(token));
        let known = at_once(cache.session(token));
        let grant = at_once(cache.grant(known.session.grant));
        assert!(visit.is_trusted_in(&known), "the client is trusted");
        black_box((known, grant));
    });

    let by_token: HashMap<_, _> = visits
        .iter()
        .map(|it| (it.known.token, it.known.clone()))
        .collect();
    let by_id: HashMap<_, _> = grants.iter().map(|grant| (grant.id, grant.clone())).collect();
    let plain = in_no_order(&visits, |visit| {
        let token = TokenDigest::of(&visit.token);
        black_box(by_token.get(&token).unwrap().clone());
        let known = by_token.get(&token).unwrap().clone();
        let grant = by_id.get(&known.session.grant).unwrap().clone();
        assert!(visit.is_trusted_in(&known), "the client is trusted");
        black_box((known, grant));
    });
    (ours, plain)
}

fn in_no_order(visits: &[Visit], mut look_up: impl FnMut(&Visit)) -> f64 {
    let sessions = u32::try_from(visits.len()).unwrap();
    let mut next = 0;
    nanoseconds(sessions.min(100_000), || {
        next = (next + STEP) % sessions;
        look_up(visits.get(next as usize).unwrap());
    })
}

/// What comes with a request, and what is known of it.
struct Visit {
    token: String,
    /// A connection remembers it of its client, so that it need not be worked out for each request.
    trust_key: TrustKey,
    known: Arc<KnownSession>,
}

impl Visit {
    fn is_trusted_in(&self, known: &KnownSession) -> bool {
        known.trusted.iter().any(|trusted| trusted.key == self.trust_key)
    }
}

/// A look-up never waits when it finds what it looks for.
fn at_once<T>(look_up: impl Future<Output = Result<Option<T>, StoreError>>) -> T {
    look_up.now_or_never().unwrap().unwrap().unwrap()
}

fn entries(keys: &Keys, sessions: u32) -> (Vec<Arc<Grant>>, Vec<Visit>) {
    let shown = policy(20);
    let client = client();
    let mut grants: Vec<Arc<Grant>> = Vec::new();
    let mut visits = Vec::new();
    for number in 0..sessions {
        if number % SESSIONS_OF_A_GRANT == 0 {
            grants.push(Arc::new(grant(GrantId::from_bytes(id(number)), &shown)));
        }
        let grant = grants.last().unwrap();
        let session = Arc::new(session(SessionId::from_bytes(id(number)), grant));
        let trust_key = keys.trust_key(session.id, grant.id, &client);
        let token = token(number);
        let known = Arc::new(KnownSession {
            session,
            token: TokenDigest::of(&token),
            ended: false,
            activity: Arc::new(Activity::since(at(0))),
            trusted: vec![TrustedClient {
                key: trust_key,
                since: at(0),
                until: at(900),
            }],
            version: 1,
        });
        visits.push(Visit {
            token,
            trust_key,
            known,
        });
    }
    (grants, visits)
}

fn id(number: u32) -> [u8; 16] {
    u128::from(number).to_be_bytes()
}

/// As long as a real one.
fn token(number: u32) -> String {
    format!("{number:043}")
}
