//! The encrypted handoff as the gateway sees it: it keeps what it cannot read, hands it out once, and forgets it.

mod create_link;
mod expire_links;
mod open_link;
mod revoke_link;

pub use create_link::{CreateLinkError, NewHandoffLink, WrittenHandoffLink};
pub use open_link::{Claimant, OpenLinkError, OpenedLink};

use super::{Actions, Trouble};
use crate::access::HandoffLinkId;
use crate::audit::{Action, Actor, ChangeEvent};
use crate::store::HandoffLink;

impl Actions {
    /// What was deleted leaves the write-ahead log. When a reader is in the way, the next one that deletes something, or
    /// the server's clock, sees to it.
    pub(super) async fn sweep(&self) {
        self.store.is_to_be_swept();
        if let Err(error) = self.store.sweep().await {
            tracing::warn!(%error, "what was deleted stays in the write-ahead log for now");
        }
    }
}

/// Never what was sealed, nor what opens it.
fn link_event(actor: Actor, action: Action, link: &HandoffLink) -> ChangeEvent {
    ChangeEvent::new(actor, action)
        .account(link.account)
        .detail("link", short(link.id))
}

/// Enough to tell one's links apart.
fn short(id: HandoffLinkId) -> String {
    id.to_string().chars().take(6).collect()
}
