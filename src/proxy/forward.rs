//! Step 5b: what the upstream gets. Asks for a recorded permit, and takes method and target from it.

use bytes::{BufMut, BytesMut};
use http::header::{COOKIE, HOST};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue};
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
use crate::web::OurTokens;

/// Most requests of browsers fit.
const USUAL_HEAD: usize = 2 * 1024;
/// Forwarding fields, identity, assertion.
const MOST_OF_OURS: usize = 12;

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
        let mut parts = Parts::from(std::mem::replace(request, nothing()));
        let came = std::mem::take(&mut parts.headers);
        let fields = &mut parts.headers;
        fields.reserve(came.len() + MOST_OF_OURS);
        self.fields(
            &came,
            |_| true,
            |name, value| {
                fields.append(name.clone(), value.clone());
            },
        )?;
        parts.method = self.permit.method().clone();
        *request = RequestHeader::from(parts);
        let target = self.permit.target().as_str().as_bytes();
        if request.raw_path() != target {
            request.set_raw_path(target)?;
        }
        Ok(())
    }

    /// The head of the request that the app gets in HTTP/1.1 (RFC 9112 section 3). `passes`: the names that are not about
    /// the client's connection.
    pub(super) fn head(
        &self,
        came: &HeaderMap,
        passes: impl Fn(&HeaderName) -> bool,
    ) -> pingora::Result<BytesMut> {
        let mut head = BytesMut::with_capacity(USUAL_HEAD);
        head.put_slice(self.permit.method().as_str().as_bytes());
        head.put_u8(b' ');
        head.put_slice(self.permit.target().as_str().as_bytes());
        head.put_slice(b" HTTP/1.1\r\n");
        self.fields(came, passes, |name, value| {
            head.put_slice(name.as_str().as_bytes());
            head.put_slice(b": ");
            head.put_slice(value.as_bytes());
            head.put_slice(b"\r\n");
        })?;
        head.put_slice(b"\r\n");
        Ok(head)
    }

    /// Says each field that the app gets: of those that came what may pass, and what only we may say.
    fn fields(
        &self,
        came: &HeaderMap,
        passes: impl Fn(&HeaderName) -> bool,
        mut say: impl FnMut(&HeaderName, &HeaderValue),
    ) -> pingora::Result<()> {
        let permit = self.permit;
        let own = forwarding_headers::own_hop(self.connection, self.authority)?;
        say(&HOST, own.host());
        let sender = Sender {
            judged: permit.agent().is_some(),
            trusted: self.trusted_proxies.contains(self.connection.peer.ip()),
        };
        let tokens = OurTokens::among(came);
        for (name, value) in came {
            let is_said_anew = *name == HOST || *name == COOKIE;
            if !is_said_anew
                && passes(name)
                && !tokens.are_in(name)
                && self.route.managed.lets_pass(name, sender)
            {
                say(name, value);
            }
        }
        if let Some(cookies) = permit.cookies() {
            say(&COOKIE, cookies);
        }
        let earlier = EarlierHops::of(came, self.connection, self.trusted_proxies);
        own.say(&earlier, &mut say)?;
        if let Some(agent) = permit.agent() {
            let introductions = &self.route.introductions;
            let introduction = introductions.of(agent, self.route, self.keys, self.clock.now())?;
            for (name, value) in introduction.fields() {
                say(name, value);
            }
        }
        Ok(())
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
