//! The second-factor contract, as wrappers written for Rocket.Chat know it (S3.6 to S3.14).

use serde_json::{Value, json};

use crate::member::{Office, PASSWORD, WithCode, a_request, told};

/// Where a person answers instead; differs by port.
fn without_urls(mut answer: Value) -> Value {
    if let Some(details) = answer["details"].as_object_mut() {
        assert!(details.remove("challenge").is_some());
    }
    answer
}

#[tokio::test]
async fn a_sign_in_without_its_code_says_what_is_missing() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = office.program();
    let login = |code: Option<&str>| {
        let mut body = json!({"username": "ann", "password": PASSWORD});
        if let Some(code) = code {
            body["code"] = Value::from(code);
        }
        body
    };
    let (status, answer) = told(program.post("/api/v1/login").json(&login(None))).await;
    assert_eq!(status, 401);
    assert_eq!(
        without_urls(answer),
        json!({"success": false, "status": "error", "error": "totp-required", "message": "TOTP Required",
               "details": {"method": "totp", "codeGenerated": false, "availableMethods": ["totp"], "expiresIn": 0}})
    );
    // The code in the body or in the header, and as a form too.
    let code = ann.app.code();
    let (status, answer) = told(program.post("/api/v1/login").json(&login(Some(&code)))).await;
    assert_eq!(
        (status, answer["status"].as_str()),
        (200, Some("success")),
        "{answer}"
    );
    assert_eq!(answer["data"]["me"]["username"], "ann");
    let form = [("user", "ann"), ("password", PASSWORD)];
    let request = program
        .post("/api/v1/login")
        .form(&form)
        .with_code("totp", &ann.app.code());
    assert_eq!(told(request).await.0, 200);
    // A code is taken once, and which of the two was wrong is not told.
    let (status, answer) = told(program.post("/api/v1/login").json(&login(Some(&code)))).await;
    assert_eq!((status, answer["error"].as_str()), (401, Some("Unauthorized")));
}

/// S2.8, control 17: one body for unknown, wrong, disabled.
#[tokio::test]
async fn what_is_wrong_about_a_sign_in_is_not_told() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let gone = office.hire("bob").await;
    let actions = &office.world.running.gateway.actions;
    actions
        .disable_account(gone.id, crate::support::operator())
        .await
        .unwrap();
    let program = office.program();
    let mut answers = Vec::new();
    for (user, password) in [
        ("ann", "wrong"),
        ("nobody", PASSWORD),
        ("bob", PASSWORD),
        ("", ""),
        ("ann", ""),
    ] {
        let body = json!({"user": user, "password": password, "code": ann.app.code()});
        answers.push(told(program.post("/api/v1/login").json(&body)).await);
    }
    let unauthorized =
        json!({"success": false, "status": "error", "error": "Unauthorized", "message": "Unauthorized"});
    for answer in answers {
        assert_eq!(answer, (401, unauthorized.clone()));
    }
}

#[tokio::test]
async fn a_protected_call_is_asked_for_its_code_and_repeated_with_it() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let create = || program.post("/api/v1/grants").json(&a_request());
    let (status, answer) = told(create()).await;
    assert_eq!(status, 400);
    assert_eq!(
        without_urls(answer),
        json!({"success": false, "error": "TOTP Required [totp-required]", "errorType": "totp-required",
               "details": {"method": "totp", "codeGenerated": false, "availableMethods": ["totp"], "expiresIn": 0}})
    );
    let (status, answer) = told(create().with_code("totp", "000000")).await;
    assert_eq!(
        (status, answer["errorType"].as_str()),
        (400, Some("totp-invalid"))
    );
    assert_eq!(answer["error"], "TOTP Invalid [totp-invalid]");
    assert_eq!(answer["details"]["availableMethods"], json!(["totp"]));
    let (status, made) = told(create().with_code("totp", &ann.app.code())).await;
    assert_eq!(status, 201, "{made}");
    assert!(made["password"].as_str().unwrap().len() > 25);
    assert_eq!(made["scopes"]["contacts"], "full");
    // From here on the client is trusted, as far as the window goes.
    let id = made["id"].as_str().unwrap();
    let regenerate = || program.post(&format!("/api/v1/grants/{id}/regenerate"));
    assert_eq!(told(regenerate()).await.0, 200);
    office.clock.advance(jiff::SignedDuration::from_secs(301));
    assert_eq!(told(regenerate()).await.0, 400, "five minutes are over");
}

