//! Two people in their browsers who hand credentials over in a room.

use gatepass::clock::{Clock, SystemClock};

use crate::browser::Browser;
use crate::member::{Member, Office, PASSWORD};
use crate::support::WorldBuilder;

/// Both sit in one room, each in a browser of their own: Ann opened it, and Paolo has no account.
pub struct Two<'o> {
    pub ann: Member<'o>,
    pub hers: Browser,
    pub his: Browser,
    pub room: String,
    pub link: String,
    pub her_words: String,
}

impl<'o> Two<'o> {
    pub async fn sit_down(office: &'o Office) -> Self {
        let port = office.world.address().port();
        Self::sit_down_at(office, port, port).await
    }

    /// She or he through somebody in between.
    pub async fn sit_down_at(office: &'o Office, her_port: u16, his_port: u16) -> Self {
        let hers = Browser::start_at_port(&office.world, "portal.test", her_port).await;
        let his = Browser::start_at_port(&office.world, "portal.test", his_port).await;
        let ann = office.member("ann").await;
        let (room, link, her_words) = opened(&ann, &hers).await;
        join_as_guest(&his, &link).await;
        Self {
            ann,
            hers,
            his,
            room,
            link,
            her_words,
        }
    }
}

pub async fn office() -> Office {
    // The browsers have a clock of their own.
    Office::open_at(SystemClock::starting_after(None).now(), WorldBuilder::new()).await
}

pub async fn sign_in(browser: &Browser, member: &Member<'_>, name: &str) {
    browser.fill("#username", name).await;
    browser.fill("#password", PASSWORD).await;
    browser.click("form[action='/sign-in'] [type=submit]").await;
    browser.type_code(&member.app.code()).await;
}

/// The words that are shown once, saved.
pub async fn save_words(browser: &Browser) -> String {
    let words = shown_words(browser).await;
    let is_closed = "return document.querySelector('[data-words-form] button').disabled";
    assert_eq!(
        browser.script(is_closed).await,
        true,
        "closed until they are saved"
    );
    browser.click("[data-words-form] label").await;
    browser.click("[data-words-form] button").await;
    words
}

pub async fn shown_words(browser: &Browser) -> String {
    browser.find("[data-step=words] li:nth-child(12)").await;
    let words = browser
        .script("return [...document.querySelectorAll('#words li')].map((it) => it.textContent).join(' ')")
        .await;
    words.as_str().unwrap().to_owned()
}

/// A room that Ann opened, with its invitation.
pub async fn opened(ann: &Member<'_>, host: &Browser) -> (String, String, String) {
    host.open("/rooms").await;
    sign_in(host, ann, "ann").await;
    host.until_heading("Rooms").await;
    host.fill("#title", "Access to the CRM").await;
    host.fill("#case", "4711").await;
    host.click("[data-open] [type=submit]").await;
    let words = save_words(host).await;
    host.until_heading("Access to the CRM").await;
    let link = host.text("[data-invite-link]").await;
    (host.place().await, link, words)
}

pub async fn write(browser: &Browser, text: &str) {
    browser.fill("#message", text).await;
    browser.click("[data-write] [type=submit]").await;
    browser
        .until_script(
            "an empty field",
            "return document.querySelector('#message').value === ''",
        )
        .await;
}

pub async fn follow(browser: &Browser, link: &str) {
    let (_, place) = link.split_once("/join/").unwrap();
    browser.open(&format!("/join/{place}")).await;
}

pub async fn join_as_guest(browser: &Browser, link: &str) -> String {
    follow(browser, link).await;
    browser.fill("#name", "Paolo").await;
    browser.click("[data-join] [type=submit]").await;
    let words = save_words(browser).await;
    browser.until_heading("Access to the CRM").await;
    words
}

/// Opens the only message that can be opened.
pub async fn read(browser: &Browser) -> String {
    browser.click("[data-messages] button").await;
    browser.text(".told pre").await
}

/// She or he is asked first: what nobody has read yet is gone, too.
pub async fn close(browser: &Browser) {
    browser.click("[data-step=room] [data-ask-close]").await;
    until_step(browser, "ask-close").await;
    browser.click("[data-step=ask-close] [data-close]").await;
}

pub async fn until_step(browser: &Browser, step: &str) {
    browser.find(&format!("[data-step={step}] h2")).await;
}
