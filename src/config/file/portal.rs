//! `[portal]`: where people make and watch grants.

use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::Deserialize;

use super::host::HostName;
use super::parsed::Parsed;

/// The portal's own host and the people's sessions there.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[schemars(extend("required" = ["host"]))]
pub struct PortalSection {
    /// The portal's host name; no site may have the same. Required.
    pub host: Option<Parsed<HostName>>,
    /// What people read as the name of the product, in pages, in mail and in their authenticator. Default:
    /// `"Gatepass"`.
    pub name: String,
    /// After so long without a request, people must sign in again. Default: `"30m"`.
    pub idle: Parsed<SignedDuration>,
    /// So long after signing in, people must sign in again, whatever they do. Default: `"12h"`.
    pub longest: Parsed<SignedDuration>,
    /// How long no code is asked for after one was entered, for actions that ask for one; `"0"`: always ask, at most
    /// `"1d"`. Default: `"5m"`.
    pub trust_for: Parsed<SignedDuration>,
    /// How long an invitation to an account can be taken up. Default: `"72h"`.
    pub invitation: Parsed<SignedDuration>,
}

impl Default for PortalSection {
    fn default() -> Self {
        let minutes = |minutes| Parsed(SignedDuration::from_mins(minutes));
        Self {
            host: None,
            name: "Gatepass".to_owned(),
            idle: minutes(30),
            longest: minutes(12 * 60),
            trust_for: minutes(5),
            invitation: minutes(72 * 60),
        }
    }
}
