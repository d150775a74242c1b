//! Where browsers are sent: never to another origin, whatever is asked for (oauth2-proxy CVE-2020-5233,
//! mod_auth_openidc's `/\`). A browser's own URL parser is the judge.

use reqwest::Url;

use crate::support::{Client, Protocol, Recorder, WorldBuilder};

const ELSEWHERE: [&str; 32] = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "////evil.example",
    "/\\evil.example/",
    "\\\\evil.example/",
    "\\/evil.example/",
    "/\t/evil.example/",
    "/\n/evil.example/",
    "/\r\n/evil.example/",
    "\t//evil.example/",
    " //evil.example/",
    "/\\\t/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:\\\\evil.example",
    "HTTPS://evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\u{2044}evil.example",
    "/\u{ff0f}evil.example",
    "\u{ff0f}\u{ff0f}evil.example",
    "https://crm.test@evil.example/",
    "@evil.example",
    ".evil.example",
    ":443@evil.example",
    "evil.example",
    "/x\r\nLocation: https://evil.example/",
    "/x\r\n\r\n<script>alert(1)</script>",
    "/\0/evil.example",
    "",
    "/.gatepass/sign-out",
];

/// Odd, but on this origin, so they are kept.
const HERE: [&str; 6] = [
    "/contacts/7?x=1&y=%2F",
    "/",
    "/a//b",
    "/x?next=https://evil.example/",
    "/%0d%0aX:%20y",
    "/%2f%2fevil.example",
];

fn lands(client: &Client, location: &str) -> Url {
    Url::parse(&client.url("/.gatepass/sign-in"))
        .unwrap()
        .join(location)
        .unwrap()
}

fn own(client: &Client, url: &Url) -> bool {
    url.origin() == Url::parse(&client.url("/")).unwrap().origin()
}

fn query(target: &str) -> String {
    let escaped: String = target.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("?return={escaped}")
}

#[tokio::test]
async fn signing_in_leads_to_no_other_origin() {
    let world = WorldBuilder::new().start().await;
    let created = world.grant().await;
    let credentials = &created.credentials;
    let code = credentials.security_code.as_ref().unwrap().reveal();
    let long = format!("/{}", "x".repeat(2100));
    for target in ELSEWHERE.into_iter().chain([long.as_str()]) {
        let client = world.client(Protocol::Http1);
        let page = format!("/.gatepass/sign-in{}", query(target));
        let fields = [
            ("username", credentials.user_name.as_str()),
            ("password", credentials.password.reveal()),
            ("code", code),
            ("return", target),
        ];
        let signed_in = client.submit(&page, "/.gatepass/sign-in", &fields).await;
        assert_eq!(signed_in.status(), 303, "{target:?}");
        let location = signed_in.headers()["location"].to_str().unwrap();
        assert_eq!(location, "/", "{target:?}");
        let shown = client.visit(&page).await;
        let location = shown.headers()["location"].to_str().unwrap();
        assert!(
            own(&client, &lands(&client, location)),
            "{target:?} leads to {location}"
        );
        let challenge = client
            .visit(&format!("/.gatepass/challenge{}", query(target)))
            .await;
        assert_eq!(challenge.headers()["location"], "/", "{target:?}");
        let answered = client
            .submit(
                &format!("/.gatepass/challenge{}", query("/billing")),
                "/.gatepass/challenge",
                &[("code", code), ("return", target)],
            )
            .await;
        assert_eq!(answered.headers()["location"], "/", "{target:?}");
    }
    for target in HERE {
        let client = world.client(Protocol::Http1);
        client.sign_in(credentials).await;
        let shown = client
            .visit(&format!("/.gatepass/sign-in{}", query(target)))
            .await;
        let location = shown.headers()["location"].to_str().unwrap();
        assert_eq!(location, target);
        assert!(own(&client, &lands(&client, location)), "{target}");
    }
}

#[tokio::test]
async fn being_asked_to_sign_in_leads_to_our_own_page() {
    let world = WorldBuilder::new().start().await;
    for target in [
        "//evil.example/x",
        "/%5cevil.example",
        "/x?return=//evil.example",
        "/.gatepassx",
    ] {
        let url = format!("{}{target}", world.url(""));
        let client = world.client(Protocol::Http1);
        let answer = client
            .http
            .get(url)
            .header("accept", "text/html")
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 303, "{target}");
        let location = answer.headers()["location"].to_str().unwrap();
        let url = lands(&client, location);
        assert!(
            own(&client, &url) && url.path() == "/.gatepass/sign-in",
            "{target}: {location}"
        );
    }
}

#[tokio::test]
async fn an_inner_address_of_the_app_is_made_no_foreign_one() {
    for (path, expected) in [
        ("/contacts?x=1", Some("/contacts?x=1")),
        ("//evil.example/", None),
        ("/\\evil.example/", None),
        ("/\t/evil.example/", None),
        ("/\\\t/evil.example/", None),
        ("\\/evil.example/", None),
        ("@evil.example/", None),
        (".evil.example/", None),
    ] {
        let world = WorldBuilder::new().site("elsewhere = \"full\"\nchallenge = \"never\"\n");
        // The app redirects to its own inner address, with what its user asked for behind it.
        let (upstream, inner) = Recorder::redirecting(path).await;
        let world = world.upstream(&upstream.as_upstream()).start().await;
        let (client, _) = world.signed_in(Protocol::Http1).await;
        let answer = client.call("/x").await;
        let location = answer.headers()["location"].to_str().unwrap().to_owned();
        match expected {
            Some(expected) => assert_eq!(location, expected),
            None => assert_eq!(location, format!("{inner}{path}"), "left as the app wrote it"),
        }
        if path.starts_with('/') {
            let url = lands(&client, &location);
            assert_ne!(
                url.host_str(),
                Some("evil.example"),
                "{path:?} leads to {location}"
            );
        }
    }
}
