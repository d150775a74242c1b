//! Step 5b: what the upstream gets. Asks for a recorded permit, and takes method and target from it.

use http::header::COOKIE;
use pingora::http::RequestHeader;
use pingora::{Error, ErrorType};

use super::exchange::Connection;
use super::forwarding_headers::{self, EarlierHops};
use super::identify::Authority;
use super::managed_headers::Sender;
use super::routes::Route;
use crate::access::TrustedProxies;
use crate::audit::RecordedPermit;
use crate::clock::Clock;
use crate::crypto::Keys;
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
        forwarding_headers::write(request, self.connection, self.authority, &earlier)?;
        match permit.agent() {
            Some(agent) => {
                let introductions = &self.route.introductions;
                introductions.write(request, agent, self.route, self.keys, self.clock.now())
            }
            None => Ok(()),
        }
    }
}

/// The error of a request that reached forwarding without a permit (invariant 1).
pub(super) fn undecided() -> Box<Error> {
    Error::explain(
        ErrorType::HTTPStatus(500),
        "a request without a recorded permit is never forwarded",
    )
}
