//! What is said about rooms on the wire: bodies of requests, and views of what there is.

use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::problem::{Problem, Result};
use crate::actions::room::{InvitationFields, SeatFields};
use crate::crypto::TokenDigest;
use crate::store::{MemberKeys, Message, Occupant, Room, WrappedKeys};

/// Bytes, as base64url.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Base64(pub(super) Vec<u8>);

impl Serialize for Base64 {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64URL_NOPAD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes());
        bytes
            .map(Self)
            .map_err(|_| serde::de::Error::custom("no base64url without padding"))
    }
}

impl Base64 {
    pub(super) fn exactly<const N: usize>(&self, what: &'static str) -> Result<[u8; N]> {
        let bytes = self.0.as_slice().try_into();
        bytes.map_err(|_| Problem::invalid(&format!("{what} has {N} bytes")))
    }
}

/// Keys of whoever takes a seat: public ones, and the private ones wrapped.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SeatBody {
    #[schema(value_type = String)]
    pub(super) agreement: Base64,
    #[schema(value_type = String)]
    pub(super) signing: Base64,
    #[schema(value_type = String)]
    pub(super) tag: Base64,
    pub(super) wrapped: WrappedBody,
    /// SHA-256 of what proves on another device that one knows the encryption password.
    #[schema(value_type = String)]
    pub(super) return_proof: Base64,
}

#[derive(Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct WrappedBody {
    #[schema(value_type = String)]
    pub(super) salt: Base64,
    #[schema(value_type = String)]
    pub(super) sealed: Base64,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct InvitationBody {
    /// Derived from the link's key.
    pub(super) id: String,
    /// SHA-256 of the proof.
    #[schema(value_type = String)]
    pub(super) proof: Base64,
    /// How long the link works, in seconds.
    #[schema(minimum = 1)]
    pub(super) lasts: u32,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct RoomBody {
    /// Drawn by the caller: 128 bits, as 26 characters of base32.
    pub(super) id: String,
    pub(super) title: String,
    #[serde(default)]
    pub(super) support_case: String,
    /// How long the room lasts, in seconds.
    #[schema(minimum = 1)]
    pub(super) lasts: u32,
    pub(super) invitation: InvitationBody,
    pub(super) host: SeatBody,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct StartAgainBody {
    pub(super) invitation: InvitationBody,
    pub(super) host: SeatBody,
}

/// Proves that one has the link's key, or the encryption password.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ProofBody {
    #[schema(value_type = String)]
    pub(super) proof: Base64,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct JoinBody {
    #[schema(value_type = String)]
    pub(super) proof: Base64,
    /// Of a guest; an account has its own.
    #[serde(default)]
    pub(super) name: String,
    pub(super) guest: SeatBody,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct MessageBody {
    /// One more than the last of this seat.
    pub(super) number: u32,
    pub(super) epoch: u32,
    #[schema(value_type = String)]
    pub(super) sealed: Base64,
    #[schema(value_type = String)]
    pub(super) signature: Base64,
    /// It goes from here when it is read.
    #[serde(default)]
    pub(super) read_once: bool,
}

/// A room in a list.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct RoomLine {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) support_case: String,
    #[schema(value_type = String)]
    pub(super) created_at: Timestamp,
    #[schema(value_type = String)]
    pub(super) expires_at: Timestamp,
}

/// A room as one of the two sees it.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct RoomView {
    #[serde(flatten)]
    pub(super) line: RoomLine,
    /// Give it as `seen` to be told when there is news.
    pub(super) version: u64,
    /// `host` or `guest`: where the caller sits.
    pub(super) seat: &'static str,
    pub(super) members: Vec<MemberView>,
    /// Until when the link works; null: it was used.
    #[schema(value_type = Option<String>)]
    pub(super) invitation_until: Option<Timestamp>,
    /// The caller's own.
    pub(super) wrapped: Option<WrappedBody>,
    pub(super) messages: Vec<MessageView>,
}

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MemberView {
    pub(super) seat: &'static str,
    pub(super) name: String,
    /// Without an account.
    pub(super) guest: bool,
    #[schema(value_type = String)]
    pub(super) agreement: Base64,
    #[schema(value_type = String)]
    pub(super) signing: Base64,
    #[schema(value_type = String)]
    pub(super) tag: Base64,
    #[schema(value_type = String)]
    pub(super) joined_at: Timestamp,
}

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MessageView {
    pub(super) seat: &'static str,
    pub(super) number: u32,
    pub(super) epoch: u32,
    /// False: it was read, and is gone.
    pub(super) there: bool,
    /// SHA-256 of what was sealed.
    #[schema(value_type = String)]
    pub(super) digest: Base64,
    #[schema(value_type = String)]
    pub(super) signature: Base64,
    pub(super) read_once: bool,
    #[schema(value_type = String)]
    pub(super) sent_at: Timestamp,
    #[schema(value_type = Option<String>)]
    pub(super) read_at: Option<Timestamp>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct SealedView {
    #[schema(value_type = String)]
    pub(super) sealed: Base64,
}

/// What an invitation leads to.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct InvitedView {
    pub(super) room: String,
    pub(super) title: String,
    pub(super) support_case: String,
    pub(super) host: MemberView,
    #[schema(value_type = String)]
    pub(super) expires_at: Timestamp,
}

/// Somebody joined.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct JoinedView {
    pub(super) success: bool,
    pub(super) room: String,
    /// What a guest's program sends as bearer token from now on; a browser has it as a cookie.
    pub(super) guest_token: Option<String>,
}

