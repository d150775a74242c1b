//! Access tokens for programs: made with a code, shown once, revoked with one press.

use std::collections::BTreeMap;

use axum::extract::Path;
use http::StatusCode;
use ipnet::IpNet;
use jiff::SignedDuration;

use super::account::confirm_change;
use super::request::offered_scopes;
use super::visit::{Insider, Page, Visit, status_of};
use crate::access::{AppAccess, ScopeName, SiteName, TokenId, Visibility};
use crate::actions::account::{NewToken, NewTokenError, ShownToken, app_access};
use crate::audit::{Action, ChangeRecord};
use crate::portal::pages::{
    MessageKind, RevokedToken, Template, TokenApp, TokenCut, TokenError, TokenForm, TokenLifetime, TokenLine,
    TokenReach, TokenShownPage, TokensPage,
};
use crate::store::Seq;
use crate::web::Answer;

/// Tokens of one account.
const MOST_TOKENS: usize = 50;

/// For how long the page of a token's end tells what it has cut.
const TOLD_FOR: SignedDuration = SignedDuration::from_mins(5);

pub(super) async fn show(visit: Visit) -> Page {
    let insider = visit.protected_insider()?;
    page(&visit, &insider, TokenForm::default(), Vec::new()).await
}

/// The token of the address that was revoked a moment ago.
async fn just_revoked(visit: &Visit, insider: &Insider<'_>) -> Result<Option<RevokedToken>, Answer> {
    let Some(id) = visit.query.get("revoked") else {
        return Ok(None);
    };
    let (store, account) = (&visit.desk.actions.store, insider.stored.account.id);
    let since = visit.desk.now() - TOLD_FOR;
    let changes = store.changes_of_account(account, since).await;
    for change in changes.map_err(visit.on_trouble())? {
        if change.action != Action::TokenRevoked.code() {
            continue;
        }
        let detail = ChangeRecord::parse(&change.body).map(|record| record.event.detail);
        let Ok(mut detail) = detail else { continue };
        if detail.get("token").map(String::as_str) == Some(id) {
            return Ok(Some(RevokedToken {
                name: detail.remove("name").unwrap_or_default(),
                cut: what_was_cut(visit, change.seq).await?,
            }));
        }
    }
    Ok(None)
}

/// Waits until all gateways have followed.
async fn what_was_cut(visit: &Visit, seq: Seq) -> Result<TokenCut, Answer> {
    visit.desk.feed.caught_up_with(seq).await;
    let cuts = visit.desk.actions.store.cuts_after(seq, visit.desk.now()).await;
    let cuts = cuts.map_err(visit.on_trouble())?;
    Ok(TokenCut {
        connections: cuts.count(),
        milliseconds: u64::try_from(cuts.took().as_micros().div_ceil(1000)).unwrap_or(u64::MAX),
    })
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
            app: token.terms.app.map(|app| reach(visit, &app)),
        });
    let status = status_of(&errors);
    let mut frame = visit.frame().await?;
    frame.path_and_query = "/account/tokens".to_owned();
    let page = TokensPage {
        frame,
        tokens: lines.collect(),
        apps: apps(visit, insider),
        form,
        errors,
        offers_bypass: true,
        revoked: just_revoked(visit, insider).await?,
    };
    Ok(visit.page(status, page.render()))
}

/// The apps in which the account has a user, with the parts that a token may show.
fn apps(visit: &Visit, insider: &Insider<'_>) -> Vec<TokenApp> {
    let policy = visit.desk.policy();
    let own = insider.stored.account.apps.keys();
    let sites = own.filter_map(|name| policy.site(name));
    let apps = sites.map(|site| TokenApp {
        site: site.policy.name.to_string(),
        scopes: offered_scopes(site),
    });
    apps.collect()
}

/// What a token opens, in the operator's words.
fn reach(visit: &Visit, app: &AppAccess) -> TokenReach {
    let policy = visit.desk.policy();
    let scopes = policy.site(&app.site).map(|site| &site.policy.scopes);
    let shown = scopes
        .into_iter()
        .flat_map(|scopes| scopes.iter())
        .filter(|scope| {
            let visibility = app.scopes.get(&scope.name);
            visibility.is_some_and(|visibility| *visibility > Visibility::Hidden)
        });
    let parts: Vec<&str> = shown.map(|scope| scope.label.as_str()).collect();
    TokenReach {
        site: app.site.to_string(),
        parts: parts.join(", "),
        read_only: app.read_only,
    }
}

/// What the form asks for. `None`: no app, or no part of it, that is on offer.
fn wanted_access(visit: &Visit, form: &TokenForm) -> Option<AppAccess> {
    let policy = visit.desk.policy();
    let site = policy.site(&SiteName::new(&form.site))?;
    let mut show = BTreeMap::new();
    for ticked in &form.show {
        let (of, scope) = ticked.split_once('/')?;
        if of != form.site {
            return None;
        }
        show.insert(ScopeName::new(scope), Visibility::Full);
    }
    app_access(site, show, form.read_only).ok()
}

pub(super) fn listed(networks: &[IpNet]) -> String {
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
        site: visit.form.text("for").to_owned(),
        show: visit.form.all("show").map(str::to_owned).collect(),
        read_only: visit.form.get("read-only").is_some(),
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
    let app = if form.site.is_empty() {
        None
    } else {
        let access = wanted_access(&visit, &form);
        let access = access.filter(|app| insider.stored.account.apps.contains_key(&app.site));
        if access.is_none() {
            errors.push(TokenError::App);
        }
        access
    };
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
        app,
        networks: networks.unwrap_or_default(),
    };
    let by = insider.bearer().actor(account, visit.client.ip);
    match visit.desk.actions.create_token(account, new, by).await {
        Ok(token) => shown(&visit, &token, None).await,
        Err(NewTokenError::Trouble(trouble)) => Err(visit.trouble(&trouble)),
        Err(NewTokenError::NameTaken(_)) => page(&visit, &insider, form, vec![TokenError::NameTaken]).await,
        Err(NewTokenError::NotYourApp | NewTokenError::TwoSurfaces) => {
            page(&visit, &insider, form, vec![TokenError::App]).await
        }
        Err(NewTokenError::NoName | NewTokenError::Expired | NewTokenError::UnknownScope { .. }) => {
            page(&visit, &insider, form, vec![TokenError::Name]).await
        }
    }
}

fn lifetime(text: &str) -> Option<TokenLifetime> {
    TokenLifetime::ALL.into_iter().find(|it| it.name() == text)
}

async fn shown(visit: &Visit, token: &ShownToken, replaced: Option<TokenCut>) -> Page {
    let mut frame = visit.frame().await?;
    frame.path_and_query = "/account/tokens".to_owned();
    let page = TokenShownPage {
        frame,
        name: token.stored.name.clone(),
        secret: token.secret.reveal().to_owned(),
        expires_at: token.stored.terms.expires_at,
        replaced,
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
        Some(token) => {
            let cut = what_was_cut(&visit, token.seq).await?;
            shown(&visit, &token, Some(cut)).await
        }
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
    match revoked.map_err(visit.on_trouble())? {
        Some(seq) => {
            // By the time the page is there, so is what was cut.
            what_was_cut(&visit, seq).await?;
            Ok(Answer::see_other(&format!("/account/tokens?revoked={id}")))
        }
        None => Ok(Answer::see_other("/account/tokens")),
    }
}

fn token_id(visit: &Visit, text: &str) -> Result<TokenId, Answer> {
    text.parse().map_err(|_| visit.message(MessageKind::NotFound))
}
