//! An agent signs in with what the grantor handed over, and sees what the grant shows.

use gatepass::access::CodeMethod;

use crate::support::{Protocol, World, body_of};

#[tokio::test]
async fn an_agent_signs_in_and_browses_what_the_grant_shows() {
    let world = World::start().await;
    for protocol in Protocol::BOTH {
        let grant = if protocol == Protocol::Http1 {
            world.grant().await
        } else {
            world.grant_with(|wanted| wanted.grantor = "bob".to_owned()).await
        };
        let client = world.client(protocol);

        let welcome = client.visit("/contacts/20?tab=notes").await;
        assert_eq!(welcome.status(), 303);
        let location = welcome.headers()["location"].to_str().unwrap();
        assert!(
            location.ends_with("/.gatepass/sign-in?return=/contacts/20%3Ftab%3Dnotes"),
            "{location}"
        );
        assert_eq!(
            world.app.count(),
            usize::from(protocol == Protocol::Http2),
            "nothing reached the app"
        );

        let credentials = &grant.credentials;
        let fields = [
            ("username", credentials.user_name.as_str()),
            ("password", credentials.password.reveal()),
        ];
        let page = "/.gatepass/sign-in?return=/contacts/20%3Ftab%3Dnotes";
        let half = client.submit(page, "/.gatepass/sign-in", &fields).await;
        assert_eq!(half.status(), 303);
        let challenge = half.headers()["location"].to_str().unwrap().to_owned();
        assert!(challenge.contains("/.gatepass/challenge?return="), "{challenge}");
        let half_cookie = client.session_cookie().unwrap();
        assert_eq!(
            client.visit("/contacts/20").await.status(),
            303,
            "a half-finished sign-in opens nothing"
        );

        let code = credentials.security_code.as_ref().unwrap().reveal();
        let typed = format!("{} - {}", &code[..4], &code[4..]);
        let challenge = challenge
            .strip_prefix(&format!("https://{}", world.authority))
            .unwrap();
        let done = client
            .submit(challenge, "/.gatepass/challenge", &[("code", &typed)])
            .await;
        assert_eq!(done.status(), 303, "{:?}", done.text().await);
        assert_eq!(done.headers()["location"], "/contacts/20?tab=notes");
        assert_ne!(
            client.session_cookie().unwrap(),
            half_cookie,
            "rotated at the rise of privilege"
        );

        let contact = client.visit("/contacts/20?tab=notes").await;
        assert_eq!(contact.status(), 200);
        assert_eq!(contact.headers()["cache-control"], "private, no-store");
        assert_eq!(contact.text().await.unwrap(), "app: /contacts/20?tab=notes\n");

        let denied = client.visit("/messages/1").await;
        assert_eq!(denied.status(), 403);
        assert!(denied.text().await.unwrap().contains("Messages"));
    }
}

#[tokio::test]
async fn whatever_is_wrong_gets_one_answer() {
    let world = World::start().await;
    let grant = world.grant().await;
    let client = world.client(Protocol::Http1);
    let right = &grant.credentials;
    let code = right.security_code.as_ref().unwrap().reveal();
    let mut answers = Vec::new();
    for (user, password, code) in [
        ("nobody.abcd", right.password.reveal(), code),
        (right.user_name.as_str(), "wrong", code),
        (right.user_name.as_str(), right.password.reveal(), "00000000"),
        (right.user_name.as_str(), "", ""),
    ] {
        let form = [("username", user), ("password", password), ("code", code)];
        let answer = client
            .request(reqwest::Method::POST, "/.gatepass/sign-in")
            .form(&form)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 401);
        assert!(answer.headers().get("set-cookie").is_none());
        answers.push(answer.text().await.unwrap());
    }
    answers.dedup();
    assert_eq!(
        answers,
        [
            r#"{"success":false,"status":"error","error":"Unauthorized","message":"Unauthorized"}"#
                .to_owned()
        ]
    );
}

#[tokio::test]
async fn five_wrong_passwords_lock_the_grant_until_it_is_regenerated_and_nobody_who_is_in() {
    let world = World::start().await;
    let created = world.grant().await;
    let inside = world.client(Protocol::Http2);
    inside.sign_in(&created.credentials).await;
    let stranger = world.client(Protocol::Http1);
    let user = created.credentials.user_name.as_str();
    for _ in 0..5 {
        let form = [("username", user), ("password", "guess")];
        let answer = stranger
            .request(reqwest::Method::POST, "/.gatepass/sign-in")
            .form(&form)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 401);
    }
    assert_eq!(
        stranger.sign_in(&created.credentials).await.status(),
        401,
        "locked, and it does not show"
    );
    assert_eq!(
        inside.visit("/contacts").await.status(),
        200,
        "whoever is signed in stays in"
    );
    let fresh = world.regenerate(created.grant.id).await;
    assert_eq!(
        stranger.sign_in(&created.credentials).await.status(),
        401,
        "the old credentials are dead"
    );
    assert_eq!(stranger.sign_in(&fresh).await.status(), 303);
}

