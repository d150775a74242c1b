//! Whether a name is known, and what became of its grant, cannot be told from answer, cost or patience: unknown, wrong,
//! expired, revoked, paused, regenerated, elsewhere and locked are one.

use std::sync::Arc;
use std::time::Instant;

use gatepass::clock::TestClock;
use jiff::{SignedDuration, Timestamp};

use crate::support::{BEHIND_A_PROXY, Guess, Guesser, Protocol, World, WorldBuilder, operator};

/// Every kind of grant that cannot be signed in with, and the name of none.
async fn worlds_of_refusal(clock: &TestClock, world: &World) -> Vec<(&'static str, String)> {
    let mut names = vec![("unknown", "nobody.abcd".to_owned())];
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
    names.push(("expired", expired.credentials.user_name));
    clock.advance(SignedDuration::from_hours(2));
    let revoked = grantor("bob").await;
    world.revoke(revoked.grant.id).await;
    names.push(("revoked", revoked.credentials.user_name));
    let paused = grantor("cas").await;
    let actions = &world.running.gateway.actions;
    actions.pause_grant(paused.grant.id, operator()).await.unwrap();
    names.push(("paused", paused.credentials.user_name));
    let elsewhere = world
        .grant_with(|wanted| {
            wanted.grantor = "dan".to_owned();
            wanted.networks = vec!["192.0.2.0/24".parse().unwrap()];
        })
        .await;
    names.push(("for another network", elsewhere.credentials.user_name));
    let locked = grantor("eve").await;
    let guesser = Guesser::at(world);
    for number in 0..5 {
        let guess = Guess {
            user_name: &locked.credentials.user_name,
            password: "guess",
            code: "00000000",
        };
        guesser.sign_in(&format!("100.64.0.{number}"), guess).await;
    }
    names.push(("locked", locked.credentials.user_name));
    let wrong = grantor("fay").await;
    names.push(("wrong", wrong.credentials.user_name));
    names
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
    let names = worlds_of_refusal(&clock, &world).await;
    let guesser = Guesser::at(&world);
    let pool = &world.running.gateway.actions.hashing;
    // One network for each, because a page holds a token that is bound to its reader; none comes near its limit.
    for (network, accept, code, hashes) in [
        ("198.51.100.1", "*/*", "", 1),
        ("198.51.100.2", "*/*", "12345678", 2),
        ("198.51.100.3", "text/html", "", 1),
        ("198.51.100.4", "text/html", "12345678", 2),
    ] {
        let mut first: Option<(u16, Vec<(String, String)>, String)> = None;
        for (kind, user_name) in &names {
            let before = pool.begun();
            let guess = Guess {
                user_name,
                password: "guess",
                code,
            };
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
                .replace(user_name.as_str(), "[typed]");
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
    for (number, (kind, user_name)) in worlds_of_refusal(&clock, &world).await.iter().enumerate() {
        let mut statuses = Vec::new();
        for _ in 0..22 {
            let guess = Guess {
                user_name,
                password: "guess",
                code: "",
            };
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
    let names = worlds_of_refusal(&clock, &world).await;
    let guesser = Guesser::at(&world);
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
    for round in 0..ROUNDS {
        for (number, (_, user_name)) in names.iter().enumerate() {
            let guess = Guess {
                user_name,
                password: "guess",
                code: "12345678",
            };
            let network = format!("10.{number}.{}.{}", round / 250, round % 250);
            let started = Instant::now();
            guesser.sign_in(&network, guess).await;
            times[number].push(started.elapsed().as_secs_f64());
        }
    }
    for ((kind, _), sample) in names.iter().zip(&times) {
        let mut sorted = sample.clone();
        sorted.sort_by(f64::total_cmp);
        println!(
            "{kind:20} median {:7.3} ms  z {:+.2}",
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
