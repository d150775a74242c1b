//! What one decision costs: nanoseconds for an ordinary GET, at 20, 200 and 1,000 matchers.
//!
//! `cargo bench --bench decide`. The aim is 1 µs at 20 scopes; a strange path and a read parameter are shown beside.

#![expect(clippy::unwrap_used, reason = "a bench may stop at the first surprise")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use gatepass::access::*;
use http::Method;
use jiff::{SignedDuration, Timestamp};

const DECISIONS: u32 = 2_000;

fn main() {
    println!("{:>8}  {:<34} {:>12}", "matchers", "target", "ns/decision");
    for matchers in [20, 200, 1000] {
        for target in [
            "/contacts/20/edit?tab=notes",
            "/Contacts/20/edit?tab=notes",
            "/a%20b.pdf",
            "/index.php?module=Contacts&view=List",
            "/x/..;/contacts%2F20",
        ] {
            println!(
                "{matchers:>8}  {target:<34} {:>12.0}",
                nanoseconds(matchers, target)
            );
        }
    }
}

/// The best of ten rounds: the others were disturbed.
fn nanoseconds(matchers: u32, target: &str) -> f64 {
    let (policy, grant) = site(matchers);
    let grant = Arc::new(grant);
    let session = Arc::new(Session {
        id: SessionId::from_bytes([2; 16]),
        grant: grant.id,
        generation: 1,
        stage: SessionStage::Complete,
        started_at: at(0),
    });
    let standing = Standing::Agent(AgentStanding {
        session,
        grant,
        trust: None,
        proof: None,
    });
    let request = AccessRequest {
        method: Method::GET,
        target: CanonicalTarget::parse(target.as_bytes()).unwrap(),
        body: Body::None,
        purpose: Purpose::Exchange,
        client: ClientEvidence {
            ip: "192.0.2.1".parse().unwrap(),
            user_agent: "Firefox".to_owned(),
        },
        trust_key: None,
    };
    let round = || {
        let start = Instant::now();
        for _ in 0..DECISIONS {
            drop(black_box(decide(
                black_box(&request),
                black_box(&standing),
                black_box(&policy),
                at(500),
            )));
        }
        start.elapsed().as_secs_f64() * 1e9 / f64::from(DECISIONS)
    };
    (0..10).map(|_| round()).fold(f64::INFINITY, f64::min)
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// One matcher in each of 20 scopes, ten or fifty; every tenth reads a parameter.
fn site(matchers: u32) -> (SitePolicy, Grant) {
    let mut scopes: Vec<Scope> = (0..20).map(scope).collect();
    for number in 0..matchers {
        let path = match number % 10 {
            0 => "/contacts/**".to_owned(),
            1 => "/index.php".to_owned(),
            2 => format!("/**/part{number}"),
            _ => format!("/part{number}/*/edit"),
        };
        let rule = ParameterRule::new("module", vec![Glob::parse(&format!("Part{number}")).unwrap()]);
        let matcher = Matcher {
            path: Some(PathPattern::parse(&path).unwrap()),
            methods: Vec::new(),
            parameters: if number % 10 == 1 { vec![rule] } else { Vec::new() },
        };
        let place = number as usize % scopes.len();
        if let Some(scope) = scopes.get_mut(place) {
            scope.matchers.push(matcher);
        }
    }
    let grant = Grant {
        id: GrantId::from_bytes([1; 16]),
        site: SiteName::new("crm"),
        user_name: "anna".to_owned(),
        grantor: "bert".to_owned(),
        agent: AgentName::default(),
        scopes: scopes
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
        claim_by: None,
        first_used_at: None,
        created_at: at(0),
        state: GrantState::Active,
        generation: 1,
    };
    let policy = SitePolicy {
        name: SiteName::new("crm"),
        visitors: Visitors::Refuse,
        elsewhere: Visibility::Full,
        challenge: ChallengeRule::Never,
        trust_for: SignedDuration::from_mins(5),
        scopes: scopes.into(),
    };
    (policy, grant)
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
