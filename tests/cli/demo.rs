//! `demo`, from its start to its second start.

use gatepass::clock::{Clock, SystemClock};
use std::path::Path;
use std::sync::Arc;

use reqwest::cookie::Jar;
use serde_json::Value;

use crate::program::{Place, Started};
use crate::visitor::{browser, hidden_fields, sign_in};

/// A demo that runs, and a browser that trusts it.
struct Demo {
    program: Started,
    shown: Value,
    browser: reqwest::Client,
    cookies: Arc<Jar>,
}

impl Demo {
    fn start(place: &Place) -> Self {
        let mut program = place.start("demo --listen 127.0.0.1:0 --json");
        let shown: Value = serde_json::from_str(&program.line_with("\"credentials\"")).unwrap();
        let port = u16::try_from(shown["port"].as_u64().unwrap()).unwrap();
        let ca = Path::new(shown["ca"].as_str().unwrap());
        let (browser, cookies) = browser(ca, &["crm.localhost", "support.localhost"], port);
        Self {
            program,
            shown,
            browser,
            cookies,
        }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.shown["url"].as_str().unwrap())
    }

    async fn visit(&self, path: &str) -> reqwest::Response {
        self.browser
            .get(self.url(path))
            .header("accept", "text/html")
            .send()
            .await
            .unwrap()
    }

    async fn sign_in(&self) {
        let answer = sign_in(&self.browser, &self.url(""), &self.shown["credentials"]).await;
        assert_eq!(answer.status(), 303, "{}", answer.text().await.unwrap());
        assert!(
            reqwest::cookie::CookieStore::cookies(&*self.cookies, &self.url("").parse().unwrap()).is_some()
        );
    }

    /// Somebody's browser, on the portal. Returns where the sign-in leads.
    async fn sign_in_on_portal(&self, person: &Value) -> String {
        let [account, password] = ["account", "password"].map(|key| person[key].as_str().unwrap());
        let fields = [("username", account), ("password", password)];
        let answer = self.submit_on_portal("sign-in", "sign-in", &fields).await;
        assert_eq!(answer.status(), 303, "{}", answer.text().await.unwrap());
        answer.headers()["location"].to_str().unwrap().to_owned()
    }

    /// Sets up an authenticator app.
    async fn enrol_on_portal(&self, person: &Value) {
        let password = person["password"].as_str().unwrap();
        let page = "account/authenticator";
        let confirmed = [("method", "password"), ("code", password)];
        let scan = self
            .submit_on_portal(page, &format!("{page}/start"), &confirmed)
            .await;
        assert_eq!(scan.status(), 200);
        let scan = scan.text().await.unwrap();
        let (_, link) = scan.split_once("href=\"otpauth").unwrap();
        let link = link
            .split('"')
            .next()
            .unwrap()
            .replace("&amp;", "&")
            .replace("&#38;", "&");
        let app = totp_rs::Totp::from_url(format!("otpauth{link}")).unwrap();
        let now = SystemClock::starting_after(None).now().as_second();
        let code = app.generate(now.try_into().unwrap()).to_string();
        let enrolled = self
            .submit_on_portal(page, &format!("{page}/confirm"), &[("code", &code)])
            .await;
        assert_eq!(enrolled.status(), 200, "{}", enrolled.text().await.unwrap());
    }

    /// Sends the form of `page` to `action`, with more fields than its hidden ones.
    async fn submit_on_portal(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> reqwest::Response {
        let portal = self.shown["portal"]["url"].as_str().unwrap();
        let mut form = hidden_fields(&self.visit_on_portal(page).await);
        form.retain(|(name, _)| name == "csrf");
        form.dedup();
        form.extend(
            fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        let posted = self
            .browser
            .post(format!("{portal}{action}"))
            .header("origin", portal.trim_end_matches('/'))
            .header("accept", "text/html")
            .form(&form);
        posted.send().await.unwrap()
    }

    async fn visit_on_portal(&self, path: &str) -> String {
        let url = format!("{}{path}", self.shown["portal"]["url"].as_str().unwrap());
        let page = self.browser.get(url).header("accept", "text/html");
        let page = page.send().await.unwrap();
        assert_eq!(page.status(), 200, "{path}");
        page.text().await.unwrap()
    }

    fn end(self) {
        self.program.signal("INT");
        assert_eq!(self.program.end().code(), Some(0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_is_let_in_sees_some_and_is_put_out() {
    let place = Place::empty();
    let demo = Demo::start(&place);
    let stranger = demo.browser.get(demo.url("contacts")).send().await.unwrap();
    assert_eq!(stranger.status(), 401);
    demo.sign_in().await;
    let dashboard = demo.visit("").await;
    assert_eq!(dashboard.status(), 200);
    let dashboard = dashboard.text().await.unwrap();
    assert!(
        dashboard.contains("support session of agent Sam (support)"),
        "{dashboard}"
    );
    for (path, status) in [
        ("contacts/1", 200),
        ("static/crm.css", 200),
        ("app?module=Invoices", 200),
        ("search?q=a&in=contacts", 200),
        ("files", 200),
        ("messages", 403),
        ("app?module=Messages", 403),
        ("search?q=a", 403),
        ("api/conversations", 403),
    ] {
        assert_eq!(demo.visit(path).await.status(), status, "{path}");
    }

    let mut download = demo.visit("live/download?mib=500&rate=1").await;
    assert!(download.chunk().await.unwrap().is_some());
    let user_name = demo.shown["credentials"]["userName"].as_str().unwrap();
    let revoked = place.run(&format!(
        "--config .gatepass-demo/gatepass.toml grant revoke {user_name}"
    ));
    assert!(
        revoked.out.starts_with("revoked; 1 request cut in "),
        "{}{}",
        revoked.out,
        revoked.err
    );
    while let Ok(chunk) = download.chunk().await {
        assert!(
            chunk.is_some(),
            "a download that was cut does not end as if it were whole"
        );
    }
    assert_eq!(
        demo.browser
            .get(demo.url("contacts"))
            .send()
            .await
            .unwrap()
            .status(),
        401
    );
    demo.end();

    let refused = place
        .run("--config .gatepass-demo/gatepass.toml audit list --verdict refuse")
        .out;
    assert_eq!(
        refused
            .lines()
            .filter(|line| line.contains("refused GET"))
            .count(),
        4 + 1,
        "{refused}"
    );
    one_changed_byte_in_the_journal_is_found(&place);
}

fn one_changed_byte_in_the_journal_is_found(place: &Place) {
    let verify = || place.run("--config .gatepass-demo/gatepass.toml audit verify");
    let intact = verify();
    assert_eq!(intact.code, 0, "{}{}", intact.out, intact.err);
    let journal = place.path(".gatepass-demo/data/journal");
    let segments = std::fs::read_dir(journal)
        .unwrap()
        .map(|file| file.unwrap().path());
    let with_messages = |path: &std::path::PathBuf| {
        std::fs::read(path)
            .unwrap()
            .windows(9)
            .any(|window| window == b"/messages")
    };
    let segment = segments.into_iter().find(with_messages).unwrap();
    place.tamper(&segment, b"/messages", b"/massages");
    let broken = verify();
    assert_eq!(broken.code, 1);
    let name = segment.file_name().unwrap().to_str().unwrap();
    assert!(
        broken.err.contains(&format!("journal: `{name}`, line ")),
        "{}",
        broken.err
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_goes_on_where_the_last_one_ended() {
    let place = Place::empty();
    let first = Demo::start(&place);
    let (id, ca) = (
        first.shown["credentials"]["id"].clone(),
        std::fs::read(place.path(".gatepass-demo/certs/ca.pem")).unwrap(),
    );
    let ann = first.shown["portal"].clone();
    first.end();
    place.edit(
        ".gatepass-demo/gatepass.toml",
        "trust_for = \"5m\"",
        "trust_for = \"1m\"",
    );
    let second = Demo::start(&place);
    assert_eq!(
        second.shown["credentials"]["id"], id,
        "the grant is the same, with new credentials"
    );
    assert_eq!(
        std::fs::read(place.path(".gatepass-demo/certs/ca.pem")).unwrap(),
        ca,
        "trusted once is enough"
    );
    assert!(
        std::fs::read_to_string(place.path(".gatepass-demo/gatepass.toml"))
            .unwrap()
            .contains("trust_for = \"1m\"")
    );
    second.sign_in().await;
    assert!(
        second.shown["portal"]["password"].is_null(),
        "Ann's password is shown once"
    );
    assert!(second.shown["portal"]["agent"]["password"].is_null(), "and Sam's");
    assert_eq!(
        second.sign_in_on_portal(&ann).await,
        "/account/authenticator",
        "and it is good in every run"
    );
    second.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn ann_sees_in_the_portal_what_the_demo_has_given() {
    let place = Place::empty();
    let demo = Demo::start(&place);
    let portal = &demo.shown["portal"];
    assert!(
        portal["url"]
            .as_str()
            .unwrap()
            .starts_with("https://support.localhost:")
    );
    assert_eq!(portal["account"], "ann");
    assert_eq!(portal["agent"]["account"], "sam");
    assert_ne!(portal["agent"]["password"], portal["password"]);
    let leads_to = demo.sign_in_on_portal(portal).await;
    assert_eq!(leads_to, "/account/authenticator");
    demo.enrol_on_portal(portal).await;
    let home = demo.visit_on_portal("").await;
    let grant = demo.shown["credentials"]["id"].as_str().unwrap();
    assert!(home.contains(&format!("/grants/{grant}")), "{home}");
    demo.end();
}

/// The demo sends no mail, so that nobody could confirm an address in it.
#[tokio::test(flavor = "multi_thread")]
async fn sam_sees_in_the_portal_what_was_handed_over() {
    let place = Place::empty();
    let demo = Demo::start(&place);
    let sam = &demo.shown["portal"]["agent"];
    demo.sign_in_on_portal(sam).await;
    demo.enrol_on_portal(sam).await;
    let handed = demo.visit_on_portal("handed").await;
    let way_in = format!("<a href=\"{}\">", demo.url(""));
    assert!(handed.contains(&way_in), "{way_in}: {handed}");
    demo.end();
}

/// One of a version that had no portal yet, or one that somebody has changed.
#[tokio::test(flavor = "multi_thread")]
async fn a_demo_without_a_portal_goes_on_without_one() {
    let place = Place::empty();
    Demo::start(&place).end();
    place.edit(".gatepass-demo/gatepass.toml", "[portal]\nhost", "#host");
    place.edit(".gatepass-demo/gatepass.toml", "name = \"Gatepass demo\"", "");
    let demo = Demo::start(&place);
    assert!(demo.shown["portal"].is_null());
    demo.sign_in().await;
    demo.end();
}

#[test]
fn a_demo_says_where_to_go_and_what_to_try() {
    let place = Place::empty();
    let mut demo = place.start("demo --listen 127.0.0.1:0");
    for text in [
        "https://crm.localhost:",
        "User name",
        "Password",
        "Security code",
        "ca.pem",
        "curl --cacert",
        "Try",
        "Be Ann",
        "https://support.localhost:",
        "User name      ann",
        "Password",
        "authenticator app",
        "Pause it",
        "Revoke it",
        "Request support yourself",
        "grant revoke ann.",
        "Ctrl-C ends",
    ] {
        demo.line_with(text);
    }
    demo.signal("INT");
    assert_eq!(demo.end().code(), Some(0));
}

#[test]
fn a_taken_port_is_said_in_a_sentence() {
    let holder = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = holder.local_addr().unwrap();
    let refused = Place::empty().run(&format!("demo --listen {address}"));
    assert_eq!(refused.code, 1);
    let port = address.port();
    assert!(
        refused
            .err
            .starts_with(&format!("gatepass: port {port} is taken by another program")),
        "{}",
        refused.err
    );
}
