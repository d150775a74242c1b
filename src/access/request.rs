//! A request as the core sees it: canonical, and without anything that does not matter to the decision.

use std::sync::Arc;

use http::{HeaderValue, Method};

use super::canonical::{BodyFields, BodyPart, CanonicalTarget, Unreadable};
use super::challenge::TrustKey;
use super::client::ClientEvidence;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct AccessRequest {
    pub method: Method,
    pub target: CanonicalTarget,
    pub body: Body,
    /// Those that the app gets in a support session, in one field; `None`: no cookie.
    pub cookies: Option<HeaderValue>,
    pub purpose: Purpose,
    pub client: ClientEvidence,
    /// The key under which this client is trusted, when it belongs to a session.
    pub trust_key: Option<TrustKey>,
}

/// What is known of the body when the request is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// There is none.
    None,
    /// There is one and nobody has read it yet: where a rule depends on it, `decide` asks for it.
    Unread,
    Read(Arc<BodyFields>),
    /// There is one and nobody can say what it means: rules that could depend on it answer `Maybe`.
    Unreadable(Unreadable),
}

impl Body {
    /// What is judged, each part by itself; at least one.
    pub(super) fn parts(&self) -> &[BodyPart] {
        static NOTHING: [BodyPart; 1] = [BodyPart {
            fields: Vec::new(),
            leaves: Vec::new(),
        }];
        match self {
            Self::None | Self::Unread | Self::Unreadable(_) => &NOTHING,
            Self::Read(fields) => fields.parts(),
        }
    }

    /// Nothing in it is hidden from the rules.
    pub(super) const fn is_known(&self) -> bool {
        match self {
            Self::None | Self::Read(_) => true,
            Self::Unread | Self::Unreadable(_) => false,
        }
    }
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
