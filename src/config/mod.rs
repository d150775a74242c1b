//! The one config file: as written ([`mod@file`]), checked ([`parse`]), as trusted ([`Settings`]).

mod check;
mod explain;
pub mod file;
mod key_path;
mod load;
mod outline;
mod places;
mod policy_tests;
mod presets;
mod problem;
mod read;
mod rehearsal;
mod schema;
mod settings;
mod units;

pub use check::LONGEST_SESSION;
pub use explain::{
    ExplainedVerdict, Explanation, FoundIn, SeenParameter, SeenReading, TouchedMatcher, TouchedScope, explain,
};
pub use load::{ConfigError, Disk, FileSystem, load, parse};
pub use places::place_of;
pub use policy_tests::{PolicyTestFailure, run_policy_tests, run_preset_tests};
pub use presets::{PRESETS, Preset};
pub use problem::{Problem, suggest};
pub use rehearsal::{Rehearsal, RehearsedBody, rehearsed_grant};
pub use schema::{SCHEMA_FILE, schema};
pub use settings::{
    CertificateFiles, Expectation, HandoffSettings, Identity, IdentityTemplate, MailLogin, MailSettings,
    MailTls, PolicyTest, Portal, Settings, Site, TemplatePart, TlsProfile, Upstream, UpstreamProtocol,
    UpstreamSettings,
};
pub use units::{UnitError, format_duration, parse_duration, parse_size};

#[cfg(test)]
mod tests;
