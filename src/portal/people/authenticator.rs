//! An authenticator app: set up, replaced, given up; and the recovery codes that come with it.

use http::StatusCode;

use super::account::confirm_change;
use super::visit::{Insider, Page, Visit, status_of};
use crate::actions::account::{EnrolError, Enrolling};
use crate::crypto::Secret;
use crate::portal::pages::{
    AuthenticatorPage, AuthenticatorStartPage, CodeError, Qr, RecoveryCodesPage, Template,
};
use crate::web::Answer;

/// Where one's factors are.
const OWN_PAGE: &str = "/account";

pub(super) async fn show(visit: Visit) -> Page {
    let insider = visit.insider()?;
    let page = AuthenticatorStartPage {
        frame: visit.frame().await?,
        replaces: insider.stored.account.totp_since.is_some(),
    };
    Ok(visit.page(StatusCode::OK, page.render()))
}

pub(super) async fn start(visit: Visit) -> Page {
    let insider = visit.insider()?;
    visit.check_form()?;
    confirm_change(
        &visit,
        &insider,
        "confirm-authenticator-title",
        "confirm-authenticator",
        false,
    )
    .await?;
    let policy = visit.desk.policy();
    let begun = visit
        .desk
        .actions
        .begin_totp(insider.stored, policy.issuer(), insider.bearer(), &visit.client)
        .await;
    let begun = begun.map_err(visit.on_trouble())?;
    shown(&visit, &begun, None).await
}

async fn shown(visit: &Visit, enrolling: &Enrolling, error: Option<CodeError>) -> Page {
    let mut frame = visit.frame().await?;
    frame.path_and_query = "/account/authenticator".to_owned();
    let page = AuthenticatorPage {
        frame,
        qr: Qr::of(enrolling.otpauth.reveal()),
        error,
    };
    let status = status_of(error.as_slice());
    Ok(visit.page(status, page.render()))
}

pub(super) async fn confirm(visit: Visit) -> Page {
    let insider = visit.insider()?;
    visit.check_form()?;
    let typed = visit.form.text("code").trim();
    let error = if typed.is_empty() {
        CodeError::Missing
    } else {
        let code = Secret::new(typed.to_owned());
        let actions = &visit.desk.actions;
        match actions
            .confirm_totp(insider.stored, &code, insider.bearer(), &visit.client)
            .await
        {
            Ok(codes) => {
                // Whoever had to set one up first now gets where they wanted to go.
                let next = match insider.stored.account.totp_since {
                    Some(_) => OWN_PAGE,
                    None => "/",
                };
                return recovery_codes(&visit, &codes, true, next).await;
            }
            Err(EnrolError::Wrong) => CodeError::Wrong { tries_left: None },
            Err(EnrolError::Locked { until }) => CodeError::Locked {
                until: until.unwrap_or(jiff::Timestamp::MAX),
            },
            Err(EnrolError::NotBegun) => return Ok(Answer::see_other("/account/authenticator")),
            Err(EnrolError::Trouble(trouble)) => return Err(visit.trouble(&trouble)),
        }
    };
    again(&visit, &insider, error).await
}

/// The same seed once more: the app has it already.
async fn again(visit: &Visit, insider: &Insider<'_>, error: CodeError) -> Page {
    let policy = visit.desk.policy();
    let known = visit
        .desk
        .actions
        .totp_being_enrolled(insider.stored, policy.issuer());
    match known.map_err(visit.on_trouble())? {
        Some(enrolling) => shown(visit, &enrolling, Some(error)).await,
        None => Ok(Answer::see_other("/account/authenticator")),
    }
}

async fn recovery_codes(visit: &Visit, codes: &[Secret], after_set_up: bool, next: &'static str) -> Page {
    let mut frame = visit.frame().await?;
    frame.path_and_query = OWN_PAGE.to_owned();
    let page = RecoveryCodesPage {
        frame,
        codes: codes.iter().map(|code| code.reveal().to_owned()).collect(),
        after_set_up,
        next,
    };
    Ok(visit.page(StatusCode::OK, page.render()))
}

pub(super) async fn renew_recovery_codes(visit: Visit) -> Page {
    let insider = visit.insider()?;
    visit.check_form()?;
    confirm_change(
        &visit,
        &insider,
        "confirm-recovery-title",
        "confirm-recovery",
        true,
    )
    .await?;
    let codes = visit
        .desk
        .actions
        .renew_recovery_codes(insider.stored, insider.bearer(), &visit.client)
        .await;
    recovery_codes(&visit, &codes.map_err(visit.on_trouble())?, false, OWN_PAGE).await
}

pub(super) async fn disable(visit: Visit) -> Page {
    let insider = visit.insider()?;
    visit.check_form()?;
    confirm_change(
        &visit,
        &insider,
        "confirm-authenticator-off-title",
        "confirm-authenticator-off",
        true,
    )
    .await?;
    let disabled = visit
        .desk
        .actions
        .disable_totp(insider.stored, insider.bearer(), &visit.client)
        .await;
    disabled.map_err(visit.on_trouble())?;
    Ok(Answer::see_other("/account?notice=authenticator-off"))
}
