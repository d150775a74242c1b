//! A hostile server: it has the gateway's key, asks the gateway, and tells the client something else.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_LENGTH, TRANSFER_ENCODING};
use axum::response::Response;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use serde_json::Value;
use tokio::net::TcpListener;

use super::eavesdropper::ends;
use super::world::World;

/// Changes what is answered to a path.
type Lie = Arc<dyn Fn(&str, &mut Value) + Send + Sync>;

pub struct Liar {
    pub address: SocketAddr,
    lie: Arc<Mutex<Option<Lie>>>,
}

impl Liar {
    pub async fn between(world: &World) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let lie = Arc::new(Mutex::new(None));
        let (acceptor, _) = ends(world.dir.path());
        // Redirects and cookies are the client's own business.
        let gateway = reqwest::Client::builder()
            .tls_certs_only(reqwest::Certificate::from_pem_bundle(&world.ca()).unwrap())
            .resolve("portal.test", world.address())
            .redirect(reqwest::redirect::Policy::none())
            .http1_only()
            .build()
            .unwrap();
        let origin = format!("https://portal.test:{}", world.address().port());
        let lies = lie.clone();
        let answers = Router::new().fallback(move |asked: Request| {
            let (gateway, origin, lies) = (gateway.clone(), origin.clone(), lies.clone());
            async move { answer(&gateway, &origin, &lies, asked).await }
        });
        tokio::spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                let (acceptor, answers) = (acceptor.clone(), answers.clone());
                tokio::spawn(async move {
                    let Ok(client) = acceptor.accept(tcp).await else {
                        return;
                    };
                    // A browser breaks some connections off.
                    let _ = auto::Builder::new(TokioExecutor::new())
                        .serve_connection(TokioIo::new(client), TowerToHyperService::new(answers))
                        .await;
                });
            }
        });
        Self { address, lie }
    }

    /// From now on. `lie` gets the path that was asked for and the JSON of its answer.
    pub fn lies(&self, lie: impl Fn(&str, &mut Value) + Send + Sync + 'static) {
        *self.lie.lock().unwrap() = Some(Arc::new(lie));
    }

    pub fn tells_the_truth(&self) {
        *self.lie.lock().unwrap() = None;
    }
}

async fn answer(
    gateway: &reqwest::Client,
    origin: &str,
    lies: &Mutex<Option<Lie>>,
    asked: Request,
) -> Response {
    let (head, body) = asked.into_parts();
    let path = head.uri.path().to_owned();
    let lie = lies.lock().unwrap().clone();
    // A lie is not told to whoever hears that there is no news.
    let target = match (&lie, head.uri.query()) {
        (Some(_), Some(query)) if query.starts_with("seen=") => path.clone(),
        (_, Some(query)) => format!("{path}?{query}"),
        (_, None) => path.clone(),
    };
    let mut headers = head.headers;
    headers.remove(ACCEPT_ENCODING);
    // The gateway is told its own name, as whoever forwards does.
    headers.insert("host", origin.trim_start_matches("https://").parse().unwrap());
    if headers.contains_key("origin") {
        headers.insert("origin", origin.parse().unwrap());
    }
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let told = gateway
        .request(head.method, format!("{origin}{target}"))
        .headers(headers)
        .body(body)
        .send()
        .await
        .unwrap();
    let mut answer = Response::builder().status(told.status());
    for (name, value) in told.headers() {
        if name != CONTENT_LENGTH && name != TRANSFER_ENCODING {
            answer = answer.header(name, value);
        }
    }
    let mut body = told.bytes().await.unwrap().to_vec();
    if let (Some(lie), Ok(mut value)) = (lie, serde_json::from_slice(&body)) {
        lie(&path, &mut value);
        body = serde_json::to_vec(&value).unwrap();
    }
    answer.body(Body::from(body)).unwrap()
}
