//! Runs the `[[site.test]]` of a config through the gateway's own decision, with a grant made up for each.

use std::fmt;

use jiff::Timestamp;

use super::explain::explain;
use super::rehearsal::{Rehearsal, RehearsedBody, rehearsed_grant, signed_in};
use super::settings::{Expectation, PolicyTest, Settings, Site};
use crate::access::{Reason, SiteName, Verdict, Visibility, decide};

/// The gateway would do something else than the test says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyTestFailure {
    pub site: SiteName,
    /// Of the test's `request` in the config.
    pub line: usize,
    pub column: usize,
    /// As written.
    pub request: String,
    pub expected: Expectation,
    pub found: Expectation,
    /// Why, when the gateway refuses: a stable code.
    pub reason: Option<&'static str>,
    /// Why the gateway does what it does, in a sentence.
    pub because: String,
}

impl fmt::Display for PolicyTestFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            site,
            line,
            column: _,
            request,
            expected,
            found,
            reason,
            because,
        } = self;
        write!(f, "line {line}: site `{site}`: `{request}` is {found}")?;
        if let Some(reason) = reason.filter(|reason| *reason != found.as_str()) {
            write!(f, " ({reason})")?;
        }
        write!(
            f,
            ", the test expects {expected}: {because}; change its scopes or the test"
        )
    }
}

impl Expectation {
    /// The word in the config.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Visible(visibility) => visibility.as_str(),
            Self::Refused => "refused",
        }
    }
}

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Runs the tests of all sites, as if at `now`. Empty: all as expected.
pub fn run_policy_tests(settings: &Settings, now: Timestamp) -> Vec<PolicyTestFailure> {
    failures(settings, now, |site| &site.tests)
}

/// Runs the tests of all presets that are used, as if at `now`. What comes is no mistake: a site may want something else
/// than its preset does.
pub fn run_preset_tests(settings: &Settings, now: Timestamp) -> Vec<PolicyTestFailure> {
    failures(settings, now, |site| &site.preset_tests)
}

fn failures(settings: &Settings, now: Timestamp, of: fn(&Site) -> &[PolicyTest]) -> Vec<PolicyTestFailure> {
    let tests = settings
        .sites
        .iter()
        .flat_map(|site| of(site).iter().map(move |test| (site, test)));
    tests
        .filter_map(|(site, test)| failure(site, test, now))
        .collect()
}

fn failure(site: &Site, test: &PolicyTest, now: Timestamp) -> Option<PolicyTestFailure> {
    let mut rehearsal = Rehearsal::new(test.method.clone(), &test.target);
    if let Some((content_type, text)) = test.body.clone() {
        rehearsal.body = RehearsedBody::Said { content_type, text };
    }
    rehearsal.cookies.clone_from(&test.cookies);
    let grant = rehearsed_grant(site, test.with.clone(), now);
    let (found, reason) = match rehearsal.as_request(&site.policy) {
        Ok(request) => outcome(&decide(&request, &signed_in(&grant, now), &site.policy, now)),
        Err(_) => (Expectation::Refused, Some("malformed-target")),
    };
    (found != test.expect).then(|| PolicyTestFailure {
        site: site.policy.name.clone(),
        line: test.line,
        column: test.column,
        request: format!("{} {}", test.method, test.target),
        expected: test.expect,
        found,
        reason,
        because: explain(site, &rehearsal, &grant, now).because,
    })
}

fn outcome(verdict: &Verdict) -> (Expectation, Option<&'static str>) {
    match verdict {
        Verdict::Forward(permit) => {
            let visibility = permit.agent().map_or(Visibility::Full, |agent| agent.visibility);
            (Expectation::Visible(visibility), None)
        }
        Verdict::Refuse(reason) => {
            let found = match reason {
                Reason::Hidden(_) => Expectation::Visible(Visibility::Hidden),
                Reason::ReadOnly(_) => Expectation::Visible(Visibility::ReadOnly),
                Reason::GrantRevoked
                | Reason::GrantPaused
                | Reason::GrantExpired
                | Reason::GrantNotBegun(_)
                | Reason::GrantRegenerated
                | Reason::WrongSite
                | Reason::NetworkNotAllowed
                | Reason::MethodNotAllowed
                | Reason::ServiceWorker
                | Reason::AmbiguousTarget
                | Reason::ConflictingParameters
                | Reason::MisshapenParameter(_)
                | Reason::BodyNotJudged(_) => Expectation::Refused,
            };
            (found, Some(reason.code()))
        }
        Verdict::Challenge(demand) => (Expectation::Refused, Some(demand.code())),
        Verdict::ReadBody => (Expectation::Refused, Some("body-not-judged")),
    }
}
