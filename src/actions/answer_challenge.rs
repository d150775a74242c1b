//! Checks a security code inside a session: to finish the sign-in, or to step up later.

use jiff::{SignedDuration, Timestamp};

use super::agent_code::{AgentCode, CodeProof};
use super::count_attempt::Counted;
use super::take_pass::target_digest;
use super::{Actions, Trouble};
use crate::access::{
    CanonicalTarget, ClientEvidence, CodeMethod, Grant, Session, SessionId, SessionStage, StepUpProof,
    ThrottleRule, TrustedClient,
};
use crate::audit::{Action, Actor, ChangeEvent};
use crate::crypto::{Secret, SessionToken, normalise_code, random_bytes};
use crate::store::{Seq, Subject};

/// What was sent, and by whom.
pub struct CodeAnswer<'a> {
    pub session: &'a Session,
    pub grant: &'a Grant,
    /// The kinds of codes that the site takes: one of another kind is wrong.
    pub codes: &'a [CodeMethod],
    pub code: Secret,
    pub client: &'a ClientEvidence,
    pub purpose: ChallengePurpose<'a>,
}

/// What a right answer is for.
pub enum ChallengePurpose<'a> {
    /// The second half of the sign-in: a new session replaces the half one.
    FinishSignIn { trust_for: SignedDuration },
    /// The client becomes trusted for a while.
    StepUp { trust_for: SignedDuration },
    /// A place that always asks: one navigation to this target, and no trust.
    OneNavigation { target: &'a CanonicalTarget },
    /// A place that always asks: this very request, and no trust.
    OneRequest,
}

/// The code was right.
pub struct Answered {
    pub proof: StepUpProof,
    /// The session that replaces the half one.
    pub replaced: Option<(SessionToken, Session)>,
    pub seq: Seq,
}

