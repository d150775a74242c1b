//! Rooms in which two people hand credentials over: opened, joined, written in, emptied. What is said there is sealed in
//! the browsers of both; nothing in here could open it.

mod close;
mod join;
mod messages;
mod open;

use jiff::{SignedDuration, Timestamp};

use super::Trouble;
use crate::access::room::{LONGEST_INVITATION, MOST_MESSAGES};
use crate::access::{Locked, RoomId, RoomInvitationId};
use crate::audit::{Action, Actor, ChangeEvent};
use crate::config::format_duration;
use crate::crypto::TokenDigest;
use crate::store::{MemberKeys, Occupant, StoreError, WrappedKeys};

pub use join::{Joined, Joiner};
pub use messages::NewMessage;
pub use open::NewRoom;

/// Longer names of people and rooms are no names.
const LONGEST_NAME: usize = 100;

/// What somebody brings who takes a seat.
#[derive(Debug, Clone)]
pub struct SeatFields {
    pub keys: MemberKeys,
    pub wrapped: WrappedKeys,
    pub return_proof: TokenDigest,
}

/// How a new invitation is known.
#[derive(Debug, Clone)]
pub struct InvitationFields {
    pub id: RoomInvitationId,
    pub proof: TokenDigest,
    pub lasts: SignedDuration,
}

#[derive(Debug, thiserror::Error)]
pub enum RoomError {
    /// Or one does not sit in it: nobody is told which.
    #[error("there is no such room, or it is closed")]
    NotThere,
    #[error("give the room a title of 1 to {LONGEST_NAME} characters")]
    NoTitle,
    #[error("give a name of 1 to {LONGEST_NAME} characters, so that the other side knows who comes")]
    NoName,
    #[error("a room lasts longer than no time and at most {}", format_duration(*.longest))]
    TooLong { longest: SignedDuration },
    #[error(
        "an invitation works longer than no time and at most {}",
        format_duration(LONGEST_INVITATION)
    )]
    InvitationTooLong,
    #[error("{0}")]
    Malformed(&'static str),
    #[error("{most} rooms of this account are open: close one first")]
    TooManyRooms { most: u32 },
    #[error("a room of this name, or an invitation, is there already")]
    Taken,
    #[error("this invitation was used, has expired, or was never made: ask whoever sent it for a new one")]
    InvitationOver,
    #[error("you opened this room yourself: the invitation is for somebody else")]
    OwnRoom,
    #[error("the next message of this seat is number {expected}")]
    OutOfOrder { expected: u32 },
    #[error("the room is full: a room is for credentials; open a new one")]
    Full,
    #[error("a seat may write {MOST_MESSAGES} messages: a room is for credentials, and no chat")]
    TooManyMessages,
    #[error("the message is longer than a room takes")]
    MessageTooLong,
    #[error("too many tries from this network")]
    TooManyTries { locked: Locked, now: Timestamp },
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

impl From<StoreError> for RoomError {
    fn from(error: StoreError) -> Self {
        Trouble::unless_taken(error, Self::Taken)
    }
}

impl SeatFields {
    /// What can be seen without opening anything.
    fn check(&self) -> Result<(), RoomError> {
        let is_point = |key: &[u8]| key.len() == 65 && key.first() == Some(&4);
        if !is_point(&self.keys.agreement) || !is_point(&self.keys.signing) {
            return Err(RoomError::Malformed(
                "a public key is 65 bytes: an uncompressed point of P-256",
            ));
        }
        if !(16..=64).contains(&self.wrapped.salt.len()) {
            return Err(RoomError::Malformed("a salt has 16 to 64 bytes"));
        }
        if !(64..=8192).contains(&self.wrapped.sealed.len()) {
            return Err(RoomError::Malformed("wrapped keys have 64 to 8192 bytes"));
        }
        Ok(())
    }
}

impl InvitationFields {
    fn check(&self) -> Result<(), RoomError> {
        if self.lasts <= SignedDuration::ZERO || self.lasts > LONGEST_INVITATION {
            return Err(RoomError::InvitationTooLong);
        }
        Ok(())
    }
}

fn checked_name(name: &str) -> Option<String> {
    let name = name.trim();
    let fits =
        !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
    fits.then(|| name.to_owned())
}

/// What happened in a room, about its host's account.
fn event(actor: Actor, action: Action, room: RoomId, seated: &[Occupant]) -> ChangeEvent {
    let event = ChangeEvent::new(actor, action).detail("room", room.to_string());
    match seated.first().and_then(|host| host.account) {
        Some(host) => event.account(host),
        None => event,
    }
}
