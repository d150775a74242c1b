//! An authenticator app as second factor: begun, confirmed by its first code, replaced, given up; and the codes that
//! stand in for it on the day when it is lost.

use async_trait::async_trait;
use jiff::Timestamp;

use super::enrol::Enrolment;
use super::method::{Method, Proof, typed};
use crate::access::{AccountId, ClientEvidence, CodeHolder, SecondFactor};
use crate::actions::account::Bearer;
use crate::actions::account::password::PasswordProof;
use crate::actions::count_attempt::Counted;
use crate::actions::{Actions, Trouble};
use crate::audit::{Action, ChangeEvent};
use crate::crypto::{Keys, Sealed, Secret, TotpSeed, generate_recovery_code, normalise_code};
use crate::store::{Change, StoredAccount};

/// Codes of one set.
const RECOVERY_CODES: usize = 12;
/// Characters of a recovery code.
const RECOVERY_LENGTH: usize = 10;

/// What an app needs to know, shown until its first code came.
pub struct Enrolling {
    /// In base32, as people type it.
    pub secret: Secret,
    pub otpauth: Secret,
}

#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    #[error("the code is wrong; look at the app's clock, and take the newest code")]
    Wrong,
    #[error("too many wrong codes")]
    Locked { until: Option<Timestamp> },
    #[error("there is nothing to confirm; begin again")]
    NotBegun,
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

pub(super) struct Totp;

/// A time step, which counts once (RFC 6238 section 5.2).
struct Step(u64);

struct RecoveryCode([u8; 32]);

#[async_trait]
impl Method for Totp {
    fn factor(&self) -> SecondFactor {
        SecondFactor::Totp
    }

    async fn recognise(
        &self,
        actions: &Actions,
        stored: &StoredAccount,
        answer: PasswordProof,
        now: Timestamp,
    ) -> Result<Option<Box<dyn Proof>>, Trouble> {
        let account = stored.account.id;
        let Some(code) = typed(&answer) else {
            return Ok(None);
        };
        if code.reveal().len() == RECOVERY_LENGTH {
            return Ok(Some(Box::new(RecoveryCode(recovery_digest(
                &actions.keys,
                account,
                &code,
            )))));
        }
        let Some(sealed) = &stored.totp else {
            return Ok(None);
        };
        let seed = open(&actions.keys, account, sealed)?;
        let step = seed.matching_step(code.reveal(), now);
        Ok(step.map(|step| Box::new(Step(step)) as Box<dyn Proof>))
    }
}

#[async_trait]
impl Proof for Step {
    async fn use_up(&self, change: &mut Change, account: AccountId, _: Timestamp) -> Result<bool, Trouble> {
        Ok(change.use_account_totp_step(account, self.0).await?)
    }
}

#[async_trait]
impl Proof for RecoveryCode {
    async fn use_up(&self, change: &mut Change, account: AccountId, now: Timestamp) -> Result<bool, Trouble> {
        Ok(change.use_recovery_code(account, self.0, now).await?)
    }

    fn detail(&self) -> Option<(&'static str, &'static str)> {
        Some(("recoveryCode", "yes"))
    }
}

impl Actions {
    /// Draws a new seed. The one that is in use, if any, stays so until the new one is confirmed.
    pub async fn begin_totp(
        &self,
        stored: &StoredAccount,
        issuer: &str,
        bearer: Bearer,
        client: &ClientEvidence,
    ) -> Result<Enrolling, Trouble> {
        let id = stored.account.id;
        let now = self.clock.now();
        let seed = TotpSeed::generate();
        let sealed = self
            .keys
            .seal(&seed_purpose(id), seed.as_bytes())
            .map_err(|_| Trouble::Crypto)?;
        let mut change = self.store.change().await?;
        let Some(mut fresh) = change.account(id).await? else {
            return Err(Trouble::Crypto);
        };
        fresh.totp_pending = Some(sealed);
        change.update_account(&fresh).await?;
        let event = ChangeEvent::new(bearer.actor(id, client.ip), Action::FactorEnrolling)
            .account(id)
            .detail("method", "totp");
        change.commit(&event, now).await?;
        enrolling(&seed, issuer, stored).ok_or(Trouble::Crypto)
    }

    /// The seed that waits for its first code, for a page that is shown again.
    pub fn totp_being_enrolled(
        &self,
        stored: &StoredAccount,
        issuer: &str,
    ) -> Result<Option<Enrolling>, Trouble> {
        let Some(sealed) = &stored.totp_pending else {
            return Ok(None);
        };
        let seed = open(&self.keys, stored.account.id, sealed)?;
        Ok(enrolling(&seed, issuer, stored))
    }

