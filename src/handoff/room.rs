//! A room for two: its invitation, the keys of whoever sits in it, and what both can check without trusting the gateway.

use data_encoding::BASE64URL_NOPAD;
use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use p256::elliptic_curve::Generate;
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use p256::{PublicKey, SecretKey};
use ring::digest::{SHA256, digest};
use ring::hmac;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::link::Credential;
use super::primitives::{Master, SealingKey, Unreadable, derive, stretch};
use super::words;
use crate::access::room::Seat;
use crate::access::{RoomId, RoomInvitationId};
use crate::crypto::{Secret, random_bytes};

/// Begins every label of rooms.
const LABEL: &str = "gatepass handoff v1 room";

/// Words of an encryption password: 132 bits.
const PASSWORD_WORDS: usize = 12;
/// Words that both read to each other: 66 bits of all four public keys.
const CHECK_WORDS: usize = 6;

/// The key of an invitation: 256 random bits, in the link's fragment as base64url without padding.
#[derive(Clone)]
pub struct RoomKey(Zeroizing<[u8; 32]>);

/// Twelve words, made where they are shown, and never sent.
pub struct EncryptionPassword(Zeroizing<String>);

/// What one made for oneself: the private half.
pub struct OwnKeys {
    agreement: SecretKey,
    signing: SigningKey,
    invitation: RoomKey,
}

/// What the other side gets to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKeys {
    /// P-256, an uncompressed point.
    pub agreement: Vec<u8>,
    /// P-256, an uncompressed point.
    pub signing: Vec<u8>,
    /// Only whoever has the invitation's key can make it.
    pub tag: [u8; 32],
}

/// Private keys that an encryption password opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrapped {
    pub salt: Vec<u8>,
    pub sealed: Vec<u8>,
    /// What a guest shows on another device to be let in.
    pub return_proof: Zeroizing<[u8; 32]>,
}

/// A room, as one of the two sees it.
pub struct Conversation {
    room: RoomId,
    seat: Seat,
    own: OwnKeys,
    other: Option<PublicKeys>,
    /// One for each epoch: before somebody joined, and since.
    masters: Vec<Master>,
}

/// Where a message stands. All of it is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub seat: Seat,
    pub epoch: u32,
    pub number: u32,
    pub read_once: bool,
}

/// What is said in a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// How many messages of the other side the writer had seen.
    pub after: u32,
    pub said: Content,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Content {
    Text {
        text: String,
    },
    /// What a support grant shows once.
    Credentials {
        lines: Vec<Credential>,
    },
    /// A key, a certificate: at most 1 MiB, as base64url.
    File {
        name: String,
        bytes: String,
    },
}

/// Why a room is not to be trusted. Nothing is written in it then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotTheRoom {
    #[error("the other side's keys were not made with this invitation: somebody in between changed them")]
    ForeignKeys,
    #[error("these words do not open the keys: check them, one by one")]
    WrongPassword,
    #[error("what was wrapped is none of ours")]
    Malformed,
}

/// Why a message is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotTheMessage {
    #[error("the message was not signed by the other side, or was put in another place")]
    Unsigned,
    #[error("the message is sealed with a key that this room does not have")]
    NoKey,
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
}

impl RoomKey {
    #[must_use]
    pub fn generate() -> Self {
        Self(Zeroizing::new(random_bytes()))
    }

