//! Rust and JavaScript sit in one room: either can be host or guest, and both notice what a gateway could change.

use data_encoding::BASE64URL_NOPAD;
use gatepass::access::RoomId;
use gatepass::access::room::Seat;
use gatepass::handoff::{
    Content, Conversation, Credential, EncryptionPassword, NotTheMessage, NotTheRoom, OwnKeys, Place,
    PublicKeys, RoomKey, Said, Unreadable, proof_of_return,
};
use serde_json::{Value, json};

use crate::engine::Engine;

fn bytes(value: &Value) -> Vec<u8> {
    BASE64URL_NOPAD
        .decode(value.as_str().unwrap().as_bytes())
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

fn keys_of(value: &Value) -> PublicKeys {
    PublicKeys {
        agreement: bytes(&value["agreement"]),
        signing: bytes(&value["signing"]),
        tag: bytes(&value["tag"]).try_into().unwrap(),
    }
}

fn in_json(keys: &PublicKeys) -> Value {
    json!({"agreement": text(&keys.agreement), "signing": text(&keys.signing), "tag": text(&keys.tag)})
}

fn place(seat: Seat, epoch: u32, number: u32) -> Place {
    Place {
        seat,
        epoch,
        number,
        read_once: false,
    }
}

fn place_in_json(place: Place) -> Value {
    json!({"seat": place.seat.as_str(), "epoch": place.epoch, "number": place.number, "readOnce": place.read_once})
}

fn said(what: &str) -> Said {
    Said {
        after: 0,
        said: Content::Text { text: what.into() },
    }
}

/// A room in which JavaScript sits at `seat`, and Rust opposite.
struct Pair {
    engine: Engine,
    room: RoomId,
    ours: Conversation,
    our_seat: Seat,
    their_keys: Value,
    their_words: String,
}

impl Pair {
    fn with_javascript_as(their_seat: Seat) -> Self {
        let mut engine = Engine::start();
        let drawn = engine.ask(&json!({"do": "drawRoom"}));
        let room: RoomId = drawn["room"].as_str().unwrap().parse().unwrap();
        let invitation = RoomKey::parse(drawn["invitation"].as_str().unwrap()).unwrap();
        let our_seat = their_seat.other();
        let theirs = engine.ask(&json!({
            "do": "sitDown", "name": "x", "room": room, "seat": their_seat.as_str(),
            "invitation": drawn["invitation"], "password": drawn["password"],
        }));
        let own = OwnKeys::generate(invitation);
        let shown = own.public(room, our_seat);
        let ours = Conversation::new(room, our_seat, own, Some(keys_of(&theirs["public"]))).unwrap();
        let met = engine.ask(&json!({
            "do": "meet", "name": "x", "room": room, "seat": their_seat.as_str(), "other": in_json(&shown),
        }));
        assert_eq!(met["epoch"], 1);
        Self {
            engine,
            room,
            ours,
            our_seat,
            their_keys: theirs["public"].clone(),
            their_words: met["words"].as_str().unwrap().to_owned(),
        }
    }

    fn they_say(&mut self, place: Place, said: &Said) -> (Vec<u8>, Vec<u8>) {
        let told = json!({"do": "say", "name": "x", "place": place_in_json(place), "said": said});
        let sealed = self.engine.ask(&told);
        (bytes(&sealed["sealed"]), bytes(&sealed["signature"]))
    }

    fn they_hear(&mut self, place: Place, sealed: &[u8], signature: &[u8]) -> Value {
        self.engine.ask(&json!({
            "do": "hear", "name": "x", "place": place_in_json(place), "sealed": text(sealed), "signature": text(signature),
        }))
    }
}

#[test]
fn both_languages_say_the_same_words_and_read_each_other() {
    for their_seat in Seat::BOTH {
        let mut pair = Pair::with_javascript_as(their_seat);
        assert_eq!(
            pair.ours.check_words().as_deref(),
            Some(pair.their_words.as_str())
        );
        assert_eq!(pair.their_words.split(' ').count(), 6);
        let lines = vec![Credential {
            label: "Password".into(),
            value: "Zürich 9 \u{1f511}".into(),
        }];
        let contents = [
            Content::Text { text: "hello".into() },
            Content::Credentials { lines },
            Content::File {
                name: "id_ed25519".into(),
                bytes: text(&[7; 5000]),
            },
        ];
        for (number, content) in (1..).zip(contents) {
            let said = Said {
                after: number,
                said: content,
            };
            let there = place(their_seat, 1, number);
            let (sealed, signature) = pair.they_say(there, &said);
            assert_eq!(pair.ours.open(there, &sealed, &signature).as_ref(), Ok(&said));
            let here = place(pair.our_seat, 1, number);
            let (sealed, signature) = pair.ours.seal(here, &said).unwrap();
            assert_eq!(pair.they_hear(here, &sealed, &signature), json!({"said": said}));
        }
    }
}

#[test]
fn a_message_in_another_place_is_refused_in_both_languages() {
    let mut pair = Pair::with_javascript_as(Seat::Host);
    let there = place(Seat::Host, 1, 1);
    let (sealed, signature) = pair.they_say(there, &said("from the host"));
    let here = place(Seat::Guest, 1, 1);
    let (our_sealed, our_signature) = pair.ours.seal(here, &said("from the guest")).unwrap();
    for (theirs, ours) in [
        (Place { number: 2, ..there }, Place { number: 2, ..here }),
        (Place { epoch: 0, ..there }, Place { epoch: 0, ..here }),
        (
            Place {
                seat: Seat::Guest,
                ..there
            },
            Place {
                seat: Seat::Host,
                ..here
            },
        ),
        (
            Place {
                read_once: true,
                ..there
            },
            Place {
                read_once: true,
                ..here
            },
        ),
    ] {
        let opened = pair.ours.open(theirs, &sealed, &signature);
        assert_eq!(opened, Err(NotTheMessage::Unsigned), "{theirs:?}");
        let heard = pair.they_hear(ours, &our_sealed, &our_signature);
        assert_eq!(heard, json!({"refused": "unsigned"}), "{ours:?}");
    }
    let (other, _) = pair.they_say(there, &said("something else"));
    assert_eq!(
        pair.ours.open(there, &other, &signature),
        Err(NotTheMessage::Unsigned)
    );
}

#[test]
fn a_flipped_bit_of_a_message_or_signature_is_refused() {
    let mut pair = Pair::with_javascript_as(Seat::Host);
    let there = place(Seat::Host, 1, 1);
    let (sealed, signature) = pair.they_say(there, &said("from the host"));
    // Each check of a signature takes its time: every byte is enough.
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(pair.ours.open(there, &changed, &signature).is_err(), "byte {at}");
    }
    for at in 0..signature.len() {
        let mut changed = signature.clone();
        changed[at] ^= 1;
        assert!(pair.ours.open(there, &sealed, &changed).is_err(), "byte {at}");
    }
}

