//! Rooms whose people have lost their place: by starting again, by guessing, by an account that is disabled; and the
//! operator's own limits (S1.1, S1.4, S1.8 and S1.11; control 21).

use gatepass::access::Role;
use gatepass::access::room::{RoomLimits, Seat};
use gatepass::actions::room::{NewMessage, RoomError};
use gatepass::audit::Actor;
use gatepass::crypto::TokenDigest;
use gatepass::handoff::{EncryptionPassword, RoomKey, proof_of_return};
use gatepass::store::{RoomCaller, Seq};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::handoff::Handed;
use crate::member::{Office, Program, WithCode, told};
use crate::person::{html, seen, signed_in};
use crate::rooms::{Opened, Sitter, lies_below, place, say, text};
use crate::support::{WorldBuilder, operator};

async fn start_again(room: &mut Opened, hers: &Program<'_>, code: &str) {
    let again = Opened::drawn();
    let host = Sitter::new(room.id, Seat::Host, &again.invitation);
    let body = json!({"invitation": again.fields()["invitation"], "host": host.body});
    let started = hers.post(&room.api("/start-again")).json(&body);
    assert_eq!(told(started.with_code("totp", code)).await.0, 200);
    (room.invitation, room.host) = (again.invitation, host);
}

#[tokio::test]
async fn whoever_lost_their_seat_does_nothing_in_the_name_of_who_has_it_now() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let hers = ann.program().await;
    let mut room = Opened::by(&hers).await;
    let first = Sitter::new(room.id, Seat::Guest, &room.invitation);
    let before = room.join(&office, &first).await;
    start_again(&mut room, &hers, &ann.app.code()).await;
    let mut second = Sitter::new(room.id, Seat::Guest, &room.invitation);
    let now = room.join(&office, &second).await;

    // Over HTTP: the room is not there any more for who was there before.
    for (path, body) in [
        (
            "/messages",
            json!({"number": 1, "epoch": 1, "sealed": "AAAA", "signature": text(&[1; 64])}),
        ),
        ("/messages/host/1/read", Value::Null),
        ("/close", Value::Null),
    ] {
        assert_eq!(
            told(before.post(&room.api(path)).json(&body)).await.0,
            404,
            "{path}"
        );
    }
    // And whoever was let in a moment before it was started again, is looked at once more in the transaction.
    let actions = &office.world.running.gateway.actions;
    let limits = RoomLimits {
        longest: SignedDuration::from_hours(1),
        per_account: 1,
        largest_message: 1024,
    };
    let known = RoomCaller::Guest(TokenDigest::of(before.guest.as_ref().unwrap()));
    let actor = || Actor::RoomGuest {
        room: room.id,
        ip: "127.0.0.1".parse().unwrap(),
    };
    let message = NewMessage {
        number: 1,
        epoch: 1,
        sealed: vec![1; 400],
        signature: vec![1; 64],
        read_once: true,
    };
    let sent = actions
        .send_message(room.id, known, message, &limits, actor())
        .await;
    assert!(matches!(sent, Err(RoomError::NotThere)), "{sent:?}");
    let read = actions
        .read_message(room.id, known, (Seat::Host, 1), actor())
        .await;
    assert!(matches!(read, Err(RoomError::NotThere)), "{read:?}");
    let closed = actions.close_room(room.id, known, actor()).await;
    assert!(matches!(closed, Err(RoomError::NotThere)), "{closed:?}");

    let talk = second.talk(room.id, Some(&room.host));
    assert_eq!(
        say(&now, &room, &talk, place(Seat::Guest, 1), "hello").await.0,
        200
    );
}

/// Somebody who looked at an invitation a moment before it was replaced is looked at once more where the seat is taken.
#[tokio::test]
async fn a_seat_is_taken_with_the_proof_of_the_invitation_that_is_open() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let room = Opened::by(&ann.program().await).await;
    let store = &office.world.running.gateway.actions.store;
    let takes = async |key: &RoomKey| {
        let proof = TokenDigest::of_bytes(key.proof().as_slice());
        let mut change = store.change().await.unwrap();
        // Never committed: it is asked, not done.
        change
            .take_invitation(room.id, proof, office.clock_now())
            .await
            .unwrap()
    };
    assert!(!takes(&RoomKey::generate()).await);
    assert!(takes(&room.invitation).await);
}

