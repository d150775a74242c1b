//! What happens with a grant or an account is written to its owner, with a link that stops the access.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use gatepass::access::room::RoomLimits;
use gatepass::access::{GrantStatus, Role, RoomId, RoomInvitationId, SiteName};
use gatepass::actions::account::{Added, EmailStanding, NewAccount, NewToken, Start};
use gatepass::actions::room::{InvitationFields, Joiner, NewRoom, SeatFields};
use gatepass::clock::{Clock as _, SystemClock, TestClock};
use gatepass::crypto::{Secret, TokenDigest};
use gatepass::store::{MemberKeys, WrappedKeys};
use jiff::SignedDuration;

use super::support::{
    Client, Protocol, Reachable, ReceivedMail, SmtpMode, SmtpServer, World, WorldBuilder, operator,
};

/// The portal of a world.
struct Portal<'w> {
    world: &'w World,
    authority: String,
}

impl<'w> Portal<'w> {
    fn of(world: &'w World) -> Self {
        let authority = format!("portal.test:{}", world.address().port());
        Self { world, authority }
    }
}

impl Reachable for Portal<'_> {
    fn address(&self) -> SocketAddr {
        self.world.address()
    }

    fn ca(&self) -> Vec<u8> {
        self.world.ca()
    }

    fn authority(&self) -> &str {
        &self.authority
    }
}

async fn world_with_mail(mails: &SmtpServer, clock: Option<Arc<TestClock>>) -> World {
    let builder = WorldBuilder::new().after(&mails.section(""));
    match clock {
        Some(clock) => builder.clock(clock).start().await,
        None => builder.start().await,
    }
}

/// The account of the user of the app in whose name grants are made.
async fn add_ann(world: &World) -> Added {
    let new = NewAccount {
        name: "ann.lee".parse().unwrap(),
        email: "ann@customer.example".parse().unwrap(),
        email_standing: EmailStanding::Unproven,
        role: Role::Grantor,
        apps: BTreeMap::from([(SiteName::new("crm"), "ann".to_owned())]),
        start: Start::Password(Secret::new("tulip harbour nineteen".to_owned())),
    };
    let actions = &world.running.gateway.actions;
    actions.add_account(new, operator()).await.unwrap()
}

