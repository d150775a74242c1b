//! Whether a name is known, and what became of its grant, cannot be told from answer, cost or patience: unknown, wrong,
//! expired, unclaimed, revoked, paused, regenerated, elsewhere and locked are one.

use std::sync::Arc;
use std::time::Instant;

use gatepass::actions::Credentials;
use gatepass::clock::TestClock;
use jiff::{SignedDuration, Timestamp};

use crate::support::{BEHIND_A_PROXY, Guess, Guesser, Protocol, World, WorldBuilder, operator};

/// Who cannot sign in, and why.
struct Refused {
    kind: &'static str,
    user_name: String,
    password: String,
    code: String,
}

impl Refused {
    fn new(kind: &'static str, credentials: &Credentials) -> Self {
        let right = Guess::right(credentials);
        Self {
            kind,
            user_name: right.user_name.to_owned(),
            password: right.password.to_owned(),
            code: right.code.to_owned(),
        }
    }

    fn guess(&self, with_code: bool) -> Guess<'_> {
        Guess {
            user_name: &self.user_name,
            password: &self.password,
            code: if with_code { &self.code } else { "" },
        }
    }
}

/// An unknown name, and grants of every kind that cannot be signed in with although the password is right; last, one
/// whose password is wrong.
async fn everyone_who_is_refused(clock: &TestClock, world: &World) -> Vec<Refused> {
    let grantor = |name: &str| {
        let name = name.to_owned();
        world.grant_with(move |wanted| {
            wanted.grantor = name;
            wanted.lasts = SignedDuration::from_hours(24);
        })
    };
    let expired = world
        .grant_with(|wanted| wanted.lasts = SignedDuration::from_hours(1))
        .await;
    let unclaimed = world
        .grant_with(|wanted| {
            wanted.grantor = "hal".to_owned();
            wanted.lasts = SignedDuration::from_hours(24);
            wanted.claim_within = Some(SignedDuration::from_hours(1));
        })
        .await;
    clock.advance(SignedDuration::from_hours(2));
    let revoked = grantor("bob").await;
    world.revoke(revoked.grant.id).await;
    let paused = grantor("cas").await;
    let actions = &world.running.gateway.actions;
    actions.pause_grant(paused.grant.id, operator()).await.unwrap();
    let elsewhere = world
        .grant_with(|wanted| {
            wanted.grantor = "dan".to_owned();
            wanted.networks = vec!["192.0.2.0/24".parse().unwrap()];
        })
        .await;
    let locked = grantor("eve").await;
    let guesser = Guesser::at(world);
    for number in 0..5 {
        let wrong = Guess {
            password: "guess",
            ..Guess::right(&locked.credentials)
        };
        guesser.sign_in(&format!("100.64.0.{number}"), wrong).await;
    }
    let regenerated = grantor("flo").await;
    world.regenerate(regenerated.grant.id).await;
    let wrong = Refused {
        password: "guess".to_owned(),
        ..Refused::new("wrong", &grantor("gus").await.credentials)
    };
    let unknown = Refused {
        user_name: "nobody.abcd".to_owned(),
        ..Refused::new("unknown", &revoked.credentials)
    };
    vec![
        unknown,
        Refused::new("expired", &expired.credentials),
        Refused::new("not claimed in time", &unclaimed.credentials),
        Refused::new("revoked", &revoked.credentials),
        Refused::new("paused", &paused.credentials),
        Refused::new("for another network", &elsewhere.credentials),
        Refused::new("locked", &locked.credentials),
        Refused::new("regenerated", &regenerated.credentials),
        wrong,
    ]
}

async fn world() -> (Arc<TestClock>, World) {
    let clock = Arc::new(TestClock::at(
        "2026-03-01T09:00:00Z".parse::<Timestamp>().unwrap(),
    ));
    let world = WorldBuilder::new()
        .top(BEHIND_A_PROXY)
        .clock(clock.clone())
        .start()
        .await;
    (clock, world)
}

