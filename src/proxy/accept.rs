//! Step 1: from a socket to requests. Our own accept loop, because pingora's server has no place for our TLS
//! settings, deadlines, cutting and drain.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use pingora::apps::{HttpPersistentSettings, HttpServerApp};
use pingora::proxy::{HttpProxy, http_proxy};
use pingora::server::configuration::ServerConf;
use rustls::server::ServerConfig;
use socket2::{Domain, Protocol, SockRef, Socket as RawSocket, TcpKeepalive, Type};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;

use super::Downstream;
use super::exchange::{Acquaintance, Connection, InFlight};
use super::gate::Gate;
use super::hooks::Hooks;
use super::http2;
use super::room::{Room, SaidSeldom};
use super::serve::Server;
use super::socket::Socket;

/// From the first byte of the TLS handshake, and again of the HTTP/2 preface, to its end.
pub(super) const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
/// An HTTP/1 connection that waits for its next request; the socket enforces it (see `socket`).
pub(super) const KEEP_ALIVE_SECONDS: u64 = 75;
/// Tries to reach an upstream for one request.
pub(super) const MOST_TRIES: usize = 3;
/// Idle connections to upstreams that one worker keeps.
const UPSTREAM_POOL: usize = 512;

/// An address cannot be listened on.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    #[error("`{0}` is taken by another program; stop it, or change `listen` in the config file")]
    Taken(SocketAddr),
    #[error("`{0}` needs privileges; use a port above 1023 or grant CAP_NET_BIND_SERVICE")]
    NotAllowed(SocketAddr),
    #[error("cannot listen on `{address}`: {source}")]
    Other { address: SocketAddr, source: io::Error },
}

/// A listening socket. Several workers listen on one address, and the kernel spreads connections over them.
#[derive(Debug)]
pub struct Listener(std::net::TcpListener);

impl Listener {
    /// Makes sure that nobody else listens there: with SO_REUSEPORT alone a second gateway would share the port.
    pub fn probe(address: SocketAddr) -> Result<(), ListenError> {
        if address.port() == 0 {
            return Ok(());
        }
        Self::open(address, false).map(drop)
    }

    pub fn bind(address: SocketAddr) -> Result<Self, ListenError> {
        Self::open(address, true)
    }

    fn open(address: SocketAddr, shared: bool) -> Result<Self, ListenError> {
        let open = || {
            let socket = RawSocket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
            socket.set_reuse_address(true)?;
            socket.set_reuse_port(shared)?;
            if address.is_ipv6() && address.ip().is_unspecified() {
                // `[::]` means every address, of both families.
                socket.set_only_v6(false)?;
            }
            socket.set_nonblocking(true)?;
            socket.bind(&address.into())?;
            socket.listen(4096)?;
            Ok(socket.into())
        };
        open().map(Self).map_err(|source: io::Error| {
            if source.kind() == io::ErrorKind::AddrInUse {
                ListenError::Taken(address)
            } else if source.kind() == io::ErrorKind::PermissionDenied {
                ListenError::NotAllowed(address)
            } else {
                ListenError::Other { address, source }
            }
        })
    }

    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// What a worker is told about an address.
#[derive(Debug)]
pub enum Door {
    /// Accept here from now on.
    Open(SocketAddr, Listener),
    /// Accept nobody else here. Whoever is connected stays.
    Close(SocketAddr),
}

/// One thread's share of the gateway: accepts connections and serves them.
pub struct Worker {
    gate: Arc<Gate>,
    proxy: Arc<HttpProxy<Hooks>>,
    tls: TlsAcceptor,
    room: Room,
}

impl Worker {
    pub fn new(gate: Gate, tls: Arc<ServerConfig>, room: Room) -> Self {
        let conf = ServerConf {
            threads: 1,
            max_retries: MOST_TRIES,
            upstream_keepalive_pool_size: UPSTREAM_POOL,
            ..ServerConf::default()
        };
        let gate = Arc::new(gate);
        Self {
            proxy: Arc::new(http_proxy(&Arc::new(conf), Hooks(gate.clone()))),
            gate,
            tls: TlsAcceptor::from(tls),
            room,
        }
    }

    /// Serves at the doors that it is told of until `shutdown` says so, then lets running requests finish for at most
    /// `drain_for`.
    pub async fn serve(
        self: Arc<Self>,
        mut doors: mpsc::UnboundedReceiver<Door>,
        mut shutdown: watch::Receiver<bool>,
        drain_for: Duration,
    ) {
        let mut accepting = JoinSet::new();
        let idle = self.gate.straight.idle.clone();
        accepting.spawn(async move { idle.let_go_of_old_ones().await });
        let mut open: HashMap<SocketAddr, CancellationToken> = HashMap::new();
        let (connection_closed, mut all_closed) = mpsc::channel::<()>(1);
        loop {
            let door = tokio::select! {
                biased;
                // A sender that is gone means that the server is gone.
                _ = shutdown.wait_for(|stop| *stop) => break,
                Some(door) = doors.recv() => door,
            };
            match door {
                Door::Open(address, listener) => match TcpListener::from_std(listener.0) {
                    Ok(listener) => {
                        let closed = CancellationToken::new();
                        open.insert(address, closed.clone());
                        let (shutdown, connection) = (shutdown.clone(), connection_closed.clone());
                        accepting.spawn(self.clone().accept(listener, closed, shutdown, connection));
                    }
                    Err(error) => tracing::error!(listen = %address, %error, "a worker cannot listen"),
                },
                Door::Close(address) => {
                    if let Some(closed) = open.remove(&address) {
                        closed.cancel();
                    }
                }
            }
        }
        drop(connection_closed);
        accepting.shutdown().await;
        self.proxy.http_cleanup().await;
        // Every connection holds a sender: the channel ends with the last of them.
        let _ = tokio::time::timeout(drain_for, all_closed.recv()).await;
    }