/// Guesses at a guest's words are few for each network, and the right words wait until they may be tried again (control 7).
#[tokio::test]
async fn wrong_words_slow_a_network_down() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let room = Opened::by(&ann.program().await).await;
    let guest = Sitter::new(room.id, Seat::Guest, &room.invitation);
    room.join(&office, &guest).await;
    let stranger = office.program();
    let come_back = |proof: Vec<u8>| {
        let body = json!({"proof": text(&proof)});
        told(stranger.post(&room.api("/return")).json(&body))
    };
    let right = proof_of_return(&guest.password, &guest.salt).to_vec();
    assert_eq!(come_back(right.clone()).await.0, 200);
    let wrong = proof_of_return(&EncryptionPassword::generate(), &guest.salt).to_vec();
    for guess in 1..=20 {
        assert_eq!(come_back(wrong.clone()).await.0, 404, "guess {guess}");
    }
    for proof in [&wrong, &right] {
        let (status, refused) = come_back(proof.clone()).await;
        assert_eq!(
            (status, &refused["errorType"]),
            (429, &json!("error-too-many-requests")),
            "{refused}"
        );
    }
    office.clock.advance(SignedDuration::from_mins(10));
    assert_eq!(come_back(right).await.0, 200);
}

#[tokio::test]
async fn an_account_that_is_disabled_leaves_no_room_and_no_link() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let bob = office.member("bob").await;
    let (hers, theirs) = (ann.program().await, bob.program().await);
    let mut room = Opened::by(&hers).await;
    let guest = Sitter::new(room.id, Seat::Guest, &room.invitation);
    let his = room.join(&office, &guest).await;
    let talk = room.host.talk(room.id, Some(&guest));
    let (status, _, sealed) = say(&hers, &room, &talk, place(Seat::Host, 1), "secret").await;
    assert_eq!(status, 200);
    let link = Handed::kept(&hers, false).await;
    let other = Opened::by(&theirs).await;
    let others = Handed::kept(&theirs, false).await;

    let actions = &office.world.running.gateway.actions;
    actions.disable_account(ann.account.id, operator()).await.unwrap();
    assert_eq!(told(his.get(&room.api(""))).await.0, 404);
    assert!(!lies_below(&office, &sealed));
    let (status, over) = link.open(&office.program()).await;
    assert_eq!((status, &over["errorType"]), (410, &json!("link-revoked")));
    assert!(!link.lies_in(office.world.dir.path()));
    // Each with its own word in the log, and all of it at once.
    let changes = actions.store.changes_after(Seq(0), 1000).await.unwrap();
    let last: Vec<_> = changes.iter().rev().take(3).collect();
    let mut named: Vec<&str> = last.iter().map(|change| change.action.as_str()).collect();
    named.sort_unstable();
    assert_eq!(named, ["account-disabled", "handoff-link-revoked", "room-closed"]);
    assert!(last.iter().all(|change| change.at == last[0].at));
    // Nobody else's.
    assert_eq!(told(theirs.get(&other.api(""))).await.0, 200);
    assert_eq!(others.open(&office.program()).await.0, 200);
    // And an account that comes back begins with nothing.
    actions.enable_account(ann.account.id, operator()).await.unwrap();
    assert_eq!(told(his.get(&room.api(""))).await.0, 404);
}