#[tokio::test]
async fn one_answer_at_one_cost_for_all_that_is_wrong() {
    let (clock, world) = world().await;
    let names = everyone_who_is_refused(&clock, &world).await;
    let guesser = Guesser::at(&world);
    let pool = &world.running.gateway.actions.hashing;
    // One network for each, because a page holds a token that is bound to its reader; none comes near its limit.
    for (network, accept, with_code, hashes) in [
        ("198.51.100.1", "*/*", false, 1),
        ("198.51.100.2", "*/*", true, 2),
        ("198.51.100.3", "text/html", false, 1),
        ("198.51.100.4", "text/html", true, 2),
    ] {
        let mut first = None;
        for refused in &names {
            let kind = refused.kind;
            let before = pool.begun();
            let guess = refused.guess(with_code);
            let answer = guesser.sign_in_reading(network, guess, accept).await;
            let status = answer.status().as_u16();
            let headers = answer.headers().iter().filter(|(name, _)| *name != "date");
            let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
            // The page shows again what was typed; its length follows.
            let headers: Vec<_> = headers.filter(|(name, _)| name != "content-length").collect();
            let body = answer
                .text()
                .await
                .unwrap()
                .replace(&refused.user_name, "[typed]");
            assert_eq!(status, 401, "{kind}");
            assert_eq!(pool.begun() - before, hashes, "{kind}: slow hashes");
            let seen = (status, headers, body);
            match &first {
                None => first = Some(seen),
                Some(first) => assert_eq!(&seen, first, "{kind} differs from unknown"),
            }
        }
    }
}

/// A lock that spared the network's count would show: guesses at a locked name would go on where guesses at an unknown
/// one end in a 429.
#[tokio::test]
async fn guessing_on_costs_the_network_the_same_whatever_the_name() {
    let (clock, world) = world().await;
    let guesser = Guesser::at(&world);
    let mut first: Option<Vec<u16>> = None;
    for (number, refused) in everyone_who_is_refused(&clock, &world).await.iter().enumerate() {
        let kind = refused.kind;
        let mut statuses = Vec::new();
        for _ in 0..22 {
            let guess = refused.guess(false);
            let network = format!("198.51.100.{}", number + 1);
            statuses.push(guesser.sign_in(&network, guess).await.status().as_u16());
        }
        assert_eq!(statuses[19..], [401, 429, 429], "{kind}: {statuses:?}");
        match &first {
            None => first = Some(statuses),
            Some(first) => assert_eq!(&statuses, first, "{kind} differs from unknown"),
        }
    }
}

#[tokio::test]
async fn the_same_credentials_work_where_nothing_is_wrong() {
    let (_, world) = world().await;
    let created = world.grant().await;
    let answer = Guesser::at(&world)
        .sign_in("198.51.100.1", Guess::right(&created.credentials))
        .await;
    assert_eq!(answer.status(), 200);
    assert_eq!(
        world.client(Protocol::Http1).visit("/contacts").await.status(),
        303,
        "and only for who signed in"
    );
}

/// Measures instead of judging: prints how far the times of each kind are from those of unknown names, as the z of a
/// Mann-Whitney test. Beyond ±3 on a quiet machine, somebody could tell.
#[tokio::test]
#[ignore = "takes minutes and a quiet machine: cargo nextest run --test attacks --run-ignored only --no-capture times"]
async fn times_of_refusals_in_numbers() {
    const ROUNDS: usize = 150;
    let (clock, world) = world().await;
    let names = everyone_who_is_refused(&clock, &world).await;
    let guesser = Guesser::at(&world);
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
    for round in 0..ROUNDS {
        for (number, refused) in names.iter().enumerate() {
            let guess = refused.guess(true);
            let network = format!("10.{number}.{}.{}", round / 250, round % 250);
            let started = Instant::now();
            guesser.sign_in(&network, guess).await;
            times[number].push(started.elapsed().as_secs_f64());
        }
    }
    for (refused, sample) in names.iter().zip(&times) {
        let mut sorted = sample.clone();
        sorted.sort_by(f64::total_cmp);
        println!(
            "{:20} median {:7.3} ms  z {:+.2}",
            refused.kind,
            sorted[ROUNDS / 2] * 1e3,
            mann_whitney_z(sample, &times[0])
        );
    }
}

fn mann_whitney_z(sample: &[f64], other: &[f64]) -> f64 {
    let wins: f64 = sample
        .iter()
        .flat_map(|mine| {
            other.iter().map(move |theirs| {
                f64::from(u8::from(mine > theirs)) + 0.5 * f64::from(u8::from(mine == theirs))
            })
        })
        .sum();
    let (n, m) = (sample.len() as f64, other.len() as f64);
    (wins - n * m / 2.0) / (n * m * (n + m + 1.0) / 12.0).sqrt()
}
