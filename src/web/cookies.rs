//! The session cookie: how it is set, found, kept from the upstream, and protected from what the upstream sets.

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

use crate::access::RoomId;
use crate::crypto::SessionToken;

/// The `__Host-` prefix makes browsers insist on Secure, Path=/ and no Domain (RFC 6265bis section 4.1.3.2).
pub const SESSION_COOKIE: &str = "__Host-gatepass";

/// What the request says about its session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionCookie {
    Absent,
    Present(String),
    /// More than one: somebody tries to slip one past us. Refused.
    Duplicate,
}

pub fn session_cookie(headers: &HeaderMap) -> SessionCookie {
    let mut found = cookie_values(headers).filter(|(name, _)| *name == SESSION_COOKIE.as_bytes());
    match (found.next(), found.next()) {
        (None, _) => SessionCookie::Absent,
        (Some((_, value)), None) => SessionCookie::Present(String::from_utf8_lossy(value).into_owned()),
        (Some(_), Some(_)) => SessionCookie::Duplicate,
    }
}

/// Names and values, byte-exact, from all `Cookie` fields (HTTP/2 may split them, RFC 9113 section 8.2.3). Bytes, because
/// an app's own cookie may hold what is no ASCII, and must not hide ours.
pub(super) fn cookie_values(headers: &HeaderMap) -> impl Iterator<Item = (&[u8], &[u8])> {
    headers
        .get_all(COOKIE)
        .iter()
        .flat_map(|field| field.as_bytes().split(|byte| *byte == b';'))
        .filter_map(|pair| {
            let pair = pair.trim_ascii();
            let end = pair.iter().position(|byte| *byte == b'=')?;
            Some((pair.get(..end)?, pair.get(end + 1..)?))
        })
}

/// The `Cookie` field that the upstream may see: never our own, and of the others those whose name `passes`. `None`:
/// nothing is left.
pub fn cookies_for_app(headers: &HeaderMap, passes: impl Fn(&str) -> bool) -> Option<HeaderValue> {
    let mut kept: Vec<u8> = Vec::new();
    for field in headers.get_all(COOKIE) {
        for pair in field.as_bytes().split(|byte| *byte == b';') {
            let pair = pair.trim_ascii();
            let name = pair.split(|byte| *byte == b'=').next().unwrap_or_default();
            if pair.is_empty() || is_ours(name) || !passes(&String::from_utf8_lossy(name.trim_ascii())) {
                continue;
            }
            // A nameless cookie whose value looks like ours would be read as ours by some parsers.
            if pair
                .strip_prefix(b"=")
                .is_some_and(|rest| is_ours(rest.split(|b| *b == b'=').next().unwrap_or_default()))
            {
                continue;
            }
            if !kept.is_empty() {
                kept.extend_from_slice(b"; ");
            }
            kept.extend_from_slice(pair);
        }
    }
    if kept.is_empty() {
        None
    } else {
        HeaderValue::from_bytes(&kept).ok()
    }
}

/// Whether a `Set-Cookie` of the upstream could be taken for our cookie, by any browser or parser.
pub fn collides_with_ours(set_cookie: &HeaderValue) -> bool {
    let text = set_cookie.as_bytes().trim_ascii();
    let pair = text.split(|byte| *byte == b';').next().unwrap_or_default();
    let mut parts = pair.split(|byte| *byte == b'=').map(<[u8]>::trim_ascii);
    let first = parts.next().unwrap_or_default();
    // `=__Host-gatepass=x` is a nameless cookie that is sent as `__Host-gatepass=x` (RFC 6265bis section 8.8).
    is_ours(first) || (first.is_empty() && parts.next().is_some_and(is_ours))
}

fn is_ours(name: &[u8]) -> bool {
    let name = name.trim_ascii();
    name.get(..SESSION_COOKIE.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(SESSION_COOKIE.as_bytes()))
}

pub(crate) fn set_session_cookie(token: &SessionToken) -> HeaderValue {
    let cookie = format!(
        "{SESSION_COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Lax",
        token.reveal()
    );
    let mut value = HeaderValue::from_str(&cookie).unwrap_or_else(|_| forget_session_cookie());
    value.set_sensitive(true);
    value
}

/// Of a guest, for one room.
fn room_cookie_name(room: RoomId) -> String {
    format!("{SESSION_COOKIE}-room-{room}")
}

