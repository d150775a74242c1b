//! Personal access tokens (S3.15 to S3.17).

use serde_json::json;

use crate::member::{Office, WithCode, a_request, told};

#[tokio::test]
async fn a_token_is_made_with_a_code_shown_once_and_ends_with_one_call() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let create = |name: &str| program.post("/api/v1/tokens").json(&json!({"name": name}));
    assert_eq!(told(create("helpdesk")).await.1["errorType"], "totp-required");
    let (status, made) = told(create("helpdesk").with_code("totp", &ann.app.code())).await;
    assert_eq!(status, 201, "{made}");
    // It always asks: the code before opened no window.
    assert_eq!(told(create("other")).await.1["errorType"], "totp-required");
    let taken = create("helpdesk").with_code("totp", &ann.app.code());
    assert_eq!(told(taken).await.0, 409);
    let token = made["token"].as_str().unwrap();
    assert!(token.starts_with("gp_pat_"));
    assert!(token.ends_with(made["lastCharacters"].as_str().unwrap()));
    let (_, list) = told(program.get("/api/v1/tokens")).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert!(!list.to_string().contains(token));

    let mut helpdesk = office.program();
    helpdesk.token = Some((token.to_owned(), made["userId"].as_str().unwrap().to_owned()));
    assert_eq!(told(helpdesk.get("/api/v1/me")).await.0, 200);
    // A token makes no tokens, and touches no factor, password or session.
    let post = |path: &str| helpdesk.post(path);
    for request in [
        post("/api/v1/tokens").json(&json!({"name": "child"})),
        post("/api/v1/me/factors/totp"),
        post("/api/v1/me/factors/recovery-codes"),
        helpdesk.delete("/api/v1/me/factors/totp"),
        helpdesk.get("/api/v1/me/sessions"),
        helpdesk.delete("/api/v1/me/sessions"),
        helpdesk.get("/api/v1/tokens"),
    ] {
        let (status, refused) = told(request.with_code("totp", &ann.app.code())).await;
        assert_eq!(
            (status, refused["errorType"].as_str()),
            (403, Some("not-with-a-token"))
        );
    }
    // Without the bypass it is asked like anybody.
    let grant = || helpdesk.post("/api/v1/grants").json(&a_request());
    assert_eq!(told(grant()).await.1["errorType"], "totp-required");
    let id = made["id"].as_str().unwrap();
    assert_eq!(told(program.delete(&format!("/api/v1/tokens/{id}"))).await.0, 200);
    assert_eq!(told(helpdesk.get("/api/v1/me")).await.0, 401);
}

#[tokio::test]
async fn a_token_does_what_its_terms_allow() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let make = async |terms: serde_json::Value| {
        let request = program.post("/api/v1/tokens").json(&terms);
        let (status, made) = told(request.with_code("totp", &ann.app.code())).await;
        assert_eq!(status, 201, "{made}");
        let mut bearer = office.program();
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        bearer.token = Some((text("token"), text("userId")));
        bearer
    };
    let bypass = make(json!({"name": "bypass", "bypassSecondFactor": true})).await;
    let request = bypass.post("/api/v1/grants").json(&a_request());
    assert_eq!(told(request).await.0, 201, "no code was asked for");

    let reader = make(json!({"name": "reader", "scopes": ["grants:read"]})).await;
    let (_, list) = told(reader.get("/api/v1/grants")).await;
    let id = list["items"][0]["id"].as_str().unwrap().to_owned();
    for request in [
        reader.get("/api/v1/audit"),
        reader.get("/api/v1/me"),
        reader.post(&format!("/api/v1/grants/{id}/revoke")),
    ] {
        assert_eq!(told(request).await.1["errorType"], "scope-missing");
    }

    let elsewhere = make(json!({"name": "elsewhere", "networks": ["192.0.2.0/24"]})).await;
    assert_eq!(told(elsewhere.get("/api/v1/me")).await.0, 401);

    let end = office.clock_now() + jiff::SignedDuration::from_hours(1);
    let short = make(json!({"name": "short", "expiresAt": end.to_string()})).await;
    assert_eq!(told(short.get("/api/v1/me")).await.0, 200);
    office.clock.advance(jiff::SignedDuration::from_hours(1));
    assert_eq!(told(short.get("/api/v1/me")).await.0, 401);
}
