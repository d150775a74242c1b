//! Codes by mail and by password are counted like any other, and asking again lifts no limit (S3.3, S3.5, S3.14).

use jiff::SignedDuration;
use serde_json::json;

use crate::member::{Office, PASSWORD, WithCode, told};
use crate::person::{html, signed_in};
use crate::support::{SmtpMode, SmtpServer, WorldBuilder};

const SECONDS: fn(i64) -> SignedDuration = SignedDuration::from_secs;

#[tokio::test]
async fn a_mailed_code_has_limits_that_asking_again_does_not_lift() {
    let mails = SmtpServer::start(SmtpMode::Implicit).await;
    let patient = WorldBuilder::new()
        .portal("idle = \"4h\"")
        .after(&mails.section(""));
    let office = Office::open_with(patient).await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let enable = program.post("/api/v1/me/factors/email");
    assert_eq!(told(enable.with_code("totp", &ann.app.code())).await.0, 200);
    let codes = || mails.codes();
    let confirm = program
        .post("/api/v1/me/factors/email/confirm")
        .json(&json!({"code": codes()[0]}));
    assert_eq!(told(confirm).await.0, 200);
    let person = signed_in(&ann).await;
    let ask = async |answer: (&str, &str)| {
        let form = html(&person, "/support/crm").await;
        let fields = [
            ("duration", "1h"),
            ("agent-code", "fixed"),
            ("method", "email"),
            answer,
        ];
        let page = person.answer(&form, "/support/crm", &fields).await;
        page.text().await.unwrap()
    };

    // Another one after a minute and no sooner; a new one gives no new tries.
    for sent in 2..=6 {
        office.clock.advance(SECONDS(60));
        ask(("send", "email")).await;
        assert_eq!(codes().len(), sent);
        office.clock.advance(SECONDS(59));
        ask(("send", "email")).await;
        assert_eq!(codes().len(), sent, "the last one is on its way");
        let page = ask(("code", "000000")).await;
        let left = 6 - sent;
        let said = format!("You have {left} tr");
        assert!(page.contains(&said), "{said}: {page}");
    }
    let page = ask(("code", &codes()[5])).await;
    assert!(
        page.contains("Too many wrong codes."),
        "right, and too late: {page}"
    );

    // A quarter of an hour later codes are taken again: not that one, which has expired, and no more are sent.
    office.clock.advance(SECONDS(15 * 60));
    let page = ask(("code", &codes()[5])).await;
    assert!(page.contains("That code is not right."), "{page}");
    let page = ask(("send", "email")).await;
    assert!(page.contains("Too many codes were sent."), "{page}");
    assert_eq!(codes().len(), 6);
    office.clock.advance(SECONDS(60 * 60));
    ask(("send", "email")).await;
    assert_eq!(codes().len(), 7);
    let page = ask(("code", &codes()[6])).await;
    assert!(page.contains("Support access is active"), "{page}");
}

#[tokio::test]
async fn a_password_that_proves_who_it_is_is_counted() {
    let office = Office::open().await;
    office.hire("bob").await;
    let mut program = office.program();
    let login = json!({"user": "bob", "password": PASSWORD});
    let (_, answer) = told(program.post("/api/v1/login").json(&login)).await;
    let text = |name: &str| answer["data"][name].as_str().unwrap().to_owned();
    program.token = Some((text("authToken"), text("userId")));
    let prove = async |password: &str| {
        let digest = ring::digest::digest(&ring::digest::SHA256, password.as_bytes());
        let digest = data_encoding::HEXLOWER.encode(digest.as_ref());
        let begin = program.post("/api/v1/me/factors/totp");
        told(begin.with_code("password", &digest)).await
    };
    for _ in 0..5 {
        assert_eq!(prove("wrong").await.1["errorType"], "totp-invalid");
    }
    assert_eq!(prove(PASSWORD).await.1["errorType"], "totp-max-attempts");
    office.clock.advance(SECONDS(15 * 60));
    assert_eq!(prove(PASSWORD).await.0, 200);
}
