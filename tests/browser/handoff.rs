//! Two people in their own browsers hand a secret over (S1.13): it is sealed in one and opened in the other, and in
//! between nobody can read it, not even somebody with the gateway's own key.

use gatepass::clock::{Clock, SystemClock};
use memchr::memmem;
use serde_json::json;

use crate::browser::Browser;
use crate::chromium::Scripts;
use crate::keyboard::{ENTER, TAB};
use crate::member::{Member, Office, PASSWORD};
use crate::support::{Eavesdropper, WorldBuilder};

const SECRET: &str = "canary tangerine-orbit-5512 <b>&amp;";

/// The browsers have a clock of their own.
pub async fn office() -> Office {
    let today = SystemClock::starting_after(None).now();
    Office::open_at(today, WorldBuilder::new()).await
}

pub async fn sign_in(browser: &Browser, ann: &Member<'_>, place: &str) {
    browser.open(place).await;
    browser.fill("#username", "ann").await;
    browser.fill("#password", PASSWORD).await;
    browser.click("form[action='/sign-in'] [type=submit]").await;
    browser.type_code(&ann.app.code()).await;
    browser.until_place(place).await;
}

/// Seals, and reads the link, and the code where there is one.
pub async fn seal(browser: &Browser, secret: &str, with_code: bool) -> (String, String) {
    browser.open("/handoff").await;
    browser.fill("#secret", secret).await;
    if with_code {
        browser.click("[name=has-code]").await;
    }
    browser.click("form[data-seal] [type=submit]").await;
    let link = browser.text("[data-link]").await;
    let code = "return document.querySelector('#handed-code dd').textContent";
    let code = browser.script(code).await.as_str().unwrap().to_owned();
    assert_eq!(code.is_empty(), !with_code);
    (link, code)
}

fn assert_unheard(heard: &[u8], secrets: &[&str]) {
    for secret in secrets {
        let digits: String = secret.chars().filter(char::is_ascii_digit).collect();
        for spelling in [
            (*secret).to_owned(),
            secret.replace(' ', "+"),
            secret.replace(' ', "%20"),
            digits,
        ] {
            // Too short to be told apart from a number in a request.
            if spelling.len() < 8 {
                continue;
            }
            assert!(
                memmem::find(heard, spelling.as_bytes()).is_none(),
                "{spelling} was sent"
            );
        }
    }
}

#[tokio::test]
async fn a_secret_goes_from_one_browser_to_another_and_nobody_in_between_reads_it() {
    let office = office().await;
    let ann = office.member("ann").await;
    let ear = Eavesdropper::between(&office.world).await;
    let port = ear.address.port();
    let hers = Browser::start_at_port(&office.world, "portal.test", port).await;
    let his = Browser::start_at_port(&office.world, "portal.test", port).await;
    sign_in(&hers, &ann, "/handoff").await;
    let (link, code) = seal(&hers, SECRET, true).await;
    let (address, key) = link.split_once('#').unwrap();
    assert!(address.starts_with(&format!("https://portal.test:{port}/handoff/")));
    assert_eq!(key.len(), 43);
    // What she wrote is no longer on her page.
    let left = hers
        .script("return document.querySelector('#secret').value")
        .await;
    assert_eq!(left, "");
    let focused = "return document.activeElement.closest('[data-handed]') !== null";
    assert_eq!(hers.script(focused).await, true);

    his.client.goto(&link).await.unwrap();
    his.until_heading("A secret is waiting for you").await;
    his.type_code("123").await;
    his.click("[data-open] [type=submit]").await;
    let told = his.text("[data-problem=code]").await;
    assert!(told.contains("12 digits"), "{told}");
    let wrong = if code.starts_with('0') { "1" } else { "0" };
    let wrong = format!("{wrong}{}", &code[1..]);
    his.client.refresh().await.unwrap();
    his.type_code(&wrong).await;
    his.click("[data-open] [type=submit]").await;
    let told = his.text("[data-problem=wrong-code-4]").await;
    assert!(told.contains("4 tries are left"), "{told}");
    his.client.refresh().await.unwrap();
    his.type_code(&code).await;
    his.click("[data-open] [type=submit]").await;
    assert_eq!(his.text("#secret dd").await, SECRET);
    let kept = "return location.hash + history.length + document.activeElement.textContent";
    let kept = his.script(kept).await;
    let kept = kept.as_str().unwrap();
    assert!(kept.ends_with("It is now gone from the server."), "{kept}");
    assert!(!kept.contains('#'), "the key has left the address: {kept}");

    his.client.goto("about:blank").await.unwrap();
    his.client.goto(&link).await.unwrap();
    his.until_heading("This link was opened already").await;
    hers.open("/handoff").await;
    let list = hers.text("ul.rows").await;
    assert!(
        list.contains("Opened") && list.contains("Chrome · Linux · 127.0.0.1"),
        "{list}"
    );

    let heard = ear.heard();
    for request in ["POST /handoff HTTP/1.1", "/open HTTP/1.1", "GET /handoff/"] {
        assert!(memmem::find(&heard, request.as_bytes()).is_some(), "{request}");
    }
    assert_unheard(&heard, &[SECRET, "tangerine", key, &code]);
}

