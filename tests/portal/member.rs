//! Somebody with an account on the portal, and the authenticator app in their pocket.

use std::collections::BTreeMap;
use std::sync::Arc;

use gatepass::access::{Account, EmailAddress, Role, SiteName};
use gatepass::actions::account::{Bearer, EmailStanding, NewAccount, Start};
use gatepass::clock::{Clock, TestClock};
use gatepass::crypto::Secret;
use jiff::SignedDuration;
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};

use crate::support::{Client, Protocol, World, WorldBuilder, operator};

pub const PASSWORD: &str = "tulip harbour nineteen";

/// A gateway with a portal, and the hand on its clock.
pub struct Office {
    pub world: World,
    pub clock: Arc<TestClock>,
}

impl Office {
    pub async fn open() -> Self {
        Self::open_with(WorldBuilder::new()).await
    }

    pub async fn open_with(builder: WorldBuilder) -> Self {
        Self::open_at("2026-11-20T12:00:00Z".parse().unwrap(), builder).await
    }

    pub async fn open_at(now: jiff::Timestamp, builder: WorldBuilder) -> Self {
        let clock = Arc::new(TestClock::at(now));
        let world = builder.clock(clock.clone()).start().await;
        Self { world, clock }
    }

    /// An account without a second factor, whose user in the CRM is `ann`.
    pub async fn hire(&self, name: &str) -> Account {
        self.hire_as(name, Role::Grantor).await
    }

    /// An agent has no user in an app.
    async fn hire_as(&self, name: &str, role: Role) -> Account {
        let apps = match role {
            Role::Grantor | Role::Operator => BTreeMap::from([(SiteName::new("crm"), name.to_owned())]),
            Role::Agent => BTreeMap::new(),
        };
        let new = NewAccount {
            name: name.parse().unwrap(),
            email: format!("{name}@example.com").parse::<EmailAddress>().unwrap(),
            email_standing: EmailStanding::Unproven,
            role,
            apps,
            start: Start::Password(Secret::new(PASSWORD.to_owned())),
        };
        let actions = &self.world.running.gateway.actions;
        actions.add_account(new, operator()).await.unwrap().account
    }

    /// An account that is safe behind an authenticator app.
    pub async fn member(&self, name: &str) -> Member<'_> {
        self.member_as(name, Role::Grantor).await
    }

    pub async fn member_as(&self, name: &str, role: Role) -> Member<'_> {
        let account = self.hire_as(name, role).await;
        let actions = &self.world.running.gateway.actions;
        let client = gatepass::access::ClientEvidence {
            ip: "127.0.0.1".parse().unwrap(),
            user_agent: "set-up".to_owned(),
        };
        let stored = actions.store.account(account.id).await.unwrap().unwrap();
        let begun = actions
            .begin_totp(&stored, "Gatepass", Bearer::None, &client)
            .await
            .unwrap();
        let app = Authenticator::scan(begun.otpauth.reveal(), self.clock.clone());
        let stored = actions.store.account(account.id).await.unwrap().unwrap();
        let code = Secret::new(app.code());
        let recovery_codes = actions
            .confirm_totp(&stored, &code, Bearer::None, &client)
            .await
            .unwrap();
        Member {
            office: self,
            account,
            app,
            recovery_codes: recovery_codes
                .iter()
                .map(|code| code.reveal().to_owned())
                .collect(),
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("https://portal.test:{}{path}", self.world.address().port())
    }

    pub fn clock_now(&self) -> jiff::Timestamp {
        self.clock.now()
    }

    pub fn program(&self) -> Program<'_> {
        Program {
            office: self,
            client: Client::as_browser(&self.world, Protocol::Http2, "Wrapper/1.0"),
            token: None,
            guest: None,
        }
    }
}

/// What shows six digits that change.
pub struct Authenticator {
    totp: totp_rs::Totp,
    clock: Arc<TestClock>,
}

impl Authenticator {
    pub fn scan(otpauth: &str, clock: Arc<TestClock>) -> Self {
        let secret = otpauth
            .split("secret=")
            .nth(1)
            .unwrap()
            .split('&')
            .next()
            .unwrap();
        let bytes = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
        let totp = totp_rs::Builder::new()
            .with_secret(totp_rs::Secret::new(bytes.into()))
            .with_account_name("test")
            .build()
            .unwrap();
        Self { totp, clock }
    }

    /// Of this moment; the clock moves on to where the last one is no longer the current one.
    pub fn code(&self) -> String {
        self.clock.advance(SignedDuration::from_secs(30));
        let now = u64::try_from(self.clock.now().as_second()).unwrap();
        self.totp.generate(now).to_string()
    }
}

impl Authenticator {
    /// Of so many steps of half a minute from now.
    pub fn code_in(&self, steps: i64) -> String {
        let at = self.clock.now().as_second() + 30 * steps;
        self.totp.generate(u64::try_from(at).unwrap()).to_string()
    }
}

pub struct Member<'o> {
    pub office: &'o Office,
    pub account: Account,
    pub app: Authenticator,
    pub recovery_codes: Vec<String>,
}

impl<'o> Member<'o> {
    /// A program that signed in with this account's password and code.
    pub async fn program(&self) -> Program<'o> {
        let mut program = self.office.program();
        let login =
            json!({"user": self.account.name.as_str(), "password": PASSWORD, "code": self.app.code()});
        let (status, answer) = told(program.post("/api/v1/login").json(&login)).await;
        assert_eq!(status, 200, "{answer}");
        program.token = Some((
            answer["data"]["authToken"].as_str().unwrap().to_owned(),
            answer["data"]["userId"].as_str().unwrap().to_owned(),
        ));
        program
    }
}

/// Calls the API.
pub struct Program<'o> {
    pub office: &'o Office,
    pub client: Client,
    pub token: Option<(String, String)>,
    /// What the guest of a room holds.
    pub guest: Option<String>,
}

impl Program<'_> {
    pub fn call(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.http.request(method, self.office.url(path));
        match (&self.token, &self.guest) {
            (Some((token, user)), _) => request.header("x-auth-token", token).header("x-user-id", user),
            (None, Some(guest)) => request.bearer_auth(guest),
            (None, None) => request,
        }
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.call(Method::GET, path)
    }

    pub fn post(&self, path: &str) -> RequestBuilder {
        self.call(Method::POST, path)
    }

    pub fn delete(&self, path: &str) -> RequestBuilder {
        self.call(Method::DELETE, path)
    }
}

pub trait WithCode {
    fn with_code(self, method: &str, code: &str) -> Self;
}

impl WithCode for RequestBuilder {
    fn with_code(self, method: &str, code: &str) -> Self {
        self.header("x-2fa-code", code).header("x-2fa-method", method)
    }
}

/// Status and JSON of an answer.
pub async fn told(request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    read(response).await
}

pub async fn read(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    let json = serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text}"));
    (status, json)
}

pub fn a_request() -> Value {
    json!({"site": "crm", "duration": "8h", "scopes": {"contacts": "full"}, "agent": "Sam", "ticket": "T-1"})
}
