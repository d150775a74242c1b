//! One-time links over HTTP (S1.13): kept unread, handed out once, and gone (controls 19, 21 and 25).

use std::path::Path;
use std::time::Duration;

use data_encoding::BASE64URL_NOPAD;
use futures_util::future::join_all;
use gatepass::handoff::{LinkCode, LinkKey, Message, SharedLink};
use jiff::SignedDuration;
use memchr::memmem;
use reqwest::Method;
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};

use crate::member::{Office, Program, WithCode, told};
use crate::person::{browser, html, seen, signed_in};
use crate::story::files_below;
use crate::support::{Client, Log, Protocol, SmtpMode, SmtpServer, WorldBuilder};

const SECRET: &str = "canary: tangerine-orbit-5512";

/// A link as its two ends know it.
pub(crate) struct Handed {
    key: LinkKey,
    shared: SharedLink,
    sealed: Vec<u8>,
}

impl Handed {
    fn sealed(with_code: bool) -> Self {
        let key = LinkKey::generate();
        let code = with_code.then(LinkCode::generate);
        let shared = key.with(code.as_ref());
        let sealed = shared.seal(&Message::Text {
            text: SECRET.to_owned(),
        });
        Self { key, shared, sealed }
    }

    fn fields(&self) -> Value {
        let digested = |bytes: &[u8; 32]| BASE64URL_NOPAD.encode(digest(&SHA256, bytes).as_ref());
        json!({
            "id": self.shared.id().to_string(),
            "claimDigest": digested(self.shared.claim()),
            "proofDigest": self.shared.proof().map(digested),
            "sealed": BASE64URL_NOPAD.encode(&self.sealed),
        })
    }

    /// Made and kept.
    pub(crate) async fn kept(program: &Program<'_>, with_code: bool) -> Self {
        let handed = Self::sealed(with_code);
        let (status, made) = told(program.post("/api/v1/handoff/links").json(&handed.fields())).await;
        assert_eq!(status, 201, "{made}");
        assert_eq!(made["id"], handed.shared.id().to_string());
        handed
    }

    fn page(&self) -> String {
        format!("/handoff/{}", self.shared.id())
    }

    fn api(&self) -> String {
        format!("/api/v1/handoff/links/{}", self.shared.id())
    }

    fn claim(&self) -> Value {
        let encoded = |bytes: &[u8; 32]| BASE64URL_NOPAD.encode(bytes);
        json!({"claim": encoded(self.shared.claim()), "proof": self.shared.proof().map(encoded)})
    }

    pub(crate) async fn open(&self, receiver: &Program<'_>) -> (u16, Value) {
        self.open_with(receiver, &self.claim()).await
    }

    async fn open_with(&self, receiver: &Program<'_>, claim: &Value) -> (u16, Value) {
        told(receiver.post(&format!("{}/open", self.api())).json(claim)).await
    }

    fn read(&self, answer: &Value) -> Message {
        let sealed = BASE64URL_NOPAD.decode(answer["sealed"].as_str().unwrap().as_bytes());
        self.shared.open(&sealed.unwrap()).unwrap()
    }

    /// Whether a part of what was sealed lies in a file below.
    pub(crate) fn lies_in(&self, dir: &Path) -> bool {
        let part = &self.sealed[60..92];
        let files = files_below(dir);
        files.iter().any(|(_, bytes)| memmem::find(bytes, part).is_some())
    }
}

async fn state_of(program: &Program<'_>, handed: &Handed) -> Value {
    let (_, list) = told(program.get("/api/v1/handoff/links")).await;
    let id = handed.shared.id().to_string();
    let items = list["items"].as_array().unwrap();
    items.iter().find(|item| item["id"] == id).unwrap().clone()
}

