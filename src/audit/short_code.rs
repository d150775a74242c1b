//! The code under which a refusal is talked about on the telephone, and found again in the journal.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Digits and capitals without those that are mistaken for another (0 and O, 1 and I and L, U and V).
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Eight characters of `ALPHABET`, written `7KQ2-M9XD`: 39 bits, a name and not a secret.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShortCode([u8; 8]);

/// The text is not a short code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a short code: expected eight characters like `7KQ2-M9XD`, without 0, 1, I, L, O, U")]
pub struct ShortCodeError(String);

impl ShortCode {
    /// The caller brings the randomness. The bias is 30⁸ in 2⁶⁴, that is none.
    pub fn from_random(bytes: [u8; 8]) -> Self {
        let mut number = u64::from_be_bytes(bytes);
        Self([(); 8].map(|()| {
            let place = (number % 30) as usize;
            number /= 30;
            ALPHABET.get(place).copied().unwrap_or(b'2')
        }))
    }
}

impl fmt::Display for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g, h, i] = self.0;
        // All of them ASCII.
        f.write_str(std::str::from_utf8(&[a, b, c, d, b'-', e, g, h, i]).unwrap_or_default())
    }
}

impl fmt::Debug for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for ShortCode {
    type Err = ShortCodeError;

    /// As people type it: in either case, with or without dash and blanks.
    fn from_str(text: &str) -> Result<Self, ShortCodeError> {
        let mut code = [0; 8];
        let mut typed = text.bytes().filter(|byte| !matches!(byte, b'-' | b' '));
        for place in &mut code {
            *place = typed
                .next()
                .map(|byte| byte.to_ascii_uppercase())
                .filter(|byte| ALPHABET.contains(byte))
                .ok_or_else(|| ShortCodeError(text.to_owned()))?;
        }
        match typed.next() {
            None => Ok(Self(code)),
            Some(_) => Err(ShortCodeError(text.to_owned())),
        }
    }
}

impl Serialize for ShortCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ShortCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_understood_however_it_is_typed() {
        let code: ShortCode = "7KQ2-M9XD".parse().unwrap();
        for typed in ["7kq2m9xd", " 7KQ2 M9XD ", "7kq2-m9xd"] {
            assert_eq!(typed.parse::<ShortCode>().unwrap(), code);
        }
        for typed in ["", "7KQ2-M9X", "7KQ2-M9XDD", "7KQ2-M9XO", "7KQ2-M9Xé"] {
            assert!(typed.parse::<ShortCode>().is_err(), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn every_code_survives_being_written_down(bytes in any::<[u8; 8]>()) {
            let code = ShortCode::from_random(bytes);
            prop_assert_eq!(code.to_string().len(), 9);
            prop_assert_eq!(code.to_string().parse::<ShortCode>().unwrap(), code);
        }
    }
}
