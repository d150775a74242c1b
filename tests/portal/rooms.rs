//! Rooms over HTTP: who gets in, what is kept, and what is gone (S1.1, S1.2, S1.4 and S1.11; controls 19, 21 and 25).

use data_encoding::BASE64URL_NOPAD;
use futures_util::future::join_all;
use gatepass::access::room::Seat;
use gatepass::access::{Role, RoomId, SiteName};
use gatepass::actions::account::{AddAccountError, EmailStanding, NewAccount, Start};
use gatepass::crypto::Secret;
use gatepass::handoff::{
    Content, Conversation, EncryptionPassword, OwnKeys, Place, PublicKeys, RoomKey, Said, proof_of_return,
};
use jiff::SignedDuration;
use memchr::memmem;
use reqwest::Method;
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};

use crate::member::{Office, PASSWORD, Program, WithCode, a_request, told};
use crate::person::{html, seen, signed_in};
use crate::story::files_below;
use crate::support::operator;

pub(crate) fn text(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

pub(crate) fn bytes(value: &Value) -> Vec<u8> {
    BASE64URL_NOPAD
        .decode(value.as_str().unwrap().as_bytes())
        .unwrap()
}

pub(crate) fn digested(bytes: &[u8]) -> String {
    text(digest(&SHA256, bytes).as_ref())
}

/// What somebody made who sits down.
pub(crate) struct Sitter {
    pub(crate) seat: Seat,
    pub(crate) own: Option<OwnKeys>,
    pub(crate) shown: PublicKeys,
    pub(crate) password: EncryptionPassword,
    pub(crate) salt: Vec<u8>,
    pub(crate) body: Value,
}

impl Sitter {
    pub(crate) fn new(room: RoomId, seat: Seat, invitation: &RoomKey) -> Self {
        let own = OwnKeys::generate(invitation.clone());
        let shown = own.public(room, seat);
        let password = EncryptionPassword::generate();
        let wrapped = own.wrap(&password, room, seat).unwrap();
        let body = json!({
            "agreement": text(&shown.agreement), "signing": text(&shown.signing), "tag": text(&shown.tag),
            "wrapped": {"salt": text(&wrapped.salt), "sealed": text(&wrapped.sealed)},
            "returnProof": digested(&*wrapped.return_proof),
        });
        Self {
            seat,
            own: Some(own),
            shown,
            password,
            salt: wrapped.salt,
            body,
        }
    }

    pub(crate) fn talk(&mut self, room: RoomId, other: Option<&Sitter>) -> Conversation {
        let other = other.map(|it| it.shown.clone());
        Conversation::new(room, self.seat, self.own.take().unwrap(), other).unwrap()
    }
}

/// A room with a host.
pub(crate) struct Opened {
    pub(crate) id: RoomId,
    pub(crate) invitation: RoomKey,
    pub(crate) host: Sitter,
}

impl Opened {
    pub(crate) fn drawn() -> Self {
        let id = RoomId::from_bytes(gatepass::crypto::random_bytes());
        let invitation = RoomKey::generate();
        let host = Sitter::new(id, Seat::Host, &invitation);
        Self { id, invitation, host }
    }

    pub(crate) fn fields(&self) -> Value {
        json!({
            "id": self.id, "title": "Access", "lasts": 3600, "host": self.host.body,
            "invitation": {"id": self.invitation.id(), "proof": digested(&*self.invitation.proof()), "lasts": 3600},
        })
    }

    pub(crate) async fn by(program: &Program<'_>) -> Self {
        let opened = Self::drawn();
        let (status, made) = told(program.post("/api/v1/handoff/rooms").json(&opened.fields())).await;
        assert_eq!(status, 201, "{made}");
        opened
    }

    pub(crate) fn api(&self, rest: &str) -> String {
        format!("/api/v1/handoff/rooms/{}{rest}", self.id)
    }

    pub(crate) fn way_in(&self, verb: &str) -> String {
        format!("/api/v1/handoff/invitations/{}/{verb}", self.invitation.id())
    }

    pub(crate) fn proof(&self) -> Value {
        json!(text(&*self.invitation.proof()))
    }

    pub(crate) async fn join<'o>(&self, office: &'o Office, guest: &Sitter) -> Program<'o> {
        let mut program = office.program();
        let body = json!({"proof": self.proof(), "name": "Paolo", "guest": guest.body});
        let (status, joined) = told(program.post(&self.way_in("join")).json(&body)).await;
        assert_eq!(status, 200, "{joined}");
        program.guest = joined["guestToken"].as_str().map(str::to_owned);
        program
    }
}

