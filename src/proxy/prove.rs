//! A proof that comes with the request itself: a security code in its header, or a pass for this navigation.

use http::Method;
use pingora::http::RequestHeader;

use super::answer::{self, Asker};
use super::gate::Gate;
use super::routes::Route;
use crate::access::{AccessRequest, AgentStanding, Demand, Holder, StepUpProof};
use crate::actions::account::FactorRule;
use crate::actions::{ChallengeError, ChallengePurpose, CodeAnswer, Resend};
use crate::audit::Actor;
use crate::crypto::Secret;
use crate::portal::program;
use crate::reserved::{self, Asked, Sends};
use crate::web::contract::{self, ChallengeDetails};
use crate::web::time::seconds_until;
use crate::web::{Answer, Audience, SessionCookie, session_cookie};

impl Gate {
    /// A code that came with the request itself, or a pass for this very navigation.
    pub(super) async fn prove(
        &self,
        header: &RequestHeader,
        route: &Route,
        asker: &Asker<'_>,
        request: &AccessRequest,
        agent: &AgentStanding,
        demand: Demand,
    ) -> Result<Option<StepUpProof>, Answer> {
        let actions = &self.gateway.actions;
        let trust_for = route.site.policy.trust_for;
        if let Holder::Program { token, owner, .. } = agent.session.holder {
            let rule = match demand {
                Demand::SignIn | Demand::FinishSignIn => return Ok(None),
                Demand::StepUp => FactorRule::Window { trust_for },
                Demand::StepUpAlways => FactorRule::Always,
            };
            let desk = &self.gateway.desk;
            let proved = program::prove(desk, (owner, token), rule, &header.headers, &request.client).await;
            return proved.map(|()| Some(StepUpProof::assertion()));
        }
        let purpose = match demand {
            Demand::SignIn | Demand::FinishSignIn => return Ok(None),
            Demand::StepUp if trust_for.is_positive() => ChallengePurpose::StepUp { trust_for },
            Demand::StepUp | Demand::StepUpAlways => ChallengePurpose::OneRequest,
        };
        let Some(code) = header
            .headers
            .get("x-2fa-code")
            .and_then(|code| code.to_str().ok())
        else {
            let may_use_pass = matches!(purpose, ChallengePurpose::OneRequest)
                && request.method == Method::GET
                && asker.reader.audience == Audience::Navigation;
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
            codes: &route.site.security_codes,
            code: Secret::new(code.to_owned()),
            client: &request.client,
            purpose,
        };
        match actions.answer_challenge(answer).await {
            Ok(answered) => {
                self.gateway.feed.caught_up_with(answered.seq).await;
                Ok(Some(answered.proof))
            }
            Err(ChallengeError::Wrong { .. }) => {
                let sends = Sends::Nothing;
                Err(self
                    .told(route, asker, request, agent, sends, contract::totp_invalid)
                    .await)
            }
            Err(ChallengeError::Locked { until }) => {
                let wait = until.map(|until| seconds_until(Some(until), actions.clock.now()));
                let answer = |details: ChallengeDetails<'_>| contract::totp_max_attempts(details, wait);
                Err(self
                    .told(route, asker, request, agent, Sends::Nothing, answer)
                    .await)
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

    /// What is missing, and how to bring it.
    pub(super) async fn demand(
        &self,
        header: &RequestHeader,
        route: &Route,
        asker: &Asker<'_>,
        request: &AccessRequest,
        demand: Demand,
        agent: &AgentStanding,
    ) -> Answer {
        let back = answer::way_back(&request.method, &request.target);
        if asker.reader.audience == Audience::Navigation {
            return match demand {
                Demand::SignIn => answer::sign_in(asker, &request.method, &request.target),
                Demand::FinishSignIn | Demand::StepUp | Demand::StepUpAlways => {
                    Answer::see_other(&reserved::challenge_url(asker.authority, back))
                }
            };
        }
        // A program asks when it wants something. What a page asks for in the background mails nobody a code.
        let sends = match session_cookie(&header.headers) {
            SessionCookie::Absent => Sends::Mail(Resend::WhenNoneIsGood),
            SessionCookie::Present(_) | SessionCookie::Duplicate => Sends::Nothing,
        };
        let answer = match demand {
            Demand::SignIn => return contract::not_logged_in(),
            Demand::FinishSignIn => contract::login_needs_code,
            Demand::StepUp | Demand::StepUpAlways => contract::totp_required,
        };
        self.told(route, asker, request, agent, sends, answer).await
    }

    async fn told(
        &self,
        route: &Route,
        asker: &Asker<'_>,
        request: &AccessRequest,
        agent: &AgentStanding,
        sends: Sends,
        answer: impl FnOnce(ChallengeDetails<'_>) -> Answer,
    ) -> Answer {
        let back = answer::way_back(&request.method, &request.target);
        let url = reserved::challenge_url(asker.authority, back);
        let asked = Asked {
            site: &route.site,
            grant: &agent.grant,
            session: &agent.session,
            client: &request.client,
            language: asker.reader.language,
        };
        match asked.details(&self.desk(), sends, &url).await {
            Ok(details) => answer(details),
            Err(trouble) => {
                tracing::error!(error = %trouble, "a code cannot be mailed");
                answer::undecided(asker)
            }
        }
    }
}
