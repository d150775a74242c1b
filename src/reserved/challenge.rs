//! `GET|POST /.gatepass/challenge`: the security code, to finish the sign-in or to step up.

use std::sync::Arc;

use http::{Method, StatusCode};
use jiff::Timestamp;

use super::arrival;
use super::code_mail::{FIRST_TIME, Mailed, Sends};
use super::html;
use super::pages::{CodeError, CodeMethod as Shown, CodePage, CodePurpose, MailState};
use super::visit::{Desk, Visit};
use crate::access::{
    AccessRequest, AgentStanding, Body, CanonicalTarget, CodeMethod, Demand, Grant, Purpose, Session,
    SessionStage, Standing, Verdict, decide,
};
use crate::actions::{ChallengeError, ChallengePurpose, CodeAnswer, Resend};
use crate::crypto::Secret;
use crate::store::KnownSession;
use crate::web::contract::{self, ChallengeDetails};
use crate::web::time::seconds_until;
use crate::web::{Answer, Audience, Form, set_session_cookie};

/// Where a person answers a challenge that stands between them and `return_to`.
pub fn challenge_url(authority: &str, return_to: &str) -> String {
    let page = page_url("/.gatepass/challenge", return_to);
    format!("https://{authority}{page}")
}

/// One of our pages, on the way to `return_to`.
pub fn page_url(page: &str, return_to: &str) -> String {
    format!("{page}?return={}", escape(return_to))
}

/// Percent-encodes all but unreserved characters and `/` (RFC 3986 section 2.3).
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                escaped.push(byte.into())
            }
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

/// What stands between this session and the place it wants to go to.
enum Pending {
    Nothing,
    FinishSignIn,
    StepUp,
    /// With the words for the place.
    Always(String),
}

/// The question that stands between a session and the place it wants to go to.
struct Question<'q> {
    desk: &'q Desk<'q>,
    visit: &'q Visit<'q>,
    known: &'q KnownSession,
    grant: &'q Arc<Grant>,
    pending: Pending,
    return_to: String,
}

impl<'q> Question<'q> {
    /// `None`: nobody is there to be asked.
    fn of(desk: &'q Desk<'q>, visit: &'q Visit<'q>) -> Option<Self> {
        let (known, grant) = visit.session.as_ref()?;
        let return_to = visit.return_target();
        Some(Self {
            desk,
            visit,
            known,
            grant,
            pending: pending(desk, visit, known, grant, &return_to),
            return_to,
        })
    }
}

pub(super) async fn show(desk: &Desk<'_>, visit: &Visit<'_>) -> Answer {
    let Some(question) = Question::of(desk, visit) else {
        return to_sign_in(visit, &visit.return_target());
    };
    match question.pending {
        Pending::Nothing => Answer::see_other(&question.destination(&question.known.session)),
        Pending::FinishSignIn | Pending::StepUp | Pending::Always(_) => {
            question.page(StatusCode::OK, None, FIRST_TIME).await
        }
    }
}

pub(super) async fn submit(desk: &Desk<'_>, visit: &Visit<'_>) -> Answer {
    let Some(question) = Question::of(desk, visit) else {
        return to_sign_in(visit, &visit.return_target());
    };
    if visit.check_form(desk).is_err() {
        return match visit.audience {
            Audience::Navigation => question.page(StatusCode::FORBIDDEN, None, Sends::Nothing).await,
            Audience::Program => {
                let why = "the request comes from another site, or its form is out of date";
                contract::problem(StatusCode::FORBIDDEN, "cross-site", why, None)
            }
        };
    }
    if visit.form.get("send") == Some("email") {
        return question.send_again().await;
    }
    question.take(&visit.form).await
}

