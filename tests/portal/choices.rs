//! What an administrator chooses is what holds: durations, parts, looking only, and the end (S2.2, S2.3, S2.11).

use std::collections::BTreeMap;

use jiff::SignedDuration;
use serde_json::json;

use crate::member::{Office, WithCode, told};
use crate::person::{browser, html, live_grant, request_support, seen, shown, signed_in};
use crate::support::{Client, Protocol, WorldBuilder};

/// The policy's own defaults show contacts and billing; on the page, what is not ticked is hidden.
#[tokio::test]
async fn each_box_shows_its_own_part_and_no_other() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    for (contacts, messages) in [(false, false), (true, false), (false, true), (true, true)] {
        let visibility = |shown: bool| if shown { "full" } else { "hidden" };
        let scopes = BTreeMap::from([
            ("contacts", visibility(contacts)),
            ("messages", visibility(messages)),
        ]);
        let wanted = json!({"site": "crm", "duration": "1h", "scopes": scopes});
        let request = program.post("/api/v1/grants").json(&wanted);
        let (status, made) = told(request.with_code("totp", &ann.app.code())).await;
        assert_eq!(status, 201, "{made}");
        let agent = agent(&office, &made).await;
        let status = |shown: bool| if shown { 200 } else { 403 };
        assert_eq!(agent.call("/contacts/1").await.status(), status(contacts));
        assert_eq!(agent.call("/messages/1").await.status(), status(messages));
        assert_eq!(
            agent.call("/app?module=Messages").await.status(),
            status(messages),
            "in whichever way a part is named"
        );
        let id = made["id"].as_str().unwrap();
        told(program.post(&format!("/api/v1/grants/{id}/revoke"))).await;
    }
}

#[tokio::test]
async fn who_may_only_look_changes_nothing() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let wanted = json!({"site": "crm", "duration": "1h", "scopes": {"contacts": "full"}, "readOnly": true});
    let request = program.post("/api/v1/grants").json(&wanted);
    let (_, made) = told(request.with_code("totp", &ann.app.code())).await;
    let agent = agent(&office, &made).await;
    assert_eq!(agent.call("/contacts/1").await.status(), 200);
    let before = office.world.app.count();
    for path in ["/contacts/1", "/elsewhere"] {
        let change = agent.http.post(agent.url(path)).body("name=Lee").send().await;
        assert_eq!(change.unwrap().status(), 403, "{path}");
    }
    assert_eq!(office.world.app.count(), before);
}

async fn agent(office: &Office, made: &serde_json::Value) -> Client {
    let agent = Client::new(&office.world, Protocol::Http2);
    let text = |name: &str| made[name].as_str().unwrap();
    let place = "/.gatepass/sign-in";
    let fields = [
        ("username", text("userName")),
        ("password", text("password")),
        ("code", text("securityCode")),
    ];
    assert_eq!(agent.submit(place, place, &fields).await.status(), 303);
    agent
}

/// Boxes start off; what the page does not offer is refused whoever asks, and before a code is asked for.
#[tokio::test]
async fn a_form_that_was_tampered_with_opens_nothing() {
    let site = r#"
        durations = ["1h", "8h"]
        elsewhere = "full"
        [[site.scope]]
        name = "contacts"
        label = "Contacts"
        default = "full"
        match = [{ path = "/contacts/**" }]
        [[site.scope]]
        name = "salaries"
        label = "Salaries"
        offer = false
        match = [{ path = "/salaries/**" }]"#;
    let office = Office::open_with(WorldBuilder::new().site(site)).await;
    let ann = office.member("ann").await;
    let person = signed_in(&ann).await;
    let form = html(&person, "/support/crm").await;
    let boxes: Vec<&str> = form.split("type=\"checkbox\"").skip(1).collect();
    assert_eq!(boxes.len(), 2, "Contacts and looking only");
    assert!(
        boxes
            .iter()
            .all(|it| !it.split('>').next().unwrap().contains("checked"))
    );
    for wrong in [
        [("duration", "48h"), ("show", "contacts"), ("agent-code", "fixed")],
        [("duration", "8 h"), ("show", "contacts"), ("agent-code", "fixed")],
        [("duration", "8h"), ("show", "salaries"), ("agent-code", "fixed")],
        [
            ("duration", "8h"),
            ("show", "everything"),
            ("agent-code", "fixed"),
        ],
    ] {
        let answer = person.answer(&form, "/support/crm", &wrong).await;
        let (status, _, page) = seen(answer).await;
        assert_eq!(status, 422, "{wrong:?}");
        assert!(!page.contains("one-time-code"), "{wrong:?}");
    }
    assert!(
        html(&person, "/support/crm").await.contains("name=\"duration\""),
        "no grant"
    );
}

