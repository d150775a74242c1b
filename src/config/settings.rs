//! The configuration as the gateway trusts it: checked, with every default filled in.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderName;
use jiff::SignedDuration;
use lettre::message::Mailbox;

use super::problem::Problem;
use crate::access::room::RoomLimits;
use crate::access::{CodeMethod, ScopeName, SiteName, SitePolicy, TrustedProxies, Visibility};

/// Everything that `gatepass run` needs to know.
#[derive(Debug, Clone)]
pub struct Settings {
    pub listen: Vec<SocketAddr>,
    /// Path of the SQLite file.
    pub state: PathBuf,
    /// Path of the file with the key that seals secrets.
    pub key: PathBuf,
    /// Directory of the decision journal.
    pub journal: PathBuf,
    /// Threads that serve; at least one.
    pub workers: usize,
    /// Where health, readiness and metrics are answered, in plain HTTP; `None`: nowhere.
    pub health: Option<SocketAddr>,
    /// How long running requests may take to finish when the gateway is told to stop.
    pub drain_for: Duration,
    pub trusted_proxies: TrustedProxies,
    pub tls_profile: TlsProfile,
    /// Open connections of one client address at most; at least one.
    pub connections_per_client: usize,
    pub tls: Vec<CertificateFiles>,
    /// Where people make and watch grants; `None`: nowhere.
    pub portal: Option<Portal>,
    /// How mail leaves; `None`: it does not.
    pub mail: Option<MailSettings>,
    /// Limits of the encrypted handoff.
    pub handoff: HandoffSettings,
    pub sites: Vec<Arc<Site>>,
    /// What may be meant, but is worth a second look, in the order of the file.
    pub warnings: Vec<Problem>,
}

/// Which TLS clients may speak: <https://wiki.mozilla.org/Security/Server_Side_TLS>.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsProfile {
    /// TLS 1.2 and 1.3.
    Intermediate,
    /// TLS 1.3 only.
    Modern,
}

/// A certificate chain and its private key, in PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFiles {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// The portal: our own host, for people. It also publishes the keys that assertions verify against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portal {
    /// Lower-case, without port.
    pub host: String,
    /// What people type, with the port where it is not 443: `https://support.example.com/`.
    pub url: String,
    /// What people read as the name of the product: not empty, no control characters, no colon.
    pub name: String,
    /// A session ends after so long without a request. Longer than zero, at most `longest`.
    pub idle: SignedDuration,
    /// A session ends so long after it began.
    pub longest: SignedDuration,
    /// For so long after a code was entered none is asked for; zero: always ask. At most a day.
    pub trust_for: SignedDuration,
    /// An invitation to an account can be taken up for so long. Longer than zero.
    pub invitation: SignedDuration,
}

/// Limits of what people hand over to each other encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoffSettings {
    /// Bytes of a sealed message.
    pub largest: usize,
    /// Longer than zero.
    pub longest: SignedDuration,
    /// Links of one account that wait; at least one.
    pub links_per_account: u32,
    pub rooms: RoomLimits,
}

/// How mail leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailSettings {
    /// A host name, or an address (of IPv6 without brackets).
    pub server: String,
    pub port: u16,
    pub tls: MailTls,
    /// The account on the server; `None`: it takes our mail without.
    pub login: Option<MailLogin>,
    pub from: Mailbox,
    /// The name by which we greet the server (RFC 5321 section 4.1.1.1).
    pub hello: String,
}

/// How the connection to the mail server is protected. There is no way to switch verification off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailTls {
    /// From the first byte (RFC 8314 section 3.3). `ca`: the only authorities that are believed; `None`: the system's.
    Implicit { ca: Option<PathBuf> },
    /// After a word in the clear (RFC 3207); without it nothing is sent.
    StartTls { ca: Option<PathBuf> },
    /// Not at all: the server is on this machine.
    Off,
}

/// An account on the mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailLogin {
    pub user: String,
    pub password_file: PathBuf,
}

/// One protected app.
#[derive(Debug, Clone)]
pub struct Site {
    pub policy: SitePolicy,
    /// Host names, lower-case, without port. At least one; the first is the one in credentials.
    pub hosts: Vec<String>,
    /// What people type, with the port where it is not 443: `https://crm.example.com/`.
    pub url: String,
    pub upstreams: Vec<Upstream>,
    pub upstream: UpstreamSettings,
    pub identity: Identity,
    /// What a grant may last. At least one; the last is the longest.
    pub durations: Vec<SignedDuration>,
    /// Which security codes a grant may have. At least one; the first is that of whoever does not choose.
    pub security_codes: Vec<CodeMethod>,
    pub tests: Vec<PolicyTest>,
    /// What its preset expects, which what the site says besides may change.
    pub preset_tests: Vec<PolicyTest>,
    /// Bytes of a body that are read where a scope depends on it.
    pub judge_body_up_to: usize,
}

/// Where an app listens. A host is in lower case, an IPv6 address without brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Upstream {
    Tcp { host: String, port: u16, tls: bool },
    Unix { path: PathBuf },
}

/// How the gateway talks to an app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpstreamSettings {
    /// The certificate authorities that may vouch for the app; `None`: the system's.
    pub ca: Option<PathBuf>,
    /// The name in the app's certificate; `None`: the host of its URL. Never empty, because an empty one would
    /// silently switch verification off in pingora.
    pub tls_name: Option<String>,
    pub protocol: UpstreamProtocol,
    pub connect_timeout: Duration,
    /// Longest silence of the app while it owes a response. Does not apply to WebSockets and event streams.
    pub read_timeout: Duration,
    pub health_check_every: Duration,
}

/// HTTP version towards the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UpstreamProtocol {
    /// HTTP/2 where TLS negotiates it, else HTTP/1.1.
    Auto,
    Http1,
    /// Prior knowledge on plain connections (RFC 9113 section 3.3).
    Http2,
}

/// What the app is told about a support session.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Header name → template with `{user}`, `{agent}`, `{grant}`, `{scopes}`.
    pub headers: Vec<(HeaderName, IdentityTemplate)>,
    /// Also send a signed assertion in this header.
    pub assertion: Option<HeaderName>,
}

/// Text with placeholders, split once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityTemplate(pub Vec<TemplatePart>);

/// A piece of an [`IdentityTemplate`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplatePart {
    Text(String),
    User,
    Agent,
    Grant,
    Scopes,
}

/// An expectation that `gatepass check` verifies with the real decision.
#[derive(Debug, Clone)]
pub struct PolicyTest {
    pub with: BTreeMap<ScopeName, Visibility>,
    pub method: http::Method,
    pub target: String,
    /// With its `Content-Type`.
    pub body: Option<(String, String)>,
    /// The `Cookie` field, as the app would get it.
    pub cookies: Option<http::HeaderValue>,
    pub expect: Expectation,
    /// Line and column in the file, for the report.
    pub line: usize,
    pub column: usize,
}

/// What a policy test expects of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expectation {
    Visible(Visibility),
    /// Refused as malformed, ambiguous or not judgeable.
    Refused,
}

impl Site {
    /// The security code of whoever does not choose.
    pub fn usual_code(&self) -> CodeMethod {
        self.security_codes.first().copied().unwrap_or(CodeMethod::Fixed)
    }
}

impl Settings {
    pub fn site(&self, name: &str) -> Option<&Arc<Site>> {
        self.sites.iter().find(|site| site.policy.name.as_str() == name)
    }

    pub fn site_named(&self, name: &SiteName) -> Option<&Arc<Site>> {
        self.site(name.as_str())
    }
}
