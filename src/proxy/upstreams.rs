//! The servers behind one site: found, checked and chosen by pingora's load balancer.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use pingora::lb::discovery::ServiceDiscovery;
use pingora::lb::health_check::HealthCheck;
use pingora::lb::selection::RoundRobin;
use pingora::lb::{Backend, Backends, Extensions, LoadBalancer};
use pingora::protocols::ALPN;
use pingora::protocols::l4::socket::SocketAddr;
use pingora::upstreams::peer::HttpPeer;
use pingora::{Error, ErrorType};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use tokio::net::{TcpStream, UnixStream, lookup_host};

use super::idle::KEEP_IDLE;
use super::tunnel_socket::TunnelConnect;
use crate::access::Purpose;
use crate::config::{Site, Upstream, UpstreamProtocol, UpstreamSettings};

/// Requests that an HTTP/2 connection to an upstream carries at once.
const MOST_H2_STREAMS: usize = 100;
/// Names are looked up again this often.
const LOOK_UP_EVERY: Duration = Duration::from_secs(30);
/// Keeps connections that are made for WebSockets apart in pingora's pool, where they are of no use for anything else.
const TUNNELS: u64 = 1;
/// Checks that must agree before a server is taken out or back in.
const AGREEING_CHECKS: usize = 2;

/// An upstream cannot be used at all.
#[derive(Debug, thiserror::Error)]
pub enum UpstreamError {
    #[error("cannot read the certificate authorities in `{path}`: {reason}")]
    Authorities { path: PathBuf, reason: String },
    #[error("an https upstream needs a name to verify")]
    NoName,
    #[error("`{0}` is no usable unix socket path")]
    SocketPath(PathBuf),
}

/// Chooses a server for each request. Its background work ends when it is dropped.
pub struct Upstreams {
    balancer: Arc<LoadBalancer<RoundRobin>>,
    settings: UpstreamSettings,
    authorities: Option<Arc<[pingora::utils::tls::WrappedX509]>>,
    background: tokio::task::JoinHandle<()>,
}

/// What is kept with a server's address.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Target {
    tls: bool,
    /// The name to send and to verify; never empty where `tls` is set.
    name: String,
    socket_path: Option<PathBuf>,
}

/// How one address is asked, worked out once: for an answer that may not keep silent for long, and for one that may.
#[derive(Debug, Default)]
struct Ways {
    talking: OnceLock<Arc<HttpPeer>>,
    silent: OnceLock<Arc<HttpPeer>>,
}

impl Upstreams {
    pub async fn build(site: &Site) -> Result<Self, UpstreamError> {
        let settings = site.upstream.clone();
        let authorities = settings.ca.as_ref().map(read_authorities).transpose()?;
        let discovery = Discovery::new(site)?;
        let mut balancer = LoadBalancer::<RoundRobin>::from_backends(Backends::new(Box::new(discovery)));
        balancer.set_health_check(Box::new(ConnectCheck {
            within: settings.connect_timeout,
        }));
        // Names that cannot be looked up now may be found later: the site answers 502 until then.
        if let Err(error) = balancer.update().await {
            tracing::warn!(site.name = %site.policy.name, %error, "no upstream can be looked up");
        }
        let balancer = Arc::new(balancer);
        let background = tokio::spawn(look_after(balancer.clone(), settings.health_check_every));
        Ok(Self {
            balancer,
            settings,
            authorities,
            background,
        })
    }

    /// A server for one request. `None`: there is none, or all are down.
    pub fn choose(&self, purpose: Purpose, streams_response: bool) -> Option<Arc<HttpPeer>> {
        let backends = self.balancer.backends().get_backend();
        let selected;
        let backend = match (backends.len(), backends.first()?) {
            (1, only) => only,
            // With every server taken out, trying one is better than refusing unseen.
            (_, first) => {
                selected = self.balancer.select(b"", 16);
                selected.as_ref().unwrap_or(first)
            }
        };
        let (target, ways) = (backend.ext.get::<Target>()?, backend.ext.get::<Arc<Ways>>()?);
        let way = match (purpose, streams_response) {
            (Purpose::WebSocket, _) => return self.way_to(backend, target, purpose, true).map(Arc::new),
            (Purpose::Exchange | Purpose::ServiceWorker, true) => &ways.silent,
            (Purpose::Exchange | Purpose::ServiceWorker, false) => &ways.talking,
        };
        if let Some(known) = way.get() {
            return Some(known.clone());
        }
        let found = self.way_to(backend, target, purpose, streams_response)?;
        Some(way.get_or_init(|| Arc::new(found)).clone())
    }

