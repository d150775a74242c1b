//! Step 2: from raw headers to a canonical request, or to the reason why there is none.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use http::header::{CONNECTION, HOST, ORIGIN, UPGRADE, USER_AGENT};
use http::{HeaderMap, StatusCode, Version};
use pingora::http::RequestHeader;

use super::head::{MOST_FIELDS, MOST_HEAD_BYTES};
use crate::access::{
    AccessRequest, Body, CanonicalTarget, ClientEvidence, Purpose, TargetError, TrustedProxies,
    forwarded_hops,
};

/// Longest user agent that is kept as evidence.
const LONGEST_USER_AGENT: usize = 512;

/// The request cannot be understood, or must not be: answered without any decision and without any upstream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Malformed {
    #[error("the request has no usable Host")]
    Host,
    #[error("the host is not served here")]
    UnknownHost,
    #[error("the TLS server name and the Host differ")]
    OtherHostThanTls,
    #[error("the request asks for something else than https")]
    Scheme,
    #[error("a field has blanks around its value")]
    FieldValue,
    #[error("the request header is too large")]
    HeaderTooLarge,
    #[error("`Connection` names something else than close, keep-alive and upgrade")]
    Connection,
    #[error("the request has a Content-Length that cannot be right")]
    ContentLength,
    #[error("the request asks for an upgrade that is no WebSocket handshake")]
    Upgrade,
    #[error("the WebSocket handshake comes from another site")]
    ForeignOrigin,
    #[error("the request has more than one session cookie")]
    DuplicateCookie,
    #[error(transparent)]
    Target(#[from] TargetError),
}

impl Malformed {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Host => "bad-host",
            Self::UnknownHost => "unknown-host",
            Self::OtherHostThanTls => "other-host-than-tls",
            Self::Scheme => "bad-scheme",
            Self::FieldValue => "bad-field-value",
            Self::HeaderTooLarge => "header-too-large",
            Self::Connection => "bad-connection-header",
            Self::ContentLength => "bad-content-length",
            Self::Upgrade => "bad-upgrade",
            Self::ForeignOrigin => "foreign-origin",
            Self::DuplicateCookie => "duplicate-session-cookie",
            Self::Target(_) => "malformed-target",
        }
    }

    pub(super) const fn status(self) -> StatusCode {
        match self {
            Self::Host
            | Self::FieldValue
            | Self::Connection
            | Self::ContentLength
            | Self::Upgrade
            | Self::DuplicateCookie
            | Self::Target(_) => StatusCode::BAD_REQUEST,
            Self::UnknownHost | Self::OtherHostThanTls | Self::Scheme => StatusCode::MISDIRECTED_REQUEST,
            Self::HeaderTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::ForeignOrigin => StatusCode::FORBIDDEN,
        }
    }
}

/// Host and port as the client wrote them, the host in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Authority {
    pub(super) host: String,
    /// Host, and port where one was given: what `Origin` is compared with.
    pub(super) written: String,
    pub(super) port: Option<u16>,
}

/// Exactly one, well-formed. For HTTP/2 it is `:authority`. `known`: what was read of an earlier request.
pub(super) fn authority(
    request: &RequestHeader,
    known: &OnceLock<Arc<Authority>>,
) -> Result<Arc<Authority>, Malformed> {
    let mut hosts = request.headers.get_all(HOST).iter();
    let from_header = match (hosts.next(), hosts.next()) {
        (Some(host), None) => Some(host.to_str().map_err(|_| Malformed::Host)?),
        (None, _) => None,
        (Some(_), Some(_)) => return Err(Malformed::Host),
    };
    let from_target = (request.version == Version::HTTP_2)
        .then(|| request.uri.authority().map(http::uri::Authority::as_str))
        .flatten();
    let written = match (from_target, from_header) {
        (Some(target), Some(header)) if !target.eq_ignore_ascii_case(header) => return Err(Malformed::Host),
        (Some(authority), _) | (None, Some(authority)) => authority,
        (None, None) => return Err(Malformed::Host),
    };
    if let Some(known) = known.get().filter(|known| known.written == written) {
        return Ok(known.clone());
    }
    let read = Arc::new(parse_authority(written).ok_or(Malformed::Host)?);
    let _ = known.set(read.clone());
    Ok(read)
}

