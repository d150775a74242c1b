//! Who connected, told to the upstream: `Forwarded` (RFC 7239) and the `X-Forwarded-*` that most apps read.

use std::net::IpAddr;

use http::header::{FORWARDED, HOST, InvalidHeaderValue};
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
#[derive(Debug)]
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

/// Writes the fields anew, and `Host`.
pub(super) fn write(
    fields: &mut HeaderMap,
    connection: &Connection,
    authority: &Authority,
    earlier: &EarlierHops,
) -> pingora::Result<()> {
    let new = || {
        OwnHop::new(connection.peer.ip(), authority)
            .or_err(ErrorType::InternalError, "a forwarding field cannot be written")
    };
    let other;
    let own = match connection.own_hop.get() {
        Some(known) if known.authority == authority.written => known,
        Some(_) => {
            other = new()?;
            &other
        }
        None => {
            let first = new()?;
            connection.own_hop.get_or_init(|| first)
        }
    };
    let after = |before: &Option<String>, own: &HeaderValue| match before {
        None => Ok(own.clone()),
        Some(before) => {
            let all = [before.as_bytes(), b", ", own.as_bytes()].concat();
            HeaderValue::try_from(all).or_err(ErrorType::InvalidHTTPHeader, "earlier hops do not fit")
        }
    };
    fields.insert(HOST, own.host.clone());
    fields.insert(FORWARDED, after(&earlier.forwarded, &own.forwarded)?);
    fields.insert(
        X_FORWARDED_FOR,
        after(&earlier.forwarded_for, &own.forwarded_for)?,
    );
    fields.insert(X_FORWARDED_PROTO, HeaderValue::from_static("https"));
    fields.insert(X_FORWARDED_HOST, own.host.clone());
    fields.insert(X_FORWARDED_PORT, own.port.clone());
    Ok(())
}