    /// `silent`: what lives on silence, WebSockets and event streams, has no read timeout.
    fn way_to(&self, backend: &Backend, target: &Target, purpose: Purpose, silent: bool) -> Option<HttpPeer> {
        let mut peer = match (&backend.addr, &target.socket_path) {
            (_, Some(path)) => HttpPeer::new_uds(path.to_str()?, false, String::new()).ok()?,
            (SocketAddr::Inet(address), None) => HttpPeer::new(*address, target.tls, target.name.clone()),
            (SocketAddr::Unix(_), None) => return None,
        };
        let options = &mut peer.options;
        options.connection_timeout = Some(self.settings.connect_timeout);
        options.total_connection_timeout = Some(self.settings.connect_timeout * 2);
        options.idle_timeout = Some(KEEP_IDLE);
        options.write_timeout = Some(self.settings.read_timeout);
        options.read_timeout = (!silent).then_some(self.settings.read_timeout);
        options.ca = self.authorities.clone();
        options.max_h2_streams = MOST_H2_STREAMS;
        options.alpn = match (purpose, self.settings.protocol, target.tls) {
            // A WebSocket over HTTP/2 would need RFC 8441, which pingora does not speak.
            (Purpose::WebSocket, _, _)
            | (_, UpstreamProtocol::Http1, _)
            | (_, UpstreamProtocol::Auto, false) => ALPN::H1,
            (_, UpstreamProtocol::Http2, _) => ALPN::H2,
            (_, UpstreamProtocol::Auto, true) => ALPN::H2H1,
        };
        if purpose == Purpose::WebSocket {
            peer.group_key = TUNNELS;
            peer.options.custom_l4 = Some(Arc::new(TunnelConnect {
                within: self.settings.connect_timeout,
            }));
        }
        Some(peer)
    }

    /// Whether all of them are asked in HTTP/1, whatever is asked.
    pub(super) fn speak_http1(&self) -> bool {
        match self.settings.protocol {
            UpstreamProtocol::Http1 => true,
            UpstreamProtocol::Http2 => false,
            UpstreamProtocol::Auto => self
                .balancer
                .backends()
                .get_backend()
                .iter()
                .all(|backend| backend.ext.get::<Target>().is_none_or(|target| !target.tls)),
        }
    }

    /// How many servers there are, up or down.
    pub fn count(&self) -> usize {
        self.balancer.backends().get_backend().len()
    }

    /// How many servers there are, and how many of them take connections.
    pub(super) fn count_up(&self) -> (usize, usize) {
        let backends = self.balancer.backends();
        let all = backends.get_backend();
        let up = all.iter().filter(|backend| backends.ready(backend)).count();
        (all.len(), up)
    }

    /// The URLs by which the app may call itself: `http://127.0.0.1:8080`.
    pub fn inner_origins(site: &Site) -> Vec<String> {
        site.upstreams
            .iter()
            .filter_map(|upstream| match upstream {
                Upstream::Tcp { host, port, tls } => {
                    let scheme = if *tls { "https" } else { "http" };
                    let default = if *tls { 443 } else { 80 };
                    let port = if *port == default {
                        String::new()
                    } else {
                        format!(":{port}")
                    };
                    Some(format!("{scheme}://{host}{port}"))
                }
                Upstream::Unix { .. } => None,
            })
            .collect()
    }
}

impl Drop for Upstreams {
    fn drop(&mut self) {
        self.background.abort();
    }
}

/// Side by side: a name server that takes its time does not keep servers from being checked.
async fn look_after(balancer: Arc<LoadBalancer<RoundRobin>>, check_every: Duration) {
    tokio::join!(check_health(&balancer, check_every), look_up_names(&balancer));
}

async fn check_health(balancer: &LoadBalancer<RoundRobin>, every: Duration) {
    let mut ticks = tokio::time::interval(every.max(Duration::from_millis(100)));
    loop {
        ticks.tick().await;
        balancer.backends().run_health_check(true).await;
    }
}

async fn look_up_names(balancer: &LoadBalancer<RoundRobin>) {
    let mut ticks = tokio::time::interval(LOOK_UP_EVERY);
    loop {
        ticks.tick().await;
        if let Err(error) = balancer.update().await {
            tracing::warn!(%error, "an upstream's name cannot be looked up; its last addresses stay");
        }
    }
}

