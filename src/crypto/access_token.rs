//! Secrets of programs: `gp_` + kind + 256 random bits + checksum, so that scanners of leaked secrets know them, and
//! nobody takes an app's own token for one of ours.

use super::random::random_text;
use super::secret::Secret;
use super::session_token::TokenDigest;

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// 62^43 > 2^256.
const RANDOM_LENGTH: usize = 43;
/// 62^6 > 2^32.
const CHECKSUM_LENGTH: usize = 6;

/// What a token is for; part of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A personal access token.
    Personal,
    /// What a program got for signing in with a password and a code.
    SignedIn,
}

/// A token in the clear: shown once.
#[derive(Debug, Clone)]
pub struct AccessToken(Secret);

impl TokenKind {
    const ALL: [Self; 2] = [Self::Personal, Self::SignedIn];

    const fn prefix(self) -> &'static str {
        match self {
            Self::Personal => "gp_pat_",
            Self::SignedIn => "gp_ses_",
        }
    }
}

impl AccessToken {
    pub fn generate(kind: TokenKind) -> Self {
        let body = format!("{}{}", kind.prefix(), random_text(BASE62, RANDOM_LENGTH));
        let checksum = checksum(&body);
        Self(Secret::new(body + &checksum))
    }

    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }

    pub fn digest(&self) -> TokenDigest {
        TokenDigest::of(self.reveal())
    }

    /// By which its owner recognises it in a list.
    pub fn last_characters(&self) -> String {
        let text = self.reveal();
        text.get(text.len().saturating_sub(6)..)
            .unwrap_or_default()
            .to_owned()
    }

    /// It begins as ours do. What does, and is none, was mistyped or made up: it is looked up nowhere, and is no app's.
    pub fn begins_like_ours(text: &str) -> bool {
        TokenKind::ALL.iter().any(|kind| text.starts_with(kind.prefix()))
    }

    /// `None`: no token of ours, whatever it is. Only what could be one is looked up.
    pub fn kind_of(text: &str) -> Option<TokenKind> {
        let kind = TokenKind::ALL
            .into_iter()
            .find(|kind| text.starts_with(kind.prefix()))?;
        let expected = kind.prefix().len() + RANDOM_LENGTH + CHECKSUM_LENGTH;
        let (body, sum) = text.split_at_checked(text.len().checked_sub(CHECKSUM_LENGTH)?)?;
        (text.len() == expected && checksum(body) == sum).then_some(kind)
    }
}

/// CRC-32 (IEEE 802.3) in base 62.
fn checksum(body: &str) -> String {
    let mut rest = crc32fast::hash(body.as_bytes());
    let mut digits = [b'0'; CHECKSUM_LENGTH];
    for digit in digits.iter_mut().rev() {
        if let Some(character) = BASE62.get((rest % 62) as usize) {
            *digit = *character;
        }
        rest /= 62;
    }
    digits.iter().copied().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_by_its_form_and_a_mistyped_one_is_not() {
        for kind in [TokenKind::Personal, TokenKind::SignedIn] {
            let token = AccessToken::generate(kind);
            let text = token.reveal();
            assert_eq!(AccessToken::kind_of(text), Some(kind));
            assert!(text.ends_with(&token.last_characters()));
            let mistyped = text.replacen(text.chars().nth(20).unwrap(), "-", 1);
            assert_eq!(AccessToken::kind_of(&mistyped), None);
            assert_eq!(AccessToken::kind_of(&text[..text.len() - 1]), None);
        }
        for foreign in ["", "gp_pat_", "ghp_abc", "eyJhbGciOiJub25lIn0.e30.", "gp_pat_ä"] {
            assert_eq!(AccessToken::kind_of(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn the_checksum_is_that_of_ieee() {
        // CRC-32("123456789") = 0xCBF43926 = 3421780262, the check value of the catalogue of CRCs.
        let mut value: u64 = 0;
        for digit in checksum("123456789").bytes() {
            value = value * 62 + BASE62.iter().position(|it| *it == digit).unwrap() as u64;
        }
        assert_eq!(value, 0xCBF4_3926);
    }
}
