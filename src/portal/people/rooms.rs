//! Rooms: the list of those in which one sits, and the pages whose scripts do the rest over the API.

use axum::extract::Path;
use http::StatusCode;
use jiff::SignedDuration;

use super::visit::{Page, Visit};
use crate::access::room::room_is_open;
use crate::access::{RoomId, RoomInvitationId};
use crate::portal::pages::{HelpPage, JoinPage, MessageKind, RoomLine, RoomPage, RoomsPage, Template};

/// Lifetimes on offer, as far as the operator allows them. Also on offer is the longest that there is.
const LIFETIMES: [SignedDuration; 4] = [
    SignedDuration::from_hours(1),
    SignedDuration::from_hours(8),
    SignedDuration::from_hours(24),
    SignedDuration::from_hours(72),
];

/// Bytes: keys and certificates are files, too.
const LARGEST_FILE: usize = 1024 * 1024;

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
    let longest = visit.desk.policy().handoff.rooms.longest;
    let lifetimes = LIFETIMES
        .into_iter()
        .filter(|span| *span < longest)
        .chain([longest]);
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
        lifetimes: lifetimes.collect(),
    };
    Ok(visit.page(StatusCode::OK, page.render()))
}

/// Says nothing about the room: its script asks, and is told what its visitor may know.
pub(super) async fn show(Path(id): Path<String>, visit: Visit) -> Page {
    let id: RoomId = id.parse().map_err(|_| visit.message(MessageKind::NotFound))?;
    // As base64 in JSON, with its name, filled up and sealed.
    let message = visit.desk.policy().handoff.rooms.largest_message;
    let fits = message.saturating_sub(1024) / 4 * 3;
    let page = RoomPage {
        frame: visit.frame().await?,
        id: id.to_string(),
        largest_file: fits.min(LARGEST_FILE),
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

/// For whoever got an invitation and wonders what this is.
pub(super) async fn help(visit: Visit) -> Page {
    let page = HelpPage {
        frame: visit.frame().await?,
    };
    Ok(visit.page(StatusCode::OK, page.render()))
}
