//! The door: sign in, give the code, sign out, choose a language.

use axum::extract::State;
use http::StatusCode;

use super::confirm::{answer_of, ask, method_of, said};
use super::visit::{Page, Visit, percent_encoded};
use crate::access::SessionStage;
use crate::actions::Resend;
use crate::actions::account::{AccountSignIn, AccountSignInError, Bearer, PasswordProof, SessionSecret};
use crate::actions::account::{AccountSignedIn, FactorError, FactorRule};
use crate::crypto::Secret;
use crate::portal::desk::Desk;
use crate::portal::pages::{
    ChallengePage, CodeError, MessageKind, Method, SignInError, SignInNotice, SignInPage, Template,
};
use crate::store::{AccountSession, StoredAccount};
use crate::web::time::seconds_until;
use crate::web::{Answer, forget_session_cookie, set_language_cookie, set_session_cookie};
use crate::words::Language;

pub(super) async fn show(visit: Visit) -> Page {
    if visit.insider().is_ok() {
        return Ok(Answer::see_other(&visit.return_to()));
    }
    let notice = match visit.query.text("notice") {
        "expired" => Some(SignInNotice::SessionExpired),
        "signed-out" => Some(SignInNotice::SignedOut),
        "password-changed" => Some(SignInNotice::PasswordChanged),
        "welcome" => Some(SignInNotice::Welcome),
        _ => None,
    };
    Ok(sign_in_page(&visit, StatusCode::OK, None, notice))
}

fn sign_in_page(
    visit: &Visit,
    status: StatusCode,
    error: Option<SignInError>,
    notice: Option<SignInNotice>,
) -> Answer {
    let mut frame = visit.bare_frame();
    frame.path_and_query = "/sign-in".to_owned();
    let page = SignInPage {
        frame,
        username: visit.form.text("username").to_owned(),
        return_to: visit.return_to(),
        error,
        notice,
    };
    visit.page(status, page.render())
}

pub(super) async fn sign_in(visit: Visit) -> Page {
    if visit.check_form().is_err() {
        let error = Some(SignInError::FormExpired);
        return Ok(sign_in_page(&visit, StatusCode::FORBIDDEN, error, None));
    }
    let sign_in = AccountSignIn {
        name: visit.form.text("username"),
        password: PasswordProof::Typed(Secret::new(visit.form.text("password").to_owned())),
        client: &visit.client,
    };
    let actions = &visit.desk.actions;
    let stored = match actions.check_account_password(sign_in).await {
        Ok(stored) => stored,
        Err(error) => return Ok(refused(&visit, error)),
    };
    let signed_in = actions.begin_account_session(&stored, &visit.client).await;
    let signed_in = signed_in.map_err(visit.on_trouble())?;
    Ok(welcome(&visit, &stored, &signed_in, &visit.return_to()))
}

/// Where a new session leads: to its second half, to setting one up, or to where its owner wanted to go.
pub(super) fn welcome(
    visit: &Visit,
    stored: &StoredAccount,
    signed_in: &AccountSignedIn,
    return_to: &str,
) -> Answer {
    let place = match signed_in.session.stage {
        SessionStage::AwaitingCode => format!("/challenge?return={}", percent_encoded(return_to)),
        SessionStage::Complete if stored.account.factors().is_empty() => "/account/authenticator".to_owned(),
        SessionStage::Complete => return_to.to_owned(),
    };
    let answer = Answer::see_other(&place);
    match &signed_in.secret {
        SessionSecret::Cookie(token) => answer.set_cookie(set_session_cookie(token)),
        // No page opens a session of the kind that programs have.
        SessionSecret::Token(_) => visit.message(MessageKind::Forbidden),
    }
}

fn refused(visit: &Visit, error: AccountSignInError) -> Answer {
    match error {
        AccountSignInError::Wrong => {
            sign_in_page(visit, StatusCode::UNAUTHORIZED, Some(SignInError::Wrong), None)
        }
        AccountSignInError::TooMany { until } => {
            let wait_seconds = seconds_until(until, visit.desk.now());
            let error = Some(SignInError::TooMany { wait_seconds });
            sign_in_page(visit, StatusCode::TOO_MANY_REQUESTS, error, None).retry_after(wait_seconds)
        }
        AccountSignInError::Trouble(crate::actions::Trouble::Busy(_)) => {
            let status = StatusCode::TOO_MANY_REQUESTS;
            sign_in_page(visit, status, Some(SignInError::Busy), None).retry_after(2)
        }
        AccountSignInError::Trouble(trouble) => visit.trouble(&trouble),
    }
}

