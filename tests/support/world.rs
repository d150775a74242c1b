//! A gateway with its own certificates, store and journal in a directory that goes when the test ends.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use gatepass::access::{AgentName, CodeMethod, Grant, GrantId, ScopeName, SessionLimits, Visibility};
use gatepass::actions::{CreatedGrant, Credentials, NewGrant};
use gatepass::audit::{Action, Actor};
use gatepass::clock::{Clock, SystemClock};
use gatepass::crypto::Keys;
use gatepass::server::{self, Running};
use gatepass::store::{LoggedChange, Seq};
use jiff::SignedDuration;
use tempfile::TempDir;

use super::app::App;
use super::client::{Client, Protocol};

pub const HOST: &str = "crm.test";

/// A gateway that a test can visit, in this process or in its own.
pub trait Reachable {
    fn address(&self) -> SocketAddr;
    /// The certificate authority in PEM.
    fn ca(&self) -> Vec<u8>;
    /// The site's host and port.
    fn authority(&self) -> &str;
}

impl Reachable for World {
    fn address(&self) -> SocketAddr {
        self.address()
    }

    fn ca(&self) -> Vec<u8> {
        self.ca()
    }

    fn authority(&self) -> &str {
        &self.authority
    }
}

/// A running gateway and the app behind it.
pub struct World {
    pub app: App,
    pub running: Running,
    pub dir: TempDir,
    pub authority: String,
}

/// What a world is made with.
pub struct WorldBuilder {
    site: String,
    top: String,
    portal: String,
    after: String,
    clock: Option<Arc<dyn Clock>>,
    upstream: Option<String>,
}

/// Shows contacts to support, hides messages, and asks for a code each time under `/billing`.
pub const SITE: &str = r#"
elsewhere = "full"

[[site.scope]]
name = "contacts"
label = "Contacts"
default = "full"
match = [{ path = "/contacts/**" }, { path = "/app", parameters = { module = ["Contacts"] } }]

[[site.scope]]
name = "messages"
label = "Messages"
match = [{ path = "/messages/**" }, { path = "/app", parameters = { module = ["Messages"] } }]

[[site.scope]]
name = "billing"
label = "Billing"
default = "full"
challenge = "always"
match = [{ path = "/billing/**" }]
"#;

impl WorldBuilder {
    pub fn new() -> Self {
        Self {
            site: SITE.to_owned(),
            top: String::new(),
            portal: String::new(),
            after: String::new(),
            clock: None,
            upstream: None,
        }
    }

    /// Replaces what follows the site's name, hosts and upstream.
    pub fn site(self, toml: &str) -> Self {
        Self {
            site: toml.to_owned(),
            ..self
        }
    }

    /// Keys at the top of the file.
    pub fn top(self, toml: &str) -> Self {
        Self {
            top: toml.to_owned(),
            ..self
        }
    }

    /// Keys of the portal, beside its host.
    pub fn portal(self, toml: &str) -> Self {
        Self {
            portal: toml.to_owned(),
            ..self
        }
    }

    /// Sections at the end of the file.
    pub fn after(self, toml: &str) -> Self {
        Self {
            after: toml.to_owned(),
            ..self
        }
    }

    pub fn clock(self, clock: Arc<dyn Clock>) -> Self {
        Self {
            clock: Some(clock),
            ..self
        }
    }

    /// Another upstream than the recording app: a TOML array.
    pub fn upstream(self, toml: &str) -> Self {
        Self {
            upstream: Some(toml.to_owned()),
            ..self
        }
    }

    pub async fn start(self) -> World {
        let app = App::start().await;
        let dir = tempfile::tempdir().unwrap();
        make_certificate(dir.path(), &[HOST, "portal.test", "other.test"]);
        Keys::create(&dir.path().join("gatepass.key")).unwrap();
        let upstream = self
            .upstream
            .unwrap_or_else(|| format!("[\"http://{}\"]", app.address));
        let config = format!(
            "listen = [\"127.0.0.1:0\"]\nstate = \"gatepass.db\"\nkey = \"gatepass.key\"\nworkers = 2\n\
             drain_for = \"2s\"\n{}\n[[tls]]\ncertificate = \"cert.pem\"\nkey = \"cert-key.pem\"\n\
             [portal]\nhost = \"portal.test\"\n{}\n\
             [[site]]\nname = \"crm\"\nhosts = [\"{HOST}\"]\nupstream = {upstream}\n{}\n{}\n",
            self.top, self.portal, self.site, self.after,
        );
        let path = dir.path().join("gatepass.toml");
        std::fs::write(&path, config).unwrap();
        let settings = gatepass::config::load(&path).unwrap_or_else(|error| panic!("{error}"));
        let running = server::start(settings, Some(path), self.clock).await.unwrap();
        let authority = format!("{HOST}:{}", running.addresses[0].port());
        World {
            app,
            running,
            dir,
            authority,
        }
    }
}

impl World {
    pub async fn start() -> Self {
        WorldBuilder::new().start().await
    }

    pub fn address(&self) -> SocketAddr {
        self.running.addresses[0]
    }

    pub fn config_path(&self) -> PathBuf {
        self.dir.path().join("gatepass.toml")
    }

    pub fn ca(&self) -> Vec<u8> {
        std::fs::read(self.dir.path().join("ca.pem")).unwrap()
    }

    pub fn url(&self, path: &str) -> String {
        format!("https://{}{path}", self.authority)
    }

    pub fn client(&self, protocol: Protocol) -> Client {
        Client::new(self, protocol)
    }