#[test]
fn keys_that_somebody_else_made_are_refused_in_both_languages() {
    let mut pair = Pair::with_javascript_as(Seat::Host);
    let room = pair.room;
    // A gateway that sits in between has no invitation, so its tag is made with a key of its own.
    let impostor = OwnKeys::generate(RoomKey::generate());
    let foreign = impostor.public(room, Seat::Guest);
    let told = json!({"do": "meet", "name": "x", "room": room, "seat": "host", "other": in_json(&foreign)});
    assert_eq!(pair.engine.ask(&told), json!({"refused": "foreign-keys"}));

    let invitation = RoomKey::generate();
    let host = OwnKeys::generate(invitation.clone()).public(room, Seat::Host);
    let meet = |keys: PublicKeys| {
        Conversation::new(
            room,
            Seat::Guest,
            OwnKeys::generate(invitation.clone()),
            Some(keys),
        )
        .err()
    };
    assert_eq!(meet(host.clone()), None);
    let foreign = impostor.public(room, Seat::Host);
    assert_eq!(meet(foreign.clone()), Some(NotTheRoom::ForeignKeys));
    for keys in [
        PublicKeys {
            agreement: foreign.agreement,
            ..host.clone()
        },
        PublicKeys {
            signing: foreign.signing,
            ..host.clone()
        },
        // The guest's own keys, sent back to it.
        OwnKeys::generate(invitation.clone()).public(room, Seat::Guest),
        // Of another room.
        OwnKeys::generate(invitation.clone()).public(RoomId::from_bytes([9; 16]), Seat::Host),
    ] {
        assert_eq!(meet(keys), Some(NotTheRoom::ForeignKeys));
    }
    assert!(!pair.their_keys.is_null());
}

