//! A room in which two people hand credentials over: its two seats, and how much of what it may hold.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};

/// Where somebody sits in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seat {
    /// Whoever opened it.
    Host,
    /// Whoever came by its invitation.
    Guest,
}

impl Seat {
    pub const BOTH: [Self; 2] = [Self::Host, Self::Guest];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Guest => "guest",
        }
    }

    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Host => Self::Guest,
            Self::Guest => Self::Host,
        }
    }
}

impl fmt::Display for Seat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no seat.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no seat of a room")]
pub struct NoSeat(String);

impl FromStr for Seat {
    type Err = NoSeat;

    fn from_str(text: &str) -> Result<Self, NoSeat> {
        Self::BOTH
            .into_iter()
            .find(|seat| seat.as_str() == text)
            .ok_or_else(|| NoSeat(text.to_owned()))
    }
}

/// What the operator lets people have of rooms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomLimits {
    /// A room lasts at most so long. Longer than zero.
    pub longest: SignedDuration,
    /// Rooms that one account may have open; at least one.
    pub per_account: u32,
    /// Bytes of one sealed message.
    pub largest_message: usize,
}

/// The longest that an invitation works.
pub const LONGEST_INVITATION: SignedDuration = SignedDuration::from_hours(24);
/// Messages that each seat may write: a room is for credentials, and no chat.
pub const MOST_MESSAGES: u32 = 50;
/// Bytes that a room may hold.
pub const LARGEST_ROOM: usize = 8 * 1024 * 1024;
/// Whether a room is there at this moment.
#[must_use]
pub fn room_is_open(expires_at: Timestamp, closed_at: Option<Timestamp>, now: Timestamp) -> bool {
    closed_at.is_none() && now < expires_at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seat_survives_being_written_down() {
        for seat in Seat::BOTH {
            assert_eq!(seat.to_string().parse(), Ok(seat));
            assert_eq!(seat.other().other(), seat);
        }
        assert!("chair".parse::<Seat>().is_err());
    }

    #[test]
    fn a_room_ends_at_its_end() {
        let end = Timestamp::from_second(100).unwrap();
        let before = Timestamp::from_second(99).unwrap();
        assert!(room_is_open(end, None, before));
        assert!(!room_is_open(end, None, end));
        assert!(!room_is_open(end, Some(before), before));
    }
}