#[tokio::test]
async fn a_link_is_opened_once_and_its_sender_is_told() {
    let mails = SmtpServer::start(SmtpMode::Implicit).await;
    let office = Office::open_with(WorldBuilder::new().after(&mails.section(""))).await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let handed = Handed::kept(&program, false).await;
    assert_eq!(state_of(&program, &handed).await["state"], "waiting");

    let stranger = office.program();
    let page = html(&browser(&office), &handed.page()).await;
    assert!(page.contains("ann has handed you something"), "{page}");
    let (status, answer) = handed.open(&stranger).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(
        handed.read(&answer),
        Message::Text {
            text: SECRET.to_owned()
        }
    );
    let (status, again) = handed.open(&stranger).await;
    assert_eq!(
        (status, again["errorType"].as_str()),
        (410, Some("link-opened")),
        "{again}"
    );
    let (status, _, over) = seen(browser(&office).visit(&handed.page()).await).await;
    assert_eq!(status, 410);
    assert!(over.contains("This link was opened already"), "{over}");
    assert!(!over.contains("127.0.0.1"), "where from is for the sender only");

    let receipt = state_of(&program, &handed).await;
    assert_eq!(receipt["state"], "opened");
    assert_eq!(receipt["openedFrom"], "127.0.0.1");
    assert_eq!(receipt["openedBy"], "Wrapper/1.0");
    let person = signed_in(&ann).await;
    let list = html(&person, "/handoff").await;
    assert!(
        list.contains("<strong>Opened</strong>") && list.contains("Wrapper/1.0 · 127.0.0.1"),
        "{list}"
    );
    let activity = html(&person, "/activity").await;
    assert!(activity.contains("Somebody with the link"), "{activity}");
    let short: String = handed.shared.id().to_string().chars().take(6).collect();
    let deed = format!("opened the one-time link {short}");
    assert!(activity.contains(&deed), "{activity}");
    office.world.running.stop().await;
    let received = mails.received();
    let letter = received
        .iter()
        .find(|mail| mail.subject() == "Your one-time link was opened");
    let text = letter.unwrap().text();
    assert!(
        text.contains("Wrapper/1.0, 127.0.0.1") && text.contains(&short),
        "{text}"
    );
}

#[tokio::test]
async fn looking_consumes_nothing() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let handed = Handed::kept(&ann.program().await, false).await;
    const SCANNERS: [&str; 10] = [
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "Mozilla/5.0 (compatible; Microsoft-Preview; SafeLinks)",
        "facebookexternalhit/1.1",
        "WhatsApp/2.23.20.0",
        "TelegramBot (like TwitterBot)",
        "Mozilla/5.0 (compatible; Discordbot/2.0)",
        "Mozilla/5.0 (compatible; Googlebot/2.1)",
        "Barracuda Sentinel (EE)",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36",
        "curl/8.5.0",
    ];
    for scanner in SCANNERS {
        let client = Client::as_browser(&office.world, Protocol::Http2, scanner).at("portal.test");
        for method in [Method::GET, Method::HEAD] {
            let looked = client.request(method.clone(), &handed.page());
            let looked = looked
                .header("purpose", "prefetch")
                .header("sec-purpose", "prefetch");
            let looked = looked.send().await.unwrap();
            assert_eq!(looked.status(), 200, "{method} by {scanner}");
            let field = |name: &str| looked.headers()[name].to_str().unwrap().to_owned();
            assert_eq!(field("cache-control"), "no-store");
            assert_eq!(field("referrer-policy"), "no-referrer");
            assert!(field("content-security-policy").contains("script-src 'self'"));
            assert!(looked.headers().get("set-cookie").is_none());
        }
        // A scanner that submits forms has no key, either.
        for method in [
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PUT,
            Method::OPTIONS,
        ] {
            for path in [handed.page(), handed.api(), format!("{}/open", handed.api())] {
                let status = client
                    .request(method.clone(), &path)
                    .send()
                    .await
                    .unwrap()
                    .status();
                assert!(
                    status.is_client_error() || path == handed.page(),
                    "{method} {path}: {status}"
                );
            }
        }
    }
    let (status, answer) = handed.open(&office.program()).await;
    assert_eq!(status, 200, "{answer}");
}

