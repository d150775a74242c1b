//! Personal access tokens (S3.15 to S3.17).

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::member::{Member, Office, Program, WithCode, a_request, read, told};
use crate::person::{html, seen, signed_in};
use crate::support::Protocol;

#[tokio::test]
async fn a_token_is_made_with_a_code_shown_once_and_ends_with_one_call() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let create = |name: &str| program.post("/api/v1/tokens").json(&json!({"name": name}));
    assert_eq!(told(create("helpdesk")).await.1["errorType"], "totp-required");
    let (status, made) = told(create("helpdesk").with_code("totp", &ann.app.code())).await;
    assert_eq!(status, 201, "{made}");
    // It always asks: the code before opened no window.
    assert_eq!(told(create("other")).await.1["errorType"], "totp-required");
    let taken = create("helpdesk").with_code("totp", &ann.app.code());
    assert_eq!(told(taken).await.0, 409);
    let token = made["token"].as_str().unwrap();
    assert!(token.starts_with("gp_pat_"));
    assert!(token.ends_with(made["lastCharacters"].as_str().unwrap()));
    let (_, list) = told(program.get("/api/v1/tokens")).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert!(!list.to_string().contains(token));

    let mut helpdesk = office.program();
    helpdesk.token = Some((token.to_owned(), made["userId"].as_str().unwrap().to_owned()));
    assert_eq!(told(helpdesk.get("/api/v1/me")).await.0, 200);
    // A token makes no tokens, and touches no factor, password or session.
    let post = |path: &str| helpdesk.post(path);
    for request in [
        post("/api/v1/tokens").json(&json!({"name": "child"})),
        post("/api/v1/me/factors/totp"),
        post("/api/v1/me/factors/recovery-codes"),
        helpdesk.delete("/api/v1/me/factors/totp"),
        helpdesk.get("/api/v1/me/sessions"),
        helpdesk.delete("/api/v1/me/sessions"),
        helpdesk.get("/api/v1/tokens"),
    ] {
        let (status, refused) = told(request.with_code("totp", &ann.app.code())).await;
        assert_eq!(
            (status, refused["errorType"].as_str()),
            (403, Some("not-with-a-token"))
        );
    }
    // Without the bypass it is asked like anybody.
    let grant = || helpdesk.post("/api/v1/grants").json(&a_request());
    assert_eq!(told(grant()).await.1["errorType"], "totp-required");
    let id = made["id"].as_str().unwrap();
    assert_eq!(told(program.delete(&format!("/api/v1/tokens/{id}"))).await.0, 200);
    assert_eq!(told(helpdesk.get("/api/v1/me")).await.0, 401);
}

#[tokio::test]
async fn a_token_does_what_its_terms_allow() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let make = async |terms: serde_json::Value| {
        let request = program.post("/api/v1/tokens").json(&terms);
        let (status, made) = told(request.with_code("totp", &ann.app.code())).await;
        assert_eq!(status, 201, "{made}");
        let mut bearer = office.program();
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        bearer.token = Some((text("token"), text("userId")));
        bearer
    };
    let bypass = make(json!({"name": "bypass", "bypassSecondFactor": true})).await;
    let request = bypass.post("/api/v1/grants").json(&a_request());
    assert_eq!(told(request).await.0, 201, "no code was asked for");

    let reader = make(json!({"name": "reader", "scopes": ["grants:read"]})).await;
    let (_, list) = told(reader.get("/api/v1/grants")).await;
    let id = list["items"][0]["id"].as_str().unwrap().to_owned();
    for request in [
        reader.get("/api/v1/audit"),
        reader.get("/api/v1/me"),
        reader.post(&format!("/api/v1/grants/{id}/revoke")),
    ] {
        assert_eq!(told(request).await.1["errorType"], "scope-missing");
    }

    let elsewhere = make(json!({"name": "elsewhere", "networks": ["192.0.2.0/24"]})).await;
    assert_eq!(told(elsewhere.get("/api/v1/me")).await.0, 401);

    let end = office.clock_now() + jiff::SignedDuration::from_hours(1);
    let short = make(json!({"name": "short", "expiresAt": end.to_string()})).await;
    assert_eq!(told(short.get("/api/v1/me")).await.0, 200);
    office.clock.advance(jiff::SignedDuration::from_hours(1));
    assert_eq!(told(short.get("/api/v1/me")).await.0, 401);
}