/// Whoever repeats on `totp-invalid` ends at `totp-max-attempts`, and other clients of the account do, too.
#[tokio::test]
async fn guessing_ends() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let (program, other) = (ann.program().await, ann.program().await);
    let create = |program: &crate::member::Program<'_>, code: &str| {
        program
            .post("/api/v1/grants")
            .json(&a_request())
            .with_code("totp", code)
    };
    for _ in 0..5 {
        assert_eq!(
            told(create(&program, "000000")).await.1["errorType"],
            "totp-invalid"
        );
    }
    let (status, answer) = told(create(&program, "000000")).await;
    assert_eq!(
        (status, answer["errorType"].as_str()),
        (400, Some("totp-max-attempts"))
    );
    let error = "TOTP Maximum Failed Attempts Reached [totp-max-attempts]";
    assert_eq!(answer["error"], error);
    assert!(answer["details"]["retryAfter"].as_u64().unwrap() <= 900);
    let (_, answer) = told(create(&other, &ann.app.code())).await;
    assert_eq!(answer["errorType"], "totp-max-attempts", "right, and too late");
    office.clock.advance(jiff::SignedDuration::from_secs(901));
    assert_eq!(told(create(&other, &ann.app.code())).await.0, 201);
}

/// S3.4: an account without another method proves itself by its password, as programs send it.
#[tokio::test]
async fn the_password_is_the_fallback_and_no_way_down() {
    let office = Office::open().await;
    office.hire("bob").await;
    let mut program = office.program();
    let login = json!({"user": "bob", "password": PASSWORD});
    let (status, answer) = told(program.post("/api/v1/login").json(&login)).await;
    assert_eq!(status, 200, "{answer}");
    let text = |name: &str| answer["data"][name].as_str().unwrap().to_owned();
    program.token = Some((text("authToken"), text("userId")));
    let begin = || program.post("/api/v1/me/factors/totp");
    let (status, asked) = told(begin()).await;
    assert_eq!(status, 400);
    assert_eq!(asked["details"]["method"], "password");
    assert_eq!(asked["details"]["availableMethods"], json!([]));
    let digest = data_encoding::HEXUPPER
        .encode(ring::digest::digest(&ring::digest::SHA256, PASSWORD.as_bytes()).as_ref());
    let (status, begun) = told(begin().with_code("password", &digest)).await;
    assert_eq!(status, 200, "{begun}");
    // What always asks takes no password.
    let token = json!({"name": "n"});
    let (status, refused) = told(
        program
            .post("/api/v1/tokens")
            .json(&token)
            .with_code("password", &digest),
    )
    .await;
    assert_eq!(
        (status, refused["errorType"].as_str()),
        (403, Some("totp-not-enrolled"))
    );
    // Once there is an app, the password does not do.
    let app = crate::member::Authenticator::scan(begun["otpauth"].as_str().unwrap(), office.clock.clone());
    let confirm = program
        .post("/api/v1/me/factors/totp/confirm")
        .json(&json!({"code": app.code()}));
    assert_eq!(told(confirm).await.0, 200);
    office.clock.advance(jiff::SignedDuration::from_secs(301));
    let create = program
        .post("/api/v1/grants")
        .json(&json!({"site": "crm", "duration": "8h"}));
    let (_, refused) = told(create.with_code("password", &digest)).await;
    assert_eq!(
        (&refused["errorType"], &refused["details"]["method"]),
        (&json!("totp-invalid"), &json!("totp"))
    );
    let sign_in = program.post("/api/v1/login").json(&login);
    let sign_in = sign_in.with_code("password", &digest);
    assert_eq!(told(sign_in).await.0, 401, "nor at the door");
}

#[tokio::test]
async fn who_is_not_signed_in_is_told_so() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let stranger = office.program();
    let message = "You must be logged in to do this.";
    let expected = json!({"success": false, "status": "error", "error": message, "message": message});
    let (token, user) = program.token.clone().unwrap();
    let other = "a".repeat(26);
    for request in [
        stranger.get("/api/v1/me"),
        stranger.get("/api/v1/me").header("x-auth-token", &token),
        stranger
            .get("/api/v1/me")
            .header("x-auth-token", &token)
            .header("x-user-id", &other),
        stranger.get("/api/v1/me").bearer_auth("gp_pat_nonsense"),
        stranger
            .get("/api/v1/me")
            .header("cookie", format!("__Host-gatepass={token}")),
    ] {
        assert_eq!(told(request).await, (401, expected.clone()));
    }
    let (status, me) = told(stranger.get("/api/v1/me").bearer_auth(&token)).await;
    assert_eq!((status, me["id"].as_str()), (200, Some(user.as_str())));
    assert_eq!(told(program.post("/api/v1/logout")).await.0, 200);
    assert_eq!(told(program.get("/api/v1/me")).await, (401, expected));
}
