//! The one config file: as written ([`file`]), checked ([`check`]), as trusted ([`settings`]).

mod settings;

pub use settings::{
    CertificateFiles, Expectation, Identity, IdentityTemplate, PolicyTest, Settings, Site, TemplatePart,
    Upstream, UpstreamProtocol, UpstreamSettings,
};
