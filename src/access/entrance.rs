//! Where somebody gets in who may see a part of an app: an address that is in it, and that the decision lets through.

use http::Method;
use jiff::Timestamp;

use super::canonical::CanonicalTarget;
use super::client::ClientEvidence;
use super::decide::decide;
use super::matcher::Matcher;
use super::policy::SitePolicy;
use super::request::{AccessRequest, Body, Purpose};
use super::scope::{Scope, Visibility};
use super::session::{AgentStanding, Standing};
use super::verdict::Verdict;

/// What decides where an agent gets in.
#[derive(Debug)]
pub struct WayIn<'v> {
    pub agent: &'v AgentStanding,
    pub policy: &'v SitePolicy,
    pub client: &'v ClientEvidence,
    pub now: Timestamp,
}

impl WayIn<'_> {
    /// Going there leads to it, perhaps after a code.
    pub fn opens(&self, target: &str) -> bool {
        let Ok(target) = CanonicalTarget::parse(target.as_bytes()) else {
            return false;
        };
        let request = AccessRequest {
            method: Method::GET,
            target,
            body: Body::None,
            cookies: None,
            purpose: Purpose::Exchange,
            client: self.client.clone(),
            trust_key: None,
        };
        let standing = Standing::Agent(self.agent.clone());
        match decide(&request, &standing, self.policy, self.now) {
            Verdict::Forward(_) | Verdict::Challenge(_) => true,
            Verdict::Refuse(_) | Verdict::ReadBody => false,
        }
    }

    /// The first address of a part that can be opened. `None`: the part is hidden, or its rules name no address.
    pub fn to(&self, scope: &Scope) -> Option<String> {
        if self.agent.grant.visibility_of(scope) == Visibility::Hidden {
            return None;
        }
        let mut addresses = scope.matchers.iter().filter_map(Matcher::address);
        addresses.find(|address| self.opens(address))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::SignedDuration;

    use super::super::{
        ChallengeRule, Glob, Grant, Holder, Idleness, ParameterRule, PathPattern, ScopeName, Session,
        SessionId, SessionStage, SiteName, SiteParameters, Visitors,
    };
    use super::*;

    fn matcher(path: Option<&str>, parameter: Option<(&str, &str)>, methods: &[Method]) -> Matcher {
        let rule = |(name, value)| ParameterRule::new(name, Glob::parse(value).unwrap());
        Matcher {
            paths: path
                .map(|path| PathPattern::parse(path).unwrap())
                .into_iter()
                .collect(),
            methods: methods.to_vec(),
            parameters: parameter.map(rule).into_iter().collect(),
            ..Matcher::default()
        }
    }

    #[test]
    fn an_address_is_one_that_the_rule_names_without_wildcards() {
        for (path, parameter, methods, address) in [
            (Some("/contacts/**"), None, &[][..], Some("/contacts")),
            (Some("/contacts/*/notes"), None, &[], None),
            (Some("/**"), None, &[], Some("/")),
            (
                Some("/a"),
                Some(("module", "Contacts")),
                &[Method::GET],
                Some("/a?module=Contacts"),
            ),
            (None, Some(("module", "Contacts")), &[], Some("/?module=Contacts")),
            (None, Some(("module", "Con*")), &[], None),
            (Some("/a"), Some(("module", "a&b")), &[], None),
            (Some("/a"), None, &[Method::POST], None),
            (None, None, &[], Some("/")),
        ] {
            let found = matcher(path, parameter, methods).address();
            assert_eq!(found.as_deref(), address, "{path:?} {parameter:?}");
        }
    }

    #[test]
    fn nobody_is_led_into_a_part_that_is_hidden_from_them() {
        let scope = |name: &str, path: &str| Scope {
            name: ScopeName::new(name),
            label: name.to_owned(),
            default: Visibility::Hidden,
            offer: true,
            challenge: None,
            matchers: vec![matcher(Some(path), None, &[])],
        };
        let policy = SitePolicy {
            scopes: vec![scope("seen", "/seen/**"), scope("secret", "/secret/**")].into(),
            name: SiteName::new("crm"),
            visitors: Visitors::Refuse,
            elsewhere: Visibility::Hidden,
            challenge: ChallengeRule::Window,
            trust_for: SignedDuration::ZERO,
            parameters: SiteParameters::default(),
            idleness: Idleness::default(),
        };
        let grant = Grant {
            scopes: [(ScopeName::new("seen"), Visibility::ReadOnly)].into(),
            ..Grant::example()
        };
        let start = grant.validity.not_before;
        let agent = AgentStanding {
            session: Arc::new(Session {
                id: SessionId::from_bytes([2; 16]),
                grant: grant.id,
                generation: grant.generation,
                stage: SessionStage::Complete,
                holder: Holder::Agent,
                started_at: start,
            }),
            grant: Arc::new(grant),
            trust: None,
            active_at: start,
            proof: None,
        };
        let client = ClientEvidence {
            ip: "192.0.2.1".parse().unwrap(),
            user_agent: String::new(),
        };
        let way_in = WayIn {
            agent: &agent,
            policy: &policy,
            client: &client,
            now: start,
        };
        let entrances: Vec<_> = policy.scopes.iter().map(|scope| way_in.to(scope)).collect();
        assert_eq!(entrances, [Some("/seen".to_owned()), None]);
        assert!(!way_in.opens("/"));
    }
}
