//! `GET|POST /.gatepass/sign-in`: user name, password and, if it is at hand, the security code.

use http::StatusCode;

use super::arrival;
use super::challenge::challenge_url;
use super::code_mail::FIRST_TIME;
use super::html;
use super::pages::{Notice, SignInError as Shown, SignInPage};
use super::visit::{Desk, Visit};
use crate::access::SessionStage;
use crate::actions::{SessionKeeper, SignIn, SignInError};
use crate::crypto::Secret;
use crate::web::contract;
use crate::web::time::seconds_until;
use crate::web::{Answer, Audience, Form, set_session_cookie};

pub(super) fn show(desk: &Desk<'_>, visit: &Visit<'_>) -> Answer {
    let signed_in = visit.session.as_ref().filter(|(known, grant)| {
        known.session.stage == SessionStage::Complete
            && known.session.generation == grant.generation
            && grant.is_live_at(desk.actions.clock.now())
    });
    if let Some((known, grant)) = signed_in {
        let return_to = visit.return_target();
        let place = arrival::place_for(desk, visit, &known.session, grant, &return_to);
        return Answer::see_other(&place);
    }
    let notice = match Form::from_query(visit.query).text("notice") {
        "ended" => Some(Notice::AccessEnded),
        "signed-out" => Some(Notice::SignedOut),
        "expired" => Some(Notice::SessionExpired),
        _ => None,
    };
    page(desk, visit, StatusCode::OK, None, notice)
}

fn page(
    desk: &Desk<'_>,
    visit: &Visit<'_>,
    status: StatusCode,
    error: Option<Shown>,
    notice: Option<Notice>,
) -> Answer {
    let (return_to, csrf) = (visit.return_target(), visit.form_token(desk));
    let page = SignInPage {
        place: visit.place(),
        username: visit.form.text("username"),
        return_to: &return_to,
        csrf: &csrf,
        error,
        notice,
    };
    html(status, page.render())
}

pub(super) async fn submit(desk: &Desk<'_>, visit: &Visit<'_>) -> Answer {
    if visit.check_form(desk).is_err() {
        return match visit.audience {
            Audience::Navigation => page(desk, visit, StatusCode::FORBIDDEN, Some(Shown::FormExpired), None),
            Audience::Program => {
                let why = "the request comes from another site, or its form is out of date";
                contract::problem(StatusCode::FORBIDDEN, "cross-site", why, None)
            }
        };
    }
    let form = &visit.form;
    let user_name = form
        .get("username")
        .or_else(|| form.get("user"))
        .unwrap_or_default();
    let header_code = visit
        .headers
        .get("x-2fa-code")
        .and_then(|code| code.to_str().ok());
    let code = form
        .get("code")
        .or(header_code)
        .map(|code| Secret::new(code.to_owned()));
    let attempt = SignIn {
        site: &visit.site.policy.name,
        codes: &visit.site.security_codes,
        trust_for: visit.site.policy.trust_for,
        user_name,
        password: Secret::new(form.text("password").to_owned()),
        code,
        client: visit.client,
        keeper: SessionKeeper::Browser,
    };
    let signed_in = match desk.actions.sign_in(attempt).await {
        Ok(signed_in) => signed_in,
        Err(error) => return refused(desk, visit, &error),
    };
    // Everyone who looks the session up from here on finds it, and the grant's first use.
    desk.feed.caught_up_with(signed_in.seq).await;
    let return_to = visit.return_target();
    let cookie = set_session_cookie(&signed_in.token);
    let challenge = challenge_url(visit.authority, &return_to);
    let answer = match (visit.audience, signed_in.session.stage) {
        (Audience::Navigation, SessionStage::Complete) => {
            let (session, grant) = (&signed_in.session, &signed_in.grant);
            Answer::see_other(&arrival::place_for(desk, visit, session, grant, &return_to))
        }
        (Audience::Navigation, SessionStage::AwaitingCode) => Answer::see_other(&challenge),
        (Audience::Program, SessionStage::Complete) => {
            let trust_for = visit.site.policy.trust_for;
            let trusted_until = trust_for
                .is_positive()
                .then(|| signed_in.session.started_at + trust_for);
            let status = super::status::describe(visit, &signed_in.grant, trusted_until);
            let body = serde_json::json!({"status": "success", "success": true, "data": status});
            Answer::json(StatusCode::OK, &body)
        }
        (Audience::Program, SessionStage::AwaitingCode) => {
            let asked = visit.asked(&signed_in.session, &signed_in.grant);
            match asked.details(desk, FIRST_TIME, &challenge).await {
                Ok(details) => contract::login_needs_code(details),
                Err(trouble) => visit.trouble(&trouble),
            }
        }
    };
    answer.set_cookie(cookie)
}

fn refused(desk: &Desk<'_>, visit: &Visit<'_>, error: &SignInError) -> Answer {
    match (error, visit.audience) {
        (SignInError::Trouble(trouble), _) => visit.trouble(trouble),
        (SignInError::Wrong, Audience::Navigation) => {
            page(desk, visit, StatusCode::UNAUTHORIZED, Some(Shown::Wrong), None)
        }
        (SignInError::Wrong, Audience::Program) => contract::unauthorized(),
        (SignInError::TooMany { until }, audience) => {
            let now = desk.actions.clock.now();
            match audience {
                Audience::Navigation => {
                    let wait = seconds_until(*until, now);
                    let shown = Shown::TooMany {
                        retry_after_seconds: wait,
                    };
                    page(desk, visit, StatusCode::TOO_MANY_REQUESTS, Some(shown), None).retry_after(wait)
                }
                Audience::Program => contract::too_many_sign_ins(*until, now),
            }
        }
    }
}
