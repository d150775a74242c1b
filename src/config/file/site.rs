//! `[[site]]`: one protected app.

use std::path::PathBuf;

use jiff::SignedDuration;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::host::HostName;
use super::identity::IdentitySection;
use super::parsed::Parsed;
use super::scope::{ScopeSection, TestSection};
use crate::access::{ChallengeRule, CodeMethod, SiteName, Visibility, Visitors};
use crate::config::settings::{Upstream, UpstreamProtocol};
use crate::config::units::ByteSize;

/// One protected app.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct SiteSection {
    /// What grants, logs and the command line call it: a-z, 0-9, `-`, `_`. Required.
    pub name: Option<Parsed<SiteName>>,
    /// Host names under which people reach the app. At least one; the first is the one in credentials.
    pub hosts: Vec<Parsed<HostName>>,
    /// Where the app listens: `http://host:port`, `https://host:port` or `unix:/path`. At least one; several are
    /// health-checked and share the load.
    pub upstream: Vec<Parsed<Upstream>>,
    /// How the certificates of `https` upstreams are verified. Default: by the system's authorities.
    pub upstream_tls: Option<UpstreamTlsSection>,
    /// HTTP version towards the app: `"auto"` (HTTP/2 where TLS negotiates it, else HTTP/1.1), `"http/1.1"` or
    /// `"http/2"`. Default: `"auto"`.
    #[serde(deserialize_with = "UpstreamProtocolWords::deserialize")]
    pub upstream_protocol: UpstreamProtocol,
    /// How long connecting to the app may take. Default: `"5s"`.
    pub connect_timeout: Parsed<SignedDuration>,
    /// Longest silence of the app while it owes a response. Default: `"60s"`.
    pub read_timeout: Parsed<SignedDuration>,
    /// How often each upstream is health-checked. Default: `"5s"`.
    pub health_check: Parsed<SignedDuration>,
    /// People without a support session: `"refuse"` asks them to sign in, `"pass"` lets them through untouched.
    /// Default: `"refuse"`.
    pub visitors: Visitors,
    /// How much support sees of what no scope names: `"hidden"`, `"read-only"` or `"full"`. Default: `"hidden"`.
    pub elsewhere: Visibility,
    /// How the app reads parameters. Only `"generic"` in this version. Default: `"generic"`.
    pub dialect: Dialect,
    /// Where a scope depends on what a body says, it is read before it is forwarded: so much of it, at most 64 KiB.
    /// Files may be longer. Default: `"64KiB"`.
    pub judge_body_up_to: Parsed<ByteSize>,
    /// Not in this version: scopes for a known app.
    pub preset: Option<IgnoredAny>,
    /// How long a client is trusted after it answered a challenge; `"0"`: always ask. Default: `"5m"`.
    pub trust_for: Parsed<SignedDuration>,
    /// When the site asks for a security code: `"never"` (that of the sign-in is enough), `"window"` (unless the
    /// client is trusted at the moment) or `"always"`. Default: `"window"`.
    pub challenge: ChallengeRule,
    /// What a grant may last, the shortest first. Default: `["1h", "2h", "4h", "8h", "24h", "48h"]`.
    pub durations: Vec<Parsed<SignedDuration>>,
    /// Which security codes support may have, the usual one first: `"fixed"` (eight digits, shown with the password),
    /// `"totp"` (from an authenticator app), `"email"` (mailed to the agent each time). Default: `["fixed", "totp"]`.
    pub security_codes: Vec<CodeMethod>,
    /// What the app is told about a support session. Default: four headers, see [`IdentitySection`].
    pub identity: IdentitySection,
    /// The named parts of the app. Default: none, everything is `elsewhere`.
    pub scope: Vec<ScopeSection>,
    /// Policy tests, run by `gatepass check`. Default: none.
    pub test: Vec<TestSection>,
}

/// `upstream_tls`: how the certificates of `https` upstreams are verified.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct UpstreamTlsSection {
    /// A PEM file with the only certificate authorities that are believed. Default: the system's.
    pub ca: Option<Parsed<PathBuf>>,
    /// The name in the certificate. Default: the host of the upstream's URL.
    pub name: Option<Parsed<HostName>>,
}

/// How an app reads parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dialect {
    Generic,
    /// Not in this version.
    Php,
}

impl Default for SiteSection {
    fn default() -> Self {
        let seconds = |seconds| Parsed(SignedDuration::from_secs(seconds));
        let hours = |hours: i64| Parsed(SignedDuration::from_hours(hours));
        Self {
            name: None,
            hosts: Vec::new(),
            upstream: Vec::new(),
            upstream_tls: None,
            upstream_protocol: UpstreamProtocol::Auto,
            connect_timeout: seconds(5),
            read_timeout: seconds(60),
            health_check: seconds(5),
            visitors: Visitors::Refuse,
            elsewhere: Visibility::Hidden,
            dialect: Dialect::Generic,
            judge_body_up_to: Parsed(ByteSize(64 * 1024)),
            preset: None,
            trust_for: seconds(300),
            challenge: ChallengeRule::Window,
            durations: [1, 2, 4, 8, 24, 48].map(hours).to_vec(),
            security_codes: vec![CodeMethod::Fixed, CodeMethod::Totp],
            identity: IdentitySection::default(),
            scope: Vec::new(),
            test: Vec::new(),
        }
    }
}

/// The words of `upstream_protocol`; the trusted form does not know how it is written.
#[derive(Deserialize)]
#[serde(remote = "UpstreamProtocol")]
enum UpstreamProtocolWords {
    #[serde(rename = "auto")]
    Auto,
    #[serde(rename = "http/1.1")]
    Http1,
    #[serde(rename = "http/2")]
    Http2,
}