/// The path of the link that stops the access, if the letter has one.
fn freeze_link(mail: &ReceivedMail) -> Option<String> {
    let text = mail.text();
    let (_, rest) = text.split_once("/freeze/")?;
    Some(format!("/freeze/{}", rest.split_whitespace().next().unwrap()))
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_gave_access_hears_what_happens_with_it_and_can_stop_it_from_the_letter() {
    let mails = SmtpServer::start(SmtpMode::StartTls).await;
    let world = world_with_mail(&mails, None).await;
    add_ann(&world).await;
    let created = world.grant().await;
    let received = mails.wait_for(1).await;
    assert_eq!(received[0].to, ["ann@customer.example"]);
    assert_eq!(received[0].subject(), "Support access to crm is open");
    let text = received[0].text();
    for fact in ["ann.lee", "crm", "Sam", "T-1", "Contacts"] {
        assert!(text.contains(fact), "{fact}: {text}");
    }
    assert!(text.contains(&format!("/grants/{}", created.grant.id)), "{text}");
    assert!(freeze_link(&received[0]).is_some(), "{text}");

    let sam = Client::new(&world, Protocol::Http1);
    assert_eq!(sam.sign_in(&created.credentials).await.status(), 303);
    let received = mails.wait_for(2).await;
    assert!(received[1].text().contains("127.0.0.1"), "{}", received[1].text());

    // The same browser once more is no news; another one is.
    let again = Client::new(&world, Protocol::Http1);
    assert_eq!(again.sign_in(&created.credentials).await.status(), 303);
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let other = Client::as_browser(&world, Protocol::Http1, firefox);
    assert_eq!(other.sign_in(&created.credentials).await.status(), 303);
    let received = mails.wait_for(3).await;
    assert!(
        received[2].text().contains("Firefox · Linux, 127.0.0.1"),
        "{}",
        received[2].text()
    );

    // Of twenty hidden things one is told.
    for number in 0..20 {
        assert_eq!(sam.visit(&format!("/messages/{number}")).await.status(), 403);
    }
    let received = mails.wait_for(4).await;
    assert_eq!(received[3].subject(), "A request of support was blocked at crm");
    assert!(
        received[3].text().contains("GET /messages/0"),
        "{}",
        received[3].text()
    );

    let link = freeze_link(&received[2]).unwrap();
    let browser = Client::new(&Portal::of(&world), Protocol::Http1);
    let status = async || {
        let actions = &world.running.gateway.actions;
        let stored = actions.store.grant(created.grant.id).await.unwrap().unwrap();
        stored.grant.status_at(actions.clock.now())
    };
    assert_eq!(browser.visit(&link).await.status(), 200);
    assert_eq!(status().await, GrantStatus::Active, "looking stops nothing");
    assert_eq!(sam.visit("/contacts/1").await.status(), 200);
    assert_eq!(
        browser.submit(&link, &link, &[("csrf", "forged")]).await.status(),
        403
    );
    assert_eq!(status().await, GrantStatus::Active, "nor does another page");
    assert_eq!(browser.submit(&link, &link, &[]).await.status(), 200);
    assert_eq!(status().await, GrantStatus::Paused);
    assert_eq!(sam.visit("/contacts/1").await.status(), 403);

    world.revoke(created.grant.id).await;
    let received = mails.wait_for(5).await;
    let end = &received[4];
    // Twenty before, and one while the grant was paused.
    let summary = "22 requests, 21 of them blocked, from 2 devices";
    assert!(end.text().contains(summary), "{}", end.text());
    assert_eq!(freeze_link(end), None, "there is nothing left to stop");
    world.running.stop().await;
    assert_eq!(mails.received().len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_is_announced_and_told() {
    let mails = SmtpServer::start(SmtpMode::StartTls).await;
    let clock = Arc::new(TestClock::at(SystemClock::starting_after(None).now()));
    let world = world_with_mail(&mails, Some(clock.clone())).await;
    add_ann(&world).await;
    world.grant().await;
    mails.wait_for(1).await;
    clock.advance(SignedDuration::from_hours(8) - SignedDuration::from_mins(15));
    let received = mails.wait_for(2).await;
    assert!(received[1].subject().contains("15"), "{}", received[1].subject());
    assert!(freeze_link(&received[1]).is_some());
    clock.advance(SignedDuration::from_mins(15));
    let received = mails.wait_for(3).await;
    assert_eq!(received[2].subject(), "Support access to crm has ended");
    assert_eq!(freeze_link(&received[2]), None);
    world.running.stop().await;
    assert_eq!(mails.received().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_just_before_the_gateway_stops_is_told_too() {
    let mails = SmtpServer::start(SmtpMode::StartTls).await;
    let world = world_with_mail(&mails, None).await;
    let ann = add_ann(&world).await.account;
    // Nobody's account: nobody is written to.
    world.grant_with(|wanted| wanted.grantor = "bob".to_owned()).await;
    let new = NewToken {
        name: "nightly export".to_owned(),
        ..NewToken::default()
    };
    let actions = world.running.gateway.actions.clone();
    actions.create_token(ann.id, new, operator()).await.unwrap();
    world.running.stop().await;
    let received = mails.received();
    assert_eq!(received.len(), 1);
    let text = received[0].text();
    assert!(text.contains("nightly export"), "{text}");
    assert!(text.contains("the operator of this gateway"), "{text}");
}

/// Whoever opened a room hears that somebody came in, and where to close it; the title stays in the room.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_opened_a_room_hears_that_somebody_joined() {
    let mails = SmtpServer::start(SmtpMode::StartTls).await;
    let world = world_with_mail(&mails, None).await;
    let ann = add_ann(&world).await.account;
    let actions = world.running.gateway.actions.clone();
    let seat = || SeatFields {
        keys: MemberKeys {
            agreement: vec![4; 65],
            signing: vec![4; 65],
            tag: [1; 32],
        },
        wrapped: WrappedKeys {
            salt: vec![1; 16],
            sealed: vec![1; 400],
        },
        return_proof: TokenDigest([1; 32]),
    };
    let proof = TokenDigest([7; 32]);
    let hour = SignedDuration::from_hours(1);
    let new = NewRoom {
        id: RoomId::from_bytes([5; 16]),
        title: "Access to the payroll".to_owned(),
        support_case: String::new(),
        lasts: hour,
        invitation: InvitationFields {
            id: RoomInvitationId::from_bytes([6; 16]),
            proof,
            lasts: hour,
        },
        host: seat(),
    };
    let limits = RoomLimits {
        longest: hour,
        per_account: 1,
        largest_message: 1024,
    };
    let room = actions.open_room(&ann, new, &limits, operator()).await.unwrap();
    let joiner = Joiner::Guest {
        name: "Paolo".to_owned(),
        ip: "192.0.2.7".parse().unwrap(),
    };
    let invitation = RoomInvitationId::from_bytes([6; 16]);
    actions
        .join_room(invitation, proof, joiner, seat())
        .await
        .unwrap();
    let received = mails.wait_for(1).await;
    assert_eq!(received[0].to, ["ann@customer.example"]);
    assert_eq!(received[0].subject(), "Somebody has joined your room");
    let text = received[0].text();
    assert!(text.contains(&format!("/rooms/{}", room.id)), "{text}");
    assert!(text.contains("192.0.2.7") && !text.contains("payroll"), "{text}");
    world.running.stop().await;
    assert_eq!(mails.received().len(), 1, "that it was opened is no news");
}

/// Another gateway with the same config and store, and a journal of its own.
async fn another(world: &World) -> gatepass::server::Running {
    let path = world.config_path();
    let mut settings = gatepass::config::load(&path).unwrap();
    settings.journal = world.dir.path().join("another-journal");
    gatepass::server::start(settings, Some(path), None).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_gateways_that_share_a_store_write_each_letter_once() {
    let mails = SmtpServer::start(SmtpMode::StartTls).await;
    let world = world_with_mail(&mails, None).await;
    let ann = add_ann(&world).await.account;
    let other = another(&world).await;
    for number in 0..10 {
        let new = NewToken {
            name: format!("token {number}"),
            ..NewToken::default()
        };
        let gateway = if number % 2 == 0 { &world.running } else { &other };
        let actions = &gateway.gateway.actions;
        actions.create_token(ann.id, new, operator()).await.unwrap();
    }
    world.grant().await;
    mails.wait_for(11).await;
    // Both look at everything once more before they stop.
    other.stop().await;
    world.running.stop().await;
    let received = mails.received();
    assert_eq!(received.len(), 11);
    for number in 0..10 {
        let name = format!("token {number}");
        let about = received.iter().filter(|mail| mail.text().contains(&name));
        assert_eq!(about.count(), 1, "{name}");
    }
}

/// It wrote the letter, the mail server asked it to come back later, and it never did.
#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_a_gateway_leaves_behind_is_sent_by_the_next_one() {
    let mails = SmtpServer::start(SmtpMode::StartTls).await;
    let clock = Arc::new(TestClock::at(SystemClock::starting_after(None).now()));
    let world = world_with_mail(&mails, Some(clock.clone())).await;
    add_ann(&world).await;
    mails.answer_recipients(&["450 4.7.1 come back later"]);
    world.grant().await;
    mails.connected(1).await;
    let store = world.dir.path().join("gatepass.db");
    let (config, dir) = (world.config_path(), world.dir);
    world.running.stop().await;
    assert!(mails.received().is_empty());
    let bytes = std::fs::read(&store).unwrap();
    let readable = b"Support access to crm is open";
    assert!(
        !bytes.windows(readable.len()).any(|it| it == readable),
        "it lies there sealed"
    );

    let start = async || {
        let settings = gatepass::config::load(&config).unwrap();
        gatepass::server::start(settings, Some(config.clone()), Some(clock.clone()))
            .await
            .unwrap()
    };
    // It is held still: whoever wrote it may be busy with it.
    let early = start().await;
    early.stop().await;
    assert!(mails.received().is_empty());
    clock.advance(SignedDuration::from_mins(15));
    let next = start().await;
    let received = mails.wait_for(1).await;
    assert_eq!(received[0].subject(), "Support access to crm is open");
    assert!(freeze_link(&received[0]).is_some());
    next.stop().await;
    clock.advance(SignedDuration::from_mins(15));
    start().await.stop().await;
    assert_eq!(mails.received().len(), 1, "sent is sent");
    drop(dir);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_starts_again_tells_what_it_missed_and_nothing_twice() {
    let mails = SmtpServer::start(SmtpMode::StartTls).await;
    let world = world_with_mail(&mails, None).await;
    let ann = add_ann(&world).await.account;
    let created = world.grant().await;
    mails.wait_for(1).await;
    let (config, store) = (world.config_path(), world.dir.path().join("gatepass.db"));
    let World { running, dir, .. } = world;
    running.stop().await;

    // Meanwhile somebody works at the command line.
    let actions = gatepass::actions::Actions {
        store: gatepass::store::Store::open(&store).await.unwrap(),
        keys: Arc::new(gatepass::crypto::Keys::load(&dir.path().join("gatepass.key")).unwrap()),
        clock: Arc::new(SystemClock::starting_after(None)),
        hashing: gatepass::crypto::HashingPool::new(1),
    };
    let new = NewToken {
        name: "nightly export".to_owned(),
        ..NewToken::default()
    };
    actions.create_token(ann.id, new, operator()).await.unwrap();
    actions.revoke_grant(created.grant.id, operator()).await.unwrap();
    actions.store.close().await;

    for _ in 0..2 {
        let settings = gatepass::config::load(&config).unwrap();
        let running = gatepass::server::start(settings, Some(config.clone()), None)
            .await
            .unwrap();
        let received = mails.wait_for(3).await;
        // Letters leave side by side: which of two arrives first is nobody's promise.
        let missed = &received[1..];
        assert!(missed.iter().any(|it| it.text().contains("nightly export")));
        assert!(
            missed
                .iter()
                .any(|it| it.subject() == "Support access to crm has ended")
        );
        running.stop().await;
        assert_eq!(mails.received().len(), 3);
    }
}
