//! Where somebody arrives who was on the way to somewhere: there, or at the list of what is shared with them.

use std::sync::Arc;

use jiff::Timestamp;

use super::pages::Start;
use super::visit::{Desk, Visit};
use crate::access::{AgentStanding, Grant, Session, WayIn};

/// The page that says what is shared, and until when.
const STATUS: &str = "/.gatepass/";

/// Whether the app's start page is among what is shared.
pub fn start_of(way_in: &WayIn<'_>) -> Start {
    if way_in.opens("/") {
        Start::Shown
    } else {
        Start::Hidden
    }
}

/// Who wanted nothing in particular, and may not see the start page, gets to a page that leads on.
pub(super) fn place_for(
    desk: &Desk<'_>,
    visit: &Visit<'_>,
    session: &Session,
    grant: &Grant,
    return_to: &str,
) -> String {
    if return_to != "/" {
        return return_to.to_owned();
    }
    let agent = standing(session, grant, desk.actions.clock.now());
    let place = match start_of(&way_in(desk, visit, &agent)) {
        Start::Shown => "/",
        Start::Hidden => STATUS,
    };
    place.to_owned()
}

/// Of somebody who is here now.
pub(super) fn standing(session: &Session, grant: &Grant, now: Timestamp) -> AgentStanding {
    AgentStanding {
        session: Arc::new(session.clone()),
        grant: Arc::new(grant.clone()),
        trust: None,
        active_at: now,
        proof: None,
    }
}

pub(super) fn way_in<'w>(desk: &Desk<'_>, visit: &'w Visit<'_>, agent: &'w AgentStanding) -> WayIn<'w> {
    WayIn {
        agent,
        policy: &visit.site.policy,
        client: visit.client,
        now: desk.actions.clock.now(),
    }
}
