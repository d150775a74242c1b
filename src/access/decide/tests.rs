//! The rules of the decision, one sentence each. Laws that hold for all inputs are in `tests/laws`.

use std::sync::Arc;

use jiff::SignedDuration;

use super::*;
use crate::access::*;

const NOON: i64 = 1_000_000;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// A site with a part for messages, a part for contacts, and everything else shown; an agent who may see all of it.
struct Scene {
    policy: SitePolicy,
    grant: Grant,
    session: Session,
    trust: Option<TrustedClient>,
    active_at: Timestamp,
    proof: Option<StepUpProof>,
    request: AccessRequest,
}

fn scope(name: &str, path: &str) -> Scope {
    Scope {
        name: ScopeName::new(name),
        label: name.to_uppercase(),
        default: Visibility::Hidden,
        offer: true,
        challenge: None,
        matchers: vec![Matcher {
            paths: vec![PathPattern::parse(path).unwrap()],
            ..Matcher::default()
        }],
    }
}

fn reading(mut scope: Scope, name: &str, value: &str) -> Scope {
    let rule = ParameterRule::new(name, Glob::parse(value).unwrap());
    for matcher in &mut scope.matchers {
        matcher.parameters.push(rule.clone());
    }
    scope
}

fn scene() -> Scene {
    let grant = GrantId::from_bytes([1; 16]);
    Scene {
        policy: SitePolicy {
            name: SiteName::new("crm"),
            visitors: Visitors::Refuse,
            elsewhere: Visibility::Full,
            challenge: ChallengeRule::Never,
            trust_for: SignedDuration::from_mins(5),
            parameters: SiteParameters::default(),
            idleness: Idleness::default(),
            scopes: vec![
                scope("messages", "/messages/**"),
                scope("contacts", "/contacts/**"),
            ]
            .into(),
        },
        grant: Grant {
            id: grant,
            site: SiteName::new("crm"),
            scopes: ["messages", "contacts"]
                .map(|name| (ScopeName::new(name), Visibility::Full))
                .into(),
            validity: Validity {
                not_before: at(NOON - 100),
                expires_at: at(NOON + 100),
            },
            created_at: at(NOON - 100),
            generation: 3,
            ..Grant::example()
        },
        session: Session {
            id: SessionId::from_bytes([2; 16]),
            grant,
            generation: 3,
            stage: SessionStage::Complete,
            holder: Holder::Agent,
            started_at: at(NOON - 50),
        },
        trust: None,
        active_at: at(NOON),
        proof: None,
        request: AccessRequest {
            method: Method::GET,
            target: CanonicalTarget::parse(b"/").unwrap(),
            body: Body::None,
            cookies: None,
            purpose: Purpose::Exchange,
            client: ClientEvidence {
                ip: "192.0.2.1".parse().unwrap(),
                user_agent: "Firefox".to_owned(),
            },
            trust_key: Some(TrustKey([7; 32])),
        },
    }
}

impl Scene {
    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    fn shows(self, scope: &str, visible: Visibility) -> Self {
        self.with(|it| {
            it.grant.scopes.insert(ScopeName::new(scope), visible);
        })
    }

    fn asks(self, method: Method, target: &str) -> Self {
        self.with(|it| {
            it.request.method = method;
            it.request.target = CanonicalTarget::parse(target.as_bytes()).unwrap();
        })
    }

    fn gets(self, target: &str) -> Self {
        self.asks(Method::GET, target)
    }

    fn challenges(self, rule: ChallengeRule) -> Self {
        self.with(|it| it.policy.challenge = rule)
    }

    fn trusted(self, since: i64, until: i64) -> Self {
        self.with(|it| {
            let key = TrustKey([7; 32]);
            it.trust = Some(TrustedClient {
                key,
                since: at(NOON + since),
                until: at(NOON + until),
            });
        })
    }

    fn decided_at(self, second: i64) -> Verdict {
        let standing = Standing::Agent(AgentStanding {
            session: Arc::new(self.session),
            grant: Arc::new(self.grant),
            trust: self.trust,
            active_at: self.active_at,
            proof: self.proof,
        });
        decide(&self.request, &standing, &self.policy, at(second))
    }

    fn passes(self) -> Permit {
        match self.decided_at(NOON) {
            Verdict::Forward(permit) => permit,
            other @ (Verdict::ReadBody | Verdict::Challenge(_) | Verdict::Refuse(_)) => {
                panic!("not forwarded: {other:?}")
            }
        }
    }

    fn refused(self) -> Reason {
        self.refused_at(NOON)
    }

    fn refused_at(self, second: i64) -> Reason {
        match self.decided_at(second) {
            Verdict::Refuse(reason) => reason,
            other @ (Verdict::ReadBody | Verdict::Challenge(_) | Verdict::Forward(_)) => {
                panic!("not refused: {other:?}")
            }
        }
    }

    fn demanded(self) -> Demand {
        match self.decided_at(NOON) {
            Verdict::Challenge(demand) => demand,
            other @ (Verdict::ReadBody | Verdict::Forward(_) | Verdict::Refuse(_)) => {
                panic!("not challenged: {other:?}")
            }
        }
    }

    fn of_a_visitor(self) -> Verdict {
        decide(&self.request, &Standing::Visitor, &self.policy, at(NOON))
    }
}

fn hidden(label: &str) -> Reason {
    Reason::Hidden(vec![label.to_owned()])
}

fn read_only(label: &str) -> Reason {
    Reason::ReadOnly(vec![label.to_owned()])
}

mod body;
mod standing;
mod trust;
mod view;
