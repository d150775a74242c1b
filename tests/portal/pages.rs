//! The pages as a browser gets them: the story of an administrator, and what must not work (S2.1 to S2.15).

use gatepass::actions::account::{EmailStanding, NewAccount, Start};
use jiff::SignedDuration;
use reqwest::Method;

use crate::member::{Authenticator, Office, PASSWORD};
use crate::person::{browser, html, live_grant, request_support, seen, shown, signed_in};
use crate::support::{Client, Protocol, operator};

#[tokio::test]
async fn an_invited_administrator_sets_a_password_and_an_authenticator_up() {
    let office = Office::open().await;
    let actions = &office.world.running.gateway.actions;
    let new = NewAccount {
        name: "ann".parse().unwrap(),
        email: "ann@example.com".parse().unwrap(),
        email_standing: EmailStanding::Unproven,
        role: gatepass::access::Role::Grantor,
        apps: [(gatepass::access::SiteName::new("crm"), "ann".to_owned())].into(),
        start: Start::Invitation {
            valid_for: SignedDuration::from_hours(72),
        },
    };
    let added = actions.add_account(new, operator()).await.unwrap();
    let secret = added.invitation.unwrap();
    let link = format!("/invitation/{}", secret.reveal());
    let person = browser(&office);
    // Previews and scanners look as often as they like.
    for _ in 0..3 {
        html(&person, &link).await;
    }
    let try_password = async |password: &str, again: &str| {
        let fields = [("password", password), ("password2", again)];
        seen(person.submit(&link, &link, &fields).await).await
    };
    for (password, again) in [
        ("short", "short"),
        ("password1234", "password1234"),
        (PASSWORD, "something else"),
    ] {
        let (status, _, page) = try_password(password, again).await;
        assert_eq!(status, 422, "{page}");
        assert!(
            page.contains("role=\"alert\"") || page.contains("field-problem"),
            "{page}"
        );
    }
    let (status, place, _) = try_password(PASSWORD, PASSWORD).await;
    assert_eq!((status, place.as_str()), (303, "/account/authenticator"));
    assert_eq!(person.visit(&link).await.status(), 410, "the link works once");
    // Without a second factor, everything else leads there.
    for path in ["/", "/support/crm", "/activity", "/account/tokens"] {
        let (status, place, _) = seen(person.visit(path).await).await;
        assert_eq!(
            (status, place.as_str()),
            (303, "/account/authenticator"),
            "{path}"
        );
    }
    let start = person
        .submit("/account/authenticator", "/account/authenticator/start", &[])
        .await;
    let (status, _, question) = seen(start).await;
    assert_eq!(status, 200);
    let answer = person
        .answer(
            &question,
            "/account/authenticator/start",
            &[("code", PASSWORD), ("method", "password")],
        )
        .await;
    let (status, _, page) = seen(answer).await;
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("<svg class=\"qr\""), "{page}");
    let otpauth = page
        .split("href=\"otpauth://")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let otpauth = otpauth.replace("&#38;", "&").replace("&amp;", "&");
    let app = Authenticator::scan(&otpauth, office.clock.clone());
    let confirm = "/account/authenticator/confirm";
    let (status, _, wrong) = seen(person.answer(&page, confirm, &[("code", "000000")]).await).await;
    assert_eq!(status, 422);
    assert!(wrong.contains("<svg class=\"qr\""), "the same code again");
    let (status, _, codes) = seen(person.answer(&wrong, confirm, &[("code", &app.code())]).await).await;
    assert_eq!(status, 200, "{codes}");
    assert!(
        codes.contains("<form method=\"get\" action=\"/\""),
        "on to the start: {codes}"
    );
    html(&person, "/").await;
    let stored = actions.store.account(added.account.id).await.unwrap().unwrap();
    assert!(stored.account.totp_since.is_some());
    assert_eq!(
        actions.store.recovery_codes_left(added.account.id).await.unwrap(),
        12
    );
}

