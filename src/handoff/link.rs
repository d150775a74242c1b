//! A one-time link: what its key gives, and what may be said through it.
//!
//! The address holds an id that is made from the key, so nobody can put another message behind a link; the key is in the
//! fragment, which browsers send to nobody.

use data_encoding::BASE64URL_NOPAD;
use http::Uri;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use super::primitives::{Master, SealingKey, Unreadable, derive, stretch};
use crate::access::HandoffLinkId;
use crate::crypto::{Secret, random_bytes};

/// Begins every label of links.
const LABEL: &str = "gatepass handoff v1 link";

/// Digits of an extra code: 40 bits cost who has both the link and the store 2 × 10¹⁸ hashes; the gateway allows five tries.
const CODE_DIGITS: usize = 12;

/// The key of a link: 256 random bits, in the link's fragment as base64url without padding.
pub struct LinkKey(Zeroizing<[u8; 32]>);

/// An extra code, told by another channel: 12 digits, shown in groups of four.
#[derive(Clone)]
pub struct LinkCode(Zeroizing<String>);

/// A key, with its code where there is one: seals and opens.
pub struct SharedLink {
    id: HandoffLinkId,
    claim: Zeroizing<[u8; 32]>,
    proof: Option<Zeroizing<[u8; 32]>>,
    key: SealingKey,
}

/// What is handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Message {
    /// Any text: a password, a key, a few words about it.
    Text { text: String },
    /// What a support grant shows once.
    Credentials { lines: Vec<Credential> },
}

/// One line of a grant's credentials: what it is, and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    pub label: String,
    pub value: String,
}

/// What was pasted is no link of ours, or only a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotALink {
    #[error("this is no link of a handoff: expected https://…/handoff/…#…")]
    OtherAddress,
    #[error("the part after `#` is missing: copy the whole link")]
    NoKey,
    #[error("the part after `#` does not belong to this link: copy the whole link again")]
    OtherKey,
    #[error("the extra code has {CODE_DIGITS} digits")]
    NotACode,
}

impl LinkKey {
    #[must_use]
    pub fn generate() -> Self {
        Self(Zeroizing::new(random_bytes()))
    }

    /// The portal's address without a slash at its end, and the key, of a whole link.
    ///
    /// # Errors
    /// When it is not a link, or its two halves do not belong together.
    pub fn parse(link: &str) -> Result<(String, Self), NotALink> {
        let (address, key) = link.trim().split_once('#').unwrap_or((link.trim(), ""));
        let address: Uri = address.parse().map_err(|_| NotALink::OtherAddress)?;
        let (Some("https"), Some(host), None) = (address.scheme_str(), address.authority(), address.query())
        else {
            return Err(NotALink::OtherAddress);
        };
        // What looks like the host before an `@` is a user name.
        if host.as_str().contains('@') {
            return Err(NotALink::OtherAddress);
        }
        let id: HandoffLinkId = address
            .path()
            .strip_prefix("/handoff/")
            .and_then(|id| id.parse().ok())
            .ok_or(NotALink::OtherAddress)?;
        if key.is_empty() {
            return Err(NotALink::NoKey);
        }
        let mut bytes = BASE64URL_NOPAD
            .decode(key.as_bytes())
            .map_err(|_| NotALink::OtherKey)?;
        let key = <[u8; 32]>::try_from(bytes.as_slice())
            .map(Zeroizing::new)
            .map(Self);
        bytes.zeroize();
        let key = key.map_err(|_| NotALink::OtherKey)?;
        if key.id() != id {
            return Err(NotALink::OtherKey);
        }
        Ok((format!("https://{host}"), key))
    }

    /// The whole link. `portal`: its address without a slash at its end.
    #[must_use]
    pub fn link(&self, portal: &str) -> Secret {
        let key = Zeroizing::new(BASE64URL_NOPAD.encode(self.0.as_slice()));
        Secret::new(format!("{portal}/handoff/{}#{}", self.id(), *key))
    }

    #[must_use]
    pub fn id(&self) -> HandoffLinkId {
        HandoffLinkId::from_bytes(*derive(self.0.as_slice(), &label("id")))
    }

    /// With a code this takes the better part of a second: run it off the async threads.
    #[must_use]
    pub fn with(&self, code: Option<&LinkCode>) -> SharedLink {
        let master = match code {
            Some(LinkCode(digits)) => stretch(digits.as_bytes(), self.0.as_slice()),
            None => Master::clone(&self.0),
        };
        SharedLink {
            id: self.id(),
            claim: derive(self.0.as_slice(), &label("claim")),
            proof: code.map(|_| derive(master.as_slice(), &label("proof"))),
            key: SealingKey::derive(master.as_slice(), LABEL),
        }
    }
}

impl LinkCode {
    #[must_use]
    pub fn generate() -> Self {
        // Ten does not divide 256: bytes from the incomplete last run are thrown away.
        let mut digits = Zeroizing::new(String::with_capacity(CODE_DIGITS));
        while digits.len() < CODE_DIGITS {
            let [byte] = random_bytes();
            if byte < 250 {
                digits.push(char::from(b'0' + byte % 10));
            }
        }
        Self(digits)
    }

    /// As people type it: what is no digit is left out.
    ///
    /// # Errors
    /// When it has not as many digits as a code has.
    pub fn parse(typed: &str) -> Result<Self, NotALink> {
        let mut digits = Zeroizing::new(String::with_capacity(typed.len()));
        digits.extend(typed.chars().filter(char::is_ascii_digit));
        if digits.len() == CODE_DIGITS {
            Ok(Self(digits))
        } else {
            Err(NotALink::NotACode)
        }
    }

    /// In groups of four.
    #[must_use]
    pub fn shown(&self) -> Secret {
        let (first, rest) = self.0.split_at(CODE_DIGITS / 3);
        let (second, third) = rest.split_at(CODE_DIGITS / 3);
        Secret::new(format!("{first} {second} {third}"))
    }
}

impl SharedLink {
    #[must_use]
    pub fn id(&self) -> HandoffLinkId {
        self.id
    }

    /// Shows the gateway that one has the link; says nothing about its key.
    #[must_use]
    pub fn claim(&self) -> &[u8; 32] {
        &self.claim
    }

    /// Shows the gateway that one has the code, too; `None`: there is none.
    #[must_use]
    pub fn proof(&self) -> Option<&[u8; 32]> {
        self.proof.as_deref()
    }

    #[must_use]
    #[expect(clippy::expect_used, reason = "two kinds of text have a form in JSON")]
    pub fn seal(&self, message: &Message) -> Vec<u8> {
        let plain = Zeroizing::new(serde_json::to_vec(message).expect("a message is JSON"));
        self.key.seal(&self.context(), &plain)
    }

    /// # Errors
    /// When it was not sealed for this link, or was written by a program that knows more than this one.
    pub fn open(&self, sealed: &[u8]) -> Result<Message, Unreadable> {
        let plain = self.key.open(&self.context(), sealed)?;
        serde_json::from_slice(&plain).map_err(|_| Unreadable::Unknown)
    }

    fn context(&self) -> Vec<u8> {
        [LABEL.as_bytes(), &self.id.to_bytes()].concat()
    }
}

fn label(what: &str) -> String {
    format!("{LABEL} {what}")
}

impl std::fmt::Debug for LinkCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}