    /// An agent with a finished sign-in.
    pub async fn signed_in(&self, protocol: Protocol) -> (Client, Grant) {
        let created = self.grant().await;
        let client = self.client(protocol);
        let response = client.sign_in(&created.credentials).await;
        assert_eq!(response.status(), 303, "signed in");
        (client, created.grant)
    }

    /// As the command line does it: a grant that shows what the policy shows by default.
    pub async fn grant(&self) -> CreatedGrant {
        self.grant_with(|_| {}).await
    }

    pub async fn grant_with(&self, change: impl FnOnce(&mut NewGrant)) -> CreatedGrant {
        let mut wanted = NewGrant {
            grantor: "ann".to_owned(),
            lasts: SignedDuration::from_hours(8),
            show: BTreeMap::new(),
            starts_at: None,
            read_only: false,
            agent: AgentName {
                name: Some("Sam".to_owned()),
                email: None,
            },
            reason: None,
            ticket: Some("T-1".to_owned()),
            networks: Vec::new(),
            claim_within: None,
            limits: SessionLimits::default(),
            code: CodeMethod::Fixed,
        };
        change(&mut wanted);
        let settings = gatepass::config::load(&self.config_path()).unwrap();
        let actions = &self.running.gateway.actions;
        actions
            .create_grant(settings.site("crm").unwrap(), wanted, operator())
            .await
            .unwrap()
    }

    /// Stops, and starts again with the same store, journal and config.
    pub async fn restart(self, clock: Option<Arc<dyn Clock>>) -> Self {
        let path = self.config_path();
        self.running.stop().await;
        let settings = gatepass::config::load(&path).unwrap();
        let running = server::start(settings, Some(path), clock).await.unwrap();
        let authority = format!("{HOST}:{}", running.addresses[0].port());
        Self {
            running,
            authority,
            ..self
        }
    }

    /// The reload is asked for and waited for by its mark in the log of changes, which says what became of it.
    pub async fn reload(&self) -> String {
        let store = &self.running.gateway.actions.store;
        let before = store.last_change().await.unwrap();
        self.running.reload().await;
        let marked = async {
            loop {
                let changes = store.changes_after(before, 100).await.unwrap();
                if let Some(change) = changes.iter().find(|change| change.action.starts_with("policy-")) {
                    return change.action.clone();
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(5), marked)
            .await
            .unwrap()
    }

    /// How often something was done, by the log of changes; `None` for whichever grant.
    pub async fn count_of(&self, action: Action, grant: Option<GrantId>) -> usize {
        let store = &self.running.gateway.actions.store;
        let changes = store.changes_after(Seq::default(), u32::MAX).await.unwrap();
        let wanted = |change: &&LoggedChange| {
            change.action == action.code() && (grant.is_none() || change.grant == grant)
        };
        changes.iter().filter(wanted).count()
    }

    pub async fn revoke(&self, id: GrantId) {
        let changed = self
            .running
            .gateway
            .actions
            .revoke_grant(id, operator())
            .await
            .unwrap();
        assert!(
            self.running
                .gateway
                .feed
                .caught_up_with(changed.seq.unwrap())
                .await
        );
    }

    pub async fn regenerate(&self, id: GrantId) -> Credentials {
        let settings = gatepass::config::load(&self.config_path()).unwrap();
        let actions = &self.running.gateway.actions;
        let regenerated = actions
            .regenerate_grant(settings.site("crm").unwrap(), id, operator())
            .await
            .unwrap();
        assert!(self.running.gateway.feed.caught_up_with(regenerated.seq).await);
        regenerated.credentials
    }
}

pub fn operator() -> Actor {
    Actor::CommandLine {
        os_user: "tester".to_owned(),
    }
}

pub fn shows(scope: &str, visibility: Visibility) -> BTreeMap<ScopeName, Visibility> {
    BTreeMap::from([(ScopeName::new(scope), visibility)])
}

/// A certificate authority (`ca.pem`) and a certificate that it vouches for (`cert.pem`, `cert-key.pem`), such as a
/// public one issues them today: P-256, for two months.
pub fn make_certificate(dir: &Path, names: &[&str]) {
    let today = SystemClock::starting_after(None).now();
    let day = |hours| {
        let date = (today + SignedDuration::from_hours(hours)).to_zoned(jiff::tz::TimeZone::UTC);
        rcgen::date_time_ymd(
            date.year().into(),
            date.month().unsigned_abs(),
            date.day().unsigned_abs(),
        )
    };
    let of = |names: Vec<String>, common_name: &str| {
        let mut params = rcgen::CertificateParams::new(names).unwrap();
        (params.not_before, params.not_after) = (day(-24), day(60 * 24));
        params.distinguished_name = rcgen::DistinguishedName::new();
        params
            .distinguished_name
            .push(rcgen::DnType::CommonName, common_name);
        params
    };
    let mut ca_params = of(Vec::new(), "Gatepass tests");
    ca_params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    ca_params.key_usages = vec![rcgen::KeyUsagePurpose::KeyCertSign];
    let ca_key = rcgen::KeyPair::generate().unwrap();
    let ca = ca_params.self_signed(&ca_key).unwrap();
    let issuer = rcgen::Issuer::new(ca_params, ca_key);
    let mut params = of(names.iter().map(|name| (*name).to_owned()).collect(), names[0]);
    params.key_usages = vec![rcgen::KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, &issuer).unwrap();
    std::fs::write(dir.join("ca.pem"), ca.pem()).unwrap();
    std::fs::write(dir.join("cert.pem"), certificate.pem()).unwrap();
    std::fs::write(dir.join("cert-key.pem"), key.serialize_pem()).unwrap();
}
