//! Hands out what was sealed, to the first who shows that the link is theirs, and keeps nothing.

use jiff::Timestamp;
use subtle::ConstantTimeEq;

use super::create_link::{CreateLinkError, bytes32};
use super::{Actions, Trouble, link_event, short};
use crate::access::{ClientEvidence, HandoffLinkId, Locked, ThrottleRule};
use crate::audit::{Action, Actor, ChangeEvent};
use crate::crypto::TokenDigest;
use crate::store::{Change, HandoffEnd, HandoffLink, HandoffLinkState, StoreError, Subject};

/// Wrong codes that a link takes; then what was sealed is wiped. As many as everywhere else.
const MOST_TRIES: u32 = ThrottleRule::SIGN_IN.attempts;
/// What a client says of itself, as far as anybody reads it.
const LONGEST_USER_AGENT: usize = 300;

/// Who wants to open a link, and what they show for it.
#[derive(Debug, Clone)]
pub struct Claimant {
    /// SHA-256 of what shows that they have the link.
    pub claim: TokenDigest,
    /// SHA-256 of what shows that they have the code, too, where they know of one.
    pub proof: Option<TokenDigest>,
    pub client: ClientEvidence,
}

impl Claimant {
    /// As programs write it, in base64url without padding.
    ///
    /// # Errors
    /// [`CreateLinkError::Malformed`].
    pub fn read(claim: &str, proof: Option<&str>, client: ClientEvidence) -> Result<Self, CreateLinkError> {
        let proof = proof.map(|proof| bytes32("proof", proof)).transpose()?;
        Ok(Self {
            claim: TokenDigest::of_bytes(&bytes32("claim", claim)?),
            proof: proof.map(|proof| TokenDigest::of_bytes(&proof)),
            client,
        })
    }
}

/// What was sealed: no copy of it is left.
pub struct OpenedLink {
    pub link: HandoffLink,
    pub sealed: Vec<u8>,
}

#[derive(Debug, thiserror::Error)]
pub enum OpenLinkError {
    #[error("there is no such link: copy the whole link again, or ask for a new one")]
    Unknown,
    #[error("this link is over: {}", .0.code())]
    Over(HandoffEnd),
    /// Costs no try.
    #[error("this link needs a code: ask its sender")]
    NeedsCode,
    #[error("the code is wrong; {left} more tries")]
    WrongCode { left: u32 },
    #[error("too many tries from this network")]
    TooMany(Locked),
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

impl From<StoreError> for OpenLinkError {
    fn from(error: StoreError) -> Self {
        Trouble::Store(error).into()
    }
}

impl Actions {
    /// Exactly one caller gets it. Whoever does not have the link cannot use up the tries of who has it.
    pub async fn open_handoff_link(
        &self,
        id: HandoffLinkId,
        claimant: &Claimant,
    ) -> Result<OpenedLink, OpenLinkError> {
        let now = self.clock.now();
        // Without the write lock first: a flood must not queue for it.
        let network = Subject::Network(claimant.client.ip);
        let attempts = self.store.attempts(network).await?;
        if let Some(locked) = attempts.at(ThrottleRule::NETWORK, now).locked {
            return Err(OpenLinkError::TooMany(locked));
        }
        if let Some(link) = held_by(claimant, self.store.handoff_link(id).await?) {
            may_be_tried(&link, claimant, now)?;
        }
        let mut change = self.store.change().await?;
        let Some(link) = held_by(claimant, change.handoff_link(id).await?) else {
            return Err(count_stranger(change, id, claimant, now).await?);
        };
        may_be_tried(&link, claimant, now)?;
        if !is_proven(&link, claimant) {
            return Err(self.count_wrong_code(change, &link, claimant, now).await?);
        }
        self.hand_out(change, link, claimant, now).await
    }

