//! The three dialogs of *Request remote support* without a mouse: the focus can be seen, and goes where one works next
//! (S2.1 to S2.14).

use fantoccini::key::Key;
use gatepass::clock::{Clock, SystemClock};

use crate::browser::Browser;
use crate::member::{Office, PASSWORD};
use crate::patience::patiently;
use crate::support::WorldBuilder;

const CODE: &str = "Code from your authenticator app";

#[tokio::test]
async fn keys_alone_open_support_look_at_it_and_end_it() {
    let today = SystemClock::starting_after(None).now();
    let office = Office::open_at(today, WorldBuilder::new()).await;
    let ann = office.member("ann").await;
    let browser = Browser::start_at(&office.world, "portal.test").await;
    let hands = Hands { browser: &browser };

    browser.open("/").await;
    hands.are_at("User name").await;
    hands.write("ann").await;
    hands.tab_to(&["Password"]).await;
    hands.write(PASSWORD).await;
    hands.press(Key::Enter).await;
    hands.are_at(CODE).await;
    hands.write(&ann.app.code()).await;
    browser.until_heading("Support access").await;

    // The first dialog: a choice, and no way to it or away from it leaves anything behind.
    hands.skip_to("Request remote support crm").await;
    hands.press(Key::Enter).await;
    browser.until_heading("Request support for crm").await;
    hands.skip_to("1 hour").await;
    hands.press(Key::Right).await;
    hands.are_at("2 hours").await;
    hands.tab_to(&["Allow to see Contacts"]).await;
    hands.press(Key::Space).await;
    hands
        .tab_to(&["Allow to see Messages", "Allow to see Billing"])
        .await;
    let look_only = "Look only Support can look at everything that is shown, but change nothing.";
    hands.tab_to(&[look_only, "Name"]).await;
    hands.write("Sam").await;
    hands
        .tab_to(&["E-mail", "What is it about?", "Ticket number", "Begins"])
        .await;
    hands.leave("Begins").await;
    hands.are_at("Only from these networks").await;
    hands
        .tab_to(&[
            "First sign-in",
            "When nothing is done",
            "Browsers at once",
            "Fixed code Shown once, together with the password.",
            "Confirm",
            "Cancel",
        ])
        .await;
    let summary = browser.text("#summary").await;
    assert!(
        summary.starts_with("Sam sees everything except Messages and Billing, until "),
        "{summary}"
    );
    browser.press_with(Key::Shift, Key::Tab).await;
    hands.are_at("Confirm").await;
    hands.press(Key::Enter).await;
    browser.until_heading("Open support access").await;
    hands.are_at(CODE).await;
    hands.tab_to(&["Confirm", "Cancel"]).await;
    hands.press(Key::Enter).await;
    browser.until_heading("Support access").await;
    assert!(
        browser
            .text("main")
            .await
            .contains("Nobody from support has access.")
    );

    // Once more: Enter in a field confirms; a wrong code is said, and the focus waits for another one.
    browser.open("/support/crm").await;
    hands.skip_to("1 hour").await;
    hands.tab_to(&["Allow to see Contacts"]).await;
    hands.press(Key::Space).await;
    hands.press(Key::Enter).await;
    hands.are_at(CODE).await;
    hands.write("000000").await;
    let alert = browser.text("[role=alert]").await;
    assert!(alert.contains("That code is not right."), "{alert}");
    hands.are_at(CODE).await;
    hands.write(&ann.app.code()).await;

    // The second dialog: what is masked is shown on demand, and the way on opens with the tick.
    browser.until_heading("Support access is active").await;
    hands.skip_to("Show").await;
    hands.press(Key::Space).await;
    hands.are_at("Hide").await;
    assert_eq!(
        browser
            .script("return document.querySelectorAll('.masked').length")
            .await,
        0
    );
    hands
        .tab_to(&[
            "Copy",
            "Save as .txt",
            "Print",
            "Share securely",
            "I have saved or sent these credentials",
        ])
        .await;
    hands.press(Key::Space).await;
    hands.tab_to(&["Close"]).await;
    let password = browser.text("#secrets div:nth-child(3) dd").await;
    hands.press(Key::Enter).await;
    browser.until_heading("Support access to crm").await;
    let address = browser.script("return location.href").await;
    assert!(!address.as_str().unwrap().contains('?'), "{address}");
    assert!(!browser.text("body").await.contains(&password));
    // The way back finds nothing that was kept, and asking for it again is told so.
    browser.client.back().await.unwrap();
    let nothing_kept = "return document.body.innerText.includes('ERR_CACHE_MISS')";
    browser
        .until_script("word that nothing was kept", nothing_kept)
        .await;
    browser.client.refresh().await.unwrap();
    browser
        .until_heading("These credentials were shown already")
        .await;
    assert!(!browser.text("body").await.contains(&password));

    // The third dialog, which nothing happens on until it is asked for.
    browser.open("/support/crm").await;
    browser.until_heading("Support access is already active").await;
    hands.skip_to("See what was done").await;
    hands
        .tab_to(&["Revoke", "New credentials", "Pause", "Cancel"])
        .await;
    hands.press(Key::Enter).await;
    browser.until_heading("Support access").await;
    browser.open("/support/crm").await;
    browser.until_heading("Support access is already active").await;
    hands.skip_to("See what was done").await;
    hands.tab_to(&["Revoke"]).await;
    hands.press(Key::Enter).await;
    hands.are_at("Cancel").await;
    hands.press(Key::Enter).await;
    browser.until_heading("Support access to crm").await;
    hands.skip_to("See what was done").await;
    hands.tab_to(&["Revoke"]).await;
    hands.press(Key::Enter).await;
    hands.are_at("Cancel").await;
    hands.tab_to(&["Revoke access"]).await;
    hands.press(Key::Enter).await;
    browser.until_heading("Support access to crm has ended").await;
}

