//! A hostile server between the browser and the gateway: whatever it tells, it is noticed, and said so that a person
//! understands it.

use data_encoding::BASE64URL_NOPAD;
use gatepass::access::RoomId;
use gatepass::access::room::Seat;
use gatepass::handoff::{OwnKeys, RoomKey};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::seats::{Two, office, opened, read, save_words, sign_in, until_step, write};
use crate::support::Liar;

fn id_of(room: &str) -> RoomId {
    room.rsplit('/').next().unwrap().parse().unwrap()
}

/// Keys that the server drew, and tagged as well as it can.
fn foreign_member(room: &str) -> Value {
    let keys = OwnKeys::generate(RoomKey::generate()).public(id_of(room), Seat::Guest);
    let text = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
    json!({
        "seat": "guest", "name": "Paolo", "guest": true, "joinedAt": "2026-11-20T12:00:00Z",
        "agreement": text(&keys.agreement), "signing": text(&keys.signing), "tag": text(&keys.tag),
    })
}

fn list<'v>(answer: &'v mut Value, name: &str) -> &'v mut Vec<Value> {
    answer[name].as_array_mut().unwrap()
}

/// Her page is told lies about the room, and says so; with the truth, the room is there again.
async fn is_noticed(
    liar: &Liar,
    hers: &Browser,
    room: &str,
    step: &str,
    lie: impl Fn(&mut Value) + Send + Sync + 'static,
) {
    liar.lies(|_, _| ());
    hers.open(room).await;
    hers.until_heading("Access to the CRM").await;
    // While the page is open, and after a reload.
    liar.lies(move |path, answer| {
        if answer.get("members").is_some() && !path.contains("invitations") {
            lie(answer);
        }
    });
    until_step(hers, step).await;
    hers.open(room).await;
    until_step(hers, step).await;
    let told = hers.text(&format!("[data-step={step}]")).await;
    assert!(
        told.contains("Call the other side, close this room, and open a new one"),
        "{told}"
    );
    let form = hers
        .script("return document.querySelector('[data-write]').checkVisibility()")
        .await;
    assert_eq!(form, false, "nothing is written any more");
    liar.tells_the_truth();
}

#[tokio::test]
async fn a_server_that_lies_about_a_room_is_noticed() {
    let office = office().await;
    let liar = Liar::between(&office.world).await;
    let port = office.world.address().port();
    let Two { hers, his, room, .. } = Two::sit_down_at(&office, liar.address.port(), port).await;
    for text in ["one", "two", "three"] {
        write(&his, text).await;
    }
    hers.find("[data-messages] li:nth-child(3)").await;

    // A public key that is swapped, a member who is added, and one who is left out so that she writes with the older key.
    let foreign = foreign_member(&room);
    for name in ["agreement", "signing", "tag"] {
        let key = foreign[name].clone();
        is_noticed(&liar, &hers, &room, "foreign", move |told| {
            told["members"][1][name] = key.clone()
        })
        .await;
    }
    let swapped = foreign.clone();
    is_noticed(&liar, &hers, &room, "foreign", move |told| {
        told["members"][1] = swapped.clone()
    })
    .await;
    is_noticed(&liar, &hers, &room, "foreign", move |told| {
        list(told, "members").push(foreign.clone())
    })
    .await;
    is_noticed(&liar, &hers, &room, "foreign", |told| {
        list(told, "members").pop();
    })
    .await;

    // Messages that are repeated, put in another order, left out at either end, or said to be of another key.
    is_noticed(&liar, &hers, &room, "tampered", |told| {
        let messages = list(told, "messages");
        let mut again = messages[0].clone();
        again["number"] = json!(4);
        messages.push(again);
    })
    .await;
    is_noticed(&liar, &hers, &room, "tampered", |told| {
        for (at, number) in [(0, 2), (1, 1)] {
            list(told, "messages")[at]["number"] = json!(number);
        }
    })
    .await;
    for left_out in [0, 2] {
        is_noticed(&liar, &hers, &room, "tampered", move |told| {
            list(told, "messages").remove(left_out);
        })
        .await;
    }
    for (name, value) in [
        ("epoch", json!(0)),
        ("readOnce", json!(false)),
        ("seat", json!("host")),
    ] {
        is_noticed(&liar, &hers, &room, "tampered", move |told| {
            told["messages"][0][name] = value.clone();
        })
        .await;
    }
    hers.open(&room).await;
    assert_eq!(read(&hers).await, "one");
}

