//! The decision alone, as the gateway makes it in a session for which everything is visible but what hides.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use gatepass::access::{
    AccessRequest, AgentName, AgentStanding, Body, CanonicalTarget, ClientEvidence, CodeMethod, Grant,
    GrantId, GrantState, Holder, Purpose, Session, SessionId, SessionLimits, SessionStage, SitePolicy,
    Standing, Validity, Verdict, decide,
};
use gatepass::config::FileSystem;
use jiff::Timestamp;

/// Everything is visible but `hidden`.
pub(crate) const SITE: &str = r#"
elsewhere = "full"
challenge = "never"
[[site.scope]]
name = "hidden"
match = [
  { path = "/messages/**" },
  { path = "/admin.php" },
  { path = "/vault/index.php" },
  { path = "/app", parameters = { module = ["Messages"] } },
]
"#;

pub(crate) struct Court {
    policy: SitePolicy,
    standing: Standing,
    now: Timestamp,
}

/// A disk on which every file is.
pub(crate) struct EveryFile;

impl FileSystem for EveryFile {
    fn is_file(&self, _: &Path) -> bool {
        true
    }
}

impl Court {
    pub(crate) fn sits() -> Self {
        let config = format!(
            "state = \"s\"\nkey = \"k\"\n[[tls]]\ncertificate = \"c\"\nkey = \"k\"\n\
             [[site]]\nname = \"crm\"\nhosts = [\"crm.test\"]\nupstream = [\"http://127.0.0.1:1\"]\n{SITE}"
        );
        let settings = gatepass::config::parse(&config, "/".as_ref(), &EveryFile)
            .unwrap_or_else(|error| panic!("{error:?}"));
        let at = |second| Timestamp::from_second(second).unwrap();
        let grant = Grant {
            id: GrantId::from_bytes([1; 16]),
            site: settings.site("crm").unwrap().policy.name.clone(),
            user_name: "anna".to_owned(),
            grantor: "bert".to_owned(),
            agent: AgentName::default(),
            scopes: BTreeMap::new(),
            read_only: false,
            networks: Vec::new(),
            reason: None,
            ticket: None,
            code: CodeMethod::Totp,
            validity: Validity {
                not_before: at(0),
                expires_at: at(2000),
            },
            limits: SessionLimits::default(),
            claim_by: None,
            first_used_at: None,
            created_at: at(0),
            state: GrantState::Active,
            generation: 1,
        };
        let session = Session {
            id: SessionId::from_bytes([2; 16]),
            grant: grant.id,
            generation: 1,
            stage: SessionStage::Complete,
            holder: Holder::Agent,
            started_at: at(0),
        };
        Self {
            policy: settings.site("crm").unwrap().policy.clone(),
            standing: Standing::Agent(AgentStanding {
                session: Arc::new(session),
                grant: Arc::new(grant),
                trust: None,
                active_at: at(1000),
                proof: None,
            }),
            now: at(1000),
        }
    }

    pub(crate) fn lets_pass(&self, target: &str) -> bool {
        let Ok(target) = CanonicalTarget::parse(target.as_bytes()) else {
            return false;
        };
        let request = AccessRequest {
            method: http::Method::GET,
            target,
            body: Body::None,
            cookies: None,
            purpose: Purpose::Exchange,
            client: ClientEvidence {
                ip: [192, 0, 2, 1].into(),
                user_agent: String::new(),
            },
            trust_key: None,
        };
        matches!(
            decide(&request, &self.standing, &self.policy, self.now),
            Verdict::Forward(_)
        )
    }
}
