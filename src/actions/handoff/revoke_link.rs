//! Takes a link back before anybody has opened it.

use jiff::Timestamp;

use super::{Actions, Trouble, link_event};
use crate::access::{AccountId, HandoffLinkId};
use crate::audit::{Action, Actor};
use crate::store::{Change, HandoffEnd, HandoffLink, HandoffLinkState};

impl Actions {
    /// The link as it is now: revoked, or as it had ended before. `None`: the account has no such link.
    pub async fn revoke_handoff_link(
        &self,
        account: AccountId,
        id: HandoffLinkId,
        actor: Actor,
    ) -> Result<Option<HandoffLink>, Trouble> {
        let now = self.clock.now();
        let mut change = self.store.change().await?;
        let known = change.handoff_link(id).await?;
        let Some(mut link) = known.filter(|link| link.account == account) else {
            return Ok(None);
        };
        if let HandoffLinkState::Ended(_) = link.state_at(now) {
            return Ok(Some(link));
        }
        let end = HandoffEnd::Revoked { at: now };
        change.end_handoff_link(id, &end).await?;
        let event = link_event(actor, Action::HandoffLinkRevoked, &link);
        change.commit(&event, now).await?;
        self.sweep().await;
        link.ended = Some(end);
        Ok(Some(link))
    }

    /// All that an account has made and nobody has opened, in the transaction that locks it out. It is to be swept
    /// afterwards.
    pub(in crate::actions) async fn revoke_links_of(
        &self,
        change: &mut Change,
        account: AccountId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), Trouble> {
        for link in change.unopened_handoff_links(account).await? {
            change
                .end_handoff_link(link.id, &HandoffEnd::Revoked { at: now })
                .await?;
            let event = link_event(by.clone(), Action::HandoffLinkRevoked, &link);
            change.log(&event, now).await?;
        }
        Ok(())
    }
}
