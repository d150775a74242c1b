//! What an operator laid down for one site, ready to be asked.

use std::fmt;
use std::sync::Arc;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::canonical::{Parameters, Reading, TooManyReadings, readings};
use super::challenge::ChallengeRule;
use super::grant::Grant;
use super::matcher::Touch;
use super::request::AccessRequest;
use super::scope::{Scope, Visibility};
use super::verdict::Judgement;

/// The name by which config, grants, logs and the command line call a site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SiteName(Arc<str>);

impl SiteName {
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SiteName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What happens to people without a support session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Visitors {
    /// They are asked to sign in.
    Refuse,
    /// They reach the app as if the gateway were not there.
    Pass,
}

/// One site's rules.
#[derive(Debug, Clone)]
pub struct SitePolicy {
    pub name: SiteName,
    pub visitors: Visitors,
    /// How much is visible of what no scope names.
    pub elsewhere: Visibility,
    pub challenge: ChallengeRule,
    /// How long a client is trusted after it answered a challenge; zero: never.
    pub trust_for: SignedDuration,
    pub scopes: Vec<Scope>,
}

impl SitePolicy {
    /// How much of what `request` asks for is visible under `grant`, in the least visible of its readings.
    pub fn judge(&self, request: &AccessRequest, grant: &Grant) -> Result<Judgement, TooManyReadings> {
        let parameters = request.target.query().map(Parameters::parse).unwrap_or_default();
        let mut least: Option<Judgement> = None;
        for reading in readings(request.target.path())? {
            for loosely in [false, true] {
                let judged = self.judge_reading(request, grant, &reading, &parameters, loosely);
                match &mut least {
                    None => least = Some(judged),
                    Some(least) => least.narrow(judged),
                }
                if parameters.is_empty() {
                    // Without parameters the loose reading is the strict one.
                    break;
                }
            }
        }
        let mut least = least.ok_or(TooManyReadings)?;
        least.conflict = self.conflicting_parameter(&parameters);
        Ok(least)
    }

    fn judge_reading(
        &self,
        request: &AccessRequest,
        grant: &Grant,
        path: &Reading<'_>,
        parameters: &Parameters<'_>,
        loosely: bool,
    ) -> Judgement {
        let mut named: Option<Visibility> = None;
        let mut unsure: Option<Visibility> = None;
        let mut challenge: Option<ChallengeRule> = None;
        let mut touched = Vec::new();
        for (index, scope) in self.scopes.iter().enumerate() {
            let touch = scope
                .matchers
                .iter()
                .map(|matcher| matcher.touches(&request.method, path, parameters, request.body, loosely))
                .max()
                .unwrap_or(Touch::No);
            let place = match touch {
                Touch::No => continue,
                Touch::Maybe => &mut unsure,
                Touch::Yes => &mut named,
            };
            let visible = grant.visibility_of(scope);
            *place = Some(place.map_or(visible, |so_far| so_far.min(visible)));
            challenge = challenge.max(Some(scope.challenge.unwrap_or(self.challenge)));
            touched.push(index);
        }
        let sure = named.unwrap_or_else(|| grant.cap(self.elsewhere));
        Judgement {
            plain: sure,
            visibility: sure,
            with_body: unsure.map_or(sure, |unsure| sure.min(unsure)),
            challenge: challenge.unwrap_or(self.challenge),
            touched,
            conflict: false,
        }
    }

    fn conflicting_parameter(&self, parameters: &Parameters<'_>) -> bool {
        !parameters.is_empty()
            && self
                .scopes
                .iter()
                .flat_map(|scope| &scope.matchers)
                .flat_map(|matcher| &matcher.parameters)
                .any(|rule| parameters.conflict_on(rule.loose_name()))
    }
}