    /// `None`: it is no key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(BASE64URL_NOPAD.decode(text.as_bytes()).ok()?);
        Some(Self(Zeroizing::new(<[u8; 32]>::try_from(bytes.as_slice()).ok()?)))
    }

    #[must_use]
    pub fn text(&self) -> Secret {
        Secret::new(BASE64URL_NOPAD.encode(self.0.as_slice()))
    }

    #[must_use]
    pub fn id(&self) -> RoomInvitationId {
        RoomInvitationId::from_bytes(*derive(self.0.as_slice(), &label("invitation id")))
    }

    /// Shows the gateway that one has the link.
    #[must_use]
    pub fn proof(&self) -> Zeroizing<[u8; 32]> {
        derive(self.0.as_slice(), &label("invitation proof"))
    }

    fn tag(&self, room: RoomId, seat: Seat, agreement: &[u8], signing: &[u8]) -> hmac::Tag {
        hmac::sign(&self.tag_key(), &tagged(room, seat, agreement, signing))
    }

    fn tag_key(&self) -> hmac::Key {
        let key = derive::<32>(self.0.as_slice(), &label("member"));
        hmac::Key::new(hmac::HMAC_SHA256, key.as_slice())
    }

    /// Somebody who has this key made these.
    fn made(&self, room: RoomId, seat: Seat, keys: &PublicKeys) -> bool {
        let tagged = tagged(room, seat, &keys.agreement, &keys.signing);
        hmac::verify(&self.tag_key(), &tagged, &keys.tag).is_ok()
    }
}

fn tagged(room: RoomId, seat: Seat, agreement: &[u8], signing: &[u8]) -> Vec<u8> {
    [
        label("member").as_bytes(),
        &room.to_bytes(),
        &[byte(seat)],
        agreement,
        signing,
    ]
    .concat()
}

impl EncryptionPassword {
    #[must_use]
    pub fn generate() -> Self {
        let bits: Zeroizing<[u8; 17]> = Zeroizing::new(random_bytes());
        Self(words::of_bits(bits.as_slice(), PASSWORD_WORDS))
    }

    /// As people type it: in any case, with any space between. `None`: some word is none of the list's.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
        let known = words.len() == PASSWORD_WORDS && words.iter().all(|word| words::is_known(word));
        known.then(|| Self(Zeroizing::new(words.join(" "))))
    }

    #[must_use]
    pub fn words(&self) -> &str {
        &self.0
    }
}

impl OwnKeys {
    #[must_use]
    pub fn generate(invitation: RoomKey) -> Self {
        Self {
            agreement: SecretKey::generate(),
            signing: SigningKey::generate(),
            invitation,
        }
    }

    #[must_use]
    pub fn public(&self, room: RoomId, seat: Seat) -> PublicKeys {
        let agreement = self
            .agreement
            .public_key()
            .to_sec1_point(false)
            .as_bytes()
            .to_vec();
        let signing = self
            .signing
            .verifying_key()
            .to_sec1_point(false)
            .as_bytes()
            .to_vec();
        let mut tag = [0; 32];
        tag.copy_from_slice(self.invitation.tag(room, seat, &agreement, &signing).as_ref());
        PublicKeys {
            agreement,
            signing,
            tag,
        }
    }

    /// Takes the better part of a second: run it off the async threads.
    ///
    /// # Errors
    /// When a key has no form in PKCS #8, which none of ours lacks.
    pub fn wrap(
        &self,
        password: &EncryptionPassword,
        room: RoomId,
        seat: Seat,
    ) -> Result<Wrapped, NotTheRoom> {
        let salt: [u8; 16] = random_bytes();
        let master = stretch(password.0.as_bytes(), &salt);
        let agreement = self.agreement.to_pkcs8_der().map_err(|_| NotTheRoom::Malformed)?;
        let signing = self.signing.to_pkcs8_der().map_err(|_| NotTheRoom::Malformed)?;
        let bundle = Bundle {
            invitation: self.invitation.text().reveal().to_owned(),
            agreement: BASE64URL_NOPAD.encode(agreement.as_bytes()),
            signing: BASE64URL_NOPAD.encode(signing.as_bytes()),
        };
        let plain = Zeroizing::new(serde_json::to_vec(&bundle).map_err(|_| NotTheRoom::Malformed)?);
        Ok(Wrapped {
            sealed: wrapping_key(&master).seal(&wrapped_context(room, seat), &plain),
            return_proof: return_proof(&master),
            salt: salt.to_vec(),
        })
    }

