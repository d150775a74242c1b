//! `gatepass grant create`: a new grant, and its credentials, once.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::path::Path;

use anyhow::anyhow;
use clap::{Args, ValueEnum};
use ipnet::IpNet;
use jiff::{SignedDuration, Timestamp};

use crate::access::{AgentName, CodeMethod, ScopeName, SessionLimits, Visibility};
use crate::actions::NewGrant;
use crate::cli::arguments::Format;
use crate::cli::place::Workshop;
use crate::cli::{Outcome, credentials, environment, output};
use crate::config::file::{FromText, ShownScope};
use crate::config::{Settings, Site};

#[derive(Debug, Args)]
pub(super) struct CreateArguments {
    /// The site, as the config calls it
    #[arg(long)]
    site: String,
    /// Whose account the agent will see
    #[arg(long = "as", value_name = "ACCOUNT")]
    grantor: String,
    /// How long: one of the site's `durations`, such as 8h
    #[arg(long = "for", value_name = "DURATION", value_parser = from_text::<SignedDuration>)]
    lasts: SignedDuration,
    /// When it begins, such as 2026-11-23T09:00+01:00; by default now
    #[arg(long = "from", value_name = "TIME", value_parser = moment)]
    starts_at: Option<Timestamp>,
    /// Scopes to show, such as contacts,messages=read-only; the others are as the config has them by default
    #[arg(long, value_name = "SCOPES", value_delimiter = ',', value_parser = from_text::<ShownScope>)]
    show: Vec<ShownScope>,
    /// Nothing can be changed, only looked at
    #[arg(long)]
    read_only: bool,
    /// Who helps
    #[arg(long, value_name = "NAME")]
    agent: Option<String>,
    #[arg(long, value_name = "ADDRESS", help = "Their e-mail address")]
    agent_email: Option<String>,
    /// Why
    #[arg(long)]
    reason: Option<String>,
    /// The helpdesk's ticket
    #[arg(long)]
    ticket: Option<String>,
    /// The agent must come from there; may be repeated
    #[arg(long = "network", value_name = "CIDR", value_parser = from_text::<IpNet>)]
    networks: Vec<IpNet>,
    /// The first sign-in must come within this time
    #[arg(long, value_name = "DURATION", value_parser = from_text::<SignedDuration>)]
    claim_within: Option<SignedDuration>,
    /// A session ends when nobody does anything in it for this time, unless the site allows even less
    #[arg(long, value_name = "DURATION", value_parser = from_text::<SignedDuration>)]
    idle: Option<SignedDuration>,
    /// Sessions at once; one more ends the oldest
    #[arg(long, value_name = "N")]
    sessions: Option<NonZeroU32>,
    /// What answers a challenge; by default the first of the site's `security_codes`
    #[arg(long)]
    code: Option<Code>,
    #[command(flatten)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Code {
    /// Eight digits, printed once
    Fixed,
    /// An authenticator app
    Totp,
    /// Six digits, mailed to `--agent-email` each time
    Email,
}

/// Reads an argument as the config would read it.
pub(in crate::cli) fn from_text<T: FromText>(text: &str) -> Result<T, String> {
    T::from_text(text)
}

fn moment(text: &str) -> Result<Timestamp, String> {
    let problem = "write date, time and offset: 2026-11-23T09:00+01:00, or 2026-11-23T08:00Z";
    text.parse().map_err(|_| problem.to_owned())
}

pub(super) async fn create(config: &Path, asked: CreateArguments) -> anyhow::Result<Outcome> {
    let workshop = Workshop::open(config).await?;
    let site = workshop
        .settings
        .site(&asked.site)
        .ok_or_else(|| no_site(&workshop.settings, &asked.site))?;
    let format = asked.format;
    let created = workshop
        .actions
        .create_grant(site, asked.wanted(site)?, environment::actor())
        .await;
    let created = created.map_err(|error| anyhow!("{error}"))?;
    if format.json {
        output::print_json(&created.credentials)?;
    } else {
        // As of its making: an hour is not to read as 59 minutes.
        let now = created.grant.created_at;
        output::print(&credentials::in_words(
            &created.grant,
            &created.credentials,
            site,
            now,
        ))?;
    }
    workshop.actions.store.close().await;
    Ok(Outcome::Done)
}

impl CreateArguments {
    fn wanted(self, site: &Site) -> anyhow::Result<NewGrant> {
        Ok(NewGrant {
            grantor: self.grantor,
            lasts: self.lasts,
            starts_at: self.starts_at,
            show: shown(self.show)?,
            read_only: self.read_only,
            agent: AgentName {
                name: self.agent,
                email: self.agent_email,
            },
            reason: self.reason,
            ticket: self.ticket,
            networks: self.networks,
            claim_within: self.claim_within,
            limits: SessionLimits {
                idle: self.idle.filter(SignedDuration::is_positive),
                at_once: self.sessions,
            },
            code: match self.code {
                None => site.usual_code(),
                Some(Code::Fixed) => CodeMethod::Fixed,
                Some(Code::Totp) => CodeMethod::Totp,
                Some(Code::Email) => CodeMethod::Email,
            },
        })
    }
}

/// What `--show` names, each scope once.
pub(in crate::cli) fn shown(list: Vec<ShownScope>) -> anyhow::Result<BTreeMap<ScopeName, Visibility>> {
    let mut show = BTreeMap::new();
    for ShownScope { name, visibility } in list {
        if show.get(&name).is_some_and(|other| *other != visibility) {
            return Err(anyhow!(
                "`--show` names `{name}` twice and differently; write it once"
            ));
        }
        show.insert(name, visibility);
    }
    Ok(show)
}

/// Names the sites that there are.
pub(in crate::cli) fn no_site(settings: &Settings, asked: &str) -> anyhow::Error {
    let names: Vec<String> = settings
        .sites
        .iter()
        .map(|site| format!("`{}`", site.policy.name))
        .collect();
    anyhow!("the config has no site `{asked}`; it has {}", names.join(", "))
}
