//! The second-factor contract: a call lacks its code, the program asks its user, and repeats the call with it.

use http::HeaderMap;

use super::caller::Caller;
use super::problem::{Problem, Result};
use crate::access::{ClientEvidence, SecondFactor};
use crate::actions::Resend;
use crate::actions::account::{FactorAnswer, FactorError, FactorRule, PasswordProof};
use crate::crypto::Secret;
use crate::portal::code_mail::{self, Mailed};
use crate::portal::desk::Desk;
use crate::store::StoredAccount;
use crate::web::contract::{self, ChallengeDetails, MailedCodeDetails};
use crate::web::time::seconds_until;

/// What the request says in `x-2fa-code` and `x-2fa-method`.
pub(in crate::portal) fn answer_in(headers: &HeaderMap) -> FactorAnswer {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let code = text("x-2fa-code").filter(|code| !code.trim().is_empty());
    FactorAnswer {
        method: text("x-2fa-method").and_then(SecondFactor::named),
        code: code.map(|code| PasswordProof::Digest(Secret::new(code.trim().to_owned()))),
    }
}

/// When a call asks for a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    EveryTime,
    UnlessTrusted,
}

impl Caller {
    /// Lets the call go on, or answers it with what it lacks.
    pub(super) async fn prove(&self, desk: &Desk, asks: Asks) -> Result<()> {
        let trust_for = desk.policy().trust_for();
        let rule = match asks {
            Asks::EveryTime => FactorRule::Always,
            Asks::UnlessTrusted => FactorRule::Window { trust_for },
        };
        let token = self.token.as_ref();
        let bypass = token.is_some_and(|token| token.terms.bypass_second_factor);
        if bypass && asks == Asks::UnlessTrusted {
            return Ok(());
        }
        let (stored, bearer, client) = (&self.stored, self.bearer, &self.client);
        let answer = self.answer.clone();
        let checked = desk
            .actions
            .check_second_factor(stored, rule, answer, bearer, client);
        match checked.await {
            Ok(()) => Ok(()),
            Err(error) => Err(lacking(desk, stored, bearer, rule, error, client).await),
        }
    }
}

/// The answer of the contract for what is missing or wrong; sends a code by mail where that is the method.
pub(in crate::portal) async fn lacking(
    desk: &Desk,
    stored: &StoredAccount,
    bearer: crate::actions::account::Bearer,
    rule: FactorRule,
    error: FactorError,
    client: &ClientEvidence,
) -> Problem {
    let method = match &error {
        FactorError::Trouble(_) | FactorError::NotEnrolled => None,
        FactorError::Required(method)
        | FactorError::Wrong { method, .. }
        | FactorError::Locked { method, .. } => Some(*method),
    };
    let Some(method) = method else {
        return match error {
            FactorError::Trouble(trouble) => trouble.into(),
            FactorError::NotEnrolled
            | FactorError::Required(_)
            | FactorError::Wrong { .. }
            | FactorError::Locked { .. } => {
                let enrol = format!("{}account/authenticator", desk.policy().url());
                Problem(contract::totp_not_enrolled(&enrol))
            }
        };
    };
    let mailed = if method == SecondFactor::Email {
        match details_of_mail(desk, stored, bearer, &error, client).await {
            Ok(mailed) => Some(mailed),
            Err(problem) => return problem,
        }
    } else {
        None
    };
    let enabled = stored.account.factors();
    let challenge = format!("{}challenge", desk.policy().url());
    let details = ChallengeDetails {
        method: method.as_str(),
        available: enabled.iter().map(|it| it.as_str()).collect(),
        challenge: &challenge,
        mailed,
    };
    let is_sign_in = rule == FactorRule::Always && bearer == crate::actions::account::Bearer::None;
    Problem(match error {
        FactorError::Wrong { .. } => contract::totp_invalid(details),
        FactorError::Locked { until, .. } => {
            contract::totp_max_attempts(details, Some(seconds_until(until, desk.now())))
        }
        FactorError::Required(_) | FactorError::NotEnrolled | FactorError::Trouble(_) if is_sign_in => {
            contract::login_needs_code(details)
        }
        FactorError::Required(_) | FactorError::NotEnrolled | FactorError::Trouble(_) => {
            contract::totp_required(details)
        }
    })
}

async fn details_of_mail(
    desk: &Desk,
    stored: &StoredAccount,
    bearer: crate::actions::account::Bearer,
    error: &FactorError,
    client: &ClientEvidence,
) -> Result<MailedCodeDetails> {
    // Only a call without a code sends one: a wrong guess is no reason for a mail.
    let mailed = match error {
        FactorError::Required(_) => {
            code_mail::send_second_factor(desk, stored, Resend::WhenNoneIsGood, bearer, client).await?
        }
        FactorError::Wrong { .. }
        | FactorError::Locked { .. }
        | FactorError::NotEnrolled
        | FactorError::Trouble(_) => code_mail::known_second_factor(desk, stored).await?,
    };
    if matches!(mailed, Mailed::Failed) {
        let detail = "the mail server did not take the code; try again, or use another method";
        return Err(Problem::new(http::StatusCode::BAD_GATEWAY, "mail-failed", detail));
    }
    Ok(mailed.details(stored.account.email.masked(), desk.now()))
}