#[tokio::test]
async fn credentials_are_shared_with_one_click_and_never_sent_back() {
    let office = office().await;
    let ann = office.member("ann").await;
    let ear = Eavesdropper::between(&office.world).await;
    let port = ear.address.port();
    let hers = Browser::start_at_port(&office.world, "portal.test", port).await;
    sign_in(&hers, &ann, "/support/crm").await;
    hers.click("form[data-summary] [type=submit]").await;
    hers.type_code(&ann.app.code()).await;
    hers.until_heading("Support access is active").await;
    let read = "return [...document.querySelectorAll('#secrets dd')].map((it) => it.textContent.trim())";
    let shown: Vec<String> = serde_json::from_value(hers.script(read).await).unwrap();
    assert_eq!(shown.len(), 5);
    hers.click("[data-share] [type=submit]").await;
    let link = hers.text("[data-link]").await;

    let his = Browser::start_at_port(&office.world, "portal.test", port).await;
    his.client.goto(&link).await.unwrap();
    his.click("[data-open] [type=submit]").await;
    his.find("#secret").await;
    let read = "return [...document.querySelectorAll('#secret dd')].map((it) => it.textContent)";
    let opened: Vec<String> = serde_json::from_value(his.script(read).await).unwrap();
    assert_eq!(opened, shown);
    let labels = his
        .script("return [...document.querySelectorAll('#secret dt')].map((it) => it.textContent).join()")
        .await;
    assert_eq!(labels, "Address,User name,Password,Security code,Works until");

    let key = link.split_once('#').unwrap().1;
    let heard = ear.heard();
    assert!(memmem::find(&heard, b"POST /handoff HTTP/1.1").is_some());
    let [_, user, password, code, _] = &shown[..] else {
        panic!("{shown:?}");
    };
    assert_unheard(&heard, &[user, password, code, key]);
}

