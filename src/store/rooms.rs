//! Rooms in which credentials are handed over. What is kept opens nothing: public keys, wrapped keys, ciphertext.

use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteExecutor};

use super::accounts::taken;
use super::rows::{bytes32, from_millis, parsed, to_millis, unsigned};
use super::{Change, Store, StoreError};
use crate::access::room::Seat;
use crate::access::{AccountId, RoomId, RoomInvitationId};
use crate::crypto::TokenDigest;

/// A room, without what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    pub id: RoomId,
    pub title: String,
    /// The number of the support case; empty: none.
    pub support_case: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    /// `None`: somebody joined, or the room is closed.
    pub invitation: Option<Invitation>,
    /// Counts what happened.
    pub version: u64,
}

/// What its link has to prove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Names it; derived from the link's key, and no secret.
    pub id: RoomInvitationId,
    pub proof: TokenDigest,
    pub until: Timestamp,
}

/// The public keys of whoever sits in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberKeys {
    /// P-256, uncompressed.
    pub agreement: Vec<u8>,
    /// P-256, uncompressed.
    pub signing: Vec<u8>,
    /// HMAC over both, with a key that only the invitation has.
    pub tag: [u8; 32],
}

/// Private keys, sealed with an encryption password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedKeys {
    pub salt: Vec<u8>,
    pub sealed: Vec<u8>,
}

/// Who sits in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occupant {
    pub seat: Seat,
    /// `None`: a guest of this room only.
    pub account: Option<AccountId>,
    pub name: String,
    pub keys: MemberKeys,
    pub wrapped: WrappedKeys,
    /// What they prove on another device.
    pub return_proof: TokenDigest,
    pub joined_at: Timestamp,
}

/// One message of a seat, without what was sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub seat: Seat,
    /// 1, 2, 3, … of this seat.
    pub number: u32,
    /// With which key of the room.
    pub epoch: u32,
    /// `false`: read, and gone.
    pub is_there: bool,
    /// SHA-256 of what was sealed.
    pub digest: [u8; 32],
    pub signature: Vec<u8>,
    /// Goes when it is read.
    pub read_once: bool,
    pub sent_at: Timestamp,
    pub read_at: Option<Timestamp>,
}

/// Who asks to be let into a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomCaller {
    Account(AccountId),
    /// Whoever holds the secret of a guest.
    Guest(TokenDigest),
}

impl Store {
    pub async fn room(&self, id: RoomId) -> Result<Option<Room>, StoreError> {
        let row = sqlx::query("SELECT * FROM rooms WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read_room).transpose()
    }

    /// Those of an account that are not wiped yet, the newest first.
    pub async fn rooms_of(&self, account: AccountId) -> Result<Vec<Room>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM rooms WHERE id IN (SELECT room_id FROM room_seats WHERE account_id = $1) \
             ORDER BY created_at DESC, id",
        )
        .bind(account.to_string())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read_room).collect()
    }

    pub async fn room_by_invitation(&self, invitation: RoomInvitationId) -> Result<Option<Room>, StoreError> {
        let row = sqlx::query("SELECT * FROM rooms WHERE invite = $1")
            .bind(invitation.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read_room).transpose()
    }

    /// The host first.
    pub async fn occupants(&self, room: RoomId) -> Result<Vec<Occupant>, StoreError> {
        let rows = sqlx::query("SELECT * FROM room_seats WHERE room_id = $1 ORDER BY seat = 'guest'")
            .bind(room.to_string())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read_occupant).collect()
    }

    /// In the order in which they came.
    pub async fn messages(&self, room: RoomId) -> Result<Vec<Message>, StoreError> {
        let rows = sqlx::query(
            "SELECT seat, number, epoch, sealed IS NOT NULL AS is_there, digest, signature, read_once, sent_at, read_at \
             FROM room_messages WHERE room_id = $1 ORDER BY rowid",
        )
        .bind(room.to_string())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read_message).collect()
    }

    /// What was sealed. `None`: there is no such message, or it was read and is gone.
    pub async fn sealed_message(
        &self,
        room: RoomId,
        seat: Seat,
        number: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let row =
            sqlx::query("SELECT sealed FROM room_messages WHERE room_id = $1 AND seat = $2 AND number = $3")
                .bind(room.to_string())
                .bind(seat.as_str())
                .bind(i64::from(number))
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.map(|row| row.try_get("sealed")).transpose()?.flatten())
    }

    /// Where somebody sits. `None`: not in this room.
    pub async fn seat_of(&self, room: RoomId, caller: RoomCaller) -> Result<Option<Seat>, StoreError> {
        seat_of(&self.pool, room, caller).await
    }

    /// Rooms whose time is over and that still hold something.
    pub async fn rooms_to_wipe(&self, now: Timestamp, limit: u32) -> Result<Vec<RoomId>, StoreError> {
        let rows = sqlx::query(
            "SELECT id FROM rooms WHERE closed_at IS NULL AND expires_at <= $1 ORDER BY id LIMIT $2",
        )
        .bind(to_millis(now))
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| parsed(row.try_get("id")?)).collect()
    }
}

