//! The same contract on an app's own paths, for an agent's programs (S3.6, S3.7).

use serde_json::{Value, json};

use crate::member::{WithCode, read, told};
use crate::support::{Client, Protocol, World};

/// A program that signed in with a grant's credentials: token and user.
async fn signed_in(client: &Client, credentials: &gatepass::actions::Credentials) -> (String, String) {
    let code = credentials.security_code.as_ref().unwrap().reveal();
    let body =
        json!({"user": credentials.user_name, "password": credentials.password.reveal(), "code": code});
    let request = client
        .http
        .post(client.url("/.gatepass/api/v1/login"))
        .json(&body);
    let (status, answer) = told(request).await;
    assert_eq!(
        (status, answer["status"].as_str()),
        (200, Some("success")),
        "{answer}"
    );
    let text = |name: &str| answer["data"][name].as_str().unwrap().to_owned();
    (text("authToken"), text("userId"))
}

#[tokio::test]
async fn a_program_signs_in_and_is_challenged_before_anything_is_forwarded() {
    let world = World::start().await;
    let created = world.grant().await;
    let client = world.client(Protocol::Http2);
    let credentials = &created.credentials;
    let without = json!({"user": credentials.user_name, "password": credentials.password.reveal()});
    let login = || client.http.post(client.url("/.gatepass/api/v1/login"));
    let (status, asked) = told(login().json(&without)).await;
    assert_eq!((status, asked["error"].as_str()), (401, Some("totp-required")));
    assert_eq!(asked["details"]["method"], "code");
    let wrong = json!({"user": credentials.user_name, "password": "wrong", "code": "12345678"});
    let unauthorized =
        json!({"success": false, "status": "error", "error": "Unauthorized", "message": "Unauthorized"});
    assert_eq!(told(login().json(&wrong)).await, (401, unauthorized));

    let (token, user) = signed_in(&client, credentials).await;
    let call = |method: reqwest::Method, path: &str| {
        let request = client.request(method, path);
        request.header("x-auth-token", &token).header("x-user-id", &user)
    };
    let before = world.app.count();
    let seen = call(reqwest::Method::GET, "/contacts/1").send().await.unwrap();
    assert_eq!(seen.status(), 200);
    assert_eq!(world.app.count(), before + 1);
    let forwarded = world.app.last();
    assert!(forwarded.header("x-auth-token").is_none() && forwarded.header("x-user-id").is_none());
    assert_eq!(
        call(reqwest::Method::GET, "/messages/1")
            .send()
            .await
            .unwrap()
            .status(),
        403
    );

    // A place that always asks: nothing reaches the app before the code, and the repeat reaches it once.
    let before = world.app.count();
    let change = || call(reqwest::Method::PUT, "/billing/7").body("paid=yes");
    let (status, asked) = told(change()).await;
    assert_eq!(
        (status, asked["errorType"].as_str()),
        (400, Some("totp-required"))
    );
    let (_, refused) = told(change().with_code("code", "00000000")).await;
    assert_eq!(refused["errorType"], "totp-invalid");
    assert_eq!(world.app.count(), before);
    let code = credentials.security_code.as_ref().unwrap().reveal();
    let done = change().with_code("code", code).send().await.unwrap();
    assert_eq!(done.status(), 200);
    assert_eq!(world.app.count(), before + 1);
    assert!(world.app.last().header("x-2fa-code").is_none());

    // As a bearer token, too; with another user's id it is nobody's.
    let bearer = client
        .request(reqwest::Method::GET, "/contacts/2")
        .bearer_auth(&token);
    assert_eq!(bearer.send().await.unwrap().status(), 200);
    assert!(world.app.last().header("authorization").is_none());
    let other = client.request(reqwest::Method::GET, "/contacts/2");
    let other = other
        .header("x-auth-token", &token)
        .header("x-user-id", "a".repeat(26));
    assert_eq!(other.send().await.unwrap().status(), 401);

    world.revoke(created.grant.id).await;
    let (status, over) = told(call(reqwest::Method::GET, "/contacts/1")).await;
    assert_eq!(
        (status, over["error"].as_str()),
        (401, Some("You must be logged in to do this."))
    );
}

/// What belongs to the app passes, and what could be ours twice does not.
#[tokio::test]
async fn an_authorization_of_the_apps_own_passes_untouched() {
    let world = World::start().await;
    let (agent, _) = world.signed_in(Protocol::Http1).await;
    let own = agent.request(reqwest::Method::GET, "/contacts/1");
    let own = own
        .header("authorization", "Bearer the-apps-own")
        .header("x-auth-token", "another");
    assert_eq!(own.header("x-user-id", "7").send().await.unwrap().status(), 200);
    let forwarded = world.app.last();
    assert_eq!(forwarded.header("authorization"), Some("Bearer the-apps-own"));
    assert_eq!(forwarded.header("x-auth-token"), Some("another"));
    assert_eq!(forwarded.header("x-user-id"), Some("7"));

    let created = world.grant_with(|wanted| wanted.grantor = "bob".to_owned()).await;
    let program = world.client(Protocol::Http1);
    let (token, _) = signed_in(&program, &created.credentials).await;
    let before = world.app.count();
    let both = agent
        .request(reqwest::Method::GET, "/contacts/1")
        .bearer_auth(&token);
    let (status, _): (u16, Value) = read(both.send().await.unwrap()).await;
    assert_eq!(status, 400, "a cookie and a token");
    assert_eq!(world.app.count(), before);
}