#[tokio::test]
async fn fifty_at_once_open_it_once() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let handed = Handed::kept(&ann.program().await, true).await;
    let stranger = office.program();
    let all = join_all((0..50).map(|_| handed.open(&stranger))).await;
    let opened: Vec<_> = all.iter().filter(|(status, _)| *status == 200).collect();
    assert_eq!(opened.len(), 1);
    handed.read(&opened[0].1);
    assert!(
        all.iter()
            .filter(|(status, _)| *status != 200)
            .all(|(status, told)| (*status, told["errorType"].as_str()) == (410, Some("link-opened"))),
        "{all:?}"
    );
}

#[tokio::test]
async fn wrong_codes_wipe_it_and_who_lacks_the_link_cannot() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let handed = Handed::kept(&program, true).await;
    let stranger = office.program();
    let claim = |claim: &str, proof: Option<&str>| {
        let mut sent = handed.claim();
        sent["claim"] = json!(claim);
        sent["proof"] = json!(proof);
        sent
    };
    let nothing = BASE64URL_NOPAD.encode(&[7; 32]);
    let right = handed.claim()["claim"].as_str().unwrap().to_owned();
    // The address alone: not even tries are used up.
    for _ in 0..6 {
        let (status, refused) = handed
            .open_with(&stranger, &claim(&nothing, Some(&nothing)))
            .await;
        assert_eq!((status, &refused["errorType"]), (404, &json!("unknown-link")));
    }
    // No code at all costs no try.
    for _ in 0..6 {
        let (status, refused) = handed.open_with(&stranger, &claim(&right, None)).await;
        assert_eq!((status, &refused["errorType"]), (403, &json!("code-needed")));
    }
    assert!(handed.lies_in(office.world.dir.path()));
    for left in (1..=4).rev() {
        let (status, refused) = handed.open_with(&stranger, &claim(&right, Some(&nothing))).await;
        assert_eq!((status, &refused["errorType"]), (403, &json!("wrong-code")));
        assert_eq!(refused["details"]["left"], left);
    }
    let (status, wiped) = handed.open_with(&stranger, &claim(&right, Some(&nothing))).await;
    assert_eq!((status, &wiped["errorType"]), (410, &json!("link-wiped")));
    assert!(!handed.lies_in(office.world.dir.path()));
    assert_eq!(
        handed.open(&stranger).await.0,
        410,
        "the right code comes too late"
    );
    assert_eq!(state_of(&program, &handed).await["state"], "wiped");
    // Who tries many addresses is stopped for a while, like every guesser.
    let other = Handed::sealed(false);
    for _ in 0..14 {
        assert_eq!(other.open(&stranger).await.0, 404);
    }
    let (status, refused) = other.open(&stranger).await;
    assert_eq!(
        (status, &refused["errorType"]),
        (429, &json!("error-too-many-requests"))
    );
}

#[tokio::test]
async fn what_is_gone_leaves_no_byte_behind() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let dir = office.world.dir.path();
    let [opened, revoked, expired, waiting] = [
        Handed::kept(&program, false).await,
        Handed::kept(&program, false).await,
        Handed::sealed(false),
        Handed::kept(&program, true).await,
    ];
    let mut fields = expired.fields();
    fields["duration"] = json!("15m");
    assert_eq!(
        told(program.post("/api/v1/handoff/links").json(&fields)).await.0,
        201
    );
    for handed in [&opened, &revoked, &expired, &waiting] {
        assert!(handed.lies_in(dir), "as long as it waits");
    }
    assert_eq!(opened.open(&office.program()).await.0, 200);
    assert!(!opened.lies_in(dir));
    assert_eq!(told(program.delete(&revoked.api())).await.0, 200);
    assert!(!revoked.lies_in(dir));
    assert_eq!(
        revoked.open(&office.program()).await.1["errorType"],
        "link-revoked"
    );
    office.clock.advance(SignedDuration::from_mins(15));
    assert_eq!(
        expired.open(&office.program()).await.1["errorType"],
        "link-expired"
    );
    // Nobody asks for it: the gateway looks at its clock every few seconds.
    for _ in 0..600 {
        if !expired.lies_in(dir) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(!expired.lies_in(dir), "half a minute later");
    assert_eq!(state_of(&program, &expired).await["state"], "expired");
    assert!(waiting.lies_in(dir), "it still waits");
    assert_eq!(waiting.open(&office.program()).await.0, 200);
    assert!(!waiting.lies_in(dir));
}