/// What a guest of this room holds. Of two, neither is believed.
pub(crate) fn room_cookie(headers: &HeaderMap, room: RoomId) -> Option<String> {
    let name = room_cookie_name(room);
    let mut found = cookie_values(headers).filter(|(it, _)| *it == name.as_bytes());
    match (found.next(), found.next()) {
        (Some((_, value)), None) => Some(String::from_utf8_lossy(value).into_owned()),
        (None, _) | (Some(_), Some(_)) => None,
    }
}

/// Lasts as long as the browser runs; the room's end ends it in any case.
pub(crate) fn set_room_cookie(room: RoomId, token: &SessionToken) -> HeaderValue {
    let name = room_cookie_name(room);
    let cookie = format!(
        "{name}={}; Path=/; Secure; HttpOnly; SameSite=Strict",
        token.reveal()
    );
    let mut value = HeaderValue::from_str(&cookie).unwrap_or_else(|_| forget_session_cookie());
    value.set_sensitive(true);
    value
}

/// Holds the tag of the language that a reader chose; no secret.
pub(super) const LANGUAGE_COOKIE: &str = "__Host-gatepass-language";

/// For a year. `tag`: one of our own.
pub(crate) fn set_language_cookie(tag: &'static str) -> HeaderValue {
    let cookie = format!("{LANGUAGE_COOKIE}={tag}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=31536000");
    HeaderValue::from_str(&cookie).unwrap_or_else(|_| forget_session_cookie())
}

pub fn forget_session_cookie() -> HeaderValue {
    HeaderValue::from_static("__Host-gatepass=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cookies(fields: &[&str]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for field in fields {
            map.append(COOKIE, field.parse().unwrap());
        }
        map
    }

    #[test]
    fn the_session_cookie_is_byte_exact_and_single() {
        let present = |value: &str| SessionCookie::Present(value.to_owned());
        assert_eq!(
            session_cookie(&cookies(&["a=1; __Host-gatepass=t; b=2"])),
            present("t")
        );
        assert_eq!(
            session_cookie(&cookies(&["a=1", "__Host-gatepass=t"])),
            present("t")
        );
        assert_eq!(
            session_cookie(&cookies(&["__host-gatepass=t"])),
            SessionCookie::Absent
        );
        assert_eq!(
            session_cookie(&cookies(&["__Host-gatepass=t; __Host-gatepass=u"])),
            SessionCookie::Duplicate
        );
        assert_eq!(
            session_cookie(&cookies(&["__Host-gatepass=t", "__Host-gatepass=t"])),
            SessionCookie::Duplicate
        );
    }

    #[test]
    fn the_upstream_sees_its_own_cookies_only() {
        let left = |fields: &[&str]| {
            cookies_for_app(&cookies(fields), |_| true).map(|v| v.to_str().unwrap().to_owned())
        };
        assert_eq!(
            left(&["a=1; __Host-gatepass=t; b=2=3"]),
            Some("a=1; b=2=3".to_owned())
        );
        assert_eq!(left(&["__Host-gatepass=t"]), None);
        assert_eq!(
            left(&["__HOST-Gatepass=t; =__Host-gatepass=t; a=1"]),
            Some("a=1".to_owned())
        );
        assert_eq!(left(&["a=1", "b=2"]), Some("a=1; b=2".to_owned()));
        let named = cookies_for_app(
            &cookies(&["PHPSESSID=1; module=x; PHPSESSID", "=PHPSESSID=2"]),
            |name| name == "PHPSESSID",
        );
        assert_eq!(named.unwrap(), "PHPSESSID=1; PHPSESSID");
    }

    #[test]
    fn the_upstream_cannot_set_ours() {
        for theirs in [
            "__Host-gatepass=x",
            " __Host-gatepass =x; Path=/",
            "__HOST-GATEPASS=x",
            "=__Host-gatepass=x",
            "__Host-gatepass",
        ] {
            assert!(collides_with_ours(&HeaderValue::from_static(theirs)), "{theirs}");
        }
        for theirs in [
            "session=__Host-gatepass=x",
            "gatepass=x",
            "a=b; Path=/__Host-gatepass",
        ] {
            assert!(!collides_with_ours(&HeaderValue::from_static(theirs)), "{theirs}");
        }
    }
}