#[tokio::test]
async fn support_is_requested_watched_and_ended() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let person = signed_in(&ann).await;
    html(&person, "/").await;
    html(&person, "/support/crm").await;
    let fields = [
        ("duration", "8h"),
        ("show", "contacts"),
        ("agent", "Sam"),
        ("ticket", "T-7"),
        ("agent-code", "fixed"),
    ];
    let credentials = request_support(&ann, &person, &fields).await;
    let values = shown(&credentials);
    let [_, user, password, code, ..] = &values[..] else {
        panic!("{credentials}");
    };
    assert!(user.starts_with("ann."), "{user}");

    // The agent signs in with what was shown and sees what was ticked.
    let agent = Client::as_browser(&office.world, Protocol::Http2, "Agent/1.0");
    let sign_in = [
        ("username", user.as_str()),
        ("password", password),
        ("code", code),
    ];
    let signed_in = agent
        .submit("/.gatepass/sign-in", "/.gatepass/sign-in", &sign_in)
        .await;
    assert_eq!(signed_in.status(), 303);
    assert_eq!(agent.visit("/contacts/1").await.status(), 200);
    assert_eq!(agent.visit("/messages/1").await.status(), 403);

    // Pressing again: already active.
    let active = html(&person, "/support/crm").await;
    let id = live_grant(&active);
    let grant = html(&person, &format!("/grants/{id}")).await;
    assert!(!grant.contains(password) && !grant.contains(code));
    let activity = html(&person, "/activity").await;
    assert!(activity.contains("tried Messages"), "{activity}");
    assert!(activity.contains("opened Contacts"), "{activity}");
    assert!(
        !activity.contains("signed out"),
        "the end of half a sign-in is no news: {activity}"
    );
    let blocked = html(&person, "/activity?kind=blocked").await;
    assert!(!blocked.contains("opened Contacts") && blocked.contains("tried Messages"));
    let (_, _, table) = seen(person.visit("/activity.csv?kind=blocked").await).await;
    assert_eq!(table.lines().count(), 2, "{table}");

    // Pause and resume; ending asks for nothing, opening again asks who it is.
    let press = async |what: &str| {
        let page = html(&person, &format!("/grants/{id}")).await;
        seen(person.answer(&page, &format!("/grants/{id}/{what}"), &[]).await).await
    };
    assert_eq!(press("pause").await.0, 303);
    assert_eq!(agent.visit("/contacts/1").await.status(), 403);
    let told = async || {
        html(&person, &format!("/grants/{id}"))
            .await
            .contains("Access paused.")
    };
    assert!(told().await);
    assert_eq!(
        press("resume").await.0,
        303,
        "the client is trusted since the request"
    );
    assert_eq!(agent.visit("/contacts/1").await.status(), 200);
    assert!(!told().await, "what is over is no news");
    // The gateway of this test sends no mail: no button promises any.
    let account = html(&person, "/account").await;
    assert!(
        account.contains("this gateway sends no e-mail") && !account.contains("/account/email/"),
        "{account}"
    );
    office.clock.advance(SignedDuration::from_mins(6));
    assert_eq!(press("pause").await.0, 303);
    let (status, _, question) = press("resume").await;
    assert_eq!(status, 200);
    assert!(question.contains("name=\"code\""), "{question}");

    // New credentials; the old ones are dead.
    let answer = person
        .answer(
            &question,
            &format!("/grants/{id}/regenerate"),
            &[("code", &ann.app.code()), ("method", "totp")],
        )
        .await;
    let (status, _, renewed) = seen(answer).await;
    assert_eq!(status, 200, "{renewed}");
    assert_ne!(shown(&renewed)[2], *password);
    let refused = agent
        .submit("/.gatepass/sign-in", "/.gatepass/sign-in", &sign_in)
        .await;
    assert_eq!(refused.status(), 401);

    // The end, and its receipt.
    html(&person, &format!("/grants/{id}/revoke")).await;
    let (status, place, _) = press("revoke").await;
    assert_eq!((status, place), (303, format!("/grants/{id}")));
    let receipt = html(&person, &format!("/grants/{id}")).await;
    assert!(receipt.contains("Sam"), "{receipt}");
    let again = html(&person, "/support/crm").await;
    assert!(again.contains("name=\"duration\""), "the first dialog again");
}

/// S2.1: for self only. S2.15, and what a stranger finds.
#[tokio::test]
async fn nobody_touches_what_is_not_theirs() {
    let office = Office::open().await;
    let (ann, bob) = (office.member("ann").await, office.member("bob").await);
    let (hers, his) = (signed_in(&ann).await, signed_in(&bob).await);
    let fields = [("duration", "8h"), ("agent", "Sam"), ("agent-code", "fixed")];
    request_support(&ann, &hers, &fields).await;
    let id = live_grant(&html(&hers, "/support/crm").await);
    for path in [format!("/grants/{id}"), format!("/grants/{id}/revoke")] {
        assert_eq!(his.visit(&path).await.status(), 404, "{path}");
    }
    let his_page = html(&his, "/").await;
    for what in ["revoke", "pause", "regenerate"] {
        let path = format!("/grants/{id}/{what}");
        assert_eq!(his.answer(&his_page, &path, &[]).await.status(), 404, "{path}");
    }
    assert!(!html(&his, "/activity").await.contains("Sam"));
    let stranger = browser(&office);
    for path in [
        "/",
        "/support/crm",
        "/activity",
        "/account",
        "/activity.json",
        "/activity/stream",
    ] {
        let (status, place, _) = seen(stranger.visit(path).await).await;
        assert!(
            status == 303 && place.starts_with("/sign-in"),
            "{path}: {status} {place}"
        );
    }
    // Half a sign-in opens nothing (S3.1).
    let fields = [("username", "ann"), ("password", PASSWORD)];
    stranger.submit("/sign-in", "/sign-in", &fields).await;
    for path in ["/", "/account", &format!("/grants/{id}")] {
        let (status, place, _) = seen(stranger.visit(path).await).await;
        assert!(
            status == 303 && place.starts_with("/challenge"),
            "{path}: {status} {place}"
        );
    }
    assert_eq!(hers.visit(&format!("/grants/{id}")).await.status(), 200);
}

