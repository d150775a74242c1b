//! The one config file: as written ([`mod@file`]), checked ([`parse`]), as trusted ([`Settings`]).

mod check;
pub mod file;
mod key_path;
mod load;
mod outline;
mod policy_tests;
mod presets;
mod problem;
mod read;
mod settings;
mod units;

pub use check::LONGEST_SESSION;
pub use load::{ConfigError, Disk, FileSystem, load, parse};
pub use policy_tests::{PolicyTestFailure, run_policy_tests};
pub use presets::{PRESETS, Preset};
pub use problem::Problem;
pub use settings::{
    CertificateFiles, Expectation, Identity, IdentityTemplate, MailLogin, MailSettings, MailTls, PolicyTest,
    Portal, Settings, Site, TemplatePart, TlsProfile, Upstream, UpstreamProtocol, UpstreamSettings,
};
pub use units::{UnitError, format_duration, parse_duration, parse_size};

#[cfg(test)]
mod tests;
