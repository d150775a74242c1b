//! Opens a room, and starts one again whose host has lost the encryption password.

use jiff::SignedDuration;

use super::{InvitationFields, RoomError, SeatFields, checked_name, event};
use crate::access::room::{RoomLimits, Seat, room_is_open};
use crate::access::{Account, RoomId};
use crate::actions::Actions;
use crate::audit::{Action, Actor};
use crate::store::{Change, Invitation, Occupant, Room};

/// What the host's browser made.
#[derive(Debug, Clone)]
pub struct NewRoom {
    /// Drawn by the host, because keys are bound to it.
    pub id: RoomId,
    pub title: String,
    pub support_case: String,
    pub lasts: SignedDuration,
    pub invitation: InvitationFields,
    pub host: SeatFields,
}

impl Actions {
    pub async fn open_room(
        &self,
        account: &Account,
        new: NewRoom,
        limits: &RoomLimits,
        by: Actor,
    ) -> Result<Room, RoomError> {
        let now = self.clock.now();
        let title = checked_name(&new.title).ok_or(RoomError::NoTitle)?;
        let support_case = match new.support_case.trim() {
            "" => String::new(),
            case => checked_name(case).ok_or(RoomError::Malformed("the support case is too long"))?,
        };
        let longest = limits.longest;
        if new.lasts <= SignedDuration::ZERO || new.lasts > longest {
            return Err(RoomError::TooLong { longest });
        }
        new.invitation.check()?;
        new.host.check()?;
        let room = Room {
            id: new.id,
            title,
            support_case,
            created_at: now,
            expires_at: now + new.lasts,
            closed_at: None,
            invitation: Some(invitation(new.invitation, now)),
            version: 1,
        };
        let host = occupant(account, new.host, now);
        let mut change = self.store.change().await?;
        let most = limits.per_account;
        if change.count_open_rooms(account.id, now).await? >= most {
            return Err(RoomError::TooManyRooms { most });
        }
        change.add_room(&room).await?;
        change.take_seat(room.id, &host).await?;
        let event =
            event(by, Action::RoomOpened, room.id, &[host]).detail("until", room.expires_at.to_string());
        change.commit(&event, now).await?;
        Ok(room)
    }

    /// Everything that was said is gone, both seats are free, and the host sits down again with new keys. Nothing could
    /// be read any more without the old ones.
    pub async fn start_room_again(
        &self,
        account: &Account,
        id: RoomId,
        invitation_fields: InvitationFields,
        host: SeatFields,
        by: Actor,
    ) -> Result<(), RoomError> {
        let now = self.clock.now();
        invitation_fields.check()?;
        host.check()?;
        let mut change = self.store.change().await?;
        let is_host = is_host(&self.store.occupants(id).await?, account);
        let room = change
            .room(id)
            .await?
            .filter(|room| room_is_open(room.expires_at, room.closed_at, now));
        if room.is_none() || !is_host {
            return Err(RoomError::NotThere);
        }
        let gone = change.empty_room(id).await?;
        let host = occupant(account, host, now);
        change.take_seat(id, &host).await?;
        renew_invitation(&mut change, id, invitation(invitation_fields, now)).await?;
        let event = event(by, Action::RoomStartedAgain, id, &[host]).detail("messages", gone.to_string());
        change.commit(&event, now).await?;
        self.sweep().await;
        Ok(())
    }
}

fn is_host(seated: &[Occupant], account: &Account) -> bool {
    seated
        .iter()
        .any(|it| it.seat == Seat::Host && it.account == Some(account.id))
}

async fn renew_invitation(change: &mut Change, id: RoomId, invitation: Invitation) -> Result<(), RoomError> {
    change.invite_again(id, &invitation).await?;
    change.room_has_changed(id).await?;
    Ok(())
}

fn invitation(fields: InvitationFields, now: jiff::Timestamp) -> Invitation {
    Invitation {
        id: fields.id,
        proof: fields.proof,
        until: now + fields.lasts,
    }
}

fn occupant(account: &Account, fields: SeatFields, now: jiff::Timestamp) -> Occupant {
    Occupant {
        seat: Seat::Host,
        account: Some(account.id),
        name: account.name.to_string(),
        keys: fields.keys,
        wrapped: fields.wrapped,
        return_proof: fields.return_proof,
        joined_at: now,
    }
}
