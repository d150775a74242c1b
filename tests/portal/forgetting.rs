//! Years of accounts: what is long over leaves the store, what lives stays, however long nobody looked at it.

use gatepass::access::{AccountName, Role};
use gatepass::actions::PruneProgress;
use gatepass::actions::account::{EmailStanding, NewAccount, Start};
use jiff::SignedDuration;
use serde_json::json;

use crate::member::{Office, PASSWORD, Program, WithCode, told};
use crate::person::{browser, html};
use crate::support::{Counts, SmtpMode, SmtpServer, WorldBuilder, operator};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// The path of the link.
async fn invite(office: &Office, name: &str, valid_for: SignedDuration) -> String {
    let new = NewAccount {
        name: name.parse::<AccountName>().unwrap(),
        email: format!("{name}@example.com").parse().unwrap(),
        email_standing: EmailStanding::Unproven,
        role: Role::Grantor,
        apps: [].into(),
        start: Start::Invitation { valid_for },
    };
    let actions = &office.world.running.gateway.actions;
    let added = actions.add_account(new, operator()).await.unwrap();
    format!("/invitation/{}", added.invitation.unwrap().reveal())
}

/// A repeatable request and, by its code, a trusted client.
async fn ask_for_support(program: &Program<'_>, key: &str, code: &str) -> u16 {
    let wanted = json!({"site": "crm", "duration": "1h"});
    let request = program
        .post("/api/v1/grants")
        .json(&wanted)
        .header("idempotency-key", key);
    told(request.with_code("totp", code)).await.0
}

async fn prune(office: &Office) {
    while office.world.running.gateway.actions.prune().await.unwrap() == PruneProgress::More {}
}

#[tokio::test]
async fn what_is_long_over_is_forgotten_and_what_lives_stays() {
    let mails = SmtpServer::start(SmtpMode::Implicit).await;
    let unhurried = WorldBuilder::new().portal("idle = \"14d\"\nlongest = \"30d\"");
    let office = Office::open_with(unhurried.after(&mails.section(""))).await;
    let counts = Counts::of(&office.world).await;
    let (ann, bob) = (office.member("ann").await, office.member("bob").await);

    // Bob's program does everything once; Ann's and its token wait.
    let his = bob.program().await;
    assert_eq!(ask_for_support(&his, "first", &bob.app.code()).await, 201);
    let by_mail = his
        .post("/api/v1/me/factors/email")
        .with_code("totp", &bob.app.code());
    assert_eq!(told(by_mail).await.0, 200);
    let wrong = his.delete("/api/v1/me/factors/totp").with_code("totp", "000000");
    assert_eq!(told(wrong).await.0, 400);
    let half = browser(&office);
    let fields = [("username", "bob"), ("password", PASSWORD)];
    assert_eq!(half.submit("/sign-in", "/sign-in", &fields).await.status(), 303);
    let short = invite(&office, "dan", SignedDuration::from_hours(1)).await;
    let long = invite(&office, "cora", DAY * 30).await;
    let hers = ann.program().await;
    let token = hers.post("/api/v1/tokens").json(&json!({"name": "helpdesk"}));
    let (_, token) = told(token.with_code("totp", &ann.app.code())).await;
    let tables = [
        "account_sessions",
        "account_trust",
        "mailed_codes",
        "links WHERE purpose = 'invitation'",
        "idempotency",
    ];
    let now = async || {
        let mut rows = Vec::new();
        for table in tables {
            rows.push(counts.rows(table).await);
        }
        rows
    };
    assert_eq!(now().await, [3, 1, 1, 2, 1]);
    assert_eq!(
        counts.rows("attempts WHERE subject LIKE 'account-code:%'").await,
        1
    );
    prune(&office).await;
    assert_eq!(now().await, [3, 1, 1, 2, 1], "nothing is long over yet");

    // Nine days later Ann comes back and does the same.
    office.clock.advance(DAY * 9);
    assert_eq!(ask_for_support(&hers, "second", &ann.app.code()).await, 201);
    let by_mail = hers
        .post("/api/v1/me/factors/email")
        .with_code("totp", &ann.app.code());
    assert_eq!(told(by_mail).await.0, 200);
    let wrong = hers.delete("/api/v1/me/factors/totp").with_code("totp", "000000");
    assert_eq!(told(wrong).await.0, 400);
    prune(&office).await;
    assert_eq!(now().await, [2, 1, 1, 1, 1]);
    assert_eq!(
        counts.rows("attempts WHERE subject LIKE 'account-code:%'").await,
        1
    );

    // What lives, works, also what nobody has used for longer than what is over is kept.
    assert_eq!(told(his.get("/api/v1/me")).await.0, 200);
    let seen = ask_for_support(&hers, "second", "").await;
    assert_eq!(seen, 201, "repeated by a client that is trusted");
    let mut helpdesk = office.program();
    let text = |name: &str| token[name].as_str().unwrap().to_owned();
    helpdesk.token = Some((text("token"), text("userId")));
    assert_eq!(told(helpdesk.get("/api/v1/me")).await.0, 200);
    html(&browser(&office), &long).await;
    assert_eq!(browser(&office).visit(&short).await.status(), 410);
    let login = json!({"user": "bob", "password": PASSWORD, "code": bob.recovery_codes[0]});
    assert_eq!(
        told(office.program().post("/api/v1/login").json(&login)).await.0,
        200
    );
}

/// Guesses from afar do not lock out whoever comes back from a holiday to where they always were.
#[tokio::test]
async fn an_address_is_remembered_for_longer_than_a_session() {
    let office = Office::open().await;
    let counts = Counts::of(&office.world).await;
    let ann = office.member("ann").await;
    for _ in 0..3 {
        let program = ann.program().await;
        assert_eq!(told(program.post("/api/v1/logout")).await.0, 200);
    }
    let is_known = async || {
        let store = &office.world.running.gateway.actions.store;
        let here = "127.0.0.1".parse().unwrap();
        store.account_was_seen_at(ann.account.id, here).await.unwrap()
    };
    office.clock.advance(DAY * 60);
    prune(&office).await;
    assert_eq!(
        counts.rows("account_sessions").await,
        1,
        "the last one of all is enough"
    );
    assert!(is_known().await);
    office.clock.advance(DAY * 31);
    prune(&office).await;
    assert!(!is_known().await);
    assert_eq!(counts.rows("account_sessions").await, 0);
}