    /// Takes the better part of a second: run it off the async threads.
    ///
    /// # Errors
    /// When the words are others, or what was wrapped was changed or belongs to another room or seat.
    pub fn unwrap(
        password: &EncryptionPassword,
        salt: &[u8],
        sealed: &[u8],
        room: RoomId,
        seat: Seat,
    ) -> Result<Self, NotTheRoom> {
        let master = stretch(password.0.as_bytes(), salt);
        let opened = wrapping_key(&master).open(&wrapped_context(room, seat), sealed);
        let plain = opened.map_err(|_| NotTheRoom::WrongPassword)?;
        let bundle: Bundle = serde_json::from_slice(&plain).map_err(|_| NotTheRoom::Malformed)?;
        let der = |text: &str| {
            let bytes = BASE64URL_NOPAD.decode(text.as_bytes());
            bytes.map(Zeroizing::new).map_err(|_| NotTheRoom::Malformed)
        };
        let agreement = SecretKey::from_pkcs8_der(&der(&bundle.agreement)?);
        let signing = SigningKey::from_pkcs8_der(&der(&bundle.signing)?);
        Ok(Self {
            agreement: agreement.map_err(|_| NotTheRoom::Malformed)?,
            signing: signing.map_err(|_| NotTheRoom::Malformed)?,
            invitation: RoomKey::parse(&bundle.invitation).ok_or(NotTheRoom::Malformed)?,
        })
    }
}

/// What a guest shows on another device; the encryption password and the salt say it.
#[must_use]
pub fn proof_of_return(password: &EncryptionPassword, salt: &[u8]) -> Zeroizing<[u8; 32]> {
    return_proof(&stretch(password.0.as_bytes(), salt))
}

fn return_proof(master: &Master) -> Zeroizing<[u8; 32]> {
    derive(master.as_slice(), &label("return"))
}

fn wrapping_key(master: &Master) -> SealingKey {
    SealingKey::derive(master.as_slice(), &label("keys"))
}

fn wrapped_context(room: RoomId, seat: Seat) -> Vec<u8> {
    [label("keys").as_bytes(), &room.to_bytes(), &[byte(seat)]].concat()
}

/// Private keys, before they are sealed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bundle {
    invitation: String,
    /// PKCS #8 (RFC 5958), as base64url.
    agreement: String,
    signing: String,
}

impl Drop for Bundle {
    fn drop(&mut self) {
        use zeroize::Zeroize;
        self.invitation.zeroize();
        self.agreement.zeroize();
        self.signing.zeroize();
    }
}

impl Conversation {
    /// # Errors
    /// The other side's keys were not made by whoever has the invitation.
    pub fn new(
        room: RoomId,
        seat: Seat,
        own: OwnKeys,
        other: Option<PublicKeys>,
    ) -> Result<Self, NotTheRoom> {
        let first: Master = derive(own.invitation.0.as_slice(), &label("epoch 0"));
        let mut conversation = Self {
            room,
            seat,
            own,
            other: None,
            masters: vec![first],
        };
        if let Some(other) = other {
            conversation.meet(other)?;
        }
        Ok(conversation)
    }

    fn meet(&mut self, other: PublicKeys) -> Result<(), NotTheRoom> {
        if !self.own.invitation.made(self.room, self.seat.other(), &other) {
            return Err(NotTheRoom::ForeignKeys);
        }
        let point = PublicKey::from_sec1_bytes(&other.agreement).map_err(|_| NotTheRoom::ForeignKeys)?;
        let shared = self.own.agreement.diffie_hellman(&point);
        self.other = Some(other);
        let first = self.masters.first().ok_or(NotTheRoom::Malformed)?;
        let transcript = self.transcript().ok_or(NotTheRoom::Malformed)?;
        let secret = Zeroizing::new(
            [
                shared.raw_secret_bytes().as_slice(),
                first.as_slice(),
                &transcript,
            ]
            .concat(),
        );
        self.masters.push(derive(&secret, &label("epoch 1")));
        Ok(())
    }

