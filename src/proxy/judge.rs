//! Steps 2 to 5a in their order: identify, resolve, decide, record, and answer what is not forwarded.

use std::sync::Arc;

use http::header::ACCEPT;
use pingora::http::RequestHeader;
use pingora::{Error, ErrorType};

use super::Downstream;
use super::answer::{self, Asker};
use super::exchange::{Exchange, InFlight};
use super::forward;
use super::gate::Gate;
use super::identify::{self, Malformed};
use super::live::{Judged, Visit};
use super::resolve::{Resolved, note_deed, resolve};
use super::routes::{Route, Routes};
use crate::access::{AccessRequest, AgentStanding, Body, Standing, Verdict, decide};
use crate::audit::{self, Circumstances, ShortCode};
use crate::metrics::Outcome;
use crate::reserved;
use crate::web::{Answer, PresentedSession, Reader, cookies_for_app, presented_session};

/// What becomes of a request after it was looked at.
pub(super) enum Step {
    Answer(Answer),
    /// It is for our own service, which no decision stands before: see `own_service`.
    Portal,
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
    /// Steps 2 to 5: who asks for what, may they, and what do they get.
    pub(super) async fn judge(
        &self,
        session: &mut Downstream,
        exchange: &mut Exchange,
    ) -> pingora::Result<Step> {
        let code = self.next_code();
        exchange.code = Some(code);
        let presented = presented_session(&session.req_header().headers);
        let reader = match presented {
            // Whoever shows an access token is a program, whatever else it says.
            PresentedSession::AccessToken { .. } | PresentedSession::Mistyped => Reader::PROGRAM,
            PresentedSession::Absent | PresentedSession::Present { .. } | PresentedSession::Duplicate => {
                Reader::of(&session.req_header().headers)
            }
        };
        exchange.reader = Some(reader);
        let Some(in_flight) = exchange.in_flight.clone() else {
            return Err(forward::undecided());
        };
        let code_text = code.to_string();
        let route = match self.find_route(session.req_header(), exchange, &in_flight) {
            Ok(Some(route)) => route,
            Ok(None) => return Ok(Step::Portal),
            Err(malformed) => {
                let authority = exchange.authority.as_ref().map_or("", |it| it.written.as_str());
                let asker = self.asker(reader, authority, &code_text);
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
        let here = way_back_of(session.req_header());
        let asker = Asker {
            here: Some(&here),
            ..self.asker(reader, &authority.written, &code_text)
        };

        let has_body = !session.is_body_empty();
        let header = session.req_header();
        let peer = in_flight.connection.peer.ip();
        let ip = identify::client_ip(&header.headers, peer, &route.trusted_proxies);
        if presented == PresentedSession::Duplicate {
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

        // Whoever cannot know of revocations must not act on what it knows.
        if presented != PresentedSession::Absent && !self.gateway.feed.is_current() {
            return Ok(Step::Answer(answer::undecided(&asker)));
        }
        let resolved = match resolve(&self.gateway, &self.live, &in_flight, &presented, &mut request).await {
            Ok(resolved) => resolved,
            Err(error) => {
                tracing::error!(%error, "a session cannot be looked up");
                return Ok(Step::Answer(answer::undecided(&asker)));
            }
        };
        let parameters = &route.site.policy.parameters;
        let headers = &session.req_header().headers;
        request.cookies = match &resolved.standing {
            Standing::Agent(_) => cookies_for_app(headers, |name| parameters.lets_cookie_pass(name)),
            Standing::Visitor | Standing::Unproven => cookies_for_app(headers, |_| true),
        };
        if request.target.path().starts_with(reserved::PREFIX) {
            exchange.outcome = Outcome::Own;
            // What is rare and large has a place of its own, here and below: what is usual stays small.
            let page = self.own_page(session, &route, &asker, &request, resolved);
            return Box::pin(page).await.map(Step::Answer);
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
        mut request: AccessRequest,
        resolved: Resolved,
        code: ShortCode,
    ) -> pingora::Result<Step> {
        let policy = &route.site.policy;
        let clock = &self.gateway.actions.clock;
        let Resolved {
            mut standing,
            mut leash,
            stale_cookie,
            activity,
        } = resolved;
        // The moment of the decision is that of its record, too.
        let mut now = clock.now();
        let mut may_prove = true;
        let mut unanswered = None;
        let verdict = loop {
            let verdict = decide(&request, &standing, policy, now);
            match (&verdict, &mut standing) {
                (Verdict::ReadBody, _) if request.body == Body::Unread => {
                    request.body = self.read_body(session, exchange, route).await?;
                }
                (Verdict::Challenge(demand), Standing::Agent(agent)) if may_prove => {
                    may_prove = false;
                    let header = session.req_header();
                    let proof = self.prove(header, route, asker, &request, agent, *demand);
                    match Box::pin(proof).await {
                        Ok(Some(proof)) => agent.proof = Some(proof),
                        Ok(None) => break verdict,
                        Err(answer) => {
                            unanswered = Some(answer);
                            break verdict;
                        }
                    }
                }
                (Verdict::ReadBody | Verdict::Challenge(_) | Verdict::Forward(_) | Verdict::Refuse(_), _) => {
                    break verdict;
                }
            }
            now = clock.now();
        };
        let request = Arc::new(request);
        let about = Circumstances {
            code,
            request: &request,
            policy,
            shown: &route.shown,
        };
        match verdict {
            Verdict::ReadBody => Err(forward::undecided()),
            Verdict::Forward(permit) => {
                if let (Some(leash), Some(agent)) = (&leash, permit.agent()) {
                    let judged = Judged {
                        request: request.clone(),
                        session: agent.session.clone(),
                        grant: agent.grant.clone(),
                        activity: activity.clone(),
                    };
                    leash.judged(judged.clone());
                    // Either a reload finds it judged and judges it again, or it finds the reload.
                    let routes = self.gateway.routes();
                    if !routes.are_those_of(route) && !may_go_on(&routes, &judged, now) {
                        return Ok(Step::Answer(overtaken(asker)));
                    }
                } else if let Some(in_flight) = &exchange.in_flight {
                    let visit = Visit {
                        request: request.clone(),
                        site: policy.name.clone(),
                    };
                    leash = Some(self.live.enter_visit(visit.clone(), in_flight.cut.clone()));
                    let routes = self.gateway.routes();
                    if !routes.are_those_of(route) && !visit_may_go_on(&routes, &visit, now) {
                        return Ok(Step::Answer(overtaken(asker)));
                    }
                }
                let recorded = match self.journal.record_forward(permit, &about, now) {
                    Ok(recorded) => recorded,
                    Err(error) => {
                        tracing::error!(%error, "a decision cannot be recorded: refusing");
                        self.gateway.metrics.unrecorded.inc();
                        return Ok(Step::Answer(answer::undecided(asker)));
                    }
                };
                if let (Some(activity), Some(agent)) = (&activity, recorded.agent())
                    && policy.idle_limit(&agent.grant).is_some()
                    && policy.is_deed(recorded.target())
                {
                    note_deed(&self.gateway, agent.session.id, activity, now);
                }
                exchange.permit = Some(recorded);
                exchange.outcome = Outcome::Forwarded;
                exchange.leash = leash;
                Ok(Step::Forward)
            }
            Verdict::Challenge(demand) => {
                let agent = match &standing {
                    Standing::Agent(agent) => Some(agent),
                    Standing::Visitor | Standing::Unproven => None,
                };
                if agent.is_some() {
                    self.record_answer(audit::Answer::Challenge(demand), &standing, &about)?;
                }
                if let Some(answer) = unanswered {
                    return Ok(Step::Answer(answer));
                }
                exchange.outcome = Outcome::Challenged;
                let answer = match agent {
                    Some(agent) => {
                        let header = session.req_header();
                        Box::pin(self.demand(header, route, asker, &request, demand, agent)).await
                    }
                    None => answer::sign_in(asker, &request.method, &request.target),
                };
                Ok(Step::Answer(if stale_cookie {
                    answer.set_cookie(crate::web::forget_session_cookie())
                } else {
                    answer
                }))
            }
            Verdict::Refuse(reason) => {
                self.record_answer(audit::Answer::Refuse(&reason), &standing, &about)?;
                exchange.outcome = Outcome::Refused;
                match &standing {
                    Standing::Agent(agent) => Ok(Step::Answer(answer::refusal(
                        asker,
                        &reason,
                        policy,
                        &request.client,
                        agent,
                    ))),
                    Standing::Visitor | Standing::Unproven => Err(forward::undecided()),
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
                self.gateway.metrics.unrecorded.inc();
                Error::because(ErrorType::HTTPStatus(503), "recording a decision", error)
            })
    }

    /// The site that the request is for; `None`: the portal.
    fn find_route(
        &self,
        header: &RequestHeader,
        exchange: &mut Exchange,
        in_flight: &InFlight,
    ) -> Result<Option<Arc<Route>>, Malformed> {
        let authority = identify::authority(header, &in_flight.connection.authority)?;
        let host = exchange.authority.insert(authority).host.as_str();
        identify::check_header(header)?;
        let routes = self.gateway.routes();
        let is_portal = routes.portal.as_ref().is_some_and(|portal| portal.host == host);
        let route = routes.by_host(host).cloned();
        if route.is_none() && !is_portal {
            return Err(Malformed::UnknownHost);
        }
        if in_flight.connection.server_name.as_deref() != Some(host) {
            return Err(Malformed::OtherHostThanTls);
        }
        Ok(route)
    }
}

/// The address that was asked for; a form that was sent is not sent again.
fn way_back_of(header: &RequestHeader) -> String {
    match header.method {
        http::Method::GET | http::Method::HEAD => String::from_utf8_lossy(header.raw_path()).into_owned(),
        _ => "/".to_owned(),
    }
}

fn overtaken(asker: &Asker<'_>) -> Answer {
    tracing::info!("a request is not forwarded: the policy has changed since it began");
    answer::undecided(asker)
}

/// Whether a request that is under way would still be let through by these sites' policies, apart from a new code.
pub(super) fn may_go_on(routes: &Routes, judged: &Judged, now: jiff::Timestamp) -> bool {
    let Some(route) = routes.by_site(judged.grant.site.as_str()) else {
        return false;
    };
    let standing = Standing::Agent(AgentStanding {
        session: judged.session.clone(),
        grant: judged.grant.clone(),
        trust: None,
        // The cutter sees to those in which nothing happens.
        active_at: now,
        proof: None,
    });
    match decide(&judged.request, &standing, &route.site.policy, now) {
        Verdict::Forward(_) | Verdict::Challenge(_) => true,
        // It was forwarded with a body that was read, or that no rule read. A policy that reads it now comes too late.
        Verdict::ReadBody | Verdict::Refuse(_) => false,
    }
}

/// The same, of a visitor's.
pub(super) fn visit_may_go_on(routes: &Routes, visit: &Visit, now: jiff::Timestamp) -> bool {
    let Some(route) = routes.by_site(visit.site.as_str()) else {
        return false;
    };
    match decide(&visit.request, &Standing::Visitor, &route.site.policy, now) {
        Verdict::Forward(_) => true,
        Verdict::Challenge(_) | Verdict::ReadBody | Verdict::Refuse(_) => false,
    }
}
