//! Grants over the API: made, listed, ended, repeated; and the document that describes it all.

use serde_json::{Value, json};

use crate::member::{Office, WithCode, a_request, told};
use crate::support::{Client, Protocol};

#[tokio::test]
async fn a_grant_lives_and_ends_over_the_api() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let (_, sites) = told(program.get("/api/v1/sites")).await;
    assert_eq!(sites["items"][0]["name"], "crm");
    assert_eq!(sites["items"][0]["appUser"], "ann");
    let create = |body: &Value| program.post("/api/v1/grants").json(body);
    let (status, made) = told(create(&a_request()).with_code("totp", &ann.app.code())).await;
    assert_eq!(status, 201, "{made}");
    let id = made["id"].as_str().unwrap();

    let agent = Client::new(&office.world, Protocol::Http1);
    let text = |name: &str| made[name].as_str().unwrap();
    let fields = [
        ("username", text("userName")),
        ("password", text("password")),
        ("code", text("securityCode")),
    ];
    let signed_in = agent
        .submit("/.gatepass/sign-in", "/.gatepass/sign-in", &fields)
        .await;
    assert_eq!(signed_in.status(), 303);
    assert_eq!(agent.call("/contacts/1").await.status(), 200);
    let (_, grant) = told(program.get(&format!("/api/v1/grants/{id}"))).await;
    assert_eq!(
        (&grant["state"], &grant["sessions"]),
        (&json!("active"), &json!(1))
    );
    assert!(grant.get("password").is_none());

    let change = |verb: &str| program.post(&format!("/api/v1/grants/{id}/{verb}"));
    let (_, paused) = told(change("pause")).await;
    assert_eq!(paused["grant"]["state"], "paused");
    assert_eq!(agent.call("/contacts/1").await.status(), 403);
    assert_eq!(told(change("resume")).await.1["grant"]["state"], "active");
    assert_eq!(agent.call("/contacts/1").await.status(), 200);
    assert_eq!(told(change("revoke")).await.1["grant"]["state"], "revoked");
    assert_eq!(told(change("revoke")).await.0, 200, "repeating it is no error");
    assert_eq!(told(change("resume")).await.0, 409);
    assert_eq!(agent.call("/contacts/1").await.status(), 401);

    let (_, audit) = told(program.get(&format!("/api/v1/audit?grant={id}"))).await;
    let kinds: Vec<&str> = audit["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["kind"].as_str().unwrap())
        .collect();
    assert!(
        kinds.contains(&"change") && kinds.contains(&"decision"),
        "{audit}"
    );
    let (_, blocked) = told(program.get("/api/v1/audit?kind=blocked")).await;
    assert!(
        blocked["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|it| it["verdict"] != "forward")
    );
    let table = program
        .get("/api/v1/audit")
        .header("accept", "text/csv")
        .send()
        .await
        .unwrap();
    assert!(table.text().await.unwrap().starts_with("at,kind,grant,"));
}

#[tokio::test]
async fn bad_input_gets_a_clear_error() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let mut with = a_request();
    let (_, made) = told(
        program
            .post("/api/v1/grants")
            .json(&with)
            .with_code("totp", &ann.app.code()),
    )
    .await;
    let id = made["id"].as_str().unwrap().to_owned();
    told(program.post(&format!("/api/v1/grants/{id}/revoke"))).await;
    for (field, value, status, reason) in [
        ("duration", json!("7h"), 400, "duration-not-offered"),
        ("duration", json!("soon"), 400, "invalid"),
        ("site", json!("erp"), 404, "unknown-site"),
        ("scopes", json!({"nothing": "full"}), 400, "unknown-scope"),
        ("scopes", json!({"contacts": "some"}), 400, "invalid"),
        ("networks", json!(["everywhere"]), 400, "invalid"),
        ("surprise", json!(1), 400, "invalid"),
        ("agent", json!("a\nb"), 400, "invalid"),
    ] {
        let mut body = a_request();
        body[field] = value.clone();
        let (got, answer) = told(program.post("/api/v1/grants").json(&body)).await;
        assert_eq!(
            (got, answer["errorType"].as_str()),
            (status, Some(reason)),
            "{field} {value}: {answer}"
        );
        assert_eq!(answer["success"], false);
    }
    with["duration"] = json!("8h");
    let text = program
        .post("/api/v1/grants")
        .header("content-type", "text/plain")
        .body("x");
    assert_eq!(told(text).await.0, 415);
    let broken = program
        .post("/api/v1/grants")
        .header("content-type", "application/json")
        .body("{");
    assert_eq!(told(broken).await.0, 400);
    assert_eq!(told(program.get("/api/v1/nothing")).await.0, 404);
    assert_eq!(told(program.get("/api/v1/grants?limit=x")).await.0, 400);
    assert_eq!(told(program.get("/api/v1/grants?after=x")).await.0, 400);
}

#[tokio::test]
async fn a_repeated_request_makes_nothing_new_and_shows_nothing_again() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let create = |body: &Value| {
        program
            .post("/api/v1/grants")
            .json(body)
            .header("idempotency-key", "k-1")
    };
    let (status, made) = told(create(&a_request()).with_code("totp", &ann.app.code())).await;
    assert_eq!(status, 201, "{made}");
    let (status, again) = told(create(&a_request())).await;
    assert_eq!((status, &again["id"]), (201, &made["id"]));
    assert!(again["password"].is_null() && again["securityCode"].is_null());
    let other = json!({"site": "crm", "duration": "1h"});
    assert_eq!(told(create(&other)).await.0, 422);
}

#[tokio::test]
async fn the_document_describes_every_path() {
    let office = Office::open().await;
    let (status, document) = told(office.program().get("/api/v1/openapi.json")).await;
    assert_eq!(status, 200);
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths = document["paths"].as_object().unwrap();
    for path in [
        "/api/v1/login",
        "/api/v1/grants",
        "/api/v1/grants/{id}/revoke",
        "/api/v1/activity",
    ] {
        assert!(paths.contains_key(path), "{path}");
    }
    // Every path that it names is answered by something of ours.
    for (path, verbs) in paths {
        for verb in verbs.as_object().unwrap().keys() {
            let method = verb.to_uppercase().parse().unwrap();
            let path = path.replace("{id}", "aaaaaaaaaaaaaaaaaaaaaaaaaa");
            let path = path.replace("{invitation}", "aaaaaaaaaaaaaaaaaaaaaaaaaa");
            let (status, answer) = told(office.program().call(method, &path)).await;
            // Links, and rooms in which one sits, need no account: what is missing is said.
            let is_handoff = path.contains("/handoff/invitations/") || path.contains("/handoff/rooms");
            if is_handoff || path.ends_with("/open") {
                let reason = answer["errorType"].as_str().unwrap_or_default();
                let ours = status == 401 || ["invalid", "no-room", "invitation-over"].contains(&reason);
                assert!(ours, "{verb} {path}: {answer}");
            } else {
                assert!([401, 415].contains(&status), "{verb} {path}: {status}");
            }
        }
    }
}
