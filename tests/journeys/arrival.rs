//! Where an agent arrives, and in which language the gateway speaks to them.

use gatepass::access::Visibility;
use reqwest::{Method, Response};

use crate::support::{Client, Protocol, World, WorldBuilder, shows};

/// Only what is named is shown, and nothing names the start page.
const PARTS: &str = r#"
[[site.scope]]
name = "contacts"
label = "Contacts"
match = [{ path = "/people/*/card" }, { path = "/contacts/**" }]

[[site.scope]]
name = "messages"
label = "Messages"
match = [{ path = "/app", parameters = { module = ["Mail*", "Messages"] } }]
"#;

async fn agent_of(world: &World, part: &str) -> (Client, Response) {
    let wanted = |wanted: &mut gatepass::actions::NewGrant| {
        part.clone_into(&mut wanted.grantor);
        wanted.show = shows(part, Visibility::Full);
    };
    let created = world.grant_with(wanted).await;
    let client = world.client(Protocol::Http2);
    let answer = client.sign_in(&created.credentials).await;
    assert_eq!(answer.status(), 303);
    (client, answer)
}

fn place(answer: &Response) -> &str {
    answer.headers()["location"].to_str().unwrap()
}

#[tokio::test]
async fn whoever_may_not_see_the_start_page_arrives_where_something_is_shared() {
    let world = WorldBuilder::new().site(PARTS).start().await;
    for (part, way_in, hidden) in [
        ("contacts", "/contacts", "module=Messages"),
        ("messages", "/app?module=Messages", "href=\"/contacts\""),
    ] {
        let (agent, arrived) = agent_of(&world, part).await;
        assert_eq!(place(&arrived), "/.gatepass/");
        let status = agent.visit("/.gatepass/").await.text().await.unwrap();
        assert!(status.contains(&format!("href=\"{way_in}\"")), "{status}");
        assert!(
            !status.contains("href=\"/\"") && !status.contains(hidden),
            "{status}"
        );
        assert_eq!(agent.visit(way_in).await.status(), 200);

        // The page that says no leads on as well, and not to itself.
        let refused = agent.visit("/").await;
        assert_eq!(refused.status(), 403);
        let refused = refused.text().await.unwrap();
        assert!(
            refused.contains("href=\"/.gatepass/\"") && !refused.contains("href=\"/\""),
            "{refused}"
        );
        let again = agent.visit("/.gatepass/sign-in").await;
        assert_eq!(place(&again), "/.gatepass/");
    }
    assert_eq!(world.app.count(), 2);
}

#[tokio::test]
async fn whoever_may_see_it_arrives_at_the_start_page_or_where_they_wanted_to_be() {
    let site = format!("elsewhere = \"full\"\n{PARTS}");
    let world = WorldBuilder::new().site(&site).start().await;
    let (agent, arrived) = agent_of(&world, "contacts").await;
    assert_eq!(place(&arrived), "/");
    let refused = agent.visit("/app?module=Messages").await.text().await.unwrap();
    assert!(refused.contains("href=\"/\""), "{refused}");
    let wanted = agent
        .visit("/.gatepass/sign-in?return=/app%3Fmodule%3DMessages")
        .await;
    assert_eq!(
        place(&wanted),
        "/app?module=Messages",
        "it says itself that it is not shared"
    );
}

#[tokio::test]
async fn a_reader_chooses_the_language_of_our_pages_and_the_app_hears_nothing_of_it() {
    let world = World::start().await;
    let (agent, _) = world.signed_in(Protocol::Http2).await;
    let english = agent.visit("/messages/1?a=1").await.text().await.unwrap();
    assert!(english.contains("<html lang=\"en\">") && english.contains("value=\"/messages/1?a=1\""));
    let choose = async |query: &str, from: &str| {
        let request = agent.request(Method::GET, &format!("/.gatepass/language?{query}"));
        let request = request
            .header("accept", "text/html")
            .header("sec-fetch-site", from);
        request.send().await.unwrap()
    };
    let foreign = choose("language=de&return=/messages/1", "cross-site").await;
    assert_eq!(place(&foreign), "/messages/1");
    assert!(
        foreign.headers().get("set-cookie").is_none(),
        "another site's link"
    );
    for elsewhere in [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "evil",
    ] {
        let query = format!("language=de&return={}", elsewhere.replace('\\', "%5C"));
        assert_eq!(place(&choose(&query, "same-origin").await), "/", "{elsewhere}");
    }
    let unknown = choose("language=xx", "same-origin").await;
    assert!(unknown.headers().get("set-cookie").is_none());

    let chosen = choose("language=de&return=/messages/1%3Fa%3D1", "same-origin").await;
    assert_eq!(place(&chosen), "/messages/1?a=1");
    for ours in [
        "/messages/1",
        "/.gatepass/",
        "/.gatepass/challenge?return=/billing/7",
    ] {
        let page = agent.visit(ours).await.text().await.unwrap();
        assert!(page.contains("<html lang=\"de\">"), "{ours}: {page}");
    }
    assert_eq!(agent.visit("/contacts/1").await.status(), 200);
    assert!(world.app.last().header("cookie").is_none());
}
