//! A proof that comes with the request itself: a security code in its header, or a pass for this navigation.

use http::Method;
use pingora::http::RequestHeader;

use super::answer::{self, Asker};
use super::gate::Gate;
use super::routes::Route;
use crate::access::{AccessRequest, Holder, StepUpProof};
use crate::actions::account::FactorRule;
use crate::actions::{ChallengeError, ChallengePurpose, CodeAnswer};
use crate::audit::Actor;
use crate::crypto::Secret;
use crate::portal::program;
use crate::reserved;
use crate::web::contract::{self, ChallengeDetails};
use crate::web::time::seconds_until;
use crate::web::{Answer, Audience};

impl Gate {
    /// A code that came with the request itself, or a pass for this very navigation.
    pub(super) async fn prove(
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
        let url = reserved::challenge_url(asker.authority, request.target.as_str());
        let details = ChallengeDetails::of_grant(agent.grant.code, &url);
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
                let wait = until.map(|until| seconds_until(Some(until), now));
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
}
