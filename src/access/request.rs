//! A request as the core sees it: canonical, and without anything that does not matter to the decision.

use http::Method;

use super::canonical::CanonicalTarget;
use super::challenge::TrustKey;
use super::client::ClientEvidence;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct AccessRequest {
    pub method: Method,
    pub target: CanonicalTarget,
    pub body: Body,
    pub purpose: Purpose,
    pub client: ClientEvidence,
    /// The key under which this client is trusted, when it belongs to a session.
    pub trust_key: Option<TrustKey>,
}

/// What is known of the body when the request is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// There is none.
    None,
    /// There is one and nobody has read it: rules that could depend on it answer `Maybe`.
    Unread,
}

/// What the response will be used for, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Exchange,
    /// A complete WebSocket handshake (RFC 6455 section 4.2.1) whose origin is the site's own.
    WebSocket,
    /// A script that would outlive the session in the browser (`Service-Worker: script`).
    ServiceWorker,
}