    /// In the transaction in which it was seen to wait, so that it is handed out once.
    async fn hand_out(
        &self,
        mut change: Change,
        link: HandoffLink,
        claimant: &Claimant,
        now: Timestamp,
    ) -> Result<OpenedLink, OpenLinkError> {
        let ClientEvidence { ip, user_agent } = &claimant.client;
        let user_agent: String = user_agent.chars().take(LONGEST_USER_AGENT).collect();
        let event = link_event(Actor::client(*ip), Action::HandoffLinkOpened, &link);
        let event = event.detail("userAgent", &user_agent);
        let end = HandoffEnd::Opened {
            at: now,
            from: ip.to_canonical(),
            user_agent,
        };
        let Some(sealed) = change.end_handoff_link(link.id, &end).await? else {
            return Err(
                StoreError::Corrupt(format!("the link {} waits and is empty", short(link.id))).into(),
            );
        };
        change.commit(&event, now).await?;
        self.sweep().await;
        Ok(OpenedLink { link, sealed })
    }

    async fn count_wrong_code(
        &self,
        mut change: Change,
        link: &HandoffLink,
        claimant: &Claimant,
        now: Timestamp,
    ) -> Result<OpenLinkError, StoreError> {
        let actor = Actor::client(claimant.client.ip);
        change.count_handoff_try(link.id).await?;
        let left = MOST_TRIES.saturating_sub(link.tries + 1);
        if left > 0 {
            let event = link_event(actor, Action::HandoffLinkRefused, link)
                .detail("reason", "wrong-code")
                .detail("left", left.to_string());
            change.commit(&event, now).await?;
            return Ok(OpenLinkError::WrongCode { left });
        }
        let end = HandoffEnd::Wiped { at: now };
        change.end_handoff_link(link.id, &end).await?;
        let event = link_event(actor, Action::HandoffLinkWiped, link);
        change.commit(&event, now).await?;
        self.sweep().await;
        Ok(OpenLinkError::Over(end))
    }
}

/// Who tries addresses, or has only half a link, is slowed down like every guesser.
async fn count_stranger(
    mut change: Change,
    id: HandoffLinkId,
    claimant: &Claimant,
    now: Timestamp,
) -> Result<OpenLinkError, StoreError> {
    let ip = claimant.client.ip;
    let network = Subject::Network(ip);
    let counted = match change
        .attempts(network)
        .await?
        .count_one(ThrottleRule::NETWORK, now)
    {
        Ok(counted) => counted,
        Err(locked) => return Ok(OpenLinkError::TooMany(locked)),
    };
    change.remember_attempts(network, counted).await?;
    let event = ChangeEvent::new(Actor::client(ip), Action::HandoffLinkRefused)
        .detail("link", short(id))
        .detail("reason", "unknown-link");
    change.commit(&event, now).await?;
    Ok(OpenLinkError::Unknown)
}

/// The link, for who shows that they have it.
fn held_by(claimant: &Claimant, known: Option<HandoffLink>) -> Option<HandoffLink> {
    known.filter(|link| is_same(link.claim, claimant.claim))
}

/// What costs neither a try nor a write.
fn may_be_tried(link: &HandoffLink, claimant: &Claimant, now: Timestamp) -> Result<(), OpenLinkError> {
    match link.state_at(now) {
        HandoffLinkState::Ended(end) => Err(OpenLinkError::Over(end)),
        HandoffLinkState::Waiting if link.proof.is_some() && claimant.proof.is_none() => {
            Err(OpenLinkError::NeedsCode)
        }
        HandoffLinkState::Waiting => Ok(()),
    }
}

/// A link without a code is proven by its claim.
fn is_proven(link: &HandoffLink, claimant: &Claimant) -> bool {
    match (link.proof, claimant.proof) {
        (None, _) => true,
        (Some(wanted), Some(shown)) => is_same(wanted, shown),
        (Some(_), None) => false,
    }
}

fn is_same(one: TokenDigest, other: TokenDigest) -> bool {
    one.0.ct_eq(&other.0).into()
}