impl Question<'_> {
    /// Another code by mail.
    async fn send_again(&self) -> Answer {
        let again = Sends::Mail(Resend::Asked);
        match self.visit.audience {
            Audience::Navigation => self.page(StatusCode::OK, None, again).await,
            Audience::Program => self.told(again, contract::totp_required).await,
        }
    }

    async fn take(&self, form: &Form) -> Answer {
        let trust_for = self.visit.site.policy.trust_for;
        let target = CanonicalTarget::parse(self.return_to.as_bytes()).ok();
        let purpose = match (&self.pending, &target) {
            (Pending::FinishSignIn, _) => ChallengePurpose::FinishSignIn { trust_for },
            (Pending::Always(_), Some(target)) => ChallengePurpose::OneNavigation { target },
            // Where nothing is ever trusted, only a pass can lead anywhere.
            (Pending::StepUp, Some(target)) if !trust_for.is_positive() => {
                ChallengePurpose::OneNavigation { target }
            }
            (Pending::StepUp | Pending::Nothing | Pending::Always(_), _) => {
                ChallengePurpose::StepUp { trust_for }
            }
        };
        let answer = CodeAnswer {
            session: &self.known.session,
            grant: self.grant,
            codes: &self.visit.site.security_codes,
            code: Secret::new(form.text("code").to_owned()),
            client: self.visit.client,
            purpose,
        };
        match self.desk.actions.answer_challenge(answer).await {
            Ok(answered) => {
                self.desk.feed.caught_up_with(answered.seq).await;
                let session = answered.replaced.as_ref().map(|(_, session)| session);
                let session = session.unwrap_or(&self.known.session);
                let done = match self.visit.audience {
                    Audience::Navigation => Answer::see_other(&self.destination(session)),
                    Audience::Program => Answer::json(StatusCode::OK, &serde_json::json!({"success": true})),
                };
                match &answered.replaced {
                    Some((token, _)) => done.set_cookie(set_session_cookie(token)),
                    None => done,
                }
            }
            Err(ChallengeError::Over) => to_sign_in(self.visit, &self.return_to),
            Err(ChallengeError::Trouble(trouble)) => self.visit.trouble(&trouble),
            Err(ChallengeError::Wrong { tries_left }) => self.wrong(tries_left).await,
            Err(ChallengeError::Locked { until }) => self.locked(until).await,
        }
    }

    fn destination(&self, session: &Session) -> String {
        arrival::place_for(self.desk, self.visit, session, self.grant, &self.return_to)
    }

    async fn wrong(&self, tries_left: u32) -> Answer {
        match self.visit.audience {
            Audience::Navigation => {
                let error = match (tries_left, &self.pending) {
                    (0, Pending::FinishSignIn) => CodeError::LockedUntilRegenerated,
                    _ => CodeError::Wrong { tries_left },
                };
                self.page(StatusCode::UNAUTHORIZED, Some(error), Sends::Nothing)
                    .await
            }
            Audience::Program => self.told(Sends::Nothing, contract::totp_invalid).await,
        }
    }

    async fn locked(&self, until: Option<Timestamp>) -> Answer {
        let wait = until.map(|until| seconds_until(Some(until), self.desk.actions.clock.now()));
        match self.visit.audience {
            Audience::Navigation => {
                let error = match wait {
                    Some(retry_after_seconds) => CodeError::Locked { retry_after_seconds },
                    None => CodeError::LockedUntilRegenerated,
                };
                self.page(StatusCode::TOO_MANY_REQUESTS, Some(error), Sends::Nothing)
                    .await
            }
            Audience::Program => {
                let answer = |details: ChallengeDetails<'_>| contract::totp_max_attempts(details, wait);
                self.told(Sends::Nothing, answer).await
            }
        }
    }

    /// What a program is told.
    async fn told(&self, sends: Sends, answer: impl FnOnce(ChallengeDetails<'_>) -> Answer) -> Answer {
        let url = challenge_url(self.visit.authority, &self.return_to);
        let asked = self.visit.asked(&self.known.session, self.grant);
        match asked.details(self.desk, sends, &url).await {
            Ok(details) => answer(details),
            Err(trouble) => self.visit.trouble(&trouble),
        }
    }

    async fn page(&self, status: StatusCode, error: Option<CodeError>, sends: Sends) -> Answer {
        let Self { desk, visit, .. } = *self;
        let asked = visit.asked(&self.known.session, self.grant);
        let address = asked.masked_address();
        let method = match self.grant.code {
            CodeMethod::Fixed => Shown::Fixed,
            CodeMethod::Totp => Shown::Totp,
            CodeMethod::Email => match asked.mailed(desk, sends).await {
                Ok(mailed) => Shown::Email {
                    address: &address,
                    mail: mail_state(mailed, desk.actions.clock.now()),
                },
                Err(trouble) => return visit.trouble(&trouble),
            },
        };
        let trust_for = visit.site.policy.trust_for;
        let trusted_for = u64::try_from(trust_for.as_secs())
            .ok()
            .filter(|it| *it > 0)
            .map(|seconds| crate::web::time::lasting(crate::words::words(visit.language), seconds));
        let csrf = visit.form_token(desk);
        let ends = visit.moment(desk, self.grant.validity.expires_at);
        let page = CodePage {
            place: visit.place(),
            user: &self.grant.grantor,
            agent: self.grant.agent.name.as_deref(),
            purpose: match &self.pending {
                Pending::FinishSignIn => CodePurpose::FinishSignIn,
                Pending::StepUp | Pending::Nothing => CodePurpose::StepUp,
                Pending::Always(place) => CodePurpose::Always { place },
            },
            method,
            return_to: &self.return_to,
            csrf: &csrf,
            error,
            grant_ends: &ends,
            trusted_for: trusted_for.as_deref(),
        };
        html(status, page.render())
    }
}

