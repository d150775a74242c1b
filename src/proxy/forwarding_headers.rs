//! Who connected, told to the upstream: `Forwarded` (RFC 7239) and the `X-Forwarded-*` that most apps read.

use std::borrow::Cow;
use std::net::IpAddr;

use http::header::{FORWARDED, InvalidHeaderValue};
use http::{HeaderMap, HeaderName, HeaderValue};
use pingora::{ErrorType, OrErr};

use super::exchange::Connection;
use super::identify::{Authority, all_of};
use crate::access::TrustedProxies;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const X_FORWARDED_PORT: HeaderName = HeaderName::from_static("x-forwarded-port");

/// What a trusted proxy in front of us said before the fields were removed.
#[derive(Debug, Default)]
pub(super) struct EarlierHops {
    forwarded: Option<String>,
    forwarded_for: Option<String>,
}

impl EarlierHops {
    /// Nothing, unless the connection comes from a trusted proxy.
    pub(super) fn of(fields: &HeaderMap, connection: &Connection, trusted: &TrustedProxies) -> Self {
        if !trusted.contains(connection.peer.ip()) {
            return Self::default();
        }
        let said = |name| all_of(fields, name).filter(|said| !said.is_empty());
        Self {
            forwarded: said("forwarded"),
            forwarded_for: said("x-forwarded-for"),
        }
    }
}

/// What we say of a connection ourselves: the same for all requests to one authority.
#[derive(Debug, Clone)]
pub(super) struct OwnHop {
    authority: String,
    host: HeaderValue,
    port: HeaderValue,
    forwarded: HeaderValue,
    forwarded_for: HeaderValue,
}

impl OwnHop {
    fn new(peer: IpAddr, authority: &Authority) -> Result<Self, InvalidHeaderValue> {
        let ip = peer.to_canonical();
        let node = match ip {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("\"[{ip}]\""),
        };
        let host = &authority.written;
        let quoted_host = if host.contains(':') {
            format!("\"{host}\"")
        } else {
            host.clone()
        };
        Ok(Self {
            authority: host.clone(),
            host: host.try_into()?,
            port: authority.port.unwrap_or(443).to_string().try_into()?,
            forwarded: format!("for={node};host={quoted_host};proto=https").try_into()?,
            forwarded_for: ip.to_string().try_into()?,
        })
    }
}

/// What is said of this connection: worked out for its first request.
pub(super) fn own_hop<'c>(
    connection: &'c Connection,
    authority: &Authority,
) -> pingora::Result<Cow<'c, OwnHop>> {
    let new = || {
        OwnHop::new(connection.peer.ip(), authority)
            .or_err(ErrorType::InternalError, "a forwarding field cannot be written")
    };
    Ok(match connection.own_hop.get() {
        Some(known) if known.authority == authority.written => Cow::Borrowed(known),
        Some(_) => Cow::Owned(new()?),
        None => {
            let first = new()?;
            Cow::Borrowed(connection.own_hop.get_or_init(|| first))
        }
    })
}

impl OwnHop {
    pub(super) fn host(&self) -> &HeaderValue {
        &self.host
    }

    /// Says the fields, after what a trusted proxy said.
    pub(super) fn say(
        &self,
        earlier: &EarlierHops,
        say: &mut impl FnMut(&HeaderName, &HeaderValue),
    ) -> pingora::Result<()> {
        say(
            &FORWARDED,
            after(earlier.forwarded.as_deref(), &self.forwarded)?.as_ref(),
        );
        let forwarded_for = after(earlier.forwarded_for.as_deref(), &self.forwarded_for)?;
        say(&X_FORWARDED_FOR, forwarded_for.as_ref());
        say(&X_FORWARDED_PROTO, &HeaderValue::from_static("https"));
        say(&X_FORWARDED_HOST, &self.host);
        say(&X_FORWARDED_PORT, &self.port);
        Ok(())
    }
}

fn after<'o>(before: Option<&str>, own: &'o HeaderValue) -> pingora::Result<Cow<'o, HeaderValue>> {
    let Some(before) = before else {
        return Ok(Cow::Borrowed(own));
    };
    let all = [before.as_bytes(), b", ", own.as_bytes()].concat();
    let all = HeaderValue::try_from(all).or_err(ErrorType::InvalidHTTPHeader, "earlier hops do not fit")?;
    Ok(Cow::Owned(all))
}