/// A token for the CRM, made by the program that signed in.
async fn app_token(ann: &Member<'_>, program: &Program<'_>, mut terms: Value) -> Value {
    terms["name"] = json!(format!("sync {}", ann.app.code()));
    terms["app"]["site"] = json!("crm");
    let request = program.post("/api/v1/tokens").json(&terms);
    let (status, made) = told(request.with_code("totp", &ann.app.code())).await;
    assert_eq!(status, 201, "{made}");
    made
}

fn of_app(office: &Office, made: &Value, path: &str) -> RequestBuilder {
    let client = office.world.client(Protocol::Http2);
    let request = client.request(Method::GET, path);
    request.bearer_auth(made["token"].as_str().unwrap())
}

#[tokio::test]
async fn a_token_for_an_app_opens_what_was_ticked_and_nothing_of_ours() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let terms = json!({
        "bypassSecondFactor": true,
        "app": {"scopes": {"contacts": "full", "messages": "hidden"}, "readOnly": true},
    });
    let made = app_token(&ann, &program, terms).await;
    assert_eq!(
        (made["kind"].as_str(), made["app"]["scopes"]["contacts"].as_str()),
        (Some("app"), Some("read-only"))
    );

    let seen = of_app(&office, &made, "/contacts/1");
    let seen = seen.header("x-app", "own").send().await.unwrap();
    assert_eq!(seen.status(), 200);
    let forwarded = office.world.app.last();
    assert!(forwarded.header("authorization").is_none());
    assert_eq!(forwarded.header("x-app"), Some("own"));
    assert_eq!(forwarded.header("x-gatepass-user"), Some("ann"));
    let name = made["name"].as_str().unwrap();
    let by = format!("token:{name}");
    assert_eq!(forwarded.header("x-gatepass-agent"), Some(by.as_str()));
    assert_eq!(forwarded.header("x-gatepass-grant"), made["id"].as_str());

    // The same by the other pair of fields; an `Authorization` of the app's own goes with it.
    let client = office.world.client(Protocol::Http1);
    let pair = |user: &str| {
        let request = client.request(Method::GET, "/contacts/2");
        let request = request.header("x-auth-token", made["token"].as_str().unwrap());
        request
            .header("x-user-id", user)
            .header("authorization", "Basic YTpi")
    };
    let own = pair(made["userId"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(own.status(), 200);
    let forwarded = office.world.app.last();
    assert_eq!(forwarded.header("authorization"), Some("Basic YTpi"));
    assert!(forwarded.header("x-auth-token").is_none() && forwarded.header("x-user-id").is_none());
    let others = pair(&"a".repeat(26)).send().await.unwrap();
    assert_eq!(others.status(), 401);

    let (status, hidden) = told(of_app(&office, &made, "/messages/1")).await;
    assert_eq!((status, hidden["errorType"].as_str()), (403, Some("hidden")));
    let change = client.request(Method::POST, "/contacts/1").body("name=x");
    let change = change.bearer_auth(made["token"].as_str().unwrap());
    assert_eq!(told(change).await.1["errorType"], "read-only");
    // Nothing of the portal is for it, nor are our own pages on the app's origin.
    for path in ["/api/v1/me", "/api/v1/grants", "/api/v1/tokens"] {
        let request = office.program().get(path);
        let request = request.bearer_auth(made["token"].as_str().unwrap());
        assert_eq!(told(request).await.0, 401, "{path}");
    }
    let (status, refused) = told(of_app(&office, &made, "/.gatepass/status")).await;
    assert_eq!(
        (status, refused["errorType"].as_str()),
        (403, Some("not-with-a-token"))
    );

    // Written down behind the requests.
    let used_from = loop {
        let (_, list) = told(program.get("/api/v1/tokens")).await;
        if let Some(from) = list["items"][0]["usedFrom"].as_str() {
            break from.to_owned();
        }
    };
    assert_eq!(used_from, "127.0.0.1");
    let journal = gatepass::audit::JournalReader::open(
        &office.world.dir.path().join("journal"),
        gatepass::audit::DecisionFilter::default(),
    );
    let of_token: Vec<_> = journal
        .unwrap()
        .map(Result::unwrap)
        .filter(|record| record.token.map(|id| id.to_string()) == made["id"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(of_token.len(), 4, "two forwarded, two refused");
    assert!(
        of_token
            .iter()
            .all(|record| record.account == Some(ann.account.id))
    );
}

#[tokio::test]
async fn what_a_token_does_stands_in_its_owners_activity_and_its_end_says_what_it_cut() {
    let office = Office::open().await;
    let (ann, bob) = (office.member("ann").await, office.member("bob").await);
    let program = ann.program().await;
    let terms = json!({"bypassSecondFactor": true, "app": {"scopes": {"contacts": "full"}}});
    let made = app_token(&ann, &program, terms).await;
    let id = made["id"].as_str().unwrap();
    assert_eq!(
        of_app(&office, &made, "/contacts/1")
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
    assert_eq!(
        of_app(&office, &made, "/messages/1")
            .send()
            .await
            .unwrap()
            .status(),
        403
    );
    let mut stream = of_app(&office, &made, "/live/events").send().await.unwrap();
    assert!(stream.chunk().await.unwrap().is_some());

    gateways_are_seen(&office).await;
    let (status, ended) = told(program.delete(&format!("/api/v1/tokens/{id}"))).await;
    assert_eq!(
        (status, &ended["success"], &ended["cut"]),
        (200, &json!(true), &json!(1))
    );
    assert!(ended["cutWithinMs"].is_u64());
    while let Ok(Some(_)) = stream.chunk().await {}

    let audited = async |program: &Program<'_>| {
        let (_, audit) = told(program.get("/api/v1/audit")).await;
        let items = audit["items"].as_array().unwrap().clone();
        let by_token = items.into_iter().filter(|it| it["token"] == id);
        let mut seen: Vec<String> = by_token
            .map(|it| {
                format!(
                    "{} {}",
                    it["verdict"].as_str().unwrap(),
                    it["path"].as_str().unwrap()
                )
            })
            .collect();
        seen.sort();
        seen
    };
    let seen = audited(&program).await;
    assert_eq!(
        seen,
        [
            "forward /contacts/1",
            "forward /live/events",
            "refuse /messages/1"
        ]
    );
    let of_bob = bob.program().await;
    assert!(audited(&of_bob).await.is_empty(), "nobody else's business");

    // The page says which token it was, also now that it is revoked; so it says what its end has cut.
    let page = html(&signed_in(&ann).await, "/activity").await;
    let name = format!("Access token “{}”", made["name"].as_str().unwrap());
    assert!(page.contains(&name), "{page}");
    assert!(page.contains("ended 1 running request"), "{page}");
    let others = html(&signed_in(&bob).await, "/activity").await;
    assert!(!others.contains(&name), "{others}");
}

/// The clock was put on, and whoever ends something waits for gateways that were seen by it.
async fn gateways_are_seen(office: &Office) {
    let store = &office.world.running.gateway.actions.store;
    while store.living_nodes(office.clock_now()).await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_new_secret_and_the_page_say_what_the_old_one_had_under_way() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let terms = json!({"bypassSecondFactor": true, "app": {"scopes": {"contacts": "full"}}});
    let made = app_token(&ann, &program, terms).await;
    let id = made["id"].as_str().unwrap();
    let streaming = async |token: &Value| {
        let mut stream = of_app(&office, token, "/live/events").send().await.unwrap();
        assert!(stream.chunk().await.unwrap().is_some());
        stream
    };

    let (mut stream, code) = (streaming(&made).await, ann.app.code());
    gateways_are_seen(&office).await;
    let renewing = program.post(&format!("/api/v1/tokens/{id}/regenerate"));
    let (status, renewed) = told(renewing.with_code("totp", &code)).await;
    assert_eq!((status, &renewed["cut"]), (200, &json!(1)), "{renewed}");
    assert!(renewed["cutWithinMs"].is_u64());
    while let Ok(Some(_)) = stream.chunk().await {}

    let page = signed_in(&ann).await;
    let pressed = async |what: &str, fields: &[(&str, &str)]| {
        let address = format!("/account/tokens/{id}/{what}");
        seen(page.submit("/account/tokens", &address, fields).await).await
    };
    let (mut stream, code) = (streaming(&renewed).await, ann.app.code());
    gateways_are_seen(&office).await;
    let (status, _, shown) = pressed("regenerate", &[("code", &code), ("method", "totp")]).await;
    assert_eq!(status, 200, "{shown}");
    assert!(shown.contains("1 open connection was cut within"), "{shown}");
    while let Ok(Some(_)) = stream.chunk().await {}

    gateways_are_seen(&office).await;
    let (status, place, _) = pressed("revoke", &[]).await;
    assert_eq!((status, &place), (303, &format!("/account/tokens?revoked={id}")));
    let told_of = html(&page, &place).await;
    let name = made["name"].as_str().unwrap();
    assert!(
        told_of.contains(&format!("The token “{name}” no longer works.")),
        "{told_of}"
    );
    assert!(told_of.contains("Nothing was running with it."), "{told_of}");
    assert!(!html(&page, "/account/tokens").await.contains("no longer works"));
    office.clock.advance(jiff::SignedDuration::from_mins(6));
    assert!(
        !html(&page, &place).await.contains("no longer works"),
        "it is no news any more"
    );
}

#[tokio::test]
async fn a_token_for_an_app_is_asked_for_its_owners_code() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let shows = json!({"contacts": "full", "billing": "full"});
    let asked = app_token(&ann, &program, json!({"app": {"scopes": shows}})).await;
    let before = office.world.app.count();
    let (status, required) = told(of_app(&office, &asked, "/contacts/1")).await;
    assert_eq!(
        (
            status,
            required["errorType"].as_str(),
            required["details"]["method"].as_str()
        ),
        (400, Some("totp-required"), Some("totp"))
    );
    let wrong = of_app(&office, &asked, "/contacts/1").with_code("totp", "000000");
    assert_eq!(told(wrong).await.1["errorType"], "totp-invalid");
    assert_eq!(office.world.app.count(), before, "nothing reached the app");
    let right = of_app(&office, &asked, "/contacts/1").with_code("totp", &ann.app.code());
    assert_eq!(right.send().await.unwrap().status(), 200);
    assert!(office.world.app.last().header("x-2fa-code").is_none());
    // From now on it is trusted for a while, as an agent would be.
    let trusted = of_app(&office, &asked, "/contacts/2").send().await.unwrap();
    assert_eq!(trusted.status(), 200);
    // A place that always asks does so, whatever its owner excused it from.
    let excused = json!({"bypassSecondFactor": true, "app": {"scopes": shows}});
    let excused = app_token(&ann, &program, excused).await;
    let free = of_app(&office, &excused, "/contacts/3").send().await.unwrap();
    assert_eq!(free.status(), 200);
    for token in [&asked, &excused] {
        let (_, answer) = told(of_app(&office, token, "/billing/1")).await;
        assert_eq!(answer["errorType"], "totp-required");
        let paid = of_app(&office, token, "/billing/1").with_code("totp", &ann.app.code());
        assert_eq!(paid.send().await.unwrap().status(), 200);
    }
    office.clock.advance(jiff::SignedDuration::from_mins(6));
    assert_eq!(
        told(of_app(&office, &asked, "/contacts/4")).await.1["errorType"],
        "totp-required",
        "trust ends by itself"
    );
}

#[tokio::test]
async fn what_cannot_be_a_token_for_an_app_is_told_so() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    for (terms, reason) in [
        (json!({"name": "a", "app": {"site": "erp"}}), "unknown-site"),
        (
            json!({"name": "a", "app": {"site": "crm", "scopes": {"salaries": "full"}}}),
            "unknown-scope",
        ),
        (
            json!({"name": "a", "app": {"site": "crm", "scopes": {"contacts": "all"}}}),
            "invalid",
        ),
        (
            json!({"name": "a", "app": {"site": "crm"}, "scopes": ["me"]}),
            "invalid",
        ),
    ] {
        let request = program.post("/api/v1/tokens").json(&terms);
        let (_, refused) = told(request.with_code("totp", &ann.app.code())).await;
        assert_eq!(refused["errorType"], reason, "{terms}");
    }
}

#[tokio::test]
async fn a_repeated_request_makes_no_second_token_and_shows_no_secret_again() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let program = ann.program().await;
    let send = |path: &str, body: Value| {
        let request = program.post(path).header("idempotency-key", "k-1").json(&body);
        request.with_code("totp", &ann.app.code())
    };
    let (status, first) = told(send("/api/v1/tokens", json!({"name": "sync"}))).await;
    assert_eq!(status, 201, "{first}");
    let again = send("/api/v1/tokens", json!({"name": "sync"}))
        .send()
        .await
        .unwrap();
    assert_eq!(again.headers()["idempotent-replayed"], "true");
    let (status, again) = read(again).await;
    assert_eq!(
        (status, &again["id"], &again["token"]),
        (201, &first["id"], &Value::Null)
    );
    let id = first["id"].as_str().unwrap();
    for other in ["/api/v1/tokens", &format!("/api/v1/tokens/{id}/regenerate")] {
        let (status, reused) = told(send(other, json!({"name": "other"}))).await;
        assert_eq!((status, reused["errorType"].as_str()), (422, Some("key-reused")));
    }
}
