//! Two things at once: whichever comes first, nothing passes after access was taken away.

use futures_util::future::{join, join_all, join3};
use gatepass::audit::Action;
use reqwest::Method;

use crate::support::{Protocol, World, WorldBuilder};

/// How often a race is run: many orders, none of them waited for.
const ROUNDS: usize = 12;

#[tokio::test]
async fn a_revoked_grant_stays_closed_whatever_was_being_answered() {
    let world = World::start().await;
    for round in 0..ROUNDS {
        let created = world
            .grant_with(|wanted| wanted.grantor = format!("ann{round}"))
            .await;
        let code = created.credentials.security_code.as_ref().unwrap().reveal();
        let client = world.client(Protocol::Http2);
        client.sign_in(&created.credentials).await;
        let billing = || {
            client
                .request(Method::GET, "/billing")
                .header("x-2fa-code", code)
                .send()
        };
        let challenge = client
            .request(Method::POST, "/.gatepass/challenge")
            .form(&[("code", code), ("return", "/billing")])
            .send();
        let (_, _, ()) = join3(billing(), challenge, world.revoke(created.grant.id)).await;
        let before = world.app.count();
        for after in [
            billing().await.unwrap(),
            client.visit("/contacts").await,
            client.visit("/billing").await,
        ] {
            assert_ne!(after.status(), 200, "round {round}");
        }
        assert_eq!(world.app.count(), before, "round {round}");
        assert_ne!(
            client.sign_in(&created.credentials).await.status(),
            303,
            "round {round}"
        );
    }
    let (client, _) = world.signed_in(Protocol::Http2).await;
    assert_eq!(client.visit("/contacts").await.status(), 200);
}

#[tokio::test]
async fn a_sign_in_with_old_credentials_does_not_outrun_their_replacement() {
    let world = World::start().await;
    for round in 0..ROUNDS {
        let created = world
            .grant_with(|wanted| wanted.grantor = format!("ann{round}"))
            .await;
        let client = world.client(Protocol::Http2);
        let (_, fresh) = join(
            client.sign_in(&created.credentials),
            world.regenerate(created.grant.id),
        )
        .await;
        let before = world.app.count();
        assert_ne!(client.visit("/contacts").await.status(), 200, "round {round}");
        assert_eq!(world.app.count(), before, "round {round}");
        assert_eq!(client.sign_in(&fresh).await.status(), 303, "round {round}");
        assert_eq!(client.visit("/contacts").await.status(), 200, "round {round}");
    }
}

#[tokio::test]
async fn parallel_sign_outs_end_one_session_once() {
    let world = WorldBuilder::new().start().await;
    let created = world.grant().await;
    let (client, other) = (world.client(Protocol::Http2), world.client(Protocol::Http2));
    client.sign_in(&created.credentials).await;
    other.sign_in(&created.credentials).await;
    let cookie = format!("__Host-gatepass={}", client.session_cookie().unwrap());
    let hands: Vec<_> = (0..8).map(|_| world.client(Protocol::Http2)).collect();
    let outs = hands.iter().map(|hand| async {
        let request = hand
            .request(Method::POST, "/.gatepass/sign-out")
            .header("cookie", &cookie);
        request.send().await.unwrap().status().as_u16()
    });
    let statuses = join_all(outs).await;
    assert!(statuses.iter().all(|status| *status == 200), "{statuses:?}");
    assert_eq!(world.count_of(Action::SignedOut, Some(created.grant.id)).await, 1);
    assert_eq!(client.visit("/contacts").await.status(), 303);
    assert_eq!(other.visit("/contacts").await.status(), 200, "others stay in");
}

/// The same forms without their token are in `journeys/challenge.rs`.
#[tokio::test]
async fn another_site_changes_nothing_in_any_of_our_forms() {
    let world = World::start().await;
    let created = world.grant().await;
    let credentials = &created.credentials;
    let code = credentials.security_code.as_ref().unwrap().reveal();
    let client = world.client(Protocol::Http1);
    client.sign_in(credentials).await;
    let before = client.session_cookie();
    let sign_in = [
        ("username", credentials.user_name.as_str()),
        ("password", credentials.password.reveal()),
        ("code", code),
    ];
    let foreign: [&[(&str, &str)]; 7] = [
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("origin", "http://crm.test")],
        &[("origin", "https://crm.test.evil.example")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("origin", "https://other.test")],
        &[("sec-fetch-site", "SAME-ORIGIN")],
    ];
    for path in [
        "/.gatepass/sign-in",
        "/.gatepass/challenge",
        "/.gatepass/sign-out",
    ] {
        for fields in foreign {
            let request = fields.iter().fold(
                client.request(Method::POST, path).form(&sign_in),
                |request, (name, value)| request.header(*name, *value),
            );
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status(), 403, "{path} {fields:?}");
            assert!(answer.headers().get("set-cookie").is_none(), "{path} {fields:?}");
        }
    }
    assert_eq!(client.session_cookie(), before);
    assert_eq!(client.visit("/contacts").await.status(), 200, "still signed in");
    assert_eq!(world.count_of(Action::SignedOut, None).await, 0);
}
