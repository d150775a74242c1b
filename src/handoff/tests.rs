//! `tests/data/handoff-vectors.json`, made by a third implementation: what the formats are, to the byte.

use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;

use super::*;

#[derive(Deserialize)]
struct Vectors {
    links: Vec<LinkVector>,
    refused: Vec<Refused>,
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
    let Vectors { links, refused } = vectors();
    let shared = links[0].shared();
    assert!(refused.len() > 15);
    for Refused { what, reason, sealed } in refused {
        let refusal = shared.open(&bytes(&sealed)).expect_err(&what);
        let ours = match refusal {
            Unreadable::Malformed => "malformed",
            Unreadable::UnknownVersion(_) => "unknown-version",
            Unreadable::OtherKey => "other-key",
            Unreadable::Changed => "changed",
            Unreadable::Unknown => "unknown",
        };
        assert_eq!(ours, reason, "{what}");
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
