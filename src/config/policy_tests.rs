//! Runs the `[[site.test]]` of a config through the gateway's own decision, with a grant made up for each.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use http::Method;
use jiff::{SignedDuration, Timestamp};

use super::settings::{Expectation, PolicyTest, Settings, Site};
use crate::access::canonical::LARGEST_BODY;
use crate::access::{
    AccessRequest, AgentName, AgentStanding, Body, BodyFields, BodyReader, CanonicalTarget, ClientEvidence,
    CodeMethod, Grant, GrantId, GrantState, Holder, Purpose, Reason, Session, SessionId, SessionStage,
    SiteName, SitePolicy, Standing, StepUpProof, Validity, Verdict, Visibility, decide,
};

/// The gateway would do something else than the test says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyTestFailure {
    pub site: SiteName,
    /// Of the test's `request` in the config.
    pub line: usize,
    /// As written.
    pub request: String,
    pub expected: Expectation,
    pub found: Expectation,
    /// Why, when the gateway refuses: a stable code.
    pub reason: Option<&'static str>,
}

impl fmt::Display for PolicyTestFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            site,
            line,
            request,
            expected,
            found,
            reason,
        } = self;
        write!(f, "line {line}: site `{site}`: `{request}` is {found}")?;
        if let Some(reason) = reason.filter(|reason| *reason != found.as_str()) {
            write!(f, " ({reason})")?;
        }
        write!(f, ", the test expects {expected}; change its scopes or the test")
    }
}

impl Expectation {
    /// The word in the config.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Visible(visibility) => visibility.as_str(),
            Self::Refused => "refused",
        }
    }
}

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Runs the tests of all sites, as if at `now`. Empty: all as expected.
pub fn run_policy_tests(settings: &Settings, now: Timestamp) -> Vec<PolicyTestFailure> {
    let tests = settings
        .sites
        .iter()
        .flat_map(|site| site.tests.iter().map(move |test| (site, test)));
    tests
        .filter_map(|(site, test)| failure(site, test, now))
        .collect()
}

fn failure(site: &Site, test: &PolicyTest, now: Timestamp) -> Option<PolicyTestFailure> {
    let (found, reason) = match request(test, &site.policy) {
        Some(request) => {
            let standing = signed_in_agent(site, test, now);
            outcome(&decide(&request, &standing, &site.policy, now))
        }
        None => (Expectation::Refused, Some("malformed-target")),
    };
    (found != test.expect).then(|| PolicyTestFailure {
        site: site.policy.name.clone(),
        line: test.line,
        request: format!("{} {}", test.method, test.target),
        expected: test.expect,
        found,
        reason,
    })
}

/// `None`: the gateway would not even accept the target.
fn request(test: &PolicyTest, policy: &SitePolicy) -> Option<AccessRequest> {
    Some(AccessRequest {
        method: test.method.clone(),
        target: CanonicalTarget::parse(test.target.as_bytes()).ok()?,
        body: body_of(test, policy),
        cookies: test.cookies.clone(),
        purpose: Purpose::Exchange,
        client: ClientEvidence {
            ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            user_agent: String::new(),
        },
        trust_key: None,
    })
}

/// What the test says, as the gateway reads it.
fn body_of(test: &PolicyTest, policy: &SitePolicy) -> Body {
    let Some((content_type, body)) = &test.body else {
        return usual_body(&test.method);
    };
    let types = [content_type.as_bytes()];
    let read =
        BodyReader::new(types, false, policy.read_names().into(), LARGEST_BODY).and_then(|mut reader| {
            reader.read(body.as_bytes())?;
            reader.finish()
        });
    read.map_or_else(Body::Unreadable, |fields| Body::Read(fields.into()))
}

/// The methods that define a meaning for content (RFC 9110 section 9.3, RFC 5789) come with it: here, with a form that
/// names nothing.
fn usual_body(method: &Method) -> Body {
    if matches!(*method, Method::POST | Method::PUT | Method::PATCH) {
        Body::Read(BodyFields::default().into())
    } else {
        Body::None
    }
}

/// In a complete session that proves itself with this very request: only the policy can object.
fn signed_in_agent(site: &Site, test: &PolicyTest, now: Timestamp) -> Standing {
    let grant = Grant {
        id: GrantId::from_bytes([0; 16]),
        site: site.policy.name.clone(),
        user_name: "policy.test".to_owned(),
        grantor: "policy-test".to_owned(),
        agent: AgentName::default(),
        scopes: test.with.clone(),
        read_only: false,
        networks: Vec::new(),
        reason: None,
        ticket: None,
        code: CodeMethod::Fixed,
        validity: Validity {
            not_before: now,
            expires_at: now
                .checked_add(SignedDuration::from_hours(1))
                .unwrap_or(Timestamp::MAX),
        },
        claim_by: None,
        first_used_at: Some(now),
        created_at: now,
        state: GrantState::Active,
        generation: 0,
    };
    let session = Session {
        id: SessionId::from_bytes([0; 16]),
        grant: grant.id,
        generation: grant.generation,
        stage: SessionStage::Complete,
        holder: Holder::Agent,
        started_at: now,
    };
    Standing::Agent(AgentStanding {
        session: Arc::new(session),
        grant: Arc::new(grant),
        trust: None,
        proof: Some(StepUpProof::assertion()),
    })
}

fn outcome(verdict: &Verdict) -> (Expectation, Option<&'static str>) {
    match verdict {
        Verdict::Forward(permit) => {
            let visibility = permit.agent().map_or(Visibility::Full, |agent| agent.visibility);
            (Expectation::Visible(visibility), None)
        }
        Verdict::Refuse(reason) => {
            let found = match reason {
                Reason::Hidden(_) => Expectation::Visible(Visibility::Hidden),
                Reason::ReadOnly(_) => Expectation::Visible(Visibility::ReadOnly),
                Reason::GrantRevoked
                | Reason::GrantPaused
                | Reason::GrantExpired
                | Reason::GrantRegenerated
                | Reason::WrongSite
                | Reason::NetworkNotAllowed
                | Reason::MethodNotAllowed
                | Reason::ServiceWorker
                | Reason::AmbiguousTarget
                | Reason::ConflictingParameters
                | Reason::MisshapenParameter(_)
                | Reason::BodyNotJudged(_) => Expectation::Refused,
            };
            (found, Some(reason.code()))
        }
        Verdict::Challenge(demand) => (Expectation::Refused, Some(demand.code())),
        Verdict::ReadBody => (Expectation::Refused, Some("body-not-judged")),
    }
}
