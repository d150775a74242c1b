//! Step 1: from a socket to requests. Our own accept loop, because pingora's server has no place for our TLS
//! settings, deadlines, cutting and drain.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use pingora::apps::HttpServerApp;
use pingora::protocols::Digest;
use pingora::protocols::http::ServerSession;
use pingora::protocols::http::v2::server as http2;
use pingora::proxy::{HttpProxy, http_proxy};
use pingora::server::configuration::ServerConf;
use rustls::server::ServerConfig;
use socket2::{Domain, Protocol, SockRef, Socket as RawSocket, TcpKeepalive, Type};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;

use super::exchange::{Connection, IN_FLIGHT, InFlight};
use super::gate::Gate;
use super::gateway::Gateway;
use super::socket::Socket;

/// From the first byte of the TLS handshake, and again of the HTTP/2 preface, to its end.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
/// An HTTP/2 connection without any stream is kept this long.
const H2_IDLE_FOR: Duration = Duration::from_secs(75);
/// An HTTP/1 connection that waits for its next request; the socket enforces it (see `socket`).
pub(super) const KEEP_ALIVE_SECONDS: u64 = 75;
/// Streams at once on one connection (RFC 9113 section 6.5.2 recommends at least 100).
const MOST_STREAMS: u32 = 100;
/// Decoded header list on HTTP/2.
const MOST_HEADER_LIST: u32 = 32 * 1024;
/// Requests that are refused before they are one, per connection; after that the connection ends.
const MOST_MALFORMED_STREAMS: usize = 32;
/// Tries to reach an upstream for one request.
const MOST_TRIES: usize = 3;
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

/// One thread's share of the gateway: accepts connections and serves them.
pub struct Worker {
    gateway: Arc<Gateway>,
    proxy: Arc<HttpProxy<Gate>>,
    tls: TlsAcceptor,
}

impl Worker {
    pub fn new(gate: Gate, tls: Arc<ServerConfig>) -> Self {
        let conf = ServerConf {
            threads: 1,
            max_retries: MOST_TRIES,
            upstream_keepalive_pool_size: UPSTREAM_POOL,
            ..ServerConf::default()
        };
        Self {
            gateway: gate.gateway.clone(),
            proxy: Arc::new(http_proxy(&Arc::new(conf), gate)),
            tls: TlsAcceptor::from(tls),
        }
    }

    /// Serves until `shutdown` says so, then lets running requests finish for at most `drain_for`.
    pub async fn serve(
        self: Arc<Self>,
        listeners: Vec<Listener>,
        mut shutdown: watch::Receiver<bool>,
        drain_for: Duration,
    ) -> io::Result<()> {
        let mut accepting = JoinSet::new();
        let (connection_closed, mut all_closed) = tokio::sync::mpsc::channel::<()>(1);
        for listener in listeners {
            let listener = TcpListener::from_std(listener.0)?;
            accepting.spawn(
                self.clone()
                    .accept(listener, shutdown.clone(), connection_closed.clone()),
            );
        }
        drop(connection_closed);
        // A sender that is gone means that the server is gone.
        let _ = shutdown.wait_for(|stop| *stop).await;
        accepting.shutdown().await;
        self.proxy.http_cleanup().await;
        // Every connection holds a sender: the channel ends with the last of them.
        let _ = tokio::time::timeout(drain_for, all_closed.recv()).await;
        Ok(())
    }

