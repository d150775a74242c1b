//! Second factors over the API: recovery codes, mailed codes, and what ends the other sessions (S3.2, S3.3, S3.18).

use serde_json::json;

use crate::member::{Office, PASSWORD, WithCode, told};
use crate::support::{SmtpMode, SmtpServer, WorldBuilder};

#[tokio::test]
async fn a_recovery_code_works_once() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    assert_eq!(ann.recovery_codes.len(), 12);
    let program = office.program();
    let login = |code: &str| json!({"user": "ann", "password": PASSWORD, "code": code});
    let sign_in = async |code: &str| told(program.post("/api/v1/login").json(&login(code))).await.0;
    let code = &ann.recovery_codes[0];
    let typed = format!("{}-{}", code[..5].to_uppercase(), &code[5..]);
    assert_eq!(sign_in(&typed).await, 200);
    assert_eq!(sign_in(code).await, 401);
    assert_eq!(sign_in(&ann.recovery_codes[1]).await, 200);
    // A new set ends the old one.
    let signed_in = ann.program().await;
    let renew = signed_in.post("/api/v1/me/factors/recovery-codes");
    assert_eq!(told(renew).await.1["errorType"], "totp-required");
    let renew = signed_in
        .post("/api/v1/me/factors/recovery-codes")
        .with_code("totp", &ann.app.code());
    let (status, renewed) = told(renew).await;
    assert_eq!(
        (status, renewed["recoveryCodes"].as_array().unwrap().len()),
        (200, 12)
    );
    assert_eq!(sign_in(&ann.recovery_codes[2]).await, 401);
}

#[tokio::test]
async fn enabling_a_factor_signs_out_everywhere_else_and_tokens_survive() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let (program, other) = (ann.program().await, ann.program().await);
    let token = program.post("/api/v1/tokens").json(&json!({"name": "n"}));
    let (_, token) = told(token.with_code("totp", &ann.app.code())).await;
    let begin = program
        .post("/api/v1/me/factors/totp")
        .with_code("totp", &ann.app.code());
    let (status, begun) = told(begin).await;
    assert_eq!(status, 200, "{begun}");
    let app = crate::member::Authenticator::scan(begun["otpauth"].as_str().unwrap(), office.clock.clone());
    let confirm = program
        .post("/api/v1/me/factors/totp/confirm")
        .json(&json!({"code": app.code()}));
    assert_eq!(told(confirm).await.0, 200);
    assert_eq!(told(program.get("/api/v1/me")).await.0, 200);
    assert_eq!(told(other.get("/api/v1/me")).await.0, 401);
    let bearer = office
        .program()
        .get("/api/v1/me")
        .bearer_auth(token["token"].as_str().unwrap());
    assert_eq!(told(bearer).await.0, 200);
    let trusted = told(program.get("/api/v1/me/trusted-clients")).await.1;
    assert_eq!(trusted["items"], json!([]), "trust ends too");
}

/// Whoever changes it because it leaked wants everything out that came in by it.
#[tokio::test]
async fn a_new_password_ends_sessions_trust_and_tokens() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let (program, other) = (ann.program().await, ann.program().await);
    let grant = program.post("/api/v1/grants").json(&crate::member::a_request());
    assert_eq!(told(grant.with_code("totp", &ann.app.code())).await.0, 201);
    let token = program.post("/api/v1/tokens").json(&json!({"name": "n"}));
    let (_, token) = told(token.with_code("totp", &ann.app.code())).await;
    let token = token["token"].as_str().unwrap();
    let by_token = || office.program().get("/api/v1/me").bearer_auth(token);
    let unused = told(program.get("/api/v1/tokens")).await.1;
    assert!(unused["items"][0]["usedAt"].is_null(), "{unused}");
    assert_eq!(told(by_token()).await.0, 200);
    let used = told(program.get("/api/v1/tokens")).await.1;
    assert_eq!(
        used["items"][0]["usedAt"],
        json!(office.clock_now().to_string()),
        "{used}"
    );
    assert_eq!(used["items"][0]["usedFrom"], "127.0.0.1");

    let change = |current: &str| {
        let wanted = json!({"current": current, "new": "walnut orbit seventeen"});
        program
            .call(reqwest::Method::PUT, "/api/v1/me/password")
            .json(&wanted)
            .with_code("totp", &ann.app.code())
    };
    assert_eq!(told(change("wrong")).await.0, 403);
    assert_eq!(
        told(other.get("/api/v1/me")).await.0,
        200,
        "a wrong one ends nothing"
    );
    assert_eq!(told(change(PASSWORD)).await.0, 200);
    assert_eq!(told(program.get("/api/v1/me")).await.0, 200);
    assert_eq!(told(other.get("/api/v1/me")).await.0, 401);
    assert_eq!(told(by_token()).await.0, 401);
    let trusted = told(program.get("/api/v1/me/trusted-clients")).await.1;
    assert_eq!(trusted["items"], json!([]));
    let old = json!({"user": "ann", "password": PASSWORD, "code": ann.app.code()});
    assert_eq!(
        told(office.program().post("/api/v1/login").json(&old)).await.0,
        401
    );
}

