//! How an app is told who acts for whom, in the ways that its site asks for.
//!
//! Signing costs more than all else that a request needs, so what was worked out for a session serves its next
//! requests too, for a quarter of the signed statement's life.

use std::sync::Arc;

use http::{HeaderName, HeaderValue};
use jiff::{SignedDuration, Timestamp};
use moka::sync::Cache;
use pingora::{Error, ErrorType};

use super::routes::Route;
use crate::access::{Grant, Permitted, SessionId, Visibility};
use crate::config::{IdentityTemplate, TemplatePart};
use crate::crypto::{AssertionClaims, Keys};

/// An assertion lives a minute; the app has to see at least most of it.
const SERVES_FOR: SignedDuration = SignedDuration::from_secs(15);
/// Sessions whose introductions are remembered; more are worked out for each request.
const MOST_REMEMBERED: u64 = 10_000;

/// What introduces one session.
#[derive(Debug)]
pub(super) struct Introduction {
    /// Which state of the grant it speaks of: a changed grant is another value.
    grant: Arc<Grant>,
    made_at: Timestamp,
    fields: Vec<(HeaderName, HeaderValue)>,
}

impl Introduction {
    pub(super) fn fields(&self) -> &[(HeaderName, HeaderValue)] {
        &self.fields
    }

    fn serves(&self, grant: &Arc<Grant>, now: Timestamp) -> bool {
        // A clock that was set back makes it stale too.
        Arc::ptr_eq(&self.grant, grant)
            && self.made_at <= now
            && now.duration_since(self.made_at) < SERVES_FOR
    }
}

/// The introductions of one site. A reload begins with none, because the policy may have changed.
#[derive(Debug)]
pub(super) struct Introductions(Cache<SessionId, Arc<Introduction>>);

impl Introductions {
    pub(super) fn new() -> Self {
        Self(Cache::new(MOST_REMEMBERED))
    }

    /// Who acts for whom.
    pub(super) fn of(
        &self,
        agent: &Permitted,
        route: &Route,
        keys: &Keys,
        now: Timestamp,
    ) -> pingora::Result<Arc<Introduction>> {
        let id = agent.session.id;
        let known = self.0.get(&id).filter(|known| known.serves(&agent.grant, now));
        if let Some(known) = known {
            return Ok(known);
        }
        let made = Arc::new(introduce(agent, route, keys, now)?);
        self.0.insert(id, made.clone());
        Ok(made)
    }
}

fn introduce(agent: &Permitted, route: &Route, keys: &Keys, now: Timestamp) -> pingora::Result<Introduction> {
    let site = &route.site;
    let scopes: Vec<String> = site
        .policy
        .scopes
        .iter()
        .map(|scope| (scope, agent.grant.visibility_of(scope)))
        .filter(|(_, visibility)| *visibility > Visibility::Hidden)
        .map(|(scope, visibility)| format!("{}={visibility}", scope.name))
        .collect();
    let impossible = |what: &'static str| Error::explain(ErrorType::InternalError, what);
    let mut fields = Vec::new();
    for (name, template) in &site.identity.headers {
        let value = HeaderValue::try_from(field_value(&fill(template, agent, &scopes)))
            .map_err(|_| impossible("an identity cannot be written into a field"))?;
        fields.push((name.clone(), value));
    }
    if let Some(name) = &site.identity.assertion {
        let claims = AssertionClaims {
            issuer: &route.issuer,
            site: site.policy.name.as_str(),
            grantor: &agent.grant.grantor,
            agent: agent_name(agent),
            grant: &agent.grant.id.to_string(),
            scopes: &scopes,
            ticket: agent.grant.ticket.as_deref(),
        };
        let assertion = keys.assertion().sign(claims, now);
        let value = assertion.and_then(|assertion| HeaderValue::try_from(assertion).ok());
        let value = value.ok_or_else(|| impossible("an assertion cannot be signed"))?;
        fields.push((name.clone(), value));
    }
    Ok(Introduction {
        grant: agent.grant.clone(),
        made_at: now,
        fields,
    })
}

/// The agent as the grantor knows them, or else the grant's user name.
fn agent_name(agent: &Permitted) -> &str {
    agent
        .grant
        .agent
        .name
        .as_deref()
        .unwrap_or(&agent.grant.user_name)
}

fn fill(template: &IdentityTemplate, agent: &Permitted, scopes: &[String]) -> String {
    let mut filled = String::new();
    for part in &template.0 {
        match part {
            TemplatePart::Text(text) => filled.push_str(text),
            TemplatePart::User => filled.push_str(&agent.grant.grantor),
            TemplatePart::Agent => filled.push_str(agent_name(agent)),
            TemplatePart::Grant => filled.push_str(&agent.grant.id.to_string()),
            TemplatePart::Scopes => filled.push_str(&scopes.join(" ")),
        }
    }
    filled
}

/// Field values are ASCII (RFC 9110 section 5.5); anything else, and `%`, is percent-encoded as UTF-8.
fn field_value(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'%' | 0..=0x1f | 0x7f.. => value.push_str(&format!("%{byte:02X}")),
            visible => value.push(visible.into()),
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_value_cannot_break_out_of_its_line() {
        assert_eq!(field_value("Ann Lee"), "Ann Lee");
        assert_eq!(field_value("Zoë\r\nX: y%"), "Zo%C3%AB%0D%0AX: y%25");
    }

    #[test]
    fn an_introduction_serves_for_fifteen_seconds_and_one_state_of_the_grant() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let grant = Arc::new(Grant::example());
        let introduction = Introduction {
            grant: grant.clone(),
            made_at: at(50),
            fields: Vec::new(),
        };
        for (now, serves) in [(49, false), (50, true), (64, true), (65, false), (80, false)] {
            assert_eq!(introduction.serves(&grant, at(now)), serves, "at {now}");
        }
        // The same words, read again after a change.
        let read_again = Arc::new(Grant::clone(&grant));
        assert!(!introduction.serves(&read_again, at(51)));
    }
}
