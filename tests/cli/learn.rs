//! `learn`: an app is used through it as ever, and what it proposes is a policy.

use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use tokio_tungstenite::tungstenite::Message;

use crate::app::App;
use crate::program::{Place, Started};

struct Lesson {
    app: App,
    place: Place,
    learning: Started,
    address: SocketAddr,
    browser: Client,
}

impl Lesson {
    async fn start(arguments: &str) -> Self {
        let app = App::start().await;
        let place = Place::empty();
        let command = format!(
            "learn --upstream http://{} --listen 127.0.0.1:0 {arguments}",
            app.address
        );
        let mut learning = place.start(&command);
        let line = learning.line_with("Open http://");
        let address = line.split('/').nth(2).unwrap().parse().unwrap();
        let browser = browser();
        Self {
            app,
            place,
            learning,
            address,
            browser,
        }
    }

    fn url(&self, target: &str) -> String {
        format!("http://{}{target}", self.address)
    }

    async fn visit(&self, target: &str) -> reqwest::Response {
        self.browser.get(self.url(target)).send().await.unwrap()
    }
}

fn browser() -> Client {
    // Another test may have done so already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().redirect(Policy::none()).build().unwrap()
}

#[tokio::test]
async fn an_app_is_used_through_it_as_ever() {
    let mut lesson = Lesson::start("").await;
    let page = lesson.visit("/a%2Fb?x=1&y=%20").await;
    assert_eq!(page.text().await.unwrap(), "app: /a%2Fb?x=1&y=%20\n");
    let seen = lesson.app.last();
    assert_eq!(seen.header("host"), Some(lesson.address.to_string().as_str()));

    let upload = vec![7_u8; 3 << 20];
    let sent = lesson
        .browser
        .post(lesson.url("/upload"))
        .body(upload.clone())
        .send()
        .await
        .unwrap();
    assert!(sent.text().await.unwrap().starts_with("3145728 "));
    assert_eq!(lesson.app.last().header("content-length"), Some("3145728"));

    let elsewhere = lesson.visit("/redirect?https://example.com/x").await;
    assert_eq!(elsewhere.headers()["location"], "https://example.com/x");
    let home = lesson
        .visit(&format!("/redirect?http://{}/next?a=b", lesson.app.address))
        .await;
    assert_eq!(home.status(), StatusCode::FOUND);
    assert_eq!(home.headers()["location"], lesson.url("/next?a=b").as_str());

    let cookies = lesson.visit("/cookies").await;
    assert_eq!(cookies.headers().get_all("set-cookie").iter().count(), 4);

    // It never ends: what has come is there before the rest.
    let mut events = lesson.visit("/live/events").await.bytes_stream();
    assert!(events.next().await.unwrap().unwrap().starts_with(b"id: 0"));
    drop(events);

    let (mut socket, _) = tokio_tungstenite::connect_async(format!("ws://{}/live", lesson.address))
        .await
        .unwrap();
    socket.send(Message::text("hello")).await.unwrap();
    assert_eq!(socket.next().await.unwrap().unwrap(), Message::text("echo hello"));
    lesson.learning.line_with("101 GET /live");

    let before = lesson.app.count();
    let foreign = lesson
        .browser
        .get(lesson.url("/"))
        .header("host", "evil.example:8081")
        .send()
        .await
        .unwrap();
    assert_eq!(foreign.status(), StatusCode::MISDIRECTED_REQUEST);
    assert_eq!(lesson.app.count(), before);
    lesson.learning.signal("INT");
    assert!(lesson.learning.end().success());
}

#[tokio::test]
async fn what_it_proposes_starts_a_gateway() {
    let mut lesson = Lesson::start("--out learned.toml").await;
    lesson.visit("/index.php?module=Contacts&action=ListView").await;
    lesson.visit("/index.php?module=Messages&token=Hunter2").await;
    lesson.visit("/invoices/17").await;
    let form = [("module", "Messages"), ("subject", "Hunter2")];
    let post = lesson
        .browser
        .post(lesson.url("/index.php"))
        .form(&form)
        .send()
        .await
        .unwrap();
    assert_eq!(post.status(), StatusCode::OK);
    lesson.learning.line_with("200 POST /index.php  module, subject");
    lesson.learning.signal("INT");
    lesson.learning.line_with("wrote 3 scopes to learned.toml");
    assert!(lesson.learning.end().success());

    let place = lesson.place;
    let learned = std::fs::read_to_string(place.path("learned.toml")).unwrap();
    assert!(!learned.contains("Hunter2"), "{learned}");
    assert_eq!(place.run("init --scopes learned.toml").code, 0);
    let check = place.run("check");
    assert_eq!(
        (check.code, check.out.as_str(), check.err.as_str()),
        (0, "ok: 1 site, 3 scopes, 0 tests, 1 certificate\n", "")
    );
    for (with, request, verdict) in [
        ("contacts", "GET /index.php?module=Contacts&record=5", "forward"),
        ("contacts", "GET /index.php?module=Messages", "refuse"),
        ("contacts,messages", "GET /index.php?module=Messages", "forward"),
        ("contacts,messages", "GET /invoices/9/pdf", "refuse"),
        ("invoices", "GET /invoices/9/pdf", "forward"),
        (
            "contacts,messages,invoices",
            "GET /index.php?module=Settings",
            "refuse",
        ),
    ] {
        let ended = place.run_list(&["explain", "--json", "--with", with, request]);
        let explained: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
        assert_eq!(explained["verdict"], verdict, "{with} {request}: {}", ended.out);
    }
}

