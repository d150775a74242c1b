//! Closes a room. Whatever was in it is gone.

use jiff::Timestamp;

use super::{RoomError, event};
use crate::access::room::{Seat, room_is_open};
use crate::access::{AccountId, RoomId};
use crate::actions::{Actions, Trouble};
use crate::audit::{Action, Actor, ChangeEvent};
use crate::store::{Change, RoomCaller};

/// Rooms in one go.
const AT_ONCE: u32 = 100;

impl Actions {
    pub async fn close_room(&self, room: RoomId, closer: RoomCaller, by: Actor) -> Result<(), RoomError> {
        let now = self.clock.now();
        let mut change = self.store.change().await?;
        self.still_seated(&mut change, room, closer).await?;
        let event = self.wipe(&mut change, room, Action::RoomClosed, by, now).await?;
        change.commit(&event.ok_or(RoomError::NotThere)?, now).await?;
        self.sweep().await;
        Ok(())
    }

    /// Where somebody sits, now that nothing else can change: the room may have been closed, or started again for
    /// somebody else, since they were let in.
    pub(super) async fn still_seated(
        &self,
        change: &mut Change,
        room: RoomId,
        who: RoomCaller,
    ) -> Result<Seat, RoomError> {
        let now = self.clock.now();
        let found = change.room(room).await?;
        let is_open = found.is_some_and(|room| room_is_open(room.expires_at, room.closed_at, now));
        let seat = change.seat_of(room, who).await?;
        seat.filter(|_| is_open).ok_or(RoomError::NotThere)
    }

    /// Those that an account has opened, in the transaction that locks it out. It is to be swept afterwards.
    pub(in crate::actions) async fn close_rooms_of(
        &self,
        change: &mut Change,
        host: AccountId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), Trouble> {
        for room in change.rooms_hosted_by(host).await? {
            let event = self
                .wipe(change, room, Action::RoomClosed, by.clone(), now)
                .await?;
            if let Some(event) = event {
                change.log(&event, now).await?;
            }
        }
        Ok(())
    }

    /// Empties the rooms whose time is over. How many there were.
    pub async fn wipe_expired_rooms(&self) -> Result<usize, Trouble> {
        let over = self.store.rooms_to_wipe(self.clock.now(), AT_ONCE).await?;
        for room in &over {
            let now = self.clock.now();
            let mut change = self.store.change().await?;
            let event = self.wipe(&mut change, *room, Action::RoomExpired, Actor::System, now);
            // Another gateway may have been faster.
            let Some(event) = event.await? else { continue };
            change.commit(&event, now).await?;
            self.sweep().await;
        }
        Ok(over.len())
    }

    /// What is to be said of it. `None`: it was empty before.
    async fn wipe(
        &self,
        change: &mut Change,
        room: RoomId,
        action: Action,
        by: Actor,
        now: Timestamp,
    ) -> Result<Option<ChangeEvent>, Trouble> {
        let seated = self.store.occupants(room).await?;
        let messages = change.wipe_room(room, now).await?;
        Ok(
            messages
                .map(|messages| event(by, action, room, &seated).detail("messages", messages.to_string())),
        )
    }
}
