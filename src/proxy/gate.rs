//! The hooks that pingora calls, in the order of a request's life. Each is a sentence; the steps are in their files.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use http::Method;
use http::header::ACCEPT;
use pingora::http::{RequestHeader, ResponseHeader};
use pingora::proxy::{FailToProxy, ProxyHttp, Session as Downstream};
use pingora::upstreams::peer::HttpPeer;
use pingora::{Error, ErrorType};

use super::answer::{self, Asker};
use super::error_page;
use super::exchange::{Exchange, IN_FLIGHT, InFlight};
use super::filter::clean_response;
use super::forward::{self, Forwarding};
use super::gateway::Gateway;
use super::identify::{self, Malformed};
use super::live::{Judged, Live};
use super::resolve::{Resolved, resolve};
use super::routes::Route;
use crate::access::{AccessRequest, Standing, StepUpProof, Verdict, decide};
use crate::actions::{ChallengeError, ChallengePurpose, CodeAnswer};
use crate::audit::{self, Actor, Circumstances, Journal, ShortCode};
use crate::crypto::Secret;
use crate::reserved::{self, Desk, Visit};
use crate::web::contract::{self, ChallengeDetails};
use crate::web::{Answer, Audience, Form, SessionCookie, session_cookie};

/// Largest form of our own pages, in bytes.
const LARGEST_FORM: usize = 16 * 1024;

/// One worker's enforcement point.
pub struct Gate {
    gateway: Arc<Gateway>,
    journal: Arc<Journal>,
    live: Live,
    codes: AtomicU64,
}

/// What becomes of a request after it was looked at.
enum Step {
    Answer(Answer),
    Forward,
}

impl Step {
    /// Whoever sends what cannot be understood is not listened to any further: what follows on the connection could
    /// be the rest of it.
    fn refused_unread(session: &mut Downstream, answer: Answer) -> Self {
        session.set_keepalive(None);
        Self::Answer(answer)
    }
}

impl Gate {
    pub fn new(gateway: Arc<Gateway>, journal: Arc<Journal>, live: Live) -> Self {
        let start = u64::from_be_bytes(crate::crypto::random_bytes());
        Self {
            gateway,
            journal,
            live,
            codes: AtomicU64::new(start),
        }
    }

    /// A code by which the operator finds a request. Unique enough for that; it is no secret.
    fn next_code(&self) -> ShortCode {
        // SplitMix64: neighbouring numbers become codes that nobody mixes up.
        let mut mixed = self.codes.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ShortCode::from_random((mixed ^ (mixed >> 31)).to_be_bytes())
    }

    /// Steps 2 to 5: who asks for what, may they, and what do they get.
    async fn judge(&self, session: &mut Downstream, exchange: &mut Exchange) -> pingora::Result<Step> {
        let code = self.next_code();
        exchange.code = Some(code);
        let audience = Audience::of(&session.req_header().headers);
        exchange.audience = Some(audience);
        let Some(in_flight) = exchange.in_flight.clone() else {
            return Err(forward::undecided());
        };
        let code_text = code.to_string();
        let route = match self.find_route(session.req_header(), exchange, &in_flight) {
            Ok(Some(route)) => route,
            Ok(None) => return Ok(Step::Answer(self.portal(session.req_header(), audience))),
            Err(malformed) => {
                let authority = exchange.authority.as_ref().map_or("", |it| it.written.as_str());
                let asker = self.asker(audience, authority, &code_text);
                return Ok(Step::refused_unread(
                    session,
                    answer::malformed(&asker, malformed),
                ));
            }
        };
        exchange.route = Some(route.clone());
        let Some(authority) = exchange.authority.clone() else {
            return Err(forward::undecided());
        };
        let asker = self.asker(audience, &authority.written, &code_text);

        let trusted = &self.gateway.routes().trusted_proxies.clone();
        let has_body = !session.is_body_empty();
        let header = session.req_header();
        let ip = identify::client_ip(&header.headers, in_flight.connection.peer.ip(), trusted);
        let cookie = session_cookie(&header.headers);
        if cookie == SessionCookie::Duplicate {
            return Ok(Step::refused_unread(
                session,
                answer::malformed(&asker, Malformed::DuplicateCookie),
            ));
        }
        let mut request = match identify::access_request(header, has_body, &authority, ip) {
            Ok(request) => request,
            Err(malformed) => {
                return Ok(Step::refused_unread(
                    session,
                    answer::malformed(&asker, malformed),
                ));
            }
        };
        exchange.purpose = Some(request.purpose);
        exchange.streams_response = header
            .headers
            .get(ACCEPT)
            .is_some_and(|accept| accept.as_bytes().starts_with(b"text/event-stream"));

        // Whoever cannot know of revocations must not act on what it knows (control 22).
        if cookie != SessionCookie::Absent && !self.gateway.feed.is_current() {
            return Ok(Step::Answer(answer::undecided(&asker)));
        }
        let resolved = match resolve(&self.gateway, &self.live, &in_flight, &cookie, &mut request).await {
            Ok(resolved) => resolved,
            Err(error) => {
                tracing::error!(%error, "a session cannot be looked up");
                return Ok(Step::Answer(answer::undecided(&asker)));
            }
        };
        if request.target.path().starts_with(reserved::PREFIX) {
            return self
                .own_page(session, &route, &asker, &request, resolved)
                .await
                .map(Step::Answer);
        }
        self.decide(session, exchange, &route, &asker, request, resolved, code)
            .await
    }