#[tokio::test]
async fn whatever_goes_wrong_is_said_with_the_next_step_and_loses_nothing() {
    let office = office().await;
    let ann = office.member("ann").await;
    let hers = Browser::start_at(&office.world, "portal.test").await;
    sign_in(&hers, &ann, "/handoff").await;
    let (link, _) = seal(&hers, SECRET, false).await;
    let (other, _) = seal(&hers, "another", false).await;
    let (address, key) = link.split_once('#').unwrap();
    let foreign = other.split_once('#').unwrap().1;
    let his = Browser::start_at(&office.world, "portal.test").await;
    for (opened, reason, words) in [
        (address.to_owned(), "no-key", "Copy the whole link"),
        (
            format!("{address}#{}", &key[..42]),
            "damaged",
            "Copy the whole link",
        ),
        (format!("{address}#{foreign}"), "damaged", "Nothing is lost"),
    ] {
        his.client.goto("about:blank").await.unwrap();
        his.client.goto(&opened).await.unwrap();
        let told = his.text(&format!("[data-problem={reason}]")).await;
        assert!(told.contains(words), "{told}");
    }
    // Without a connection, and again with one.
    his.client.goto("about:blank").await.unwrap();
    his.client.goto(&link).await.unwrap();
    his.find("[data-open] [type=submit]").await;
    let network = |offline: bool| json!({"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
    his.devtools("Network.enable", json!({})).await;
    his.devtools("Network.emulateNetworkConditions", network(true))
        .await;
    his.click("[data-open] [type=submit]").await;
    let told = his.text("[data-problem=offline]").await;
    assert!(told.contains("Check your connection"), "{told}");
    his.devtools("Network.emulateNetworkConditions", network(false))
        .await;
    his.click("[data-open] [type=submit]").await;
    assert_eq!(his.text("#secret dd").await, SECRET);

    // The operator puts another message behind the link: it is not taken for ann's.
    let (hostile, _) = seal(&hers, "what ann wrote", false).await;
    put_behind(&office, &id_of(&hostile), &id_of(&other)).await;
    his.client.goto("about:blank").await.unwrap();
    his.client.goto(&hostile).await.unwrap();
    his.click("[data-open] [type=submit]").await;
    let told = his.text("[data-problem=swapped]").await;
    assert!(
        told.starts_with("This is not what ann sealed") && told.contains("Do not trust it"),
        "{told}"
    );
    assert_eq!(
        his.script("return document.querySelector('#secret').children.length")
            .await,
        0
    );

    // Revoked by its sender, while he looks at it.
    let (revoked, _) = seal(&hers, "never mind", false).await;
    his.client.goto("about:blank").await.unwrap();
    his.client.goto(&revoked).await.unwrap();
    his.find("[data-open] [type=submit]").await;
    hers.open("/handoff").await;
    hers.click(&format!(
        "form[action='/handoff/{}/revoke'] [type=submit]",
        id_of(&revoked)
    ))
    .await;
    hers.until_script(
        "the end of the link",
        "return document.body.innerText.includes('Revoked')",
    )
    .await;
    his.click("[data-open] [type=submit]").await;
    his.until_heading("This link was taken back").await;

    let (waiting, _) = seal(&hers, "later", false).await;
    // Her session ends while she writes: what she wrote stays.
    hers.open("/handoff").await;
    hers.fill("#secret", "written in vain").await;
    hers.client.delete_all_cookies().await.unwrap();
    hers.click("form[data-seal] [type=submit]").await;
    let told = hers.text("[data-not-handed]").await;
    assert!(told.contains("Copy what you wrote, reload the page"), "{told}");
    let kept = hers
        .script("return document.querySelector('#secret').value")
        .await;
    assert_eq!(kept, "written in vain");

    // Without scripts nothing happens but that one is told.
    let still = Browser::start(&office.world, Scripts::Blocked).await;
    still.client.goto(&waiting).await.unwrap();
    let told = still.text("noscript .note").await;
    assert!(told.contains("gatepass handoff read"), "{told}");
}

#[tokio::test]
async fn keys_alone_seal_and_open() {
    let office = office().await;
    let ann = office.member("ann").await;
    let hers = Browser::start_at(&office.world, "portal.test").await;
    sign_in(&hers, &ann, "/handoff").await;
    hers.find("#secret").await;
    tab_to(&hers, "What you hand over").await;
    hers.press("by keys".chars()).await;
    tab_to(&hers, "Ask for a code, too").await;
    hers.press([' ']).await;
    tab_to(&hers, "Encrypt and make the link").await;
    hers.press(ENTER).await;
    hers.until_focus("The link is ready").await;
    let link = hers.text("[data-link]").await;
    let code = hers.text("#handed-code dd").await;

    let his = Browser::start_at(&office.world, "portal.test").await;
    his.client.goto(&link).await.unwrap();
    his.find("#code").await;
    tab_to(&his, "Code").await;
    his.press(code.chars()).await;
    his.press(ENTER).await;
    his.until_focus("Here it is. It is now gone from the server.")
        .await;
    assert_eq!(his.text("#secret dd").await, "by keys");
    tab_to(&his, "Copy").await;
}

/// Goes on by the tab key until the focus is on what is called so.
async fn tab_to(browser: &Browser, label: &str) {
    const FOCUSED: &str = "
        const focused = document.activeElement;
        return (focused.labels?.[0] ?? focused).innerText.trim()";
    for _ in 0..40 {
        browser.press(TAB).await;
        let focused = browser.script(FOCUSED).await;
        if focused.as_str().unwrap_or_default().starts_with(label) {
            return;
        }
    }
    panic!("no key leads to {label:?}");
}

fn id_of(link: &str) -> String {
    let address = link.split_once('#').unwrap().0;
    address.rsplit('/').next().unwrap().to_owned()
}

async fn put_behind(office: &Office, link: &str, of: &str) {
    let file = office.world.dir.path().join("gatepass.db");
    let store = sqlx::SqlitePool::connect(&format!("sqlite://{}", file.display()))
        .await
        .unwrap();
    let swapped = sqlx::query(
        "UPDATE handoff_links SET sealed = (SELECT sealed FROM handoff_links WHERE id = $2) WHERE id = $1",
    )
    .bind(link)
    .bind(of)
    .execute(&store)
    .await
    .unwrap();
    assert_eq!(swapped.rows_affected(), 1);
    store.close().await;
}
