//! A new password: the current one and, where there is a second factor, its code, in one form. No page carries a
//! password on to the next.

use http::StatusCode;

use super::account::page;
use super::confirm::{answer_of, mail_state, method_of, said};
use super::invitation::in_words;
use super::visit::{Insider, Page, Visit};
use crate::access::SecondFactor;
use crate::actions::Resend;
use crate::actions::account::{ChangePasswordError, FactorError, FactorRule, check_new_password};
use crate::crypto::Secret;
use crate::portal::code_mail::{self, Mailed};
use crate::portal::pages::{
    CodeAsked, CodeError, MailState, Method, NewPasswordError, PasswordError, PasswordForm,
};
use crate::web::Answer;

/// The form as it stands before anything was sent.
pub(super) async fn untouched(visit: &Visit, insider: &Insider<'_>) -> Result<PasswordForm, Answer> {
    form(visit, insider, None, None).await
}

/// The form with what was wrong about it.
async fn form(
    visit: &Visit,
    insider: &Insider<'_>,
    error: Option<PasswordError>,
    code_error: Option<CodeError>,
) -> Result<PasswordForm, Answer> {
    let named = visit.form.get("method").and_then(Method::named);
    let factor = named_factor(insider, named);
    let code = match factor {
        None => None,
        Some(SecondFactor::Email) => {
            let known = code_mail::known_second_factor(&visit.desk, insider.stored).await;
            let mail = mail_state(visit, known.map_err(visit.on_trouble())?);
            Some(asked(insider, Method::Email, mail, code_error))
        }
        Some(factor @ (SecondFactor::Totp | SecondFactor::Password)) => {
            let method = method_of(named, factor);
            Some(asked(insider, method, MailState::NotSent, code_error))
        }
    };
    Ok(PasswordForm { error, code })
}

/// Which factor's code goes with the password; `None`: there is none, and the password stands for itself.
fn named_factor(insider: &Insider<'_>, named: Option<Method>) -> Option<SecondFactor> {
    FactorRule::Always.method(&insider.stored.account, answer_of(named, "").method)
}

fn asked(insider: &Insider<'_>, method: Method, mail: MailState, error: Option<CodeError>) -> CodeAsked {
    let account = &insider.stored.account;
    let methods = account
        .factors()
        .into_iter()
        .map(|factor| method_of(None, factor));
    CodeAsked {
        method,
        methods: methods.collect(),
        masked_address: Some(account.email.masked()),
        mail,
        error,
    }
}

pub(super) async fn change(visit: Visit) -> Page {
    let insider = visit.insider()?;
    visit.check_form()?;
    if visit.form.get("send") == Some("email") {
        let form = PasswordForm {
            error: None,
            code: mail_code(&visit, &insider).await?,
        };
        return page(&visit, &insider, StatusCode::OK, form, None).await;
    }
    match changed(&visit, &insider).await? {
        Ok(()) => Ok(Answer::see_other("/account?notice=password-changed")),
        Err((status, form)) => page(&visit, &insider, status, form, None).await,
    }
}

/// Sends a code, if codes by mail are one of the account's factors.
async fn mail_code(visit: &Visit, insider: &Insider<'_>) -> Result<Option<CodeAsked>, Answer> {
    if !insider.stored.account.factors().contains(&SecondFactor::Email) {
        return Ok(None);
    }
    let bearer = insider.bearer();
    let sent =
        code_mail::send_second_factor(&visit.desk, insider.stored, Resend::Asked, bearer, &visit.client)
            .await;
    let sent: Mailed = sent.map_err(visit.on_trouble())?;
    Ok(Some(asked(insider, Method::Email, mail_state(visit, sent), None)))
}

/// What needs no code is looked at first: nobody is to give one for a form that is wrong.
async fn changed(
    visit: &Visit,
    insider: &Insider<'_>,
) -> Result<Result<(), (StatusCode, PasswordForm)>, Answer> {
    let secret = |name: &str| Secret::new(visit.form.text(name).to_owned());
    let (stored, actions) = (insider.stored, &visit.desk.actions);
    let mistaken = StatusCode::UNPROCESSABLE_ENTITY;
    let refused = async |status, error| {
        let form = form(visit, insider, Some(error), None).await?;
        Ok(Err((status, form)))
    };
    if visit.form.text("password") != visit.form.text("password2") {
        return refused(mistaken, PasswordError::New(NewPasswordError::Differ)).await;
    }
    if let Err(reason) = check_new_password(&stored.account, &secret("password")) {
        return refused(mistaken, PasswordError::New(in_words(reason))).await;
    }
    if let Err(error) = check_code(visit, insider).await? {
        let form = form(visit, insider, None, Some(error)).await?;
        return Ok(Err((StatusCode::FORBIDDEN, form)));
    }
    let bearer = insider.bearer();
    let (current, new) = (secret("current"), secret("password"));
    let changed = actions.change_password(stored, current, new, bearer, &visit.client);
    match changed.await {
        Ok(_) => Ok(Ok(())),
        Err(ChangePasswordError::Wrong) => refused(mistaken, PasswordError::Wrong { tries_left: None }).await,
        Err(ChangePasswordError::Locked { until }) => {
            let wait_seconds = crate::web::time::seconds_until(until, visit.desk.now());
            refused(
                StatusCode::TOO_MANY_REQUESTS,
                PasswordError::Locked { wait_seconds },
            )
            .await
        }
        Err(ChangePasswordError::Refused(reason)) => {
            refused(mistaken, PasswordError::New(in_words(reason))).await
        }
        Err(ChangePasswordError::Trouble(trouble)) => Err(visit.trouble(&trouble)),
    }
}

/// Every time, whoever is trusted; where there is no factor, the current password is all there is.
async fn check_code(visit: &Visit, insider: &Insider<'_>) -> Result<Result<(), CodeError>, Answer> {
    let named = visit.form.get("method").and_then(Method::named);
    if named_factor(insider, named).is_none() {
        return Ok(Ok(()));
    }
    let answer = answer_of(named, visit.form.text("code").trim());
    let (stored, bearer) = (insider.stored, insider.bearer());
    let actions = &visit.desk.actions;
    let checked = actions.check_second_factor(stored, FactorRule::Always, answer, bearer, &visit.client);
    match checked.await {
        Ok(()) | Err(FactorError::NotEnrolled) => Ok(Ok(())),
        Err(FactorError::Trouble(trouble)) => Err(visit.trouble(&trouble)),
        Err(error) => Ok(Err(said(error, true).1.unwrap_or(CodeError::Missing))),
    }
}
