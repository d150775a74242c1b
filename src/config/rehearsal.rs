//! Requests that nobody sends, in sessions that nobody has: what policy tests and explanations put to the real decision.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use http::{HeaderValue, Method};
use jiff::{SignedDuration, Timestamp};

use super::settings::Site;
use crate::access::canonical::LARGEST_BODY;
use crate::access::{
    AccessRequest, AgentName, AgentStanding, Body, BodyFields, BodyReader, CanonicalTarget, ClientEvidence,
    CodeMethod, Grant, GrantId, GrantState, Holder, Purpose, ScopeName, Session, SessionId, SessionLimits,
    SessionStage, SitePolicy, Standing, StepUpProof, TargetError, Validity, Visibility,
};

/// A request as somebody wrote it down.
#[derive(Debug, Clone)]
pub struct Rehearsal {
    pub method: Method,
    /// May be malformed.
    pub target: String,
    pub body: RehearsedBody,
    /// As the app would get them.
    pub cookies: Option<HeaderValue>,
    pub from: IpAddr,
}

/// What is written down of a body.
#[derive(Debug, Clone)]
pub enum RehearsedBody {
    /// What the method comes with: an empty form, or nothing.
    Usual,
    Said {
        content_type: String,
        text: String,
    },
    /// There may have been one.
    Unknown,
}

impl Rehearsal {
    pub fn new(method: Method, target: &str) -> Self {
        Self {
            method,
            target: target.to_owned(),
            body: RehearsedBody::Usual,
            cookies: None,
            from: IpAddr::V4(Ipv4Addr::LOCALHOST),
        }
    }

    /// As the gateway reads it. `Err`: it would not even accept the target.
    pub(super) fn as_request(&self, policy: &SitePolicy) -> Result<AccessRequest, TargetError> {
        Ok(AccessRequest {
            method: self.method.clone(),
            target: CanonicalTarget::parse(self.target.as_bytes())?,
            body: self.as_body(policy),
            cookies: self.cookies.clone(),
            purpose: Purpose::Exchange,
            client: ClientEvidence {
                ip: self.from,
                user_agent: String::new(),
            },
            trust_key: None,
        })
    }

    fn as_body(&self, policy: &SitePolicy) -> Body {
        // These methods define a meaning for content (RFC 9110 section 9.3, RFC 5789).
        let comes_with_one = matches!(self.method, Method::POST | Method::PUT | Method::PATCH);
        match &self.body {
            RehearsedBody::Said { content_type, text } => read(content_type, text, policy),
            RehearsedBody::Usual if comes_with_one => Body::Read(BodyFields::default().into()),
            RehearsedBody::Unknown if comes_with_one => Body::Unread,
            RehearsedBody::Usual | RehearsedBody::Unknown => Body::None,
        }
    }
}

fn read(content_type: &str, text: &str, policy: &SitePolicy) -> Body {
    let types = [content_type.as_bytes()];
    let read =
        BodyReader::new(types, false, policy.read_names().into(), LARGEST_BODY).and_then(|mut reader| {
            reader.read(text.as_bytes())?;
            reader.finish()
        });
    read.map_or_else(Body::Unreadable, |fields| Body::Read(fields.into()))
}

/// A grant that shows `scopes`, for the hour that begins now.
pub fn rehearsed_grant(site: &Site, scopes: BTreeMap<ScopeName, Visibility>, now: Timestamp) -> Grant {
    let an_hour_later = now.checked_add(SignedDuration::from_hours(1));
    Grant {
        id: GrantId::from_bytes([0; 16]),
        site: site.policy.name.clone(),
        user_name: "policy.test".to_owned(),
        grantor: "policy-test".to_owned(),
        agent: AgentName::default(),
        scopes,
        read_only: false,
        networks: Vec::new(),
        reason: None,
        ticket: None,
        code: CodeMethod::Fixed,
        validity: Validity {
            not_before: now,
            expires_at: an_hour_later.unwrap_or(Timestamp::MAX),
        },
        limits: SessionLimits::default(),
        claim_by: None,
        first_used_at: Some(now),
        created_at: now,
        state: GrantState::Active,
        generation: 0,
    }
}

/// In a complete session that proves itself with this very request: only grant and policy can object.
pub(super) fn signed_in(grant: &Grant, now: Timestamp) -> Standing {
    let session = Session {
        id: SessionId::from_bytes([0; 16]),
        grant: grant.id,
        generation: grant.generation,
        stage: SessionStage::Complete,
        holder: Holder::Agent,
        started_at: now,
    };
    Standing::Agent(AgentStanding {
        session: Arc::new(session),
        grant: Arc::new(grant.clone()),
        trust: None,
        active_at: now,
        proof: Some(StepUpProof::assertion()),
    })
}
