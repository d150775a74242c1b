//! `GET /healthz` and `GET /readyz` in plain HTTP, for the machine's own supervisor.
//!
//! Healthy: the process answers. Ready: it also knows of every change in the store, and is not about to stop.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::proxy::Gateway;

#[derive(Clone)]
struct Health {
    gateway: Arc<Gateway>,
    stopping: watch::Receiver<bool>,
}

/// Listens until the gateway stops. Returns the address that it listens on.
pub(super) async fn listen(
    address: SocketAddr,
    gateway: Arc<Gateway>,
    stopping: watch::Receiver<bool>,
) -> std::io::Result<SocketAddr> {
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    let router = Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(readiness))
        .with_state(Health { gateway, stopping });
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(%error, "health is not answered any more");
        }
    });
    Ok(address)
}

async fn readiness(State(health): State<Health>) -> (StatusCode, &'static str) {
    if *health.stopping.borrow() {
        (StatusCode::SERVICE_UNAVAILABLE, "stopping\n")
    } else if health.gateway.feed.is_current() {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n")
    }
}
