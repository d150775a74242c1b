//! Requests as a large application makes them, and how it finds them to arrive: all from a page of JupyterLab.

use serde_json::Value;

use crate::browser::Browser;
use crate::chromium::Scripts;
use crate::jupyter::{Jupyter, LARGE, SITE, TOKEN};
use crate::support::WorldBuilder;

/// A page whose content security policy lets it call the API, and which does nothing else.
const PAGE: &str = "/static/style/index.css";

#[tokio::test]
async fn jupyterlabs_own_requests_arrive_as_they_were_made() {
    let jupyter = Jupyter::start().await;
    let world = WorldBuilder::new()
        .upstream(&jupyter.upstream())
        .site(SITE)
        .start()
        .await;
    let created = world.grant().await;
    let browser = Browser::start(&world, Scripts::Run).await;
    browser.open(&format!("/login?next={PAGE}")).await;
    browser.fill_sign_in(&created.credentials).await;
    browser.until_focus("Security code").await;
    browser
        .press(
            created
                .credentials
                .security_code
                .as_ref()
                .unwrap()
                .reveal()
                .chars(),
        )
        .await;
    browser.fill("#password_input", TOKEN).await;
    browser.click("#login_submit").await;
    browser.until_place(PAGE).await;

    // Blanks, `&` and letters beyond ASCII in paths, and parameters that only keep caches away.
    let listed = call(
        &browser,
        "GET",
        "/api/contents/My%20Notes?content=1&_=1790000000000",
        "{}",
    )
    .await;
    assert_eq!(
        (listed.status, &listed.json()["content"][0]["name"]),
        (200, &Value::from("café & more.txt"))
    );
    let note = call(
        &browser,
        "GET",
        "/api/contents/My%20Notes/caf%C3%A9%20&%20more.txt?hash=1",
        "{}",
    )
    .await;
    assert_eq!(note.json()["content"], "two sugars\n");

    // Its own protection against forged requests is its own affair: it refuses and accepts, not we.
    let body = r#"{type: 'file', format: 'text', content: 'a \u2192 b'}"#;
    let forged = call(
        &browser,
        "PUT",
        "/api/contents/My%20Notes/new.txt",
        &format!("{{body: JSON.stringify({body})}}"),
    )
    .await;
    assert_eq!((forged.status, forged.json()["errorType"].as_str()), (403, None));
    assert!(
        forged.json()["message"].as_str().unwrap().contains("_xsrf"),
        "{}",
        forged.body
    );

    let made = call(
        &browser,
        "PUT",
        "/api/contents/My%20Notes/new.txt",
        &with_token_and(body),
    )
    .await;
    assert_eq!(
        (made.status, made.header("location")),
        (201, "/api/contents/My%20Notes/new.txt")
    );
    let renamed = call(
        &browser,
        "PATCH",
        "/api/contents/My%20Notes/new.txt",
        &with_token_and("{path: 'work/Ünused.txt'}"),
    )
    .await;
    assert_eq!(
        (renamed.status, &renamed.json()["path"]),
        (200, &Value::from("work/Ünused.txt"))
    );
    let kept = call(&browser, "GET", "/files/work/%C3%9Cnused.txt", "{}").await;
    assert_eq!((kept.status, kept.body.as_str()), (200, "a → b"));
    let gone = call(
        &browser,
        "DELETE",
        "/api/contents/work/%C3%9Cnused.txt",
        WITH_TOKEN,
    )
    .await;
    assert_eq!((gone.status, gone.body.as_str()), (204, ""));

    // Compression, parts of files, and what a client has already.
    let settings = call(&browser, "GET", "/lab/api/settings", "{}").await;
    assert_eq!(
        (settings.status, settings.header("content-encoding")),
        (200, "gzip")
    );
    assert!(settings.json()["settings"].as_array().unwrap().len() > 20);
    let part = call(
        &browser,
        "GET",
        "/files/work/large.bin",
        "{headers: {Range: 'bytes=7-16'}}",
    )
    .await;
    assert_eq!((part.status, part.body.len()), (206, 10));
    assert_eq!(part.header("content-range"), format!("bytes 7-16/{LARGE}"));
    assert_eq!(settings.header("cache-control"), "private, no-store");
    let has_it = format!("{{headers: {{'If-None-Match': '{}'}}}}", settings.header("etag"));
    let same = call(&browser, "GET", "/lab/api/settings", &has_it).await;
    assert_eq!((same.status, same.body.as_str()), (304, ""));

    // A hidden part stays hidden in whatever spelling and for whatever method.
    for (method, path, why) in [
        ("GET", "/api/contents/private/salaries.txt", "hidden"),
        ("GET", "/api/contents//private/salaries.txt?_=1", "hidden"),
        ("GET", "/api/contents/%70rivate/salaries.txt", "hidden"),
        (
            "GET",
            "/files/work%2F..%2Fprivate/salaries.txt",
            "ambiguous-target",
        ),
        ("DELETE", "/api/contents/private/salaries.txt", "hidden"),
        ("PUT", "/api/contents/private/new.txt", "hidden"),
    ] {
        let refused = call(&browser, method, path, WITH_TOKEN).await;
        assert_eq!(refused.json()["errorType"], why, "{method} {path}");
    }
}

struct Answered {
    status: u64,
    headers: Value,
    body: String,
}

impl Answered {
    fn header(&self, name: &str) -> &str {
        self.headers[name]
            .as_str()
            .unwrap_or_else(|| panic!("no {name} in {}", self.headers))
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }
}

/// What `fetch` makes of it. `options`: more of them, in JavaScript.
async fn call(browser: &Browser, method: &str, path: &str, options: &str) -> Answered {
    let script = format!(
        "const token = document.cookie.match(/_xsrf=([^;]*)/)[1];
         return fetch('{path}', {{method: '{method}', cache: 'no-store', ...{options}}}).then(async (it) =>
           ({{status: it.status, headers: Object.fromEntries(it.headers), body: await it.text()}}))"
    );
    let mut answered = browser.script(&script).await;
    Answered {
        status: answered["status"].as_u64().unwrap(),
        headers: answered["headers"].take(),
        body: answered["body"].as_str().unwrap().to_owned(),
    }
}

/// The token that JupyterLab's own pages send along.
const WITH_TOKEN: &str = "{headers: {'X-XSRFToken': token}}";

/// The same with a JSON body, given in JavaScript.
fn with_token_and(body: &str) -> String {
    format!("{{headers: {{'X-XSRFToken': token}}, body: JSON.stringify({body})}}")
}
