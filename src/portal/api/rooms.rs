//! `/handoff/rooms`: end-to-end encrypted rooms. Bytes are base64url without padding (RFC 4648 section 5); what they mean
//! is in the manual's chapter on handing over.

use axum::extract::{Path, Query, State};
use data_encoding::BASE64URL_NOPAD;
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::factor::Asks;
use super::json::{DONE, Done, Fields, Page, ProblemBody};
use super::problem::{Problem, Result};
use super::room_visitor::RoomVisitor;
use crate::access::room::{Seat, room_is_open};
use crate::access::{RoomId, RoomInvitationId};
use crate::actions::room::{InvitationFields, Joiner, NewMessage, NewRoom, RoomError, SeatFields};
use crate::crypto::TokenDigest;
use crate::portal::desk::Desk;
use crate::store::{MemberKeys, Message, Occupant, Room, WrappedKeys};
use crate::web::{Answer, set_room_cookie};

/// Bytes, as base64url.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Base64(Vec<u8>);

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
    fn exactly<const N: usize>(&self, what: &'static str) -> Result<[u8; N]> {
        let bytes = self.0.as_slice().try_into();
        bytes.map_err(|_| Problem::invalid(&format!("{what} has {N} bytes")))
    }
}

/// Keys of whoever takes a seat: public ones, and the private ones wrapped.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SeatBody {
    #[schema(value_type = String)]
    agreement: Base64,
    #[schema(value_type = String)]
    signing: Base64,
    #[schema(value_type = String)]
    tag: Base64,
    wrapped: WrappedBody,
    /// SHA-256 of what proves on another device that one knows the encryption password.
    #[schema(value_type = String)]
    return_proof: Base64,
}

#[derive(Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct WrappedBody {
    #[schema(value_type = String)]
    salt: Base64,
    #[schema(value_type = String)]
    sealed: Base64,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct InvitationBody {
    /// Derived from the link's key.
    id: String,
    /// SHA-256 of the proof.
    #[schema(value_type = String)]
    proof: Base64,
    /// How long the link works, in seconds.
    #[schema(minimum = 1)]
    lasts: u32,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct RoomBody {
    /// Drawn by the caller: 128 bits, as 26 characters of base32.
    id: String,
    title: String,
    #[serde(default)]
    support_case: String,
    /// How long the room lasts, in seconds.
    #[schema(minimum = 1)]
    lasts: u32,
    invitation: InvitationBody,
    host: SeatBody,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct StartAgainBody {
    invitation: InvitationBody,
    host: SeatBody,
}

/// Proves that one has the link's key, or the encryption password.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ProofBody {
    #[schema(value_type = String)]
    proof: Base64,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct JoinBody {
    #[schema(value_type = String)]
    proof: Base64,
    /// Of a guest; an account has its own.
    #[serde(default)]
    name: String,
    guest: SeatBody,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct MessageBody {
    /// One more than the last of this seat.
    number: u32,
    epoch: u32,
    #[schema(value_type = String)]
    sealed: Base64,
    #[schema(value_type = String)]
    signature: Base64,
    /// It goes from here when it is read.
    #[serde(default)]
    read_once: bool,
}

/// A room in a list.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct RoomLine {
    id: String,
    title: String,
    support_case: String,
    #[schema(value_type = String)]
    created_at: Timestamp,
    #[schema(value_type = String)]
    expires_at: Timestamp,
}

/// A room as one of the two sees it.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct RoomView {
    #[serde(flatten)]
    line: RoomLine,
    /// Give it as `seen` to be told when there is news.
    version: u64,
    /// `host` or `guest`: where the caller sits.
    seat: &'static str,
    members: Vec<MemberView>,
    /// Until when the link works; null: it was used.
    #[schema(value_type = Option<String>)]
    invitation_until: Option<Timestamp>,
    /// The caller's own.
    wrapped: Option<WrappedBody>,
    messages: Vec<MessageView>,
}

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MemberView {
    seat: &'static str,
    name: String,
    /// Without an account.
    guest: bool,
    #[schema(value_type = String)]
    agreement: Base64,
    #[schema(value_type = String)]
    signing: Base64,
    #[schema(value_type = String)]
    tag: Base64,
    #[schema(value_type = String)]
    joined_at: Timestamp,
}

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MessageView {
    seat: &'static str,
    number: u32,
    epoch: u32,
    /// False: it was read, and is gone.
    there: bool,
    /// SHA-256 of what was sealed.
    #[schema(value_type = String)]
    digest: Base64,
    #[schema(value_type = String)]
    signature: Base64,
    read_once: bool,
    #[schema(value_type = String)]
    sent_at: Timestamp,
    #[schema(value_type = Option<String>)]
    read_at: Option<Timestamp>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct SealedView {
    #[schema(value_type = String)]
    sealed: Base64,
}

/// What an invitation leads to.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct InvitedView {
    room: String,
    title: String,
    support_case: String,
    host: MemberView,
    #[schema(value_type = String)]
    expires_at: Timestamp,
}

/// Somebody joined.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct JoinedView {
    success: bool,
    room: String,
    /// What a guest's program sends as bearer token from now on; a browser has it as a cookie.
    guest_token: Option<String>,
}