#[tokio::test]
async fn after_its_time_a_grant_is_over_and_the_first_dialog_comes_again() {
    let patient = WorldBuilder::new().portal("idle = \"3h\"");
    let office = Office::open_with(patient).await;
    let ann = office.member("ann").await;
    let person = signed_in(&ann).await;
    let fields = [
        ("duration", "1h"),
        ("show", "contacts"),
        ("agent", "Sam"),
        ("agent-code", "fixed"),
    ];
    let credentials = shown(&request_support(&ann, &person, &fields).await);
    let id = live_grant(&html(&person, "/support/crm").await);
    let made =
        json!({"userName": credentials[1], "password": credentials[2], "securityCode": credentials[3]});
    let agent = agent(&office, &made).await;
    assert_eq!(agent.call("/contacts/1").await.status(), 200);
    let pressed_again = html(&person, "/support/crm").await;
    assert!(
        pressed_again.contains("Support access is already active"),
        "{pressed_again}"
    );

    office.clock.advance(SignedDuration::from_hours(1));
    assert_eq!(agent.call("/contacts/1").await.status(), 401);
    let form = html(&person, "/support/crm").await;
    assert!(form.contains("name=\"duration\""), "{form}");
    let receipt = html(&person, &format!("/grants/{id}")).await;
    assert!(receipt.contains("Support access to crm has ended"), "{receipt}");
    assert!(receipt.contains("The time was up:"), "{receipt}");
    assert_eq!(
        browser(&office).visit(&format!("/grants/{id}")).await.status(),
        303
    );
}

/// Networks, first sign-in, idleness and number of sessions are chosen in the dialog, and hold.
#[tokio::test]
async fn limits_that_are_chosen_in_the_dialog_hold() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let person = signed_in(&ann).await;
    let form = html(&person, "/support/crm").await;
    let chosen = |networks, idle| {
        [
            ("duration", "8h"),
            ("agent", "Sam"),
            ("agent-code", "fixed"),
            ("networks", networks),
            ("claim", "4"),
            ("idle", idle),
            ("sessions", "1"),
        ]
    };
    for wrong in [
        chosen("192.0.2.0/33", "10"),
        chosen("somewhere", "10"),
        chosen("", "11"),
    ] {
        let answer = person.answer(&form, "/support/crm", &wrong).await;
        assert_eq!(answer.status(), 422, "{wrong:?}");
    }
    shown(&request_support(&ann, &person, &chosen("192.0.2.0/24, 127.0.0.1", "10")).await);
    let grants = office.world.running.gateway.actions.store.grants().await.unwrap();
    let grant = grants.first().unwrap();
    let networks: Vec<String> = grant.networks.iter().map(ToString::to_string).collect();
    assert_eq!(networks, ["192.0.2.0/24", "127.0.0.1/32"]);
    assert_eq!(grant.limits.idle, Some(SignedDuration::from_mins(10)));
    assert_eq!(grant.limits.at_once.unwrap().get(), 1);
    assert_eq!(
        grant.claim_by,
        Some(grant.created_at + SignedDuration::from_hours(4))
    );
}

