//! Joins a room with its invitation, and comes back as its guest on another device.

use std::net::IpAddr;

use super::{RoomError, SeatFields, checked_name, event};
use crate::access::room::{Seat, room_is_open};
use crate::access::{Account, RoomId, RoomInvitationId, ThrottleRule};
use crate::actions::Actions;
use crate::audit::{Action, Actor};
use crate::crypto::{SessionToken, TokenDigest};
use crate::store::{Occupant, Room, Subject};

/// Who joins.
#[derive(Debug, Clone)]
pub enum Joiner {
    Account(Box<Account>, Actor),
    Guest { name: String, ip: IpAddr },
}

/// Somebody sits down.
pub struct Joined {
    /// What a guest shows from now on; an account shows its own session.
    pub guest: Option<SessionToken>,
}

impl Actions {
    /// The room of an invitation, for whoever has its key. Looking uses nothing up.
    pub async fn invited_to_room(
        &self,
        invitation: RoomInvitationId,
        proof: TokenDigest,
    ) -> Result<Room, RoomError> {
        let now = self.clock.now();
        let room = self.store.room_by_invitation(invitation).await?;
        room.filter(|room| room_is_open(room.expires_at, room.closed_at, now))
            .filter(|room| {
                room.invitation
                    .as_ref()
                    .is_some_and(|it| it.proof == proof && now < it.until)
            })
            .ok_or(RoomError::InvitationOver)
    }

    pub async fn join_room(
        &self,
        invitation: RoomInvitationId,
        proof: TokenDigest,
        joiner: Joiner,
        fields: SeatFields,
    ) -> Result<(RoomId, Joined), RoomError> {
        let now = self.clock.now();
        fields.check()?;
        let room = self.invited_to_room(invitation, proof).await?.id;
        let (account, name, actor) = match joiner {
            Joiner::Account(account, actor) => (Some(account.id), account.name.to_string(), actor),
            Joiner::Guest { name, ip } => {
                let name = checked_name(&name).ok_or(RoomError::NoName)?;
                (None, name, Actor::RoomGuest { room, ip })
            }
        };
        let mut seated = self.store.occupants(room).await?;
        if account.is_some() && seated.iter().any(|it| it.account == account) {
            return Err(RoomError::OwnRoom);
        }
        let mut change = self.store.change().await?;
        if !change.take_invitation(room, proof, now).await? {
            return Err(RoomError::InvitationOver);
        }
        let occupant = Occupant {
            seat: Seat::Guest,
            account,
            name,
            keys: fields.keys,
            wrapped: fields.wrapped,
            return_proof: fields.return_proof,
            joined_at: now,
        };
        change.take_seat(room, &occupant).await?;
        let guest = account.is_none().then(SessionToken::generate);
        if let Some(token) = &guest {
            change.add_room_guest(room, token.digest(), now).await?;
        }
        change.room_has_changed(room).await?;
        seated.push(occupant);
        let event = event(actor, Action::RoomJoined, room, &seated)
            .detail("as", if guest.is_some() { "guest" } else { "account" });
        change.commit(&event, now).await?;
        Ok((room, Joined { guest }))
    }

    /// A guest proves that they know the encryption password, on a device that has no key.
    pub async fn return_to_room(
        &self,
        id: RoomId,
        proof: TokenDigest,
        ip: IpAddr,
    ) -> Result<SessionToken, RoomError> {
        let now = self.clock.now();
        // Without the write lock first: a flood must not queue for it.
        let network = Subject::Network(ip);
        let attempts = self.store.attempts(network).await?;
        if let Some(locked) = attempts.at(ThrottleRule::NETWORK, now).locked {
            return Err(RoomError::TooManyTries { locked, now });
        }
        let mut change = self.store.change().await?;
        let room = change.room(id).await?;
        let seated = self.store.occupants(id).await?;
        let is_open = room.is_some_and(|room| room_is_open(room.expires_at, room.closed_at, now));
        let is_guest =
            |it: &Occupant| it.seat == Seat::Guest && it.account.is_none() && it.return_proof == proof;
        if !is_open || !seated.iter().any(is_guest) {
            let attempts = change.attempts(network).await?;
            let counted = attempts.count_one(ThrottleRule::NETWORK, now);
            let counted = counted.map_err(|locked| RoomError::TooManyTries { locked, now })?;
            change.remember_attempts(network, counted).await?;
            let actor = Actor::client(ip);
            change
                .commit(&event(actor, Action::RoomReturnRefused, id, &seated), now)
                .await?;
            return Err(RoomError::NotThere);
        }
        let token = SessionToken::generate();
        change.add_room_guest(id, token.digest(), now).await?;
        let event = event(
            Actor::RoomGuest { room: id, ip },
            Action::RoomReturned,
            id,
            &seated,
        );
        change.commit(&event, now).await?;
        Ok(token)
    }
}
