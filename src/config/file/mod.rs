//! The config as it is written: one TOML file. Nothing here is trusted before [`check`](super::parse) has seen it.
//!
//! The comments on the fields are the reference manual. Unknown keys are errors. Durations are `90s`, `5m`, `8h`,
//! `2d`. Relative paths start at the directory of the config file.

mod handoff;
mod host;
mod identity;
mod mail;
mod parsed;
mod paths;
mod portal;
mod scope;
mod site;
mod upstream;
mod values;

use std::net::SocketAddr;
use std::path::PathBuf;

use ipnet::IpNet;
use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::Deserialize;

pub use handoff::HandoffSection;
pub use host::HostName;
pub use identity::{AssertionChoice, IdentitySection};
pub use mail::{MailSection, MailServer, MailTlsWord};
pub use parsed::{FromText, OneOrMore, Parsed};
pub use portal::PortalSection;
pub use scope::{
    MatchSection, MethodName, ScopeSection, ShownScope, TestExpectation, TestRequest, TestSection,
};
pub use site::{ParameterSection, SiteSection, UpstreamTlsSection};
pub use values::ValuesSection;

use super::settings::TlsProfile;

/// The whole file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[schemars(title = "Gatepass")]
pub struct ConfigFile {
    /// Addresses and ports that serve HTTPS. At least one. Default: `["[::]:8443"]`, all addresses, IPv4 too.
    pub listen: Vec<Parsed<SocketAddr>>,
    /// The SQLite file with grants, sessions and the audit log. Default: `"data/gatepass.db"`.
    pub state: String,
    /// The file with the key that seals secrets in `state`. `gatepass init` makes it, with mode 0600.
    /// Default: `"data/gatepass.key"`.
    pub key: Parsed<PathBuf>,
    /// The directory of the decision journal. Default: `journal`, beside `state`.
    pub journal: Option<Parsed<PathBuf>>,
    /// Threads that serve. Default: `0`, one per core.
    pub workers: usize,
    /// Where health, readiness and metrics are answered, in plain HTTP. Default: nowhere.
    pub health: Option<Parsed<SocketAddr>>,
    /// How long running requests may take to finish when the gateway is told to stop. Default: `"30s"`.
    pub drain_for: Parsed<SignedDuration>,
    /// Networks of proxies in front of the gateway, whose `X-Forwarded-For`, or else `Forwarded`, is believed:
    /// they must add to the former, or remove what clients wrote into it. Default: none.
    pub trusted_proxies: Vec<Parsed<IpNet>>,
    /// Which TLS clients may speak, in Mozilla's words: `"intermediate"` (TLS 1.2 and 1.3) or `"modern"` (TLS 1.3
    /// only). Default: `"intermediate"`.
    #[serde(deserialize_with = "TlsProfileWords::deserialize")]
    #[schemars(with = "TlsProfileWords")]
    pub tls_profile: TlsProfile,
    /// Connections that one address (of IPv6: one /64) may have open; those above it are closed at once. Trusted
    /// proxies may have any number. Default: `512`.
    pub connections_per_client: usize,
    /// Certificates; the client's SNI chooses. Needed as soon as there is a site or a portal.
    pub tls: Vec<TlsSection>,
    /// Where people make and watch grants. Default: no portal.
    pub portal: Option<PortalSection>,
    /// The server that takes mail for people. Default: no mail is sent.
    pub mail: Option<MailSection>,
    /// Limits of what people hand over to each other encrypted.
    pub handoff: HandoffSection,
    /// The protected apps.
    pub site: Vec<SiteSection>,
}

/// `[[tls]]`: a certificate. Read again when the files change.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[schemars(extend("required" = ["certificate", "key"]))]
pub struct TlsSection {
    /// The certificate chain in PEM, the server's own first. Required.
    pub certificate: Option<Parsed<PathBuf>>,
    /// Its private key in PEM. Required.
    pub key: Option<Parsed<PathBuf>>,
}

impl Default for ConfigFile {
    fn default() -> Self {
        Self {
            listen: vec![Parsed(SocketAddr::from(([0_u16; 8], 8443)))],
            state: "data/gatepass.db".to_owned(),
            key: Parsed("data/gatepass.key".into()),
            journal: None,
            workers: 0,
            health: None,
            drain_for: Parsed(SignedDuration::from_secs(30)),
            trusted_proxies: Vec::new(),
            tls_profile: TlsProfile::Intermediate,
            connections_per_client: 512,
            tls: Vec::new(),
            portal: None,
            mail: None,
            handoff: HandoffSection::default(),
            site: Vec::new(),
        }
    }
}

/// The words of `tls_profile`; the trusted form does not know how it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(remote = "TlsProfile", rename_all = "kebab-case")]
enum TlsProfileWords {
    Intermediate,
    Modern,
}