impl Change {
    pub async fn add_room(&mut self, room: &Room) -> Result<(), StoreError> {
        let invitation = room.invitation.as_ref();
        sqlx::query(
            "INSERT INTO rooms (id, title, support_case, created_at, expires_at, invite, proof, invite_until, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
        )
        .bind(room.id.to_string())
        .bind(&room.title)
        .bind(&room.support_case)
        .bind(to_millis(room.created_at))
        .bind(to_millis(room.expires_at))
        .bind(invitation.map(|it| it.id.to_string()))
        .bind(invitation.map(|it| it.proof.0.to_vec()))
        .bind(invitation.map(|it| to_millis(it.until)))
        .execute(&mut *self.transaction)
        .await
        .map_err(taken)?;
        Ok(())
    }

    pub async fn room(&mut self, id: RoomId) -> Result<Option<Room>, StoreError> {
        let row = sqlx::query("SELECT * FROM rooms WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&mut *self.transaction)
            .await?;
        row.as_ref().map(read_room).transpose()
    }

    /// As [`Store::seat_of`], while nothing else can change.
    pub async fn seat_of(&mut self, room: RoomId, caller: RoomCaller) -> Result<Option<Seat>, StoreError> {
        seat_of(&mut *self.transaction, room, caller).await
    }

    /// Rooms that an account has opened and that hold something.
    pub async fn rooms_hosted_by(&mut self, account: AccountId) -> Result<Vec<RoomId>, StoreError> {
        let rows = sqlx::query(
            "SELECT r.id FROM rooms r JOIN room_seats s ON s.room_id = r.id \
             WHERE s.account_id = $1 AND s.seat = 'host' AND r.closed_at IS NULL ORDER BY r.id",
        )
        .bind(account.to_string())
        .fetch_all(&mut *self.transaction)
        .await?;
        rows.iter().map(|row| parsed(row.try_get("id")?)).collect()
    }

    /// How many rooms an account has open.
    pub async fn count_open_rooms(&mut self, account: AccountId, now: Timestamp) -> Result<u32, StoreError> {
        let row = sqlx::query(
            "SELECT COUNT(*) AS count FROM rooms r JOIN room_seats s ON s.room_id = r.id \
             WHERE s.account_id = $1 AND s.seat = 'host' AND r.closed_at IS NULL AND r.expires_at > $2",
        )
        .bind(account.to_string())
        .bind(to_millis(now))
        .fetch_one(&mut *self.transaction)
        .await?;
        unsigned(row.try_get("count")?)
    }

    /// `Taken`: somebody sits there.
    pub async fn take_seat(&mut self, room: RoomId, occupant: &Occupant) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO room_seats (room_id, seat, account_id, name, agreement, signing, tag, salt, \
             wrapped, return_proof, joined_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(room.to_string())
        .bind(occupant.seat.as_str())
        .bind(occupant.account.map(|id| id.to_string()))
        .bind(&occupant.name)
        .bind(&occupant.keys.agreement)
        .bind(&occupant.keys.signing)
        .bind(occupant.keys.tag.as_slice())
        .bind(&occupant.wrapped.salt)
        .bind(&occupant.wrapped.sealed)
        .bind(occupant.return_proof.0.as_slice())
        .bind(to_millis(occupant.joined_at))
        .execute(&mut *self.transaction)
        .await
        .map_err(taken)?;
        Ok(())
    }

    /// Uses the invitation up. `true` for exactly one caller, who brought its proof in time.
    pub async fn take_invitation(
        &mut self,
        room: RoomId,
        proof: TokenDigest,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let taken = sqlx::query(
            "UPDATE rooms SET invite = NULL, proof = NULL, invite_until = NULL \
             WHERE id = $1 AND proof = $2 AND invite_until > $3 AND closed_at IS NULL AND expires_at > $3",
        )
        .bind(room.to_string())
        .bind(proof.0.as_slice())
        .bind(to_millis(now))
        .execute(&mut *self.transaction)
        .await?;
        Ok(taken.rows_affected() == 1)
    }

    pub async fn add_room_guest(
        &mut self,
        room: RoomId,
        token: TokenDigest,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO room_guests (token, room_id, since) VALUES ($1, $2, $3)")
            .bind(token.0.as_slice())
            .bind(room.to_string())
            .bind(to_millis(now))
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }

    /// What a seat has written: how many messages; and how many bytes the whole room holds.
    pub async fn room_fill(&mut self, room: RoomId, seat: Seat) -> Result<(u32, u64), StoreError> {
        let row = sqlx::query(
            "SELECT COALESCE(MAX(CASE WHEN seat = $2 THEN number END), 0) AS last, \
             COALESCE(SUM(LENGTH(sealed)), 0) AS bytes FROM room_messages WHERE room_id = $1",
        )
        .bind(room.to_string())
        .bind(seat.as_str())
        .fetch_one(&mut *self.transaction)
        .await?;
        Ok((
            unsigned::<u32>(row.try_get("last")?)?,
            unsigned(row.try_get("bytes")?)?,
        ))
    }

    pub async fn add_message(
        &mut self,
        room: RoomId,
        message: &Message,
        sealed: &[u8],
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO room_messages (room_id, seat, number, epoch, sealed, digest, signature, read_once, sent_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(room.to_string())
        .bind(message.seat.as_str())
        .bind(i64::from(message.number))
        .bind(i64::from(message.epoch))
        .bind(sealed)
        .bind(message.digest.as_slice())
        .bind(&message.signature)
        .bind(i64::from(message.read_once))
        .bind(to_millis(message.sent_at))
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    /// Notes that a message was read; one that is to be read once is gone with that. `false`: there is none, or it was
    /// read before.
    pub async fn read_message(
        &mut self,
        room: RoomId,
        seat: Seat,
        number: u32,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let read = sqlx::query(
            "UPDATE room_messages SET read_at = $1, sealed = CASE WHEN read_once = 1 THEN NULL ELSE sealed END \
             WHERE room_id = $2 AND seat = $3 AND number = $4 AND read_at IS NULL",
        )
        .bind(to_millis(now))
        .bind(room.to_string())
        .bind(seat.as_str())
        .bind(i64::from(number))
        .execute(&mut *self.transaction)
        .await?;
        Ok(read.rows_affected() == 1)
    }

    pub async fn room_has_changed(&mut self, room: RoomId) -> Result<(), StoreError> {
        sqlx::query("UPDATE rooms SET version = version + 1 WHERE id = $1")
            .bind(room.to_string())
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }

    /// Empties a room: messages, seats with their wrapped keys, guests, invitation. How many messages that were; `None`:
    /// it was empty before.
    pub async fn wipe_room(&mut self, room: RoomId, now: Timestamp) -> Result<Option<u64>, StoreError> {
        let id = room.to_string();
        let closed = sqlx::query(
            "UPDATE rooms SET closed_at = $1, invite = NULL, proof = NULL, invite_until = NULL, title = '', \
             support_case = '', version = version + 1 WHERE id = $2 AND closed_at IS NULL",
        )
        .bind(to_millis(now))
        .bind(&id)
        .execute(&mut *self.transaction)
        .await?;
        if closed.rows_affected() == 0 {
            return Ok(None);
        }
        self.empty_room(room).await.map(Some)
    }

    /// Takes out messages, seats and guests. How many messages that were.
    pub async fn empty_room(&mut self, room: RoomId) -> Result<u64, StoreError> {
        let id = room.to_string();
        let mut messages = 0;
        for statement in [
            "DELETE FROM room_seats WHERE room_id = $1",
            "DELETE FROM room_guests WHERE room_id = $1",
            "DELETE FROM room_messages WHERE room_id = $1",
        ] {
            let deleted = sqlx::query(statement).bind(&id).execute(&mut *self.transaction);
            messages = deleted.await?.rows_affected();
        }
        Ok(messages)
    }

    /// A new invitation in place of the old.
    pub async fn invite_again(&mut self, room: RoomId, invitation: &Invitation) -> Result<(), StoreError> {
        sqlx::query("UPDATE rooms SET invite = $1, proof = $2, invite_until = $3 WHERE id = $4")
            .bind(invitation.id.to_string())
            .bind(invitation.proof.0.as_slice())
            .bind(to_millis(invitation.until))
            .bind(room.to_string())
            .execute(&mut *self.transaction)
            .await
            .map_err(taken)?;
        Ok(())
    }
}

async fn seat_of(
    store: impl SqliteExecutor<'_>,
    room: RoomId,
    caller: RoomCaller,
) -> Result<Option<Seat>, StoreError> {
    let query = match caller {
        RoomCaller::Account(account) => {
            sqlx::query("SELECT seat FROM room_seats WHERE room_id = $1 AND account_id = $2")
                .bind(room.to_string())
                .bind(account.to_string())
        }
        RoomCaller::Guest(token) => sqlx::query(
            "SELECT s.seat FROM room_guests g JOIN room_seats s ON s.room_id = g.room_id \
             WHERE g.room_id = $1 AND g.token = $2 AND s.seat = 'guest' AND s.account_id IS NULL",
        )
        .bind(room.to_string())
        .bind(token.0.to_vec()),
    };
    let row = query.fetch_optional(store).await?;
    row.map(|row| parsed(row.try_get("seat")?)).transpose()
}

fn read_room(row: &SqliteRow) -> Result<Room, StoreError> {
    let invite: Option<&str> = row.try_get("invite")?;
    let proof: Option<&[u8]> = row.try_get("proof")?;
    let until: Option<i64> = row.try_get("invite_until")?;
    let invitation = match (invite, proof, until) {
        (Some(id), Some(proof), Some(until)) => Some(Invitation {
            id: parsed(id)?,
            proof: TokenDigest(bytes32(proof)?),
            until: from_millis(until)?,
        }),
        _ => None,
    };
    let closed_at: Option<i64> = row.try_get("closed_at")?;
    Ok(Room {
        id: parsed(row.try_get("id")?)?,
        title: row.try_get("title")?,
        support_case: row.try_get("support_case")?,
        created_at: from_millis(row.try_get("created_at")?)?,
        expires_at: from_millis(row.try_get("expires_at")?)?,
        closed_at: closed_at.map(from_millis).transpose()?,
        invitation,
        version: unsigned(row.try_get("version")?)?,
    })
}

fn read_occupant(row: &SqliteRow) -> Result<Occupant, StoreError> {
    let account: Option<&str> = row.try_get("account_id")?;
    Ok(Occupant {
        seat: parsed(row.try_get("seat")?)?,
        account: account.map(parsed).transpose()?,
        name: row.try_get("name")?,
        keys: MemberKeys {
            agreement: row.try_get("agreement")?,
            signing: row.try_get("signing")?,
            tag: bytes32(row.try_get("tag")?)?,
        },
        wrapped: WrappedKeys {
            salt: row.try_get("salt")?,
            sealed: row.try_get("wrapped")?,
        },
        return_proof: TokenDigest(bytes32(row.try_get("return_proof")?)?),
        joined_at: from_millis(row.try_get("joined_at")?)?,
    })
}

fn read_message(row: &SqliteRow) -> Result<Message, StoreError> {
    let read_at: Option<i64> = row.try_get("read_at")?;
    let read_once: i64 = row.try_get("read_once")?;
    Ok(Message {
        seat: parsed(row.try_get("seat")?)?,
        number: unsigned(row.try_get("number")?)?,
        epoch: unsigned(row.try_get("epoch")?)?,
        is_there: row.try_get::<i64, _>("is_there")? != 0,
        digest: bytes32(row.try_get("digest")?)?,
        signature: row.try_get("signature")?,
        read_once: read_once != 0,
        sent_at: from_millis(row.try_get("sent_at")?)?,
        read_at: read_at.map(from_millis).transpose()?,
    })
}
