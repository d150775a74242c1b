//! Security codes that are mailed to the agent: at the sign-in, at challenges, on pages and in JSON (S2.4, S3.3).

use reqwest::Method;
use serde_json::json;

use crate::member::{Office, WithCode, read, told};
use crate::person::{html, seen, shown, signed_in};
use crate::support::{MAILBOX, MASKED, MailedWorld, Protocol, SITE, SmtpMode, SmtpServer, WorldBuilder};

#[tokio::test]
async fn a_program_gets_its_code_by_mail_when_it_signs_in_and_where_it_is_challenged() {
    let mailed = MailedWorld::start().await;
    let created = mailed.grant("ann").await;
    assert!(created.credentials.security_code.is_none());
    let (status, asked) = mailed.login(&created.credentials, "").await;
    assert_eq!((status, &asked["error"]), (401, &json!("totp-required")));
    let details = &asked["details"];
    assert_eq!(details["method"], "email");
    assert_eq!(details["availableMethods"], json!(["email"]));
    assert_eq!(details["codeGenerated"], true);
    assert_eq!(details["emailOrUsername"], MASKED);
    assert_eq!(details["codeCount"], 1);
    assert_eq!(details["expiresIn"], 600);
    assert_eq!(details["codeExpires"], json!(["2026-11-20T12:10:00Z"]));
    let (_, again) = mailed.login(&created.credentials, "").await;
    assert_eq!(again["details"]["codeGenerated"], false, "one is on its way");
    let mails = mailed.smtp.received();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, [MAILBOX]);
    assert!(mails[0].text().contains("your support session at crm"));

    let program = mailed.program(&created.credentials).await;
    assert_eq!(mailed.smtp.codes().len(), 1, "the same code was good still");
    assert_eq!(program.get("/contacts/1", "").await.status(), 200);
    let before = mailed.world.app.count();
    let (kind, asked) = program.refused("/billing/7", "").await;
    assert_eq!(
        (kind.as_str(), &asked["codeGenerated"]),
        ("totp-required", &json!(true))
    );
    let (kind, refused) = program.refused("/billing/7", "000000").await;
    assert_eq!(
        (kind.as_str(), &refused["codeGenerated"]),
        ("totp-invalid", &json!(false))
    );
    assert_eq!(refused["codeCount"], 1);
    assert_eq!(mailed.world.app.count(), before);
    let code = mailed.newest_code();
    let change = program
        .request(Method::PUT, "/billing/7")
        .with_code("email", &code);
    assert_eq!(change.body("paid=yes").send().await.unwrap().status(), 200);
    assert_eq!(mailed.world.app.count(), before + 1);
    assert!(mailed.world.app.last().header("x-2fa-code").is_none());
}

#[tokio::test]
async fn a_person_gets_a_code_by_mail_and_another_one_after_a_minute() {
    let mailed = MailedWorld::start().await;
    let created = mailed.grant("ann").await;
    let agent = mailed.half_signed_in(&created.credentials).await;
    assert!(mailed.smtp.codes().is_empty(), "the page sends it");
    let page = html(&agent, "/.gatepass/challenge?return=/contacts/1").await;
    assert!(page.contains(&format!("We sent 6 digits to {MASKED}.")), "{page}");
    let first = mailed.newest_code();
    html(&agent, "/.gatepass/challenge?return=/contacts/1").await;
    let ask = async || {
        seen(
            agent
                .answer(&page, "/.gatepass/challenge", &[("send", "email")])
                .await,
        )
        .await
    };
    let (status, _, waiting) = ask().await;
    assert_eq!(status, 200);
    assert!(waiting.contains("A new code can be sent in"), "{waiting}");
    assert_eq!(mailed.smtp.codes().len(), 1);
    mailed.wait(60);
    ask().await;
    assert_eq!(mailed.smtp.codes().len(), 2);

    // The newest one counts; then one is where one wanted to be.
    let answer = async |code: &str| {
        let (status, place, _) = seen(
            agent
                .answer(&page, "/.gatepass/challenge", &[("code", code)])
                .await,
        )
        .await;
        (status, place)
    };
    assert_eq!(answer(&first).await.0, 401);
    assert_eq!(
        answer(&mailed.newest_code()).await,
        (303, "/contacts/1".to_owned())
    );
    assert_eq!(agent.visit("/contacts/1").await.status(), 200);

    // A place that always asks.
    let asked = agent.visit("/billing/7").await;
    let place = asked.headers()["location"].to_str().unwrap();
    let page = html(&agent, &place[place.find("/.gatepass").unwrap()..]).await;
    assert_eq!(mailed.smtp.codes().len(), 3);
    let code = mailed.newest_code();
    let passed = agent
        .answer(&page, "/.gatepass/challenge", &[("code", &code)])
        .await;
    assert_eq!(seen(passed).await.1, "/billing/7");
    assert_eq!(agent.visit("/billing/7").await.status(), 200);
}

/// What a page of the app asks for by itself is no reason to write to anybody.
#[tokio::test]
async fn what_a_page_does_in_the_background_mails_nothing() {
    let mailed = MailedWorld::start().await;
    let created = mailed.grant("ann").await;
    let agent = mailed.person(&created.credentials).await;
    let sent = mailed.smtp.codes().len();
    let (status, asked) = read(agent.call("/billing/7").await).await;
    assert_eq!((status, &asked["errorType"]), (400, &json!("totp-required")));
    assert_eq!(asked["details"]["codeGenerated"], false);
    assert_eq!(mailed.smtp.codes().len(), sent);
}

