//! Step 5b: what the upstream gets. Asks for a recorded permit, and takes method and target from it.

use http::header::COOKIE;
use http::request::Parts;
use http::{HeaderMap, Version};
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
use crate::web::remove_our_tokens;

/// Everything that the upstream request is made with.
pub(super) struct Forwarding<'f> {
    pub(super) permit: &'f RecordedPermit,
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
    pub(super) fn prepare(&self, request: &mut RequestHeader) -> pingora::Result<()> {
        // pingora keeps all names a second time, in the letters in which they came, and looks after both maps at every
        // change. Names have no case (RFC 9110 section 5.1), and in HTTP/2 they come without any.
        let parts = Parts::from(std::mem::replace(request, nothing()));
        *request = self.rewritten(parts)?;
        Ok(())
    }

    /// The request that the app gets in HTTP/1.1. `fields`: those that came, without what is about the connection.
    pub(super) fn request(&self, came: &RequestHeader, fields: HeaderMap) -> pingora::Result<RequestHeader> {
        let mut parts = http::Request::new(()).into_parts().0;
        parts.uri = came.uri.clone();
        parts.version = Version::HTTP_11;
        parts.headers = fields;
        self.rewritten(parts)
    }

    fn rewritten(&self, mut parts: Parts) -> pingora::Result<RequestHeader> {
        let permit = self.permit;
        parts.method = permit.method().clone();
        let fields = &mut parts.headers;
        let earlier = EarlierHops::of(fields, self.connection, self.trusted_proxies);
        let sender = Sender {
            judged: permit.agent().is_some(),
            trusted: self.trusted_proxies.contains(self.connection.peer.ip()),
        };
        self.route.managed.remove_from(fields, sender);
        match permit.cookies() {
            Some(cookies) => drop(fields.insert(COOKIE, cookies.clone())),
            None => drop(fields.remove(COOKIE)),
        }
        remove_our_tokens(fields);
        forwarding_headers::write(fields, self.connection, self.authority, &earlier)?;
        if let Some(agent) = permit.agent() {
            let introductions = &self.route.introductions;
            introductions.write(fields, agent, self.route, self.keys, self.clock.now())?;
        }
        let mut request = RequestHeader::from(parts);
        let target = permit.target().as_str().as_bytes();
        if request.raw_path() != target {
            request.set_raw_path(target)?;
        }
        Ok(request)
    }
}

/// Stands where a request is while it is rewritten.
fn nothing() -> RequestHeader {
    RequestHeader::from(http::Request::new(()).into_parts().0)
}

/// The error of a request that reached forwarding without a permit (invariant 1).
pub(super) fn undecided() -> Box<Error> {
    Error::explain(
        ErrorType::HTTPStatus(500),
        "a request without a recorded permit is never forwarded",
    )
}