fn parse_authority(written: &str) -> Option<Authority> {
    let written = written.to_ascii_lowercase();
    let (host, port) = match written.rsplit_once(':') {
        Some((host, port)) => {
            // `parse` would take a sign.
            let digits = port.bytes().all(|byte| byte.is_ascii_digit()).then_some(port)?;
            (host, Some(digits.parse().ok().filter(|port| *port > 0)?))
        }
        None => (written.as_str(), None),
    };
    let is_name = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'-' | b'.' | b'_');
    let has_empty_label = host.starts_with('.') || host.contains("..");
    if host.is_empty() || host.len() > 253 || !host.bytes().all(is_name) || has_empty_label {
        return None;
    }
    // `host.` is the same name as `host` (RFC 1034 section 3.1).
    let host = host.strip_suffix('.').unwrap_or(host).to_owned();
    Some(Authority { host, written, port })
}

/// Limits and fields that hold for every request, whoever sends it.
pub(super) fn check_header(request: &RequestHeader) -> Result<(), Malformed> {
    let bytes: usize = request
        .headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum();
    if bytes + request.raw_path().len() > MOST_HEAD_BYTES || fields(request) > MOST_FIELDS {
        return Err(Malformed::HeaderTooLarge);
    }
    if request.version == Version::HTTP_2 {
        check_http2(request)?;
    }
    for value in request.headers.get_all(CONNECTION) {
        let tokens = value.to_str().map_err(|_| Malformed::Connection)?;
        let known = |token: &str| {
            ["close", "keep-alive", "upgrade", ""]
                .iter()
                .any(|it| token.trim().eq_ignore_ascii_case(it))
        };
        if !tokens.split(',').all(known) {
            return Err(Malformed::Connection);
        }
    }
    // RFC 9110 section 8.6 lets a recipient take `5,5` for `5`; two servers that differ on it are a smuggling hole.
    let mut lengths = request.headers.get_all(http::header::CONTENT_LENGTH).iter();
    if let Some(length) = lengths.next()
        && (lengths.next().is_some()
            || length.is_empty()
            || !length.as_bytes().iter().all(u8::is_ascii_digit))
    {
        return Err(Malformed::ContentLength);
    }
    Ok(())
}

/// On HTTP/2, browsers send each cookie in a field of its own; together they are one (RFC 9113 section 8.2.3).
fn fields(request: &RequestHeader) -> usize {
    let all = request.headers.len();
    if request.version != Version::HTTP_2 || all <= MOST_FIELDS {
        return all;
    }
    let cookies = request.headers.get_all(http::header::COOKIE).iter().count();
    all - cookies.saturating_sub(1)
}

/// What HTTP/1.1 cannot say: another scheme (RFC 9110 section 7.4), and blanks that its parsers strip, so that two of
/// them could read two values (RFC 9113 section 8.2.1).
fn check_http2(request: &RequestHeader) -> Result<(), Malformed> {
    if request
        .uri
        .scheme()
        .is_some_and(|scheme| *scheme != http::uri::Scheme::HTTPS)
    {
        return Err(Malformed::Scheme);
    }
    let is_blank = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t'));
    let mut values = request.headers.values().map(http::HeaderValue::as_bytes);
    if values.any(|value| is_blank(value.first()) || is_blank(value.last())) {
        return Err(Malformed::FieldValue);
    }
    Ok(())
}

/// RFC 9112 section 9.3: `close` counts wherever it stands; pingora looks at the first `Connection` only.
pub(super) fn asks_to_close(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(CONNECTION).iter();
    values.any(|value| {
        let mut options = value.as_bytes().split(|byte| *byte == b',');
        options.any(|option| option.trim_ascii().eq_ignore_ascii_case(b"close"))
    })
}

/// The client's address: the socket's, or what a trusted proxy says.
pub(super) fn client_ip(headers: &HeaderMap, socket: IpAddr, trusted: &TrustedProxies) -> IpAddr {
    if !trusted.contains(socket) {
        return socket.to_canonical();
    }
    match all_of(headers, "x-forwarded-for") {
        Some(hops) => trusted.client_ip(socket, hops.split(',')),
        None => {
            let forwarded = all_of(headers, "forwarded").unwrap_or_default();
            trusted.client_ip(socket, forwarded_hops(&forwarded).into_iter())
        }
    }
}

