//! Years of work: the store grows with what is live, and not with time.

use std::sync::Arc;

use gatepass::actions::PruneProgress;
use gatepass::clock::{Clock, TestClock};
use gatepass::store::Seq;
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;

use crate::support::{Counts, Protocol, World, WorldBuilder};

const DAY: SignedDuration = SignedDuration::from_hours(24);

async fn guess_wrongly(world: &World, user_name: &str) {
    let client = world.client(Protocol::Http1);
    let form = [("username", user_name), ("password", "wrong"), ("code", "")];
    let guess = client.request(Method::POST, "/.gatepass/sign-in").form(&form);
    assert!(guess.send().await.unwrap().status().is_client_error());
}

#[tokio::test]
async fn what_is_long_over_is_forgotten_and_nothing_else() {
    let start: Timestamp = "2026-03-01T09:30:00Z".parse().unwrap();
    let clock = Arc::new(TestClock::at(start));
    let world = WorldBuilder::new().clock(clock.clone()).start().await;
    let actions = &world.running.gateway.actions;
    let counts = Counts::of(&world).await;

    // Over: signed out, cut, locked out.
    let (old, _) = world.signed_in(Protocol::Http1).await;
    assert_eq!(old.call("/contacts").await.status(), 200);
    let revoked = world.grant_with(|wanted| wanted.grantor = "bob".to_owned()).await;
    guess_wrongly(&world, &revoked.credentials.user_name).await;
    world.revoke(revoked.grant.id).await;
    assert!(counts.rows("sessions").await > 0 && counts.rows("attempts").await >= 2);
    assert!(counts.rows("trusted_clients").await > 0);
    assert_eq!(actions.prune().await.unwrap(), PruneProgress::Done);
    assert!(counts.rows("sessions").await > 0, "nothing is long over yet");

    // Live a week and a day later, when the first grants have long ended.
    clock.advance(DAY * 8);
    let live = world
        .grant_with(|wanted| wanted.grantor = "cleo".to_owned())
        .await;
    let agent = world.client(Protocol::Http2);
    assert_eq!(agent.sign_in(&live.credentials).await.status(), 303);
    guess_wrongly(&world, &live.credentials.user_name).await;
    let changes = counts.rows("changes").await;
    let grants = counts.rows("grants").await;

    while actions.prune().await.unwrap() == PruneProgress::More {}
    assert_eq!(counts.rows("sessions").await, 1, "the live one");
    assert_eq!(counts.rows("trusted_clients").await, 1);
    assert_eq!(
        counts
            .rows("attempts WHERE subject LIKE 'grant-password:%'")
            .await,
        1,
        "guesses at a live grant count on"
    );
    assert_eq!(counts.rows("attempts WHERE subject LIKE 'network:%'").await, 1);
    assert_eq!(counts.rows("grants").await, grants);
    assert_eq!(agent.call("/contacts").await.status(), 200);
    assert_eq!(old.call("/contacts").await.status(), 401);

    // The log has lost nothing, and tells of it.
    assert_eq!(counts.rows("changes").await, changes + 1);
    let log = actions.store.changes_after(Seq(0), 10_000).await.unwrap();
    assert_eq!(log.last().unwrap().action, "store-pruned");
    let rows = log
        .into_iter()
        .map(|change| (change.seq.0, change.body, change.hash))
        .collect::<Vec<_>>();
    assert!(gatepass::audit::verify_changes(rows).problem.is_none());
    assert_eq!(actions.prune().await.unwrap(), PruneProgress::Done);
    assert_eq!(
        counts.rows("changes").await,
        changes + 1,
        "nothing to do is no change"
    );
    assert!(clock.now() > start);
}