    /// SHA-256 over the room and all four public keys. `None`: nobody joined yet.
    fn transcript(&self) -> Option<[u8; 32]> {
        let own = self.own.public(self.room, self.seat);
        let other = self.other.as_ref()?;
        let (host, guest) = match self.seat {
            Seat::Host => (&own, other),
            Seat::Guest => (other, &own),
        };
        let all = [
            label("members").as_bytes(),
            &self.room.to_bytes(),
            &host.agreement,
            &host.signing,
            &guest.agreement,
            &guest.signing,
        ]
        .concat();
        let mut transcript = [0; 32];
        transcript.copy_from_slice(digest(&SHA256, &all).as_ref());
        Some(transcript)
    }

    /// Six words that are the same on both sides, unless somebody sits in between. `None`: nobody joined yet.
    #[must_use]
    pub fn check_words(&self) -> Option<String> {
        let bits = derive::<9>(&self.transcript()?, &label("words"));
        Some(words::of_bits(bits.as_slice(), CHECK_WORDS).to_string())
    }

    /// With which key the next message is sealed.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        u32::from(self.other.is_some())
    }

    /// What is sent: sealed, and signed.
    ///
    /// # Errors
    /// The place is of an epoch that the room has not reached.
    pub fn seal(&self, place: Place, said: &Said) -> Result<(Vec<u8>, Vec<u8>), NotTheMessage> {
        let plain = Zeroizing::new(serde_json::to_vec(said).map_err(|_| Unreadable::Unknown)?);
        let sealed = self.key(place)?.seal(&self.context(place), &plain);
        let signature: Signature = self.own.signing.sign(&self.signed(place, &digest_of(&sealed)));
        Ok((sealed, signature.to_bytes().to_vec()))
    }

    /// The signature alone, over the digest of what was sealed: also of a message that is gone.
    #[must_use]
    pub fn is_signed(&self, place: Place, digest: &[u8; 32], signature: &[u8]) -> bool {
        let key = if place.seat == self.seat {
            Some(*self.own.signing.verifying_key())
        } else {
            let other = self.other.as_ref();
            other.and_then(|other| VerifyingKey::from_sec1_bytes(&other.signing).ok())
        };
        let Some((key, signature)) = key.zip(Signature::from_slice(signature).ok()) else {
            return false;
        };
        key.verify(&self.signed(place, digest), &signature).is_ok()
    }

    /// # Errors
    /// The message was not written at this place by whoever sits there, or was changed.
    pub fn open(&self, place: Place, sealed: &[u8], signature: &[u8]) -> Result<Said, NotTheMessage> {
        if !self.is_signed(place, &digest_of(sealed), signature) {
            return Err(NotTheMessage::Unsigned);
        }
        let plain = self.key(place)?.open(&self.context(place), sealed)?;
        Ok(serde_json::from_slice(&plain).map_err(|_| Unreadable::Unknown)?)
    }

    fn key(&self, place: Place) -> Result<SealingKey, NotTheMessage> {
        let epoch = usize::try_from(place.epoch).map_err(|_| NotTheMessage::NoKey)?;
        let master = self.masters.get(epoch).ok_or(NotTheMessage::NoKey)?;
        Ok(SealingKey::derive(master.as_slice(), &label(place.seat.as_str())))
    }

    fn context(&self, place: Place) -> Vec<u8> {
        [
            label("message").as_bytes(),
            &self.room.to_bytes(),
            &[byte(place.seat)],
            &place.epoch.to_be_bytes(),
            &place.number.to_be_bytes(),
            &[u8::from(place.read_once)],
        ]
        .concat()
    }

    fn signed(&self, place: Place, digest: &[u8; 32]) -> Vec<u8> {
        [&self.context(place)[..], digest].concat()
    }
}

fn digest_of(sealed: &[u8]) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.copy_from_slice(digest(&SHA256, sealed).as_ref());
    bytes
}

const fn byte(seat: Seat) -> u8 {
    match seat {
        Seat::Host => 0,
        Seat::Guest => 1,
    }
}

fn label(what: &str) -> String {
    format!("{LABEL} {what}")
}
