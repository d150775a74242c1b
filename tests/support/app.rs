//! The app behind the gateway: it records every request that reaches it, and streams, uploads and speaks WebSocket.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ws::{Message, WebSocketUpgrade};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, Version};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use futures_util::StreamExt;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::service::TowerToHyperService;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// A request as the app saw it.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: String,
    /// Path and query, byte for byte.
    pub target: String,
    pub headers: HeaderMap,
    pub version: Version,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

#[derive(Clone)]
pub struct App {
    pub address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl App {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let app = Self {
            address: listener.local_addr().unwrap(),
            seen: Arc::default(),
        };
        let router = app.router();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        app
    }

    /// One connection.
    pub fn serve<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(&self, stream: S) {
        let service = TowerToHyperService::new(self.router());
        tokio::spawn(async move {
            // A client that goes away is no failure of the app.
            let _ = hyper_util::server::conn::auto::Builder::new(TokioExecutor::new())
                .serve_connection_with_upgrades(TokioIo::new(stream), service)
                .await;
        });
    }

    /// Also behind TLS, with this certificate.
    pub async fn behind_tls(
        &self,
        certificate: CertificateDer<'static>,
        key: PrivateKeyDer<'static>,
    ) -> SocketAddr {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .unwrap();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, app) = (acceptor.clone(), app.clone());
                tokio::spawn(async move {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        app.serve(stream);
                    }
                });
            }
        });
        address
    }

    pub fn router(&self) -> Router {
        Router::new()
            .route("/live", get(websocket))
            .route("/live/events", get(events))
            .route("/live/download", get(download))
            .route("/upload", post(upload))
            .route("/redirect", get(redirect))
            .route("/cookies", get(cookies))
            .route("/silent", get(silent))
            .fallback(any(echo))
            .layer(axum::middleware::from_fn_with_state(self.clone(), record))
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub fn last(&self) -> Seen {
        self.seen().pop().expect("the app has seen a request")
    }

    pub fn count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }
}

async fn record(State(app): State<App>, request: Request, next: axum::middleware::Next) -> Response {
    app.seen.lock().unwrap().push(Seen {
        method: request.method().to_string(),
        target: request
            .uri()
            .path_and_query()
            .map_or_else(String::new, ToString::to_string),
        headers: request.headers().clone(),
        version: request.version(),
    });
    next.run(request).await
}

async fn echo(request: Request) -> Response {
    let target = request.uri().to_string();
    let body = axum::body::to_bytes(request.into_body(), 1 << 20)
        .await
        .unwrap_or_default();
    let text = format!("app: {target}\n{}", String::from_utf8_lossy(&body));
    (
        [
            ("content-type", "text/plain"),
            ("cache-control", "public, max-age=3600"),
        ],
        text,
    )
        .into_response()
}

async fn websocket(upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(|mut socket| async move {
        while let Some(Ok(message)) = socket.recv().await {
            let reply = match message {
                Message::Text(text) => Message::Text(format!("echo {text}").into()),
                Message::Binary(bytes) => Message::Binary(bytes),
                Message::Ping(_) | Message::Pong(_) | Message::Close(_) => continue,
            };
            if socket.send(reply).await.is_err() {
                break;
            }
        }
    })
}

async fn events() -> Response {
    let events = futures_util::stream::unfold(0_u64, |number| async move {
        if number > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Some((
            Ok::<_, std::io::Error>(Bytes::from(format!("id: {number}\ndata: tick\n\n"))),
            number + 1,
        ))
    });
    ([("content-type", "text/event-stream")], Body::from_stream(events)).into_response()
}

/// Never ends by itself.
async fn download() -> Response {
    let chunks =
        futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; 16 * 1024])));
    let slowly = chunks.then(|chunk| async {
        tokio::time::sleep(Duration::from_millis(2)).await;
        chunk
    });
    Body::from_stream(slowly).into_response()
}

/// Answers with the number of bytes and a checksum.
async fn upload(request: Request) -> Response {
    let mut stream = request.into_body().into_data_stream();
    let (mut count, mut sum) = (0_u64, 0_u64);
    while let Some(Ok(chunk)) = stream.next().await {
        count += chunk.len() as u64;
        sum = chunk.iter().fold(sum, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(u64::from(*byte))
        });
    }
    format!("{count} {sum}").into_response()
}

async fn redirect(request: Request) -> Response {
    let to = request.uri().query().unwrap_or_default().replace("%3A", ":");
    (StatusCode::FOUND, [("location", to)]).into_response()
}

async fn cookies() -> Response {
    let headers = [
        ("set-cookie", "theirs=1; Path=/"),
        ("set-cookie", "__Host-gatepass=forged; Path=/; Secure"),
        ("set-cookie", "__host-GATEPASS=forged; Path=/"),
        ("set-cookie", "=__Host-gatepass=forged"),
    ];
    (axum::response::AppendHeaders(headers), "ok").into_response()
}

async fn silent() -> Response {
    std::future::pending::<()>().await;
    StatusCode::OK.into_response()
}
