//! Step 5b: what the upstream gets. Asks for a recorded permit, and takes method and target from it.

use http::header::{COOKIE, HOST};
use pingora::http::RequestHeader;
use pingora::{Error, ErrorType};

use super::exchange::Connection;
use super::forwarding_headers::{self, EarlierHops};
use super::identify::Authority;
use super::managed_headers::Sender;
use super::routes::Route;
use crate::access::{Permitted, TrustedProxies, Visibility};
use crate::audit::RecordedPermit;
use crate::clock::Clock;
use crate::config::{IdentityTemplate, TemplatePart};
use crate::crypto::{AssertionClaims, Keys};
use crate::web::without_session_cookie;

/// Everything that the upstream request is made with.
pub(super) struct Forwarding<'f> {
    pub(super) route: &'f Route,
    pub(super) authority: &'f Authority,
    pub(super) connection: &'f Connection,
    pub(super) trusted_proxies: &'f TrustedProxies,
    pub(super) keys: &'f Keys,
    pub(super) clock: &'f dyn Clock,
}

impl Forwarding<'_> {
    /// Rewrites pingora's copy of the request. Idempotent: pingora calls it again for a retry, with a fresh copy.
    ///
    /// It runs after pingora removed what `Connection` names, so that nobody can have our headers removed
    /// (CVE-2024-45410).
    pub(super) fn prepare(
        &self,
        permit: &RecordedPermit,
        request: &mut RequestHeader,
    ) -> pingora::Result<()> {
        request.set_method(permit.method().clone());
        request.set_raw_path(permit.target().as_str().as_bytes())?;
        let earlier = EarlierHops::of(request, self.connection, self.trusted_proxies);
        let cookies = without_session_cookie(&request.headers);
        let sender = Sender {
            judged: permit.agent().is_some(),
            trusted: self.trusted_proxies.contains(self.connection.peer.ip()),
        };
        self.route.managed.remove_from(request, sender);
        request.remove_header(&COOKIE);
        if let Some(cookies) = cookies {
            request.insert_header(COOKIE, cookies)?;
        }
        request.insert_header(HOST, self.authority.written.as_str())?;
        forwarding_headers::write(request, self.connection, self.authority, &earlier)?;
        match permit.agent() {
            Some(agent) => self.identify(agent, request),
            None => Ok(()),
        }
    }

    /// Says who acts for whom, in the ways that the site asks for.
    fn identify(&self, agent: &Permitted, request: &mut RequestHeader) -> pingora::Result<()> {
        let site = &self.route.site;
        let scopes: Vec<String> = site
            .policy
            .scopes
            .iter()
            .map(|scope| (scope, agent.grant.visibility_of(scope)))
            .filter(|(_, visibility)| *visibility > Visibility::Hidden)
            .map(|(scope, visibility)| format!("{}={visibility}", scope.name))
            .collect();
        for (name, template) in &site.identity.headers {
            request.insert_header(name.clone(), field_value(&fill(template, agent, &scopes)))?;
        }
        if let Some(name) = &site.identity.assertion {
            let claims = AssertionClaims {
                issuer: &self.route.issuer,
                site: site.policy.name.as_str(),
                grantor: &agent.grant.grantor,
                agent: agent_name(agent),
                grant: &agent.grant.id.to_string(),
                scopes: &scopes,
                ticket: agent.grant.ticket.as_deref(),
            };
            let assertion = self.keys.assertion().sign(claims, self.clock.now());
            let assertion = assertion
                .ok_or_else(|| Error::explain(ErrorType::InternalError, "an assertion cannot be signed"))?;
            request.insert_header(name.clone(), assertion)?;
        }
        Ok(())
    }
}

/// The agent as the grantor knows them, or else the grant's user name.
fn agent_name(agent: &Permitted) -> &str {
    agent
        .grant
        .agent
        .name
        .as_deref()
        .unwrap_or(&agent.grant.user_name)
}

fn fill(template: &IdentityTemplate, agent: &Permitted, scopes: &[String]) -> String {
    let mut filled = String::new();
    for part in &template.0 {
        match part {
            TemplatePart::Text(text) => filled.push_str(text),
            TemplatePart::User => filled.push_str(&agent.grant.grantor),
            TemplatePart::Agent => filled.push_str(agent_name(agent)),
            TemplatePart::Grant => filled.push_str(&agent.grant.id.to_string()),
            TemplatePart::Scopes => filled.push_str(&scopes.join(" ")),
        }
    }
    filled
}

/// Field values are ASCII (RFC 9110 section 5.5); anything else, and `%`, is percent-encoded as UTF-8.
fn field_value(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'%' | 0..=0x1f | 0x7f.. => value.push_str(&format!("%{byte:02X}")),
            visible => value.push(visible.into()),
        }
    }
    value
}

/// The error of a request that reached forwarding without a permit (invariant 1).
pub(super) fn undecided() -> Box<Error> {
    Error::explain(
        ErrorType::HTTPStatus(500),
        "a request without a recorded permit is never forwarded",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_value_cannot_break_out_of_its_line() {
        assert_eq!(field_value("Ann Lee"), "Ann Lee");
        assert_eq!(field_value("Zoë\r\nX: y%"), "Zo%C3%AB%0D%0AX: y%25");
    }
}