pub(crate) async fn say(
    program: &Program<'_>,
    room: &Opened,
    talk: &Conversation,
    place: Place,
    what: &str,
) -> (u16, Value, Vec<u8>) {
    let said = Said {
        after: 0,
        said: Content::Text { text: what.into() },
    };
    let (sealed, signature) = talk.seal(place, &said).unwrap();
    let body = json!({
        "number": place.number, "epoch": place.epoch, "sealed": text(&sealed), "signature": text(&signature),
        "readOnce": place.read_once,
    });
    let (status, told) = told(program.post(&room.api("/messages")).json(&body)).await;
    (status, told, sealed)
}

pub(crate) fn place(seat: Seat, number: u32) -> Place {
    Place {
        seat,
        epoch: 1,
        number,
        read_once: true,
    }
}

pub(crate) fn lies_below(office: &Office, sealed: &[u8]) -> bool {
    let files = files_below(office.world.dir.path());
    files
        .iter()
        .any(|(_, bytes)| memmem::find(bytes, &sealed[60..92]).is_some())
}

#[tokio::test]
async fn what_was_read_or_closed_leaves_no_byte_behind() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let hers = ann.program().await;
    let mut room = Opened::by(&hers).await;
    let mut guest = Sitter::new(room.id, Seat::Guest, &room.invitation);
    let his = room.join(&office, &guest).await;
    let theirs = guest.talk(room.id, Some(&room.host));
    let talk = room.host.talk(room.id, Some(&guest));

    let first = place(Seat::Guest, 1);
    let (status, answer, read) = say(&his, &room, &theirs, first, "read once").await;
    assert_eq!(status, 200, "{answer}");
    let (_, _, unread) = say(&his, &room, &theirs, place(Seat::Guest, 2), "never read").await;
    assert!(lies_below(&office, &read) && lies_below(&office, &unread));

    let (_, state) = told(hers.get(&room.api(""))).await;
    assert_eq!(
        (&state["seat"], &state["messages"][0]["there"]),
        (&json!("host"), &json!(true))
    );
    let (_, fetched) = told(hers.get(&room.api("/messages/guest/1"))).await;
    let said = talk.open(
        first,
        &bytes(&fetched["sealed"]),
        &bytes(&state["messages"][0]["signature"]),
    );
    assert_eq!(
        said.unwrap().said,
        Content::Text {
            text: "read once".into()
        }
    );
    // Its writer cannot say that it was read.
    assert_eq!(told(his.post(&room.api("/messages/guest/1/read"))).await.0, 400);
    for _ in 0..2 {
        assert_eq!(told(hers.post(&room.api("/messages/guest/1/read"))).await.0, 200);
    }
    assert!(!lies_below(&office, &read) && lies_below(&office, &unread));
    assert_eq!(told(hers.get(&room.api("/messages/guest/1"))).await.0, 404);
    let (_, state) = told(his.get(&room.api(""))).await;
    let receipt = &state["messages"][0];
    assert_eq!(receipt["there"], false);
    assert!(receipt["readAt"].is_string());
    let digest: [u8; 32] = bytes(&receipt["digest"]).try_into().unwrap();
    assert!(
        talk.is_signed(first, &digest, &bytes(&receipt["signature"])),
        "also when it is gone"
    );

    assert_eq!(told(hers.post(&room.api("/close"))).await.0, 200);
    assert!(!lies_below(&office, &unread));
    assert!(!lies_below(&office, &bytes(&room.host.body["wrapped"]["sealed"])));
    for program in [&hers, &his] {
        assert_eq!(told(program.get(&room.api(""))).await.0, 404);
        assert_eq!(told(program.post(&room.api("/close"))).await.0, 404);
    }
}

