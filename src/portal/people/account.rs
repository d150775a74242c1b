//! The reader's own account: password, sessions, trusted clients, and what leads to the rest.

use axum::extract::Path;
use http::StatusCode;

use super::confirm::{Confirming, confirm};
use super::password::untouched;
use super::user_agent;
use super::visit::{Insider, Page, Visit};
use crate::actions::account::FactorRule;
use crate::portal::pages::{
    AccountNotice, AccountPage, EmailLine, Factors, MessageKind, OwnSession, PasswordForm, SiteUser,
    Template, TrustedLine,
};
use crate::web::Answer;

pub(super) async fn show(visit: Visit) -> Page {
    let insider = visit.insider()?;
    let notice = match visit.query.text("notice") {
        "password-changed" => Some(AccountNotice::PasswordChanged),
        "authenticator-on" => Some(AccountNotice::AuthenticatorOn),
        "authenticator-off" => Some(AccountNotice::AuthenticatorOff),
        "email-on" => Some(AccountNotice::EmailOn),
        "email-off" => Some(AccountNotice::EmailOff),
        "sessions-ended" => Some(AccountNotice::SessionsEnded),
        "trust-forgotten" => Some(AccountNotice::TrustForgotten),
        _ => None,
    };
    let password = untouched(&visit, &insider).await?;
    page(&visit, &insider, StatusCode::OK, password, notice).await
}

pub(super) async fn page(
    visit: &Visit,
    insider: &Insider<'_>,
    status: StatusCode,
    password: PasswordForm,
    notice: Option<AccountNotice>,
) -> Page {
    let account = &insider.stored.account;
    let store = &visit.desk.actions.store;
    let now = visit.desk.now();
    let lifetimes = visit.desk.policy().lifetimes();
    let open = store
        .open_account_sessions(account.id)
        .await
        .map_err(visit.on_trouble())?;
    let sessions = open
        .into_iter()
        .filter(|it| now < it.started_at + lifetimes.longest && now < it.seen_at + lifetimes.idle)
        .map(|session| OwnSession {
            current: session.id == insider.session.id,
            id: session.id.to_string(),
            client: user_agent::in_words(&session.client.user_agent),
            address: session.client.ip.to_string(),
            since: session.started_at,
            last_seen: session.seen_at,
        });
    let trusted = store.trusted_clients_of(account.id, now).await;
    let trusted = trusted.map_err(visit.on_trouble())?;
    let trusted = trusted.into_iter().map(|trust| TrustedLine {
        id: trust.id.to_string(),
        client: user_agent::in_words(&trust.client.user_agent),
        address: trust.client.ip.to_string(),
        until: trust.until,
    });
    let recovery_codes = match account.totp_since {
        Some(_) => Some(
            store
                .recovery_codes_left(account.id)
                .await
                .map_err(visit.on_trouble())?,
        ),
        None => None,
    };
    let tokens = store
        .access_tokens_of(account.id)
        .await
        .map_err(visit.on_trouble())?;
    let mut frame = visit.frame().await?;
    frame.path_and_query = "/account".to_owned();
    let page = AccountPage {
        frame,
        username: account.name.to_string(),
        email: Some(EmailLine {
            address: account.email.to_string(),
            verified: account.email_verified,
            is_mailed: visit.desk.post.is_some(),
        }),
        sites: account
            .apps
            .iter()
            .map(|(site, user)| SiteUser {
                site: site.to_string(),
                user: user.clone(),
            })
            .collect(),
        factors: Factors {
            authenticator: account.totp_since,
            email: account.email_factor,
            recovery_codes: recovery_codes.map(u64::from),
        },
        sessions: sessions.collect(),
        trusted: trusted.collect(),
        tokens: u64::try_from(tokens.len()).unwrap_or(u64::MAX),
        password,
        notice,
    };
    Ok(visit.page(status, page.render()))
}

pub(super) async fn end_session(Path(id): Path<String>, visit: Visit) -> Page {
    let insider = visit.insider()?;
    visit.check_form()?;
    let Ok(id) = id.parse() else {
        return Err(visit.message(MessageKind::NotFound));
    };
    let account = insider.stored.account.id;
    let ended = visit
        .desk
        .actions
        .end_account_session(account, id, insider.bearer(), &visit.client)
        .await;
    ended.map_err(visit.on_trouble())?;
    Ok(Answer::see_other("/account?notice=sessions-ended"))
}

pub(super) async fn end_others(visit: Visit) -> Page {
    let insider = visit.insider()?;
    visit.check_form()?;
    let ended = visit
        .desk
        .actions
        .end_other_account_sessions(
            insider.stored.account.id,
            Some(insider.session.id),
            insider.bearer(),
            &visit.client,
        )
        .await;
    ended.map_err(visit.on_trouble())?;
    Ok(Answer::see_other("/account?notice=sessions-ended"))
}

pub(super) async fn forget(Path(id): Path<String>, visit: Visit) -> Page {
    let Ok(id) = id.parse() else {
        return Err(visit.message(MessageKind::NotFound));
    };
    forget_trust(&visit, Some(id)).await
}

pub(super) async fn forget_all(visit: Visit) -> Page {
    forget_trust(&visit, None).await
}

async fn forget_trust(visit: &Visit, id: Option<crate::access::SessionId>) -> Page {
    let insider = visit.insider()?;
    visit.check_form()?;
    let forgotten = visit
        .desk
        .actions
        .forget_trusted_clients(insider.stored.account.id, id, insider.bearer(), &visit.client)
        .await;
    forgotten.map_err(visit.on_trouble())?;
    Ok(Answer::see_other("/account?notice=trust-forgotten"))
}

/// "Confirm that it is you" before something about the account itself.
pub(super) async fn confirm_change(
    visit: &Visit,
    insider: &Insider<'_>,
    title: &'static str,
    summary: &str,
    always: bool,
) -> Result<(), Answer> {
    let rule = if always {
        FactorRule::Always
    } else {
        FactorRule::Window {
            trust_for: visit.desk.policy().trust_for(),
        }
    };
    let confirming = Confirming {
        title,
        summary: crate::words::words(visit.language).say(summary),
        cancel: "/account".to_owned(),
        rule,
    };
    confirm(visit, insider, confirming).await
}
