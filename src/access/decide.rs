//! The decision: may this request pass, must something be proved first, or is it refused?
//!
//! [`Permit`] is made here and nowhere else: its fields are private to this file. Forwarding asks for one.

use std::sync::Arc;

use http::{HeaderValue, Method};
use jiff::Timestamp;

use super::canonical::CanonicalTarget;
use super::challenge::{ChallengeRule, TrustedClient};
use super::grant::{Grant, GrantState};
use super::policy::{SiteName, SitePolicy, Visitors};
use super::program::ProgramCodes;
use super::request::{AccessRequest, Body, Purpose};
use super::scope::Visibility;
use super::session::{AgentStanding, Holder, Session, SessionStage, Standing};
use super::verdict::{Demand, Judgement, Reason, Verdict};

/// Leave to forward exactly one request. It carries what was judged, so that what is sent can be taken from it.
///
/// ```compile_fail
/// // Nobody but `decide` can make one.
/// let permit = gatepass::access::Permit { site: todo!(), method: todo!(), target: todo!(), cookies: None, agent: None };
/// ```
#[derive(Debug)]
#[must_use = "a permit that is dropped is a request that is not forwarded"]
pub struct Permit {
    site: SiteName,
    method: Method,
    target: CanonicalTarget,
    cookies: Option<HeaderValue>,
    agent: Option<Permitted>,
}

/// In whose name a support session's request is forwarded.
#[derive(Debug, Clone)]
pub struct Permitted {
    pub session: Arc<Session>,
    pub grant: Arc<Grant>,
    pub visibility: Visibility,
    /// Indices into the site's scopes.
    pub touched: Vec<usize>,
}

impl Permit {
    pub fn site(&self) -> &SiteName {
        &self.site
    }

    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The target that was judged: the one to send.
    pub fn target(&self) -> &CanonicalTarget {
        &self.target
    }

    /// The cookies to send: those that were judged.
    pub fn cookies(&self) -> Option<&HeaderValue> {
        self.cookies.as_ref()
    }

    /// `None`: a visitor, who passes untouched.
    pub fn agent(&self) -> Option<&Permitted> {
        self.agent.as_ref()
    }
}

/// Judges one request. Total: every input has a verdict, and nothing but the inputs matters.
pub fn decide(request: &AccessRequest, standing: &Standing, policy: &SitePolicy, now: Timestamp) -> Verdict {
    match standing {
        Standing::Visitor => match policy.visitors {
            Visitors::Refuse => Verdict::Challenge(Demand::SignIn),
            // Whatever the app understands, except what makes a tunnel or a mirror of the gateway.
            Visitors::Pass if matches!(request.method, Method::CONNECT | Method::TRACE) => {
                Verdict::Refuse(Reason::MethodNotAllowed)
            }
            Visitors::Pass => forward(request, policy, None),
        },
        Standing::Unproven => Verdict::Challenge(Demand::SignIn),
        Standing::Agent(agent) => decide_for_agent(request, agent, policy, now),
    }
}

fn decide_for_agent(
    request: &AccessRequest,
    agent: &AgentStanding,
    policy: &SitePolicy,
    now: Timestamp,
) -> Verdict {
    let AgentStanding { session, grant, .. } = agent;
    if let Some(reason) = standing_objection(request, session, grant, policy, now) {
        return Verdict::Refuse(reason);
    }
    if is_idle(agent, policy, now) {
        return Verdict::Challenge(Demand::SignIn);
    }
    match session.stage {
        SessionStage::AwaitingCode => return Verdict::Challenge(Demand::FinishSignIn),
        SessionStage::Complete => {}
    }
    if !is_forwardable(&request.method) {
        return Verdict::Refuse(Reason::MethodNotAllowed);
    }
    if request.purpose == Purpose::ServiceWorker {
        return Verdict::Refuse(Reason::ServiceWorker);
    }
    let Ok(judgement) = policy.judge(request, grant) else {
        return Verdict::Refuse(Reason::AmbiguousTarget);
    };
    if request.body == Body::Unread && judgement.reads_what_is_said {
        // Whoever has to prove something in any case does so before the body is read.
        let demand = missing_proof(request, agent, judgement.least_challenge, policy, now);
        return demand.map_or(Verdict::ReadBody, Verdict::Challenge);
    }
    if let Some(reason) = visibility_objection(request, grant, &judgement, policy) {
        return Verdict::Refuse(reason);
    }
    if let Some(demand) = missing_proof(request, agent, judgement.challenge, policy, now) {
        return Verdict::Challenge(demand);
    }
    let permitted = Permitted {
        session: session.clone(),
        grant: grant.clone(),
        visibility: judgement.visibility,
        touched: judgement.touched,
    };
    forward(request, policy, Some(permitted))
}

/// Nobody has done anything in the session for too long. Programs work when they work.
fn is_idle(agent: &AgentStanding, policy: &SitePolicy, now: Timestamp) -> bool {
    let limit = match agent.session.holder {
        Holder::Agent => policy.idle_limit(&agent.grant),
        Holder::Program { .. } => None,
    };
    limit.is_some_and(|limit| now.duration_since(agent.active_at) >= limit)
}

