//! Somebody in front of the portal's pages: signs in, requests support, reads what is shown.

use reqwest::Response;

use crate::member::{Member, Office, PASSWORD};
use crate::support::{Client, Protocol};

pub fn browser(office: &Office) -> Client {
    Client::as_browser(
        &office.world,
        Protocol::Http2,
        "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
    )
    .at("portal.test")
}

/// Status, place to go, body.
pub async fn seen(response: Response) -> (u16, String, String) {
    let status = response.status().as_u16();
    let place = response
        .headers()
        .get("location")
        .map(|it| it.to_str().unwrap().to_owned());
    (status, place.unwrap_or_default(), response.text().await.unwrap())
}

pub async fn html(browser: &Client, path: &str) -> String {
    let (status, place, html) = seen(browser.visit(path).await).await;
    assert_eq!(status, 200, "{path} leads to {place}: {html}");
    html
}

/// Through the door, with password and code.
pub async fn signed_in(member: &Member<'_>) -> Client {
    let browser = browser(member.office);
    let name = member.account.name.as_str();
    let fields = [("username", name), ("password", PASSWORD)];
    let (status, place, _) = seen(browser.submit("/sign-in", "/sign-in", &fields).await).await;
    assert_eq!((status, place.as_str()), (303, "/challenge?return=%2F"));
    let code = member.app.code();
    let answer = browser
        .submit("/challenge", "/challenge", &[("code", &code)])
        .await;
    let (status, place, html) = seen(answer).await;
    assert_eq!((status, place.as_str()), (303, "/"), "{html}");
    browser
}

/// Requests support, confirms, and reads what is shown.
pub async fn request_support(member: &Member<'_>, browser: &Client, fields: &[(&str, &str)]) -> String {
    let asked = browser.submit("/support/crm", "/support/crm", fields).await;
    let (status, _, question) = seen(asked).await;
    assert_eq!(status, 200, "{question}");
    assert!(question.contains("Sam"), "the question says who: {question}");
    let code = member.app.code();
    let answer = browser
        .answer(&question, "/support/crm", &[("code", &code), ("method", "totp")])
        .await;
    let (status, _, credentials) = seen(answer).await;
    assert_eq!(status, 200, "{credentials}");
    credentials
}

/// The values of the credentials, in their order: URL, user name, password, security code.
pub fn shown(html: &str) -> Vec<String> {
    let values = html.split("<dd data-value").skip(1);
    let value = |rest: &str| {
        rest.split_once('>')
            .unwrap()
            .1
            .split('<')
            .next()
            .unwrap()
            .to_owned()
    };
    values.map(value).collect()
}

pub fn live_grant(html: &str) -> String {
    let at = html.find("/grants/").unwrap();
    html[at + 8..].split(['/', '"']).next().unwrap().to_owned()
}