/// They touch nothing but keys.
struct Hands<'b> {
    browser: &'b Browser,
}

impl Hands<'_> {
    async fn press(&self, key: Key) {
        self.browser.press([char::from(key)]).await;
    }

    async fn write(&self, text: &str) {
        self.browser.press(text.chars()).await;
    }

    /// From one to the next, none between them.
    async fn tab_to(&self, names: &[&str]) {
        for name in names {
            self.press(Key::Tab).await;
            self.are_at(name).await;
        }
    }

    /// Past all that one field consists of, such as the parts of a date.
    async fn leave(&self, name: &str) {
        for _ in 0..12 {
            self.press(Key::Tab).await;
            if self.browser.focused().await != name {
                return;
            }
        }
        panic!("{name:?} does not let go of the focus");
    }

    /// From the top of a page past what all pages begin with.
    async fn skip_to(&self, name: &str) {
        self.tab_to(&["Skip to the content"]).await;
        self.press(Key::Enter).await;
        self.tab_to(&[name]).await;
    }

    /// The focus is there, and whoever looks at the page sees it (WCAG 2.2 success criteria 2.4.7 and 2.4.11).
    async fn are_at(&self, name: &str) {
        self.browser.until_focus(name).await;
        // A page scrolls with its next frame.
        let is_seen = async || self.browser.script(WHY_UNSEEN).await.is_null().then_some(());
        if patiently(is_seen).await.is_none() {
            panic!(
                "the focus on {name:?} is {}",
                self.browser.script(WHY_UNSEEN).await
            );
        }
    }
}

/// A box that is drawn by what stands beside it has its outline there.
const WHY_UNSEEN: &str = "
    const focused = document.activeElement;
    const outlined = [focused, focused.nextElementSibling].some((it) => {
        if (!it) return false;
        const style = getComputedStyle(it);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && style.opacity > 0;
    });
    if (!outlined) return 'not outlined';
    const {left, right, top, bottom} = focused.getBoundingClientRect();
    if (top < 0 || left < 0 || bottom > innerHeight || right > innerWidth) return 'out of sight';
    const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return focused.contains(above) ? null : `below ${above.outerHTML.slice(0, 100)}`;";
