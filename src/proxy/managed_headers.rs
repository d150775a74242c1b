//! Headers that only the gateway may set. Whatever a client sends under such a name, or one that a server could take
//! for it, is removed (CVE-2026-39858, GHSA-v67p-phpq-fc8x in Traefik; GHSA-7r4p-vjf4-gxv4 in Caddy).

use std::borrow::Cow;
use std::collections::HashSet;

use http::HeaderName;

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
/// (CVE-2026-40575; CVE-2018-14773 in Symfony; CVE-2025-61780 in Rack).
const OVERRIDES: [&str; 12] = [
    "x-http-method-override",
    "x-http-method",
    "x-method-override",
    "x-original-url",
    "x-rewrite-url",
    "x-original-uri",
    "x-forwarded-uri",
    "x-forwarded-path",
    "x-forwarded-prefix",
    "x-script-name",
    "x-sendfile-type",
    "x-accel-mapping",
];

/// Other names under which servers take a client's address from a proxy; what begins with `x-forwarded-` is one, too.
const SAID_BY_PROXIES: [&str; 9] = [
    "x-client-ip",
    "client-ip",
    "x-cluster-client-ip",
    "true-client-ip",
    "cf-connecting-ip",
    "x-remote-addr",
    "x-remote-ip",
    "x-originating-ip",
    "front-end-https",
];

/// Who sent the request, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sender {
    /// Scopes judged the request, so overrides must not reach the app.
    pub judged: bool,
    /// A trusted proxy, which may speak of its clients.
    pub trusted: bool,
}

/// The folded names of one site.
#[derive(Debug)]
pub struct ManagedHeaders {
    identity: HashSet<String>,
    /// How long they are, and all others that may be removed: most fields are told apart by that.
    lengths: [bool; LONGEST_NAME],
}

/// Names from here on are looked up, whatever their length.
const LONGEST_NAME: usize = 64;

impl ManagedHeaders {
    pub fn of(identity: &Identity) -> Self {
        let configured = identity
            .headers
            .iter()
            .map(|(name, _)| name)
            .chain(&identity.assertion);
        let configured = configured.map(|name| fold(name.as_str()).into_owned());
        let identity: HashSet<String> = ALWAYS
            .iter()
            .map(|name| fold(name).into_owned())
            .chain(configured)
            .collect();
        let names = identity.iter().map(String::as_str);
        let mut lengths = [false; LONGEST_NAME];
        for name in names.chain(OVERRIDES).chain(SAID_BY_PROXIES) {
            if let Some(length) = lengths.get_mut(name.len()) {
                *length = true;
            }
        }
        Self { identity, lengths }
    }

    /// No look-alike of what only we may say does, and nothing that this sender may not say.
    pub fn lets_pass(&self, name: &HeaderName, sender: Sender) -> bool {
        !self.is_doomed(&fold(name.as_str()), sender)
    }

    fn is_doomed(&self, folded: &str, sender: Sender) -> bool {
        let forwarded = folded.starts_with("x-forwarded-");
        if !forwarded && self.lengths.get(folded.len()) == Some(&false) {
            return false;
        }
        let speaks_as_proxy = || forwarded || SAID_BY_PROXIES.contains(&folded);
        self.identity.contains(folded)
            || (sender.judged && OVERRIDES.contains(&folded))
            || (!sender.trusted && speaks_as_proxy())
    }
}

/// CGI-like servers turn header names into variable names: case is lost, `-` and, in lighttpd and old Apache,
/// everything else that is no letter and no digit becomes `_`, and `HTTP_` is put in front (RFC 3875 section 4.1.18).
fn fold(name: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    let folded = if name.bytes().all(is_plain) {
        Cow::Borrowed(name)
    } else {
        let one = |c: char| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        };
        Cow::Owned(name.chars().map(one).collect())
    };
    match folded {
        Cow::Borrowed(name) => Cow::Borrowed(name.strip_prefix("http-").unwrap_or(name)),
        Cow::Owned(name) => Cow::Owned(name.strip_prefix("http-").map(str::to_owned).unwrap_or(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_of_managed_headers_do_not_pass_and_others_do() {
        let identity = Identity {
            headers: vec![(
                "x-remote-user".parse().unwrap(),
                crate::config::IdentityTemplate(vec![]),
            )],
            assertion: None,
        };
        let managed = ManagedHeaders::of(&identity);
        let ours = [
            "X-Remote-User",
            "x_remote_user",
            "X.Remote_User",
            "X!Remote~User",
            "HTTP_X_REMOTE_USER",
            "X-Gatepass_User",
            "x-2fa-code",
            "X-Forwarded-For",
        ];
        let others = [
            "X-Remote-Users",
            "Accept",
            "X-HTTP-Method-Override",
            "CF-Connecting-IP",
        ];
        let names = ours.into_iter().chain(others);
        let names: Vec<HeaderName> = names.map(|name| name.parse().unwrap()).collect();
        for (judged, trusted, expected) in [
            (
                false,
                true,
                &[
                    "accept",
                    "cf-connecting-ip",
                    "x-http-method-override",
                    "x-remote-users",
                ][..],
            ),
            (
                false,
                false,
                &["accept", "x-http-method-override", "x-remote-users"],
            ),
            (true, false, &["accept", "x-remote-users"]),
        ] {
            let sender = Sender { judged, trusted };
            let left = names.iter().filter(|name| managed.lets_pass(name, sender));
            let mut left: Vec<&str> = left.map(HeaderName::as_str).collect();
            left.sort_unstable();
            assert_eq!(left, expected);
        }
    }
}
