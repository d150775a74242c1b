//! `[handoff]`: how much, how long and how many of what people hand over encrypted is kept.

use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::Deserialize;

use super::parsed::Parsed;
use crate::config::units::ByteSize;

/// Limits of what people hand over to each other encrypted: for credentials, and for nothing else.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct HandoffSection {
    /// The largest sealed message of a one-time link, at most `"64KiB"`. Default: `"64KiB"`.
    pub largest: Parsed<ByteSize>,
    /// How long a one-time link waits for its reader at most. Default: `"24h"`.
    pub longest: Parsed<SignedDuration>,
    /// One-time links of one account that may wait at the same time. Default: `20`.
    pub links_per_account: u32,
    /// The largest sealed message of a room, at most `"1500KiB"`: as it is, a file of 1 MiB fits. Default: `"1500KiB"`.
    pub room_message: Parsed<ByteSize>,
    /// How long a room lasts at most. Default: `"7d"`.
    pub room_longest: Parsed<SignedDuration>,
    /// Rooms that one account may have open at the same time. Default: `50`.
    pub rooms_per_account: u32,
}

impl Default for HandoffSection {
    fn default() -> Self {
        Self {
            largest: Parsed(ByteSize(64 * 1024)),
            longest: Parsed(SignedDuration::from_hours(24)),
            links_per_account: 20,
            room_message: Parsed(ByteSize(1500 * 1024)),
            room_longest: Parsed(SignedDuration::from_hours(7 * 24)),
            rooms_per_account: 50,
        }
    }
}
