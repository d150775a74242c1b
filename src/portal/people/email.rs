//! Codes by mail as a second factor: the address is proved first.

use super::account::confirm_change;
use super::confirm::mail_state;
use super::visit::{Page, Visit, status_of};
use crate::crypto::Secret;
use crate::portal::code_mail::{self, Mailed};
use crate::portal::pages::{CodeError, EmailCodePage, MailState, MessageKind, Template};
use crate::web::Answer;

pub(super) async fn enable(visit: Visit) -> Page {
    let insider = visit.insider()?;
    visit.check_form()?;
    confirm_change(&visit, &insider, "confirm-email-title", "confirm-email", false).await?;
    let mailed =
        code_mail::send_verification(&visit.desk, insider.stored, insider.bearer(), &visit.client).await;
    let mailed = mailed.map_err(visit.on_trouble())?;
    if matches!(mailed, Mailed::None | Mailed::Failed) {
        let code = visit.code.clone();
        tracing::warn!(
            request.code = code,
            "a code by mail was asked for, and none could be sent"
        );
        return Err(visit.message(MessageKind::Trouble { code }));
    }
    let resend_after_seconds = match mail_state(&visit, mailed) {
        MailState::Sent { resend_after_seconds } => resend_after_seconds,
        MailState::TooMany { wait_seconds } => wait_seconds,
        MailState::NotSent | MailState::Failed => 0,
    };
    page(
        &visit,
        insider.stored.account.email.as_str(),
        resend_after_seconds,
        None,
    )
    .await
}

async fn page(visit: &Visit, address: &str, resend_after_seconds: u64, error: Option<CodeError>) -> Page {
    let mut frame = visit.frame().await?;
    frame.path_and_query = "/account".to_owned();
    let page = EmailCodePage {
        frame,
        address: address.to_owned(),
        resend_after_seconds,
        error,
    };
    let status = status_of(error.as_slice());
    Ok(visit.page(status, page.render()))
}

pub(super) async fn confirm(visit: Visit) -> Page {
    let insider = visit.insider()?;
    visit.check_form()?;
    let typed = visit.form.text("code").trim();
    let address = insider.stored.account.email.as_str();
    if typed.is_empty() {
        return page(&visit, address, 0, Some(CodeError::Missing)).await;
    }
    let code = Secret::new(typed.to_owned());
    let right = visit
        .desk
        .actions
        .confirm_address(insider.stored, &code, insider.bearer(), &visit.client)
        .await;
    if right.map_err(visit.on_trouble())? {
        Ok(Answer::see_other("/account?notice=email-on"))
    } else {
        let error = Some(CodeError::Wrong { tries_left: None });
        page(&visit, address, 0, error).await
    }
}

pub(super) async fn disable(visit: Visit) -> Page {
    let insider = visit.insider()?;
    visit.check_form()?;
    confirm_change(
        &visit,
        &insider,
        "confirm-email-off-title",
        "confirm-email-off",
        true,
    )
    .await?;
    let disabled = visit
        .desk
        .actions
        .disable_email_factor(insider.stored, insider.bearer(), &visit.client)
        .await;
    disabled.map_err(visit.on_trouble())?;
    Ok(Answer::see_other("/account?notice=email-off"))
}
