//! `[[site]]`: one protected app.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::Deserialize;

use super::host::HostName;
use super::identity::IdentitySection;
use super::parsed::Parsed;
use super::paths::PathPatterns;
use super::scope::{ScopeSection, TestSection};
use crate::access::{ChallengeRule, CodeMethod, Dialect, Glob, SiteName, ValueRegex, Visibility, Visitors};
use crate::config::presets::Preset;
use crate::config::settings::{Upstream, UpstreamProtocol};
use crate::config::units::ByteSize;

/// One protected app.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[schemars(extend("required" = ["name", "hosts", "upstream"]))]
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
    #[schemars(with = "UpstreamProtocolWords")]
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
    /// How the app reads the names of parameters: `"php"`, or `"generic"`: as every known server would. Default: that of the
    /// preset, or `"generic"`.
    pub dialect: Option<Dialect>,
    /// What parameters must look like, wherever a scope reads any: name → shape. Default: those of the preset, or anything.
    pub parameters: BTreeMap<String, ParameterSection>,
    /// The names of the cookies that reach the app in a support session; `*` stands for anything. Default: those of the
    /// preset, or all.
    pub cookies: Option<Vec<Parsed<Glob>>>,
    /// Where a scope depends on what a body says, it is read before it is forwarded: so much of it, at most 64 KiB.
    /// Files may be longer. Default: `"64KiB"`.
    pub judge_body_up_to: Parsed<ByteSize>,
    /// A known app, whose scopes come with the gateway: see `config/presets`. Scopes written here are added, and those of the same
    /// name extended. Default: none.
    pub preset: Option<Parsed<&'static Preset>>,
    /// How long a client is trusted after it answered a challenge; `"0"`: always ask. Default: `"5m"`.
    pub trust_for: Parsed<SignedDuration>,
    /// When the site asks for a security code: `"never"` (that of the sign-in is enough), `"window"` (unless the
    /// client is trusted at the moment) or `"always"`. Default: `"window"`.
    pub challenge: ChallengeRule,
    /// A support session ends when nobody does anything in it for so long, at least `"1m"`; a grant may say less. What is
    /// open then is cut. `"0"`: never. Default: `"0"`.
    pub idle_timeout: Parsed<SignedDuration>,
    /// Paths that pages ask for by themselves, so that nobody does anything by it: `["/heartbeat", "/api/poll/**"]`.
    /// Default: none.
    pub polling: Vec<Parsed<PathPatterns>>,
    /// What a grant may last, the shortest first. Default: `["1h", "2h", "4h", "8h", "24h", "48h"]`.
    pub durations: Vec<Parsed<SignedDuration>>,
    /// Which security codes support may have, the usual one first: `"fixed"` (eight digits, shown with the password),
    /// `"totp"` (from an authenticator app), `"email"` (mailed to the agent each time). Codes of a kind that is taken
    /// away open nothing any more; new credentials come with another kind. Default: `["fixed", "totp"]`.
    pub security_codes: Vec<CodeMethod>,
    /// What the app is told about a support session. Default: four headers.
    pub identity: IdentitySection,
    /// The named parts of the app. Default: none, everything is `elsewhere`.
    pub scope: Vec<ScopeSection>,
    /// Policy tests, run by `gatepass check`. Default: none.
    pub test: Vec<TestSection>,
}

/// `upstream_tls`: how the certificates of `https` upstreams are verified.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct UpstreamTlsSection {
    /// A PEM file with the only certificate authorities that are believed. Default: the system's.
    pub ca: Option<Parsed<PathBuf>>,
    /// The name in the certificate. Default: the host of the upstream's URL.
    pub name: Option<Parsed<HostName>>,
}

/// What a parameter must look like: once, no array, and as the pattern says.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[schemars(extend("required" = ["pattern"]))]
pub struct ParameterSection {
    /// A regular expression for the whole value. Required.
    pub pattern: Option<Parsed<ValueRegex>>,
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
            dialect: None,
            parameters: BTreeMap::new(),
            cookies: None,
            judge_body_up_to: Parsed(ByteSize(64 * 1024)),
            preset: None,
            trust_for: seconds(300),
            challenge: ChallengeRule::Window,
            idle_timeout: seconds(0),
            polling: Vec::new(),
            durations: [1, 2, 4, 8, 24, 48].map(hours).to_vec(),
            security_codes: vec![CodeMethod::Fixed, CodeMethod::Totp],
            identity: IdentitySection::default(),
            scope: Vec::new(),
            test: Vec::new(),
        }
    }
}

/// The words of `upstream_protocol`; the trusted form does not know how it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(remote = "UpstreamProtocol")]
enum UpstreamProtocolWords {
    #[serde(rename = "auto")]
    Auto,
    #[serde(rename = "http/1.1")]
    Http1,
    #[serde(rename = "http/2")]
    Http2,
}