/// With what a guest's encryption password becomes a key.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct DoorView {
    #[schema(value_type = String)]
    salt: Base64,
}

impl SeatBody {
    fn fields(self) -> Result<SeatFields> {
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
    fn fields(self) -> Result<InvitationFields> {
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
    fn digest(&self) -> TokenDigest {
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

fn room_id(text: &str) -> Result<RoomId> {
    text.parse().map_err(|_| RoomError::NotThere.into())
}

fn invitation_id(text: &str) -> Result<RoomInvitationId> {
    text.parse().map_err(|_| RoomError::InvitationOver.into())
}

fn message_name(seat: &str, number: &str) -> Result<(Seat, u32)> {
    match (seat.parse(), number.parse()) {
        (Ok(seat), Ok(number)) => Ok((seat, number)),
        (Err(_), _) | (_, Err(_)) => Err(Problem::not_found()),
    }
}

/// The rooms of the account that are open.
#[utoipa::path(
    get, path = "/handoff/rooms", tag = "handoff",
    responses((status = 200, body = Page<RoomLine>), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody))
)]
pub(super) async fn list(State(desk): State<Desk>, visitor: RoomVisitor) -> Result {
    let account = visitor.account()?.stored.account.id;
    let now = desk.now();
    let mut rooms = desk.actions.store.rooms_of(account).await?;
    rooms.retain(|room| room_is_open(room.expires_at, room.closed_at, now));
    let items = rooms.into_iter().map(RoomLine::from).collect();
    Ok(Answer::json(StatusCode::OK, &Page::whole(items)))
}

/// Open a room. Keys, invitation and encryption password are made by the caller and never come here.
#[utoipa::path(
    post, path = "/handoff/rooms", tag = "handoff", request_body = RoomBody,
    responses(
        (status = 201, body = RoomLine), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 409, body = ProblemBody), (status = 415, body = ProblemBody),
    )
)]
pub(super) async fn open(
    State(desk): State<Desk>,
    visitor: RoomVisitor,
    Fields(body): Fields<RoomBody>,
) -> Result {
    let caller = visitor.account()?;
    let id = body.id.parse().map_err(|_| Problem::invalid("`id` is no id"))?;
    let new = NewRoom {
        id,
        title: body.title,
        support_case: body.support_case,
        lasts: SignedDuration::from_secs(body.lasts.into()),
        invitation: body.invitation.fields()?,
        host: body.host.fields()?,
    };
    let room = desk
        .actions
        .open_room(&caller.stored.account, new, caller.actor())
        .await?;
    Ok(Answer::json(StatusCode::CREATED, &RoomLine::from(room)))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Seen {
    /// The version that the caller has.
    seen: Option<u64>,
}

/// What is in a room, without what was sealed.
#[utoipa::path(
    get, path = "/handoff/rooms/{id}", tag = "handoff", params(("id" = String, Path), Seen),
    responses(
        (status = 200, body = RoomView), (status = 204, description = "nothing happened since `seen`"),
        (status = 400, body = ProblemBody), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody),
    )
)]
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: RoomVisitor,
    Path(id): Path<String>,
    seen: std::result::Result<Query<Seen>, axum::extract::rejection::QueryRejection>,
) -> Result {
    let Query(seen) = seen.map_err(|error| Problem::invalid(&error.body_text()))?;
    let id = room_id(&id)?;
    let seated = visitor.seated(&desk, id).await?;
    let store = &desk.actions.store;
    let room = store.room(id).await?;
    let room = room.filter(|room| room_is_open(room.expires_at, room.closed_at, desk.now()));
    let room = room.ok_or(RoomError::NotThere)?;
    if seen.seen == Some(room.version) {
        return Ok(Answer::no_content());
    }
    let seated_there = store.occupants(id).await?;
    let own = seated_there.iter().find(|it| it.seat == seated.seat);
    let view = RoomView {
        version: room.version,
        seat: seated.seat.as_str(),
        invitation_until: room.invitation.as_ref().map(|it| it.until),
        line: room.into(),
        wrapped: own.map(|own| WrappedBody {
            salt: Base64(own.wrapped.salt.clone()),
            sealed: Base64(own.wrapped.sealed.clone()),
        }),
        members: seated_there.into_iter().map(MemberView::from).collect(),
        messages: store
            .messages(id)
            .await?
            .into_iter()
            .map(MessageView::from)
            .collect(),
    };
    Ok(Answer::json(StatusCode::OK, &view))
}

