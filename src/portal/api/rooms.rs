//! `/handoff/rooms`: end-to-end encrypted rooms. Bytes are base64url without padding (RFC 4648 section 5); what they mean
//! is in the manual's chapter on handing over.

use axum::extract::{Path, Query, State};
use http::StatusCode;
use jiff::SignedDuration;
use serde::Deserialize;

use super::factor::Asks;
use super::json::{DONE, Done, Fields, Page, ProblemBody};
use super::problem::{Problem, Result};
use super::room_bodies::{
    Base64, DoorView, InvitedView, JoinBody, JoinedView, MemberView, MessageBody, MessageView, ProofBody,
    RoomBody, RoomLine, RoomView, SealedView, StartAgainBody, WrappedBody,
};
use super::room_visitor::RoomVisitor;
use crate::access::room::{Seat, room_is_open};
use crate::access::{RoomId, RoomInvitationId};
use crate::actions::room::{Joiner, NewMessage, NewRoom, RoomError};
use crate::crypto::{SessionToken, TokenDigest};
use crate::portal::desk::Desk;
use crate::web::{Answer, set_room_cookie};

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
        .open_room(
            &caller.stored.account,
            new,
            &desk.policy().handoff.rooms,
            caller.actor(),
        )
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
    desk.actions.close_room(id, seated.caller, seated.actor).await?;
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
        (status = 404, body = ProblemBody), (status = 415, body = ProblemBody), (status = 429, body = ProblemBody),
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

fn joined(room: RoomId, guest: Option<&SessionToken>) -> Answer {
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
        .send_message(id, seated.caller, new, &desk.policy().handoff.rooms, seated.actor)
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
    let message = message_name(&seat, &number)?;
    desk.actions
        .read_message(id, seated.caller, message, seated.actor)
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