/// An agent sees which grants are for them, once their address is proven to be theirs; nobody else sees any.
#[tokio::test]
async fn an_agent_sees_what_was_handed_to_them_and_to_nobody_else() {
    let office = Office::open().await;
    let jane = office.member_as("jane", Role::Agent).await;
    let joe = office.member_as("joe", Role::Agent).await;
    let ann = office.member("ann").await;
    let grant = office
        .world
        .grant_with(|wanted| wanted.agent.email = Some("Jane@Example.com".to_owned()))
        .await;
    let (hers, his) = (jane.program().await, joe.program().await);
    let handed = async |program: &Program<'_>| told(program.get("/api/v1/handoff/grants")).await;
    assert_eq!(handed(&hers).await.1["items"], json!([]), "anybody could say so");
    // No mail is sent here: only the operator can say whose the address is.
    let person = signed_in(&jane).await;
    let page = html(&person, "/handed").await;
    assert!(
        page.contains("Ask its operator to vouch for it.") && !page.contains("href=\"/account\">Go"),
        "{page}"
    );
    for member in [&jane, &joe, &ann] {
        let actions = &office.world.running.gateway.actions;
        actions
            .vouch_for_address(member.account.id, operator())
            .await
            .unwrap();
    }
    let (status, list) = handed(&hers).await;
    assert_eq!(status, 200, "{list}");
    let until = grant.grant.validity.expires_at;
    let line =
        json!({"site": "crm", "host": "crm.test", "state": "active", "ticket": "T-1", "expiresAt": until});
    assert_eq!(
        list["items"],
        json!([line]),
        "and nothing that opens it, or says whose it is"
    );
    assert_eq!(handed(&his).await.1["items"], json!([]));
    assert_eq!(
        handed(&ann.program().await).await.1["items"],
        json!([]),
        "she is no agent"
    );
    assert_eq!(handed(&office.program()).await.0, 401);
    let room = Opened::by(&hers).await;
    let guest = Sitter::new(room.id, Seat::Guest, &room.invitation);
    assert_eq!(
        handed(&room.join(&office, &guest).await).await.0,
        401,
        "nor is a guest"
    );

    // Looking is all: the grant itself is not there for her, and the page says until when it is good.
    let id = grant.grant.id;
    assert_eq!(told(hers.get(&format!("/api/v1/grants/{id}"))).await.0, 404);
    let revoke = hers.post(&format!("/api/v1/grants/{id}/revoke"));
    assert_eq!(told(revoke.with_code("totp", &jane.app.code())).await.0, 404);
    let page = html(&person, "/handed").await;
    assert!(
        page.contains("<b>crm</b>") && page.contains("Access is open") && page.contains(&until.to_string()),
        "{page}"
    );
    assert!(
        !page.contains(&id.to_string()) && !page.contains(&grant.credentials.user_name),
        "{page}"
    );
    assert_eq!(seen(signed_in(&ann).await.visit("/handed").await).await.0, 404);
    office.world.revoke(id).await;
    assert_eq!(handed(&hers).await.1["items"][0]["state"], "revoked");
    let page = html(&person, "/handed").await;
    assert!(
        page.contains("Ended") && !page.contains(&until.to_string()),
        "it was good until it was revoked: {page}"
    );
}

#[tokio::test]
async fn rooms_are_as_long_as_many_and_as_large_as_the_operator_says() {
    let limits = "[handoff]\nroom_longest = \"8h\"\nrooms_per_account = 2\nroom_message = \"1KiB\"\n";
    let office = Office::open_with(WorldBuilder::new().after(limits)).await;
    let ann = office.member("ann").await;
    let hers = ann.program().await;
    let mut long = Opened::drawn().fields();
    long["lasts"] = json!(8 * 3600 + 1);
    let (status, refused) = told(hers.post("/api/v1/handoff/rooms").json(&long)).await;
    let most = "a room lasts longer than no time and at most 8h";
    assert_eq!((status, &refused["detail"]), (400, &json!(most)), "{refused}");
    let mut room = Opened::by(&hers).await;
    Opened::by(&hers).await;
    let (status, refused) = told(hers.post("/api/v1/handoff/rooms").json(&Opened::drawn().fields())).await;
    let many = "2 rooms of this account are open: close one first";
    assert_eq!((status, &refused["detail"]), (409, &json!(many)), "{refused}");
    let guest = Sitter::new(room.id, Seat::Guest, &room.invitation);
    let talk = room.host.talk(room.id, Some(&guest));
    let long = "x".repeat(1024);
    let (status, refused, _) = say(&hers, &room, &talk, place(Seat::Host, 1), &long).await;
    assert_eq!((status, &refused["errorType"]), (413, &json!("too-long")));
    assert_eq!(
        say(&hers, &room, &talk, place(Seat::Host, 1), "short").await.0,
        200
    );
    // The page offers what there is.
    let person = signed_in(&ann).await;
    let page = html(&person, "/rooms").await;
    assert!(
        page.contains("value=\"28800\" required checked") && !page.contains("value=\"86400\""),
        "{page}"
    );
}