/// RFC 6238 section 5.2: a clock may be half a minute off either way, and a step is over once a later one was used.
#[tokio::test]
async fn a_code_holds_for_one_step_before_and_after_its_own() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    office.clock.advance(jiff::SignedDuration::from_mins(5));
    let program = office.program();
    let mut taken = Vec::new();
    for steps in [-2, 2, -1, 1, 0] {
        let login = json!({"user": "ann", "password": PASSWORD, "code": ann.app.code_in(steps)});
        taken.push((steps, told(program.post("/api/v1/login").json(&login)).await.0));
    }
    assert_eq!(taken, [(-2, 401), (2, 401), (-1, 200), (1, 200), (0, 401)]);
}

#[tokio::test]
async fn what_always_asks_asks_a_trusted_client_too() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let grant = program.post("/api/v1/grants").json(&crate::member::a_request());
    let (_, grant) = told(grant.with_code("totp", &ann.app.code())).await;
    let regenerate = format!("/api/v1/grants/{}/regenerate", grant["id"].as_str().unwrap());
    assert_eq!(told(program.post(&regenerate)).await.0, 200, "it is trusted");
    let off = || program.delete("/api/v1/me/factors/totp");
    for request in [
        off(),
        program.post("/api/v1/me/factors/recovery-codes"),
        program.post("/api/v1/tokens").json(&json!({"name": "n"})),
    ] {
        assert_eq!(told(request).await.1["errorType"], "totp-required");
    }
    assert_eq!(told(off().with_code("totp", &ann.app.code())).await.0, 200);
    // Without a factor, what asks always is closed, and what asks sometimes takes the password.
    assert_eq!(told(off()).await.1["errorType"], "totp-not-enrolled");
    let asked = told(program.post(&regenerate)).await.1;
    assert_eq!(
        (&asked["errorType"], &asked["details"]["method"]),
        (&json!("totp-required"), &json!("password"))
    );
}

#[tokio::test]
async fn where_nobody_is_trusted_everything_asks_each_time() {
    let wary = WorldBuilder::new().portal("trust_for = \"0s\"");
    let office = Office::open_with(wary).await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let grant = program.post("/api/v1/grants").json(&crate::member::a_request());
    let (_, grant) = told(grant.with_code("totp", &ann.app.code())).await;
    let path = format!("/api/v1/grants/{}/regenerate", grant["id"].as_str().unwrap());
    for _ in 0..2 {
        assert_eq!(told(program.post(&path)).await.1["errorType"], "totp-required");
        let regenerate = program.post(&path).with_code("totp", &ann.app.code());
        assert_eq!(told(regenerate).await.0, 200);
    }
}

/// A code by mail: sent once, shown masked, cooled down, taken once.
#[tokio::test]
async fn a_code_comes_by_mail() {
    let smtp = SmtpServer::start(SmtpMode::Implicit).await;
    let office = Office::open_with(WorldBuilder::new().after(&smtp.section(""))).await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let enable = program
        .post("/api/v1/me/factors/email")
        .with_code("totp", &ann.app.code());
    let (status, answer) = told(enable).await;
    assert_eq!(status, 200, "{answer}");
    let code = smtp.codes()[0].clone();
    let wrong = program
        .post("/api/v1/me/factors/email/confirm")
        .json(&json!({"code": "000000"}));
    assert_eq!(told(wrong).await.0, 400);
    let confirm = program
        .post("/api/v1/me/factors/email/confirm")
        .json(&json!({"code": code}));
    assert_eq!(told(confirm).await.0, 200);

    // At the sign-in, by that method.
    let office_program = office.program();
    let login = || {
        office_program
            .post("/api/v1/login")
            .header("x-2fa-method", "email")
    };
    let body = json!({"user": "ann", "password": PASSWORD});
    let (status, asked) = told(login().json(&body)).await;
    assert_eq!((status, &asked["details"]["method"]), (401, &json!("email")));
    assert_eq!(asked["details"]["codeGenerated"], true);
    assert_eq!(asked["details"]["emailOrUsername"], "a•••@example.com");
    assert_eq!(asked["details"]["codeCount"], 1);
    assert!(
        asked["details"]["codeExpires"][0]
            .as_str()
            .unwrap()
            .ends_with('Z')
    );
    assert_eq!(asked["details"]["availableMethods"], json!(["totp", "email"]));
    let code = smtp.codes()[1].clone();
    let (_, again) = told(login().json(&body)).await;
    assert_eq!(again["details"]["codeGenerated"], false, "one is on its way");
    let with_code = json!({"user": "ann", "password": PASSWORD, "code": code});
    assert_eq!(told(login().json(&with_code)).await.0, 200);
    assert_eq!(told(login().json(&with_code)).await.0, 401, "taken once");
}