/// Empty a room whose host has lost the encryption password: new keys, a new invitation. Asks for a code every time.
#[utoipa::path(
    post, path = "/handoff/rooms/{id}/start-again", tag = "handoff", params(("id" = String, Path)),
    request_body = StartAgainBody,
    responses(
        (status = 200, body = Done), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 415, body = ProblemBody), (status = 429, body = ProblemBody),
    )
)]
pub(super) async fn start_again(
    State(desk): State<Desk>,
    visitor: RoomVisitor,
    Path(id): Path<String>,
    Fields(body): Fields<StartAgainBody>,
) -> Result {
    let caller = visitor.account()?;
    caller.prove(&desk, Asks::EveryTime).await?;
    let (invitation, host) = (body.invitation.fields()?, body.host.fields()?);
    let account = &caller.stored.account;
    desk.actions
        .start_room_again(account, room_id(&id)?, invitation, host, caller.actor())
        .await?;
    Ok(Answer::json(StatusCode::OK, &DONE))
}

/// Close a room. Everything that was in it is gone.
#[utoipa::path(
    post, path = "/handoff/rooms/{id}/close", tag = "handoff", params(("id" = String, Path)),
    responses(
        (status = 200, body = Done), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody),
    )
)]
pub(super) async fn close(State(desk): State<Desk>, visitor: RoomVisitor, Path(id): Path<String>) -> Result {
    let id = room_id(&id)?;
    let seated = visitor.seated(&desk, id).await?;
    desk.actions.close_room(id, seated.actor).await?;
    Ok(Answer::json(StatusCode::OK, &DONE))
}

/// With what the guest's encryption password becomes a key, for a device that has none.
#[utoipa::path(
    get, path = "/handoff/rooms/{id}/door", tag = "handoff", params(("id" = String, Path)), security(()),
    responses((status = 200, body = DoorView), (status = 400, body = ProblemBody), (status = 404, body = ProblemBody))
)]
pub(super) async fn door(State(desk): State<Desk>, Path(id): Path<String>) -> Result {
    let seated = desk.actions.store.occupants(room_id(&id)?).await?;
    let guest = seated
        .into_iter()
        .find(|it| it.seat == Seat::Guest && it.account.is_none());
    let guest = guest.ok_or(RoomError::NotThere)?;
    Ok(Answer::json(
        StatusCode::OK,
        &DoorView {
            salt: Base64(guest.wrapped.salt),
        },
    ))
}

/// Come back as the guest of a room, with a proof of the encryption password.
#[utoipa::path(
    post, path = "/handoff/rooms/{id}/return", tag = "handoff", params(("id" = String, Path)), security(()),
    request_body = ProofBody,
    responses(
        (status = 200, body = JoinedView), (status = 400, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody), (status = 415, body = ProblemBody),
    )
)]
pub(super) async fn return_to(
    State(desk): State<Desk>,
    visitor: RoomVisitor,
    Path(id): Path<String>,
    Fields(body): Fields<ProofBody>,
) -> Result {
    let id = room_id(&id)?;
    let token = desk
        .actions
        .return_to_room(id, body.digest(), visitor.client.ip)
        .await?;
    Ok(joined(id, Some(&token)))
}

fn joined(room: RoomId, guest: Option<&crate::crypto::SessionToken>) -> Answer {
    let view = JoinedView {
        success: true,
        room: room.to_string(),
        guest_token: guest.map(|token| token.reveal().to_owned()),
    };
    let answer = Answer::json(StatusCode::OK, &view);
    match guest {
        Some(token) => answer.set_cookie(set_room_cookie(room, token)),
        None => answer,
    }
}

/// Write a message.
#[utoipa::path(
    post, path = "/handoff/rooms/{id}/messages", tag = "handoff", params(("id" = String, Path)),
    request_body = MessageBody,
    responses(
        (status = 200, body = Done), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 413, body = ProblemBody), (status = 415, body = ProblemBody),
    )
)]
pub(super) async fn send(
    State(desk): State<Desk>,
    visitor: RoomVisitor,
    Path(id): Path<String>,
    Fields(body): Fields<MessageBody>,
) -> Result {
    let id = room_id(&id)?;
    let seated = visitor.seated(&desk, id).await?;
    let new = NewMessage {
        number: body.number,
        epoch: body.epoch,
        sealed: body.sealed.0,
        signature: body.signature.0,
        read_once: body.read_once,
    };
    desk.actions
        .send_message(id, seated.seat, new, seated.actor)
        .await?;
    Ok(Answer::json(StatusCode::OK, &DONE))
}