#[tokio::test]
async fn links_are_few_small_short_and_ones_own() {
    let limits = "[handoff]\nlargest = \"1KiB\"\nlongest = \"8h\"\nlinks_per_account = 2\n";
    let office = Office::open_with(WorldBuilder::new().after(limits)).await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let refused = async |change: &dyn Fn(&mut Value)| {
        let mut fields = Handed::sealed(false).fields();
        change(&mut fields);
        let (status, told) = told(program.post("/api/v1/handoff/links").json(&fields)).await;
        (status, told["errorType"].as_str().unwrap_or_default().to_owned())
    };
    let large = BASE64URL_NOPAD.encode(&[1; 1025]);
    assert_eq!(
        refused(&|it| it["sealed"] = json!(large)).await,
        (413, "too-large".into())
    );
    for duration in ["9h", "0"] {
        assert_eq!(
            refused(&|it| it["duration"] = json!(duration)).await,
            (400, "duration-not-offered".into())
        );
    }
    for (field, value) in [
        ("sealed", ""),
        ("sealed", "*"),
        ("claimDigest", "AAAA"),
        ("proofDigest", "AAAA"),
        ("id", "1"),
        ("more", "x"),
    ] {
        assert_eq!(
            refused(&|it| it[field] = json!(value)).await,
            (400, "invalid".into()),
            "{field}"
        );
    }
    let first = Handed::kept(&program, false).await;
    assert_eq!(
        refused(&|it| it["id"] = first.fields()["id"].clone()).await,
        (409, "link-exists".into())
    );
    // The same request again makes nothing new.
    let second = Handed::sealed(false);
    for _ in 0..2 {
        let again = program.post("/api/v1/handoff/links").json(&second.fields());
        assert_eq!(told(again.header("idempotency-key", "k")).await.0, 201);
    }
    assert_eq!(refused(&|_| ()).await, (409, "too-many-links".into()));
    // Nobody else's list, and nobody else's button.
    let bob = office.member("bob").await;
    let his = bob.program().await;
    assert_eq!(told(his.delete(&first.api())).await.0, 404);
    let (_, list) = told(his.get("/api/v1/handoff/links")).await;
    assert_eq!(list["items"], json!([]));
    let page = signed_in(&bob).await;
    let (status, _, _) = seen(
        page.submit("/handoff", &format!("{}/revoke", first.page()), &[])
            .await,
    )
    .await;
    assert_eq!(status, 404);
    assert_eq!(state_of(&program, &first).await["state"], "waiting");
    // A token needs the scope, and no token is nobody.
    let terms = json!({"name": "reader", "scopes": ["me"]});
    let made = program
        .post("/api/v1/tokens")
        .json(&terms)
        .with_code("totp", &ann.app.code());
    let (_, made) = told(made).await;
    let mut reader = office.program();
    let text = |name: &str| made[name].as_str().unwrap().to_owned();
    reader.token = Some((text("token"), text("userId")));
    let create = |program: &Program<'_>| {
        let fields = Handed::sealed(false).fields();
        told(program.post("/api/v1/handoff/links").json(&fields))
    };
    assert_eq!(create(&reader).await.0, 403);
    assert_eq!(create(&office.program()).await.0, 401);
    // The page's button, with its form token; without it nothing happens.
    let hers = signed_in(&ann).await;
    let bare = hers.request(Method::POST, &format!("{}/revoke", first.page()));
    assert_eq!(bare.send().await.unwrap().status(), 403);
    let revoked = hers
        .submit("/handoff", &format!("{}/revoke", first.page()), &[])
        .await;
    assert_eq!(seen(revoked).await.0, 303);
    assert_eq!(state_of(&program, &first).await["state"], "revoked");
}

