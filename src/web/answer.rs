//! A complete response of the gateway itself, with the headers that every one of them carries.

use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, LOCATION, REFERRER_POLICY, RETRY_AFTER,
    SET_COOKIE, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;

/// One year (RFC 6797 section 6.1.1).
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");
/// `no-referrer` would make browsers send `Origin: null` with our own forms, which the origin check must refuse.
const SAME_ORIGIN: HeaderValue = HeaderValue::from_static("same-origin");
const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// Status, headers and whole body. Never a stream: what the gateway says itself is small.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: Vec<(HeaderName, HeaderValue)>,
    pub body: Bytes,
}

impl Answer {
    /// An HTML page under a strict content security policy.
    pub fn page(status: StatusCode, html: String, content_security_policy: &'static str) -> Self {
        Self::new(
            status,
            HeaderValue::from_static("text/html; charset=utf-8"),
            html.into(),
        )
        .with(
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(content_security_policy),
        )
    }

    pub fn json(status: StatusCode, body: &impl Serialize) -> Self {
        // Serialising our own plain values cannot fail; were it to, an empty object says nothing wrong.
        let body = serde_json::to_vec(body).unwrap_or_else(|_| b"{}".to_vec());
        Self::new(status, HeaderValue::from_static("application/json"), body.into())
    }

    /// Nothing to say (RFC 9110 section 15.3.5).
    pub fn no_content() -> Self {
        Self::text(StatusCode::NO_CONTENT, "")
    }

    /// A sentence, for whoever reads it.
    pub fn text(status: StatusCode, sentence: &str) -> Self {
        Self::new(
            status,
            HeaderValue::from_static("text/plain; charset=utf-8"),
            Bytes::copy_from_slice(sentence.as_bytes()),
        )
    }

    /// `303 See Other`: whatever the method was, the next one is GET (RFC 9110 section 15.4.4).
    pub fn see_other(location: &str) -> Self {
        let location = HeaderValue::from_str(location).unwrap_or(HeaderValue::from_static("/"));
        Self::new(
            StatusCode::SEE_OTHER,
            HeaderValue::from_static("text/plain"),
            Bytes::new(),
        )
        .with(LOCATION, location)
    }

    /// A file that never changes while this binary runs.
    pub fn asset(content_type: &'static str, body: &'static str, etag: HeaderValue) -> Self {
        let mut answer = Self::new(
            StatusCode::OK,
            HeaderValue::from_static(content_type),
            Bytes::from_static(body.as_bytes()),
        );
        answer.headers.retain(|(name, _)| *name != CACHE_CONTROL);
        answer
            .with(CACHE_CONTROL, HeaderValue::from_static("no-cache"))
            .with(ETAG, etag)
    }

    fn new(status: StatusCode, content_type: HeaderValue, body: Bytes) -> Self {
        let headers = vec![
            (CONTENT_TYPE, content_type),
            (CACHE_CONTROL, NO_STORE),
            (STRICT_TRANSPORT_SECURITY, HSTS),
            (X_CONTENT_TYPE_OPTIONS, NOSNIFF),
            (REFERRER_POLICY, SAME_ORIGIN),
        ];
        Self {
            status,
            headers,
            body,
        }
    }

    /// The same, told to be of another media type.
    #[must_use]
    pub fn retyped(mut self, content_type: HeaderValue) -> Self {
        for (name, value) in &mut self.headers {
            if *name == CONTENT_TYPE {
                *value = content_type.clone();
            }
        }
        self
    }

    pub fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Nobody who is linked to hears of this page's address, not even we.
    #[must_use]
    pub fn without_referrer(mut self) -> Self {
        for (name, value) in &mut self.headers {
            if *name == REFERRER_POLICY {
                *value = HeaderValue::from_static("no-referrer");
            }
        }
        self
    }

    pub fn set_cookie(self, cookie: HeaderValue) -> Self {
        self.with(SET_COOKIE, cookie)
    }

    pub fn retry_after(self, seconds: u64) -> Self {
        self.with(RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// Makes the browser forget what it kept of the app (W3C Clear Site Data).
    pub fn clear_site_data(self) -> Self {
        self.with(
            CLEAR_SITE_DATA,
            HeaderValue::from_static("\"cache\", \"storage\""),
        )
    }
}

/// Gives what protects them to answers that a library made: event streams, refused methods.
pub fn protect(headers: &mut HeaderMap) {
    for (name, value) in [
        (CACHE_CONTROL, NO_STORE),
        (STRICT_TRANSPORT_SECURITY, HSTS),
        (X_CONTENT_TYPE_OPTIONS, NOSNIFF),
        (REFERRER_POLICY, SAME_ORIGIN),
    ] {
        headers.entry(name).or_insert(value);
    }
}

impl axum::response::IntoResponse for Answer {
    fn into_response(self) -> axum::response::Response {
        let mut response = axum::response::Response::new(axum::body::Body::from(self.body));
        *response.status_mut() = self.status;
        for (name, value) in self.headers {
            response.headers_mut().append(name, value);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_carries_what_protects_it() {
        let etag = HeaderValue::from_static("\"1\"");
        for (answer, may_be_kept) in [
            (
                Answer::page(StatusCode::OK, String::new(), "default-src 'none'"),
                "no-store",
            ),
            (Answer::json(StatusCode::OK, &()), "no-store"),
            (Answer::text(StatusCode::BAD_REQUEST, "no"), "no-store"),
            (Answer::see_other("/"), "no-store"),
            (Answer::asset("text/css", "", etag), "no-cache"),
        ] {
            for (name, expected) in [
                ("strict-transport-security", "max-age=31536000"),
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "same-origin"),
                ("cache-control", may_be_kept),
            ] {
                let found: Vec<_> = answer.headers.iter().filter(|(it, _)| *it == name).collect();
                assert!(
                    matches!(found[..], [(_, value)] if value == expected),
                    "{name} of {answer:?}"
                );
            }
        }
    }
}
