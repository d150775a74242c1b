//! What a grant shows and what it does not, and that no spelling leads around it.

use gatepass::access::Visibility;
use reqwest::Method;

use crate::support::{Protocol, World, WorldBuilder, body_of, shows};

#[tokio::test]
async fn no_spelling_of_a_hidden_path_reaches_the_app() {
    let world = World::start().await;
    let (client, _) = world.signed_in(Protocol::Http1).await;
    let before = world.app.count();
    for disguise in [
        "/messages",
        "/Messages/1",
        "//messages",
        "/x/..%2fmessages",
        "/x/%2e%2e/messages",
        "/messages;v=1/1",
        "/%6Dessages",
        "/%256Dessages",
        "/messages%2f1",
        "/x%5c..%5cmessages",
        "/messages%20",
        "/messages.",
        "/app?module=Messages",
        "/app?x=1&module=messages",
        "/app?mod%75le=Messages",
        "/app?module[]=Messages",
        "/app?%20module=Messages",
        "/app?module=Contacts&module=Messages",
        "/app?a;module=Messages",
    ] {
        // reqwest would tidy the path up, so it is sent raw.
        let answer = crate::support::raw_get(&world, disguise, &client.session_cookie().unwrap()).await;
        assert!(
            answer.starts_with("HTTP/1.1 403") || answer.starts_with("HTTP/1.1 400"),
            "{disguise}: {answer}"
        );
    }
    assert_eq!(world.app.count(), before);
    for benign in [
        "/contacts/a%2Fb",
        "/contacts;v=1/x",
        "/contacts/%C3%A4",
        "/reports//2026",
        "/a/./b",
        "/x?q=a+b%20c&q=d",
    ] {
        let answer = crate::support::raw_get(&world, benign, &client.session_cookie().unwrap()).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{benign}: {answer}");
        assert_eq!(world.app.last().target, benign, "byte for byte");
    }
}

#[tokio::test]
async fn read_only_lets_look_and_not_change() {
    let world = World::start().await;
    let created = world
        .grant_with(|wanted| wanted.show = shows("messages", Visibility::ReadOnly))
        .await;
    let client = world.client(Protocol::Http2);
    client.sign_in(&created.credentials).await;
    assert_eq!(client.visit("/messages/1").await.status(), 200);
    let change = client
        .request(Method::DELETE, "/messages/1")
        .send()
        .await
        .unwrap();
    assert_eq!(change.status(), 403);
    assert_eq!(body_of(change).await["errorType"], "read-only");
    assert_eq!(
        client
            .request(Method::DELETE, "/contacts/1")
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
}

#[tokio::test]
async fn what_no_scope_names_follows_elsewhere() {
    let site = "elsewhere = \"hidden\"\n[[site.scope]]\nname = \"contacts\"\ndefault = \"full\"\nmatch = [{ path = \"/contacts/**\" }]\n";
    let world = WorldBuilder::new().site(site).start().await;
    let (client, _) = world.signed_in(Protocol::Http1).await;
    assert_eq!(client.visit("/contacts/1").await.status(), 200);
    assert_eq!(client.visit("/anything").await.status(), 403);
    assert_eq!(client.visit("/contacts-evil").await.status(), 403);
}

#[tokio::test]
async fn a_denial_can_be_looked_up_by_its_code() {
    let world = World::start().await;
    let (client, grant) = world.signed_in(Protocol::Http1).await;
    let body = body_of(client.call("/messages/1?subject=secret").await).await;
    let code = body["code"].as_str().unwrap().parse().unwrap();
    let filter = gatepass::audit::DecisionFilter {
        code: Some(code),
        ..Default::default()
    };
    let reader = gatepass::audit::JournalReader::open(&world.dir.path().join("journal"), filter).unwrap();
    let found: Vec<_> = reader.map(Result::unwrap).collect();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].grant, found[0].path.as_str()),
        (Some(grant.id), "/messages/1")
    );
    assert_eq!(found[0].reason.as_deref(), Some("hidden"));
    assert_eq!(found[0].scopes, ["messages"]);
    assert_eq!(
        found[0].query.as_deref(),
        Some("subject=…"),
        "values that no scope reads are left out"
    );
    assert!(
        gatepass::audit::verify_journal(&world.dir.path().join("journal"))
            .unwrap()
            .is_intact()
    );
}

#[tokio::test]
async fn visitors_pass_untouched_where_the_site_lets_them() {
    let world = WorldBuilder::new()
        .site("visitors = \"pass\"\nelsewhere = \"hidden\"\n")
        .start()
        .await;
    let client = world.client(Protocol::Http1);
    let answer = client.visit("/anything").await;
    assert_eq!(answer.status(), 200);
    assert_eq!(
        answer.headers()["cache-control"],
        "public, max-age=3600",
        "untouched"
    );
    let created = world.grant().await;
    client.sign_in(&created.credentials).await;
    assert_eq!(
        client.visit("/anything").await.status(),
        403,
        "a support session sees what its grant shows"
    );
}

#[tokio::test]
async fn a_grant_for_one_network_is_nothing_elsewhere() {
    let world = World::start().await;
    let created = world
        .grant_with(|wanted| wanted.networks = vec!["192.0.2.0/24".parse().unwrap()])
        .await;
    let client = world.client(Protocol::Http1);
    assert_eq!(client.sign_in(&created.credentials).await.status(), 401);
}
