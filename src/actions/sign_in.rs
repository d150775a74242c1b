//! Signs an agent in with a grant's user name, password and, in the same try or after it, security code.
//!
//! Unknown name, wrong password, wrong code, ended grant and locked grant are one answer at one price in time: the
//! number of slow hashes depends only on what was sent.

use jiff::{SignedDuration, Timestamp};

use super::agent_code::{AgentCode, CodeProof};
use super::count_attempt::Counted;
use super::{Actions, Trouble};
use crate::access::{
    ClientEvidence, CodeMethod, Grant, GrantState, Holder, Session, SessionId, SessionStage, SiteName,
    ThrottleRule, TrustedClient,
};
use crate::audit::{Action, Actor, ChangeEvent};
use crate::crypto::{PasswordHash, Secret, SessionToken, normalise_code, random_bytes};
use crate::store::{GrantSecrets, Seq, StoredCode, StoredGrant, Subject};

/// What was sent.
pub struct SignIn<'s> {
    pub site: &'s SiteName,
    /// The kinds of codes that the site takes: one of another kind is wrong.
    pub codes: &'s [CodeMethod],
    /// How long the site trusts a client after a code; zero: never.
    pub trust_for: SignedDuration,
    pub user_name: &'s str,
    pub password: Secret,
    pub code: Option<Secret>,
    pub client: &'s ClientEvidence,
    pub keeper: SessionKeeper,
}

/// Who keeps the session's secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionKeeper {
    /// A browser, in a cookie.
    Browser,
    /// A program, which sends it in a header.
    Program,
}

/// A new session. Its stage says whether the code is still missing.
pub struct SignedIn {
    pub token: SessionToken,
    pub session: Session,
    pub grant: Grant,
    pub seq: Seq,
}

#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Deliberately without a reason.
    #[error("user name, password or security code is wrong")]
    Wrong,
    #[error("too many tries from this network")]
    TooMany { until: Option<Timestamp> },
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

/// Longest user name, password and code that are looked at, in bytes.
const LONGEST_INPUT: usize = 1024;

impl Actions {
    pub async fn sign_in(&self, sign_in: SignIn<'_>) -> Result<SignedIn, SignInError> {
        let now = self.clock.now();
        let user_name = sign_in.user_name.trim().to_lowercase();
        let code = sign_in
            .code
            .as_ref()
            .map(|code| Secret::new(normalise_code(code.reveal())));
        let code = code.filter(|code| !code.reveal().is_empty());
        let longest = [
            user_name.len(),
            sign_in.password.reveal().len(),
            code.as_ref().map_or(0, |c| c.reveal().len()),
        ];
        if longest.into_iter().any(|length| length > LONGEST_INPUT) {
            return Err(SignInError::Wrong);
        }
        let network = Subject::Network(sign_in.client.ip);
        if let Some(locked) = self.network_lock(network, now).await? {
            return Err(SignInError::TooMany { until: locked });
        }

        let candidate = self.usable_grant(&sign_in, &user_name, now).await?;
        let mut subjects = vec![(network, ThrottleRule::NETWORK)];
        if let Some((stored, _)) = &candidate {
            subjects.push((Subject::GrantPassword(stored.grant.id), ThrottleRule::SIGN_IN));
            if code.is_some() {
                subjects.push((Subject::GrantCode(stored.grant.id), ThrottleRule::SIGN_IN));
            }
        }
        let actor = Actor::client(sign_in.client.ip);
        let event = |action| {
            let event = ChangeEvent::new(actor.clone(), action).detail("site", sign_in.site.as_str());
            match &candidate {
                Some((stored, _)) => event.grant(stored.grant.id),
                None => event,
            }
        };
        let (attempt, attempt_while_locked) = (event(Action::SignInAttempted), event(Action::SignInLocked));
        let candidate = match self.count_attempt(&subjects, &attempt).await? {
            Counted::Taken { .. } => candidate,
            // A locked grant is verified against nothing and costs the network a try like any other name, so that
            // the lock does not show.
            Counted::Refused(_) => {
                let network = &[(network, ThrottleRule::NETWORK)];
                self.count_attempt(network, &attempt_while_locked).await?;
                None
            }
        };
        let verified = self.verify(&candidate, &sign_in, code, now).await?;
        let (Some((stored, _)), Some(verified)) = (candidate, verified) else {
            let refused =
                ChangeEvent::new(actor, Action::SignInRefused).detail("site", sign_in.site.as_str());
            self.record_event(&refused).await?;
            return Err(SignInError::Wrong);
        };
        self.open_session(&stored.grant, verified, &sign_in, network, actor, now)
            .await
    }

    async fn network_lock(
        &self,
        network: Subject,
        now: Timestamp,
    ) -> Result<Option<Option<Timestamp>>, Trouble> {
        let attempts = self.store.attempts(network).await?.at(ThrottleRule::NETWORK, now);
        Ok(attempts.locked.map(|locked| locked.until))
    }