#[tokio::test]
async fn an_authenticator_code_works_once() {
    let world = World::start().await;
    let created = world.grant_with(|wanted| wanted.code = CodeMethod::Totp).await;
    let otpauth = created.credentials.otpauth.as_ref().unwrap().reveal();
    let totp = totp_rs::Totp::from_url(otpauth).unwrap();
    let now = world.running.gateway.actions.clock.now().as_second();
    let code = totp.generate(now.try_into().unwrap()).to_string();
    let form = |code: &str| {
        [
            ("username", created.credentials.user_name.clone()),
            ("password", created.credentials.password.reveal().to_owned()),
            ("code", code.to_owned()),
        ]
    };
    let client = world.client(Protocol::Http1);
    let post = |code: String| {
        client
            .request(reqwest::Method::POST, "/.gatepass/sign-in")
            .form(&form(&code))
            .send()
    };
    assert_eq!(post(code.clone()).await.unwrap().status(), 200);
    assert_eq!(post(code).await.unwrap().status(), 401, "a step is accepted once");
}

#[tokio::test]
async fn a_program_is_told_in_json_and_never_redirected() {
    let world = World::start().await;
    let created = world.grant().await;
    let client = world.client(Protocol::Http2);
    let answer = client.call("/contacts").await;
    assert_eq!(answer.status(), 401);
    assert_eq!(
        body_of(answer).await["error"],
        "You must be logged in to do this."
    );
    client.sign_in(&created.credentials).await;
    assert_eq!(client.call("/contacts").await.status(), 200);
    let hidden = client.call("/app?module=Messages").await;
    assert_eq!(hidden.status(), 403);
    let body = body_of(hidden).await;
    assert_eq!(
        (body["success"].as_bool(), body["errorType"].as_str()),
        (Some(false), Some("hidden"))
    );
    assert_eq!(body["code"].as_str().unwrap().len(), 9);
    let status = body_of(client.call("/.gatepass/status").await).await;
    assert_eq!(
        (
            status["site"].as_str(),
            status["user"].as_str(),
            status["agent"].as_str()
        ),
        (Some("crm"), Some("ann"), Some("Sam"))
    );
    assert_eq!(status["scopes"]["messages"], "hidden");
    assert!(status["trustedUntil"].is_string() && status["expiresAt"].is_string());
}

#[tokio::test]
async fn pages_speak_the_language_that_the_browser_asks_for_and_json_stays_as_it_is() {
    let world = World::start().await;
    let client = world.client(Protocol::Http2);
    for (asked, language, heading) in [
        ("de-AT, en;q=0.5", "de", "Zum Helfen anmelden"),
        ("it", "it", "Acceda per assistere"),
        ("pt-PT", "pt-BR", "Entre para ajudar"),
        ("fr", "en", "Sign in to help"),
    ] {
        let visit = |path: &str| {
            let request = client.request(reqwest::Method::GET, path);
            request
                .header("accept", "text/html")
                .header("accept-language", asked)
        };
        let page = visit("/.gatepass/sign-in").send().await.unwrap();
        assert_eq!(page.headers()["vary"], "accept-language, cookie");
        let html = page.text().await.unwrap();
        assert!(html.contains(&format!("<html lang=\"{language}\">")), "{html}");
        assert!(html.contains(heading), "{html}");
        let program = visit("/contacts/1").header("sec-fetch-mode", "cors");
        let answer = body_of(program.send().await.unwrap()).await;
        assert_eq!(answer["error"], "You must be logged in to do this.");
    }
    // What is refused speaks it, too.
    let (agent, _) = world.signed_in(Protocol::Http1).await;
    let hidden = agent.request(reqwest::Method::GET, "/messages/1");
    let hidden = hidden
        .header("accept", "text/html")
        .header("accept-language", "de");
    let page = hidden.send().await.unwrap();
    assert_eq!(
        (page.status().as_u16(), &page.headers()["vary"]),
        (403, &"accept-language, cookie".parse().unwrap())
    );
    assert!(page.text().await.unwrap().contains("nicht für Sie freigegeben"));
}
