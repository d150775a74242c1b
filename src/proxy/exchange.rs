//! What is known of one request while it passes through the gateway.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::identify::Authority;
use super::live::Leash;
use super::routes::Route;
use super::socket::SocketControl;
use crate::access::Purpose;
use crate::audit::{RecordedPermit, ShortCode};
use crate::web::Audience;

tokio::task_local! {
    /// The request that this task serves: pingora's hooks have no other way to know their connection.
    pub(super) static IN_FLIGHT: Arc<InFlight>;
}

/// A connection after its TLS handshake.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) peer: SocketAddr,
    /// The name that the client asked for in TLS, in lower case.
    pub(super) server_name: Option<String>,
    /// Only HTTP/1: there the socket needs to know where a request ends.
    pub(super) control: Option<Arc<SocketControl>>,
}

/// One request on a connection, and the means to end it.
#[derive(Debug)]
pub(super) struct InFlight {
    pub(super) connection: Arc<Connection>,
    pub(super) cut: CancellationToken,
}

/// pingora's per-request context.
#[derive(Default)]
pub struct Exchange {
    pub(super) in_flight: Option<Arc<InFlight>>,
    pub(super) authority: Option<Authority>,
    pub(super) route: Option<Arc<Route>>,
    pub(super) audience: Option<Audience>,
    pub(super) purpose: Option<Purpose>,
    /// What the operator looks the request up by.
    pub(super) code: Option<ShortCode>,
    /// The client expects an event stream: silence is normal.
    pub(super) streams_response: bool,
    /// Servers that could not be reached for it.
    pub(super) tried: usize,
    /// Without it nothing is forwarded (invariant 1).
    pub(super) permit: Option<RecordedPermit>,
    /// Keeps the request in the register of what can be cut.
    pub(super) leash: Option<Leash>,
}

impl Exchange {
    /// Only HTTP/1 has one.
    pub(super) fn socket_control(&self) -> Option<&SocketControl> {
        self.in_flight.as_ref()?.connection.control.as_deref()
    }
}
