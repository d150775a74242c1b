//! Hands each request on to the app and its answer back, as they are: streams, uploads, cookies, redirects, WebSockets.
//!
//! Nothing is decided here. Whoever reaches it reaches the app, so it listens on this machine only.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::anyhow;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::header::{CONNECTION, HOST, LOCATION, SET_COOKIE, UPGRADE};
use http::uri::{Authority, PathAndQuery, Scheme};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, Version};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpListener;
use tokio::sync::mpsc::UnboundedSender;

use super::LearnArguments;
use super::overheard::Overheard;
use super::seen::Seen;
use crate::config::Upstream;

pub(super) struct Relay {
    client: Client<HttpsConnector<HttpConnector>, Overheard>,
    scheme: Scheme,
    /// Of the app.
    authority: Authority,
    /// What the app is asked for; `None`: what the browser asks for.
    host: Option<HeaderValue>,
    /// Those under which a browser on this machine finds us. Another name is that of a page elsewhere, which has its name
    /// point here to read what this machine may (DNS rebinding).
    own_hosts: [String; 2],
    seen: UnboundedSender<Seen>,
}

impl Relay {
    pub(super) fn new(
        asked: &LearnArguments,
        address: SocketAddr,
        seen: UnboundedSender<Seen>,
    ) -> anyhow::Result<Self> {
        let Upstream::Tcp { host, port, tls } = &asked.upstream else {
            return Err(anyhow!(
                "`--upstream`: write `http://` or `https://` here, not a socket"
            ));
        };
        let host = if host.contains(':') {
            format!("[{host}]")
        } else {
            host.clone()
        };
        let authority = format!("{host}:{port}");
        let connector = HttpsConnectorBuilder::new();
        let connector = match &asked.ca {
            None => connector
                .with_provider_and_native_roots(rustls::crypto::ring::default_provider())
                .map_err(|error| anyhow!("cannot read this machine's certificate authorities: {error}"))?,
            Some(_) if !tls => return Err(anyhow!("`--ca` is for an app behind `https://`")),
            Some(file) => connector.with_tls_config(trusting(file)?),
        };
        let connector = connector.https_or_http().enable_http1().build();
        Ok(Self {
            client: Client::builder(TokioExecutor::new()).build(connector),
            scheme: if *tls { Scheme::HTTPS } else { Scheme::HTTP },
            authority: authority.parse()?,
            host: asked
                .host
                .as_ref()
                .map(|host| HeaderValue::from_str(host.as_str()))
                .transpose()?,
            own_hosts: [address.to_string(), format!("localhost:{}", address.port())],
            seen,
        })
    }

    pub(super) async fn serve(self, listener: TcpListener) -> std::io::Result<()> {
        let router = Router::new().fallback(relay).with_state(Arc::new(self));
        axum::serve(listener, router).await
    }
}

async fn relay(State(relay): State<Arc<Relay>>, mut request: Request) -> Response {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let Some(host) = host
        .filter(|host| relay.own_hosts.iter().any(|own| own == host))
        .map(str::to_owned)
    else {
        return (
            StatusCode::MISDIRECTED_REQUEST,
            "gatepass learn does not answer for this host\n",
        )
            .into_response();
    };
    let browser = request
        .headers()
        .contains_key(UPGRADE)
        .then(|| hyper::upgrade::on(&mut request));
    let (mut head, body) = request.into_parts();
    let Ok(uri) = relay.uri_of(head.uri.path_and_query()) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    if let Some(host) = &relay.host {
        head.headers.insert(HOST, host.clone());
    }
    head.version = Version::HTTP_11;
    let target = std::mem::replace(&mut head.uri, uri);
    if browser.is_none() {
        head.headers.remove(CONNECTION);
    }
    let method = head.method.clone();
    let (body, listener) = Overheard::new(&head.headers, body);
    let mut response = match relay.client.request(Request::from_parts(head, body)).await {
        Ok(response) => response,
        Err(error) => {
            let cause =
                std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
            let text = format!("the app at {} does not answer: {cause}\n", relay.authority);
            return (StatusCode::BAD_GATEWAY, text).into_response();
        }
    };
    let is_tunnel = response.status() == StatusCode::SWITCHING_PROTOCOLS;
    // Whoever clicks sees the page, whether or not anybody still takes notes.
    let _ = relay
        .seen
        .send(Seen::new(method, &target, listener.heard(), &response));
    if let Some(browser) = browser.filter(|_| is_tunnel) {
        let app = hyper::upgrade::on(&mut response);
        tokio::spawn(async move {
            if let (Ok(browser), Ok(app)) = tokio::join!(browser, app) {
                // Either end may go away at any time.
                let _ =
                    tokio::io::copy_bidirectional(&mut TokioIo::new(browser), &mut TokioIo::new(app)).await;
            }
        });
    } else {
        response.headers_mut().remove(CONNECTION);
    }
    relay.come_home(response.headers_mut(), &host);
    *response.version_mut() = Version::HTTP_11;
    response.map(Body::new)
}