/// Texts that are swapped within a room, and come from another one; and a version that this program does not have.
#[tokio::test]
async fn a_server_that_swaps_texts_is_noticed() {
    let office = office().await;
    let liar = Liar::between(&office.world).await;
    let port = office.world.address().port();
    let two = Two::sit_down_at(&office, liar.address.port(), port).await;
    let (hers, his) = (&two.hers, &two.his);
    for text in ["one", "two"] {
        write(his, text).await;
    }
    // What the server has: texts that it cannot read, and their signatures.
    let (_, first) = sealed_by(hers, &two.room, "guest/1").await;
    let (signature, second) = sealed_by(hers, &two.room, "guest/2").await;
    let mut downgraded = BASE64URL_NOPAD.decode(first.as_bytes()).unwrap();
    downgraded[0] = 2;
    for swapped in [second.clone(), BASE64URL_NOPAD.encode(&downgraded)] {
        liar.lies(move |path, answer| {
            if path.ends_with("/messages/guest/1") {
                answer["sealed"] = json!(swapped);
            }
        });
        hers.open(&two.room).await;
        hers.click("[data-messages] li:nth-child(1) button").await;
        let told = hers.text(".messages .note.alarm").await;
        assert!(
            told.contains("This message was changed, or is not from the other side"),
            "{told}"
        );
    }
    // What was not shown is not said to be read.
    liar.tells_the_truth();
    hers.open(&two.room).await;
    assert_eq!(read(hers).await, "one");

    // The same two people, another room: its messages are none of this one's.
    hers.open("/rooms").await;
    hers.fill("#title", "Another").await;
    hers.click("[data-open] [type=submit]").await;
    save_words(hers).await;
    hers.until_heading("Another").await;
    write(hers, "in another room").await;
    let other = hers.place().await;
    liar.lies(move |_, answer| {
        if answer.get("members").is_some() && answer["title"] == "Another" {
            answer["messages"][0]["signature"] = json!(signature);
        }
    });
    hers.open(&other).await;
    until_step(hers, "tampered").await;
}

/// On a device that has seen nothing, the end of a conversation may be missing; who answers says what they had seen.
#[tokio::test]
async fn a_conversation_that_was_cut_short_is_noticed_on_a_new_device() {
    let office = office().await;
    let liar = Liar::between(&office.world).await;
    let port = office.world.address().port();
    let two = Two::sit_down_at(&office, port, port).await;
    write(&two.hers, "the question").await;
    two.his.find("[data-messages] li").await;
    write(&two.his, "the answer").await;
    liar.lies(|_, answer| {
        if answer.get("members").is_some() {
            list(answer, "messages").retain(|message| message["seat"] == "guest");
        }
    });
    let elsewhere = Browser::start_at_port(&office.world, "portal.test", liar.address.port()).await;
    elsewhere.open(&two.room).await;
    until_step(&elsewhere, "unlock").await;
    elsewhere.click("[data-step=unlock] a").await;
    sign_in(&elsewhere, &two.ann, "ann").await;
    until_step(&elsewhere, "unlock").await;
    elsewhere.fill("#typed", &two.her_words).await;
    elsewhere.click("[data-unlock] [type=submit]").await;
    elsewhere.click("[data-messages] button").await;
    until_step(&elsewhere, "tampered").await;
}

/// The number of rounds is part of the version: a server that names fewer is not listened to, and words stay as strong.
#[tokio::test]
async fn a_server_cannot_make_words_weaker() {
    let office = office().await;
    let liar = Liar::between(&office.world).await;
    let port = office.world.address().port();
    let hers = Browser::start_at_port(&office.world, "portal.test", port).await;
    let ann = office.member("ann").await;
    let (room, _, words) = opened(&ann, &hers).await;
    let elsewhere = Browser::start_at_port(&office.world, "portal.test", liar.address.port()).await;
    elsewhere.open(&room).await;
    elsewhere.click("[data-step=door] a").await;
    sign_in(&elsewhere, &ann, "ann").await;
    until_step(&elsewhere, "unlock").await;
    liar.lies(|_, answer| {
        if let Some(wrapped) = answer.get_mut("wrapped") {
            let sealed = wrapped["sealed"].as_str().unwrap();
            let mut sealed = BASE64URL_NOPAD.decode(sealed.as_bytes()).unwrap();
            sealed[0] = 0;
            *wrapped =
                json!({"salt": wrapped["salt"], "sealed": BASE64URL_NOPAD.encode(&sealed), "rounds": 1});
        }
    });
    elsewhere.open(&room).await;
    until_step(&elsewhere, "unlock").await;
    elsewhere.fill("#typed", &words).await;
    elsewhere.click("[data-unlock] [type=submit]").await;
    let told = elsewhere.text("[data-problem]").await;
    assert!(told.contains("do not open the room"), "{told}");
    liar.lies(|_, answer| {
        if let Some(wrapped) = answer.get_mut("wrapped") {
            wrapped["rounds"] = json!(1);
        }
    });
    elsewhere.open(&room).await;
    elsewhere.fill("#typed", &words).await;
    elsewhere.click("[data-unlock] [type=submit]").await;
    elsewhere.find("[data-invite]").await;
}

/// Signature and text of a message, as the server has them.
async fn sealed_by(browser: &Browser, room: &str, message: &str) -> (String, String) {
    let id = id_of(room);
    let (seat, number) = message.split_once('/').unwrap();
    let script = format!(
        "const room = await (await fetch('/api/v1/handoff/rooms/{id}')).json();
         const line = room.messages.find((it) => it.seat === '{seat}' && it.number === {number});
         const text = await (await fetch('/api/v1/handoff/rooms/{id}/messages/{message}')).json();
         return [line.signature, text.sealed]"
    );
    let told = browser
        .script(&format!("return (async () => {{ {script} }})()"))
        .await;
    (
        told[0].as_str().unwrap().to_owned(),
        told[1].as_str().unwrap().to_owned(),
    )
}