    /// The app works: from now on its codes count. Returns new recovery codes, shown once. All other sessions end.
    pub async fn confirm_totp(
        &self,
        stored: &StoredAccount,
        code: &Secret,
        bearer: Bearer,
        client: &ClientEvidence,
    ) -> Result<Vec<Secret>, EnrolError> {
        let id = stored.account.id;
        let enrolment = Enrolment {
            account: id,
            factor: SecondFactor::Totp,
            bearer,
            client,
        };
        if let Counted::Refused(locked) = enrolment.count(self).await? {
            return Err(EnrolError::Locked { until: locked.until });
        }
        let now = self.clock.now();
        let mut change = self.store.change().await.map_err(Trouble::Store)?;
        let fresh = change.account(id).await.map_err(Trouble::Store)?;
        let Some((mut fresh, sealed)) = fresh.and_then(|fresh| {
            let sealed = fresh.totp_pending.clone()?;
            Some((fresh, sealed))
        }) else {
            return Err(EnrolError::NotBegun);
        };
        let seed = open(&self.keys, id, &sealed)?;
        let step = seed.matching_step(&normalise_code(code.reveal()), now);
        let Some(step) = step else {
            drop(change);
            self.record_event(&enrolment.event(Action::FactorRefused)).await?;
            return Err(EnrolError::Wrong);
        };
        fresh.totp = fresh.totp_pending.take();
        fresh.account.totp_since = Some(now);
        // The code that confirmed is used up; a step of the old app's is worth nothing here.
        change
            .use_account_totp_step(id, step)
            .await
            .map_err(Trouble::Store)?;
        let codes = self.draw_recovery_codes(&mut change, id).await?;
        enrolment.complete(change, &fresh, now).await?;
        Ok(codes)
    }

    /// A new set of recovery codes; the old one is worth nothing.
    pub async fn renew_recovery_codes(
        &self,
        stored: &StoredAccount,
        bearer: Bearer,
        client: &ClientEvidence,
    ) -> Result<Vec<Secret>, Trouble> {
        let id = stored.account.id;
        let now = self.clock.now();
        let mut change = self.store.change().await?;
        let codes = self.draw_recovery_codes(&mut change, id).await?;
        let event = ChangeEvent::new(bearer.actor(id, client.ip), Action::RecoveryCodesDrawn).account(id);
        change.commit(&event, now).await?;
        Ok(codes)
    }

    pub async fn disable_totp(
        &self,
        stored: &StoredAccount,
        bearer: Bearer,
        client: &ClientEvidence,
    ) -> Result<(), Trouble> {
        let id = stored.account.id;
        let now = self.clock.now();
        let mut change = self.store.change().await?;
        let Some(mut fresh) = change.account(id).await? else {
            return Ok(());
        };
        fresh.totp = None;
        fresh.totp_pending = None;
        fresh.account.totp_since = None;
        change.replace_recovery_codes(id, &[]).await?;
        let enrolment = Enrolment {
            account: id,
            factor: SecondFactor::Totp,
            bearer,
            client,
        };
        enrolment.give_up(change, &fresh, now).await
    }

    async fn draw_recovery_codes(&self, change: &mut Change, id: AccountId) -> Result<Vec<Secret>, Trouble> {
        let codes: Vec<Secret> = (0..RECOVERY_CODES).map(|_| generate_recovery_code()).collect();
        let digests: Vec<[u8; 32]> = codes
            .iter()
            .map(|code| recovery_digest(&self.keys, id, code))
            .collect();
        change.replace_recovery_codes(id, &digests).await?;
        Ok(codes)
    }
}

/// Opens the seed that was sealed for this account.
fn open(keys: &Keys, account: AccountId, sealed: &Sealed) -> Result<TotpSeed, Trouble> {
    let bytes = keys
        .open(&seed_purpose(account), sealed)
        .map_err(|_| Trouble::Crypto)?;
    TotpSeed::from_bytes(&bytes).ok_or(Trouble::Crypto)
}

fn recovery_digest(keys: &Keys, account: AccountId, code: &Secret) -> [u8; 32] {
    keys.code_digest(CodeHolder::Account(account), "recovery", code.reveal())
}

fn seed_purpose(account: AccountId) -> String {
    format!("totp seed of account {account}")
}

fn enrolling(seed: &TotpSeed, issuer: &str, stored: &StoredAccount) -> Option<Enrolling> {
    Some(Enrolling {
        secret: seed.base32(),
        otpauth: Secret::new(seed.otpauth_url(issuer, stored.account.name.as_str())?),
    })
}
