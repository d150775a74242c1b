//! `POST /.gatepass/api/v1/login`: a program signs in with a grant's credentials, and keeps the session in a header
//! (chapter `programs` of the manual).

use http::StatusCode;
use serde_json::json;

use super::challenge::challenge_url;
use super::code_mail::FIRST_TIME;
use super::visit::{Desk, Visit};
use crate::access::SessionStage;
use crate::actions::{SessionKeeper, SignIn, SignInError};
use crate::crypto::Secret;
use crate::web::Answer;
use crate::web::contract;

pub(super) async fn submit(desk: &Desk<'_>, visit: &Visit<'_>) -> Answer {
    let form = &visit.form;
    let user_name = ["user", "username", "email"]
        .into_iter()
        .find_map(|name| form.get(name));
    let header_code = visit
        .headers
        .get("x-2fa-code")
        .and_then(|code| code.to_str().ok());
    let code = form
        .get("code")
        .or(header_code)
        .filter(|code| !code.trim().is_empty());
    let attempt = SignIn {
        site: &visit.site.policy.name,
        codes: &visit.site.security_codes,
        trust_for: visit.site.policy.trust_for,
        user_name: user_name.unwrap_or_default(),
        password: Secret::new(form.text("password").to_owned()),
        code: code.map(|code| Secret::new(code.to_owned())),
        client: visit.client,
        keeper: SessionKeeper::Program,
    };
    let signed_in = match desk.actions.sign_in(attempt).await {
        Ok(signed_in) => signed_in,
        Err(SignInError::Wrong) => return contract::unauthorized(),
        Err(SignInError::Trouble(trouble)) => return visit.trouble(&trouble),
        Err(SignInError::TooMany { until }) => {
            return contract::too_many_sign_ins(until, desk.actions.clock.now());
        }
    };
    desk.feed.caught_up_with(signed_in.seq).await;
    if signed_in.session.stage == SessionStage::AwaitingCode {
        // Half a session is of no use to a program, which sends everything again; nobody keeps its secret.
        let challenge = challenge_url(visit.authority, "/");
        let asked = visit.asked(&signed_in.session, &signed_in.grant);
        return match asked.details(desk, FIRST_TIME, &challenge).await {
            Ok(details) => contract::login_needs_code(details),
            Err(trouble) => visit.trouble(&trouble),
        };
    }
    let trust_for = visit.site.policy.trust_for;
    let trusted_until = trust_for
        .is_positive()
        .then(|| signed_in.session.started_at + trust_for);
    let id = signed_in.grant.id.to_string();
    let mut me = super::status::describe(visit, &signed_in.grant, trusted_until);
    if let Some(me) = me.as_object_mut() {
        me.insert("_id".to_owned(), json!(id));
        me.insert("username".to_owned(), json!(signed_in.grant.user_name));
    }
    let data = json!({"userId": id, "authToken": signed_in.token.reveal(), "me": me});
    Answer::json(
        StatusCode::OK,
        &json!({"status": "success", "success": true, "data": data}),
    )
}