    /// Step 4 and what follows from it.
    #[expect(
        clippy::too_many_arguments,
        reason = "each is a step's result, and this is where they meet"
    )]
    async fn decide(
        &self,
        session: &mut Downstream,
        exchange: &mut Exchange,
        route: &Route,
        asker: &Asker<'_>,
        request: AccessRequest,
        resolved: Resolved,
        code: ShortCode,
    ) -> pingora::Result<Step> {
        let policy = &route.site.policy;
        let clock = &self.gateway.actions.clock;
        let Resolved {
            mut standing,
            leash,
            stale_cookie,
        } = resolved;
        let mut verdict = decide(&request, &standing, policy, clock.now());
        if let (Verdict::Challenge(demand), Standing::Agent(agent)) = (&verdict, &mut standing) {
            match self
                .prove(session.req_header(), route, asker, &request, agent, *demand)
                .await
            {
                Ok(Some(proof)) => {
                    agent.proof = Some(proof);
                    verdict = decide(&request, &standing, policy, clock.now());
                }
                Ok(None) => {}
                Err(answer) => return Ok(Step::Answer(answer)),
            }
        }
        let about = Circumstances {
            code,
            request: &request,
            policy,
            shown: &route.shown,
        };
        match verdict {
            Verdict::Forward(permit) => {
                let recorded = match self.journal.record_forward(permit, &about, clock.now()) {
                    Ok(recorded) => recorded,
                    Err(error) => {
                        tracing::error!(%error, "a decision cannot be recorded: refusing");
                        return Ok(Step::Answer(answer::undecided(asker)));
                    }
                };
                if let (Some(leash), Some(agent)) = (&leash, recorded.agent()) {
                    leash.judged(Judged {
                        request: Arc::new(request),
                        generation: agent.session.generation,
                        expires_at: agent.grant.validity.expires_at,
                    });
                }
                exchange.permit = Some(recorded);
                exchange.leash = leash;
                Ok(Step::Forward)
            }
            Verdict::Challenge(demand) => {
                let agent = match &standing {
                    Standing::Agent(agent) => Some(agent),
                    Standing::Visitor => None,
                };
                if agent.is_some() {
                    self.record_answer(audit::Answer::Challenge(demand), &standing, &about)?;
                }
                let answer = answer::demand(asker, demand, &request.method, &request.target, agent);
                Ok(Step::Answer(if stale_cookie {
                    answer.set_cookie(crate::web::forget_session_cookie())
                } else {
                    answer
                }))
            }
            Verdict::Refuse(reason) => {
                self.record_answer(audit::Answer::Refuse(&reason), &standing, &about)?;
                match &standing {
                    Standing::Agent(agent) => Ok(Step::Answer(answer::refusal(
                        asker,
                        &reason,
                        request.client.ip,
                        agent,
                    ))),
                    Standing::Visitor => Err(forward::undecided()),
                }
            }
        }
    }

    fn record_answer(
        &self,
        answer: audit::Answer<'_>,
        standing: &Standing,
        about: &Circumstances<'_>,
    ) -> pingora::Result<()> {
        let now = self.gateway.actions.clock.now();
        self.journal
            .record_refusal(answer, standing, about, now)
            .map_err(|error| {
                tracing::error!(%error, "a decision cannot be recorded: refusing");
                Error::because(ErrorType::HTTPStatus(503), "recording a decision", error)
            })
    }

    /// A code that came with the request itself, or a pass for this very navigation.
    async fn prove(
        &self,
        header: &RequestHeader,
        route: &Route,
        asker: &Asker<'_>,
        request: &AccessRequest,
        agent: &crate::access::AgentStanding,
        demand: crate::access::Demand,
    ) -> Result<Option<StepUpProof>, Answer> {
        use crate::access::Demand;
        let actions = &self.gateway.actions;
        let trust_for = route.site.policy.trust_for;
        let purpose = match demand {
            Demand::SignIn | Demand::FinishSignIn => return Ok(None),
            Demand::StepUp if trust_for.is_positive() => ChallengePurpose::StepUp { trust_for },
            Demand::StepUp | Demand::StepUpAlways => ChallengePurpose::OneRequest,
        };
        let url = reserved::challenge_url(asker.authority, request.target.as_str());
        let details = ChallengeDetails {
            method: agent.grant.code,
            challenge: &url,
        };
        let Some(code) = header
            .headers
            .get("x-2fa-code")
            .and_then(|code| code.to_str().ok())
        else {
            let may_use_pass = matches!(purpose, ChallengePurpose::OneRequest)
                && request.method == Method::GET
                && asker.audience == Audience::Navigation;
            if !may_use_pass {
                return Ok(None);
            }
            let by = Actor::agent(agent.session.id, request.client.ip);
            return match actions.take_pass(&agent.session, &request.target, by).await {
                Ok(proof) => Ok(proof),
                Err(error) => {
                    tracing::error!(%error, "a pass cannot be looked up");
                    Err(answer::undecided(asker))
                }
            };
        };
        let answer = CodeAnswer {
            session: &agent.session,
            grant: &agent.grant,
            code: Secret::new(code.to_owned()),
            client: &request.client,
            purpose,
        };
        match actions.answer_challenge(answer).await {
            Ok(answered) => {
                self.gateway.feed.caught_up_with(answered.seq).await;
                Ok(Some(answered.proof))
            }
            Err(ChallengeError::Wrong { .. }) => Err(contract::totp_invalid(details)),
            Err(ChallengeError::Locked { until }) => {
                let now = actions.clock.now();
                let wait = until.map(|until| {
                    u64::try_from(until.duration_since(now).as_secs())
                        .unwrap_or(0)
                        .max(1)
                });
                Err(contract::totp_max_attempts(details, wait))
            }
            Err(ChallengeError::Over) => Err(contract::not_logged_in()),
            Err(ChallengeError::Trouble(crate::actions::Trouble::Busy(_))) => Err(
                contract::too_many_requests(1, 2, actions.clock.now().as_second() + 2),
            ),
            Err(ChallengeError::Trouble(trouble)) => {
                tracing::error!(error = %trouble, "a security code cannot be checked");
                Err(answer::undecided(asker))
            }
        }
    }

    /// The site that the request is for; `None`: the portal.
    fn find_route(
        &self,
        header: &RequestHeader,
        exchange: &mut Exchange,
        in_flight: &InFlight,
    ) -> Result<Option<Arc<Route>>, Malformed> {
        let authority = identify::authority(header)?;
        let host = authority.host.clone();
        exchange.authority = Some(authority);
        identify::check_header(header)?;
        let routes = self.gateway.routes();
        let is_portal = routes.portal_host.as_deref() == Some(host.as_str());
        let route = routes.by_host(&host).cloned();
        if route.is_none() && !is_portal {
            return Err(Malformed::UnknownHost);
        }
        if in_flight.connection.server_name.as_deref() != Some(host.as_str()) {
            return Err(Malformed::OtherHostThanTls);
        }
        Ok(route)
    }

    fn portal(&self, header: &RequestHeader, audience: Audience) -> Answer {
        crate::portal::answer(
            &self.gateway.actions.keys,
            &header.method,
            header.raw_path(),
            audience,
        )
    }

    /// A request below `/.gatepass/`.
    async fn own_page(
        &self,
        session: &mut Downstream,
        route: &Route,
        asker: &Asker<'_>,
        request: &AccessRequest,
        resolved: Resolved,
    ) -> pingora::Result<Answer> {
        let mut body = Vec::new();
        if request.method == Method::POST {
            while let Some(chunk) = session.downstream_session.read_request_body().await? {
                body.extend_from_slice(&chunk);
                if body.len() > LARGEST_FORM {
                    let status = http::StatusCode::PAYLOAD_TOO_LARGE;
                    return Ok(contract::problem(
                        status,
                        "too-large",
                        "the form is larger than 16 KiB",
                        None,
                    ));
                }
            }
        }
        let headers = &session.req_header().headers;
        let content_type = headers
            .get(http::header::CONTENT_TYPE)
            .and_then(|it| it.to_str().ok())
            .unwrap_or_default();
        let Some(form) = Form::parse(content_type, &body) else {
            let status = http::StatusCode::UNSUPPORTED_MEDIA_TYPE;
            let why = "send the fields as application/x-www-form-urlencoded or application/json";
            return Ok(contract::problem(status, "unsupported-media-type", why, None));
        };
        let actions = &self.gateway.actions;
        let desk = Desk {
            actions,
            cache: &self.gateway.cache,
            feed: &self.gateway.feed,
        };
        let known = match (&resolved.standing, session_cookie(headers)) {
            (Standing::Agent(agent), SessionCookie::Present(token)) => {
                let digest = crate::crypto::TokenDigest::of(&token);
                match self.gateway.cache.session(digest).await {
                    // A session of another site is no session here.
                    Ok(known) => known
                        .filter(|_| agent.grant.site == route.site.policy.name)
                        .map(|known| (known, agent.grant.clone())),
                    Err(_) => return Ok(answer::undecided(asker)),
                }
            }
            _ => None,
        };
        let visit = Visit {
            site: &route.site,
            authority: asker.authority,
            method: &request.method,
            path: request.target.path(),
            query: request.target.query().unwrap_or_default(),
            headers,
            audience: asker.audience,
            client: &request.client,
            session: known,
            form,
        };
        // Signing out cuts the session's requests; this one is not to be among them.
        drop(resolved.leash);
        Ok(reserved::answer(&desk, &visit).await)
    }

    fn asker<'a>(&'a self, audience: Audience, authority: &'a str, code: &'a str) -> Asker<'a> {
        Asker {
            audience,
            authority,
            code,
            clock: self.gateway.actions.clock.as_ref(),
        }
    }
}

