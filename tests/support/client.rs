//! A visitor: a person's browser as far as headers go, or a program. Keeps cookies, follows no redirect by itself.

use std::sync::Arc;

use gatepass::actions::Credentials;
use reqwest::{Method, RequestBuilder, Response};

use super::world::{HOST, Reachable};

/// Which HTTP the client speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    Http1,
    Http2,
}

impl Protocol {
    pub const BOTH: [Self; 2] = [Self::Http1, Self::Http2];
}

pub struct Client {
    pub http: reqwest::Client,
    cookies: Arc<reqwest::cookie::Jar>,
    origin: String,
}

impl Client {
    pub fn new(world: &impl Reachable, protocol: Protocol) -> Self {
        Self::as_browser(world, protocol, "Test Browser 1.0")
    }

    pub fn as_browser(world: &impl Reachable, protocol: Protocol, user_agent: &str) -> Self {
        let cookies = Arc::new(reqwest::cookie::Jar::default());
        let builder = reqwest::Client::builder()
            .tls_certs_only(reqwest::Certificate::from_pem_bundle(&world.ca()).unwrap())
            .resolve(HOST, world.address())
            .resolve("portal.test", world.address())
            .resolve("other.test", world.address())
            .redirect(reqwest::redirect::Policy::none())
            .cookie_provider(cookies.clone())
            .user_agent(user_agent);
        let builder = match protocol {
            Protocol::Http1 => builder.http1_only(),
            Protocol::Http2 => builder.http2_prior_knowledge(),
        };
        Self {
            http: builder.build().unwrap(),
            cookies,
            origin: format!("https://{}", world.authority()),
        }
    }

    /// The same browser, at another of the gateway's hosts.
    pub fn at(self, host: &str) -> Self {
        let port = self.origin.rsplit(':').next().unwrap();
        let origin = format!("https://{host}:{port}");
        Self { origin, ..self }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.url(path))
    }

    /// A click on a link.
    pub async fn visit(&self, path: &str) -> Response {
        let request = self
            .request(Method::GET, path)
            .header("accept", "text/html")
            .header("sec-fetch-mode", "navigate");
        request.send().await.unwrap()
    }

    /// What a script or program does.
    pub async fn call(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    /// Opens the page, reads its hidden fields, and posts the form as a browser does.
    pub async fn submit(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Response {
        let html = self.visit(page).await.text().await.unwrap();
        self.answer(&html, action, fields).await
    }

    /// Posts the form of a page that is open already, with its hidden fields.
    pub async fn answer(&self, html: &str, action: &str, fields: &[(&str, &str)]) -> Response {
        let mut form: Vec<(String, String)> = hidden_fields(html);
        form.retain(|(field, _)| fields.iter().all(|(name, _)| name != field));
        form.dedup();
        for (name, value) in fields {
            form.push(((*name).to_owned(), (*value).to_owned()));
        }
        self.request(Method::POST, action)
            .header("accept", "text/html")
            .header("sec-fetch-mode", "navigate")
            .header("sec-fetch-site", "same-origin")
            .header("origin", &self.origin)
            .form(&form)
            .send()
            .await
            .unwrap()
    }

    /// The whole sign-in in one form.
    pub async fn sign_in(&self, credentials: &Credentials) -> Response {
        let code = credentials
            .security_code
            .as_ref()
            .map_or("", |code| code.reveal());
        let fields = [
            ("username", credentials.user_name.as_str()),
            ("password", credentials.password.reveal()),
            ("code", code),
        ];
        self.submit("/.gatepass/sign-in", "/.gatepass/sign-in", &fields)
            .await
    }

    pub fn session_cookie(&self) -> Option<String> {
        use reqwest::cookie::CookieStore;
        let header = self.cookies.cookies(&self.origin.parse().unwrap())?;
        let header = header.to_str().unwrap().to_owned();
        header
            .split("; ")
            .find_map(|pair| pair.strip_prefix("__Host-gatepass="))
            .map(str::to_owned)
    }
}

/// Names and values of the hidden inputs of a page.
fn hidden_fields(html: &str) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        let start = tag.find(&format!("{name}=\""))? + name.len() + 2;
        Some(
            tag[start..]
                .split('"')
                .next()?
                .replace("&#38;", "&")
                .replace("&amp;", "&"),
        )
    };
    let tags = html
        .split("<input")
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap_or_default());
    tags.filter(|tag| tag.contains("type=\"hidden\""))
        .filter_map(|tag| {
            Some((
                attribute(tag, "name")?,
                attribute(tag, "value").unwrap_or_default(),
            ))
        })
        .collect()
}

pub async fn body_of(response: Response) -> serde_json::Value {
    let text = response.text().await.unwrap();
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text}"))
}