#[test]
fn q_and_enter_end_it_too() {
    let place = Place::empty();
    let ended = place.run_with_input(
        "learn --upstream http://127.0.0.1:1 --listen 127.0.0.1:0",
        "x\nq\n",
    );
    assert_eq!(ended.code, 0, "{}", ended.err);
    let first = "# Scopes that `gatepass learn` proposes, from 0 requests.\n";
    assert!(ended.out.starts_with(first), "{}", ended.out);
}

#[test]
fn it_serves_nobody_else_and_overwrites_nothing() {
    let place = Place::empty();
    let open = place.run("learn --upstream http://127.0.0.1:1 --listen 0.0.0.0:0");
    assert_eq!(open.code, 1);
    assert!(
        open.err.contains("whoever reaches this address reaches the app"),
        "{}",
        open.err
    );
    std::fs::write(place.path("mine.toml"), "mine").unwrap();
    let taken = place.run("learn --upstream http://127.0.0.1:1 --listen 127.0.0.1:0 --out mine.toml");
    assert_eq!(taken.code, 1);
    assert_eq!(taken.err, "gatepass: `mine.toml` exists and is not overwritten\n");
    assert_eq!(std::fs::read_to_string(place.path("mine.toml")).unwrap(), "mine");
}

#[test]
fn init_says_what_is_wrong_with_scopes() {
    let place = Place::empty();
    std::fs::write(place.path("odd.toml"), "[[site.scope]]\nname = \"a\"\n").unwrap();
    let odd = place.run("init --scopes odd.toml");
    assert_eq!(odd.code, 1);
    assert!(
        odd.err.starts_with("gatepass: `--scopes odd.toml`: "),
        "{}",
        odd.err
    );
    assert!(!place.path("gatepass.toml").exists());
    let none = place.run("init --scopes none.toml");
    assert!(none.err.contains("cannot read `none.toml`"), "{}", none.err);
}

/// An app that answers for one name only, behind a certificate of the company's own.
#[tokio::test]
async fn an_app_behind_a_private_certificate_is_asked_by_its_own_name() {
    let place = Place::empty();
    let app = App::start().await;
    let address = behind_tls(&app, &place).await;
    let upstream = format!("--upstream https://{address} --listen 127.0.0.1:0");
    let learn = format!("learn {upstream} --ca ca.pem --host crm.internal:8443");
    let mut learning = place.start(&learn);
    let line = learning.line_with("Open http://");
    let here = line.split('/').nth(2).unwrap().to_owned();
    let browser = browser();
    let visit = async |target: &str| {
        browser
            .get(format!("http://{here}{target}"))
            .send()
            .await
            .unwrap()
    };
    assert_eq!(visit("/a").await.status(), StatusCode::OK);
    assert_eq!(app.last().header("host"), Some("crm.internal:8443"));
    let home = visit("/redirect?https://crm.internal:8443/next").await;
    assert_eq!(home.headers()["location"], format!("http://{here}/next").as_str());
    learning.signal("INT");
    assert!(learning.end().success());

    // Nobody vouches for it, or there is nothing to vouch for.
    let mut learning = place.start(&format!("learn {upstream}"));
    let line = learning.line_with("Open http://");
    let here = line.split('/').nth(2).unwrap().to_owned();
    let refused = browser.get(format!("http://{here}/")).send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::BAD_GATEWAY);
    learning.signal("INT");
    assert!(learning.end().success());
    let plain = place.run(&format!("learn --upstream http://{address} --ca ca.pem"));
    assert_eq!(plain.code, 1);
    assert!(
        plain.err.contains("`--ca` is for an app behind `https://`"),
        "{}",
        plain.err
    );
}

/// The app, with a certificate for its address, which lies beside as `ca.pem`.
async fn behind_tls(app: &App, place: &Place) -> SocketAddr {
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    let certificate = params.self_signed(&key).unwrap();
    std::fs::write(place.path("ca.pem"), certificate.pem()).unwrap();
    let key = key.serialize_der().try_into().unwrap();
    app.behind_tls(certificate.der().clone(), key).await
}