    /// The grant of that name, if it could be signed in with at all.
    async fn usable_grant(
        &self,
        sign_in: &SignIn<'_>,
        user_name: &str,
        now: Timestamp,
    ) -> Result<Option<(StoredGrant, GrantSecrets)>, Trouble> {
        let found = self.store.grant_to_sign_in_with(user_name).await?;
        Ok(found.filter(|(stored, _)| {
            let grant = &stored.grant;
            grant.site == *sign_in.site
                && grant.state == GrantState::Active
                // Whoever is too early is told so behind the door, by the decision.
                && !grant.validity.is_over_at(now)
                && !grant.was_not_claimed_by(now)
                && grant.allows_network_of(sign_in.client.ip)
        }))
    }

    /// `None`: something was wrong. Runs one slow hash, or two when a code was sent, whatever there is to compare with.
    async fn verify(
        &self,
        candidate: &Option<(StoredGrant, GrantSecrets)>,
        sign_in: &SignIn<'_>,
        code: Option<Secret>,
        now: Timestamp,
    ) -> Result<Option<Verified>, Trouble> {
        let password_is_right = {
            let password = sign_in.password.clone();
            let hash = candidate.as_ref().map(|(_, secrets)| secrets.password.clone());
            self.hashing
                .run(move || PasswordHash::verify_or_nothing(hash.as_ref(), &password))
                .await?
        };
        let Some(code) = code else {
            return Ok(password_is_right.then_some(Verified::PasswordOnly));
        };
        let answerable = candidate
            .as_ref()
            .filter(|(stored, _)| sign_in.codes.contains(&stored.grant.code));
        let hashes = answerable.is_some_and(|(_, secrets)| is_hashed(secrets));
        if !hashes {
            let code = code.clone();
            self.hashing
                .run(move || PasswordHash::verify_or_nothing(None, &code))
                .await?;
        }
        let proof = match answerable {
            Some((stored, secrets)) => {
                self.recognise_code(&stored.grant, &secrets.code, &code, AgentCode::SignIn, now)
                    .await?
            }
            None => None,
        };
        Ok(proof.filter(|_| password_is_right).map(Verified::Everything))
    }

    async fn open_session(
        &self,
        grant: &Grant,
        verified: Verified,
        sign_in: &SignIn<'_>,
        network: Subject,
        actor: Actor,
        now: Timestamp,
    ) -> Result<SignedIn, SignInError> {
        let mut change = self.store.change().await.map_err(Trouble::Store)?;
        // Read again under the write lock: it may have been revoked or regenerated while we were hashing.
        let fresh = change.grant(grant.id).await.map_err(Trouble::Store)?;
        let fresh = fresh
            .filter(|it| it.grant.generation == grant.generation && it.grant.state == GrantState::Active);
        let Some(stored) = fresh else {
            return Err(SignInError::Wrong);
        };
        let mut grant = Grant::clone(&stored.grant);
        let stage = match verified {
            Verified::PasswordOnly => SessionStage::AwaitingCode,
            Verified::Everything(proof) => {
                if !proof.use_up(&mut change, &grant, now).await? {
                    return Err(SignInError::Wrong);
                }
                SessionStage::Complete
            }
        };
        let session = Session {
            id: SessionId::from_bytes(random_bytes()),
            grant: grant.id,
            generation: grant.generation,
            stage,
            holder: Holder::Agent,
            started_at: now,
        };
        let token = match sign_in.keeper {
            SessionKeeper::Browser => SessionToken::generate(),
            SessionKeeper::Program => SessionToken::generate_for_program(),
        };
        if stage == SessionStage::Complete {
            Self::make_room_for_session(&mut change, &grant, &actor, now).await?;
        }
        change
            .add_session(&session, token.digest())
            .await
            .map_err(Trouble::Store)?;
        change
            .forget_attempts(Subject::GrantPassword(grant.id))
            .await
            .map_err(Trouble::Store)?;
        if stage == SessionStage::Complete {
            change.forget_attempts(network).await.map_err(Trouble::Store)?;
            change
                .forget_attempts(Subject::GrantCode(grant.id))
                .await
                .map_err(Trouble::Store)?;
            if grant.first_used_at.is_none() {
                grant.first_used_at = Some(now);
                change.update_grant(&grant, now).await.map_err(Trouble::Store)?;
            }
            if sign_in.trust_for.is_positive() {
                let trusted = TrustedClient {
                    key: self.keys.trust_key(session.id, grant.id, sign_in.client),
                    since: now,
                    until: now + sign_in.trust_for,
                };
                change
                    .trust_client(session.id, trusted)
                    .await
                    .map_err(Trouble::Store)?;
            }
        }
        let action = match stage {
            SessionStage::AwaitingCode => Action::PasswordAccepted,
            SessionStage::Complete => Action::SignedIn,
        };
        let event = ChangeEvent::new(actor, action)
            .grant(grant.id)
            .session(session.id)
            .detail("userAgent", &sign_in.client.user_agent);
        let seq = change.commit(&event, now).await.map_err(Trouble::Store)?;
        Ok(SignedIn {
            token,
            session,
            grant,
            seq,
        })
    }
}

enum Verified {
    PasswordOnly,
    Everything(CodeProof),
}

fn is_hashed(secrets: &GrantSecrets) -> bool {
    match secrets.code {
        StoredCode::Fixed(_) => true,
        StoredCode::Totp(_) | StoredCode::Mailed => false,
    }
}
