//! An administrator in a real browser: requests support, watches, and ends it (S2.2 to S2.13).

use gatepass::clock::{Clock, SystemClock};

use crate::browser::Browser;
use crate::member::{Office, PASSWORD};
use crate::support::{Protocol, WorldBuilder};

#[tokio::test]
async fn an_administrator_gives_watches_and_ends_access() {
    // The browser has a clock of its own.
    let today = SystemClock::starting_after(None).now();
    let office = Office::open_at(today, WorldBuilder::new()).await;
    let ann = office.member("ann").await;
    let browser = Browser::start_at(&office.world, "portal.test").await;

    // The door, and through it to where she wanted to go. The last digit sends the code.
    browser.open("/support/crm").await;
    browser.fill("#username", "ann").await;
    browser.fill("#password", PASSWORD).await;
    browser.click("form[action='/sign-in'] [type=submit]").await;
    browser.fill("#code", &ann.app.code()).await;
    browser.until_place("/support/crm").await;

    // What she chooses is said as a sentence before she confirms it.
    browser.click("input[name=show][value=contacts]").await;
    browser.fill("#agent", "Sam").await;
    let summary = browser.text("#summary").await;
    assert!(
        summary.starts_with("Sam sees everything except Messages and Billing, until "),
        "{summary}"
    );
    browser.click("form[data-summary] [type=submit]").await;
    browser.fill("#code", &ann.app.code()).await;
    browser.until_heading("Support access is active").await;

    // Masked until they are shown; closed only when they are saved.
    let masked = "return document.querySelectorAll('#secrets .masked').length";
    assert_eq!(browser.script(masked).await, 2, "password and code");
    browser.click("[data-reveal]").await;
    assert_eq!(browser.script(masked).await, 0);
    let read = "return [...document.querySelectorAll('#secrets dd')].map((it) => it.innerText.trim())";
    let shown = browser.script(read).await;
    let value = |at: usize| shown[at].as_str().unwrap().to_owned();
    let (user, password, code) = (value(1), value(2), value(3));
    browser.click("[data-copy]").await;
    browser
        .until_script(
            "word of the copy",
            "return document.querySelector('.said').innerText !== ''",
        )
        .await;
    browser.click("[data-saved] input").await;
    browser.click("[data-saved] [type=submit]").await;
    browser.find(".countdown").await;

    // The agent comes in and tries a part that is hidden; she sees it without asking.
    let agent = office.world.client(Protocol::Http2);
    let fields = [
        ("username", user.as_str()),
        ("password", &password),
        ("code", &code),
    ];
    let signed_in = agent
        .submit("/.gatepass/sign-in", "/.gatepass/sign-in", &fields)
        .await;
    assert_eq!(signed_in.status(), 303);
    assert_eq!(agent.visit("/contacts/1").await.status(), 200);
    browser.open("/activity").await;
    office.clock.advance(jiff::SignedDuration::from_secs(1));
    assert_eq!(agent.visit("/messages/1").await.status(), 403);
    browser
        .until_script(
            "the line about Messages",
            "return [...document.querySelectorAll('.line')].some((it) => it.innerText.includes('tried Messages'))",
        )
        .await;

    // The end is one press away on every page.
    browser.click("[formaction$='/revoke']").await;
    browser
        .until_script(
            "no live grant",
            "return !document.querySelector('[formaction$=\\'/revoke\\']')",
        )
        .await;
    assert_eq!(agent.call("/contacts/1").await.status(), 401);
}