#[tokio::test]
async fn a_room_whose_time_is_over_is_emptied() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let hers = ann.program().await;
    let mut room = Opened::by(&hers).await;
    let guest = Sitter::new(room.id, Seat::Guest, &room.invitation);
    let his = room.join(&office, &guest).await;
    let talk = room.host.talk(room.id, Some(&guest));
    let (status, answer, sealed) = say(&hers, &room, &talk, place(Seat::Host, 1), "late").await;
    assert_eq!(status, 200, "{answer}");
    office.clock.advance(SignedDuration::from_mins(60));
    assert_eq!(
        told(his.get(&room.api(""))).await.0,
        404,
        "over, before anything is swept"
    );
    // Her sign-in of before is over, too.
    let hers = ann.program().await;
    assert_eq!(
        say(&hers, &room, &talk, place(Seat::Host, 2), "too late").await.0,
        404
    );
    let actions = &office.world.running.gateway.actions;
    assert_eq!(actions.wipe_expired_rooms().await.unwrap(), 1);
    assert_eq!(actions.wipe_expired_rooms().await.unwrap(), 0);
    assert!(!lies_below(&office, &sealed));
}

#[tokio::test]
async fn fifty_at_once_take_one_seat_and_lookers_take_none() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let room = Opened::by(&ann.program().await).await;
    let stranger = office.program();
    let path = format!("/join/{}", room.invitation.id());
    for method in [Method::GET, Method::HEAD] {
        let looked = stranger.call(method, &path).header("sec-purpose", "prefetch");
        assert_eq!(looked.send().await.unwrap().status(), 200);
    }
    let proof = json!({"proof": room.proof()});
    for _ in 0..10 {
        let (status, looked) = told(stranger.post(&room.way_in("look")).json(&proof)).await;
        assert_eq!((status, &looked["title"]), (200, &json!("Access")), "{looked}");
    }
    let foreign = json!({"proof": text(&[7; 32])});
    assert_eq!(
        told(stranger.post(&room.way_in("look")).json(&foreign)).await.0,
        410
    );

    let guest = Sitter::new(room.id, Seat::Guest, &room.invitation);
    let body = json!({"proof": room.proof(), "name": "Paolo", "guest": guest.body});
    let way_in = room.way_in("join");
    let all = join_all((0..50).map(|_| told(stranger.post(&way_in).json(&body)))).await;
    let joined = all.iter().filter(|(status, _)| *status == 200).count();
    assert_eq!(joined, 1);
    assert!(
        all.iter().all(|(status, _)| [200, 410].contains(status)),
        "{all:?}"
    );
}

#[tokio::test]
async fn a_guest_sits_in_one_room_and_comes_back_with_the_password() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let hers = ann.program().await;
    let (room, other) = (Opened::by(&hers).await, Opened::by(&hers).await);
    let guest = Sitter::new(room.id, Seat::Guest, &room.invitation);
    let his = room.join(&office, &guest).await;
    assert_eq!(told(his.get(&room.api(""))).await.1["seat"], "guest");
    // No way to another room, to the list, or to anything that needs an account.
    assert_eq!(told(his.get(&other.api(""))).await.0, 404);
    assert_eq!(told(his.post(&other.api("/close"))).await.0, 404);
    for path in [
        "/api/v1/handoff/rooms",
        "/api/v1/me",
        "/api/v1/grants",
        "/api/v1/handoff/links",
        "/api/v1/audit",
    ] {
        assert_eq!(told(his.get(path)).await.0, 401, "{path}");
    }
    assert_eq!(
        told(his.post(&room.api("/start-again")).json(&room.fields()))
            .await
            .0,
        400,
        "no such body"
    );
    // A stranger and another account are told the same: there is no such room.
    let bob = office.member("bob").await;
    for program in [&office.program(), &bob.program().await] {
        assert_eq!(told(program.get(&room.api(""))).await.0, 404);
    }

    // The salt is told to whoever asks; the room only to whoever proves the password.
    let stranger = office.program();
    let (_, door) = told(stranger.get(&room.api("/door"))).await;
    assert_eq!(bytes(&door["salt"]), guest.salt);
    let mut back = office.program();
    let proof = |words: &EncryptionPassword| json!({"proof": text(&*proof_of_return(words, &guest.salt))});
    let wrong = proof(&EncryptionPassword::generate());
    assert_eq!(told(back.post(&room.api("/return")).json(&wrong)).await.0, 404);
    let (status, returned) = told(back.post(&room.api("/return")).json(&proof(&guest.password))).await;
    assert_eq!(status, 200, "{returned}");
    back.guest = returned["guestToken"].as_str().map(str::to_owned);
    let (_, state) = told(back.get(&room.api(""))).await;
    let wrapped = bytes(&state["wrapped"]["sealed"]);
    OwnKeys::unwrap(&guest.password, &guest.salt, &wrapped, room.id, Seat::Guest).unwrap();
    // A host's words open no door from outside.
    assert_eq!(told(stranger.get(&other.api("/door"))).await.0, 404);
}