#[test]
fn before_anybody_joined_the_host_writes_for_whoever_has_the_invitation() {
    let room = RoomId::from_bytes([3; 16]);
    let invitation = RoomKey::generate();
    let host = OwnKeys::generate(invitation.clone());
    let shown = host.public(room, Seat::Host);
    let alone = Conversation::new(room, Seat::Host, host, None).unwrap();
    assert_eq!((alone.epoch(), alone.check_words()), (0, None));
    let first = place(Seat::Host, 0, 1);
    let (sealed, signature) = alone.seal(first, &said("welcome")).unwrap();
    assert_eq!(
        alone
            .seal(place(Seat::Host, 1, 2), &said("too soon"))
            .unwrap_err(),
        NotTheMessage::NoKey
    );
    let guest = Conversation::new(room, Seat::Guest, OwnKeys::generate(invitation), Some(shown)).unwrap();
    assert_eq!(guest.epoch(), 1);
    assert_eq!(guest.open(first, &sealed, &signature), Ok(said("welcome")));
}

#[test]
fn keys_come_back_with_the_password_and_with_nothing_else() {
    let mut engine = Engine::start();
    let drawn = engine.ask(&json!({"do": "drawRoom"}));
    let room: RoomId = drawn["room"].as_str().unwrap().parse().unwrap();
    let words = drawn["password"].as_str().unwrap();
    let password = EncryptionPassword::parse(words).unwrap();
    let theirs = engine.ask(&json!({
        "do": "sitDown", "name": "x", "room": room, "seat": "guest", "invitation": drawn["invitation"], "password": words,
    }));
    let (salt, sealed) = (
        bytes(&theirs["wrapped"]["salt"]),
        bytes(&theirs["wrapped"]["sealed"]),
    );
    assert_eq!(
        text(&*proof_of_return(&password, &salt)),
        theirs["proof"].as_str().unwrap()
    );
    let own = OwnKeys::unwrap(&password, &salt, &sealed, room, Seat::Guest).unwrap();
    assert_eq!(in_json(&own.public(room, Seat::Guest)), theirs["public"]);
    for (words, salt, room, seat) in [
        (&EncryptionPassword::generate(), &salt, room, Seat::Guest),
        (&password, &vec![0; 16], room, Seat::Guest),
        (&password, &salt, RoomId::from_bytes([1; 16]), Seat::Guest),
        (&password, &salt, room, Seat::Host),
    ] {
        let refused = OwnKeys::unwrap(words, salt, &sealed, room, seat).err();
        assert_eq!(refused, Some(NotTheRoom::WrongPassword));
    }

    // And what Rust wrapped, JavaScript opens.
    let wrapped = own.wrap(&password, room, Seat::Guest).unwrap();
    let mut told = json!({
        "do": "comeBack", "name": "y", "room": room, "seat": "guest", "password": words, "keys": theirs["public"],
        "wrapped": {"salt": text(&wrapped.salt), "sealed": text(&wrapped.sealed)},
    });
    assert_eq!(engine.ask(&told), json!({}));
    told["password"] = json!(EncryptionPassword::generate().words());
    assert_eq!(engine.ask(&told), json!({"refused": "wrong-password"}));
    // The right private keys beside public ones of somebody else.
    let invitation = RoomKey::parse(drawn["invitation"].as_str().unwrap()).unwrap();
    told["password"] = json!(words);
    told["keys"] = in_json(&OwnKeys::generate(invitation).public(room, Seat::Guest));
    assert_eq!(engine.ask(&told), json!({"refused": "malformed"}));
}