#[async_trait]
impl ProxyHttp for Gate {
    type CTX = Exchange;

    fn new_ctx(&self) -> Exchange {
        Exchange {
            in_flight: IN_FLIGHT.try_with(Arc::clone).ok(),
            ..Exchange::default()
        }
    }

    async fn early_request_filter(
        &self,
        session: &mut Downstream,
        exchange: &mut Exchange,
    ) -> pingora::Result<()> {
        if let Some(control) = exchange
            .in_flight
            .as_ref()
            .and_then(|it| it.connection.control.as_ref())
        {
            control.serving();
        }
        if session.get_keepalive().is_some() {
            session.set_keepalive(Some(super::accept::KEEP_ALIVE_SECONDS));
        }
        Ok(())
    }

    async fn request_filter(
        &self,
        session: &mut Downstream,
        exchange: &mut Exchange,
    ) -> pingora::Result<bool> {
        match self.judge(session, exchange).await? {
            Step::Forward => Ok(false),
            Step::Answer(answer) => {
                let unread_body = !session.as_downstream_mut().is_body_done();
                answer::send(session, answer, unread_body).await?;
                Ok(true)
            }
        }
    }

    async fn upstream_peer(
        &self,
        _session: &mut Downstream,
        exchange: &mut Exchange,
    ) -> pingora::Result<Box<HttpPeer>> {
        let (Some(_permit), Some(route), Some(purpose)) =
            (&exchange.permit, &exchange.route, exchange.purpose)
        else {
            return Err(forward::undecided());
        };
        let chosen = route.upstreams.choose(purpose, exchange.streams_response);
        chosen.map(Box::new).ok_or_else(|| {
            Error::explain(
                ErrorType::HTTPStatus(502),
                "no upstream of this site can be reached",
            )
        })
    }