/// Whether the session's grant still carries it, here and now.
fn standing_objection(
    request: &AccessRequest,
    session: &Session,
    grant: &Grant,
    policy: &SitePolicy,
    now: Timestamp,
) -> Option<Reason> {
    if session.grant != grant.id || grant.site != policy.name {
        return Some(Reason::WrongSite);
    }
    match grant.state {
        GrantState::Revoked { .. } => return Some(Reason::GrantRevoked),
        GrantState::Paused { .. } | GrantState::Active => {}
    }
    if grant.validity.is_over_at(now) {
        return Some(Reason::GrantExpired);
    }
    if session.generation != grant.generation {
        return Some(Reason::GrantRegenerated);
    }
    if let Some(start) = grant.begins_after(now) {
        return Some(Reason::GrantNotBegun(start));
    }
    if matches!(grant.state, GrantState::Paused { .. }) {
        return Some(Reason::GrantPaused);
    }
    if !grant.allows_network_of(request.client.ip) {
        return Some(Reason::NetworkNotAllowed);
    }
    None
}

fn visibility_objection(
    request: &AccessRequest,
    grant: &Grant,
    judgement: &Judgement,
    policy: &SitePolicy,
) -> Option<Reason> {
    if let Some(name) = &judgement.misshapen {
        return Some(Reason::MisshapenParameter(name.clone()));
    }
    if judgement.conflict {
        return Some(Reason::ConflictingParameters);
    }
    if let Body::Unreadable(why) = &request.body
        && judgement.reads_what_is_said
        && !policy.parameters.shapes.is_empty()
    {
        // Nobody can say that what stands in it has its shape.
        return Some(Reason::BodyNotJudged(*why));
    }
    let needed = needed_visibility(request);
    if judgement.with_body >= needed {
        return None;
    }
    if let Body::Unreadable(why) = &request.body
        && judgement.reads_what_is_said
        && judgement.named.is_none_or(|named| named >= needed)
    {
        return Some(Reason::BodyNotJudged(*why));
    }
    if judgement.plain >= needed {
        return Some(Reason::AmbiguousTarget);
    }
    // Only the scopes that stand in the way: the others are none of the message's business.
    let touched = judgement
        .touched
        .iter()
        .filter_map(|index| policy.scopes.get(*index));
    let labels = touched
        .filter(|scope| grant.visibility_of(scope) < needed)
        .map(|scope| scope.label.clone())
        .collect();
    Some(match judgement.visibility {
        Visibility::Hidden => Reason::Hidden(labels),
        Visibility::ReadOnly | Visibility::Full => Reason::ReadOnly(labels),
    })
}

/// Safe methods look (RFC 9110 section 9.2.1); everything else, and a WebSocket, can change something.
pub fn needed_visibility(request: &AccessRequest) -> Visibility {
    let safe = matches!(request.method, Method::GET | Method::HEAD | Method::OPTIONS);
    if safe && request.purpose != Purpose::WebSocket && request.body == Body::None {
        Visibility::ReadOnly
    } else {
        Visibility::Full
    }
}

/// Methods of RFC 9110 section 9.3 and RFC 5789 that make sense through a gateway; CONNECT and TRACE do not.
fn is_forwardable(method: &Method) -> bool {
    matches!(
        *method,
        Method::GET
            | Method::HEAD
            | Method::OPTIONS
            | Method::POST
            | Method::PUT
            | Method::PATCH
            | Method::DELETE
    )
}

fn missing_proof(
    request: &AccessRequest,
    agent: &AgentStanding,
    rule: ChallengeRule,
    policy: &SitePolicy,
    now: Timestamp,
) -> Option<Demand> {
    if agent.proof.is_some() {
        return None;
    }
    match rule {
        ChallengeRule::Never => None,
        ChallengeRule::Always => Some(Demand::StepUpAlways),
        ChallengeRule::Window if is_excused(agent.session.holder) => None,
        ChallengeRule::Window => {
            let is_trusted = agent
                .trust
                .is_some_and(|trust| trusts(trust, request, policy, now));
            if is_trusted { None } else { Some(Demand::StepUp) }
        }
    }
}

/// The owner of an access token may spare its program the codes that trust would spare it for a while.
fn is_excused(holder: Holder) -> bool {
    match holder {
        Holder::Agent => false,
        Holder::Program { codes, .. } => codes == ProgramCodes::Excused,
    }
}

fn trusts(trust: TrustedClient, request: &AccessRequest, policy: &SitePolicy, now: Timestamp) -> bool {
    // Against today's setting too: a window that was shortened, or set to zero, ends the trust given before.
    request.trust_key == Some(trust.key)
        && trust.since <= now
        && now < trust.until
        && now.duration_since(trust.since) < policy.trust_for
}

fn forward(request: &AccessRequest, policy: &SitePolicy, agent: Option<Permitted>) -> Verdict {
    Verdict::Forward(Permit {
        site: policy.name.clone(),
        method: request.method.clone(),
        target: request.target.clone(),
        cookies: request.cookies.clone(),
        agent,
    })
}

#[cfg(test)]
mod tests;
