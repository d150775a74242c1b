//! Opaque identifiers: 128 bits, written as 26 lower-case base32 characters, typed by what they name.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use data_encoding::Encoding;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Names a grant.
pub type GrantId = Id<GrantKind>;
/// Names a session without being its secret: safe in logs, unlike the cookie.
pub type SessionId = Id<SessionKind>;

/// Names an account of the portal.
pub type AccountId = Id<AccountKind>;
/// Names an access token without being its secret.
pub type TokenId = Id<TokenKind>;

/// Names a room in which credentials are handed over.
pub type RoomId = Id<RoomKind>;
/// Names the invitation to a room. Made from its key, and says nothing about it.
pub type RoomInvitationId = Id<RoomInvitationKind>;
/// Names a one-time link. Made from its key, and says nothing about it.
pub type HandoffLinkId = Id<HandoffLinkKind>;

/// Marks [`AccountId`].
pub enum AccountKind {}
/// Marks [`TokenId`].
pub enum TokenKind {}
/// Marks [`HandoffLinkId`].
pub enum HandoffLinkKind {}
/// Marks [`GrantId`].
pub enum GrantKind {}
/// Marks [`SessionId`].
pub enum SessionKind {}
/// Marks [`RoomInvitationId`].
pub enum RoomInvitationKind {}
/// Marks [`RoomId`].
pub enum RoomKind {}

/// 128 bits that name one thing of kind `K`; two kinds never mix.
pub struct Id<K>(u128, PhantomData<fn() -> K>);

/// The text is not 26 base32 characters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an id: expected 26 characters of a-z and 2-7")]
pub struct IdError(String);

impl<K> Id<K> {
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    /// The caller brings the randomness, because this module has none.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(bytes), PhantomData)
    }
}

/// RFC 4648 section 6, in lower case and without padding.
fn base32() -> &'static Encoding {
    static ENCODING: std::sync::OnceLock<Encoding> = std::sync::OnceLock::new();
    ENCODING.get_or_init(|| {
        let mut spec = data_encoding::BASE32_NOPAD.specification();
        spec.symbols = spec.symbols.to_ascii_lowercase();
        spec.encoding().unwrap_or(data_encoding::BASE32_NOPAD)
    })
}

impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 26];
        base32().encode_mut(&self.0.to_be_bytes(), &mut text);
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl<K> FromStr for Id<K> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        base32()
            .decode(text.as_bytes())
            .ok()
            .and_then(|bytes| <[u8; 16]>::try_from(bytes).ok())
            .map(Self::from_bytes)
            .ok_or_else(|| IdError(text.to_owned()))
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Id<K> {}

impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<K> Eq for Id<K> {}

impl<K> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_being_written_down() {
        let id = GrantId::from_bytes(*b"0123456789abcdef");
        assert_eq!(id.to_string().len(), 26);
        assert_eq!(id.to_string().parse::<GrantId>().unwrap(), id);
        assert!("nope".parse::<GrantId>().is_err());
    }
}
