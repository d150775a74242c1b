//! `gatepass check`: everything that is wrong with the config, and whether its policy does what its tests say.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::anyhow;
use clap::Args;
use serde::Serialize;

use super::arguments::Format;
use super::{Outcome, output, words};
use crate::clock::{Clock, SystemClock};
use crate::config::{ConfigError, Problem, Settings, load, run_policy_tests};
use crate::crypto::Keys;
use crate::mail::Mailer;
use crate::proxy::CertificateStore;

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    #[command(flatten)]
    format: Format,
}

/// What a check found.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Findings {
    ok: bool,
    sites: usize,
    scopes: usize,
    tests: usize,
    certificates: usize,
    problems: Vec<Finding>,
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
    #[serde(skip_serializing_if = "String::is_empty")]
    key: String,
    message: String,
}

pub(super) fn check(config: &Path, asked: &CheckArguments) -> anyhow::Result<Outcome> {
    let (_, findings) = look(config)?;
    if asked.format.json {
        output::print_json(&findings)?;
    } else if findings.ok {
        output::print(&findings.summary())?;
    } else {
        findings.complain(config);
    }
    Ok(if findings.ok {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}

/// `None`: there are problems, and they were told.
pub(super) fn settings_that_pass(config: &Path) -> anyhow::Result<Option<Settings>> {
    let (settings, findings) = look(config)?;
    if !findings.ok {
        findings.complain(config);
    }
    Ok(settings.filter(|_| findings.ok))
}

/// # Errors
/// The config cannot be read at all.
fn look(config: &Path) -> anyhow::Result<(Option<Settings>, Findings)> {
    match load(config) {
        Ok(settings) => {
            let findings = findings_in(config, &settings);
            Ok((Some(settings), findings))
        }
        Err(ConfigError::Invalid { path, problems }) => {
            let problems = problems
                .into_iter()
                .map(|problem| Finding::of(&path, problem))
                .collect();
            Ok((
                None,
                Findings {
                    ok: false,
                    sites: 0,
                    scopes: 0,
                    tests: 0,
                    certificates: 0,
                    problems,
                },
            ))
        }
        Err(error @ ConfigError::Unreadable { .. }) => Err(anyhow!("{error}")),
    }
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
            key: "test".to_owned(),
            ..Finding::at(config, message)
        });
    }
    if let Err(error) = CertificateStore::load(&settings.tls) {
        problems.push(Finding {
            key: "tls".to_owned(),
            ..Finding::at(config, error.to_string())
        });
    }
    // A key that is not there yet is no problem of the config: `run` says what to do.
    if settings.key.exists()
        && let Err(error) = Keys::load(&settings.key)
    {
        problems.push(Finding {
            key: "key".to_owned(),
            ..Finding::at(config, error.to_string())
        });
    }
    if let Some(Err(error)) = settings.mail.as_ref().map(Mailer::new) {
        problems.push(Finding {
            key: "mail".to_owned(),
            ..Finding::at(config, error.to_string())
        });
    }
    Findings {
        ok: problems.is_empty(),
        sites: settings.sites.len(),
        scopes: settings.sites.iter().map(|site| site.policy.scopes.len()).sum(),
        tests: settings.sites.iter().map(|site| site.tests.len()).sum(),
        certificates: settings.tls.len(),
        problems,
    }
}

impl Finding {
    fn at(file: &Path, message: String) -> Self {
        Self {
            file: file.display().to_string(),
            line: None,
            column: None,
            key: String::new(),
            message,
        }
    }

    fn of(file: &Path, problem: Problem) -> Self {
        let message = match problem.help {
            Some(help) => format!("{}; {help}", problem.message),
            None => problem.message,
        };
        Self {
            line: Some(problem.line),
            column: Some(problem.column),
            key: problem.key,
            ..Self::at(file, message)
        }
    }

    /// `gatepass.toml:12:5: site[0].hosts: …`, which editors can jump to.
    fn line_of_text(&self) -> String {
        let mut text = self.file.clone();
        for number in [self.line, self.column].into_iter().flatten() {
            let _ = write!(text, ":{number}");
        }
        if !self.key.is_empty() {
            let _ = write!(text, ": {}", self.key);
        }
        format!("{text}: {}\n", self.message)
    }
}

impl Findings {
    fn summary(&self) -> String {
        format!(
            "ok: {}, {}, {}, {}\n",
            words::count(self.sites, "site"),
            words::count(self.scopes, "scope"),
            words::count(self.tests, "test"),
            words::count(self.certificates, "certificate"),
        )
    }

    fn complain(&self, config: &Path) {
        output::say_aside(
            &self
                .problems
                .iter()
                .map(Finding::line_of_text)
                .collect::<String>(),
        );
        let found = words::count(self.problems.len(), "problem");
        output::complain(&format!(
            "{found} in `{}`; mend and run `gatepass check` again",
            config.display()
        ));
    }
}
