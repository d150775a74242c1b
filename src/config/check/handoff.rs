//! Checks the limits of the encrypted handoff.

use jiff::SignedDuration;

use super::Check;
use crate::access::room::RoomLimits;
use crate::config::file::HandoffSection;
use crate::config::key_path::KeyPath;
use crate::config::settings::HandoffSettings;

/// The portal reads bodies of 128 KiB, and in them this is base64.
const LARGEST: u64 = 64 * 1024;
/// The portal reads messages of rooms up to 2 MiB, and in them this is base64.
const LARGEST_ROOM_MESSAGE: u64 = 1500 * 1024;
/// What waits for longer waits for nobody.
const LONGEST: SignedDuration = SignedDuration::from_hours(30 * 24);

impl Check<'_> {
    pub(super) fn handoff(&mut self, section: &HandoffSection) -> HandoffSettings {
        let at = KeyPath::default().key("handoff");
        let largest = section.largest.0.0;
        // A sealed message of one block.
        if !(1024..=LARGEST).contains(&largest) {
            self.complain(&at.key("largest"), "this is `1KiB` at least and `64KiB` at most");
        }
        if section.links_per_account == 0 {
            self.complain(
                &at.key("links_per_account"),
                "nobody could make a link: write at least `1`",
            );
        }
        let message = section.room_message.0.0;
        if !(1024..=LARGEST_ROOM_MESSAGE).contains(&message) {
            self.complain(
                &at.key("room_message"),
                "this is `1KiB` at least and `1500KiB` at most",
            );
        }
        if section.rooms_per_account == 0 {
            self.complain(
                &at.key("rooms_per_account"),
                "nobody could open a room: write at least `1`",
            );
        }
        HandoffSettings {
            rooms: RoomLimits {
                longest: self.span(&at.key("room_longest"), section.room_longest.0, LONGEST),
                per_account: section.rooms_per_account,
                largest_message: usize::try_from(message).unwrap_or(usize::MAX),
            },
            largest: usize::try_from(largest).unwrap_or(usize::MAX),
            longest: self.span(&at.key("longest"), section.longest.0, LONGEST),
            links_per_account: section.links_per_account,
        }
    }
}
