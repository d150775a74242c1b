//! `gatepass init`: a config that works, a key, and a certificate to develop with. Nothing is ever overwritten.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::Args;
use serde::Serialize;

use super::arguments::Format;
use super::grant::from_text;
use super::{Outcome, output};
use crate::clock::{Clock, SystemClock};
use crate::config::file::HostName;
use crate::config::{FileSystem, SCHEMA_FILE, load, parse, schema};
use crate::crypto::{DevelopmentCertificate, Keys};

#[derive(Debug, Args)]
pub(super) struct InitArguments {
    /// Where to; it is made when it is not there
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// The host name under which people reach the app
    #[arg(long, value_name = "NAME", default_value = "app.localhost", value_parser = from_text::<HostName>)]
    host: HostName,
    /// Where the app listens
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    upstream: String,
    /// Scopes to begin with, as `gatepass learn` writes them. Default: one for the whole app
    #[arg(long, value_name = "FILE")]
    scopes: Option<PathBuf>,
    #[command(flatten)]
    format: Format,
}

/// The manual of all settings, from which the new config is made.
const MANUAL: &str = include_str!("../../config/gatepass.toml");

#[derive(Serialize)]
struct Made {
    made: Vec<PathBuf>,
    next: Vec<String>,
}

pub(super) fn init(asked: &InitArguments) -> anyhow::Result<Outcome> {
    let config = asked.dir.join("gatepass.toml");
    let made = if config.exists() {
        complete(&config)?
    } else {
        start_afresh(asked, &config)?
    };
    let next = next_steps(asked);
    if asked.format.json {
        output::print_json(&Made { made, next })?;
    } else {
        let made: String = made
            .iter()
            .map(|path| format!("made {}\n", path.display()))
            .collect();
        let next: String = next.iter().map(|step| format!("  {step}\n")).collect();
        output::print(&format!("{made}\nNext:\n{next}"))?;
    }
    Ok(Outcome::Done)
}

/// A config that somebody wrote may still lack its key.
fn complete(config: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let exists = |path: &Path| {
        anyhow!(
            "`{}` exists and is not overwritten; nothing was made",
            path.display()
        )
    };
    let settings = load(config)?;
    if settings.key.exists() {
        return Err(exists(config));
    }
    make_dirs(&[
        settings.key.parent(),
        settings.state.parent(),
        settings.journal.parent(),
    ])?;
    Keys::create(&settings.key)?;
    Ok(vec![settings.key])
}

fn start_afresh(asked: &InitArguments, config: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let host = asked.host.as_str();
    let (data, certs) = (asked.dir.join("data"), asked.dir.join("certs"));
    let key = data.join("gatepass.key");
    let certificate_files = ["-ca.pem", ".pem", ".key"].map(|ending| certs.join(format!("{host}{ending}")));
    let schema_file = asked.dir.join(SCHEMA_FILE);
    // Looked at before anything is made: half a set-up helps nobody.
    let others = [&key, &schema_file];
    if let Some(taken) = certificate_files.iter().chain(others).find(|path| path.exists()) {
        return Err(anyhow!(
            "`{}` exists and is not overwritten; remove it or choose another directory",
            taken.display()
        ));
    }
    let scopes = asked.scopes.as_deref().map(read_scopes).transpose()?;
    let text = first_config(host, &asked.upstream, scopes.as_deref());
    refuse_bad_arguments(&text, asked)?;
    let now = SystemClock::starting_after(None).now();
    let certificate = DevelopmentCertificate::generate(&[host], now)?;

    make_dirs(&[Some(&data), Some(&certs)])?;
    Keys::create(&key)?;
    let [authority_file, leaf_file, leaf_key_file] = &certificate_files;
    write_new(authority_file, &certificate.authority, 0o644)?;
    write_new(leaf_file, &certificate.certificate, 0o644)?;
    write_new(leaf_key_file, certificate.key.reveal(), 0o600)?;
    write_new(&schema_file, &schema(), 0o644)?;
    write_new(config, &text, 0o644)?;
    let mut made = vec![config.to_owned(), schema_file, key];
    made.extend(certificate_files);
    Ok(made)
}

fn read_scopes(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).map_err(|error| anyhow!("cannot read `{}`: {error}", path.display()))
}

