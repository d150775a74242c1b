//! Logs: one JSON object a line on standard error, or plain text for people.
//!
//! Field names, all of them: `site.name`, `request.code`, `response.status`, `upstream.address`, `cut.count`,
//! `change.action`, `clock.lag_s`, `elapsed_ms`, `error`, `listen`, `config.path`, `node`.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// What is logged when nothing else is asked for. pingora's own words repeat ours, with targets in them.
const DEFAULT_FILTER: &str =
    "info,pingora=off,pingora_core=off,pingora_proxy=off,pingora_load_balancing=off,sqlx=warn";

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Json,
    Text,
}

/// Starts logging. `filter`: as `tracing_subscriber::EnvFilter` reads it; `None`: what an operator wants to see.
pub fn init_telemetry(format: LogFormat, filter: Option<&str>) {
    let filter = EnvFilter::try_new(filter.unwrap_or(DEFAULT_FILTER))
        .unwrap_or_else(|_| EnvFilter::new(DEFAULT_FILTER));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false);
    // Colours are for terminals; that NO_COLOR is honoured is the library's default.
    let subscriber = if std::io::stderr().is_terminal() {
        subscriber
    } else {
        subscriber.with_ansi(false)
    };
    // A second call, as in tests, changes nothing.
    let _ = match format {
        LogFormat::Json => subscriber
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .try_init(),
        LogFormat::Text => subscriber.compact().try_init(),
    };
}
