//! Grant passwords: drawn by us, readable aloud, kept as argon2id.

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc};
use argon2::{Algorithm, Argon2, Params, Version};

use super::random::random_text;
use super::secret::Secret;

/// 32 characters that nobody confuses: no 0, O, 1, l, I. Five bits each.
const READABLE: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Seven groups of four: 140 bits. 128 would be enough.
const GROUPS: usize = 7;

/// Memory in KiB. OWASP Password Storage Cheat Sheet: m = 46 MiB, t = 1, p = 1.
const MEMORY_KIB: u32 = 46 * 1024;

/// Longest input that is hashed, in bytes: longer ones are refused before they cost anything.
const LONGEST: usize = 1024;

/// A new password for a grant.
pub fn generate_password() -> Secret {
    let groups: Vec<String> = (0..GROUPS).map(|_| random_text(READABLE, 4)).collect();
    Secret::new(groups.join("-"))
}

/// `count` characters that nobody confuses.
pub fn readable_text(count: usize) -> String {
    random_text(READABLE, count)
}

/// What is hashed and compared of an account's password: SHA-256 in lower-case hexadecimal. Programs prove that they
/// know the password by this digest (chapter `programs` of the manual), so it is what the slow hash is taken over.
pub fn password_digest(password: &Secret) -> Secret {
    let digest = ring::digest::digest(&ring::digest::SHA256, password.reveal().as_bytes());
    Secret::new(data_encoding::HEXLOWER.encode(digest.as_ref()))
}

/// An argon2id hash in PHC string format.
#[derive(Debug, Clone)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Slow on purpose (tens of milliseconds, 46 MiB): only through a [`super::HashingPool`].
    pub fn of(secret: &Secret) -> Option<Self> {
        let hash: phc::PasswordHash = argon2()?.hash_password(secret.reveal().as_bytes()).ok()?;
        Some(Self(hash.to_string()))
    }

    /// As slow as [`PasswordHash::of`].
    pub fn verify(&self, candidate: &Secret) -> bool {
        if candidate.reveal().len() > LONGEST {
            return false;
        }
        let (Some(argon2), Ok(hash)) = (argon2(), phc::PasswordHash::new(&self.0)) else {
            return false;
        };
        argon2
            .verify_password(candidate.reveal().as_bytes(), &hash)
            .is_ok()
    }

    /// Takes the same time as [`PasswordHash::verify`] and is never right: for user names that do not exist.
    pub fn verify_nothing(candidate: &Secret) -> bool {
        static DUMMY: std::sync::OnceLock<Option<PasswordHash>> = std::sync::OnceLock::new();
        let dummy = DUMMY.get_or_init(|| Self::of(&generate_password()));
        // `black_box` keeps the work although its result is thrown away.
        let _ = std::hint::black_box(dummy.as_ref().map(|hash| hash.verify(candidate)));
        false
    }

    /// Compares with nothing where there is no hash, at the same price.
    pub fn verify_or_nothing(hash: Option<&Self>, candidate: &Secret) -> bool {
        match hash {
            Some(hash) => hash.verify(candidate),
            None => Self::verify_nothing(candidate),
        }
    }

    /// Draws the hash that [`PasswordHash::verify_nothing`] compares with, so that its first use is no slower.
    pub fn warm_up() {
        Self::verify_nothing(&Secret::new(String::new()));
    }

    /// Made with other parameters than those of today.
    pub fn is_outdated(&self) -> bool {
        !self
            .0
            .starts_with(&format!("$argon2id$v=19$m={MEMORY_KIB},t=1,p=1$"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn from_stored(phc: String) -> Self {
        Self(phc)
    }
}

fn argon2() -> Option<Argon2<'static>> {
    #[cfg(test)]
    tests::HASHES.set(tests::HASHES.get() + 1);
    Some(Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        Params::new(MEMORY_KIB, 1, 1, None).ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    thread_local!(pub(super) static HASHES: std::cell::Cell<u32> = const { std::cell::Cell::new(0) });

    #[test]
    fn nothing_is_compared_at_the_price_of_something() {
        PasswordHash::warm_up();
        let hash = PasswordHash::of(&generate_password()).unwrap();
        let cost = |hash| {
            let before = HASHES.get();
            assert!(!PasswordHash::verify_or_nothing(
                hash,
                &Secret::new("guess".to_owned())
            ));
            HASHES.get() - before
        };
        assert_eq!((cost(Some(&hash)), cost(None)), (1, 1));
    }

    #[test]
    fn what_is_too_long_costs_no_hash() {
        let hash = PasswordHash::of(&generate_password()).unwrap();
        let before = HASHES.get();
        assert!(!hash.verify(&Secret::new("x".repeat(LONGEST + 1))));
        assert_eq!(HASHES.get(), before);
        assert!(!hash.verify(&Secret::new("x".repeat(LONGEST))));
        assert_eq!(HASHES.get(), before + 1);
    }

    #[test]
    fn a_password_is_readable_and_its_hash_knows_it() {
        let password = generate_password();
        assert_eq!(password.reveal().len(), GROUPS * 4 + GROUPS - 1);
        assert!(!password.reveal().contains(['0', 'o', '1', 'l', 'I', 'O']));
        let hash = PasswordHash::of(&password).unwrap();
        assert!(hash.as_str().starts_with("$argon2id$v=19$m=47104,t=1,p=1$"));
        assert!(hash.verify(&password));
        assert!(!hash.verify(&generate_password()));
        assert!(!hash.verify(&Secret::new("x".repeat(LONGEST + 1))));
        assert!(!PasswordHash::verify_nothing(&password));
    }
}
