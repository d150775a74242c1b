//! `POST /.gatepass/sign-out`: ends the session here and now, with all its streams.

use http::StatusCode;

use super::message;
use super::pages::MessagePage;
use super::visit::{Desk, Visit};
use crate::audit::Actor;
use crate::web::{Answer, Audience, contract, forget_session_cookie};

pub(super) async fn submit(desk: &Desk<'_>, visit: &Visit<'_>) -> Answer {
    if visit.check_form(desk).is_err() {
        let why = "the request comes from another site, or its form is out of date; open the page again";
        return contract::problem(StatusCode::FORBIDDEN, "cross-site", why, None);
    }
    if let Some((known, _)) = &visit.session {
        let by = Actor::agent(known.session.id, visit.client.ip);
        match desk.actions.sign_out(&known.session, by).await {
            Ok(Some(seq)) => {
                desk.feed.caught_up_with(seq).await;
            }
            Ok(None) => {}
            Err(trouble) => return visit.trouble(&trouble),
        }
    }
    let answer = match visit.audience {
        Audience::Navigation => message(&MessagePage::signed_out(visit.place())),
        Audience::Program => Answer::json(StatusCode::OK, &serde_json::json!({"success": true})),
    };
    answer.set_cookie(forget_session_cookie()).clear_site_data()
}
