//! Two people in their own browsers: an administrator gives access, watches and ends it; an agent works in the app with
//! it, and notices (S2.2 to S2.13).

use gatepass::clock::{Clock, SystemClock};

use crate::browser::Browser;
use crate::chromium::Scripts;
use crate::member::{Member, Office, PASSWORD};
use crate::support::WorldBuilder;

#[tokio::test]
async fn an_administrator_gives_watches_and_ends_access() {
    // The browsers have a clock of their own.
    let today = SystemClock::starting_after(None).now();
    let office = Office::open_at(today, WorldBuilder::new()).await;
    let ann = office.member("ann").await;
    let hers = Browser::start_at(&office.world, "portal.test").await;
    let his = Browser::start(&office.world, Scripts::Run).await;

    let credentials = access_is_given(&ann, &hers).await;
    his.open("/contacts/1").await;
    sign_in(&his, &credentials).await;
    his.until_place("/contacts/1").await;
    assert_eq!(his.text("body").await, "app: /contacts/1");

    // She sees that somebody is in.
    hers.open("/support/crm").await;
    hers.until_heading("Support access is already active").await;
    let sessions = hers.text(".face").await;
    assert!(
        sessions.contains("Chrome · Linux") && sessions.contains("127.0.0.1"),
        "{sessions}"
    );
    let times = hers.text(".stub").await;
    assert!(
        times.contains("First used") && !times.contains("not yet"),
        "{times}"
    );

    // He tries a part that is hidden; she sees it without asking.
    hers.open("/activity").await;
    office.clock.advance(jiff::SignedDuration::from_secs(1));
    his.open("/messages/1").await;
    his.until_heading("This part is not shared with you").await;
    hers.until_script("the line about Messages", LINE_ABOUT_MESSAGES)
        .await;

    // While she pauses, nothing that is open in his browser goes on, and everything else says why.
    his.open("/contacts/1").await;
    his.script(LISTEN).await;
    his.until_script("a live page", "return heard.event && heard.message")
        .await;
    hers.click(".live [formaction$='/pause']").await;
    hers.find(".live [formaction$='/resume']").await;
    his.until_script("silence", SILENT).await;
    his.open("/contacts/2").await;
    his.until_heading("Your access is paused").await;
    hers.click(".live [formaction$='/resume']").await;
    hers.find(".live [formaction$='/pause']").await;
    his.click(".ways a").await;
    his.until_script(
        "the app",
        "return document.body.innerText.trim() === 'app: /contacts/2'",
    )
    .await;

    // The end is one press away on each of her pages. He is told, and what he has opens nothing any more.
    his.script(LISTEN).await;
    his.until_script("a live page", "return heard.event && heard.message")
        .await;
    hers.click(".live [formaction$='/revoke']").await;
    hers.until_script("no live grant", "return !document.querySelector('.live')")
        .await;
    his.until_script("silence", SILENT).await;
    his.open("/contacts/3").await;
    his.until_heading("Your access has ended").await;
    his.click(".ways a").await;
    his.until_heading("Sign in to help").await;
    sign_in(&his, &credentials).await;
    let told = his.text("[role=alert]").await;
    assert!(told.starts_with("These details did not work."), "{told}");
    let reached = office.world.app.seen();
    assert!(reached.iter().all(|request| request.target != "/contacts/3"));

    // Her receipt says how it went.
    hers.open("/support/crm").await;
    hers.until_heading("Request support for crm").await;
    hers.open("/activity").await;
    hers.click(".line a[href^='/grants/']").await;
    hers.until_heading("Support access to crm has ended").await;
    let cut = hers.text("[role=status]").await;
    assert!(
        cut.starts_with("Access revoked. 1 session was stopped. 2 open connections were cut within "),
        "{cut}"
    );
}

/// A stream of events and a WebSocket, as pages hold them open.
const LISTEN: &str = "
    window.heard = {};
    window.stream = new EventSource('/live/events');
    stream.onmessage = () => { heard.event = true; };
    window.socket = new WebSocket(`wss://${location.host}/live`);
    socket.onopen = () => socket.send('hello');
    socket.onmessage = () => { heard.message = true; };";

/// Both were cut, and the stream of events, which browsers open again by themselves, was not let in again.
const SILENT: &str =
    "return stream.readyState === EventSource.CLOSED && socket.readyState === WebSocket.CLOSED";

const LINE_ABOUT_MESSAGES: &str =
    "return [...document.querySelectorAll('.line')].some((it) => it.innerText.includes('tried Messages'))";

/// User name, password and code, as her browser shows them.
struct Shown([String; 3]);

/// Through the door to where she wanted to go, and through the first two dialogs.
async fn access_is_given(ann: &Member<'_>, browser: &Browser) -> Shown {
    browser.open("/support/crm").await;
    browser.fill("#username", "ann").await;
    browser.fill("#password", PASSWORD).await;
    browser.click("form[action='/sign-in'] [type=submit]").await;
    // The last digit sends the code.
    browser.type_code(&ann.app.code()).await;
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
    browser.type_code(&ann.app.code()).await;
    browser.until_heading("Support access is active").await;

    // Masked until they are shown; closed only when they are saved.
    let masked = "return document.querySelectorAll('#secrets .masked').length";
    assert_eq!(browser.script(masked).await, 2, "password and code");
    browser.click("[data-reveal]").await;
    assert_eq!(browser.script(masked).await, 0);
    let read = "return [...document.querySelectorAll('#secrets dd')].map((it) => it.innerText.trim())";
    let shown = browser.script(read).await;
    let value = |at: usize| shown[at].as_str().unwrap().to_owned();
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
    Shown([value(1), value(2), value(3)])
}

async fn sign_in(browser: &Browser, Shown([user, password, code]): &Shown) {
    browser.fill("#username", user).await;
    browser.fill("#password", password).await;
    browser.type_code(code).await;
    browser
        .click("form[action='/.gatepass/sign-in'] [type=submit]")
        .await;
}