/// G15: an access that was agreed on for later. Until then its credentials are right and open nothing; whoever tries is told when.
#[tokio::test]
async fn an_access_for_later_opens_when_its_time_comes() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let begins = "2026-11-21T09:00:00Z";
    let ask = |starts: &str| {
        let wanted =
            json!({"site": "crm", "duration": "1h", "scopes": {"contacts": "full"}, "startsAt": starts});
        program.post("/api/v1/grants").json(&wanted)
    };
    for wrong in ["2026-11-20T11:00:00Z", "2027-01-20T09:00:00Z"] {
        let (status, refused) = told(ask(wrong).with_code("totp", &ann.app.code())).await;
        assert_eq!(
            (status, &refused["errorType"]),
            (400, &json!("start-not-offered"))
        );
    }
    let (status, made) = told(ask(begins).with_code("totp", &ann.app.code())).await;
    assert_eq!((status, &made["startsAt"]), (201, &json!(begins)), "{made}");
    assert_eq!(made["expiresAt"], "2026-11-21T10:00:00Z");
    let (_, list) = told(program.get("/api/v1/grants")).await;
    let listed = &list["items"][0];
    assert_eq!(
        (&listed["state"], &listed["startsAt"]),
        (&json!("scheduled"), &json!(begins)),
        "{list}"
    );
    let again = ask(begins).with_code("totp", &ann.app.code());
    assert_eq!(told(again).await.0, 409, "there is one already");

    let early = agent(&office, &made).await;
    let before = office.world.app.count();
    let (status, _, page) = seen(early.visit("/contacts/1").await).await;
    assert_eq!(status, 403);
    assert!(page.contains("Your access has not begun yet"), "{page}");
    assert!(page.contains(begins), "the page says when: {page}");
    let refused: serde_json::Value = early.call("/contacts/1").await.json().await.unwrap();
    assert_eq!(refused["errorType"], "grant-not-begun", "{refused}");
    assert_eq!(office.world.app.count(), before);

    let person = signed_in(&ann).await;
    let home = html(&person, "/").await;
    assert!(
        home.contains("Begins later") && home.contains("will have access to crm"),
        "{home}"
    );
    assert!(
        html(&person, "/support/crm")
            .await
            .contains("The time has not come yet")
    );

    office.clock.advance(SignedDuration::from_hours(21));
    let agent = agent(&office, &made).await;
    assert_eq!(agent.visit("/contacts/1").await.status(), 200);
    office.clock.advance(SignedDuration::from_hours(1));
    assert_ne!(agent.call("/contacts/1").await.status(), 200);
}

/// The first dialog without its script, so in UTC; and what the third one tells of the terms.
#[tokio::test]
async fn the_dialogs_know_when_an_access_begins_and_what_limits_it() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let person = signed_in(&ann).await;
    let with_start = |starts: &'static str, moment: &'static str| {
        [
            ("duration", "1h"),
            ("starts", starts),
            ("starts-at", moment),
            ("agent", "Sam"),
            ("networks", "192.0.2.0/24"),
            ("claim", "4"),
            ("idle", "30"),
            ("sessions", "2"),
            ("agent-code", "fixed"),
        ]
    };
    for (starts, moment) in [
        ("2026-11-20T08:00", ""),
        ("tomorrow", ""),
        ("2026-11-21T09:00", "soon"),
    ] {
        let fields = with_start(starts, moment);
        let answer = person.submit("/support/crm", "/support/crm", &fields).await;
        let (status, _, page) = seen(answer).await;
        assert_eq!(status, 422, "{starts}");
        assert!(page.contains("Choose a moment within the next 30 days"), "{page}");
    }
    let asked = person
        .submit(
            "/support/crm",
            "/support/crm",
            &with_start("2026-11-21T09:00", ""),
        )
        .await;
    let (_, _, question) = seen(asked).await;
    assert!(
        question.contains("It begins Sat 21 Nov 2026, 09:00 UTC."),
        "{question}"
    );
    // A browser says which moment its reader means.
    let credentials = request_support(
        &ann,
        &person,
        &with_start("2026-11-21T09:00", "2026-11-21T08:00:00.000Z"),
    )
    .await;
    let lines = shown(&credentials);
    assert_eq!(lines.len(), 6, "one line more than usual: {lines:?}");
    assert!(credentials.contains("Works from"), "{credentials}");
    let grant = html(&person, &format!("/grants/{}", live_grant(&credentials))).await;
    for said in [
        "Begins later",
        "2026-11-21T08:00:00Z",
        "2026-11-21T12:00:00Z",
        "192.0.2.0/24",
        "Sign out after 30 minutes",
        "2, and one more ends the oldest",
    ] {
        assert!(grant.contains(said), "{said}: {grant}");
    }
}
