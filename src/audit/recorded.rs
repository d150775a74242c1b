//! The proof that a permit was recorded (invariant 4), and the only way to get it.

use std::ops::Deref;

use jiff::Timestamp;

use super::entry::{Answer, Circumstances, write_answer, write_forward};
use super::journal::{Journal, JournalError};
use crate::access::{Permit, Standing};

/// A permit that is in the journal: what forwarding asks for. Only [`Journal::record_forward`] makes one.
///
/// ```compile_fail,E0423
/// # fn forged(permit: gatepass::access::Permit) -> gatepass::audit::RecordedPermit {
/// gatepass::audit::RecordedPermit(permit)
/// # }
/// ```
///
/// Getting it from the journal compiles:
///
/// ```
/// use gatepass::access::Permit;
/// use gatepass::audit::{Circumstances, Journal, JournalError, RecordedPermit};
///
/// fn recorded(
///     journal: &Journal,
///     permit: Permit,
///     about: &Circumstances<'_>,
///     now: jiff::Timestamp,
/// ) -> Result<RecordedPermit, JournalError> {
///     journal.record_forward(permit, about, now)
/// }
/// ```
#[derive(Debug)]
#[must_use = "a recorded permit that is dropped is a request that is not forwarded"]
pub struct RecordedPermit(Permit);

impl RecordedPermit {
    pub fn permit(&self) -> &Permit {
        &self.0
    }
}

impl Deref for RecordedPermit {
    type Target = Permit;

    fn deref(&self) -> &Permit {
        &self.0
    }
}

impl Journal {
    /// Records that `permit` is about to be used. Where the policy asks for it, call [`Journal::sync_data`] before
    /// acting.
    ///
    /// # Errors
    /// Nothing was recorded, and the permit is gone: answer 503.
    pub fn record_forward(
        &self,
        permit: Permit,
        about: &Circumstances<'_>,
        now: Timestamp,
    ) -> Result<RecordedPermit, JournalError> {
        self.record(now, |members, at| write_forward(members, at, &permit, about))?;
        Ok(RecordedPermit(permit))
    }

    /// Records a request that is refused, or asked for a proof. `standing` is what `decide` was given.
    ///
    /// # Errors
    /// Nothing was recorded: answer 503 instead, so that no short code is shown that nobody can look up.
    pub fn record_refusal(
        &self,
        answer: Answer<'_>,
        standing: &Standing,
        about: &Circumstances<'_>,
        now: Timestamp,
    ) -> Result<(), JournalError> {
        self.record(now, |members, at| {
            write_answer(members, at, answer, standing, about);
        })
    }
}
