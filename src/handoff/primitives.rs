//! What links and rooms are made of: labelled keys, and messages that are padded, committed to their key and sealed.
//!
//! [`crate::manual::handoff`] is the specification.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::{hkdf, pbkdf2};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::crypto::random_bytes;

/// The only version so far: the first byte of everything that is sealed.
const VERSION: u8 = 1;

/// What is sealed is filled up to a multiple of this, so that its length tells little.
const BLOCK: usize = 256;

/// Ends what was said and begins the filling (ISO/IEC 7816-4).
const END: u8 = 0x80;

/// Rounds of PBKDF2-HMAC-SHA-256. OWASP asks for 600 000 (Password Storage Cheat Sheet, 2023).
const ROUNDS: std::num::NonZeroU32 = std::num::NonZeroU32::new(600_000).unwrap();

/// What keys are derived from.
pub type Master = Zeroizing<[u8; 32]>;

/// A key, and the value that proves which key it is: AES-GCM alone can be made to open one text under two keys.
pub struct SealingKey {
    cipher: LessSafeKey,
    commitment: [u8; 32],
}

/// Why something that was sealed is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("this is no sealed message")]
    Malformed,
    #[error("the message is of version {0}, which this program does not know; use a newer one")]
    UnknownVersion(u8),
    #[error("the message was sealed with another key")]
    OtherKey,
    #[error("the message was changed, or put in the place of another")]
    Changed,
    #[error("the message holds what this program does not know; use a newer one")]
    Unknown,
}

/// HKDF-SHA-256 (RFC 5869) with an empty salt; `label` says what the bytes are for.
#[must_use]
#[expect(clippy::expect_used, reason = "only more than 8160 bytes cannot be had")]
pub fn derive<const N: usize>(secret: &[u8], label: &str) -> Zeroizing<[u8; N]> {
    let mut derived = Zeroizing::new([0; N]);
    hkdf::Salt::new(hkdf::HKDF_SHA256, &[])
        .extract(secret)
        .expand(&[label.as_bytes()], Length(N))
        .and_then(|material| material.fill(derived.as_mut_slice()))
        .expect("a key is short");
    derived
}

/// PBKDF2-HMAC-SHA-256 (RFC 8018 section 5.2): makes something short worth a key.
#[must_use]
pub fn stretch(password: &[u8], salt: &[u8]) -> Master {
    let mut stretched = Zeroizing::new([0; 32]);
    pbkdf2::derive(
        pbkdf2::PBKDF2_HMAC_SHA256,
        ROUNDS,
        salt,
        password,
        stretched.as_mut_slice(),
    );
    stretched
}

struct Length(usize);

impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

impl SealingKey {
    /// From a master secret, by the labels `… key` and `… commitment`.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the length is that of AES-256")]
    pub fn derive(master: &[u8], label: &str) -> Self {
        let key = derive::<32>(master, &format!("{label} key"));
        let key = UnboundKey::new(&AES_256_GCM, key.as_slice()).expect("a key of 32 bytes");
        Self {
            cipher: LessSafeKey::new(key),
            commitment: *derive(master, &format!("{label} commitment")),
        }
    }

    /// Version, commitment, IV and ciphertext with its tag. `context` is what must be the same when it is opened.
    #[must_use]
    pub fn seal(&self, context: &[u8], plain: &[u8]) -> Vec<u8> {
        self.seal_with(random_bytes(), context, plain)
    }

    /// An IV that is used twice gives the key away; only vectors say which it is.
    #[expect(clippy::expect_used, reason = "only more than 64 GiB cannot be sealed")]
    fn seal_with(&self, iv: [u8; NONCE_LEN], context: &[u8], plain: &[u8]) -> Vec<u8> {
        let mut body = Zeroizing::new(padded(plain));
        let tag = self
            .cipher
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(iv), Aad::from(context), &mut body)
            .expect("a message is short");
        [&[VERSION], &self.commitment[..], &iv, &body, tag.as_ref()].concat()
    }

    /// # Errors
    /// When it is not what [`SealingKey::seal`] made with this key and this `context`, in every bit.
    pub fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Unreadable> {
        let Sealed { commitment, iv, body } = Sealed::parse(sealed)?;
        if !bool::from(commitment.ct_eq(&self.commitment)) {
            return Err(Unreadable::OtherKey);
        }
        let mut body = Zeroizing::new(body.to_vec());
        let plain = self
            .cipher
            .open_in_place(Nonce::assume_unique_for_key(*iv), Aad::from(context), &mut body)
            .map_err(|_| Unreadable::Changed)?;
        let said = unpadded(plain).ok_or(Unreadable::Malformed)?;
        Ok(Zeroizing::new(said.to_vec()))
    }
}

