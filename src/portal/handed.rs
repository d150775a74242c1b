//! The grants that were handed to an agent, as their own account may see them: in which app, and until when. Never what
//! signs in with them, and no way to change anything.

use std::sync::Arc;

use jiff::SignedDuration;

use super::desk::Desk;
use crate::access::{Account, Grant, Role};
use crate::actions::Trouble;

/// What ended is shown for so long.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Only an address that was proven is the account's: anybody could name another one.
pub(super) async fn grants_handed_to(desk: &Desk, account: &Account) -> Result<Vec<Arc<Grant>>, Trouble> {
    if account.role != Role::Agent || !account.email_verified {
        return Ok(Vec::new());
    }
    let now = desk.now();
    let since = now.checked_sub(REMEMBERED).unwrap_or(now);
    Ok(desk.actions.store.grants_handed_to(&account.email, since).await?)
}
