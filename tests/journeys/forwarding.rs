//! What the app gets: who acts for whom, where the client is, and nothing of ours.

use data_encoding::BASE64URL_NOPAD;
use reqwest::Method;

use crate::support::{Protocol, WorldBuilder, body_of};

const SITE: &str = r#"
elsewhere = "full"
identity = { headers = { "X-Remote-User" = "{user}", "X-Who" = "{agent} for {user}: {scopes}" }, assertion = true }
[[site.scope]]
name = "contacts"
default = "full"
match = [{ path = "/contacts/**" }]
"#;

#[tokio::test]
async fn the_app_learns_who_acts_for_whom_and_nobody_can_pretend() {
    let world = WorldBuilder::new().site(SITE).start().await;
    let created = world
        .grant_with(|wanted| wanted.agent.name = Some("Zoë".to_owned()))
        .await;
    for protocol in Protocol::BOTH {
        let client = world.client(protocol);
        client.sign_in(&created.credentials).await;
        let answer = client
            .request(Method::GET, "/contacts")
            .header("x-remote-user", "admin")
            .header("X_Remote_User", "admin")
            .header("x-gatepass-user", "admin")
            .header("x-gatepass-assertion", "forged")
            .header("x-forwarded-for", "6.6.6.6")
            .header("forwarded", "for=6.6.6.6")
            .header("x-original-url", "/messages")
            .header("x-http-method-override", "DELETE")
            .header("authorization", "Basic dGhlaXI6b3du")
            .header(
                "cookie",
                format!("a=1; __Host-gatepass={}; b=2", client.session_cookie().unwrap()),
            )
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200, "{protocol:?}");
        let seen = world.app.last();
        assert_eq!(seen.header("x-remote-user"), Some("ann"));
        assert_eq!(seen.headers.get_all("x-remote-user").iter().count(), 1);
        assert_eq!(seen.header("x-who"), Some("Zo%C3%AB for ann: contacts=full"));
        for gone in [
            "x_remote_user",
            "x-gatepass-user",
            "x-original-url",
            "x-http-method-override",
        ] {
            assert_eq!(seen.header(gone), None, "{gone}");
        }
        assert_eq!(
            seen.header("authorization"),
            Some("Basic dGhlaXI6b3du"),
            "the app's own passes"
        );
        assert_eq!(seen.header("cookie"), Some("a=1; b=2"));
        assert_eq!(seen.header("host"), Some(world.authority.as_str()));
        assert_eq!(seen.header("x-forwarded-for"), Some("127.0.0.1"));
        assert_eq!(seen.header("x-forwarded-proto"), Some("https"));
        assert_eq!(seen.header("x-forwarded-host"), Some(world.authority.as_str()));
        assert_eq!(
            seen.header("forwarded"),
            Some(format!("for=127.0.0.1;host=\"{}\";proto=https", world.authority).as_str())
        );

        let keys = client.http.get(format!(
            "https://portal.test:{}/.well-known/jwks.json",
            world.address().port()
        ));
        let keys = body_of(keys.send().await.unwrap()).await;
        let public = BASE64URL_NOPAD
            .decode(keys["keys"][0]["x"].as_str().unwrap().as_bytes())
            .unwrap();
        let assertion = seen.header("x-gatepass-assertion").unwrap();
        let (signed, signature) = assertion.rsplit_once('.').unwrap();
        ring::signature::UnparsedPublicKey::new(&ring::signature::ED25519, public)
            .verify(
                signed.as_bytes(),
                &BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap(),
            )
            .expect("the assertion verifies");
        let payload = BASE64URL_NOPAD
            .decode(signed.split_once('.').unwrap().1.as_bytes())
            .unwrap();
        let payload: serde_json::Value = serde_json::from_slice(&payload).unwrap();
        assert_eq!(
            (&payload["iss"], &payload["aud"]),
            (&"https://portal.test".into(), &"crm".into())
        );
        assert_eq!(
            (&payload["sub"], &payload["act"]["sub"]),
            (&"ann".into(), &"Zoë".into())
        );
        assert_eq!(payload["gp"]["ticket"], "T-1");
        assert!(payload["exp"].as_i64().unwrap() - payload["iat"].as_i64().unwrap() <= 60);
    }
}

#[tokio::test]
async fn the_app_cannot_set_our_cookie_and_its_redirects_stay_outside() {
    let world = WorldBuilder::new().site(SITE).start().await;
    let (client, _) = world.signed_in(Protocol::Http1).await;
    let before = client.session_cookie();
    let answer = client.call("/cookies").await;
    let set: Vec<_> = answer
        .headers()
        .get_all("set-cookie")
        .iter()
        .map(|it| it.to_str().unwrap().to_owned())
        .collect();
    assert_eq!(set, ["theirs=1; Path=/"]);
    assert_eq!(client.session_cookie(), before);

    let inner = format!("http://{}", world.app.address);
    for (location, expected) in [
        (format!("{inner}/contacts?x=1"), "/contacts?x=1".to_owned()),
        (inner.clone(), "/".to_owned()),
        (format!("http://{}/a", world.authority), "/a".to_owned()),
        (format!("{inner}0/contacts"), format!("{inner}0/contacts")),
        (
            "https://elsewhere.example/".to_owned(),
            "https://elsewhere.example/".to_owned(),
        ),
        ("/relative".to_owned(), "/relative".to_owned()),
    ] {
        let answer = client.call(&format!("/redirect?{location}")).await;
        assert_eq!(answer.headers()["location"], expected.as_str(), "{location}");
    }
}

#[tokio::test]
async fn the_client_address_is_believed_from_trusted_proxies_only() {
    let world = WorldBuilder::new()
        .site(SITE)
        .top("trusted_proxies = [\"127.0.0.0/8\"]")
        .start()
        .await;
    let created = world
        .grant_with(|wanted| wanted.networks = vec!["203.0.113.0/24".parse().unwrap()])
        .await;
    let client = world.client(Protocol::Http1);
    let credentials = &created.credentials;
    let form = [
        ("username", credentials.user_name.as_str()),
        ("password", credentials.password.reveal()),
        ("code", credentials.security_code.as_ref().unwrap().reveal()),
    ];
    let via = |hops: &'static str| {
        client
            .request(Method::POST, "/.gatepass/sign-in")
            .header("x-forwarded-for", hops)
            .form(&form)
            .send()
    };
    assert_eq!(
        via("203.0.113.7, 198.51.100.1").await.unwrap().status(),
        401,
        "the rightmost hop counts"
    );
    assert_eq!(via("198.51.100.1, 203.0.113.7").await.unwrap().status(), 200);
    let answer = client
        .request(Method::GET, "/contacts")
        .header("x-forwarded-for", "203.0.113.7")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(
        world.app.last().header("x-forwarded-for"),
        Some("203.0.113.7, 127.0.0.1")
    );
}