    async fn accept(
        self: Arc<Self>,
        listener: TcpListener,
        shutdown: watch::Receiver<bool>,
        open: tokio::sync::mpsc::Sender<()>,
    ) {
        loop {
            match listener.accept().await {
                Ok((stream, client)) => {
                    // Before TLS, which costs us more than it costs them.
                    let Some(place) = self.gateway.admit(client.ip()) else {
                        continue;
                    };
                    let (worker, shutdown, open) = (self.clone(), shutdown.clone(), open.clone());
                    tokio::spawn(async move {
                        worker.connection(stream, shutdown).await;
                        drop((place, open));
                    });
                }
                Err(error) => {
                    // Out of file descriptors, most likely: accepting again at once would only burn the processor.
                    tracing::warn!(%error, "a connection cannot be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
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
        let socket = Socket::new(tls);
        let Ok(peer) = socket.peer_addr() else { return };
        if socket.speaks_http2() {
            let connection = Arc::new(Connection {
                peer,
                server_name,
                control: None,
            });
            socket.control().raw();
            self.serve_http2(socket, connection, shutdown).await;
        } else {
            let connection = Arc::new(Connection {
                peer,
                server_name,
                control: Some(socket.control()),
            });
            self.serve_http1(socket, connection, shutdown).await;
        }
    }

    async fn serve_http1(
        &self,
        socket: Socket,
        connection: Arc<Connection>,
        shutdown: watch::Receiver<bool>,
    ) {
        let mut session = ServerSession::new_http1(Box::new(socket));
        session.set_keepalive(Some(KEEP_ALIVE_SECONDS));
        loop {
            if let Some(control) = &connection.control {
                control.idle();
            }
            let Some(reused) = self.request(session, connection.clone(), &shutdown).await else {
                return;
            };
            let (stream, settings) = reused.consume();
            session = ServerSession::new_http1(stream);
            if let Some(settings) = settings {
                settings.apply_to_session(&mut session);
            }
        }
    }

    async fn serve_http2(
        &self,
        socket: Socket,
        connection: Arc<Connection>,
        mut shutdown: watch::Receiver<bool>,
    ) {
        let mut options = http2::default_h2_options();
        options
            .max_concurrent_streams(MOST_STREAMS)
            .max_header_list_size(MOST_HEADER_LIST);
        let handshake = http2::handshake(Box::new(socket), Some(options));
        let Ok(Ok(mut h2)) = tokio::time::timeout(HANDSHAKE_WITHIN, handshake).await else {
            return;
        };
        let digest = Arc::new(Digest::default());
        let mut streams = JoinSet::new();
        let mut malformed = 0;
        let mut stopping = false;
        loop {
            let accepted = tokio::select! {
                biased;
                _ = shutdown.wait_for(|stop| *stop), if !stopping => {
                    h2.graceful_shutdown();
                    stopping = true;
                    continue;
                }
                Some(_) = streams.join_next(), if !streams.is_empty() => continue,
                accepted = http2::HttpSession::from_h2_conn(&mut h2, digest.clone()) => accepted,
                () = tokio::time::sleep(H2_IDLE_FOR), if streams.is_empty() => return,
            };
            match accepted {
                Ok(Some(http2::H2Accept::Session(stream))) => {
                    let (proxy, connection, shutdown) =
                        (self.proxy.clone(), connection.clone(), shutdown.clone());
                    streams.spawn(async move {
                        request(&proxy, ServerSession::new_http2(stream), connection, &shutdown).await;
                    });
                }
                Ok(Some(http2::H2Accept::Rejected)) => {
                    malformed += 1;
                    if malformed >= MOST_MALFORMED_STREAMS {
                        return;
                    }
                }
                Ok(None) | Err(_) => return,
            }
        }
    }

    async fn request(
        &self,
        session: ServerSession,
        connection: Arc<Connection>,
        shutdown: &watch::Receiver<bool>,
    ) -> Option<pingora::apps::ReusedHttpStream> {
        request(&self.proxy, session, connection, shutdown).await
    }
}

/// `None`: the client did not finish it, properly and in time.
async fn handshake<S: AsyncRead + AsyncWrite + Unpin>(tls: &TlsAcceptor, stream: S) -> Option<TlsStream<S>> {
    let handshake = tokio::time::timeout(HANDSHAKE_WITHIN, tls.accept(stream));
    handshake.await.ok()?.ok()
}

/// Serves one request, or stops in the middle of it when it is cut: dropping the future closes an HTTP/1 connection,
/// with its WebSocket if it became one, and resets an HTTP/2 stream.
async fn request(
    proxy: &Arc<HttpProxy<Gate>>,
    session: ServerSession,
    connection: Arc<Connection>,
    shutdown: &watch::Receiver<bool>,
) -> Option<pingora::apps::ReusedHttpStream> {
    let cut = CancellationToken::new();
    let in_flight = Arc::new(InFlight {
        connection,
        cut: cut.clone(),
    });
    tokio::select! {
        biased;
        () = cut.cancelled() => None,
        reused = IN_FLIGHT.scope(in_flight, proxy.process_new_http(session, shutdown)) => reused,
    }
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