/// The parts of a sealed message.
struct Sealed<'a> {
    commitment: &'a [u8; 32],
    iv: &'a [u8; NONCE_LEN],
    body: &'a [u8],
}

impl<'a> Sealed<'a> {
    fn parse(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let (version, rest) = bytes.split_first().ok_or(Unreadable::Malformed)?;
        if *version != VERSION {
            return Err(Unreadable::UnknownVersion(*version));
        }
        let (commitment, rest) = rest.split_first_chunk().ok_or(Unreadable::Malformed)?;
        let (iv, body) = rest.split_first_chunk().ok_or(Unreadable::Malformed)?;
        let blocks = body.len().checked_sub(AES_256_GCM.tag_len());
        if blocks.is_none_or(|length| length == 0 || !length.is_multiple_of(BLOCK)) {
            return Err(Unreadable::Malformed);
        }
        Ok(Self { commitment, iv, body })
    }
}

fn padded(plain: &[u8]) -> Vec<u8> {
    let length = (plain.len() + 1).next_multiple_of(BLOCK);
    // With room for all of it at once: what grows leaves copies behind.
    let mut padded = Vec::with_capacity(length);
    padded.extend_from_slice(plain);
    padded.push(END);
    padded.resize(length, 0);
    padded
}

fn unpadded(padded: &[u8]) -> Option<&[u8]> {
    let end = padded.iter().rposition(|byte| *byte != 0)?;
    let (plain, filling) = padded.split_at_checked(end)?;
    let shortest = filling.first() == Some(&END) && filling.len() <= BLOCK;
    shortest.then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SealingKey {
        SealingKey::derive(&[7; 32], "a test")
    }

    #[test]
    fn what_was_sealed_opens_with_its_key_and_context_only() {
        for length in [0, 1, 254, 255, 256, 257, 5000] {
            let plain = vec![0x80; length];
            let sealed = key().seal(b"here", &plain);
            assert_eq!((sealed.len() - 1 - 32 - 12 - 16) % 256, 0);
            assert_eq!(**key().open(b"here", &sealed).unwrap(), plain);
            assert_eq!(key().open(b"there", &sealed), Err(Unreadable::Changed));
            let other = SealingKey::derive(&[8; 32], "a test");
            assert_eq!(other.open(b"here", &sealed), Err(Unreadable::OtherKey));
            let other = SealingKey::derive(&[7; 32], "another test");
            assert_eq!(other.open(b"here", &sealed), Err(Unreadable::OtherKey));
        }
    }

    #[test]
    fn a_flipped_bit_anywhere_is_refused() {
        let sealed = key().seal(b"here", b"what was said");
        for position in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[position / 8] ^= 1 << (position % 8);
            assert!(key().open(b"here", &flipped).is_err(), "bit {position}");
        }
        for length in 0..sealed.len() {
            assert!(key().open(b"here", &sealed[..length]).is_err(), "{length} bytes");
        }
        let longer = [&sealed[..], &[0; 256]].concat();
        assert_eq!(key().open(b"here", &longer), Err(Unreadable::Changed));
    }

    #[test]
    fn an_unknown_version_is_called_by_its_name() {
        let mut sealed = key().seal(b"here", b"what was said");
        sealed[0] = 2;
        let refused = key().open(b"here", &sealed).unwrap_err();
        assert_eq!(refused, Unreadable::UnknownVersion(2));
        assert!(refused.to_string().contains("version 2"));
    }

    #[test]
    fn nothing_is_sealed_twice_in_the_same_way() {
        assert_ne!(key().seal(b"here", b"again"), key().seal(b"here", b"again"));
    }

    #[test]
    fn padding_is_the_shortest_or_none() {
        assert_eq!(unpadded(&padded(b"said")), Some(&b"said"[..]));
        assert_eq!(unpadded(&[0; 256]), None);
        assert_eq!(unpadded(&[1; 256]), None);
        let mut long = padded(&[]);
        long.extend([0; 256]);
        assert_eq!(unpadded(&long), None);
    }
}