    async fn upstream_request_filter(
        &self,
        _session: &mut Downstream,
        request: &mut RequestHeader,
        exchange: &mut Exchange,
    ) -> pingora::Result<()> {
        let (Some(permit), Some(route), Some(authority), Some(in_flight)) = (
            &exchange.permit,
            &exchange.route,
            &exchange.authority,
            &exchange.in_flight,
        ) else {
            return Err(forward::undecided());
        };
        let forwarding = Forwarding {
            route,
            authority,
            connection: &in_flight.connection,
            trusted_proxies: &self.gateway.routes().trusted_proxies,
            keys: &self.gateway.actions.keys,
            clock: self.gateway.actions.clock.as_ref(),
        };
        forwarding.prepare(permit, request)
    }

    async fn request_body_filter(
        &self,
        _session: &mut Downstream,
        body: &mut Option<Bytes>,
        end_of_stream: bool,
        _exchange: &mut Exchange,
    ) -> pingora::Result<()> {
        // cloudflare/pingora#935: an upload that ends in an empty DATA frame would end the upstream's body twice.
        if end_of_stream && body.as_ref().is_some_and(Bytes::is_empty) {
            *body = None;
        }
        Ok(())
    }

    async fn response_filter(
        &self,
        _session: &mut Downstream,
        response: &mut ResponseHeader,
        exchange: &mut Exchange,
    ) -> pingora::Result<()> {
        let (Some(permit), Some(route), Some(authority)) =
            (&exchange.permit, &exchange.route, &exchange.authority)
        else {
            return Err(forward::undecided());
        };
        clean_response(response, route, authority, permit.agent().is_some())
    }