/// Half a session, whose code is missing.
fn half(visit: &Visit) -> Result<(&AccountSession, &StoredAccount), Answer> {
    match &visit.session {
        Some((session, stored)) if session.stage == SessionStage::AwaitingCode => Ok((session, stored)),
        Some(_) => Err(Answer::see_other(&visit.return_to())),
        None => Err(Answer::see_other("/sign-in?notice=expired")),
    }
}

pub(super) async fn challenge(visit: Visit) -> Page {
    let (session, stored) = half(&visit)?;
    let named = visit.query.get("method").and_then(Method::named);
    challenge_page(&visit, session, stored, named, None, Resend::WhenNoneIsGood).await
}

async fn challenge_page(
    visit: &Visit,
    session: &AccountSession,
    stored: &StoredAccount,
    named: Option<Method>,
    error: Option<CodeError>,
    again: Resend,
) -> Page {
    let wanted = answer_of(named, "").method;
    let Some(factor) = FactorRule::Always.method(&stored.account, wanted) else {
        return Err(Answer::see_other("/sign-in"));
    };
    let method = method_of(named, factor);
    let asked = ask(visit, stored, Bearer::Session(session.id), method, error, again).await?;
    let mut frame = visit.bare_frame();
    frame.path_and_query = format!("/challenge?method={}", method.name());
    let page = ChallengePage {
        frame,
        return_to: visit.return_to(),
        asked,
    };
    let status = if error.is_some() {
        StatusCode::UNAUTHORIZED
    } else {
        StatusCode::OK
    };
    Ok(visit.page(status, page.render()))
}

pub(super) async fn answer_challenge(visit: Visit) -> Page {
    let (session, stored) = half(&visit)?;
    visit.check_form()?;
    let named = visit.form.get("method").and_then(Method::named);
    let answer = answer_of(named, visit.form.text("code").trim());
    let actions = &visit.desk.actions;
    match actions
        .finish_account_sign_in(stored, session, answer, &visit.client)
        .await
    {
        Ok(signed_in) => Ok(welcome(&visit, stored, &signed_in, &visit.return_to())),
        Err(FactorError::Trouble(trouble)) => Err(visit.trouble(&trouble)),
        Err(error) => {
            let (_, error) = said(error, true);
            challenge_page(&visit, session, stored, named, error, Resend::WhenNoneIsGood).await
        }
    }
}

/// Another code by mail.
pub(super) async fn send_code(visit: Visit) -> Page {
    let (session, stored) = half(&visit)?;
    visit.check_form()?;
    challenge_page(&visit, session, stored, Some(Method::Email), None, Resend::Asked).await
}

pub(super) async fn sign_out(visit: Visit) -> Page {
    visit.check_form()?;
    if let Some((session, stored)) = &visit.session {
        let bearer = Bearer::Session(session.id);
        let ended = visit
            .desk
            .actions
            .end_account_session(stored.account.id, session.id, bearer, &visit.client)
            .await;
        ended.map_err(visit.on_trouble())?;
    }
    Ok(Answer::see_other("/sign-in?notice=signed-out")
        .set_cookie(forget_session_cookie())
        .clear_site_data())
}

pub(super) async fn choose_language(State(desk): State<Desk>, visit: Visit) -> Page {
    visit.check_form()?;
    let Some(language) = Language::tagged(visit.form.text("language")) else {
        return Ok(Answer::see_other(&visit.return_to()));
    };
    if let Ok(insider) = visit.insider() {
        let chosen = desk
            .actions
            .choose_language(
                insider.stored.account.id,
                language.tag(),
                insider.bearer(),
                &visit.client,
            )
            .await;
        chosen.map_err(visit.on_trouble())?;
    }
    Ok(Answer::see_other(&visit.return_to()).set_cookie(set_language_cookie(language.tag())))
}
