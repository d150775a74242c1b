//! `gatepass run`: the gateway, until a signal ends it.

use std::path::Path;

use anyhow::anyhow;
use clap::{Args, ValueEnum};
use tokio::runtime::Runtime;

use super::signals::{Asked, Signals};
use super::{Outcome, check};
use crate::config::Settings;
use crate::server::{self, LogFormat, Running};

#[derive(Debug, Args)]
pub(super) struct RunArguments {
    /// How log lines look
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    log: Log,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Log {
    /// One JSON object a line
    Json,
    /// For people
    Text,
}

impl From<Log> for LogFormat {
    fn from(log: Log) -> Self {
        match log {
            Log::Json => Self::Json,
            Log::Text => Self::Text,
        }
    }
}

pub(super) fn run(config: &Path, asked: &RunArguments) -> anyhow::Result<Outcome> {
    let Some(settings) = check::settings_that_pass(config)? else {
        return Ok(Outcome::Failed);
    };
    server::init_telemetry(asked.log.into(), None);
    server::log_warnings(&settings);
    let runtime = control_runtime()?;
    let outcome = runtime.block_on(serve(settings, config));
    // After a second signal there may be work left that nobody waits for.
    runtime.shutdown_background();
    outcome
}

/// Follows the store and the config, and beats the heart; requests are served by the gateway's own threads.
pub(super) fn control_runtime() -> anyhow::Result<Runtime> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    runtime.map_err(|error| anyhow!("cannot start: {error}"))
}

async fn serve(settings: Settings, config: &Path) -> anyhow::Result<Outcome> {
    let mut signals = Signals::listen()?;
    let running = server::start(settings, Some(config.to_owned()), None).await?;
    for address in &running.addresses {
        tracing::info!(listen = %address, config.path = %config.display(), "serving");
    }
    if let Some(address) = running.health {
        tracing::info!(listen = %address, "answering health");
    }
    while signals.next().await == Asked::Reload {
        running.reload().await;
    }
    tracing::info!("stopping: running requests may finish; a second signal ends them");
    Ok(stop(running, &mut signals).await)
}

/// Lets running requests finish, unless a second signal comes.
pub(super) async fn stop(running: Running, signals: &mut Signals) -> Outcome {
    tokio::select! {
        () = running.stop() => Outcome::Done,
        () = signals.stop() => {
            tracing::warn!("stopped at once");
            Outcome::Failed
        }
    }
}
