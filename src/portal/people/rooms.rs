//! Rooms: the list of those in which one sits, and the pages whose scripts do the rest over the API.

use axum::extract::Path;
use http::StatusCode;
use jiff::SignedDuration;

use super::visit::{Page, Visit};
use crate::access::room::room_is_open;
use crate::access::{RoomId, RoomInvitationId};
use crate::portal::pages::{JoinPage, MessageKind, RoomLine, RoomPage, RoomsPage, Template};

/// For how many hours a room may be opened.
const LIFETIMES: [i64; 5] = [1, 8, 24, 72, 168];

pub(super) async fn list(visit: Visit) -> Page {
    let insider = visit.protected_insider()?;
    let frame = visit.frame().await?;
    let account = insider.stored.account.id;
    let rooms = visit.desk.actions.store.rooms_of(account).await;
    let now = visit.desk.now();
    let open = rooms
        .map_err(visit.on_trouble())?
        .into_iter()
        .filter(|room| room_is_open(room.expires_at, room.closed_at, now));
    let page = RoomsPage {
        frame,
        rooms: open
            .map(|room| RoomLine {
                id: room.id.to_string(),
                title: room.title,
                support_case: room.support_case,
                expires_at: room.expires_at,
            })
            .collect(),
        lifetimes: LIFETIMES.map(SignedDuration::from_hours).to_vec(),
    };
    Ok(visit.page(StatusCode::OK, page.render()))
}

/// Says nothing about the room: its script asks, and is told what its visitor may know.
pub(super) async fn show(Path(id): Path<String>, visit: Visit) -> Page {
    let id: RoomId = id.parse().map_err(|_| visit.message(MessageKind::NotFound))?;
    let page = RoomPage {
        frame: visit.frame().await?,
        id: id.to_string(),
    };
    Ok(visit.page(StatusCode::OK, page.render()))
}

/// Whoever looks at an invitation without its key is told nothing, and uses nothing up.
pub(super) async fn join(Path(invitation): Path<String>, visit: Visit) -> Page {
    let invitation: RoomInvitationId = invitation
        .parse()
        .map_err(|_| visit.message(MessageKind::NotFound))?;
    let page = JoinPage {
        frame: visit.frame().await?,
        invitation: invitation.to_string(),
    };
    Ok(visit.page(StatusCode::OK, page.render()))
}
