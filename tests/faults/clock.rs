//! The wall clock jumps, both ways and by hours: nothing lasts longer for it. The monotonic clock is left alone, as a
//! clock that is set leaves it.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use crate::injection::skip;
use crate::premises::{Premises, until};
use crate::support::{Protocol, Recorder};

const LIBFAKETIME: [&str; 3] = [
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib/faketime/libfaketimeMT.so.1",
];

fn last_decision(premises: &Premises) -> Timestamp {
    premises.decisions().last().unwrap().at
}

#[tokio::test]
async fn a_clock_that_jumps_prolongs_nothing() {
    let Some(library) = LIBFAKETIME.into_iter().find(|path| Path::new(path).exists()) else {
        skip("libfaketime is not installed");
        return;
    };
    let upstream = Recorder::start().await;
    let premises = Premises::with(&upstream.as_upstream(), "trust_for = \"2h\"");
    let dial = premises.path("clock");
    let set = |offset: &str| {
        let new = premises.path("clock.new");
        std::fs::write(&new, format!("{offset}\n")).unwrap();
        std::fs::rename(new, &dial).unwrap();
    };
    let environment = [
        ("LD_PRELOAD", library),
        ("FAKETIME_TIMESTAMP_FILE", dial.to_str().unwrap()),
        ("FAKETIME_NO_CACHE", "1"),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ("DONT_FAKE_MONOTONIC", "1"),
    ];
    let minute = SignedDuration::from_mins(1);
    let behind = "clock is behind";

    set("+0");
    let gateway = premises.start_as(&[], &environment).await;
    let client = premises.signed_in(Protocol::Http1).await;
    assert_eq!(client.call("/contacts/1").await.status(), 200);
    let began = last_decision(&premises);

    set("-3h");
    until("it is said", async || gateway.has_said(behind)).await;
    assert_eq!(client.call("/contacts/2").await.status(), 200, "people work on");
    let back = last_decision(&premises);
    assert!(
        began <= back && back < began + minute,
        "time goes on: {began}, {back}"
    );

    // A restart does not believe the clock either.
    gateway.kill();
    let gateway = premises.start_as(&[], &environment).await;
    assert_eq!(client.call("/contacts/3").await.status(), 200);
    let restarted = last_decision(&premises);
    assert!(
        back - minute < restarted && restarted < back + minute,
        "{back}, {restarted}"
    );
    until("it is said again", async || gateway.has_said(behind)).await;

    // Five hours forward ends trust, and what began before does not get them back when the clock is right again.
    set("+5h");
    until("trust ends", async || {
        client.call("/contacts/4").await.status() == 400
    })
    .await;
    set("+0");
    assert_eq!(
        client.call("/contacts/5").await.status(),
        400,
        "it does not come back"
    );
    let latched = last_decision(&premises);
    assert!(
        latched > began + SignedDuration::from_hours(4),
        "time went back to {latched}"
    );

    // Past the end of the grant, and right again: what is over is over, also after a restart.
    set("+9h");
    until("the grant ends", async || {
        client.call("/contacts/6").await.status() == 401
    })
    .await;
    let before = upstream.requests().len();
    set("+0");
    assert_eq!(client.call("/contacts/7").await.status(), 401);
    let store = premises.store().await;
    let seen_the_jump = began + SignedDuration::from_hours(8);
    until("the store has seen the jump", async || {
        store.latest_moment().await.unwrap().unwrap() > seen_the_jump
    })
    .await;
    store.close().await;
    gateway.kill();
    let _gateway = premises.start_as(&[], &environment).await;
    assert_eq!(client.call("/contacts/8").await.status(), 401);
    assert_eq!(upstream.requests().len(), before, "nothing got through");
    premises.audit_is_intact().await;
}
