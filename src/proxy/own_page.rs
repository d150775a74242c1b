//! A request below `/.gatepass/`: read its form, and hand it to the page that answers it.

use http::Method;

use super::Downstream;
use super::answer::{self, Asker};
use super::gate::Gate;
use super::resolve::Resolved;
use super::routes::Route;
use crate::access::{AccessRequest, AgentStanding, Holder, Standing};
use crate::reserved::{self, Desk, Visit};
use crate::web::{Answer, Form, PresentedSession, contract, presented_session};

/// Largest form of our own pages, in bytes.
const LARGEST_FORM: usize = 16 * 1024;

impl Gate {
    /// What our own pages on an app's origin work with.
    pub(super) fn desk(&self) -> Desk<'_> {
        let desk = &self.gateway.desk;
        Desk {
            actions: &self.gateway.actions,
            cache: &self.gateway.cache,
            feed: &self.gateway.feed,
            mailer: desk.post.as_ref().map(|post| &post.mailer),
            product: desk.product(),
        }
    }

    /// A request below `/.gatepass/`.
    pub(super) async fn own_page(
        &self,
        session: &mut Downstream,
        route: &Route,
        asker: &Asker<'_>,
        request: &AccessRequest,
        resolved: Resolved,
    ) -> pingora::Result<Answer> {
        if let Standing::Agent(AgentStanding { session, .. }) = &resolved.standing
            && session.holder != Holder::Agent
        {
            let why = "an access token has nothing to do on the gateway's own pages";
            let status = http::StatusCode::FORBIDDEN;
            return Ok(contract::problem(status, "not-with-a-token", why, None));
        }
        let mut body = Vec::new();
        if request.method == Method::POST {
            while let Some(chunk) = session.read_request_body().await? {
                body.extend_from_slice(&chunk);
                if body.len() > LARGEST_FORM {
                    let status = http::StatusCode::PAYLOAD_TOO_LARGE;
                    return Ok(contract::problem(
                        status,
                        "too-large",
                        "the form is larger than 16 KiB",
                        None,
                    ));
                }
            }
        }
        let headers = &session.req_header().headers;
        let content_type = headers
            .get(http::header::CONTENT_TYPE)
            .and_then(|it| it.to_str().ok())
            .unwrap_or_default();
        let Some(form) = Form::parse(content_type, &body) else {
            let status = http::StatusCode::UNSUPPORTED_MEDIA_TYPE;
            let why = "send the fields as application/x-www-form-urlencoded or application/json";
            return Ok(contract::problem(status, "unsupported-media-type", why, None));
        };
        let desk = self.desk();
        let known = match (&resolved.standing, presented_session(headers)) {
            (Standing::Agent(agent), PresentedSession::Present { token, .. }) => {
                let digest = crate::crypto::TokenDigest::of(&token);
                match self.gateway.cache.session(digest).await {
                    // A session of another site is no session here.
                    Ok(known) => known
                        .filter(|_| agent.grant.site == route.site.policy.name)
                        .map(|known| (known, agent.grant.clone())),
                    Err(_) => return Ok(answer::undecided(asker)),
                }
            }
            _ => None,
        };
        let here = match (&request.method, form.get("return")) {
            (&Method::POST, Some(back)) => reserved::page_url(request.target.path(), back),
            (&Method::POST, None) => request.target.path().to_owned(),
            _ => request.target.as_str().to_owned(),
        };
        let visit = Visit {
            here,
            site: &route.site,
            authority: asker.authority,
            method: &request.method,
            path: request.target.path(),
            query: request.target.query().unwrap_or_default(),
            headers,
            audience: asker.reader.audience,
            language: asker.reader.language,
            client: &request.client,
            code: asker.code,
            session: known,
            form,
        };
        // Signing out cuts the session's requests; this one is not to be among them.
        drop(resolved.leash);
        Ok(reserved::answer(&desk, &visit).await)
    }
}
