//! `gatepass check`: everything that is wrong with the config, what is worth a second look, and whether its policy does
//! what its tests say.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::anyhow;
use clap::Args;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::arguments::Format;
use super::{Outcome, output, words};
use crate::clock::{Clock, SystemClock};
use crate::config::{
    ConfigError, PolicyTestFailure, Problem, Settings, load, place_of, run_policy_tests, run_preset_tests,
};
use crate::crypto::Keys;
use crate::mail::Mailer;
use crate::proxy::{CertificateFacts, CertificateStore};

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// Fail on warnings too
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    format: Format,
}

/// What a check found.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Findings {
    /// Without warnings: see [`Self::passes`].
    ok: bool,
    sites: usize,
    scopes: usize,
    tests: usize,
    certificates: usize,
    problems: Vec<Finding>,
    warnings: Vec<Finding>,
}

/// `line` and `column` are absent for what is wrong with another file than the config.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding {
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    /// The line as it stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    key: String,
    message: String,
    /// What to do about it, where the message does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

pub(super) fn check(config: &Path, asked: &CheckArguments) -> anyhow::Result<Outcome> {
    let (_, findings) = look(config)?;
    let passes = findings.passes(asked.strict);
    if asked.format.json {
        output::print_json(&findings)?;
    } else {
        findings.tell(config, passes);
        if passes {
            output::print(&findings.summary())?;
        }
    }
    Ok(if passes { Outcome::Done } else { Outcome::Failed })
}

/// `None`: there are problems, and they were told.
pub(super) fn settings_that_pass(config: &Path) -> anyhow::Result<Option<Settings>> {
    let (settings, findings) = look(config)?;
    if !findings.ok {
        findings.tell(config, false);
    }
    Ok(settings.filter(|_| findings.ok))
}

/// # Errors
/// The config cannot be read at all.
fn look(config: &Path) -> anyhow::Result<(Option<Settings>, Findings)> {
    let (settings, mut findings) = match load(config) {
        Ok(settings) => {
            let findings = findings_in(config, &settings);
            (Some(settings), findings)
        }
        Err(ConfigError::Invalid { problems, .. }) => {
            let problems = problems.into_iter().map(|it| Finding::of(config, it)).collect();
            (None, Findings::of(problems))
        }
        Err(error @ ConfigError::Unreadable { .. }) => return Err(anyhow!("{error}")),
    };
    // Only for showing lines of it: what could not be read has been said.
    let text = std::fs::read_to_string(config).unwrap_or_default();
    for finding in findings.problems.iter_mut().chain(&mut findings.warnings) {
        finding.find_itself_in(&text);
    }
    Ok((settings, findings))
}

fn findings_in(config: &Path, settings: &Settings) -> Findings {
    let mut problems = Vec::new();
    let now = SystemClock::starting_after(None).now();
    for failure in run_policy_tests(settings, now) {
        let text = failure.to_string();
        let message = text
            .strip_prefix(&format!("line {}: ", failure.line))
            .unwrap_or(&text)
            .to_owned();
        problems.push(Finding {
            line: Some(failure.line),
            column: Some(failure.column),
            ..Finding::at(config, "test", message)
        });
    }
    if let Err(error) = CertificateStore::load(&settings.tls) {
        problems.push(Finding::at(config, "tls", error.to_string()));
    }
    // A key that is not there yet is no problem of the config: `run` says what to do.
    if settings.key.exists()
        && let Err(error) = Keys::load(&settings.key)
    {
        problems.push(Finding::at(config, "key", error.to_string()));
    }
    if let Some(Err(error)) = settings.mail.as_ref().map(Mailer::new) {
        problems.push(Finding::at(config, "mail", error.to_string()));
    }
    let warnings = settings.warnings.iter().cloned();
    let mut warnings: Vec<Finding> = warnings.map(|it| Finding::of(config, it)).collect();
    warnings.extend(preset_warnings(config, settings, now));
    warnings.extend(certificate_warnings(config, settings, now));
    Findings {
        sites: settings.sites.len(),
        scopes: settings.sites.iter().map(|site| site.policy.scopes.len()).sum(),
        tests: settings.sites.iter().map(|site| site.tests.len()).sum(),
        certificates: settings.tls.len(),
        warnings,
        ..Findings::of(problems)
    }
}

/// Where the config opens or closes something that its preset does not.
fn preset_warnings(config: &Path, settings: &Settings, now: Timestamp) -> Vec<Finding> {
    let failures = run_preset_tests(settings, now);
    let finding = |failure: PolicyTestFailure| {
        let PolicyTestFailure {
            site,
            request,
            expected,
            found,
            because,
            line,
            column,
            ..
        } = failure;
        let message =
            format!("site `{site}`: `{request}` is {found}, which its preset has as {expected}: {because}");
        Finding {
            line: Some(line),
            column: Some(column),
            ..Finding::at(config, "preset", message)
        }
        .helped("if that is not meant, let the site's own scopes and `elsewhere` leave it to the preset")
    };
    failures.into_iter().map(finding).collect()
}

