//! What every factor does when it is taken into use or given up: guesses are counted, others are signed out, trust ends.

use jiff::Timestamp;

use crate::access::{AccountId, ClientEvidence, SecondFactor, ThrottleRule};
use crate::actions::account::Bearer;
use crate::actions::account::sessions::end_others;
use crate::actions::count_attempt::Counted;
use crate::actions::{Actions, Trouble};
use crate::audit::{Action, ChangeEvent};
use crate::store::{Change, StoredAccount, Subject};

/// Whose factor it is, which, and who says so.
pub(super) struct Enrolment<'e> {
    pub(super) account: AccountId,
    pub(super) factor: SecondFactor,
    pub(super) bearer: Bearer,
    pub(super) client: &'e ClientEvidence,
}

impl Enrolment<'_> {
    pub(super) fn event(&self, action: Action) -> ChangeEvent {
        ChangeEvent::new(self.bearer.actor(self.account, self.client.ip), action)
            .account(self.account)
            .detail("method", self.factor.as_str())
    }

    /// Before the first code is looked at.
    pub(super) async fn count(&self, actions: &Actions) -> Result<Counted, Trouble> {
        let subject = (Subject::AccountCode(self.account), ThrottleRule::STEP_UP);
        actions
            .count_attempt(&[subject], &self.event(Action::FactorAttempted))
            .await
    }

    /// The first code was right: from now on the factor counts, and all other sessions end.
    pub(super) async fn complete(
        &self,
        mut change: Change,
        fresh: &StoredAccount,
        now: Timestamp,
    ) -> Result<(), Trouble> {
        change.update_account(fresh).await?;
        change.forget_attempts(Subject::AccountCode(self.account)).await?;
        end_others(&mut change, self.account, self.bearer, now).await?;
        change.commit(&self.event(Action::FactorEnabled), now).await?;
        Ok(())
    }

    /// The factor counts no more, and nobody is trusted for having shown it.
    pub(super) async fn give_up(
        &self,
        mut change: Change,
        fresh: &StoredAccount,
        now: Timestamp,
    ) -> Result<(), Trouble> {
        change.update_account(fresh).await?;
        change.forget_account_trust(self.account, None).await?;
        change.commit(&self.event(Action::FactorDisabled), now).await?;
        Ok(())
    }
}
