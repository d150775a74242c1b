//! The password once more: where there is nothing else, and nobody can fall back to it who has something better.

use async_trait::async_trait;
use jiff::Timestamp;

use super::method::{Method, Proof};
use crate::access::{AccountId, SecondFactor};
use crate::actions::account::password::PasswordProof;
use crate::actions::{Actions, Trouble};
use crate::store::{Change, StoredAccount};

pub(super) struct Password;

/// It is not used up.
struct RightPassword;

#[async_trait]
impl Method for Password {
    fn factor(&self) -> SecondFactor {
        SecondFactor::Password
    }

    async fn recognise(
        &self,
        actions: &Actions,
        stored: &StoredAccount,
        answer: PasswordProof,
        _now: Timestamp,
    ) -> Result<Option<Box<dyn Proof>>, Trouble> {
        let right = actions.password_is_right(Some(stored), answer).await?;
        Ok(right.then(|| Box::new(RightPassword) as Box<dyn Proof>))
    }
}

#[async_trait]
impl Proof for RightPassword {
    async fn use_up(&self, _: &mut Change, _: AccountId, _: Timestamp) -> Result<bool, Trouble> {
        Ok(true)
    }
}