/// All fields of a name as one list. Every field counts, whatever its bytes: were one passed over, its sender could hide
/// what a proxy wrote behind it.
pub(super) fn all_of(headers: &HeaderMap, name: &'static str) -> Option<String> {
    let values = headers.get_all(name).iter();
    let texts: Vec<_> = values
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}

/// The canonical request.
pub(super) fn access_request(
    request: &RequestHeader,
    has_body: bool,
    authority: &Authority,
    client_ip: IpAddr,
) -> Result<AccessRequest, Malformed> {
    let target = CanonicalTarget::parse(origin_form(request.raw_path(), authority))?;
    let user_agent = request
        .headers
        .get(USER_AGENT)
        .map(|value| String::from_utf8_lossy(value.as_bytes()));
    let mut user_agent = user_agent.unwrap_or_default().into_owned();
    if let Some((end, _)) = user_agent.char_indices().nth(LONGEST_USER_AGENT) {
        user_agent.truncate(end);
    }
    Ok(AccessRequest {
        method: request.method.clone(),
        target,
        body: if has_body { Body::Unread } else { Body::None },
        cookies: None,
        purpose: purpose(request, has_body, authority)?,
        client: ClientEvidence {
            ip: client_ip,
            user_agent,
        },
        trust_key: None,
    })
}

/// A server must understand `https://host/path` (RFC 9112 section 3.2.2). Only with the host that `Host` names too, and
/// rewritten here, so that what is judged and sent is the path.
fn origin_form<'t>(target: &'t [u8], authority: &Authority) -> &'t [u8] {
    if target.starts_with(b"/") {
        return target;
    }
    let own = format!("https://{}/", authority.written);
    let (Some(start), Some(path)) = (target.get(..own.len()), target.get(own.len() - 1..)) else {
        return target;
    };
    if start.eq_ignore_ascii_case(own.as_bytes()) {
        path
    } else {
        target
    }
}

