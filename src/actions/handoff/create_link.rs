//! Keeps what somebody sealed for one reader.

use data_encoding::BASE64URL_NOPAD;
use jiff::SignedDuration;

use super::{Actions, Trouble, link_event};
use crate::access::{AccountId, HandoffLinkId};
use crate::audit::{Action, Actor};
use crate::config::{HandoffSettings, format_duration, parse_duration};
use crate::crypto::TokenDigest;
use crate::store::{HandoffLink, StoreError};

/// What the sender brings: all of it made on the sender's machine.
#[derive(Debug, Clone)]
pub struct NewHandoffLink {
    pub id: HandoffLinkId,
    /// SHA-256 of what shows that somebody has the link.
    pub claim: TokenDigest,
    /// SHA-256 of what shows that somebody has the code, too; `None`: there is none.
    pub proof: Option<TokenDigest>,
    pub sealed: Vec<u8>,
    /// `None`: as long as it may be.
    pub lifetime: Option<SignedDuration>,
}

/// The same as forms and programs write it, in base64url without padding.
#[derive(Debug, Clone, Copy)]
pub struct WrittenHandoffLink<'a> {
    pub id: &'a str,
    pub claim_digest: &'a str,
    pub proof_digest: Option<&'a str>,
    pub sealed: &'a str,
    pub duration: Option<&'a str>,
}

impl WrittenHandoffLink<'_> {
    /// # Errors
    /// [`CreateLinkError::Malformed`].
    pub fn read(&self) -> Result<NewHandoffLink, CreateLinkError> {
        let proof = self.proof_digest.map(|proof| bytes32("proofDigest", proof));
        let lifetime = self.duration.map(parse_duration).transpose();
        Ok(NewHandoffLink {
            id: self.id.parse().map_err(|_| malformed("id", "the id of a link"))?,
            claim: TokenDigest(bytes32("claimDigest", self.claim_digest)?),
            proof: proof.transpose()?.map(TokenDigest),
            sealed: bytes("sealed", self.sealed)?,
            lifetime: lifetime.map_err(|_| malformed("duration", "a duration, such as `8h`"))?,
        })
    }
}

const fn malformed(field: &'static str, expected: &'static str) -> CreateLinkError {
    CreateLinkError::Malformed { field, expected }
}

fn bytes(field: &'static str, text: &str) -> Result<Vec<u8>, CreateLinkError> {
    let decoded = BASE64URL_NOPAD.decode(text.as_bytes()).ok();
    let decoded = decoded.filter(|bytes| !bytes.is_empty());
    decoded.ok_or_else(|| malformed(field, "bytes in base64url without padding"))
}

/// # Errors
/// [`CreateLinkError::Malformed`].
pub(super) fn bytes32(field: &'static str, text: &str) -> Result<[u8; 32], CreateLinkError> {
    let bytes = bytes(field, text)?.try_into();
    bytes.map_err(|_| malformed(field, "32 bytes in base64url without padding"))
}

#[derive(Debug, thiserror::Error)]
pub enum CreateLinkError {
    #[error("`{field}` is not {expected}")]
    Malformed {
        field: &'static str,
        expected: &'static str,
    },
    #[error("what was sealed has more than {} KiB; links are for credentials", .largest / 1024)]
    TooLarge { largest: usize },
    #[error("a link lives longer than no time and at most {}", format_duration(*.longest))]
    Lifetime { longest: SignedDuration },
    #[error("you have {most} links that wait: revoke one, or wait until one is opened")]
    TooMany { most: u32 },
    #[error("there is a link with this id: seal it again, with a new key")]
    Taken,
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

impl From<StoreError> for CreateLinkError {
    fn from(error: StoreError) -> Self {
        Trouble::unless_taken(error, Self::Taken)
    }
}

impl Actions {
    pub async fn create_handoff_link(
        &self,
        account: AccountId,
        new: NewHandoffLink,
        limits: &HandoffSettings,
        actor: Actor,
    ) -> Result<HandoffLink, CreateLinkError> {
        let now = self.clock.now();
        let largest = limits.largest;
        if new.sealed.len() > largest {
            return Err(CreateLinkError::TooLarge { largest });
        }
        let longest = limits.longest;
        let lifetime = new.lifetime.unwrap_or(longest);
        if lifetime <= SignedDuration::ZERO || lifetime > longest {
            return Err(CreateLinkError::Lifetime { longest });
        }
        let link = HandoffLink {
            id: new.id,
            account,
            claim: new.claim,
            proof: new.proof,
            created_at: now,
            expires_at: now + lifetime,
            tries: 0,
            ended: None,
        };
        let mut change = self.store.change().await?;
        let most = limits.links_per_account;
        if change.count_handoff_links(account, now).await? >= most {
            return Err(CreateLinkError::TooMany { most });
        }
        change.add_handoff_link(&link, &new.sealed).await?;
        let event = link_event(actor, Action::HandoffLinkCreated, &link)
            .detail("code", if link.proof.is_some() { "yes" } else { "no" })
            .detail("until", format!("{:.0}", link.expires_at));
        change.commit(&event, now).await?;
        Ok(link)
    }
}
