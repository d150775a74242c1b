//! Our pages without a mouse: the focus is where one types next, and everything has a name that can be read out.

use fantoccini::key::Key;

use crate::browser::Browser;
use crate::chromium::Scripts;
use crate::support::World;
use crate::{handoff, seats};

pub const TAB: [char; 1] = ['\u{e004}'];
pub const ENTER: [char; 1] = ['\u{e007}'];

#[tokio::test]
async fn keys_alone_sign_an_agent_in() {
    let world = World::start().await;
    let created = world.grant().await;
    let credentials = &created.credentials;
    let browser = Browser::start(&world, Scripts::Run).await;

    browser.open("/contacts/20").await;
    browser.until_heading("Sign in to help").await;
    browser.until_focus("User name").await;
    browser.press(credentials.user_name.chars()).await;
    browser.press(TAB).await;
    browser.until_focus("Password").await;
    browser.press("wrong".chars()).await;
    browser.press(TAB).await;
    browser.until_focus("Show Password").await;
    browser.press(TAB).await;
    browser.until_focus("Security code optional here").await;
    browser.press(TAB).await;
    browser.until_focus("Sign in").await;
    browser.press(ENTER).await;

    // What went wrong is said: as an alert, in the title, and with the field that has the focus.
    let alert = browser.text("[role=alert]").await;
    let title = browser.client.title().await.unwrap();
    assert!(title.starts_with("Error: Sign in"), "{title}");
    browser.until_focus("Password").await;
    assert_eq!(description_of_focus(&browser).await, alert);
    assert!(!alert.is_empty());
    browser.press(credentials.password.reveal().chars()).await;
    browser.press(ENTER).await;

    browser.until_focus("Security code").await;
    browser.press("00000000".chars()).await;
    let alert = browser.text("[role=alert]").await;
    assert!(alert.starts_with("That code did not work."), "{alert}");
    browser.until_focus("Security code").await;
    let description = description_of_focus(&browser).await;
    assert!(description.starts_with(&alert), "{description}");

    // The last digit sends it.
    browser
        .press(credentials.security_code.as_ref().unwrap().reveal().chars())
        .await;
    browser.until_place("/contacts/20").await;
    assert_eq!(browser.text("body").await, "app: /contacts/20");
}

#[tokio::test]
async fn a_code_that_is_not_complete_waits_for_enter_and_the_way_out_has_keys_too() {
    let world = World::start().await;
    let created = world.grant().await;
    let browser = Browser::start(&world, Scripts::Run).await;
    browser.open("/contacts").await;
    browser.fill_sign_in(&created.credentials).await;
    browser.until_focus("Security code").await;
    browser.press("1234".chars()).await;
    assert_eq!(
        browser.script("return document.activeElement.value").await,
        "1234",
        "half a code is not sent"
    );
    browser.press(ENTER).await;
    browser.find("[role=alert]").await;
    browser.until_focus("Security code").await;

    browser.press(TAB).await;
    browser.until_focus("Continue").await;
    browser.press(TAB).await;
    browser.until_focus("Use other credentials").await;
    browser.press_with(Key::Shift, Key::Tab).await;
    browser.until_focus("Continue").await;
    browser.press(TAB).await;
    browser.until_focus("Use other credentials").await;
    browser.press(ENTER).await;
    browser.until_heading("You are signed out").await;
    assert_eq!(world.app.count(), 0);
}

/// Tabs on until the focus is on what is called so.
async fn tab_to(browser: &Browser, wanted: &str) {
    for _ in 0..40 {
        if browser.focused().await == wanted {
            return;
        }
        browser.press(TAB).await;
    }
    panic!("{wanted:?} is not reached with the Tab key");
}

/// Open a room, invite, join, save the words, write, read and close: with no mouse on either side.
#[tokio::test]
async fn keys_alone_lead_through_a_room() {
    let office = handoff::office().await;
    let ann = office.member("ann").await;
    let hers = Browser::start_at(&office.world, "portal.test").await;
    let his = Browser::start_at(&office.world, "portal.test").await;
    handoff::sign_in(&hers, &ann, "/rooms").await;
    let save = async |browser: &Browser, go: &str| {
        browser.find("[data-step=words] li:nth-child(12)").await;
        tab_to(browser, "I have saved these words").await;
        browser.press([' ']).await;
        tab_to(browser, go).await;
        browser.press(ENTER).await;
    };
    tab_to(&hers, "What it is about").await;
    hers.press("Access".chars()).await;
    tab_to(&hers, "Open the room").await;
    hers.press(ENTER).await;
    save(&hers, "Go to the room").await;
    hers.until_heading("Access").await;
    let link = hers.text("[data-invite-link]").await;

    seats::follow(&his, &link).await;
    seats::until_step(&his, "ask").await;
    tab_to(&his, "Your name").await;
    his.press("Paolo".chars()).await;
    tab_to(&his, "Go on").await;
    his.press(ENTER).await;
    save(&his, "Join the room").await;
    his.until_heading("Access").await;
    his.find("[data-six]").await;
    tab_to(&his, "Message").await;
    his.press("a key".chars()).await;
    tab_to(&his, "Encrypt and send").await;
    his.press(ENTER).await;

    hers.find("[data-messages] button").await;
    tab_to(&hers, "Show it: it can be read once").await;
    hers.press(ENTER).await;
    assert_eq!(hers.text(".told pre").await, "a key");
    tab_to(&hers, "Close the room").await;
    hers.press(ENTER).await;
    hers.until_focus("Close the room?").await;
    tab_to(&hers, "Close the room").await;
    hers.press(ENTER).await;
    hers.until_focus("This room is closed").await;
}

/// The texts that `aria-describedby` points to.
async fn description_of_focus(browser: &Browser) -> String {
    let script = "const ids = document.activeElement.getAttribute('aria-describedby') ?? '';
                  return ids.split(' ').map((id) => document.getElementById(id)?.innerText).join(' ')";
    browser.script(script).await.as_str().unwrap().to_owned()
}
