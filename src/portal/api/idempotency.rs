//! `Idempotency-Key`: a program that does not know whether its request arrived may send it again, and nothing is made
//! twice. The answer is the first one's, without what was shown once.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use ring::digest::{Context, SHA256};
use serde::de::DeserializeOwned;

use super::caller::Caller;
use super::json::Fields;
use super::problem::{Problem, Result};
use crate::portal::desk::Desk;
use crate::store::Made;
use crate::web::Answer;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// A request that makes something, and the key under which it may come again.
pub(super) struct Repeatable<T> {
    pub(super) fields: T,
    key: Option<String>,
    /// SHA-256 of method, path and body: a key is good for one request.
    request: [u8; 32],
}

impl<T> Repeatable<T> {
    /// The id of what the request made when it came before.
    ///
    /// # Errors
    /// The key came with another request.
    pub(super) async fn made_before(&self, desk: &Desk, caller: &Caller) -> Result<Option<String>> {
        let Some(key) = &self.key else { return Ok(None) };
        let account = caller.stored.account.id;
        let Some(made) = desk.actions.store.made_before(account, key).await? else {
            return Ok(None);
        };
        if made.request == self.request {
            return Ok(Some(made.made));
        }
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        let detail = "this idempotency key came with another request before; take a new one";
        Err(Problem::new(status, "key-reused", detail))
    }

    pub(super) async fn remember(&self, desk: &Desk, caller: &Caller, made: String) -> Result<()> {
        let Some(key) = &self.key else { return Ok(()) };
        let request = self.request;
        let (store, account) = (&desk.actions.store, caller.stored.account.id);
        store
            .remember_made(account, key, &Made { request, made }, desk.now())
            .await?;
        Ok(())
    }
}

/// Says that nothing new was made.
pub(super) fn replayed(answer: Answer) -> Answer {
    answer.with(REPLAYED, HeaderValue::from_static("true"))
}

fn key_in(headers: &HeaderMap) -> Option<String> {
    let key = headers.get(IDEMPOTENCY_KEY)?.to_str().ok()?;
    Some(key.to_owned())
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Repeatable<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let headers = request.headers().clone();
        let mut digest = Context::new(&SHA256);
        digest.update(request.method().as_str().as_bytes());
        digest.update(b" ");
        digest.update(request.uri().path().as_bytes());
        digest.update(b"\n");
        let Ok(body) = Bytes::from_request(request, state).await else {
            return Err(Problem::invalid("the body cannot be read"));
        };
        digest.update(&body);
        let mut request = [0; 32];
        request.copy_from_slice(digest.finish().as_ref());
        let Fields(fields) = Fields::of(&headers, &body)?;
        Ok(Self {
            fields,
            key: key_in(&headers),
            request,
        })
    }
}

/// A request without fields.
#[derive(serde::Deserialize)]
pub(super) struct NoFields {}
