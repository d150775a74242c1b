//! A gateway whose agents get their security codes by mail, and the server that takes the mails.

use std::sync::Arc;

use gatepass::access::CodeMethod;
use gatepass::actions::{CreatedGrant, Credentials};
use gatepass::clock::TestClock;
use jiff::SignedDuration;
use reqwest::{Method, RequestBuilder, Response};

use super::{Client, Protocol, SITE, SmtpMode, SmtpServer, World, WorldBuilder, body_of};

/// Where the codes go, and how programs are told of it.
pub const MAILBOX: &str = "sam@vendor.example";
pub const MASKED: &str = "s•••@vendor.example";

pub struct MailedWorld {
    pub world: World,
    pub smtp: SmtpServer,
    pub clock: Arc<TestClock>,
}

impl MailedWorld {
    pub async fn start() -> Self {
        let smtp = SmtpServer::start(SmtpMode::Implicit).await;
        let clock = Arc::new(TestClock::at("2026-11-20T12:00:00Z".parse().unwrap()));
        let site = format!("security_codes = [\"email\", \"fixed\"]\n{SITE}");
        let world = WorldBuilder::new()
            .site(&site)
            .after(&smtp.section(""))
            .clock(clock.clone())
            .start()
            .await;
        Self { world, smtp, clock }
    }

    /// In the name of this user, helped by whoever reads [`MAILBOX`].
    pub async fn grant(&self, grantor: &str) -> CreatedGrant {
        let wanted = |wanted: &mut gatepass::actions::NewGrant| {
            grantor.clone_into(&mut wanted.grantor);
            wanted.agent.email = Some(MAILBOX.to_owned());
            wanted.code = CodeMethod::Email;
        };
        self.world.grant_with(wanted).await
    }

    /// Some seconds pass.
    pub fn wait(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    /// The code that came last.
    pub fn newest_code(&self) -> String {
        self.smtp.codes().pop().unwrap()
    }

    /// A program's try to sign in, without a code where it is empty.
    pub async fn login(&self, credentials: &Credentials, code: &str) -> (u16, serde_json::Value) {
        let client = self.world.client(Protocol::Http2);
        let mut form = vec![
            ("user", credentials.user_name.as_str()),
            ("password", credentials.password.reveal()),
        ];
        form.extend((!code.is_empty()).then_some(("code", code)));
        let request = client.request(Method::POST, "/.gatepass/api/v1/login");
        let answer = request.form(&form).send().await.unwrap();
        (answer.status().as_u16(), body_of(answer).await)
    }

    /// A program that is signed in.
    pub async fn program(&self, credentials: &Credentials) -> MailedProgram {
        let asked = self.login(credentials, "").await;
        assert_eq!(asked.0, 401, "{}", asked.1);
        let (status, answer) = self.login(credentials, &self.newest_code()).await;
        assert_eq!(status, 200, "{answer}");
        MailedProgram {
            client: self.world.client(Protocol::Http2),
            token: answer["data"]["authToken"].as_str().unwrap().to_owned(),
        }
    }

    /// A person whose password was right, in front of the page that asks for the code.
    pub async fn half_signed_in(&self, credentials: &Credentials) -> Client {
        let client = self.world.client(Protocol::Http2);
        let answer = client.sign_in(credentials).await;
        let place = answer.headers()["location"].to_str().unwrap();
        assert!(place.contains("/.gatepass/challenge?"), "{place}");
        client
    }

    /// A person who is signed in.
    pub async fn person(&self, credentials: &Credentials) -> Client {
        let client = self.half_signed_in(credentials).await;
        let page = client.visit("/.gatepass/challenge").await.text().await.unwrap();
        let code = self.newest_code();
        let fields = [("code", code.as_str())];
        let answer = client.answer(&page, "/.gatepass/challenge", &fields).await;
        assert_eq!(answer.status(), 303);
        client
    }
}

/// It keeps its session in a header.
pub struct MailedProgram {
    client: Client,
    token: String,
}

impl MailedProgram {
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, path).bearer_auth(&self.token)
    }

    /// Without a code where it is empty.
    pub async fn get(&self, path: &str, code: &str) -> Response {
        let mut request = self.request(Method::GET, path);
        if !code.is_empty() {
            request = request.header("x-2fa-code", code);
        }
        request.send().await.unwrap()
    }

    /// What a refused call says: `errorType`, and the details of the challenge.
    pub async fn refused(&self, path: &str, code: &str) -> (String, serde_json::Value) {
        let answer = body_of(self.get(path, code).await).await;
        let kind = answer["errorType"].as_str().unwrap_or_default().to_owned();
        (kind, answer["details"].clone())
    }
}