/// With what a guest's encryption password becomes a key.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct DoorView {
    #[schema(value_type = String)]
    pub(super) salt: Base64,
}

impl SeatBody {
    pub(super) fn fields(self) -> Result<SeatFields> {
        Ok(SeatFields {
            keys: MemberKeys {
                tag: self.tag.exactly("a tag")?,
                agreement: self.agreement.0,
                signing: self.signing.0,
            },
            return_proof: TokenDigest(self.return_proof.exactly("a digest")?),
            wrapped: WrappedKeys {
                salt: self.wrapped.salt.0,
                sealed: self.wrapped.sealed.0,
            },
        })
    }
}

impl InvitationBody {
    pub(super) fn fields(self) -> Result<InvitationFields> {
        Ok(InvitationFields {
            proof: TokenDigest(self.proof.exactly("a digest")?),
            id: self
                .id
                .parse()
                .map_err(|_| Problem::invalid("the invitation's `id` is no id"))?,
            lasts: SignedDuration::from_secs(self.lasts.into()),
        })
    }
}

impl ProofBody {
    pub(super) fn digest(&self) -> TokenDigest {
        TokenDigest::of_bytes(&self.proof.0)
    }
}

impl From<Room> for RoomLine {
    fn from(room: Room) -> Self {
        Self {
            id: room.id.to_string(),
            title: room.title,
            support_case: room.support_case,
            created_at: room.created_at,
            expires_at: room.expires_at,
        }
    }
}

impl From<Occupant> for MemberView {
    fn from(occupant: Occupant) -> Self {
        Self {
            seat: occupant.seat.as_str(),
            name: occupant.name,
            guest: occupant.account.is_none(),
            agreement: Base64(occupant.keys.agreement),
            signing: Base64(occupant.keys.signing),
            tag: Base64(occupant.keys.tag.to_vec()),
            joined_at: occupant.joined_at,
        }
    }
}

impl From<Message> for MessageView {
    fn from(message: Message) -> Self {
        Self {
            seat: message.seat.as_str(),
            number: message.number,
            epoch: message.epoch,
            there: message.is_there,
            digest: Base64(message.digest.to_vec()),
            signature: Base64(message.signature),
            read_once: message.read_once,
            sent_at: message.sent_at,
            read_at: message.read_at,
        }
    }
}
