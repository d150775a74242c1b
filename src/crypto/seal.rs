//! Encryption at rest with a key that the store does not hold: AES-256-GCM (NIST SP 800-38D), bound to a purpose.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use super::random::random_bytes;

/// Nonce, ciphertext and tag, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed(pub Vec<u8>);

/// Wrong key, wrong purpose, or not what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sealed value does not open with this key")]
pub struct UnsealError;

/// Seals values. `purpose` names the column and row, so that one sealed value cannot be put in another's place.
pub(super) struct Sealer(LessSafeKey);

impl Sealer {
    pub(super) fn new(key: &[u8; 32]) -> Option<Self> {
        UnboundKey::new(&AES_256_GCM, key)
            .ok()
            .map(LessSafeKey::new)
            .map(Self)
    }

    pub(super) fn seal(&self, purpose: &str, plain: &[u8]) -> Result<Sealed, UnsealError> {
        let nonce: [u8; NONCE_LEN] = random_bytes();
        let mut body = plain.to_vec();
        self.0
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(purpose), &mut body)
            .map_err(|_| UnsealError)?;
        let mut sealed = nonce.to_vec();
        sealed.append(&mut body);
        Ok(Sealed(sealed))
    }

    pub(super) fn open(&self, purpose: &str, sealed: &Sealed) -> Result<Vec<u8>, UnsealError> {
        let (nonce, body) = sealed.0.split_at_checked(NONCE_LEN).ok_or(UnsealError)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| UnsealError)?;
        let mut body = body.to_vec();
        let plain = self
            .0
            .open_in_place(nonce, Aad::from(purpose), &mut body)
            .map_err(|_| UnsealError)?;
        Ok(plain.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_opens_only_for_its_purpose_and_unchanged() {
        let sealer = Sealer::new(&[7; 32]).unwrap();
        let sealed = sealer.seal("totp:a", b"seed").unwrap();
        assert_eq!(sealer.open("totp:a", &sealed).unwrap(), b"seed");
        assert_eq!(sealer.open("totp:b", &sealed), Err(UnsealError));
        let mut flipped = sealed.clone();
        *flipped.0.last_mut().unwrap() ^= 1;
        assert_eq!(sealer.open("totp:a", &flipped), Err(UnsealError));
        assert_eq!(
            Sealer::new(&[8; 32]).unwrap().open("totp:a", &sealed),
            Err(UnsealError)
        );
        assert_eq!(sealer.open("totp:a", &Sealed(vec![1; 5])), Err(UnsealError));
    }
}