/// What was sealed in one message.
#[utoipa::path(
    get, path = "/handoff/rooms/{id}/messages/{seat}/{number}", tag = "handoff",
    params(("id" = String, Path), ("seat" = String, Path), ("number" = u32, Path)),
    responses(
        (status = 200, body = SealedView), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
    )
)]
pub(super) async fn sealed(
    State(desk): State<Desk>,
    visitor: RoomVisitor,
    Path((id, seat, number)): Path<(String, String, String)>,
) -> Result {
    let id = room_id(&id)?;
    visitor.seated(&desk, id).await?;
    let (seat, number) = message_name(&seat, &number)?;
    let sealed = desk.actions.store.sealed_message(id, seat, number).await?;
    let sealed = sealed.ok_or_else(Problem::not_found)?;
    Ok(Answer::json(
        StatusCode::OK,
        &SealedView {
            sealed: Base64(sealed),
        },
    ))
}

/// Say that a message of the other seat was read. One that is read once is gone with that.
#[utoipa::path(
    post, path = "/handoff/rooms/{id}/messages/{seat}/{number}/read", tag = "handoff",
    params(("id" = String, Path), ("seat" = String, Path), ("number" = u32, Path)),
    responses(
        (status = 200, body = Done), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
    )
)]
pub(super) async fn read(
    State(desk): State<Desk>,
    visitor: RoomVisitor,
    Path((id, seat, number)): Path<(String, String, String)>,
) -> Result {
    let id = room_id(&id)?;
    let seated = visitor.seated(&desk, id).await?;
    let (seat, number) = message_name(&seat, &number)?;
    if seat == seated.seat {
        return Err(Problem::invalid("a message is read by the other seat"));
    }
    desk.actions
        .read_message(id, seated.seat, number, seated.actor)
        .await?;
    Ok(Answer::json(StatusCode::OK, &DONE))
}

/// What an invitation leads to. Uses nothing up.
#[utoipa::path(
    post, path = "/handoff/invitations/{invitation}/look", tag = "handoff", params(("invitation" = String, Path)),
    security(()), request_body = ProofBody,
    responses(
        (status = 200, body = InvitedView), (status = 400, body = ProblemBody), (status = 410, body = ProblemBody),
        (status = 415, body = ProblemBody),
    )
)]
pub(super) async fn look(
    State(desk): State<Desk>,
    Path(invitation): Path<String>,
    Fields(body): Fields<ProofBody>,
) -> Result {
    let room = desk
        .actions
        .invited_to_room(invitation_id(&invitation)?, body.digest())
        .await?;
    let seated = desk.actions.store.occupants(room.id).await?;
    let host = seated.into_iter().find(|it| it.seat == Seat::Host);
    let host = host.ok_or(RoomError::InvitationOver)?;
    Ok(Answer::json(
        StatusCode::OK,
        &InvitedView {
            room: room.id.to_string(),
            title: room.title,
            support_case: room.support_case,
            host: host.into(),
            expires_at: room.expires_at,
        },
    ))
}

/// Join a room: with an account where one is signed in, as its guest otherwise. Uses the invitation up.
#[utoipa::path(
    post, path = "/handoff/invitations/{invitation}/join", tag = "handoff", params(("invitation" = String, Path)),
    request_body = JoinBody,
    responses(
        (status = 200, body = JoinedView), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 409, body = ProblemBody), (status = 410, body = ProblemBody),
        (status = 415, body = ProblemBody),
    )
)]
pub(super) async fn join(
    State(desk): State<Desk>,
    visitor: RoomVisitor,
    Path(invitation): Path<String>,
    Fields(body): Fields<JoinBody>,
) -> Result {
    let proof = TokenDigest::of_bytes(&body.proof.0);
    let joiner = match &visitor.account {
        Some(caller) => {
            caller.may("handoff")?;
            Joiner::Account(Box::new(caller.stored.account.clone()), caller.actor())
        }
        None => Joiner::Guest {
            name: body.name,
            ip: visitor.client.ip,
        },
    };
    let (room, guest) = desk
        .actions
        .join_room(invitation_id(&invitation)?, proof, joiner, body.guest.fields()?)
        .await?;
    Ok(joined(room, guest.guest.as_ref()))
}