fn read_authorities(path: &PathBuf) -> Result<Arc<[pingora::utils::tls::WrappedX509]>, UpstreamError> {
    let failed = |reason: String| UpstreamError::Authorities {
        path: path.clone(),
        reason,
    };
    let certificates: Result<Vec<CertificateDer<'static>>, _> = CertificateDer::pem_file_iter(path)
        .map_err(|error| failed(error.to_string()))?
        .collect();
    let certificates = certificates.map_err(|error| failed(error.to_string()))?;
    if certificates.is_empty() {
        return Err(failed("it holds no PEM certificate".to_owned()));
    }
    // pingora panics on a certificate that does not parse, so it is tried here first.
    let mut roots = rustls::RootCertStore::empty();
    for certificate in &certificates {
        roots
            .add(certificate.clone())
            .map_err(|error| failed(error.to_string()))?;
    }
    let parse = |certificate: CertificateDer<'static>| {
        pingora::utils::tls::WrappedX509::new(certificate.to_vec(), pingora::utils::tls::parse_x509)
    };
    Ok(certificates.into_iter().map(parse).collect())
}

/// Looks the configured names up.
struct Discovery {
    upstreams: Vec<(Upstream, Target)>,
}

impl Discovery {
    fn new(site: &Site) -> Result<Self, UpstreamError> {
        let mut upstreams = Vec::new();
        for upstream in &site.upstreams {
            let target = match upstream {
                Upstream::Tcp { host, tls, .. } => {
                    let name = site.upstream.tls_name.clone().unwrap_or_else(|| host.clone());
                    // pingora takes an empty name for "do not verify".
                    if *tls && name.is_empty() {
                        return Err(UpstreamError::NoName);
                    }
                    Target {
                        tls: *tls,
                        name: if *tls { name } else { String::new() },
                        socket_path: None,
                    }
                }
                Upstream::Unix { path } => {
                    if std::os::unix::net::SocketAddr::from_pathname(path).is_err() || path.to_str().is_none()
                    {
                        return Err(UpstreamError::SocketPath(path.clone()));
                    }
                    Target {
                        tls: false,
                        name: String::new(),
                        socket_path: Some(path.clone()),
                    }
                }
            };
            upstreams.push((upstream.clone(), target));
        }
        Ok(Self { upstreams })
    }
}

#[async_trait]
impl ServiceDiscovery for Discovery {
    async fn discover(&self) -> pingora::Result<(BTreeSet<Backend>, HashMap<u64, bool>)> {
        let mut backends = BTreeSet::new();
        let mut failed = None;
        for (upstream, target) in &self.upstreams {
            let found = match upstream {
                Upstream::Tcp { host, port, .. } => {
                    let host = host.trim_start_matches('[').trim_end_matches(']');
                    lookup_host((host, *port))
                        .await
                        .map(|found| found.map(SocketAddr::Inet).collect::<Vec<_>>())
                }
                Upstream::Unix { path } => std::os::unix::net::SocketAddr::from_pathname(path)
                    .map(|address| vec![SocketAddr::Unix(address)]),
            };
            match found {
                Ok(addresses) => backends.extend(addresses.into_iter().map(|addr| {
                    let mut ext = Extensions::new();
                    ext.insert(target.clone());
                    ext.insert(Arc::<Ways>::default());
                    Backend { addr, weight: 1, ext }
                })),
                Err(error) => failed = Some(error),
            }
        }
        match failed {
            Some(error) if backends.is_empty() => Err(Error::because(
                ErrorType::InternalError,
                "looking an upstream's name up",
                error,
            )),
            _ => Ok((backends, HashMap::new())),
        }
    }
}

/// A server is up when it takes a connection.
struct ConnectCheck {
    within: Duration,
}

#[async_trait]
impl HealthCheck for ConnectCheck {
    async fn check(&self, target: &Backend) -> pingora::Result<()> {
        let connect = async {
            match &target.addr {
                SocketAddr::Inet(address) => TcpStream::connect(address).await.map(drop),
                SocketAddr::Unix(address) => {
                    let path = address.as_pathname().ok_or(std::io::ErrorKind::InvalidInput)?;
                    UnixStream::connect(path).await.map(drop)
                }
            }
        };
        match tokio::time::timeout(self.within, connect).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(Error::because(
                ErrorType::ConnectError,
                "checking an upstream",
                error,
            )),
            Err(_) => Error::e_explain(ErrorType::ConnectTimedout, "checking an upstream"),
        }
    }

    async fn health_status_change(&self, target: &Backend, healthy: bool) {
        if healthy {
            tracing::info!(upstream.address = ?target.addr, "an upstream is up");
        } else {
            tracing::warn!(upstream.address = ?target.addr, "an upstream is down");
        }
    }

    fn health_threshold(&self, _success: bool) -> usize {
        AGREEING_CHECKS
    }
}
