//! The secret of a session, in a cookie or in a program's hands: 256 random bits. The store keeps its SHA-256 only.

use data_encoding::BASE64URL_NOPAD;
use ring::digest::{SHA256, digest};

use super::access_token::{AccessToken, TokenKind};
use super::random::random_bytes;
use super::secret::Secret;

/// What the cookie, or the program, holds.
#[derive(Debug, Clone)]
pub struct SessionToken(Secret);

/// SHA-256 of a token: what is looked up and stored. 256 random bits need no slow hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenDigest(pub [u8; 32]);

impl SessionToken {
    pub fn generate() -> Self {
        Self(Secret::new(BASE64URL_NOPAD.encode(&random_bytes::<32>())))
    }

    /// For a program, which keeps it in a header: of a form that nobody takes for an app's own token.
    pub fn generate_for_program() -> Self {
        Self(Secret::new(
            AccessToken::generate(TokenKind::SignedIn).reveal().to_owned(),
        ))
    }

    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }

    pub fn digest(&self) -> TokenDigest {
        TokenDigest::of(self.reveal())
    }
}

impl TokenDigest {
    /// Of any text that a client sent as its token.
    pub fn of(token: &str) -> Self {
        Self::of_bytes(token.as_bytes())
    }

    pub fn of_bytes(token: &[u8]) -> Self {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(digest(&SHA256, token).as_ref());
        Self(bytes)
    }
}