    async fn accept(
        self: Arc<Self>,
        listener: TcpListener,
        closed: CancellationToken,
        shutdown: watch::Receiver<bool>,
        open: mpsc::Sender<()>,
    ) {
        let (mut full, mut failing) = (SaidSeldom::default(), SaidSeldom::default());
        loop {
            let room = self.room.place(&mut full).await;
            let accepted = tokio::select! {
                // Whoever has knocked before the door was closed is let in.
                biased;
                accepted = listener.accept() => accepted,
                () = closed.cancelled() => return,
            };
            match accepted {
                Ok((stream, client)) => {
                    // Before TLS, which costs us more than it costs them.
                    let Some(place) = self.gate.gateway.admit(client.ip()) else {
                        continue;
                    };
                    let (worker, shutdown, open) = (self.clone(), shutdown.clone(), open.clone());
                    tokio::spawn(async move {
                        worker.connection(stream, shutdown).await;
                        drop((open, room, place));
                    });
                }
                Err(error) => {
                    // Out of file descriptors, most likely: accepting again at once would only burn the processor.
                    failing.say(|| tracing::warn!(%error, "a connection cannot be accepted"));
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }

    fn server(&self, shutdown: watch::Receiver<bool>) -> Server {
        Server {
            gate: self.gate.clone(),
            pingora: self.proxy.clone(),
            shutdown,
        }
    }

    async fn connection(self: Arc<Self>, stream: TcpStream, shutdown: watch::Receiver<bool>) {
        // Both only tune; a connection without them works.
        let _ = stream.set_nodelay(true);
        let _ =
            SockRef::from(&stream).set_tcp_keepalive(&TcpKeepalive::new().with_time(Duration::from_secs(60)));
        let Some(tls) = handshake(&self.tls, stream).await else {
            return;
        };
        let server_name = tls.get_ref().1.server_name().map(str::to_ascii_lowercase);
        let socket = if tls.get_ref().1.alpn_protocol() == Some(b"h2") {
            Socket::for_http2(tls)
        } else {
            Socket::new(tls)
        };
        let Ok(peer) = socket.peer_addr() else { return };
        if socket.speaks_http2() {
            let connection = Arc::new(Connection {
                peer,
                server_name,
                control: None,
                own_hop: OnceLock::new(),
                acquaintance: Acquaintance::default(),
                authority: OnceLock::new(),
            });
            http2::serve(&self.server(shutdown), socket, connection).await;
        } else {
            let connection = Arc::new(Connection {
                peer,
                server_name,
                control: Some(socket.control()),
                own_hop: OnceLock::new(),
                acquaintance: Acquaintance::default(),
                authority: OnceLock::new(),
            });
            serve_http1(&self.server(shutdown), socket, connection).await;
        }
    }
}

async fn serve_http1(server: &Server, socket: Socket, connection: Arc<Connection>) {
    let mut socket = Box::new(socket);
    let mut shutdown = server.shutdown.clone();
    let mut settings: Option<HttpPersistentSettings> = None;
    loop {
        if let Some(control) = &connection.control {
            control.idle();
        }
        // A session is made when there is something for it to do: an idle connection costs no more than its TLS.
        let begins = tokio::select! {
            biased;
            _ = shutdown.wait_for(|stop| *stop) => None,
            begins = socket.request_begins() => begins,
        };
        let Some(first) = begins else {
            socket.say_farewell().await;
            return;
        };
        let mut session = Downstream::new_http1(socket);
        match settings {
            Some(settings) => settings.apply_to_session(&mut session),
            None => session.set_keepalive(Some(KEEP_ALIVE_SECONDS)),
        }
        // GET and HEAD: hardly any has a body.
        let likely_straight = matches!(first, b'G' | b'H');
        let in_flight = Arc::new(InFlight::on(connection.clone()));
        let Some(reused) = server.request(session, in_flight, likely_straight).await else {
            return;
        };
        let stream;
        (stream, settings) = reused.consume();
        let Ok(same) = stream.into_any().downcast::<Socket>() else {
            return;
        };
        socket = same;
    }
}

/// `None`: the client did not finish it, properly and in time.
async fn handshake<S: AsyncRead + AsyncWrite + Unpin>(tls: &TlsAcceptor, stream: S) -> Option<TlsStream<S>> {
    let handshake = tokio::time::timeout(HANDSHAKE_WITHIN, tls.accept(stream));
    handshake.await.ok()?.ok()
}

#[cfg(test)]
mod tests {
    use rustls::server::ResolvesServerCertUsingSni;
    use tokio::io::{AsyncWriteExt, duplex};
    use tokio::time::{Instant, sleep};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_handshake_may_take_ten_seconds_in_all_however_it_comes() {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(ResolvesServerCertUsingSni::new()));
        let tls = TlsAcceptor::from(Arc::new(config));
        // The beginning of a ClientHello of 512 bytes, a byte a second.
        for hello in [
            &b""[..],
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03abcdefghijklmnop",
        ] {
            let (mut client, server) = duplex(1024);
            let start = Instant::now();
            let dribble = async {
                for byte in hello {
                    sleep(Duration::from_secs(1)).await;
                    let _ = client.write_all(&[*byte]).await;
                }
                std::future::pending::<()>().await;
            };
            tokio::select! {
                tls = handshake(&tls, server) => assert!(tls.is_none()),
                () = dribble => {}
            }
            assert_eq!(start.elapsed().as_secs(), 10);
        }
    }
}
