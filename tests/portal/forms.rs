//! Nobody but our own pages can post our forms (S2.1, control 19).

use reqwest::Method;

use crate::member::{Office, PASSWORD};
use crate::person::{browser, html, live_grant, request_support, seen, signed_in};

/// Control 19.
#[tokio::test]
async fn no_other_site_can_press_a_button() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let person = signed_in(&ann).await;
    let page = html(&person, "/account").await;
    let csrf = csrf_of(&page).to_owned();
    let post = |headers: &[(&str, &str)], csrf: &str| {
        let mut request = person.request(Method::POST, "/account/sessions/end-others");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.form(&[("csrf", csrf)]).send()
    };
    let own = person.url("");
    for (headers, token) in [
        (vec![("sec-fetch-site", "cross-site")], csrf.as_str()),
        (vec![("origin", "https://evil.test")], csrf.as_str()),
        (
            vec![("sec-fetch-site", "same-origin"), ("origin", own.as_str())],
            "",
        ),
        (
            vec![("sec-fetch-site", "same-origin"), ("origin", own.as_str())],
            "nonsense",
        ),
        (vec![], ""),
    ] {
        assert_eq!(
            post(&headers, token).await.unwrap().status(),
            403,
            "{headers:?} {token}"
        );
    }
    let right = post(&[("sec-fetch-site", "same-origin"), ("origin", &own)], &csrf)
        .await
        .unwrap();
    assert_eq!(right.status(), 303);
}

/// Whatever the portal's router takes as a form, from a browser that is signed in as far as it has to be.
#[tokio::test]
async fn no_form_is_taken_from_another_site_or_without_its_token() {
    let office = Office::open().await;
    let ann = office.member("ann").await;
    let person = signed_in(&ann).await;
    let fields = [("duration", "8h"), ("agent", "Sam"), ("agent-code", "fixed")];
    request_support(&ann, &person, &fields).await;
    let page = html(&person, "/account").await;
    let grant = live_grant(&html(&person, "/support/crm").await);
    let half = browser(&office);
    let fields = [("username", "ann"), ("password", PASSWORD)];
    half.submit("/sign-in", "/sign-in", &fields).await;
    let own = format!("https://portal.test:{}", office.world.address().port());
    let routes = include_str!("../../src/portal/people/mod.rs")
        .split(".route(")
        .skip(1);
    let forms = routes.filter(|route| route.contains("post("));
    let mut count = 0;
    for route in forms {
        let path = route.split('"').nth(1).unwrap();
        let path = path.replace("{id}", &grant).replace("{site}", "crm");
        count += 1;
        let without_token = [("sec-fetch-site", "same-origin"), ("origin", own.as_str())];
        let from_elsewhere = [("sec-fetch-site", "cross-site"), ("origin", "https://evil.test")];
        for (headers, csrf) in [(without_token, "forged"), (from_elsewhere, csrf_of(&page))] {
            let sender = if path.starts_with("/challenge") {
                &half
            } else {
                &person
            };
            let mut request = sender.request(Method::POST, &path).form(&[("csrf", csrf)]);
            for (name, value) in headers {
                request = request.header(name, value);
            }
            let (status, place, _) = seen(request.send().await.unwrap()).await;
            assert_eq!((status, place.as_str()), (403, ""), "{path}: {headers:?}");
        }
    }
    assert!(count >= 25, "only {count} forms");
    assert!(
        html(&person, "/support/crm").await.contains(&grant),
        "nothing has happened"
    );
}

fn csrf_of(page: &str) -> &str {
    let value = page.split("name=\"csrf\" value=\"").nth(1).unwrap();
    value.split('"').next().unwrap()
}