#[test]
fn an_invitation_is_named_and_proved_in_the_same_way() {
    let mut engine = Engine::start();
    let key = RoomKey::generate();
    let told = engine.ask(&json!({"do": "invitation", "invitation": key.text().reveal()}));
    assert_eq!(told["id"], key.id().to_string());
    assert_eq!(told["proof"], text(&*key.proof()));
    let words = EncryptionPassword::generate();
    let shouted = format!("  {}\n", words.words().to_uppercase().replace(' ', "\t "));
    let told = engine.ask(&json!({"do": "typed", "typed": shouted}));
    assert_eq!(told["password"], words.words());
    assert_eq!(
        EncryptionPassword::parse(&shouted).unwrap().words(),
        words.words()
    );
    for typed in [
        "",
        "zoo",
        &words.words().replacen(' ', " zzz ", 1),
        &format!("{} zoo", words.words()),
    ] {
        assert_eq!(
            engine.ask(&json!({"do": "typed", "typed": typed}))["password"],
            Value::Null
        );
        assert!(EncryptionPassword::parse(typed).is_none());
    }
}

#[test]
fn what_a_newer_program_wrote_is_called_so() {
    let mut pair = Pair::with_javascript_as(Seat::Host);
    let there = place(Seat::Host, 1, 1);
    let told = json!({"do": "say", "name": "x", "place": place_in_json(there), "said": {"after": 0, "said": {"kind": "video"}}});
    let sealed = pair.engine.ask(&told);
    let opened = pair
        .ours
        .open(there, &bytes(&sealed["sealed"]), &bytes(&sealed["signature"]));
    assert_eq!(opened, Err(NotTheMessage::Unreadable(Unreadable::Unknown)));
}

/// The same keys, messages and refusals as in Rust, where the library's own tests prove them.
#[test]
fn the_vectors_of_rooms_hold_in_javascript() {
    let mut engine = Engine::start();
    let vectors: Value = serde_json::from_str(include_str!("../data/handoff-vectors.json")).unwrap();
    for vector in vectors["rooms"].as_array().unwrap() {
        let room = &vector["room"];
        let told = engine.ask(&json!({"do": "invitation", "invitation": vector["invitation"]}));
        assert_eq!(
            told,
            json!({"id": vector["invitationId"], "proof": vector["invitationProof"]})
        );
        for (seat, other) in [("host", "guest"), ("guest", "host")] {
            let shown = |seat: &str| in_json(&keys_of(&vector[seat]));
            let own = &vector[seat];
            let (words, salt) = (&own["password"], &own["salt"]);
            let told = engine.ask(&json!({"do": "proofOfReturn", "password": words, "salt": salt}));
            assert_eq!(told["proof"], own["returnProof"]);
            let told = engine.ask(&json!({
                "do": "comeBack", "name": "x", "room": room, "seat": seat, "password": words, "keys": shown(seat),
                "wrapped": {"salt": salt, "sealed": own["wrapped"]},
            }));
            assert_eq!(told, json!({}));
            let told = engine.ask(&json!({"do": "shown", "name": "x", "room": room, "seat": seat}));
            assert_eq!(told, shown(seat));
            let told = engine
                .ask(&json!({"do": "meet", "name": "x", "room": room, "seat": seat, "other": shown(other)}));
            assert_eq!(told, json!({"words": vector["words"], "epoch": 1}));
            let mut hear = |message: &Value| {
                engine.ask(&json!({
                    "do": "hear", "name": "x", "place": message,
                    "sealed": message["sealed"], "signature": message["signature"],
                }))
            };
            for message in vector["messages"].as_array().unwrap() {
                let said = json!({"said": message["said"]});
                assert_eq!(hear(message), said, "{}", message["what"]);
            }
            for message in vector["refused"].as_array().unwrap() {
                let refused = json!({"refused": message["reason"]});
                assert_eq!(hear(message), refused, "{}", message["what"]);
            }
        }
    }
}