fn mail_state(mailed: Mailed, now: Timestamp) -> MailState {
    match mailed {
        Mailed::Sent(known) | Mailed::Already(known) => MailState::Sent {
            resend_after_seconds: seconds_until(Some(known.again_at), now),
        },
        Mailed::TooMany { until } => MailState::TooMany {
            wait_seconds: seconds_until(until, now),
        },
        Mailed::Failed | Mailed::None => MailState::Failed,
    }
}

/// Asks the decision itself what going to `return_to` would take.
fn pending(
    desk: &Desk<'_>,
    visit: &Visit<'_>,
    known: &KnownSession,
    grant: &Arc<Grant>,
    return_to: &str,
) -> Pending {
    if known.session.stage == SessionStage::AwaitingCode {
        return Pending::FinishSignIn;
    }
    let Ok(target) = CanonicalTarget::parse(return_to.as_bytes()) else {
        return Pending::StepUp;
    };
    let key = desk
        .actions
        .keys
        .trust_key(known.session.id, grant.id, visit.client);
    let request = AccessRequest {
        method: Method::GET,
        target,
        body: Body::None,
        cookies: None,
        purpose: Purpose::Exchange,
        client: visit.client.clone(),
        trust_key: Some(key),
    };
    let standing = Standing::Agent(AgentStanding {
        session: known.session.clone(),
        grant: grant.clone(),
        trust: known.trusted.iter().find(|trusted| trusted.key == key).copied(),
        active_at: known.activity.latest(),
        proof: None,
    });
    let policy = &visit.site.policy;
    match decide(&request, &standing, policy, desk.actions.clock.now()) {
        Verdict::Challenge(Demand::StepUpAlways) => {
            let touched = policy
                .judge(&request, grant)
                .map(|judgement| judgement.touched)
                .unwrap_or_default();
            let labels = touched
                .iter()
                .filter_map(|index| policy.scopes.get(*index))
                .map(|it| it.label.as_str());
            Pending::Always(labels.collect::<Vec<_>>().join(", "))
        }
        Verdict::Challenge(Demand::FinishSignIn) => Pending::FinishSignIn,
        Verdict::Challenge(Demand::StepUp | Demand::SignIn) => Pending::StepUp,
        // What is refused says so better than a code page would.
        Verdict::Forward(_) | Verdict::Refuse(_) | Verdict::ReadBody => Pending::Nothing,
    }
}

fn to_sign_in(visit: &Visit<'_>, return_to: &str) -> Answer {
    match visit.audience {
        Audience::Navigation => Answer::see_other(&format!(
            "/.gatepass/sign-in?notice=expired&return={}",
            escape(return_to)
        )),
        Audience::Program => contract::not_logged_in(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_survives_the_url() {
        let url = challenge_url("crm.localhost:8443", "/x?a=1&b=%2F#");
        assert_eq!(
            url,
            "https://crm.localhost:8443/.gatepass/challenge?return=/x%3Fa%3D1%26b%3D%252F%23"
        );
    }
}
