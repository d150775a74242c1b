//! Credentials leave the page as they are shown: copied, selected, saved or printed (S2.4, S2.5).

use gatepass::clock::{Clock, SystemClock};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::member::{Office, PASSWORD};
use crate::seats;
use crate::support::WorldBuilder;

/// What is shown, as a person would write it down.
const SHOWN: &str = "
    const rows = document.querySelectorAll('#secrets > div');
    return [...rows].map((it) => `${it.querySelector('dt').innerText}: ${it.querySelector('dd').innerText.trim()}`).join('\\n')";

#[tokio::test]
async fn what_is_copied_selected_saved_and_printed_is_what_is_shown() {
    let today = SystemClock::starting_after(None).now();
    let office = Office::open_at(today, WorldBuilder::new()).await;
    let ann = office.member("ann").await;
    let browser = Browser::start_at(&office.world, "portal.test").await;
    browser.open("/support/crm").await;
    browser.fill("#username", "ann").await;
    browser.fill("#password", PASSWORD).await;
    browser.click("form[action='/sign-in'] [type=submit]").await;
    browser.type_code(&ann.app.code()).await;
    browser.until_place("/support/crm").await;
    browser.click("form[data-summary] [type=submit]").await;
    browser.type_code(&ann.app.code()).await;
    browser.until_heading("Support access is active").await;

    // Without leave to use the clipboard, everything is selected, and shown so that one sees what.
    permit_clipboard(&browser, "denied").await;
    browser.click("[data-copy]").await;
    let said = "return document.querySelector('.said').innerText.startsWith(\"Your browser does not allow copying.\")";
    browser.until_script("word of the selection", said).await;
    let shown = browser.script(SHOWN).await.as_str().unwrap().to_owned();
    let lines: Vec<&str> = shown.lines().collect();
    let labels = [
        "Address: ",
        "User name: ",
        "Password: ",
        "Security code: ",
        "Works until: ",
    ];
    assert_eq!(lines.len(), labels.len(), "{shown}");
    assert!(
        lines
            .iter()
            .zip(labels)
            .all(|(line, label)| line.starts_with(label)),
        "{shown}"
    );
    let selected = browser.script("return getSelection().toString()").await;
    let selected = selected.as_str().unwrap();
    for line in &lines {
        let value = line.split_once(": ").unwrap().1;
        assert!(selected.contains(value), "{value}: {selected}");
    }
    // The reader's own zone has a name.
    let zone = "return Intl.DateTimeFormat('en', {timeZoneName: 'short', hour: 'numeric'}).format().split(' ').pop()";
    let zone = browser.script(zone).await;
    assert!(lines[4].ends_with(zone.as_str().unwrap()), "{shown}");

    permit_clipboard(&browser, "granted").await;
    browser.click("[data-copy]").await;
    let said = "return document.querySelector('.said').innerText === 'Copied'";
    browser.until_script("word of the copy", said).await;
    assert_eq!(
        browser.script("return navigator.clipboard.readText()").await,
        shown
    );

    assert_eq!(saved(&browser).await, format!("{shown}\n"));

    // On paper stands what was masked on the screen, and no button.
    browser.click("[data-reveal]").await;
    assert_eq!(
        browser
            .script("return document.querySelectorAll('#secrets .masked').length")
            .await,
        2
    );
    is_on_paper(&browser, "#secrets dd").await;
}

/// The words are typed into one field when they are needed: on one line, they can be pasted there.
#[tokio::test]
async fn the_words_of_a_room_are_copied_saved_and_printed_by_whoever_drew_them() {
    let office = seats::office().await;
    let ann = office.member("ann").await;
    let browser = Browser::start_at(&office.world, "portal.test").await;
    browser.open("/rooms").await;
    seats::sign_in(&browser, &ann, "ann").await;
    browser.until_heading("Rooms").await;
    browser.fill("#title", "Access to the CRM").await;
    browser.click("[data-open] [type=submit]").await;
    let words = seats::shown_words(&browser).await;
    assert_eq!(words.split(' ').count(), 12, "{words}");

    permit_clipboard(&browser, "granted").await;
    browser.click("[data-copy=words]").await;
    let said = "return document.querySelector('[data-step=words] .said').innerText === 'Copied'";
    browser.until_script("word of the copy", said).await;
    assert_eq!(
        browser.script("return navigator.clipboard.readText()").await,
        words
    );
    assert_eq!(saved(&browser).await, format!("{words}\n"));
    is_on_paper(&browser, "#words li").await;
}

/// What a press of *Save as .txt* writes.
async fn saved(browser: &Browser) -> Value {
    let listen = "window.saved = null; URL.createObjectURL = (blob) => { window.saved = blob.text(); return 'blob:'; }";
    browser.script(listen).await;
    browser.click("[data-download]").await;
    browser.script("return window.saved").await
}

/// In ink, and without any button.
async fn is_on_paper(browser: &Browser, values: &str) {
    let paper = json!({"media": "print"});
    browser.devtools("Emulation.setEmulatedMedia", paper).await;
    let unreadable = format!(
        "const values = [...document.querySelectorAll('{values}')];
        return values.length === 0 || values.some((it) =>
            it.offsetHeight === 0 || getComputedStyle(it).color !== getComputedStyle(document.body).color)"
    );
    assert_eq!(browser.script(&unreadable).await, false);
    let buttons =
        "return [...document.querySelectorAll('button')].filter((it) => it.offsetHeight > 0).length";
    assert_eq!(browser.script(buttons).await, 0);
}

async fn permit_clipboard(browser: &Browser, setting: &str) {
    for name in ["clipboard-write", "clipboard-read"] {
        let permission = json!({"permission": {"name": name}, "setting": setting});
        browser.devtools("Browser.setPermission", permission).await;
    }
}
