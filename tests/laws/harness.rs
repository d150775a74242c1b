//! The nouns that the laws speak of: a site with scopes, a grant, a request, and what became of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use gatepass::access::*;
use http::Method;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, RngSeed};

pub(crate) const NOW: i64 = 1_000_000;

/// The same cases in every run, and no files left behind.
pub(crate) fn cases(count: u32) -> Config {
    Config {
        cases: count,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(0x6a7e_9a55),
        ..Config::default()
    }
}

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// What became of a request, so that two of them can be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Forwarded(Visibility),
    Challenged(Demand),
    Refused(&'static str),
}

impl Outcome {
    /// Lets through no more than `other` does.
    pub(crate) fn is_no_wider_than(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Forwarded(mine), Self::Forwarded(theirs)) => mine <= theirs,
            (Self::Forwarded(_), Self::Challenged(_) | Self::Refused(_)) => false,
            (Self::Challenged(_) | Self::Refused(_), _) => true,
        }
    }

    pub(crate) fn is_forwarded(&self) -> bool {
        matches!(self, Self::Forwarded(_))
    }
}

pub(crate) fn outcome(verdict: &Verdict) -> Outcome {
    match verdict {
        Verdict::Forward(permit) => Outcome::Forwarded(permit.agent().unwrap().visibility),
        Verdict::ReadBody => Outcome::Refused("read-body"),
        Verdict::Challenge(demand) => Outcome::Challenged(*demand),
        Verdict::Refuse(reason) => Outcome::Refused(reason.code()),
    }
}

pub(crate) fn path_matcher(pattern: &str) -> Matcher {
    Matcher {
        paths: vec![PathPattern::parse(pattern).unwrap()],
        ..Matcher::default()
    }
}

pub(crate) fn with_parameter(matcher: Matcher, name: &str, value: &str) -> Matcher {
    with_values(matcher, name, glob(value).into())
}

pub(crate) fn with_values(mut matcher: Matcher, name: &str, values: Values) -> Matcher {
    matcher.parameters.push(ParameterRule::new(name, values));
    matcher
}

fn glob(text: &str) -> Glob {
    Glob::parse(text).unwrap()
}

/// What rules take: texts, expressions, numbers, and everything but those.
fn values() -> impl Strategy<Value = Values> {
    let pattern = prop_oneof![
        3 => prop::sample::select(vec!["Messages", "Con*", "*"]).prop_map(|text| ValuePattern::Glob(glob(text))),
        1 => Just(ValuePattern::Regex(ValueRegex::parse("M[a-z]+|7?").unwrap())),
        1 => Just(ValuePattern::Number(NumberRange::new(0, 7).unwrap())),
    ];
    (prop::collection::vec(pattern, 1..3), prop::bool::weighted(0.3)).prop_map(|(patterns, negated)| {
        let values = Values::from(patterns);
        if negated {
            values.negated().unwrap()
        } else {
            values
        }
    })
}

pub(crate) fn scope(name: &str, matchers: Vec<Matcher>) -> Scope {
    Scope {
        name: ScopeName::new(name),
        label: name.to_owned(),
        default: Visibility::Hidden,
        offer: true,
        challenge: None,
        matchers,
    }
}

pub(crate) fn site(elsewhere: Visibility, scopes: Vec<Scope>) -> SitePolicy {
    SitePolicy {
        name: SiteName::new("crm"),
        visitors: Visitors::Refuse,
        elsewhere,
        challenge: ChallengeRule::Never,
        trust_for: SignedDuration::from_mins(5),
        parameters: SiteParameters::default(),
        idleness: Idleness::default(),
        scopes: scopes.into(),
    }
}

pub(crate) fn grant(scopes: &[(&str, Visibility)]) -> Grant {
    Grant {
        id: GrantId::from_bytes([1; 16]),
        site: SiteName::new("crm"),
        user_name: "anna".to_owned(),
        grantor: "bert".to_owned(),
        agent: AgentName::default(),
        scopes: scopes
            .iter()
            .map(|(name, visible)| (ScopeName::new(name), *visible))
            .collect::<BTreeMap<_, _>>(),
        read_only: false,
        networks: Vec::new(),
        reason: None,
        ticket: None,
        code: CodeMethod::Totp,
        validity: Validity {
            not_before: at(NOW - 1000),
            expires_at: at(NOW + 1000),
        },
        limits: SessionLimits::default(),
        claim_by: None,
        first_used_at: Some(at(NOW - 500)),
        created_at: at(NOW - 1000),
        state: GrantState::Active,
        generation: 1,
    }
}

pub(crate) fn standing(grant: &Grant) -> AgentStanding {
    AgentStanding {
        session: Arc::new(Session {
            id: SessionId::from_bytes([2; 16]),
            grant: grant.id,
            generation: grant.generation,
            stage: SessionStage::Complete,
            holder: Holder::Agent,
            started_at: at(NOW - 500),
        }),
        grant: Arc::new(grant.clone()),
        trust: None,
        active_at: at(NOW),
        proof: None,
    }
}

