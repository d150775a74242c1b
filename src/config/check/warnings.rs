//! What may be meant, but is worth a second look.

use std::net::IpAddr;

use ipnet::IpNet;

use super::Check;
use crate::access::{Matcher, Scope, SitePolicy, Visibility};
use crate::config::file::{ConfigFile, SiteSection};
use crate::config::key_path::KeyPath;
use crate::config::problem::Problem;
use crate::config::settings::{Settings, Upstream};

/// Networks that are wider than this hold more than somebody's proxies.
const WIDEST_OF_PROXIES: (u8, u8) = (8, 16);

/// Where the gateway answers by itself, whatever the app has there.
const RESERVED: &str = "/.gatepass/";

impl Check<'_> {
    /// Of a config in which nothing is wrong.
    pub(super) fn warnings(&mut self, file: &ConfigFile, settings: &Settings) {
        let root = KeyPath::default();
        for (index, network) in file.trusted_proxies.iter().enumerate() {
            if is_wide(&network.0) {
                self.warn(
                    &root.key("trusted_proxies").index(index),
                    format!(
                        "every address in `{}` may say that a request comes from somewhere else",
                        network.0
                    ),
                    "name the proxies' own addresses",
                );
            }
        }
        for (index, (section, site)) in file.site.iter().zip(&settings.sites).enumerate() {
            let at = root.key("site").index(index);
            self.warn_of_clear_upstreams(section, &at);
            self.warn_of_scopes(section, &site.policy, &at.key("scope"));
        }
    }

    fn warn(&mut self, path: &KeyPath, message: impl Into<String>, help: &str) {
        let (line, column) = self.outline.position_of_value(path);
        self.warnings.push(Problem {
            line,
            column,
            key: path.to_string(),
            message: message.into(),
            help: Some(help.to_owned()),
        });
    }

    fn warn_of_clear_upstreams(&mut self, section: &SiteSection, at: &KeyPath) {
        for (index, upstream) in section.upstream.iter().enumerate() {
            if let Upstream::Tcp { host, tls: false, .. } = &upstream.0
                && !is_this_machine(host)
            {
                self.warn(
                    &at.key("upstream").index(index),
                    format!("what the app shows goes from `{host}` to the gateway unencrypted"),
                    "write `https://`, or let both run on one machine",
                );
            }
        }
    }

    /// Of those that the file describes; a preset's own are not the operator's to change.
    fn warn_of_scopes(&mut self, section: &SiteSection, policy: &SitePolicy, at: &KeyPath) {
        for (index, own) in section.scope.iter().enumerate() {
            let is_own = |scope: &&Scope| own.name.as_ref().is_some_and(|name| name.0 == scope.name);
            let Some(scope) = policy.scopes.iter().find(is_own) else {
                continue;
            };
            let at = &at.index(index);
            let of_preset = scope.matchers.len().saturating_sub(own.matches.len());
            for (number, matcher) in scope.matchers.iter().enumerate().skip(of_preset) {
                let at = at.key("match").index(number - of_preset);
                if is_reserved(matcher) {
                    self.warn(
                        &at,
                        "this never matches: the gateway itself answers there",
                        "remove it",
                    );
                    continue;
                }
                let others = scope.matchers.iter().enumerate();
                // Of two that are alike, the later one is too many.
                let cover = others
                    .filter(|(other, _)| *other != number)
                    .find(|(other, wide)| wide.covers(matcher) && (*other < number || !matcher.covers(wide)));
                if let Some((_, wide)) = cover {
                    let message = format!("this adds nothing: all of it is matched{} already", in_line(wide));
                    self.warn(&at, message, "remove it, or the wider one");
                }
            }
            for wide in policy.scopes.iter().filter(|other| other.name != scope.name) {
                self.warn_of_shadow(at, scope, wide);
            }
        }
    }

    /// Every request of `scope` is in `wide`, too.
    fn warn_of_shadow(&mut self, at: &KeyPath, scope: &Scope, wide: &Scope) {
        let is_covered = |matcher: &Matcher| wide.matchers.iter().any(|wide| wide.covers(matcher));
        if scope.matchers.is_empty() || !scope.matchers.iter().all(is_covered) {
            return;
        }
        let (name, wider) = (&scope.name, &wide.name);
        match (wide.offer, wide.default) {
            // It never stands in the way.
            (false, Visibility::Full) => {}
            // It is there to ask for a code more or less often.
            (_, Visibility::ReadOnly | Visibility::Full) | (true, Visibility::Hidden)
                if scope.challenge.is_some() => {}
            (false, Visibility::Hidden) => self.warn(
                at,
                format!("nobody can ever see `{name}`: all of it is in `{wider}` too, which no grant shows"),
                "make the matchers of one of them narrower",
            ),
            (false, Visibility::ReadOnly) | (true, _) => self.warn(
                at,
                format!("all of `{name}` is in `{wider}` too: a grant shows it only if it shows both"),
                "if that is not meant, make the matchers of the wider one narrower",
            ),
        }
    }
}

fn is_wide(network: &IpNet) -> bool {
    let (widest_v4, widest_v6) = WIDEST_OF_PROXIES;
    match network {
        IpNet::V4(network) => network.prefix_len() < widest_v4,
        IpNet::V6(network) => network.prefix_len() < widest_v6,
    }
}

fn is_this_machine(host: &str) -> bool {
    // RFC 6761 section 6.3.
    let is_localhost = host == "localhost" || host.ends_with(".localhost");
    is_localhost || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn is_reserved(matcher: &Matcher) -> bool {
    let paths = &matcher.paths;
    !paths.is_empty() && paths.iter().all(|path| path.as_str().starts_with(RESERVED))
}

fn in_line(matcher: &Matcher) -> String {
    matcher
        .written
        .as_ref()
        .map(|written| format!(" in line {}", written.line))
        .unwrap_or_default()
}
