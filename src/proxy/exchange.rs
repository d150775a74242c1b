//! What is known of one request while it passes through the gateway.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::forwarding_headers::OwnHop;
use super::identify::Authority;
use super::live::Leash;
use super::routes::Route;
use super::socket::SocketControl;
use super::upload::Upload;
use crate::access::{ClientEvidence, GrantId, Purpose, SessionId, TrustKey};
use crate::audit::{RecordedPermit, ShortCode};
use crate::crypto::Keys;
use crate::metrics::Outcome;
use crate::web::Reader;

tokio::task_local! {
    /// The request that pingora serves: its hooks have no other way to know their connection.
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
    /// What every request from here is forwarded with.
    pub(super) own_hop: OnceLock<OwnHop>,
    pub(super) acquaintance: Acquaintance,
    /// The host that was asked for first, as it was written; hardly anybody asks for another.
    pub(super) authority: OnceLock<Arc<Authority>>,
}

/// The client as it was recognised last on this connection: the next request is most likely its as well.
#[derive(Debug, Default)]
pub(super) struct Acquaintance(Mutex<Option<(SessionId, GrantId, ClientEvidence, TrustKey)>>);

impl Acquaintance {
    /// The key under which this client is trusted.
    pub(super) fn trust_key(
        &self,
        keys: &Keys,
        session: SessionId,
        grant: GrantId,
        client: &ClientEvidence,
    ) -> TrustKey {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((last_session, last_grant, last_client, key)) = &*last
            && (*last_session, *last_grant) == (session, grant)
            && last_client == client
        {
            return *key;
        }
        let key = keys.trust_key(session, grant, client);
        *last = Some((session, grant, client.clone(), key));
        key
    }
}

/// One request on a connection, and the means to end it.
#[derive(Debug)]
pub(super) struct InFlight {
    pub(super) connection: Arc<Connection>,
    pub(super) cut: CancellationToken,
    /// Only HTTP/2, and only a request with a body.
    upload: Option<Upload>,
}

impl InFlight {
    pub(super) fn on(connection: Arc<Connection>) -> Self {
        Self {
            connection,
            cut: CancellationToken::new(),
            upload: None,
        }
    }

    pub(super) fn on_stream(connection: Arc<Connection>, with_body: bool) -> Self {
        Self {
            upload: with_body.then(Upload::default),
            ..Self::on(connection)
        }
    }

    /// A part of the request's body came, or its end.
    pub(super) fn receive(&self, bytes: usize, end: bool) {
        if let Some(upload) = &self.upload {
            upload.receive(bytes, end);
        }
    }

    pub(super) async fn upload_stalls(&self) {
        match &self.upload {
            Some(upload) => upload.stalls().await,
            None => std::future::pending().await,
        }
    }
}

/// pingora's per-request context.
#[derive(Default)]
pub(super) struct Exchange {
    /// When its head was read.
    pub(super) began: Option<Instant>,
    pub(super) outcome: Outcome,
    pub(super) in_flight: Option<Arc<InFlight>>,
    pub(super) authority: Option<Arc<Authority>>,
    pub(super) route: Option<Arc<Route>>,
    pub(super) reader: Option<Reader>,
    pub(super) purpose: Option<Purpose>,
    /// What the operator looks the request up by.
    pub(super) code: Option<ShortCode>,
    /// The client expects an event stream: silence is normal.
    pub(super) streams_response: bool,
    /// Its body was read before it is forwarded: nobody waits for leave to send it any more.
    pub(super) read_body: bool,
    /// The rest of its body is a file, and is watched while it passes.
    pub(super) upload: Option<super::read_body::Upload>,
    /// Servers that could not be reached for it.
    pub(super) tried: usize,
    /// Without it nothing is forwarded (invariant 1).
    pub(super) permit: Option<RecordedPermit>,
    /// Keeps the request in the register of what can be cut.
    pub(super) leash: Option<Leash>,
}

impl Exchange {
    pub(super) fn begin(in_flight: Option<Arc<InFlight>>) -> Self {
        Self {
            in_flight,
            began: Some(Instant::now()),
            ..Self::default()
        }
    }

    /// Only HTTP/1 has one.
    pub(super) fn socket_control(&self) -> Option<&SocketControl> {
        self.in_flight.as_ref()?.connection.control.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A proxy in front of us sends many clients over one connection.
    #[test]
    fn a_connection_knows_its_last_client_and_nobody_else() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("gatepass.key");
        Keys::create(&path).unwrap();
        let keys = Keys::load(&path).unwrap();
        let acquaintance = Acquaintance::default();
        let ids = |session, grant| {
            (
                SessionId::from_bytes([session; 16]),
                GrantId::from_bytes([grant; 16]),
            )
        };
        let client = |ip: &str, agent: &str| ClientEvidence {
            ip: ip.parse().unwrap(),
            user_agent: agent.to_owned(),
        };
        for ((session, grant), client) in [
            (ids(1, 1), client("192.0.2.1", "Firefox")),
            (ids(1, 1), client("192.0.2.1", "Firefox")),
            (ids(1, 1), client("192.0.2.1", "curl")),
            (ids(1, 1), client("192.0.2.2", "curl")),
            (ids(2, 1), client("192.0.2.2", "curl")),
            (ids(2, 2), client("192.0.2.2", "curl")),
            (ids(1, 1), client("192.0.2.1", "Firefox")),
        ] {
            assert_eq!(
                acquaintance.trust_key(&keys, session, grant, &client),
                keys.trust_key(session, grant, &client),
                "{session:?} {grant:?} {client:?}"
            );
        }
    }
}