#[tokio::test]
async fn a_secret_is_in_no_record_and_neither_is_what_opens_it() {
    let log = Log::of_everything();
    let mails = SmtpServer::start(SmtpMode::Implicit).await;
    let office = Office::open_with(WorldBuilder::new().after(&mails.section(""))).await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let handed = [
        Handed::kept(&program, false).await,
        Handed::kept(&program, true).await,
        Handed::kept(&program, true).await,
    ];
    for opened in &handed[..2] {
        let (status, answer) = opened.open(&office.program()).await;
        assert_eq!(status, 200, "{answer}");
    }
    let mut records = files_below(office.world.dir.path());
    assert!(records.iter().any(|(name, _)| name.ends_with("gatepass.db-wal")));
    office.world.running.stop().await;
    records.extend(files_below(office.world.dir.path()));
    records.push(("the log".to_owned(), log.text().into_bytes()));
    assert!(log.text().contains("a request was answered"), "{}", log.text());
    let letters = mails.received();
    assert_eq!(letters.len(), 3, "one about the factor, two receipts");
    records.extend(
        letters
            .iter()
            .map(|mail| (mail.subject(), mail.data.clone().into_bytes())),
    );
    for it in &handed {
        let link = it.key.link("https://portal.test");
        let key = link.reveal().split_once('#').unwrap().1.to_owned();
        let key_bytes = BASE64URL_NOPAD.decode(key.as_bytes()).unwrap();
        let mut secrets = vec![SECRET.as_bytes().to_vec(), key.into_bytes(), key_bytes];
        for proof in [Some(it.shared.claim()), it.shared.proof()].into_iter().flatten() {
            secrets.push(proof.to_vec());
            secrets.push(BASE64URL_NOPAD.encode(proof).into_bytes());
        }
        for (name, bytes) in &records {
            for secret in &secrets {
                assert!(memmem::find(bytes, secret).is_none(), "it is in {name}");
            }
        }
    }
}

#[tokio::test]
async fn what_became_of_a_link_is_forgotten_a_week_later() {
    let limits = "[handoff]\nlongest = \"30d\"\n";
    let unhurried = WorldBuilder::new().portal("idle = \"14d\"\nlongest = \"30d\"");
    let office = Office::open_with(unhurried.after(limits)).await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let waiting = Handed::kept(&program, false).await;
    let opened = Handed::sealed(false);
    let mut fields = opened.fields();
    fields["duration"] = json!("1h");
    assert_eq!(
        told(program.post("/api/v1/handoff/links").json(&fields)).await.0,
        201
    );
    assert_eq!(opened.open(&office.program()).await.0, 200);
    let actions = &office.world.running.gateway.actions;
    let visitor = browser(&office);
    let status = async || visitor.visit(&opened.page()).await.status().as_u16();
    office.clock.advance(SignedDuration::from_hours(7 * 24));
    actions.prune().await.unwrap();
    assert_eq!(
        status().await,
        410,
        "it would have been over for less than a week"
    );
    office.clock.advance(SignedDuration::from_hours(2));
    actions.prune().await.unwrap();
    assert_eq!(status().await, 404);
    let (_, list) = told(program.get("/api/v1/handoff/links")).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert_eq!(state_of(&program, &waiting).await["state"], "waiting");
    assert_eq!(waiting.open(&office.program()).await.0, 200);
}