#[tokio::test]
async fn rooms_are_few_small_and_short() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let hers = ann.program().await;
    let open = async |change: &dyn Fn(&mut Value)| {
        let mut fields = Opened::drawn().fields();
        change(&mut fields);
        let (status, told) = told(hers.post("/api/v1/handoff/rooms").json(&fields)).await;
        (status, told["errorType"].as_str().unwrap_or_default().to_owned())
    };
    for (pointer, value) in [
        ("/title", json!(" ")),
        ("/title", json!("x".repeat(101))),
        ("/lasts", json!(7 * 24 * 3600 + 1)),
        ("/lasts", json!(0)),
        ("/invitation/lasts", json!(24 * 3600 + 1)),
        ("/invitation/proof", json!("AAAA")),
        ("/host/agreement", json!(text(&[4; 64]))),
        ("/host/tag", json!("AAAA")),
        ("/host/wrapped/salt", json!(text(&[1; 15]))),
        ("/host/wrapped/sealed", json!(text(&[1; 9000]))),
        ("/id", json!("1")),
    ] {
        let refused = open(&|fields| *fields.pointer_mut(pointer).unwrap() = value.clone()).await;
        assert_eq!(refused, (400, "invalid".into()), "{pointer}");
    }
    let mut room = Opened::by(&hers).await;
    let guest = Sitter::new(room.id, Seat::Guest, &room.invitation);
    // One's own invitation is for somebody else.
    let body = json!({"proof": room.proof(), "guest": guest.body});
    let (status, own) = told(hers.post(&room.way_in("join")).json(&body)).await;
    assert_eq!((status, &own["errorType"]), (409, &json!("own-room")));
    room.join(&office, &guest).await;
    let talk = room.host.talk(room.id, Some(&guest));
    for wrong in [0, 2, 7] {
        let (status, refused, _) = say(&hers, &room, &talk, place(Seat::Host, wrong), "x").await;
        assert_eq!((status, &refused["errorType"]), (409, &json!("out-of-order")));
    }
    let large = json!({"number": 1, "epoch": 1, "sealed": text(&vec![1; 1500 * 1024 + 1]), "signature": text(&[1; 64])});
    let (status, refused) = told(hers.post(&room.api("/messages")).json(&large)).await;
    assert_eq!((status, &refused["errorType"]), (413, &json!("too-long")));
    for number in 1..=50 {
        assert_eq!(
            say(&hers, &room, &talk, place(Seat::Host, number), "x").await.0,
            200,
            "{number}"
        );
    }
    let (status, refused, _) = say(&hers, &room, &talk, place(Seat::Host, 51), "x").await;
    assert_eq!((status, &refused["errorType"]), (409, &json!("full")));
}

