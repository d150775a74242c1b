//! Wipes what nobody has opened in time.

use super::{Actions, Trouble, link_event};
use crate::audit::{Action, Actor};
use crate::store::HandoffEnd;

impl Actions {
    /// Nobody could open them any more; now they are gone. Asked every few seconds, and cheap when there is nothing.
    pub async fn expire_handoff_links(&self) -> Result<(), Trouble> {
        let now = self.clock.now();
        while self.store.has_expired_handoff_links(now).await? {
            let mut change = self.store.change().await?;
            let mut last = None;
            for link in change.expired_handoff_links(now).await? {
                let at = link.expires_at;
                change
                    .end_handoff_link(link.id, &HandoffEnd::Expired { at })
                    .await?;
                if let Some(before) =
                    last.replace(link_event(Actor::System, Action::HandoffLinkExpired, &link))
                {
                    change.log(&before, now).await?;
                }
            }
            // Another gateway may have been faster.
            let Some(event) = last else { break };
            change.commit(&event, now).await?;
            self.store.is_to_be_swept();
        }
        self.store.sweep().await?;
        Ok(())
    }
}