/// The manual with one site switched on, and `scopes` at its end. Each replacement is a line of its own; a test sees that all
/// of them fit.
fn first_config(host: &str, upstream: &str, scopes: Option<&str>) -> String {
    let upstream = toml::Value::String(upstream.to_owned());
    let mut replacements = vec![
        ("#[[tls]]", "[[tls]]".to_owned()),
        (
            "#certificate = \"certs/crm.pem\"",
            format!("certificate = \"certs/{host}.pem\""),
        ),
        ("#key = \"certs/crm.key\"", format!("key = \"certs/{host}.key\"")),
        ("#[[site]]", "[[site]]".to_owned()),
        ("#name = \"crm\"", "name = \"app\"".to_owned()),
        ("#hosts = [\"crm.example.com\"]", format!("hosts = [\"{host}\"]")),
        (
            "#upstream = [\"https://app.internal\"]",
            format!("upstream = [{upstream}]"),
        ),
    ];
    // One scope for everything, so that the first grant shows something. Parts come when the app is known.
    let everything = [
        ("#[[site.scope]]", "[[site.scope]]".to_owned()),
        ("#name = \"messages\"", "name = \"everything\"".to_owned()),
        ("#label = \"messages\"", "label = \"the whole app\"".to_owned()),
        ("#default = \"hidden\"", "default = \"full\"".to_owned()),
        ("#[[site.test]]", "[[site.test]]".to_owned()),
        ("#with = []", "with = [\"everything\"]".to_owned()),
        ("#request = \"POST /index.php\"", "request = \"GET /\"".to_owned()),
        ("#expect = \"hidden\"", "expect = \"full\"".to_owned()),
    ];
    if scopes.is_none() {
        replacements.extend(everything);
    }
    let mut text = String::with_capacity(MANUAL.len());
    for line in MANUAL.lines() {
        let replaced = replacements
            .iter()
            .find(|(old, _)| *old == line)
            .map(|(_, new)| new.as_str());
        let replaced = replaced.or_else(|| {
            let is_match = scopes.is_none() && line.starts_with("#match = ");
            is_match.then_some("match = [{ path = \"/**\" }]")
        });
        text.push_str(replaced.unwrap_or(line));
        text.push('\n');
    }
    if let Some(scopes) = scopes {
        text.push_str("\n\n");
        text.push_str(scopes);
    }
    text
}

/// The upstream and the scopes come from whoever asks; everything else in it is ours.
fn refuse_bad_arguments(text: &str, asked: &InitArguments) -> anyhow::Result<()> {
    let Err(problems) = parse(text, &asked.dir, &Everywhere) else {
        return Ok(());
    };
    let message = problems.first().map_or("", |problem| problem.message.as_str());
    match &asked.scopes {
        Some(scopes) if problems.iter().all(|problem| !problem.key.contains("upstream")) => {
            Err(anyhow!("`--scopes {}`: {message}", scopes.display()))
        }
        _ => Err(anyhow!("`--upstream {}`: {message}", asked.upstream)),
    }
}

/// For a check before the files are there.
struct Everywhere;

impl FileSystem for Everywhere {
    fn is_file(&self, _: &Path) -> bool {
        true
    }
}

/// Private to the owner: what lies in them decides who gets in.
pub(super) fn make_dirs(dirs: &[Option<&Path>]) -> anyhow::Result<()> {
    for dir in dirs
        .iter()
        .copied()
        .flatten()
        .filter(|dir| !dir.as_os_str().is_empty())
    {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(dir);
        made.map_err(|error| anyhow!("cannot make the directory `{}`: {error}", dir.display()))?;
    }
    Ok(())
}

pub(super) fn write_new(path: &Path, text: &str, mode: u32) -> anyhow::Result<()> {
    let write = || -> io::Result<()> {
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(mode)
            .open(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    write().map_err(|error| anyhow!("cannot write `{}`: {error}", path.display()))
}

fn next_steps(asked: &InitArguments) -> Vec<String> {
    let dir = fs::canonicalize(&asked.dir).unwrap_or_else(|_| asked.dir.clone());
    vec![
        format!("cd {}", dir.display()),
        "gatepass check            # says what is wrong after you changed gatepass.toml".to_owned(),
        "gatepass run --log text   # serves https://…:8443/".replace('…', asked.host.as_str()),
        "gatepass grant create --site app --as ann --for 1h".to_owned(),
        format!(
            "trust certs/{}-ca.pem in your browser, or use a real certificate",
            asked.host
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_config_passes_its_check_and_its_test() {
        let text = first_config("app.localhost", "http://127.0.0.1:8080", None);
        let settings = parse(&text, Path::new("/etc/gatepass"), &Everywhere).unwrap();
        let site = settings.site("app").unwrap();
        assert_eq!(site.hosts, ["app.localhost"]);
        assert_eq!(site.policy.scopes.len(), 1);
        assert_eq!(site.tests.len(), 1);
        assert_eq!(settings.tls.len(), 1);
        let now = "2026-11-20T12:00:00Z".parse().unwrap();
        assert_eq!(crate::config::run_policy_tests(&settings, now), []);
    }

    #[test]
    fn every_replacement_fits_one_line_of_the_manual() {
        let text = first_config("app.localhost", "http://127.0.0.1:8080", None);
        let changed = MANUAL
            .lines()
            .zip(text.lines())
            .filter(|(old, new)| old != new)
            .count();
        assert_eq!(changed, 16);
    }
}
