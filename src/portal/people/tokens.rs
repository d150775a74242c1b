//! Access tokens for programs: made with a code, shown once, revoked with one press.

use axum::extract::Path;
use http::StatusCode;
use ipnet::IpNet;
use jiff::SignedDuration;

use super::account::confirm_change;
use super::visit::{Insider, Page, Visit};
use crate::access::TokenId;
use crate::actions::account::{NewToken, NewTokenError, ShownToken};
use crate::portal::pages::{
    MessageKind, Template, TokenError, TokenForm, TokenLifetime, TokenLine, TokenShownPage, TokensPage,
};
use crate::web::Answer;

/// Tokens of one account.
const MOST_TOKENS: usize = 50;

pub(super) async fn show(visit: Visit) -> Page {
    let insider = visit.protected_insider()?;
    page(&visit, &insider, TokenForm::default(), Vec::new()).await
}

async fn page(visit: &Visit, insider: &Insider<'_>, form: TokenForm, errors: Vec<TokenError>) -> Page {
    let tokens = visit
        .desk
        .actions
        .store
        .access_tokens_of(insider.stored.account.id)
        .await;
    let lines = tokens
        .map_err(visit.on_trouble())?
        .into_iter()
        .map(|token| TokenLine {
            id: token.id.to_string(),
            name: token.name,
            last_characters: token.terms.last_characters,
            created_at: token.terms.created_at,
            expires_at: token.terms.expires_at,
            last_used: token.used_at,
            bypass: token.terms.bypass_second_factor,
            networks: listed(&token.terms.networks),
        });
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let mut frame = visit.frame().await?;
    frame.path_and_query = "/account/tokens".to_owned();
    let page = TokensPage {
        frame,
        tokens: lines.collect(),
        form,
        errors,
        offers_bypass: true,
    };
    Ok(visit.page(status, page.render()))
}

fn listed(networks: &[IpNet]) -> String {
    networks
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}

pub(super) async fn create(visit: Visit) -> Page {
    let insider = visit.protected_insider()?;
    visit.check_form()?;
    let account = insider.stored.account.id;
    let form = TokenForm {
        name: visit.form.text("name").trim().to_owned(),
        expires: lifetime(visit.form.text("expires")).unwrap_or_default(),
        bypass: visit.form.get("bypass").is_some(),
        networks: visit.form.text("networks").trim().to_owned(),
    };
    let mut errors = Vec::new();
    if lifetime(visit.form.text("expires")).is_none() {
        errors.push(TokenError::Expires);
    }
    let networks: Result<Vec<IpNet>, _> = form
        .networks
        .split([',', ' '])
        .filter(|part| !part.is_empty())
        .map(|part| {
            part.parse::<IpNet>()
                .or_else(|_| part.parse::<std::net::IpAddr>().map(IpNet::from))
        })
        .collect();
    if networks.is_err() {
        errors.push(TokenError::Networks);
    }
    let known = visit.desk.actions.store.access_tokens_of(account).await;
    let known = known.map_err(visit.on_trouble())?;
    if known.len() >= MOST_TOKENS {
        errors.push(TokenError::TooMany);
    }
    if known.iter().any(|token| token.name == form.name) {
        errors.push(TokenError::NameTaken);
    } else if form.name.is_empty() || form.name.chars().count() > 100 {
        errors.push(TokenError::Name);
    }
    // Before the code is asked for: nobody shall give one for a form that is wrong.
    if !errors.is_empty() {
        return page(&visit, &insider, form, errors).await;
    }
    confirm_change(&visit, &insider, "confirm-token-title", "confirm-token", true).await?;
    let days = match form.expires {
        TokenLifetime::Never => None,
        TokenLifetime::Days30 => Some(30),
        TokenLifetime::Days90 => Some(90),
        TokenLifetime::Days365 => Some(365),
    };
    let new = NewToken {
        name: form.name.clone(),
        bypass_second_factor: form.bypass,
        expires_at: days.map(|days| visit.desk.now() + SignedDuration::from_hours(24 * days)),
        scopes: Vec::new(),
        networks: networks.unwrap_or_default(),
    };
    let by = insider.bearer().actor(account, visit.client.ip);
    match visit.desk.actions.create_token(account, new, by).await {
        Ok(token) => shown(&visit, &token, false).await,
        Err(NewTokenError::Trouble(trouble)) => Err(visit.trouble(&trouble)),
        Err(NewTokenError::NameTaken(_)) => page(&visit, &insider, form, vec![TokenError::NameTaken]).await,
        Err(NewTokenError::NoName | NewTokenError::Expired | NewTokenError::UnknownScope { .. }) => {
            page(&visit, &insider, form, vec![TokenError::Name]).await
        }
    }
}

fn lifetime(text: &str) -> Option<TokenLifetime> {
    TokenLifetime::ALL.into_iter().find(|it| it.name() == text)
}

async fn shown(visit: &Visit, token: &ShownToken, replaces: bool) -> Page {
    let mut frame = visit.frame().await?;
    frame.path_and_query = "/account/tokens".to_owned();
    let page = TokenShownPage {
        frame,
        name: token.stored.name.clone(),
        secret: token.secret.reveal().to_owned(),
        expires_at: token.stored.terms.expires_at,
        replaces,
    };
    Ok(visit.page(StatusCode::OK, page.render()))
}

pub(super) async fn regenerate(Path(id): Path<String>, visit: Visit) -> Page {
    let insider = visit.protected_insider()?;
    visit.check_form()?;
    let id = token_id(&visit, &id)?;
    confirm_change(
        &visit,
        &insider,
        "confirm-token-renew-title",
        "confirm-token-renew",
        true,
    )
    .await?;
    let account = insider.stored.account.id;
    let by = insider.bearer().actor(account, visit.client.ip);
    let token = visit.desk.actions.regenerate_token(account, id, by).await;
    match token.map_err(visit.on_trouble())? {
        Some(token) => shown(&visit, &token, true).await,
        None => Err(visit.message(MessageKind::NotFound)),
    }
}

pub(super) async fn revoke(Path(id): Path<String>, visit: Visit) -> Page {
    let insider = visit.protected_insider()?;
    visit.check_form()?;
    let id = token_id(&visit, &id)?;
    let account = insider.stored.account.id;
    let by = insider.bearer().actor(account, visit.client.ip);
    let revoked = visit.desk.actions.revoke_token(account, id, by).await;
    revoked.map_err(visit.on_trouble())?;
    Ok(Answer::see_other("/account/tokens"))
}

fn token_id(visit: &Visit, text: &str) -> Result<TokenId, Answer> {
    text.parse().map_err(|_| visit.message(MessageKind::NotFound))
}