/// ASVS 7.3: idle and absolute; and everything that ends the others.
#[tokio::test]
async fn sessions_end() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let person = signed_in(&ann).await;
    office.clock.advance(SignedDuration::from_mins(29));
    html(&person, "/account").await;
    office.clock.advance(SignedDuration::from_mins(29));
    html(&person, "/account").await;
    office.clock.advance(SignedDuration::from_mins(31));
    let (status, place, _) = seen(person.visit("/account").await).await;
    assert_eq!(
        (status, place.as_str()),
        (303, "/sign-in?notice=expired&return=%2Faccount")
    );

    let (first, second) = (signed_in(&ann).await, signed_in(&ann).await);
    let page = html(&first, "/account").await;
    let mut fields = vec![
        ("current", PASSWORD),
        ("password", "walnut orbit seventeen"),
        ("password2", "walnut orbit seventeen"),
    ];
    // The code goes into the same form, every time: no page carries a password on to the next.
    for wrong in ["", "000000"] {
        let with_code = [&fields[..], &[("code", wrong)]].concat();
        let (status, _, page) = seen(first.answer(&page, "/account/password", &with_code).await).await;
        assert_eq!(status, 403, "{wrong}");
        assert!(!page.contains(PASSWORD) && !page.contains("walnut orbit"));
    }
    let code = ann.app.code();
    fields.push(("code", &code));
    let (status, place, html_of) = seen(first.answer(&page, "/account/password", &fields).await).await;
    assert_eq!(
        (status, place.as_str()),
        (303, "/account?notice=password-changed"),
        "{html_of}"
    );
    assert_eq!(
        second.visit("/account").await.status(),
        303,
        "signed out everywhere else"
    );
    html(&first, "/account").await;
    // What happened to the account stands where its owner looks.
    let activity = html(&first, "/activity?kind=change").await;
    assert!(activity.contains("changed the password"), "{activity}");
    assert!(activity.contains("turned the authenticator app on"), "{activity}");
    let page = html(&first, "/account").await;
    assert_eq!(first.answer(&page, "/sign-out", &[]).await.status(), 303);
    assert_eq!(first.visit("/account").await.status(), 303);
}

#[tokio::test]
async fn a_page_speaks_the_readers_language() {
    let office = Office::open().await;
    let person = browser(&office);
    for (languages, sign) in [
        ("de-AT, en;q=0.5", "lang=\"de\""),
        ("it", "lang=\"it\""),
        ("pt", "lang=\"pt-BR\""),
        ("fr, *;q=0.1", "lang=\"en\""),
    ] {
        let request = person
            .request(Method::GET, "/sign-in")
            .header("accept-language", languages);
        let text = request.send().await.unwrap().text().await.unwrap();
        assert!(text.contains(sign), "{languages}: {text}");
    }
    let page = html(&person, "/sign-in").await;
    assert_eq!(
        person
            .answer(&page, "/language", &[("language", "it"), ("return", "/sign-in")])
            .await
            .status(),
        303
    );
    assert!(html(&person, "/sign-in").await.contains("lang=\"it\""));
}

/// Control 25: also what a library answers for us carries it.
#[tokio::test]
async fn every_answer_of_the_portal_carries_what_protects_it() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let person = signed_in(&ann).await;
    for (method, path, may_be_kept) in [
        (Method::GET, "/", "no-store"),
        (Method::GET, "/nothing", "no-store"),
        (Method::DELETE, "/account", "no-store"),
        (Method::GET, "/api/v1/openapi.json", "no-store"),
        (Method::GET, "/api/v1/me", "no-store"),
        (Method::GET, "/assets/portal.css", "no-cache"),
        (Method::GET, "/activity/stream", "no-cache"),
    ] {
        let response = person.request(method.clone(), path).send().await.unwrap();
        for (name, expected) in [
            ("strict-transport-security", "max-age=31536000"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cache-control", may_be_kept),
        ] {
            let found = response.headers().get_all(name).iter();
            assert_eq!(found.collect::<Vec<_>>(), [expected], "{name} of {method} {path}");
        }
    }
}

/// A one-purpose link: looking does nothing, pressing pauses.
#[tokio::test]
async fn a_freeze_link_pauses_one_grant_and_does_nothing_else() {
    let office = Office::open().await;
    let created = office.world.grant().await;
    let actions = &office.world.running.gateway.actions;
    let secret = actions.make_freeze_link(&created.grant).await.unwrap();
    let link = format!("/freeze/{}", secret.reveal());
    let person = browser(&office);
    let page = html(&person, &link).await;
    let state = async || {
        let stored = actions.store.grant(created.grant.id).await.unwrap().unwrap();
        stored.grant.status_at(actions.clock.now())
    };
    assert_eq!(state().await, gatepass::access::GrantStatus::Active);
    let (status, _, done) = seen(person.answer(&page, &link, &[]).await).await;
    assert_eq!(status, 200, "{done}");
    assert_eq!(state().await, gatepass::access::GrantStatus::Paused);
    assert_eq!(person.visit("/freeze/nonsense").await.status(), 410);
}