/// pingora takes every HTTP/1.1 request with an `Upgrade` field for an upgrade; only a complete WebSocket handshake
/// may be one (RFC 6455 section 4.2.1), and only from our own pages (section 10.2).
fn purpose(request: &RequestHeader, has_body: bool, authority: &Authority) -> Result<Purpose, Malformed> {
    let headers = &request.headers;
    let is = |name: &str, value: &str| {
        headers
            .get(name)
            .is_some_and(|it| it.as_bytes().trim_ascii().eq_ignore_ascii_case(value.as_bytes()))
    };
    if !headers.contains_key(UPGRADE) {
        let is_worker = is("service-worker", "script");
        return Ok(if is_worker {
            Purpose::ServiceWorker
        } else {
            Purpose::Exchange
        });
    }
    let key = headers.get("sec-websocket-key").map(http::HeaderValue::as_bytes);
    let key_is_right = key.is_some_and(|key| {
        data_encoding::BASE64
            .decode(key.trim_ascii())
            .is_ok_and(|nonce| nonce.len() == 16)
    });
    let complete = request.version == Version::HTTP_11
        && request.method == http::Method::GET
        && !has_body
        && [UPGRADE.as_str(), "sec-websocket-version", "sec-websocket-key"]
            .iter()
            .all(|once| headers.get_all(*once).iter().count() == 1)
        && is("upgrade", "websocket")
        && headers.get_all(CONNECTION).iter().any(|value| {
            value.to_str().is_ok_and(|it| {
                it.split(',')
                    .any(|token| token.trim().eq_ignore_ascii_case("upgrade"))
            })
        })
        && is("sec-websocket-version", "13")
        && key_is_right;
    if !complete {
        return Err(Malformed::Upgrade);
    }
    let own = format!("https://{}", authority.written);
    let is_own = |origin: &http::HeaderValue| origin.as_bytes().eq_ignore_ascii_case(own.as_bytes());
    // Browsers always send one (RFC 6455 section 4.1); without it there is no cross-site request to fear.
    if headers.get_all(ORIGIN).iter().all(is_own) {
        Ok(Purpose::WebSocket)
    } else {
        Err(Malformed::ForeignOrigin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(fields: &[(&'static str, &str)]) -> RequestHeader {
        let mut request = RequestHeader::build("GET", b"/live", None).unwrap();
        for (name, value) in fields {
            request.append_header(*name, (*value).to_owned()).unwrap();
        }
        request
    }

    #[test]
    fn a_host_is_one_well_formed_name() {
        let host = |fields: &[(&'static str, &str)]| {
            let read = authority(&request(fields), &OnceLock::new())?;
            Ok::<_, Malformed>(read.host.clone())
        };
        assert_eq!(
            host(&[("host", "CRM.localhost:8443")]),
            Ok("crm.localhost".to_owned())
        );
        assert_eq!(
            host(&[("host", "crm.localhost.")]),
            Ok("crm.localhost".to_owned())
        );
        for wrong in [
            "", "a b", "a,b", "a#b", "a/b", "a:b", "a:0", "a:+1", "a:", "u@a", ".a",
        ] {
            assert!(host(&[("host", wrong)]).is_err(), "{wrong}");
        }
        assert!(host(&[]).is_err());
        assert!(host(&[("host", "a"), ("host", "a")]).is_err());
    }

    #[test]
    fn only_a_complete_handshake_of_our_own_pages_upgrades() {
        let own = parse_authority("crm.localhost:8443").unwrap();
        let handshake = [
            ("upgrade", "websocket"),
            ("connection", "keep-alive, Upgrade"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ];
        let with = |extra: &[(&'static str, &'static str)]| {
            let mut request = request(&[&handshake[..], extra].concat());
            request.set_version(Version::HTTP_11);
            purpose(&request, false, &own)
        };
        assert_eq!(with(&[]), Ok(Purpose::WebSocket));
        assert_eq!(
            with(&[("origin", "https://crm.localhost:8443")]),
            Ok(Purpose::WebSocket)
        );
        assert_eq!(
            with(&[("origin", "https://evil.example")]),
            Err(Malformed::ForeignOrigin)
        );
        for missing in 0..handshake.len() {
            let mut fields = handshake.to_vec();
            fields.remove(missing);
            fields.push(("upgrade", "x"));
            let mut request = request(&fields);
            request.set_version(Version::HTTP_11);
            assert_eq!(purpose(&request, false, &own), Err(Malformed::Upgrade));
        }
        assert_eq!(
            purpose(&request(&[("upgrade", "h2c")]), false, &own),
            Err(Malformed::Upgrade)
        );
    }

    #[test]
    fn connection_may_not_name_our_headers() {
        assert!(check_header(&request(&[("connection", "keep-alive, Upgrade")])).is_ok());
        assert_eq!(
            check_header(&request(&[("connection", "x-gatepass-user")])),
            Err(Malformed::Connection)
        );
        assert_eq!(
            check_header(&request(&[("content-length", "5,5")])),
            Err(Malformed::ContentLength)
        );
        assert_eq!(
            check_header(&request(&[("content-length", "+5")])),
            Err(Malformed::ContentLength)
        );
        let many: Vec<(&'static str, &str)> = (0..101).map(|_| ("x-a", "b")).collect();
        assert_eq!(check_header(&request(&many)), Err(Malformed::HeaderTooLarge));
    }

    #[test]
    fn forwarding_headers_count_only_behind_trusted_proxies() {
        let socket: IpAddr = "10.0.0.1".parse().unwrap();
        let headers = request(&[("forwarded", "for=6.6.6.6;proto=https, for=203.0.113.7")])
            .headers
            .clone();
        assert_eq!(client_ip(&headers, socket, &TrustedProxies::default()), socket);
        let trusted = TrustedProxies::new(vec!["10.0.0.0/8".parse().unwrap()]);
        assert_eq!(client_ip(&headers, socket, &trusted).to_string(), "203.0.113.7");
        let headers = request(&[("x-forwarded-for", "6.6.6.6, 203.0.113.8")])
            .headers
            .clone();
        assert_eq!(client_ip(&headers, socket, &trusted).to_string(), "203.0.113.8");
    }
}
