//! Writes a message, and notes that one was read.

use ring::digest::{SHA256, digest};

use super::{RoomError, event};
use crate::access::RoomId;
use crate::access::room::{LARGEST_ROOM, MOST_MESSAGES, RoomLimits, Seat};
use crate::actions::Actions;
use crate::audit::{Action, Actor};
use crate::store::{Message, RoomCaller};

/// What a browser sealed and signed.
#[derive(Debug, Clone)]
pub struct NewMessage {
    pub number: u32,
    pub epoch: u32,
    pub sealed: Vec<u8>,
    pub signature: Vec<u8>,
    pub read_once: bool,
}

impl Actions {
    pub async fn send_message(
        &self,
        room: RoomId,
        writer: RoomCaller,
        new: NewMessage,
        limits: &RoomLimits,
        by: Actor,
    ) -> Result<(), RoomError> {
        let now = self.clock.now();
        if new.sealed.len() > limits.largest_message {
            return Err(RoomError::MessageTooLong);
        }
        if new.signature.len() != 64 || new.epoch > 1 || new.sealed.is_empty() {
            return Err(RoomError::Malformed(
                "a message has a key 0 or 1, something sealed, and a signature of 64 bytes",
            ));
        }
        let mut change = self.store.change().await?;
        let seat = self.still_seated(&mut change, room, writer).await?;
        let seated = self.store.occupants(room).await?;
        let (last, bytes) = change.room_fill(room, seat).await?;
        let expected = last + 1;
        if new.number != expected {
            return Err(RoomError::OutOfOrder { expected });
        }
        if new.number > MOST_MESSAGES {
            return Err(RoomError::TooManyMessages);
        }
        if usize::try_from(bytes)
            .unwrap_or(usize::MAX)
            .saturating_add(new.sealed.len())
            > LARGEST_ROOM
        {
            return Err(RoomError::Full);
        }
        let mut sealed_digest = [0; 32];
        sealed_digest.copy_from_slice(digest(&SHA256, &new.sealed).as_ref());
        let message = Message {
            seat,
            number: new.number,
            epoch: new.epoch,
            is_there: true,
            digest: sealed_digest,
            signature: new.signature,
            read_once: new.read_once,
            sent_at: now,
            read_at: None,
        };
        change.add_message(room, &message, &new.sealed).await?;
        change.room_has_changed(room).await?;
        let event = event(by, Action::RoomMessageSent, room, &seated)
            .detail("seat", seat.as_str())
            .detail("number", message.number.to_string());
        change.commit(&event, now).await?;
        Ok(())
    }

    /// `reader` has read message `number` of `writer`, who sits opposite. Once is enough: again changes nothing.
    pub async fn read_message(
        &self,
        room: RoomId,
        reader: RoomCaller,
        (writer, number): (Seat, u32),
        by: Actor,
    ) -> Result<(), RoomError> {
        let now = self.clock.now();
        let mut change = self.store.change().await?;
        let reader = self.still_seated(&mut change, room, reader).await?;
        if writer == reader {
            return Err(RoomError::Malformed("a message is read by the other seat"));
        }
        let seated = self.store.occupants(room).await?;
        if !change.read_message(room, writer, number, now).await? {
            return Ok(());
        }
        change.room_has_changed(room).await?;
        let event = event(by, Action::RoomMessageRead, room, &seated)
            .detail("seat", reader.as_str())
            .detail("number", number.to_string());
        change.commit(&event, now).await?;
        self.sweep().await;
        Ok(())
    }
}
