//! Who is nobody here stays nobody, and cannot keep the owner out (S2.8, S2.15).

use reqwest::Method;
use serde_json::{Value, json};

use crate::member::{Office, PASSWORD, WithCode, told};
use crate::person::{browser, seen};
use crate::support::{BEHIND_A_PROXY, WorldBuilder};

/// Fifty strangers close the door for strangers: not for the owner, from where she always comes.
#[tokio::test]
async fn strangers_who_guess_do_not_lock_the_owner_out() {
    let office = Office::open_with(WorldBuilder::new().top(BEHIND_A_PROXY)).await;
    let ann = office.member("ann").await;
    let program = office.program();
    let sign_in = async |network: &str, password: &str, code: &str| {
        let login = json!({"user": "ann", "password": password, "code": code});
        let request = program.post("/api/v1/login").header("x-forwarded-for", network);
        told(request.json(&login)).await.0
    };
    let (home, cafe) = ("198.51.100.7", "203.0.113.9");
    assert_eq!(sign_in(home, PASSWORD, &ann.app.code()).await, 200);
    for stranger in 0..50 {
        let network = format!("192.0.2.{stranger}");
        assert_eq!(sign_in(&network, "wrong", "000000").await, 401);
    }
    assert_eq!(
        sign_in(cafe, PASSWORD, &ann.app.code()).await,
        401,
        "a stranger, too"
    );
    assert_eq!(sign_in(home, PASSWORD, &ann.app.code()).await, 200);
}

/// The portal is another origin, and what opens the app opens nothing here, in whichever field it is sent.
#[tokio::test]
async fn an_agents_session_is_nobody_on_the_portal() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let created = office.world.grant().await;
    let agent = office.world.client(crate::support::Protocol::Http2);
    assert_eq!(agent.sign_in(&created.credentials).await.status(), 303);
    let cookie = agent.session_cookie().unwrap();
    let credentials = &created.credentials;
    let login = json!({"user": credentials.user_name, "password": credentials.password.reveal(),
                       "code": credentials.security_code.as_ref().unwrap().reveal()});
    let (_, answer) = told(agent.http.post(agent.url("/.gatepass/api/v1/login")).json(&login)).await;
    let text = |name: &str| answer["data"][name].as_str().unwrap().to_owned();
    let mut program = office.program();
    assert_eq!(told(program.post("/api/v1/login").json(&login)).await.0, 401);
    program.token = Some((text("authToken"), text("userId")));
    for (method, path) in [
        (Method::POST, "grants"),
        (Method::GET, "grants"),
        (Method::POST, "tokens"),
        (Method::POST, "me/factors/totp"),
        (Method::DELETE, "me/factors/totp"),
        (Method::PUT, "me/password"),
        (Method::GET, "audit"),
    ] {
        let path = format!("/api/v1/{path}");
        let call = || program.call(method.clone(), &path).json(&Value::Null);
        let code = ann.app.code();
        assert_eq!(
            told(call().with_code("totp", &code)).await.0,
            401,
            "{method} {path}"
        );
        let bearer = program.token.as_ref().unwrap().0.clone();
        let stranger = office.program();
        let call = stranger
            .call(method.clone(), &path)
            .bearer_auth(bearer)
            .json(&Value::Null);
        assert_eq!(told(call).await.0, 401, "{method} {path}");
    }
    let person = browser(&office);
    for path in ["/", "/support/crm", "/account", "/account/tokens", "/activity"] {
        let request = person.request(Method::GET, path);
        let request = request.header("cookie", format!("__Host-gatepass={cookie}"));
        let (status, place, _) = seen(request.send().await.unwrap()).await;
        assert!(
            status == 303 && place.starts_with("/sign-in"),
            "{path}: {status} {place}"
        );
    }
}
