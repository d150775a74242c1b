//! A portal somewhere else, over HTTPS. Nothing here follows a redirect or believes a certificate that is not right.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::anyhow;
use clap::Args;
use http::StatusCode;
use serde_json::Value;

/// So long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes; more than the largest sealed message.
const MOST_ANSWER: usize = 4 * 1024 * 1024;

/// How a portal is reached.
#[derive(Debug, Args)]
pub(super) struct Reaching {
    /// The only certificate authorities that are believed, in PEM; the system's, if nothing is said
    #[arg(long, value_name = "FILE")]
    pub(super) ca: Option<PathBuf>,
}

/// The API of one portal.
pub(super) struct Portal {
    http: reqwest::Client,
    /// Without a slash at its end.
    url: String,
}

/// A refusal: `errorType` and `details` of a problem.
pub(super) struct Refused {
    pub(super) reason: String,
    pub(super) words: String,
    pub(super) details: Value,
}

impl Portal {
    pub(super) fn at(url: &str, reaching: &Reaching) -> anyhow::Result<Self> {
        if !url.starts_with("https://") {
            return Err(anyhow!("`{url}` is no address of a portal: write `https://…`"));
        }
        // Whoever comes first wins; all of them are the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .https_only(true)
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .user_agent(concat!("gatepass/", env!("CARGO_PKG_VERSION")));
        if let Some(ca) = &reaching.ca {
            builder = builder.tls_certs_only(authorities(ca)?);
        }
        let http = builder
            .build()
            .map_err(|error| anyhow!("cannot speak HTTPS: {error}"))?;
        let url = url.trim_end_matches('/').to_owned();
        Ok(Self { http, url })
    }

    /// # Errors
    /// No answer of a portal came.
    pub(super) async fn post(
        &self,
        path: &str,
        token: Option<&str>,
        body: &Value,
    ) -> anyhow::Result<Result<Value, Refused>> {
        let request = self.http.post(self.address(path));
        let request = request
            .header("content-type", "application/json")
            .body(body.to_string());
        self.call(request, token).await
    }

    /// # Errors
    /// No answer of a portal came.
    pub(super) async fn get(
        &self,
        path: &str,
        token: Option<&str>,
    ) -> anyhow::Result<Result<Value, Refused>> {
        self.call(self.http.get(self.address(path)), token).await
    }

    fn address(&self, path: &str) -> String {
        format!("{}/api/v1{path}", self.url)
    }

    async fn call(
        &self,
        mut request: reqwest::RequestBuilder,
        token: Option<&str>,
    ) -> anyhow::Result<Result<Value, Refused>> {
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let mut answer = request.send().await.map_err(|error| self.silence(&error))?;
        let status = answer.status();
        let mut text = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(|error| self.silence(&error))? {
            text.extend_from_slice(&part);
            if text.len() > MOST_ANSWER {
                return Err(anyhow!("`{}` is no portal: its answer does not end", self.url));
            }
        }
        let told: Value = serde_json::from_slice(&text)
            .map_err(|_| anyhow!("`{}` is no portal: it answers {status} without JSON", self.url))?;
        if status == StatusCode::OK || status == StatusCode::CREATED {
            return Ok(Ok(told));
        }
        let text = |name: &str| {
            told.get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let words = [text("detail"), text("error"), status.to_string()];
        Ok(Err(Refused {
            reason: text("errorType"),
            words: words
                .into_iter()
                .find(|words| !words.is_empty())
                .unwrap_or_default(),
            details: told.get("details").cloned().unwrap_or_default(),
        }))
    }

    /// The cause says more than the library's own sentence, which names the address.
    fn silence(&self, error: &reqwest::Error) -> anyhow::Error {
        let mut cause: &dyn std::error::Error = error;
        while let Some(deeper) = cause.source() {
            cause = deeper;
        }
        anyhow!("`{}` does not answer: {cause}", self.url)
    }
}

fn authorities(file: &Path) -> anyhow::Result<Vec<reqwest::Certificate>> {
    let shown = file.display();
    let pem = std::fs::read(file).map_err(|error| anyhow!("cannot read `{shown}`: {error}"))?;
    let found = reqwest::Certificate::from_pem_bundle(&pem).unwrap_or_default();
    if found.is_empty() {
        return Err(anyhow!("`{shown}` holds no certificate in PEM"));
    }
    Ok(found)
}