#[tokio::test]
async fn starting_again_asks_for_a_code_every_time() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let bob = office.member("bob").await;
    let hers = ann.program().await;
    let room = Opened::by(&hers).await;
    let guest = Sitter::new(room.id, Seat::Guest, &room.invitation);
    let his = room.join(&office, &guest).await;
    let again = Opened::drawn();
    let body = json!({"invitation": again.fields()["invitation"], "host": Sitter::new(room.id, Seat::Host, &again.invitation).body});
    let start = |program: &Program<'_>| program.post(&room.api("/start-again")).json(&body);
    let (status, asked) = told(start(&hers)).await;
    assert_eq!((status, &asked["errorType"]), (400, &json!("totp-required")));
    assert_eq!(told(start(&his)).await.0, 401, "a guest has no code");
    let theirs = bob.program().await;
    assert_eq!(
        told(start(&theirs).with_code("totp", &bob.app.code())).await.0,
        404
    );
    assert_eq!(
        told(his.get(&room.api(""))).await.0,
        200,
        "nothing happened so far"
    );
    assert_eq!(told(start(&hers).with_code("totp", &ann.app.code())).await.0, 200);
    assert_eq!(told(his.get(&room.api(""))).await.0, 404);
    let (status, asked) = told(start(&hers)).await;
    assert_eq!(
        (status, &asked["errorType"]),
        (400, &json!("totp-required")),
        "also right after a code"
    );
    assert_eq!(
        told(
            office
                .program()
                .post(&room.way_in("look"))
                .json(&json!({"proof": room.proof()}))
        )
        .await
        .0,
        410
    );
}

/// A page of another site makes a browser send its cookies; the calls are made for our own pages only (control 13).
#[tokio::test]
async fn another_site_does_nothing_in_a_guests_name() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let room = Opened::by(&ann.program().await).await;
    let guest = Sitter::new(room.id, Seat::Guest, &room.invitation);
    let his = room.join(&office, &guest).await;
    let cookie = format!("__Host-gatepass-room-{}={}", room.id, his.guest.clone().unwrap());
    let stranger = office.program();
    for (site, status) in [
        (Some("cross-site"), 403),
        (Some("same-site"), 403),
        (None, 404),
        (Some("same-origin"), 200),
    ] {
        let mut asked = stranger.get(&room.api("")).header("cookie", &cookie);
        if let Some(site) = site {
            asked = asked.header("sec-fetch-site", site);
        }
        assert_eq!(told(asked).await.0, status, "{site:?}");
    }
}

#[tokio::test]
async fn an_agents_account_has_rooms_and_gives_no_access() {
    let office = Office::open().await;
    let jane = office.member_as("jane", Role::Agent).await;
    let hers = jane.program().await;
    let room = Opened::by(&hers).await;
    assert_eq!(told(hers.get(&room.api(""))).await.1["seat"], "host");
    assert_eq!(told(hers.get("/api/v1/sites")).await.1["items"], json!([]));
    let (status, refused) = told(
        hers.post("/api/v1/grants")
            .json(&a_request())
            .with_code("totp", &jane.app.code()),
    )
    .await;
    assert_eq!((status, &refused["errorType"]), (404, &json!("unknown-site")));
    // Nobody can make her a grantor by the way.
    let new = NewAccount {
        name: "joe".parse().unwrap(),
        email: "joe@example.com".parse().unwrap(),
        email_standing: EmailStanding::Unproven,
        role: Role::Agent,
        apps: [(SiteName::new("crm"), "joe".to_owned())].into(),
        start: Start::Password(Secret::new(PASSWORD.to_owned())),
    };
    let actions = &office.world.running.gateway.actions;
    assert!(matches!(
        actions.add_account(new, operator()).await,
        Err(AddAccountError::AgentInApp)
    ));
    let person = signed_in(&jane).await;
    let (status, place, _) = seen(person.visit("/").await).await;
    assert_eq!((status, place.as_str()), (303, "/handed"));
    assert_eq!(seen(person.visit("/support/crm").await).await.0, 404);
    let rooms = html(&person, "/rooms").await;
    assert!(
        rooms.contains("Access") && !rooms.contains(">Support</a>"),
        "{rooms}"
    );
}