/// Believes the authorities in this file, and nobody else.
fn trusting(file: &Path) -> anyhow::Result<ClientConfig> {
    let unreadable = |error| anyhow!("cannot read `{}`: {error}", file.display());
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(unreadable)? {
        roots.add(certificate.map_err(unreadable)?)?;
    }
    if roots.is_empty() {
        return Err(anyhow!("`{}` holds no PEM certificate", file.display()));
    }
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
    let config = config.with_safe_default_protocol_versions()?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

impl Relay {
    fn uri_of(&self, target: Option<&PathAndQuery>) -> Result<Uri, http::Error> {
        let target = target.cloned().unwrap_or_else(|| PathAndQuery::from_static("/"));
        Uri::builder()
            .scheme(self.scheme.clone())
            .authority(self.authority.clone())
            .path_and_query(target)
            .build()
    }

    /// Redirects to the app's own address lead here, and cookies that only its host or only TLS would get come here.
    fn come_home(&self, headers: &mut HeaderMap, host: &str) {
        let own = headers
            .get(LOCATION)
            .and_then(|location| self.located_here(location, host));
        if let Some(own) = own {
            headers.insert(LOCATION, own);
        }
        let cookies: Vec<HeaderValue> = headers.get_all(SET_COOKIE).iter().map(cookie_for_here).collect();
        headers.remove(SET_COOKIE);
        for cookie in cookies {
            headers.append(SET_COOKIE, cookie);
        }
    }

    fn located_here(&self, location: &HeaderValue, host: &str) -> Option<HeaderValue> {
        let location: Uri = location.to_str().ok()?.parse().ok()?;
        let authority = location.authority()?;
        let is_asked_for = |host: &HeaderValue| {
            host.as_bytes()
                .eq_ignore_ascii_case(authority.as_str().as_bytes())
        };
        let is_app = self.host.as_ref().is_some_and(is_asked_for)
            || (authority.host().eq_ignore_ascii_case(self.authority.host())
                && authority
                    .port_u16()
                    .is_none_or(|port| Some(port) == self.authority.port_u16()));
        let path = location.path_and_query().map_or("/", PathAndQuery::as_str);
        is_app.then(|| HeaderValue::from_str(&format!("http://{host}{path}")).ok())?
    }
}

/// Names that begin with `__` keep `Secure`, without which browsers drop them; most take it from this machine.
fn cookie_for_here(cookie: &HeaderValue) -> HeaderValue {
    let Ok(text) = cookie.to_str() else {
        return cookie.clone();
    };
    let is_bound = text.starts_with("__");
    let stays = |attribute: &&str| {
        let attribute = attribute.trim().to_ascii_lowercase();
        !attribute.starts_with("domain=")
            && (is_bound || !matches!(attribute.as_str(), "secure" | "samesite=none"))
    };
    let pieces = text.split(';').enumerate();
    let kept: Vec<&str> = pieces
        .filter(|(at, piece)| *at == 0 || stays(piece))
        .map(|(_, piece)| piece)
        .collect();
    HeaderValue::from_str(&kept.join(";")).unwrap_or_else(|_| cookie.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_come_to_a_browser_without_tls() {
        for (sent, kept) in [
            ("a=1; Path=/; Secure; HttpOnly", "a=1; Path=/; HttpOnly"),
            ("a=1; Domain=app.example; SameSite=None; Secure", "a=1"),
            ("a=1; SameSite=Lax", "a=1; SameSite=Lax"),
            ("__Host-a=1; Path=/; Secure", "__Host-a=1; Path=/; Secure"),
            ("secure", "secure"),
        ] {
            assert_eq!(cookie_for_here(&HeaderValue::from_static(sent)), kept);
        }
    }
}
