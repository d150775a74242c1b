//! `gatepass demo`: everything to see Gatepass at work, on this machine, in one command.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::anyhow;
use clap::Args;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::arguments::Format;
use super::demo_account::{ANN, PortalShown, SAM_EMAIL, accounts_for};
use super::grant::from_text;
use super::run::{control_runtime, stop};
use super::signals::Signals;
use super::{Outcome, check, demo_text, environment, output};
use crate::access::{AgentName, CodeMethod, Grant, GrantState, ScopeName, SessionLimits, Visibility};
use crate::actions::{Actions, Credentials, NewGrant};
use crate::config::Site;
use crate::crypto::Secret;
use crate::demo::{Addresses, DemoPlace, SITE, serve_crm};
use crate::server::{self, LogFormat};

#[derive(Debug, Args)]
pub(super) struct DemoArguments {
    /// Where to serve HTTPS, on this machine only; port 0 is any free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8443", value_parser = from_text::<SocketAddr>)]
    listen: SocketAddr,
    /// Where the demo keeps its config, key, certificate and store
    #[arg(long, value_name = "DIR", default_value = ".gatepass-demo")]
    dir: PathBuf,
    #[command(flatten)]
    format: Format,
}

/// What a demo shows itself with.
pub(super) struct Shown<'d> {
    pub(super) place: &'d DemoPlace,
    pub(super) site: &'d Site,
    pub(super) grant: Grant,
    pub(super) credentials: Credentials,
    /// `None`: there is none any more.
    pub(super) portal: Option<PortalShown>,
    pub(super) port: u16,
    pub(super) program: PathBuf,
    pub(super) now: jiff::Timestamp,
}

#[derive(Serialize)]
struct AsJson<'d> {
    url: &'d str,
    port: u16,
    config: &'d Path,
    ca: &'d Path,
    credentials: &'d Credentials,
    portal: Option<PortalAsJson<'d>>,
}

#[derive(Serialize)]
struct PortalAsJson<'d> {
    url: &'d str,
    account: &'d str,
    /// `None`: it was shown in an earlier run.
    password: Option<&'d str>,
    agent: AgentAsJson<'d>,
}

/// Who helps, with an account of their own.
#[derive(Serialize)]
struct AgentAsJson<'d> {
    account: &'d str,
    password: Option<&'d str>,
}

/// A grant of an earlier run that ends sooner is replaced.
const TIME_TO_PLAY: SignedDuration = SignedDuration::from_hours(1);

pub(super) fn demo(asked: &DemoArguments) -> anyhow::Result<Outcome> {
    server::init_telemetry(LogFormat::Text, Some(LOGGED));
    let runtime = control_runtime()?;
    let outcome = runtime.block_on(play(asked));
    runtime.shutdown_background();
    outcome
}

/// Cuts and reloads are part of the show; that an upstream is up is not.
const LOGGED: &str = "warn,gatepass::proxy::cutter=info,gatepass::server=info,pingora=off,pingora_core=off,\
                      pingora_proxy=off,pingora_load_balancing=off";

async fn play(asked: &DemoArguments) -> anyhow::Result<Outcome> {
    let mut signals = Signals::listen()?;
    let addresses = Addresses::choose(asked.listen)?;
    let crm = serve_crm().await?;
    let place = DemoPlace::prepare(&asked.dir, &addresses, crm)?;
    let Some(settings) = check::settings_that_pass(&place.config)? else {
        let dir = asked.dir.display();
        return Err(anyhow!(
            "the demo's config was changed and no longer works; mend it, or delete `{dir}` to start afresh"
        ));
    };
    let no_site =
        || anyhow!("the demo's config has no site `{SITE}` any more; put it back, or delete the directory");
    let site = settings.site(SITE).ok_or_else(no_site)?.clone();
    let portal = settings.portal.clone();
    let running = server::start(settings, Some(place.config.clone()), None).await?;
    let actions = &running.gateway.actions;
    // As of before, and as grants count: eight hours are not to read as seven and 59 minutes.
    let now = Timestamp::from_second(actions.clock.now().as_second())?;
    let (grant, credentials) = grant_for(actions, &site).await?;
    let portal = accounts_for(actions, portal.as_ref(), &site).await?;
    let program = std::env::current_exe().unwrap_or_else(|_| PathBuf::from("gatepass"));
    let port = addresses.port();
    let shown = Shown {
        place: &place,
        site: &site,
        grant,
        credentials,
        portal,
        port,
        program,
        now,
    };
    if asked.format.json {
        let credentials = &shown.credentials;
        let (config, ca) = (place.config.as_path(), place.authority.as_path());
        output::print_json(&AsJson {
            url: &credentials.url,
            port,
            config,
            ca,
            credentials,
            portal: shown.portal.as_ref().map(|portal| PortalAsJson {
                url: &portal.url,
                account: portal.ann.account.as_str(),
                password: portal.ann.password.as_ref().map(Secret::reveal),
                agent: AgentAsJson {
                    account: portal.sam.account.as_str(),
                    password: portal.sam.password.as_ref().map(Secret::reveal),
                },
            }),
        })?;
    } else {
        output::print(&demo_text::text(&shown))?;
    }
    signals.stop().await;
    if !asked.format.json {
        output::print("\nStopping. The next `gatepass demo` goes on from here.\n")?;
    }
    Ok(stop(running, &mut signals).await)
}

/// The grant of an earlier run with new credentials, or a new grant.
async fn grant_for(actions: &Actions, site: &Arc<Site>) -> anyhow::Result<(Grant, Credentials)> {
    let by = environment::actor;
    let now = actions.clock.now();
    let earlier = actions
        .store
        .grants()
        .await?
        .into_iter()
        .find(|grant| grant.site == site.policy.name && grant.grantor == ANN && grant.is_live_at(now));
    match earlier {
        Some(grant) if grant.validity.expires_at > now + TIME_TO_PLAY => {
            if matches!(grant.state, GrantState::Paused { .. }) {
                actions.resume_grant(grant.id, by()).await?;
            }
            let made = actions.regenerate_grant(site, grant.id, by()).await?;
            return Ok((made.grant, made.credentials));
        }
        Some(grant) => {
            actions.revoke_grant(grant.id, by()).await?;
        }
        None => {}
    }
    let made = actions.create_grant(site, wanted(site), by()).await?;
    Ok((made.grant, made.credentials))
}

fn wanted(site: &Site) -> NewGrant {
    let shown = ["contacts", "invoices"].map(|name| (ScopeName::new(name), Visibility::Full));
    NewGrant {
        grantor: ANN.to_owned(),
        // The longest but a day: an afternoon of playing. The config may have been edited.
        lasts: site
            .durations
            .iter()
            .copied()
            .filter(|it| it.as_hours() <= 8)
            .max()
            .unwrap_or(TIME_TO_PLAY),
        show: shown.into(),
        starts_at: None,
        read_only: false,
        agent: AgentName {
            name: Some("Sam (support)".to_owned()),
            email: Some(SAM_EMAIL.to_owned()),
        },
        reason: Some("trying Gatepass".to_owned()),
        ticket: None,
        networks: Vec::new(),
        claim_within: None,
        limits: SessionLimits::default(),
        code: CodeMethod::Fixed,
    }
}