    fn fail_to_connect(
        &self,
        _session: &mut Downstream,
        _peer: &HttpPeer,
        _exchange: &mut Exchange,
        mut error: Box<Error>,
    ) -> Box<Error> {
        // Nothing was sent yet, so another server may be tried whatever the method.
        error.set_retry(true);
        error
    }

    async fn fail_to_proxy(
        &self,
        session: &mut Downstream,
        error: &Error,
        exchange: &mut Exchange,
    ) -> FailToProxy {
        let status = error_page::status_of(error);
        if let (Some(status), None) = (status, session.response_written()) {
            let code = exchange.code.map(|code| code.to_string()).unwrap_or_default();
            let authority = exchange.authority.as_ref().map_or("", |it| it.written.as_str());
            let audience = exchange.audience.unwrap_or(Audience::Program);
            let answer = error_page::answer(&self.asker(audience, authority, &code), status);
            // A client that is gone needs no answer.
            let _ = answer::send(session, answer, true).await;
        }
        FailToProxy {
            error_code: status.map_or(0, |status| status.as_u16()),
            can_reuse_downstream: false,
        }
    }

    async fn logging(&self, session: &mut Downstream, error: Option<&Error>, exchange: &mut Exchange) {
        let status = session
            .response_written()
            .map_or(0, |response| response.status.as_u16());
        let site = exchange
            .route
            .as_ref()
            .map_or("", |route| route.site.policy.name.as_str());
        let code = exchange.code.map(|code| code.to_string()).unwrap_or_default();
        match error {
            Some(error) => {
                tracing::info!(site.name = site, request.code = code, response.status = status, %error, "a request failed")
            }
            None => tracing::debug!(
                site.name = site,
                request.code = code,
                response.status = status,
                "a request was answered"
            ),
        }
    }

    fn suppress_error_log(&self, _session: &Downstream, _exchange: &Exchange, _error: &Error) -> bool {
        // `logging` says it once, with our fields.
        true
    }

    fn request_summary(&self, _session: &Downstream, exchange: &Exchange) -> String {
        // pingora's own would print targets, which can hold secrets.
        exchange.code.map(|code| code.to_string()).unwrap_or_default()
    }
}

/// Whether a request that is under way would still be let through by this policy, apart from a new code.
pub(super) fn still_allowed(
    route: &Route,
    judged: &Judged,
    standing: &Standing,
    now: jiff::Timestamp,
) -> bool {
    match decide(&judged.request, standing, &route.site.policy, now) {
        Verdict::Forward(_) | Verdict::Challenge(_) => true,
        Verdict::Refuse(_) => false,
    }
}
