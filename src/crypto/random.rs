//! Randomness, from the operating system.

use ring::rand::{SecureRandom, SystemRandom};

/// `N` random bytes.
///
/// # Panics
/// When the operating system has no randomness to give. Going on without it would be worse.
#[expect(clippy::expect_used, reason = "without randomness nothing may go on")]
#[expect(clippy::disallowed_methods, reason = "the one home of randomness")]
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new()
        .fill(&mut bytes)
        .expect("the operating system gives randomness");
    bytes
}

/// `count` characters of `alphabet`, each with the same chance. The alphabet has 2 to 256 characters.
pub(super) fn random_text(alphabet: &[u8], count: usize) -> String {
    // Bytes from the incomplete last run of the alphabet are thrown away, so that no character is favoured.
    let usable = 256 - 256 % alphabet.len().max(1);
    let mut text = String::with_capacity(count);
    while text.len() < count {
        for byte in random_bytes::<32>() {
            let index = usize::from(byte);
            if index < usable
                && text.len() < count
                && let Some(character) = alphabet.get(index % alphabet.len())
            {
                text.push(char::from(*character));
            }
        }
    }
    text
}
