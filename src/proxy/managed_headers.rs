//! Headers that only the gateway may set. Whatever a client sends under such a name, or one that a server could take
//! for it, is removed (CVE-2026-39858, GHSA-v67p-phpq-fc8x in Traefik; GHSA-7r4p-vjf4-gxv4 in Caddy).

use std::collections::HashSet;

use http::HeaderName;
use pingora::http::RequestHeader;

use crate::config::Identity;

/// Always ours, whether or not the site's policy sets them.
const ALWAYS: [&str; 14] = [
    "x-gatepass-user",
    "x-gatepass-agent",
    "x-gatepass-grant",
    "x-gatepass-scopes",
    "x-gatepass-assertion",
    "x-2fa-code",
    "x-2fa-method",
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-forwarded-port",
    "x-forwarded-server",
    "x-real-ip",
];

/// Fields by which a client could make an app serve another method or path than the one that was judged
/// (CVE-2026-40575).
const OVERRIDES: [&str; 9] = [
    "x-http-method-override",
    "x-http-method",
    "x-method-override",
    "x-original-url",
    "x-rewrite-url",
    "x-original-uri",
    "x-forwarded-uri",
    "x-forwarded-path",
    "x-forwarded-prefix",
];

/// The folded names of one site.
#[derive(Debug)]
pub struct ManagedHeaders {
    identity: HashSet<Vec<u8>>,
}

impl ManagedHeaders {
    pub fn of(identity: &Identity) -> Self {
        let configured = identity
            .headers
            .iter()
            .map(|(name, _)| name)
            .chain(&identity.assertion);
        let names = ALWAYS.into_iter().chain(configured.map(HeaderName::as_str));
        Self {
            identity: names.map(|name| fold(name, <[u8]>::to_vec)).collect(),
        }
    }

    /// Removes every look-alike. `judged`: the request was judged by scopes, so overrides must not reach the app.
    pub fn remove_from(&self, request: &mut RequestHeader, judged: bool) {
        let doomed: Vec<HeaderName> = request
            .headers
            .keys()
            .filter(|name| fold(name.as_str(), |folded| self.holds(folded, judged)))
            .cloned()
            .collect();
        for name in doomed {
            request.remove_header(&name);
        }
    }

    fn holds(&self, folded: &[u8], judged: bool) -> bool {
        self.identity.contains(folded) || (judged && OVERRIDES.iter().any(|name| name.as_bytes() == folded))
    }
}

/// Longer names are folded on the heap: they are rare.
const USUAL_LENGTH: usize = 64;

/// Calls `use_it` with the folded name. CGI-like servers turn header names into variable names: case, `_`, `.`, `+`
/// and `-` are one, and `HTTP_` is put in front (RFC 3875 section 4.1.18).
fn fold<T>(name: &str, use_it: impl FnOnce(&[u8]) -> T) -> T {
    let fold_byte = |byte: u8| match byte {
        b'_' | b'.' | b'+' => b'-',
        other => other.to_ascii_lowercase(),
    };
    let without_prefix = |folded: &[u8]| use_it(folded.strip_prefix(b"http-").unwrap_or(folded));
    let mut usual = [0; USUAL_LENGTH];
    match usual.get_mut(..name.len()) {
        Some(folded) => {
            for (to, from) in folded.iter_mut().zip(name.bytes()) {
                *to = fold_byte(from);
            }
            without_prefix(folded)
        }
        None => without_prefix(&name.bytes().map(fold_byte).collect::<Vec<u8>>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_of_managed_headers_are_removed_and_others_stay() {
        let identity = Identity {
            headers: vec![(
                "x-remote-user".parse().unwrap(),
                crate::config::IdentityTemplate(vec![]),
            )],
            assertion: None,
        };
        let managed = ManagedHeaders::of(&identity);
        let mut request = RequestHeader::build("GET", b"/", None).unwrap();
        let ours = [
            "X-Remote-User",
            "x_remote_user",
            "X.Remote_User",
            "HTTP_X_REMOTE_USER",
            "X-Gatepass_User",
            "X-Gatepass-Assertion",
            "x-2fa-code",
            "X-Forwarded-For",
        ];
        for name in ours
            .into_iter()
            .chain(["X-Remote-Users", "Accept", "X-HTTP-Method-Override"])
        {
            request.append_header(name.to_owned(), "x").unwrap();
        }
        managed.remove_from(&mut request, false);
        let mut left: Vec<&str> = request.headers.keys().map(|name| name.as_str()).collect();
        left.sort_unstable();
        assert_eq!(left, ["accept", "x-http-method-override", "x-remote-users"]);
        managed.remove_from(&mut request, true);
        assert_eq!(request.headers.len(), 2);
    }
}
