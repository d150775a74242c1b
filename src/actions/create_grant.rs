//! Gives an agent access: a new grant with new credentials.

use std::collections::BTreeMap;

use ipnet::IpNet;
use jiff::{SignedDuration, Timestamp};

use super::credentials::Credentials;
use super::{Actions, Trouble};
use crate::access::{
    AgentName, CodeMethod, EmailAddress, Grant, GrantId, GrantState, ScopeName, SessionLimits, SiteName,
    Validity, Visibility,
};
use crate::audit::{Action, Actor, ChangeEvent};
use crate::config::{Site, format_duration};
use crate::crypto::{random_bytes, readable_text};
use crate::store::{Seq, StoreError};

/// What a grantor asks for.
#[derive(Debug, Clone)]
pub struct NewGrant {
    /// Whose account the agent will see.
    pub grantor: String,
    pub lasts: SignedDuration,
    /// When it begins; `None`: now.
    pub starts_at: Option<Timestamp>,
    /// Scopes that differ from what the policy offers by default.
    pub show: BTreeMap<ScopeName, Visibility>,
    pub read_only: bool,
    pub agent: AgentName,
    pub reason: Option<String>,
    pub ticket: Option<String>,
    pub networks: Vec<IpNet>,
    pub claim_within: Option<SignedDuration>,
    pub limits: SessionLimits,
    pub code: CodeMethod,
}

pub struct CreatedGrant {
    pub grant: Grant,
    pub credentials: Credentials,
    pub seq: Seq,
}