/// A certificate that ends sooner is told of: most are renewed a month before their end.
const ENDS_SOON: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Clients see the first certificate that has their host's name.
fn certificate_warnings(config: &Path, settings: &Settings, now: Timestamp) -> Vec<Finding> {
    // One that cannot be read is a problem already.
    let facts: Vec<Option<CertificateFacts>> = settings
        .tls
        .iter()
        .map(|files| CertificateFacts::read(files).ok())
        .collect();
    let mut warnings = Vec::new();
    for (index, facts) in facts.iter().enumerate() {
        let Some(facts) = facts else { continue };
        let message = if facts.valid_until < now {
            format!("this certificate ended on {}", words::moment(facts.valid_until))
        } else if now < facts.valid_from {
            format!("this certificate begins on {}", words::moment(facts.valid_from))
        } else if facts.valid_until.duration_since(now) < ENDS_SOON {
            format!(
                "this certificate ends {}",
                words::distance(now, facts.valid_until)
            )
        } else {
            continue;
        };
        let key = format!("tls[{index}].certificate");
        warnings.push(
            Finding::at(config, &key, message)
                .helped("renew it; a gateway that runs takes the new file by itself"),
        );
    }
    if facts.iter().any(Option::is_none) {
        return warnings;
    }
    let of_sites = settings.sites.iter().enumerate().flat_map(|(at, site)| {
        let hosts = site.hosts.iter().enumerate();
        hosts.map(move |(index, host)| (format!("site[{at}].hosts[{index}]"), host))
    });
    let of_portal = settings
        .portal
        .iter()
        .map(|portal| ("portal.host".to_owned(), &portal.host));
    for (key, host) in of_sites.chain(of_portal) {
        if !facts.iter().flatten().any(|facts| facts.is_for(host)) {
            let message = format!("no certificate is for `{host}`: browsers will warn people away");
            warnings.push(
                Finding::at(config, &key, message).helped("add one under `[[tls]]` that has this name"),
            );
        }
    }
    warnings
}

impl Finding {
    /// What `key` holds is wrong; empty: the file as a whole.
    fn at(file: &Path, key: &str, message: String) -> Self {
        Self {
            file: file.display().to_string(),
            line: None,
            column: None,
            text: None,
            key: key.to_owned(),
            message,
            help: None,
        }
    }

    fn of(file: &Path, problem: Problem) -> Self {
        Self {
            line: Some(problem.line),
            column: Some(problem.column),
            help: problem.help,
            ..Self::at(file, &problem.key, problem.message)
        }
    }

    fn helped(self, help: &str) -> Self {
        Self {
            help: Some(help.to_owned()),
            ..self
        }
    }

    /// Fills in the place that its key has in the file, where nobody has said it, and the line.
    fn find_itself_in(&mut self, config: &str) {
        let (line, column) = match (self.line, self.column) {
            (Some(line), Some(column)) => (line, column),
            _ => place_of(config, &self.key),
        };
        (self.line, self.column) = (Some(line), Some(column));
        self.text = config.lines().nth(line.saturating_sub(1)).map(str::to_owned);
    }

    /// First a line that editors can jump to, `gatepass.toml:12:5: error: site[0].hosts: …`, then the line that it is about
    /// with a mark below it.
    fn in_words(&self, severity: &str) -> String {
        let mut text = self.file.clone();
        for number in [self.line, self.column].into_iter().flatten() {
            let _ = write!(text, ":{number}");
        }
        let _ = write!(text, ": {severity}: ");
        if !self.key.is_empty() {
            let _ = write!(text, "{}: ", self.key);
        }
        text.push_str(&self.message);
        if let Some(help) = &self.help {
            let _ = write!(text, "; {help}");
        }
        text.push('\n');
        if let (Some(line), Some(column), Some(shown)) = (self.line, self.column, &self.text) {
            let before = shown.chars().take(column.saturating_sub(1));
            // Tabs stay tabs, so that the mark is where the eye looks for it.
            let blanks: String = before.map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
            let _ = writeln!(text, "{line:>5} | {}", shown.trim_end());
            let _ = writeln!(text, "      | {blanks}^");
        }
        text
    }
}

impl Findings {
    fn of(problems: Vec<Finding>) -> Self {
        Self {
            ok: problems.is_empty(),
            sites: 0,
            scopes: 0,
            tests: 0,
            certificates: 0,
            problems,
            warnings: Vec::new(),
        }
    }

    fn passes(&self, strictly: bool) -> bool {
        self.ok && (!strictly || self.warnings.is_empty())
    }

    fn summary(&self) -> String {
        let mut text = format!(
            "ok: {}, {}, {}, {}",
            words::count(self.sites, "site"),
            words::count(self.scopes, "scope"),
            words::count(self.tests, "test"),
            words::count(self.certificates, "certificate"),
        );
        if !self.warnings.is_empty() {
            let _ = write!(text, "; {}", words::count(self.warnings.len(), "warning"));
        }
        text.push('\n');
        text
    }

    fn tell(&self, config: &Path, passes: bool) {
        let problems = self.problems.iter().map(|it| it.in_words("error"));
        let warnings = self.warnings.iter().map(|it| it.in_words("warning"));
        output::say_aside(&problems.chain(warnings).collect::<String>());
        if !passes {
            let found = match (self.problems.len(), self.warnings.len()) {
                (0, warnings) => words::count(warnings, "warning"),
                (problems, _) => words::count(problems, "problem"),
            };
            output::complain(&format!(
                "{found} in `{}`; mend and run `gatepass check` again",
                config.display()
            ));
        }
    }
}
