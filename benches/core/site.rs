//! A site of twenty scopes, a grant that shows them all, and an agent who asks.

use std::sync::Arc;

use gatepass::access::*;
use http::Method;
use jiff::{SignedDuration, Timestamp};

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

pub(crate) fn request(target: &str) -> AccessRequest {
    AccessRequest {
        method: Method::GET,
        target: CanonicalTarget::parse(target.as_bytes()).unwrap(),
        body: Body::None,
        cookies: None,
        purpose: Purpose::Exchange,
        client: client(),
        trust_key: None,
    }
}

pub(crate) fn client() -> ClientEvidence {
    ClientEvidence {
        ip: "192.0.2.1".parse().unwrap(),
        user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned(),
    }
}

pub(crate) fn agent(grant: Grant) -> Standing {
    Standing::Agent(AgentStanding {
        session: Arc::new(session(SessionId::from_bytes([2; 16]), &grant)),
        grant: Arc::new(grant),
        trust: None,
        active_at: Timestamp::MAX,
        proof: None,
    })
}

pub(crate) fn session(id: SessionId, grant: &Grant) -> Session {
    Session {
        id,
        grant: grant.id,
        generation: grant.generation,
        stage: SessionStage::Complete,
        holder: Holder::Agent,
        started_at: at(0),
    }
}

/// One matcher in each of 20 scopes, ten or fifty; every tenth reads a parameter.
pub(crate) fn policy(matchers: u32) -> SitePolicy {
    let mut scopes: Vec<Scope> = (0..20).map(scope).collect();
    for number in 0..matchers {
        let path = match number % 10 {
            0 => "/contacts/**".to_owned(),
            1 => "/index.php".to_owned(),
            2 => format!("/**/part{number}"),
            _ => format!("/part{number}/*/edit"),
        };
        let rule = ParameterRule::new("module", Glob::parse(&format!("Part{number}")).unwrap());
        let matcher = Matcher {
            paths: vec![PathPattern::parse(&path).unwrap()],
            methods: Vec::new(),
            parameters: if number % 10 == 1 { vec![rule] } else { Vec::new() },
            ..Matcher::default()
        };
        let place = number as usize % scopes.len();
        if let Some(scope) = scopes.get_mut(place) {
            scope.matchers.push(matcher);
        }
    }
    SitePolicy {
        name: SiteName::new("crm"),
        visitors: Visitors::Refuse,
        elsewhere: Visibility::Full,
        challenge: ChallengeRule::Never,
        trust_for: SignedDuration::from_mins(5),
        parameters: SiteParameters::default(),
        idleness: Idleness::default(),
        scopes: scopes.into(),
    }
}

fn scope(number: u32) -> Scope {
    Scope {
        name: ScopeName::new(&format!("scope{number}")),
        label: format!("Scope {number}"),
        default: Visibility::Full,
        offer: true,
        challenge: None,
        matchers: Vec::new(),
    }
}

/// Shows everything that the policy has.
pub(crate) fn grant(id: GrantId, policy: &SitePolicy) -> Grant {
    Grant {
        id,
        site: policy.name.clone(),
        user_name: "anna".to_owned(),
        grantor: "bert".to_owned(),
        agent: AgentName::default(),
        scopes: policy
            .scopes
            .iter()
            .map(|scope| (scope.name.clone(), Visibility::Full))
            .collect(),
        read_only: false,
        networks: Vec::new(),
        reason: None,
        ticket: None,
        code: CodeMethod::Totp,
        validity: Validity {
            not_before: at(0),
            expires_at: at(1000),
        },
        limits: SessionLimits::default(),
        claim_by: None,
        first_used_at: None,
        created_at: at(0),
        state: GrantState::Active,
        generation: 1,
    }
}