#[tokio::test]
async fn a_mail_server_that_refuses_is_said_and_nobody_waits_for_its_code() {
    let mailed = MailedWorld::start().await;
    let created = mailed.grant("ann").await;
    let agent = mailed.half_signed_in(&created.credentials).await;
    mailed.smtp.answer_recipients(&["550 5.1.1 nobody here"]);
    let page = html(&agent, "/.gatepass/challenge").await;
    assert!(page.contains("The e-mail could not be sent."), "{page}");
    assert!(!page.contains("name=\"code\""), "there is none to type: {page}");
    let answer = agent
        .answer(&page, "/.gatepass/challenge", &[("send", "email")])
        .await;
    assert!(seen(answer).await.2.contains("We sent 6 digits"));
    assert_eq!(mailed.smtp.codes().len(), 1);
}

#[tokio::test]
async fn the_operator_says_which_codes_there_are() {
    let smtp = SmtpServer::start(SmtpMode::Implicit).await;
    let site = format!("security_codes = [\"email\"]\n{SITE}");
    let office = Office::open_with(WorldBuilder::new().site(&site).after(&smtp.section(""))).await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let (_, sites) = told(program.get("/api/v1/sites")).await;
    assert_eq!(sites["items"][0]["codes"], json!(["email"]));
    let create = async |more: serde_json::Value| {
        let mut body = json!({"site": "crm", "duration": "1h"});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let request = program.post("/api/v1/grants").json(&body);
        told(request.with_code("totp", &ann.app.code())).await
    };
    let (status, refused) = create(json!({"code": "fixed"})).await;
    assert_eq!((status, &refused["errorType"]), (400, &json!("code-not-offered")));
    for nowhere in [json!({}), json!({"agentEmail": "sam at vendor"})] {
        let (status, refused) = create(nowhere).await;
        assert_eq!((status, &refused["errorType"]), (400, &json!("no-agent-email")));
    }

    // The same on the page: without an address it asks for one, and what it shows is where the codes go.
    let person = signed_in(&ann).await;
    let form = html(&person, "/support/crm").await;
    assert!(!form.contains("value=\"fixed\""), "{form}");
    let send = async |email: &str| {
        let fields = [("duration", "1h"), ("agent", "Sam"), ("email", email)];
        person
            .answer(&form, "/support/crm", &fields)
            .await
            .text()
            .await
            .unwrap()
    };
    let asked = send("").await;
    assert!(asked.contains("the codes are sent there"), "{asked}");
    let question = send(MAILBOX).await;
    let code = ann.app.code();
    let answer = person
        .answer(&question, "/support/crm", &[("code", &code), ("method", "totp")])
        .await;
    let (status, _, page) = seen(answer).await;
    assert_eq!(status, 200, "{page}");
    let values = shown(&page);
    assert_eq!(values[3], format!("sent to {MAILBOX} each time"), "{values:?}");
}

/// A grant that was given when the policy had codes by mail.
#[tokio::test]
async fn an_operator_who_switches_codes_by_mail_off_stops_them_at_once() {
    let mailed = MailedWorld::start().await;
    let created = mailed.grant("ann").await;
    let path = mailed.world.config_path();
    let config = std::fs::read_to_string(&path).unwrap();
    let without = config.replace("[\"email\", \"fixed\"]", "[\"fixed\"]");
    assert_ne!(config, without);
    std::fs::write(&path, without).unwrap();
    let world = mailed.world.restart(Some(mailed.clock.clone())).await;
    let agent = world.client(Protocol::Http2);
    agent.sign_in(&created.credentials).await;
    let page = html(&agent, "/.gatepass/challenge").await;
    assert!(page.contains("The e-mail could not be sent."), "{page}");
    assert!(mailed.smtp.codes().is_empty());
}

/// Codes that are on their way when the operator takes the method away open nothing, and new credentials come with codes of a kind that is left.
#[tokio::test]
async fn a_reload_without_codes_by_mail_leaves_those_that_are_out_worthless() {
    let mailed = MailedWorld::start().await;
    let created = mailed.grant("ann").await;
    let agent = mailed.half_signed_in(&created.credentials).await;
    let page = html(&agent, "/.gatepass/challenge?return=/contacts/1").await;
    let code = mailed.newest_code();
    let path = mailed.world.config_path();
    let config = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, config.replace("[\"email\", \"fixed\"]", "[\"fixed\"]")).unwrap();
    assert_eq!(mailed.world.reload().await, "policy-reloaded");

    let fields = [("code", code.as_str())];
    let answer = agent.answer(&page, "/.gatepass/challenge", &fields).await;
    assert_eq!(answer.status(), 401, "on the page");
    let (status, refused) = mailed.login(&created.credentials, &code).await;
    assert_eq!(
        (status, &refused["error"]),
        (401, &json!("Unauthorized")),
        "at the door"
    );

    let renewed = mailed.world.regenerate(created.grant.id).await;
    let code = renewed.security_code.as_ref().unwrap().reveal();
    assert_eq!(mailed.login(&renewed, code).await.0, 200);
}