#[derive(Debug, thiserror::Error)]
pub enum CreateGrantError {
    #[error("`{0}` is no account name: give the name that the app shows, without control characters")]
    NoGrantor(String),
    #[error("a grant for `{site}` cannot last {asked}; choose one of {offered}")]
    DurationNotOffered {
        site: SiteName,
        asked: String,
        offered: String,
    },
    #[error("a grant begins now, or within the next 30 days; `{0}` is not then")]
    NotThen(Timestamp),
    #[error("`{site}` has no scope `{name}`; it has {known}")]
    UnknownScope {
        site: SiteName,
        name: ScopeName,
        known: String,
    },
    #[error("the policy of `{site}` never shows `{name}` to support (`offer = false`)")]
    NotOffered { site: SiteName, name: ScopeName },
    #[error("`{site}` has no `{asked}` security codes; choose one of {offered}")]
    CodeNotOffered {
        site: SiteName,
        asked: &'static str,
        offered: String,
    },
    #[error("codes are mailed to the agent: give the agent's e-mail address")]
    NoAddress,
    #[error("`{grantor}` already has a live grant for `{site}`; revoke or regenerate it")]
    AlreadyLive { site: SiteName, grantor: String },
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

/// So far ahead a grant can be given. As long as the longest grant: whoever plans further plans again.
const FURTHEST_AHEAD: SignedDuration = SignedDuration::from_hours(30 * 24);

/// A moment that passed while somebody filled in a form and looked for their code is now.
const JUST_PASSED: SignedDuration = SignedDuration::from_mins(15);

/// Characters of a user name after its dot: 5 bits each, enough to be unique and not guessed at in passing.
const SUFFIX_LENGTH: usize = 4;

impl Actions {
    pub async fn create_grant(
        &self,
        site: &Site,
        wanted: NewGrant,
        by: Actor,
    ) -> Result<CreatedGrant, CreateGrantError> {
        let now = self.clock.now();
        let grant = compose(site, wanted, now)?;
        let drawn = self.draw_secrets(&grant).await?;
        let event = ChangeEvent::new(by, Action::GrantCreated)
            .grant(grant.id)
            .detail("site", grant.site.as_str())
            .detail("grantor", &grant.grantor)
            .detail("userName", &grant.user_name)
            .detail("startsAt", grant.validity.not_before.to_string())
            .detail("expiresAt", grant.validity.expires_at.to_string())
            .detail("scopes", scopes_in_words(&grant));
        let mut change = self.store.change().await.map_err(Trouble::Store)?;
        change
            .add_grant(&grant, &drawn.stored, now)
            .await
            .map_err(|error| match error {
                StoreError::AlreadyLive => CreateGrantError::AlreadyLive {
                    site: grant.site.clone(),
                    grantor: grant.grantor.clone(),
                },
                other @ (StoreError::Database(_)
                | StoreError::Migration(_)
                | StoreError::Corrupt(_)
                | StoreError::Moved(_)
                | StoreError::OtherLog
                | StoreError::Taken) => Trouble::Store(other).into(),
            })?;
        let seq = change.commit(&event, now).await.map_err(Trouble::Store)?;
        let credentials = drawn.credentials(&grant, site, now);
        Ok(CreatedGrant {
            grant,
            credentials,
            seq,
        })
    }
}

fn compose(site: &Site, wanted: NewGrant, now: Timestamp) -> Result<Grant, CreateGrantError> {
    // Whole seconds: what is printed is what holds.
    let whole = |at: Timestamp| Timestamp::from_second(at.as_second()).unwrap_or(at);
    let now = whole(now);
    let name = &site.policy.name;
    let grantor = wanted.grantor.trim().to_owned();
    if grantor.is_empty() || grantor.len() > 200 || grantor.chars().any(char::is_control) {
        return Err(CreateGrantError::NoGrantor(wanted.grantor));
    }
    if !site.durations.contains(&wanted.lasts) {
        let offered: Vec<String> = site.durations.iter().map(|it| format_duration(*it)).collect();
        return Err(CreateGrantError::DurationNotOffered {
            site: name.clone(),
            asked: format_duration(wanted.lasts),
            offered: offered.join(", "),
        });
    }
    check_code(site, &wanted)?;
    let starts_at = beginning(wanted.starts_at.map(whole), now)?;
    Ok(Grant {
        id: GrantId::from_bytes(random_bytes()),
        site: name.clone(),
        user_name: user_name_for(&grantor),
        scopes: visibilities(site, &wanted.show)?,
        grantor,
        agent: wanted.agent,
        read_only: wanted.read_only,
        networks: wanted.networks,
        reason: wanted.reason,
        ticket: wanted.ticket,
        code: wanted.code,
        limits: wanted.limits,
        validity: Validity {
            not_before: starts_at,
            expires_at: starts_at + wanted.lasts,
        },
        claim_by: wanted.claim_within.map(|within| starts_at + within),
        first_used_at: None,
        created_at: now,
        state: GrantState::Active,
        generation: 1,
    })
}

/// Whether a grant that is made now may begin at this moment.
pub fn is_a_beginning(at: Timestamp, now: Timestamp) -> bool {
    let ahead = at.duration_since(now);
    -JUST_PASSED <= ahead && ahead <= FURTHEST_AHEAD
}

fn beginning(asked: Option<Timestamp>, now: Timestamp) -> Result<Timestamp, CreateGrantError> {
    match asked {
        None => Ok(now),
        Some(at) if is_a_beginning(at, now) => Ok(at.max(now)),
        Some(at) => Err(CreateGrantError::NotThen(at)),
    }
}

/// That the site has codes of this kind, and that there is somebody to send them to.
fn check_code(site: &Site, wanted: &NewGrant) -> Result<(), CreateGrantError> {
    if !site.security_codes.contains(&wanted.code) {
        let offered: Vec<&str> = site.security_codes.iter().map(|it| it.as_str()).collect();
        return Err(CreateGrantError::CodeNotOffered {
            site: site.policy.name.clone(),
            asked: wanted.code.as_str(),
            offered: offered.join(", "),
        });
    }
    let address = wanted.agent.email.as_deref();
    let is_address = address.is_some_and(|address| address.parse::<EmailAddress>().is_ok());
    if wanted.code == CodeMethod::Email && !is_address {
        return Err(CreateGrantError::NoAddress);
    }
    Ok(())
}

/// Every scope that the policy offers, as asked for or else as the policy's default has it.
fn visibilities(
    site: &Site,
    show: &BTreeMap<ScopeName, Visibility>,
) -> Result<BTreeMap<ScopeName, Visibility>, CreateGrantError> {
    check_scopes(site, show.keys())?;
    let offered = site.policy.scopes.iter().filter(|scope| scope.offer);
    Ok(offered
        .map(|scope| {
            (
                scope.name.clone(),
                show.get(&scope.name).copied().unwrap_or(scope.default),
            )
        })
        .collect())
}

/// That all of these are scopes of the site, and on offer.
pub(super) fn check_scopes<'n>(
    site: &Site,
    names: impl Iterator<Item = &'n ScopeName>,
) -> Result<(), CreateGrantError> {
    let policy = &site.policy;
    for name in names {
        match policy.scopes.iter().find(|scope| scope.name == *name) {
            None => {
                let known: Vec<String> = policy
                    .scopes
                    .iter()
                    .map(|scope| format!("`{}`", scope.name))
                    .collect();
                let known = if known.is_empty() {
                    "none".to_owned()
                } else {
                    known.join(", ")
                };
                return Err(CreateGrantError::UnknownScope {
                    site: policy.name.clone(),
                    name: name.clone(),
                    known,
                });
            }
            Some(scope) if !scope.offer => {
                return Err(CreateGrantError::NotOffered {
                    site: policy.name.clone(),
                    name: name.clone(),
                });
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// `Ann Lee` → `ann-lee.k7q4`. An e-mail address loses its domain.
fn user_name_for(grantor: &str) -> String {
    let local = grantor.split('@').next().unwrap_or_default().to_lowercase();
    let words: Vec<&str> = local
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let mut stem = words.join("-");
    stem.truncate(24);
    if stem.is_empty() {
        stem.push_str("support");
    }
    format!("{stem}.{}", readable_text(SUFFIX_LENGTH))
}

fn scopes_in_words(grant: &Grant) -> String {
    let all: Vec<String> = grant
        .scopes
        .iter()
        .map(|(name, visibility)| format!("{name}={visibility}"))
        .collect();
    all.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_name_is_readable_and_no_address() {
        assert!(user_name_for("ann").starts_with("ann."));
        assert!(user_name_for("Ann Lee").starts_with("ann-lee."));
        assert!(user_name_for("ann@example.com").starts_with("ann."));
        assert!(user_name_for("李").starts_with("support."));
        assert_eq!(user_name_for("ann").len(), "ann.".len() + SUFFIX_LENGTH);
    }

    #[test]
    fn a_grant_begins_now_or_within_thirty_days() {
        let now = Timestamp::from_second(1_000_000).unwrap();
        let day = SignedDuration::from_hours(24);
        let minute = SignedDuration::from_mins(1);
        assert_eq!(beginning(None, now).unwrap(), now);
        assert_eq!(beginning(Some(now + day * 30), now).unwrap(), now + day * 30);
        assert_eq!(
            beginning(Some(now - minute), now).unwrap(),
            now,
            "it has just passed"
        );
        for wrong in [now + day * 30 + minute, now - minute * 16] {
            assert!(beginning(Some(wrong), now).is_err());
        }
    }
}
