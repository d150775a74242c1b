//! `GET /healthz`, `GET /readyz` and `GET /metrics` in plain HTTP, for the machine's own supervisor.
//!
//! Healthy: the process answers. Ready: it also knows of every change in the store, and is not about to stop. It is ready
//! with an old configuration, too, and says so.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::reload::ConfigState;
use crate::metrics;
use crate::proxy::Gateway;

#[derive(Clone)]
struct Health {
    gateway: Arc<Gateway>,
    stopping: watch::Receiver<bool>,
    config: watch::Receiver<ConfigState>,
}

/// Listens until the gateway stops. Returns the address that it listens on.
pub(super) async fn listen(
    address: SocketAddr,
    gateway: Arc<Gateway>,
    stopping: watch::Receiver<bool>,
    config: watch::Receiver<ConfigState>,
) -> std::io::Result<SocketAddr> {
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    let router = Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(readiness))
        .route("/metrics", get(show_metrics))
        .with_state(Health {
            gateway,
            stopping,
            config,
        });
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(%error, "health is not answered any more");
        }
    });
    Ok(address)
}

async fn readiness(State(health): State<Health>) -> (StatusCode, String) {
    if *health.stopping.borrow() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n".to_owned());
    }
    if !health.gateway.feed.is_current() {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            "the store does not answer\n".to_owned(),
        );
    }
    let config = match *health.config.borrow() {
        ConfigState::InForce => String::new(),
        ConfigState::Refused { since } => format!(
            "the configuration is refused since {since:.0}, the one before stays in force: run `gatepass check`\n"
        ),
    };
    (StatusCode::OK, format!("ready\n{config}"))
}

async fn show_metrics(State(health): State<Health>) -> Result<impl IntoResponse, StatusCode> {
    let config_in_force = *health.config.borrow() == ConfigState::InForce;
    let gateway = &health.gateway;
    match gateway.metrics.text(&gateway.moment(config_in_force)) {
        Ok(text) => Ok(([(CONTENT_TYPE, metrics::CONTENT_TYPE)], text)),
        Err(error) => {
            tracing::error!(%error, "metrics cannot be written");
            Err(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}
