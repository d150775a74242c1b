//! Who connected, told to the upstream: `Forwarded` (RFC 7239) and the `X-Forwarded-*` that most apps read.

use std::net::IpAddr;

use pingora::http::RequestHeader;

use super::exchange::Connection;
use super::identify::{Authority, all_of};
use crate::access::TrustedProxies;

/// What a trusted proxy in front of us said before the fields were removed.
#[derive(Debug, Default)]
pub(super) struct EarlierHops {
    forwarded: Option<String>,
    forwarded_for: Option<String>,
}

impl EarlierHops {
    /// Nothing, unless the connection comes from a trusted proxy.
    pub(super) fn of(request: &RequestHeader, connection: &Connection, trusted: &TrustedProxies) -> Self {
        if !trusted.contains(connection.peer.ip()) {
            return Self::default();
        }
        let said = |name| all_of(&request.headers, name).filter(|said| !said.is_empty());
        Self {
            forwarded: said("forwarded"),
            forwarded_for: said("x-forwarded-for"),
        }
    }
}

/// Writes the fields anew.
pub(super) fn write(
    request: &mut RequestHeader,
    connection: &Connection,
    authority: &Authority,
    earlier: &EarlierHops,
) -> pingora::Result<()> {
    let ip = connection.peer.ip().to_canonical();
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
    let element = format!("for={node};host={quoted_host};proto=https");
    let append = |before: &Option<String>, own: String| match before {
        Some(before) => format!("{before}, {own}"),
        None => own,
    };
    request.insert_header("forwarded", append(&earlier.forwarded, element))?;
    request.insert_header("x-forwarded-for", append(&earlier.forwarded_for, ip.to_string()))?;
    request.insert_header("x-forwarded-proto", "https")?;
    request.insert_header("x-forwarded-host", host.as_str())?;
    request.insert_header("x-forwarded-port", authority.port.unwrap_or(443).to_string())
}
