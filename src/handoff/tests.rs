//! `tests/data/handoff-vectors.json`, made by a third implementation: what the formats are, to the byte.

use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;

use super::*;
use crate::access::room::Seat;

#[derive(Deserialize)]
struct Vectors {
    links: Vec<LinkVector>,
    refused: Vec<Refused>,
    rooms: Vec<RoomVector>,
}

#[derive(Deserialize)]
struct LinkVector {
    what: String,
    link: String,
    code: Option<String>,
    id: String,
    claim: String,
    proof: Option<String>,
    message: Message,
    sealed: String,
}

#[derive(Deserialize)]
struct Refused {
    what: String,
    reason: String,
    sealed: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RoomVector {
    room: String,
    invitation: String,
    invitation_id: String,
    invitation_proof: String,
    host: SeatVector,
    guest: SeatVector,
    words: String,
    messages: Vec<MessageVector>,
    refused: Vec<MessageVector>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SeatVector {
    agreement: String,
    signing: String,
    tag: String,
    password: String,
    salt: String,
    wrapped: String,
    return_proof: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MessageVector {
    what: String,
    seat: String,
    epoch: u32,
    number: u32,
    read_once: bool,
    sealed: String,
    signature: String,
    said: Option<Said>,
    reason: Option<String>,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../../tests/data/handoff-vectors.json")).unwrap()
}

fn bytes(text: &str) -> Vec<u8> {
    BASE64URL_NOPAD.decode(text.as_bytes()).unwrap()
}

impl LinkVector {
    fn key(&self) -> LinkKey {
        let link = format!("https://support.example.com/handoff/{}#{}", self.id, self.link);
        let (portal, key) = LinkKey::parse(&link).unwrap();
        assert_eq!(portal, "https://support.example.com", "{}", self.what);
        assert_eq!(key.link(&portal).reveal(), link, "{}", self.what);
        key
    }

    fn shared(&self) -> SharedLink {
        let code = self.code.as_deref().map(|code| LinkCode::parse(code).unwrap());
        self.key().with(code.as_ref())
    }
}

#[test]
fn links_are_as_the_vectors_say() {
    for vector in vectors().links {
        let shared = vector.shared();
        let what = &vector.what;
        assert_eq!(shared.id().to_string(), vector.id, "{what}");
        assert_eq!(shared.claim()[..], bytes(&vector.claim), "{what}");
        let proof = vector.proof.as_deref().map(bytes);
        assert_eq!(shared.proof().map(|proof| proof.to_vec()), proof, "{what}");
        assert_eq!(
            shared.open(&bytes(&vector.sealed)).as_ref(),
            Ok(&vector.message),
            "{what}"
        );
        let again = shared.seal(&vector.message);
        assert_eq!(again.len(), bytes(&vector.sealed).len(), "{what}");
        assert_eq!(shared.open(&again).as_ref(), Ok(&vector.message), "{what}");
    }
}

#[test]
fn what_the_vectors_refuse_is_refused_for_the_same_reason() {
    let Vectors { links, refused, .. } = vectors();
    let shared = links[0].shared();
    assert!(refused.len() > 15);
    for Refused { what, reason, sealed } in refused {
        let refusal = shared.open(&bytes(&sealed)).expect_err(&what);
        assert_eq!(named(refusal), reason, "{what}");
    }
}

/// As JavaScript and the specification call it.
fn named(refusal: Unreadable) -> &'static str {
    match refusal {
        Unreadable::Malformed => "malformed",
        Unreadable::UnknownVersion(_) => "unknown-version",
        Unreadable::OtherKey => "other-key",
        Unreadable::Changed => "changed",
        Unreadable::Unknown => "unknown",
    }
}

impl SeatVector {
    fn shown(&self) -> PublicKeys {
        PublicKeys {
            agreement: bytes(&self.agreement),
            signing: bytes(&self.signing),
            tag: bytes(&self.tag).try_into().unwrap(),
        }
    }
}

impl MessageVector {
    fn place(&self) -> Place {
        Place {
            seat: self.seat.parse().unwrap(),
            epoch: self.epoch,
            number: self.number,
            read_once: self.read_once,
        }
    }

    fn opened_in(&self, talk: &Conversation) -> Result<Said, NotTheMessage> {
        talk.open(self.place(), &bytes(&self.sealed), &bytes(&self.signature))
    }
}

impl RoomVector {
    /// The room as whoever sits there sees it, with keys that come out of what was wrapped.
    fn seen_from(&self, seat: Seat) -> Conversation {
        let room = self.room.parse().unwrap();
        let (own, other) = match seat {
            Seat::Host => (&self.host, &self.guest),
            Seat::Guest => (&self.guest, &self.host),
        };
        let password = EncryptionPassword::parse(&own.password).unwrap();
        let (salt, wrapped) = (bytes(&own.salt), bytes(&own.wrapped));
        assert_eq!(proof_of_return(&password, &salt)[..], bytes(&own.return_proof));
        let keys = OwnKeys::unwrap(&password, &salt, &wrapped, room, seat).unwrap();
        assert_eq!(keys.public(room, seat), own.shown());
        let talk = Conversation::new(room, seat, keys, Some(other.shown())).unwrap();
        assert_eq!(talk.check_words().as_ref(), Some(&self.words));
        talk
    }
}

#[test]
fn rooms_are_as_the_vectors_say() {
    for vector in vectors().rooms {
        let invitation = RoomKey::parse(&vector.invitation).unwrap();
        assert_eq!(invitation.id().to_string(), vector.invitation_id);
        assert_eq!(invitation.proof()[..], bytes(&vector.invitation_proof));
        let seats = Seat::BOTH.map(|seat| vector.seen_from(seat));
        assert_eq!(vector.messages.len(), 4);
        for message in &vector.messages {
            let written = message.said.clone().unwrap();
            for talk in &seats {
                assert_eq!(message.opened_in(talk).as_ref(), Ok(&written), "{}", message.what);
            }
        }
        assert!(vector.refused.len() > 15);
        for message in &vector.refused {
            for talk in &seats {
                let reason = match message.opened_in(talk).expect_err(&message.what) {
                    NotTheMessage::Unsigned => "unsigned",
                    NotTheMessage::NoKey => "no-key",
                    NotTheMessage::Unreadable(refusal) => named(refusal),
                };
                assert_eq!(Some(reason), message.reason.as_deref(), "{}", message.what);
            }
        }
    }
}

#[test]
fn a_code_is_a_part_of_the_key() {
    let vectors = vectors().links;
    let with_code = vectors.iter().find(|vector| vector.code.is_some()).unwrap();
    let sealed = bytes(&with_code.sealed);
    let without = with_code.key().with(None);
    assert_eq!(without.open(&sealed), Err(Unreadable::OtherKey));
    assert_eq!(
        without.claim()[..],
        bytes(&with_code.claim),
        "the link alone is claimed without it"
    );
    assert_eq!(without.proof(), None);
}

#[test]
fn a_code_is_read_as_people_type_it() {
    let code = LinkCode::parse("461209375521").unwrap();
    assert_eq!(code.shown().reveal(), "4612 0937 5521");
    for typed in ["4612 0937 5521", "4612-0937-5521", " 4612\u{a0}0937\u{a0}5521\n"] {
        assert_eq!(LinkCode::parse(typed).unwrap().shown().reveal(), "4612 0937 5521");
    }
    for typed in ["", "4612 0937 552", "4612 0937 5521 1", "code"] {
        assert_eq!(LinkCode::parse(typed).err(), Some(NotALink::NotACode), "{typed}");
    }
    let drawn = LinkCode::generate();
    assert_eq!(
        LinkCode::parse(drawn.shown().reveal()).unwrap().shown().reveal(),
        drawn.shown().reveal()
    );
}

#[test]
fn half_a_link_and_a_mended_link_are_refused() {
    let link = LinkKey::generate()
        .link("https://support.example.com")
        .reveal()
        .to_owned();
    LinkKey::parse(&format!(" {link}\n")).map(drop).unwrap();
    let (address, key) = link.split_once('#').unwrap();
    let other = LinkKey::generate()
        .link("https://support.example.com")
        .reveal()
        .to_owned();
    let (other, _) = other.split_once('#').unwrap();
    let refused = |link: &str| LinkKey::parse(link).map(drop).unwrap_err();
    assert_eq!(refused(address), NotALink::NoKey);
    assert_eq!(refused(&format!("{address}#")), NotALink::NoKey);
    assert_eq!(refused(&format!("{address}#{}", &key[1..])), NotALink::OtherKey);
    assert_eq!(refused(&format!("{other}#{key}")), NotALink::OtherKey);
    assert_eq!(refused(&link.replace("https:", "http:")), NotALink::OtherAddress);
    assert_eq!(
        refused(&link.replace("/handoff/", "/other/")),
        NotALink::OtherAddress
    );
    assert_eq!(refused(&link.replace('#', "?x=1#")), NotALink::OtherAddress);
    assert_eq!(
        refused(&link.replace("https://", "https://support.example.com@")),
        NotALink::OtherAddress
    );
    assert_eq!(refused("hello"), NotALink::OtherAddress);
    assert_eq!(refused(""), NotALink::OtherAddress);
}