#[derive(Debug, thiserror::Error)]
pub enum ChallengeError {
    #[error("the security code is wrong")]
    Wrong { tries_left: u32 },
    /// `until` is `None` when only new credentials help.
    #[error("too many wrong security codes")]
    Locked { until: Option<Timestamp> },
    /// The session or its grant ended meanwhile.
    #[error("the session is over")]
    Over,
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

/// How long a pass for one navigation waits to be used.
const PASS_LIFETIME: SignedDuration = SignedDuration::from_secs(60);

/// Longest code that is looked at, in bytes.
const LONGEST_CODE: usize = 64;

impl Actions {
    pub async fn answer_challenge(&self, answer: CodeAnswer<'_>) -> Result<Answered, ChallengeError> {
        let (subject, rule) = match answer.purpose {
            ChallengePurpose::FinishSignIn { .. } => {
                (Subject::GrantCode(answer.grant.id), ThrottleRule::SIGN_IN)
            }
            ChallengePurpose::StepUp { .. }
            | ChallengePurpose::OneNavigation { .. }
            | ChallengePurpose::OneRequest => {
                (Subject::SessionCode(answer.session.id), ThrottleRule::STEP_UP)
            }
        };
        let actor = Actor::agent(answer.session.id, answer.client.ip);
        let event = |action| {
            ChangeEvent::new(actor.clone(), action)
                .grant(answer.grant.id)
                .session(answer.session.id)
        };
        let left = match self
            .count_attempt(&[(subject, rule)], &event(Action::CodeAttempted))
            .await?
        {
            Counted::Taken { left } => left,
            Counted::Refused(locked) => return Err(ChallengeError::Locked { until: locked.until }),
        };
        let code = Secret::new(normalise_code(answer.code.reveal()));
        let now = self.clock.now();
        let wrong = ChallengeError::Wrong { tries_left: left };
        let Some(proof) = self.recognise_answer(&answer, &code, now).await? else {
            self.record_event(&event(Action::CodeRefused)).await?;
            return Err(wrong);
        };

        let mut change = self.store.change().await.map_err(Trouble::Store)?;
        let fresh = change.grant(answer.grant.id).await.map_err(Trouble::Store)?;
        let fresh =
            fresh.filter(|it| it.grant.generation == answer.session.generation && it.grant.is_live_at(now));
        let Some(fresh) = fresh else {
            return Err(ChallengeError::Over);
        };
        if !proof.use_up(&mut change, answer.grant, now).await? {
            drop(change);
            self.record_event(&event(Action::CodeRefused)).await?;
            return Err(wrong);
        }
        change.forget_attempts(subject).await.map_err(Trouble::Store)?;
        let mut replaced = None;
        match &answer.purpose {
            ChallengePurpose::FinishSignIn { trust_for } => {
                // Rotated at the rise of privilege: the half session's cookie is worth nothing from here on.
                if !change
                    .end_session(answer.session.id, now)
                    .await
                    .map_err(Trouble::Store)?
                {
                    return Err(ChallengeError::Over);
                }
                let session = Session {
                    id: SessionId::from_bytes(random_bytes()),
                    stage: SessionStage::Complete,
                    started_at: now,
                    ..answer.session.clone()
                };
                let token = SessionToken::generate();
                Self::make_room_for_session(&mut change, &fresh.grant, &actor, now).await?;
                change
                    .add_session(&session, token.digest())
                    .await
                    .map_err(Trouble::Store)?;
                self.trust(&mut change, session.id, &answer, *trust_for, now)
                    .await?;
                change
                    .forget_attempts(Subject::Network(answer.client.ip))
                    .await
                    .map_err(Trouble::Store)?;
                let mut grant = Grant::clone(&fresh.grant);
                if grant.first_used_at.is_none() {
                    grant.first_used_at = Some(now);
                    change.update_grant(&grant, now).await.map_err(Trouble::Store)?;
                }
                replaced = Some((token, session));
            }
            ChallengePurpose::StepUp { trust_for } => {
                self.trust(&mut change, answer.session.id, &answer, *trust_for, now)
                    .await?;
            }
            ChallengePurpose::OneNavigation { target } => {
                let target = target_digest(target.as_str());
                change
                    .add_pass(answer.session.id, target, now + PASS_LIFETIME)
                    .await
                    .map_err(Trouble::Store)?;
            }
            ChallengePurpose::OneRequest => {}
        }
        let accepted = match &replaced {
            Some((_, session)) => event(Action::SignedIn)
                .session(session.id)
                .detail("userAgent", &answer.client.user_agent),
            None => event(Action::CodeAccepted),
        };
        if replaced.is_some() {
            // The half session ends in the same change; its own event tells the caches.
            change
                .log(
                    &event(Action::SignedOut).detail("replaced", "by a whole session"),
                    now,
                )
                .await
                .map_err(Trouble::Store)?;
        }
        let seq = change.commit(&accepted, now).await.map_err(Trouble::Store)?;
        Ok(Answered {
            proof: StepUpProof::assertion(),
            replaced,
            seq,
        })
    }

    async fn trust(
        &self,
        change: &mut crate::store::Change,
        session: SessionId,
        answer: &CodeAnswer<'_>,
        trust_for: SignedDuration,
        now: Timestamp,
    ) -> Result<(), Trouble> {
        if trust_for.is_positive() {
            let key = self.keys.trust_key(session, answer.grant.id, answer.client);
            change
                .trust_client(
                    session,
                    TrustedClient {
                        key,
                        since: now,
                        until: now + trust_for,
                    },
                )
                .await?;
        }
        Ok(())
    }

    async fn recognise_answer(
        &self,
        answer: &CodeAnswer<'_>,
        code: &Secret,
        now: Timestamp,
    ) -> Result<Option<CodeProof>, Trouble> {
        if code.reveal().is_empty() || code.reveal().len() > LONGEST_CODE {
            return Ok(None);
        }
        if !answer.codes.contains(&answer.grant.code) {
            return Ok(None);
        }
        let Some(secrets) = self.store.grant_secrets(answer.grant.id).await? else {
            return Ok(None);
        };
        let asked = AgentCode::of(answer.session);
        self.recognise_code(answer.grant, &secrets.code, code, asked, now)
            .await
    }
}
