//! The enforcement point: one file per step of a request's life.
//!
//! accept → serve → identify → resolve → (decide) → answer | forward → filter → record; live knows who to cut.

mod accept;
mod answer;
mod app;
mod certificate_facts;
mod chunks;
mod connections;
mod cutter;
mod error_page;
mod exchange;
mod filter;
mod forward;
mod forwarding_headers;
mod gate;
mod gateway;
mod h2_budget;
mod head;
mod hooks;
mod http2;
mod identify;
mod idle;
mod introduction;
mod judge;
mod live;
mod managed_headers;
mod own_page;
mod own_service;
mod prove;
mod read_body;
mod refusal;
mod reply;
mod reply_head;
mod resolve;
mod room;
mod routes;
mod serve;
mod socket;
mod straight;
mod tls;
mod tunnel_socket;
mod upload;
mod upstreams;

/// A request as pingora has read it, and the way to answer it, on either protocol.
use pingora::protocols::http::ServerSession as Downstream;

pub use accept::{Door, ListenError, Listener, Worker};
pub use certificate_facts::CertificateFacts;
pub use chunks::ChunkGuard;
pub use cutter::run_cutter;
pub use gate::Gate;
pub use gateway::Gateway;
pub use head::{Framing, HeadGuard, Progress};
pub use live::{AllLive, Live};
pub use refusal::Refusal;
pub use reply::Reply;
pub use reply_head::Letters;
pub use room::Room;
pub use routes::{RouteError, Routes};
pub use tls::{CertificateError, CertificateStore};
