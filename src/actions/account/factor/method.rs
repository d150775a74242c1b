//! The shape of a second factor, and the list of those that there are.

use async_trait::async_trait;
use jiff::Timestamp;

use super::{email, password, totp};
use crate::access::{AccountId, SecondFactor};
use crate::actions::account::password::PasswordProof;
use crate::actions::{Actions, Trouble};
use crate::crypto::{Secret, normalise_code};
use crate::store::{Change, StoredAccount};

/// All that there are.
const METHODS: [&dyn Method; 3] = [&totp::Totp, &email::Email, &password::Password];

/// How one method tells a right answer from a wrong one. What it takes to enrol, and to give it up, stands in its file.
#[async_trait]
pub(super) trait Method: Sync {
    fn factor(&self) -> SecondFactor;

    /// `None`: wrong. Counted before it is called, by everybody together.
    async fn recognise(
        &self,
        actions: &Actions,
        stored: &StoredAccount,
        answer: PasswordProof,
        now: Timestamp,
    ) -> Result<Option<Box<dyn Proof>>, Trouble>;
}

/// A right answer that was not used yet.
#[async_trait]
pub(super) trait Proof: Send + Sync {
    /// `false`: somebody else used it up before.
    async fn use_up(&self, change: &mut Change, account: AccountId, now: Timestamp) -> Result<bool, Trouble>;

    /// What the record says of it besides the method.
    fn detail(&self) -> Option<(&'static str, &'static str)> {
        None
    }
}

/// How this factor is recognised. `None`: nobody has written it.
pub(super) fn method_for(factor: SecondFactor) -> Option<&'static dyn Method> {
    METHODS.into_iter().find(|method| method.factor() == factor)
}

/// Longest code that is looked at, in bytes.
const LONGEST_CODE: usize = 64;

/// A code as it is compared: `123-456` is `123456`, and case does not matter.
pub(super) fn typed(code: &PasswordProof) -> Option<Secret> {
    let text = code.as_sent();
    if text.is_empty() || text.len() > LONGEST_CODE {
        return None;
    }
    Some(Secret::new(normalise_code(text).to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_factor_has_exactly_one_method() {
        for factor in SecondFactor::ALL {
            let methods = METHODS.iter().filter(|method| method.factor() == factor);
            assert_eq!(methods.count(), 1, "{factor:?}");
        }
    }
}
