//! Several sites in one process, chosen by name; whatever does not fit gets no app.

use crate::support::{Protocol, World, WorldBuilder, raw};

#[tokio::test]
async fn a_host_that_is_not_ours_or_not_the_one_of_tls_is_misdirected() {
    let world = World::start().await;
    let before = world.app.count();
    for host in ["unknown.test", "other.test", "crm.test.evil", "portal.test"] {
        let answer = raw(
            &world,
            format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
        )
        .await;
        assert!(answer.starts_with("HTTP/1.1 421"), "{host}: {answer}");
    }
    for request in [
        "GET / HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(),
        "GET http://crm.test/ HTTP/1.1\r\nHost: crm.test\r\nConnection: close\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost: crm.test\r\nConnection: close, x-gatepass-user\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost: crm.test\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n".to_owned(),
        "POST / HTTP/1.1\r\nHost: crm.test\r\nContent-Length: 5,5\r\nConnection: close\r\n\r\nhello"
            .to_owned(),
        format!(
            "GET / HTTP/1.1\r\nHost: crm.test\r\nX-Big: {}\r\nConnection: close\r\n\r\n",
            "x".repeat(40_000)
        ),
    ] {
        let answer = raw(&world, request.clone()).await;
        let status = answer.get(9..12).unwrap_or("cut");
        assert!(
            ["400", "431", "cut"].contains(&status),
            "{}: {answer}",
            &request[..60.min(request.len())]
        );
    }
    assert_eq!(world.app.count(), before, "nothing reached the app");
}

#[tokio::test]
async fn a_session_of_one_site_opens_no_other() {
    let site = "elsewhere = \"full\"\n[[site]]\nname = \"other\"\nhosts = [\"other.test\"]\nupstream = [\"http://127.0.0.1:9\"]\nelsewhere = \"full\"\n";
    let world = WorldBuilder::new().site(site).start().await;
    let (client, _) = world.signed_in(Protocol::Http1).await;
    let url = format!("https://other.test:{}/", world.address().port());
    let cookie = format!("__Host-gatepass={}", client.session_cookie().unwrap());
    let answer = client
        .http
        .get(url)
        .header("cookie", cookie)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 403);
}

#[tokio::test]
async fn a_session_of_one_site_is_none_on_the_pages_of_another() {
    let site = "elsewhere = \"full\"\n[[site]]\nname = \"other\"\nhosts = [\"other.test\"]\nupstream = [\"http://127.0.0.1:9\"]\nelsewhere = \"full\"\n";
    let world = WorldBuilder::new().site(site).start().await;
    let created = world.grant().await;
    let credentials = &created.credentials;
    let client = world.client(Protocol::Http1);
    client.sign_in(credentials).await;
    let other = format!("https://other.test:{}", world.address().port());
    let cookie = format!("__Host-gatepass={}", client.session_cookie().unwrap());
    for (host, expected) in [(&other, 401), (&client.url(""), 200)] {
        let status = client.http.get(format!("{host}/.gatepass/status"));
        let status = status.header("cookie", &cookie).send().await.unwrap();
        assert_eq!(status.status(), expected, "{host}");
    }
    let code = credentials.security_code.as_ref().unwrap().reveal();
    let form = [
        ("username", credentials.user_name.as_str()),
        ("password", credentials.password.reveal()),
        ("code", code),
    ];
    for (host, expected) in [(&other, 401), (&client.url(""), 200)] {
        let stranger = world.client(Protocol::Http1);
        let sign_in = stranger.http.post(format!("{host}/.gatepass/sign-in"));
        let answer = sign_in.form(&form).send().await.unwrap();
        assert_eq!(answer.status(), expected, "{host}");
        assert_eq!(
            answer.headers().contains_key("set-cookie"),
            expected == 200,
            "{host}"
        );
    }
}
