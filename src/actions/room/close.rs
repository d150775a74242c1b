//! Closes a room. Whatever was in it is gone.

use super::{RoomError, event};
use crate::access::RoomId;
use crate::actions::{Actions, Trouble};
use crate::audit::{Action, Actor};

/// Rooms in one go.
const AT_ONCE: u32 = 100;

impl Actions {
    pub async fn close_room(&self, room: RoomId, by: Actor) -> Result<(), RoomError> {
        if self.wipe(room, Action::RoomClosed, by).await? {
            Ok(())
        } else {
            Err(RoomError::NotThere)
        }
    }

    /// Empties the rooms whose time is over. How many there were.
    pub async fn wipe_expired_rooms(&self) -> Result<usize, Trouble> {
        let over = self.store.rooms_to_wipe(self.clock.now(), AT_ONCE).await?;
        for room in &over {
            self.wipe(*room, Action::RoomExpired, Actor::System).await?;
        }
        Ok(over.len())
    }

    async fn wipe(&self, room: RoomId, action: Action, by: Actor) -> Result<bool, Trouble> {
        let now = self.clock.now();
        let seated = self.store.occupants(room).await?;
        let mut change = self.store.change().await?;
        let Some(messages) = change.wipe_room(room, now).await? else {
            return Ok(false);
        };
        let event = event(by, action, room, &seated).detail("messages", messages.to_string());
        change.commit(&event, now).await?;
        self.sweep().await;
        Ok(true)
    }
}
