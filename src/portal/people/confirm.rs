//! "Confirm that it is you": a `POST` that matters is answered with a question, and repeated with its answer.

use http::StatusCode;

use super::visit::{Insider, Visit};
use crate::access::SecondFactor;
use crate::actions::Resend;
use crate::actions::account::{Bearer, FactorAnswer, FactorError, FactorRule, PasswordProof};
use crate::crypto::Secret;
use crate::portal::code_mail::{self, Mailed};
use crate::portal::pages::{CodeAsked, CodeError, ConfirmPage, MailState, Method, Template};
use crate::store::StoredAccount;
use crate::web::Answer;

/// What is about to happen.
pub(super) struct Confirming {
    /// Key of the page's title.
    pub(super) title: &'static str,
    /// As a sentence.
    pub(super) summary: String,
    /// Where *Cancel* leads.
    pub(super) cancel: String,
    pub(super) rule: FactorRule,
}

/// Fields of the question itself, which the repeated `POST` does not carry on.
const OWN_FIELDS: [&str; 5] = ["csrf", "code", "method", "use", "send"];

/// `Ok`: the code was right, or the client is trusted. `Err`: the page that asks.
pub(super) async fn confirm(
    visit: &Visit,
    insider: &Insider<'_>,
    confirming: Confirming,
) -> Result<(), Answer> {
    let form = &visit.form;
    let wants_mail = form.get("send") == Some("email");
    let other = form.get("use").and_then(Method::named);
    let turns = wants_mail || other.is_some();
    let named = if wants_mail {
        Some(Method::Email)
    } else {
        other.or(form.get("method").and_then(Method::named))
    };
    // A form of ours that is no answer yet may have a `code` of its own meaning.
    let is_answer = form.get("method").is_some() && !turns;
    let code = form.text("code").trim();
    let answer = answer_of(named, if is_answer { code } else { "" });
    let checked = visit
        .desk
        .actions
        .check_second_factor(
            insider.stored,
            confirming.rule,
            answer,
            insider.bearer(),
            &visit.client,
        )
        .await;
    let (factor, error) = match checked {
        Ok(()) => return Ok(()),
        Err(FactorError::NotEnrolled) => return Err(Answer::see_other("/account/authenticator")),
        Err(FactorError::Trouble(trouble)) => return Err(visit.trouble(&trouble)),
        Err(error) => said(error, is_answer),
    };
    let Some(factor) = factor else {
        return Err(Answer::see_other("/account/authenticator"));
    };
    let method = method_of(named, factor);
    let again = if wants_mail {
        Resend::Asked
    } else {
        Resend::WhenNoneIsGood
    };
    let asked = ask(visit, insider.stored, insider.bearer(), method, error, again).await?;
    let carried = form
        .fields()
        .filter(|(name, _)| !OWN_FIELDS.contains(name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut frame = visit.frame().await?;
    // A question has no address of its own: it belongs to where it came from.
    frame.path_and_query.clone_from(&confirming.cancel);
    let page = ConfirmPage {
        title: frame.words().say(confirming.title),
        frame,
        summary: confirming.summary,
        action: visit.path_and_query.clone(),
        carried: carried.collect(),
        cancel: confirming.cancel,
        asked,
    };
    // A question is no failure; a wrong answer is.
    let status = if error.is_some() {
        StatusCode::FORBIDDEN
    } else {
        StatusCode::OK
    };
    Err(visit.page(status, page.render()))
}

/// What was typed, for the action that checks it.
pub(super) fn answer_of(named: Option<Method>, code: &str) -> FactorAnswer {
    FactorAnswer {
        method: named.map(|method| match method {
            Method::Totp | Method::Recovery => SecondFactor::Totp,
            Method::Email => SecondFactor::Email,
            Method::Password => SecondFactor::Password,
        }),
        code: (!code.is_empty()).then(|| PasswordProof::Typed(Secret::new(code.to_owned()))),
    }
}

/// Which factor is asked for, and what was wrong with the answer.
pub(super) fn said(error: FactorError, is_answer: bool) -> (Option<SecondFactor>, Option<CodeError>) {
    match error {
        FactorError::Required(factor) => (Some(factor), is_answer.then_some(CodeError::Missing)),
        FactorError::Wrong { method, tries_left } => (
            Some(method),
            Some(CodeError::Wrong {
                tries_left: Some(u64::from(tries_left)),
            }),
        ),
        FactorError::Locked { method, until } => {
            let until = until.unwrap_or(jiff::Timestamp::MAX);
            (Some(method), Some(CodeError::Locked { until }))
        }
        FactorError::NotEnrolled | FactorError::Trouble(_) => (None, None),
    }
}

/// The method that was named, where it belongs to the factor that counts.
pub(super) fn method_of(named: Option<Method>, factor: SecondFactor) -> Method {
    match (named, factor) {
        (Some(Method::Recovery), SecondFactor::Totp) => Method::Recovery,
        (_, SecondFactor::Totp) => Method::Totp,
        (_, SecondFactor::Email) => Method::Email,
        (_, SecondFactor::Password) => Method::Password,
    }
}

/// What the page says of the code. Asking for a mailed one sends it, unless one is good still.
pub(super) async fn ask(
    visit: &Visit,
    stored: &StoredAccount,
    bearer: Bearer,
    method: Method,
    error: Option<CodeError>,
    again: Resend,
) -> Result<CodeAsked, Answer> {
    let mut methods: Vec<Method> = Vec::new();
    for factor in stored.account.factors() {
        match factor {
            SecondFactor::Totp => methods.extend([Method::Totp, Method::Recovery]),
            SecondFactor::Email => methods.push(Method::Email),
            SecondFactor::Password => methods.push(Method::Password),
        }
    }
    if methods.is_empty() {
        methods.push(Method::Password);
    }
    let mail = if method != Method::Email {
        MailState::NotSent
    } else {
        let mailed = if error.is_some() {
            code_mail::known_second_factor(&visit.desk, stored).await
        } else {
            code_mail::send_second_factor(&visit.desk, stored, again, bearer, &visit.client).await
        };
        mail_state(visit, mailed.map_err(visit.on_trouble())?)
    };
    Ok(CodeAsked {
        method,
        methods,
        masked_address: Some(stored.account.email.masked()),
        mail,
        error,
    })
}

pub(super) fn mail_state(visit: &Visit, mailed: Mailed) -> MailState {
    let seconds =
        |until: jiff::Timestamp| u64::try_from(until.duration_since(visit.desk.now()).as_secs()).unwrap_or(0);
    match mailed {
        Mailed::Sent(known) | Mailed::Already(known) => MailState::Sent {
            resend_after_seconds: seconds(known.again_at),
        },
        Mailed::TooMany { until } => MailState::TooMany {
            wait_seconds: until.map_or(3600, seconds),
        },
        Mailed::Failed => MailState::Failed,
        Mailed::None => MailState::NotSent,
    }
}
