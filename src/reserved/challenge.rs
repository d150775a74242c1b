//! `GET|POST /.gatepass/challenge`: the security code, to finish the sign-in or to step up.

use std::sync::Arc;

use http::{Method, StatusCode};

use super::html;
use super::pages::{CodeError, CodeMethod as Shown, CodePage, CodePurpose};
use super::visit::{Desk, Visit};
use crate::access::{
    AccessRequest, AgentStanding, Body, CanonicalTarget, CodeMethod, Demand, Grant, Purpose, SessionStage,
    Standing, Verdict, decide,
};
use crate::actions::{ChallengeError, ChallengePurpose, CodeAnswer};
use crate::crypto::Secret;
use crate::store::KnownSession;
use crate::web::contract::{self, ChallengeDetails};
use crate::web::time::seconds_until;
use crate::web::{Answer, Audience, set_session_cookie};

/// Where a person answers a challenge that stands between them and `return_to`.
pub fn challenge_url(authority: &str, return_to: &str) -> String {
    format!(
        "https://{authority}/.gatepass/challenge?return={}",
        escape(return_to)
    )
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

pub(super) async fn show(desk: &Desk<'_>, visit: &Visit<'_>) -> Answer {
    let return_to = visit.return_target();
    let Some((known, grant)) = &visit.session else {
        return to_sign_in(visit, &return_to);
    };
    match pending(desk, visit, known, grant, &return_to) {
        Pending::Nothing => Answer::see_other(&return_to),
        pending @ (Pending::FinishSignIn | Pending::StepUp | Pending::Always(_)) => {
            page(desk, visit, grant, &pending, StatusCode::OK, None)
        }
    }
}

pub(super) async fn submit(desk: &Desk<'_>, visit: &Visit<'_>) -> Answer {
    let return_to = visit.return_target();
    let Some((known, grant)) = &visit.session else {
        return to_sign_in(visit, &return_to);
    };
    let pending = pending(desk, visit, known, grant, &return_to);
    if visit.check_form(desk).is_err() {
        return match visit.audience {
            Audience::Navigation => page(desk, visit, grant, &pending, StatusCode::FORBIDDEN, None),
            Audience::Program => {
                let why = "the request comes from another site, or its form is out of date";
                contract::problem(StatusCode::FORBIDDEN, "cross-site", why, None)
            }
        };
    }
    let trust_for = visit.site.policy.trust_for;
    let target = CanonicalTarget::parse(return_to.as_bytes()).ok();
    let purpose = match (&pending, &target) {
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
        session: &known.session,
        grant,
        code: Secret::new(visit.form.text("code").to_owned()),
        client: visit.client,
        purpose,
    };
    match desk.actions.answer_challenge(answer).await {
        Ok(answered) => {
            desk.feed.caught_up_with(answered.seq).await;
            let done = match visit.audience {
                Audience::Navigation => Answer::see_other(&return_to),
                Audience::Program => Answer::json(StatusCode::OK, &serde_json::json!({"success": true})),
            };
            match &answered.replaced {
                Some((token, _)) => done.set_cookie(set_session_cookie(token)),
                None => done,
            }
        }
        Err(ChallengeError::Over) => to_sign_in(visit, &return_to),
        Err(ChallengeError::Trouble(trouble)) => visit.trouble(&trouble),
        Err(ChallengeError::Wrong { tries_left }) => match visit.audience {
            Audience::Navigation => {
                let error = match (tries_left, &pending) {
                    (0, Pending::FinishSignIn) => CodeError::LockedUntilRegenerated,
                    _ => CodeError::Wrong { tries_left },
                };
                page(
                    desk,
                    visit,
                    grant,
                    &pending,
                    StatusCode::UNAUTHORIZED,
                    Some(error),
                )
            }
            Audience::Program => {
                contract::totp_invalid(details(visit, grant, &return_to, &mut String::new()))
            }
        },
        Err(ChallengeError::Locked { until }) => {
            let now = desk.actions.clock.now();
            let wait = until.map(|until| seconds_until(Some(until), now));
            match visit.audience {
                Audience::Navigation => {
                    let error = match wait {
                        Some(retry_after_seconds) => CodeError::Locked { retry_after_seconds },
                        None => CodeError::LockedUntilRegenerated,
                    };
                    page(
                        desk,
                        visit,
                        grant,
                        &pending,
                        StatusCode::TOO_MANY_REQUESTS,
                        Some(error),
                    )
                }
                Audience::Program => {
                    contract::totp_max_attempts(details(visit, grant, &return_to, &mut String::new()), wait)
                }
            }
        }
    }
}

fn details<'d>(
    visit: &Visit<'_>,
    grant: &Grant,
    return_to: &str,
    url: &'d mut String,
) -> ChallengeDetails<'d> {
    *url = challenge_url(visit.authority, return_to);
    ChallengeDetails::of_grant(grant.code, url)
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

fn page(
    desk: &Desk<'_>,
    visit: &Visit<'_>,
    grant: &Grant,
    pending: &Pending,
    status: StatusCode,
    error: Option<CodeError>,
) -> Answer {
    let trust_for = visit.site.policy.trust_for;
    let trusted_for = u64::try_from(trust_for.as_secs())
        .ok()
        .filter(|it| *it > 0)
        .map(|seconds| crate::web::time::lasting(crate::words::words(visit.language), seconds));
    let (return_to, csrf) = (visit.return_target(), visit.form_token(desk));
    let ends = visit.moment(desk, grant.validity.expires_at);
    let page = CodePage {
        place: visit.place(),
        user: &grant.grantor,
        agent: grant.agent.name.as_deref(),
        purpose: match pending {
            Pending::FinishSignIn => CodePurpose::FinishSignIn,
            Pending::StepUp | Pending::Nothing => CodePurpose::StepUp,
            Pending::Always(place) => CodePurpose::Always { place },
        },
        method: match grant.code {
            CodeMethod::Fixed => Shown::Fixed,
            CodeMethod::Totp => Shown::Totp,
        },
        return_to: &return_to,
        csrf: &csrf,
        error,
        grant_ends: &ends,
        trusted_for: trusted_for.as_deref(),
    };
    html(status, page.render())
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
