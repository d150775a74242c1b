//! Personal access tokens: made, renewed, revoked. Each is shown once and kept as a digest.

use std::collections::BTreeMap;

use ipnet::IpNet;
use jiff::Timestamp;

use crate::access::{AccountId, AppAccess, ScopeName, TokenId, Visibility};
use crate::actions::{Actions, CreateGrantError, Trouble, check_scopes};
use crate::audit::{Action, Actor, ChangeEvent};
use crate::config::Site;
use crate::crypto::{AccessToken, TokenKind, random_bytes};
use crate::store::{Seq, StoredToken, TokenTerms};

/// What a token is to be.
#[derive(Debug, Clone, Default)]
pub struct NewToken {
    pub name: String,
    pub bypass_second_factor: bool,
    pub expires_at: Option<Timestamp>,
    /// Parts of the API; empty: all that a token may use.
    pub scopes: Vec<String>,
    /// `None`: it is for the API. Else for this app: see [`app_access`].
    pub app: Option<AppAccess>,
    pub networks: Vec<IpNet>,
}

/// A token with its secret: the only time that it is seen.
pub struct ShownToken {
    pub stored: StoredToken,
    pub secret: AccessToken,
    pub seq: Seq,
}

#[derive(Debug, thiserror::Error)]
pub enum NewTokenError {
    #[error("give the token a name of 1 to 100 characters")]
    NoName,
    #[error("there is a token `{0}` already; revoke it, or take another name")]
    NameTaken(String),
    #[error("the token would have expired already")]
    Expired,
    #[error("`{unknown}` is no scope of a token; take some of {}", TOKEN_SCOPES.join(", "))]
    UnknownScope { unknown: String },
    #[error("a token is for parts of the API or for an app, not for both")]
    TwoSurfaces,
    #[error("the account has no user in this app")]
    NotYourApp,
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

/// What a token for an app is to show: the scopes that are named, and nothing else.
///
/// # Errors
/// The site has no such scope, or never shows it to anybody but its users.
pub fn app_access(
    site: &Site,
    show: BTreeMap<ScopeName, Visibility>,
    read_only: bool,
) -> Result<AppAccess, CreateGrantError> {
    check_scopes(site, show.keys())?;
    Ok(AppAccess {
        site: site.policy.name.clone(),
        scopes: show,
        read_only,
    })
}

/// Parts of the API that a token can be limited to.
pub const TOKEN_SCOPES: [&str; 6] = ["me", "sites", "grants:read", "grants:write", "audit", "handoff"];

impl Actions {
    /// `actor`: the account's owner, or the command line.
    pub async fn create_token(
        &self,
        account: AccountId,
        new: NewToken,
        actor: Actor,
    ) -> Result<ShownToken, NewTokenError> {
        let now = self.clock.now();
        let name = new.name.trim().to_owned();
        if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
            return Err(NewTokenError::NoName);
        }
        if new.expires_at.is_some_and(|end| end <= now) {
            return Err(NewTokenError::Expired);
        }
        if let Some(unknown) = new.scopes.iter().find(|it| !TOKEN_SCOPES.contains(&it.as_str())) {
            return Err(NewTokenError::UnknownScope {
                unknown: unknown.clone(),
            });
        }
        if new.app.is_some() && !new.scopes.is_empty() {
            return Err(NewTokenError::TwoSurfaces);
        }
        let mut change = self.store.change().await.map_err(Trouble::Store)?;
        if let Some(app) = &new.app {
            let owner = change.account(account).await.map_err(Trouble::Store)?;
            if !owner.is_some_and(|owner| owner.account.apps.contains_key(&app.site)) {
                return Err(NewTokenError::NotYourApp);
            }
        }
        let secret = AccessToken::generate(TokenKind::Personal);
        let stored = StoredToken {
            id: TokenId::from_bytes(random_bytes()),
            account,
            name,
            terms: TokenTerms {
                created_at: now,
                expires_at: new.expires_at,
                bypass_second_factor: new.bypass_second_factor,
                scopes: new.scopes,
                app: new.app,
                generation: 1,
                networks: new.networks,
                last_characters: secret.last_characters(),
            },
            used_at: None,
            used_from: None,
        };
        change
            .add_access_token(&stored, secret.digest())
            .await
            .map_err(|error| Trouble::unless_taken(error, NewTokenError::NameTaken(stored.name.clone())))?;
        let event = token_event(actor, Action::TokenCreated, &stored);
        let seq = change.commit(&event, now).await.map_err(Trouble::Store)?;
        Ok(ShownToken { stored, secret, seq })
    }

    /// A new secret under the same terms. `None`: the account has no such token.
    pub async fn regenerate_token(
        &self,
        account: AccountId,
        id: TokenId,
        actor: Actor,
    ) -> Result<Option<ShownToken>, Trouble> {
        let now = self.clock.now();
        let known = self.store.access_tokens_of(account).await?;
        let Some(mut stored) = known.into_iter().find(|token| token.id == id) else {
            return Ok(None);
        };
        let secret = AccessToken::generate(TokenKind::Personal);
        stored.terms.last_characters = secret.last_characters();
        stored.terms.created_at = now;
        stored.terms.generation = stored.terms.generation.saturating_add(1);
        (stored.used_at, stored.used_from) = (None, None);
        let mut change = self.store.change().await?;
        if !change.replace_access_token(&stored, secret.digest()).await? {
            return Ok(None);
        }
        let event = token_event(actor, Action::TokenRegenerated, &stored);
        let seq = change.commit(&event, now).await?;
        Ok(Some(ShownToken { stored, secret, seq }))
    }

    /// `None`: the account has no such token.
    pub async fn revoke_token(
        &self,
        account: AccountId,
        id: TokenId,
        actor: Actor,
    ) -> Result<Option<Seq>, Trouble> {
        let now = self.clock.now();
        let known = self.store.access_tokens_of(account).await?;
        let Some(stored) = known.into_iter().find(|token| token.id == id) else {
            return Ok(None);
        };
        let mut change = self.store.change().await?;
        if !change.revoke_access_token(account, id, now).await? {
            return Ok(None);
        }
        let event = token_event(actor, Action::TokenRevoked, &stored);
        Ok(Some(change.commit(&event, now).await?))
    }
}

fn token_event(actor: Actor, action: Action, token: &StoredToken) -> ChangeEvent {
    let bypass = if token.terms.bypass_second_factor {
        "yes"
    } else {
        "no"
    };
    let event = ChangeEvent::new(actor, action)
        .account(token.account)
        .detail("token", token.id.to_string())
        .detail("name", &token.name)
        .detail("bypassSecondFactor", bypass);
    match &token.terms.app {
        Some(app) => event.detail("site", app.site.as_str()),
        None => event,
    }
}