pub(crate) fn get(target: &str) -> AccessRequest {
    request(Method::GET, target).unwrap_or_else(|error| panic!("{target}: {error}"))
}

pub(crate) fn request(method: Method, target: &str) -> Result<AccessRequest, TargetError> {
    Ok(AccessRequest {
        method,
        target: CanonicalTarget::parse(target.as_bytes())?,
        body: Body::None,
        cookies: None,
        purpose: Purpose::Exchange,
        client: ClientEvidence {
            ip: "192.0.2.1".parse().unwrap(),
            user_agent: "Firefox".to_owned(),
        },
        trust_key: None,
    })
}

pub(crate) fn judge(request: &AccessRequest, grant: &Grant, site: &SitePolicy) -> Outcome {
    outcome(&decide(request, &Standing::Agent(standing(grant)), site, at(NOW)))
}

/// No two words fold to the same, so that a pattern means as much folded as written.
pub(crate) const WORDS: [&str; 9] = [
    "messages",
    "contacts",
    "files",
    "Admin",
    "edit",
    "index.php",
    "b",
    "20",
    "é.tar",
];

const PATTERNS: [&str; 12] = [
    "/messages/**",
    "/contacts/**",
    "/files/*",
    "/Admin",
    "/**/edit",
    "/b/messages",
    "/index.php",
    "/contacts/*/edit",
    "/**/é.tar",
    "/",
    "/m*/**",
    "/**",
];

pub(crate) fn visibility() -> impl Strategy<Value = Visibility> + Clone {
    prop_oneof![
        Just(Visibility::Hidden),
        Just(Visibility::ReadOnly),
        Just(Visibility::Full)
    ]
}

pub(crate) fn method() -> impl Strategy<Value = Method> {
    prop_oneof![4 => Just(Method::GET), 1 => Just(Method::HEAD), 1 => Just(Method::POST), 1 => Just(Method::DELETE)]
}

fn matcher() -> impl Strategy<Value = Matcher> {
    let parameter = prop::option::weighted(0.3, (prop::sample::select(vec!["module", "tab"]), values()));
    let methods = prop::collection::vec(method(), 0..2);
    (
        prop::option::weighted(0.9, prop::sample::select(PATTERNS.to_vec())),
        parameter,
        methods,
    )
        .prop_map(|(path, parameter, methods)| {
            let matcher = Matcher {
                paths: path
                    .map(|path| PathPattern::parse(path).unwrap())
                    .into_iter()
                    .collect(),
                methods,
                parameters: Vec::new(),
                json: Vec::new(),
                written: None,
            };
            match parameter {
                Some((name, values)) => with_values(matcher, name, values),
                None => matcher,
            }
        })
}

fn challenge() -> impl Strategy<Value = Option<ChallengeRule>> {
    prop_oneof![
        6 => Just(None),
        1 => Just(Some(ChallengeRule::Never)),
        1 => Just(Some(ChallengeRule::Window)),
        1 => Just(Some(ChallengeRule::Always)),
    ]
}

/// A site with up to five scopes `s0`, `s1`, …, and a grant that shows some of them.
pub(crate) fn site_and_grant() -> impl Strategy<Value = (SitePolicy, Grant)> {
    let one = (
        prop::collection::vec(matcher(), 1..3),
        visibility(),
        challenge(),
        prop::bool::weighted(0.9),
    );
    (
        visibility(),
        prop::collection::vec(one, 0..5),
        any::<bool>(),
        challenge(),
    )
        .prop_map(|(elsewhere, all, read_only, rule)| {
            let mut scopes = Vec::new();
            let mut shown = BTreeMap::new();
            for (index, (matchers, visible, challenge, offer)) in all.into_iter().enumerate() {
                let scope = Scope {
                    challenge,
                    offer,
                    ..scope(&format!("s{index}"), matchers)
                };
                shown.insert(scope.name.clone(), visible);
                scopes.push(scope);
            }
            let site = SitePolicy {
                challenge: rule.unwrap_or(ChallengeRule::Never),
                ..site(elsewhere, scopes)
            };
            (
                site,
                Grant {
                    scopes: shown,
                    read_only,
                    ..grant(&[])
                },
            )
        })
}

/// A path of known words, and now and then a query.
pub(crate) fn plain_path() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..4)
}

pub(crate) fn query() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "",
        "?tab=notes",
        "?module=Messages",
        "?module=Contacts&tab=x",
        "?a=1;b=2",
    ])
}

pub(crate) fn any_request() -> impl Strategy<Value = AccessRequest> {
    let body = prop_oneof![3 => Just(Body::None), 1 => Just(Body::Unread)];
    (method(), plain_path(), query(), body).prop_map(|(method, path, query, body)| {
        let path = super::respelling::written(&path);
        AccessRequest {
            body,
            ..request(method, &format!("{path}{query}")).unwrap()
        }
    })
}
