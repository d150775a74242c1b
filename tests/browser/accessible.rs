//! Our pages, seen by axe-core and on the smallest screens: whoever reads large, in the dark or by ear can use them.

use std::fs;

use gatepass::access::Role;
use gatepass::words::Language;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::chromium::Scripts;
use crate::gallery::{self, BAD_PAGE, Room};
use crate::handoff;
use crate::seats;
use crate::support::node_modules;

/// CSS pixels: what is left of 1280 at four times the size (WCAG 2.2 success criterion 1.4.10).
const NARROW: u32 = 320;

/// CSS pixels of a tablet that is held upright, where most pages begin to set things side by side.
const MIDDLE: u32 = 768;

#[tokio::test]
async fn no_page_of_the_portal_shuts_anyone_out() {
    nobody_is_shut_out_of(Room::PORTAL).await;
}

#[tokio::test]
async fn no_page_that_agents_see_shuts_anyone_out() {
    nobody_is_shut_out_of(Room::AGENT).await;
}

async fn nobody_is_shut_out_of(room: Room) {
    let (world, pages) = gallery::open(room).await;
    let browser = Browser::start(&world, Scripts::Run).await;
    bring_axe(&browser).await;
    let bad = what_is_wrong_with(&browser, BAD_PAGE).await.join("\n");
    for overlooked in [
        "by day: image-alt (critical)",
        "by day: color-contrast (serious)",
        "by night: color-contrast (serious)",
        "on a narrow screen: <pre>",
        "torn at 320: Unterbrechung in <p",
        "torn at 320: nothing of the kind in <select",
        "torn at 768: Unterbrechung in <p",
        "touched by what follows: <div",
    ] {
        assert!(bad.contains(overlooked), "{overlooked}: {bad}");
    }
    let mut wrong = Vec::new();
    for page in pages.keys() {
        let problems = what_is_wrong_with(&browser, page).await;
        wrong.extend(problems.iter().map(|problem| format!("{page} {problem}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn bring_axe(browser: &Browser) {
    let axe = fs::read_to_string(node_modules().join("axe-core/axe.min.js"))
        .unwrap_or_else(|error| panic!("there is no axe-core: {error}; tests/run installs it"));
    // The policy of our pages does not hold for what the driver brings along.
    let bring_along = "Page.addScriptToEvaluateOnNewDocument";
    browser.devtools(bring_along, json!({"source": axe})).await;
}

/// What scripts show, and no snapshot has: a link that is ready, and a secret that was opened.
#[tokio::test]
async fn what_is_sealed_and_opened_shuts_nobody_out() {
    let office = handoff::office().await;
    let ann = office.member("ann").await;
    let hers = Browser::start_at(&office.world, "portal.test").await;
    let his = Browser::start_at(&office.world, "portal.test").await;
    for browser in [&hers, &his] {
        bring_axe(browser).await;
    }
    handoff::sign_in(&hers, &ann, "/handoff").await;
    let long = "a-secret-without-a-blank-that-no-telephone-is-wide-enough-for-".repeat(4);
    let (link, code) = handoff::seal(&hers, &long, true).await;
    assert_eq!(what_is_wrong_here(&hers).await, Vec::<String>::new());
    his.client.goto(&link).await.unwrap();
    his.find("#code").await;
    assert_eq!(what_is_wrong_here(&his).await, Vec::<String>::new());
    his.type_code(&code).await;
    his.click("[data-open] [type=submit]").await;
    his.find("#secret").await;
    assert_eq!(what_is_wrong_here(&his).await, Vec::<String>::new());
}

/// Every step of a room, on both sides.
#[tokio::test]
async fn no_step_of_a_room_shuts_anyone_out() {
    let office = handoff::office().await;
    let ann = office.member("ann").await;
    let hers = Browser::start_at(&office.world, "portal.test").await;
    let his = Browser::start_at(&office.world, "portal.test").await;
    for browser in [&hers, &his] {
        bring_axe(browser).await;
    }
    let fine = async |browser: &Browser, step: &str| {
        assert_eq!(what_is_wrong_here(browser).await, Vec::<String>::new(), "{step}");
    };
    handoff::sign_in(&hers, &ann, "/rooms").await;
    fine(&hers, "the list").await;
    hers.fill("#title", "Access to the CRM, and to everything that is behind it")
        .await;
    hers.click("[data-open] [type=submit]").await;
    hers.find("[data-step=words] li:nth-child(12)").await;
    fine(&hers, "the words").await;
    seats::save_words(&hers).await;
    let link = hers.text("[data-invite-link]").await;
    fine(&hers, "the room before anybody joined").await;
    seats::follow(&his, link.split_once('#').unwrap().0).await;
    seats::until_step(&his, "no-key").await;
    fine(&his, "half a link").await;
    seats::follow(&his, &link).await;
    seats::until_step(&his, "ask").await;
    fine(&his, "the invitation").await;
    his.fill("#name", "Paolo").await;
    his.click("[data-join] [type=submit]").await;
    seats::save_words(&his).await;
    his.find("[data-six]").await;
    let long = "a-secret-without-a-blank-that-no-telephone-is-wide-enough-for-".repeat(4);
    seats::write(&his, &long).await;
    assert_eq!(seats::read(&hers).await, long);
    for (browser, step) in [
        (&hers, "a message that is read"),
        (&his, "a message that is gone"),
    ] {
        fine(browser, step).await;
    }
    seats::follow(&his, &link).await;
    seats::until_step(&his, "over").await;
    fine(&his, "an invitation that was used").await;
    // Steps to which nothing leads here, with what they say in any room.
    let also = async |browser: &Browser, others: &[&str]| {
        for step in others {
            show_step(browser, step).await;
            fine(browser, step).await;
        }
    };
    also(&his, &["own"]).await;
    hers.click("[data-step=room] [data-lost]").await;
    seats::until_step(&hers, "lost-host").await;
    fine(&hers, "lost words").await;
    let room = hers.place().await;
    hers.open(&room).await;
    hers.click("[data-step=room] [data-ask-close]").await;
    seats::until_step(&hers, "ask-close").await;
    fine(&hers, "whether to close").await;
    hers.click("[data-step=ask-close] [data-back]").await;
    seats::close(&hers).await;
    seats::until_step(&hers, "closed").await;
    fine(&hers, "a room that is closed").await;
    also(&hers, &["lost-guest", "unlock", "foreign", "tampered", "door"]).await;
    his.open(&room).await;
    seats::until_step(&his, "door").await;
    fine(&his, "the door").await;
    also(&his, &["unlock"]).await;
}

async fn what_is_wrong_with(browser: &Browser, page: &str) -> Vec<String> {
    screen(browser, 1280, "light").await;
    browser.open(page).await;
    assert_eq!(browser.place().await, page);
    let styled = "const links = [...document.querySelectorAll('link[rel=stylesheet]')]; \
        return links.length > 0 && links.every((link) => link.sheet?.cssRules.length > 5)";
    assert!(
        page == BAD_PAGE || browser.script(styled).await == true,
        "{page} is bare"
    );
    what_is_wrong_here(browser).await
}

async fn what_is_wrong_here(browser: &Browser) -> Vec<String> {
    screen(browser, 1280, "light").await;
    let by_day = findings(browser, &json!({"resultTypes": ["violations"]})).await;
    let crowded = what_touches(browser).await;
    screen(browser, NARROW, "dark").await;
    // By night, nothing but the colours is different.
    let colours = json!({"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]});
    let by_night = findings(browser, &colours).await;
    let too_wide = what_sticks_out(browser).await;
    let mut torn = what_is_torn(browser, NARROW).await;
    screen(browser, MIDDLE, "light").await;
    torn.extend(what_is_torn(browser, MIDDLE).await);
    let by_day = by_day.iter().map(|it| format!("by day: {it}"));
    let by_night = by_night.iter().map(|it| format!("by night: {it}"));
    let too_wide = too_wide.iter().map(|it| format!("on a narrow screen: {it}"));
    let crowded = crowded.iter().map(|it| format!("touched by what follows: {it}"));
    by_day
        .chain(by_night)
        .chain(too_wide)
        .chain(crowded)
        .chain(torn)
        .collect()
}

/// In the gallery everything is English; words of other languages are longer.
#[tokio::test]
async fn no_language_is_too_long_for_a_narrow_screen() {
    let office = handoff::office().await;
    let ann = office.member("ann").await;
    let grant = office.world.grant().await.grant.id;
    let hers = Browser::start_at(&office.world, "portal.test").await;
    handoff::sign_in(&hers, &ann, "/").await;
    let mut wrong = what_is_too_long(
        &hers,
        &[
            "/",
            "/support/crm",
            &format!("/grants/{grant}"),
            &format!("/grants/{grant}/revoke"),
            &format!("/grants/{grant}/regenerate"),
            "/handoff",
            "/handoff/a4dqobyha4dqobyha4dqobyha4",
            "/rooms",
            "/rooms/a4dqobyha4dqobyha4dqobyha4",
            "/join/a4dqobyha4dqobyha4dqobyha4",
            "/help/handoff",
            "/activity",
            "/account",
            "/account/tokens",
            "/account/authenticator",
            "/nothing",
        ],
    )
    .await;
    // Whoever helps has pages of their own; whoever is invited may have no account.
    let jane = office.member_as("jane", Role::Agent).await;
    let his = Browser::start_at(&office.world, "portal.test").await;
    let as_guest = [
        "/sign-in",
        "/rooms/a4dqobyha4dqobyha4dqobyha4",
        "/join/a4dqobyha4dqobyha4dqobyha4",
        "/help/handoff",
    ];
    wrong.extend(what_is_too_long(&his, &as_guest).await);
    his.open("/handed").await;
    seats::sign_in(&his, &jane, "jane").await;
    his.until_place("/handed").await;
    wrong.extend(what_is_too_long(&his, &["/handed", "/activity"]).await);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// In each language, with each step that scripts show.
async fn what_is_too_long(browser: &Browser, pages: &[&str]) -> Vec<String> {
    screen(browser, NARROW, "light").await;
    browser.devtools("Network.enable", json!({})).await;
    let mut wrong = Vec::new();
    for language in Language::ALL {
        let headers = json!({"headers": {"Accept-Language": language.tag()}});
        browser.devtools("Network.setExtraHTTPHeaders", headers).await;
        for page in pages {
            browser.open(page).await;
            assert_eq!(browser.place().await, **page);
            let spoken = browser.script("return document.documentElement.lang").await;
            assert_eq!(spoken, language.tag(), "{page}");
            let mut look = async |step: &str| {
                let mut found: Vec<String> = what_sticks_out(browser).await.into_iter().collect();
                found.extend(what_is_torn(browser, NARROW).await);
                let of = |it| format!("{page} in {}{step}: {it}", language.tag());
                wrong.extend(found.into_iter().map(of));
            };
            look("").await;
            for step in steps(browser).await {
                show_step(browser, &step).await;
                look(&format!(", {step}")).await;
            }
        }
    }
    wrong
}

/// The steps of a page, once its script has come to rest in one of them.
async fn steps(browser: &Browser) -> Vec<String> {
    let settled = "return !document.querySelector('[data-page]') || !!document.querySelector('[data-step]:not([hidden])')";
    browser.until_script("a step", settled).await;
    let names = "return [...document.querySelectorAll('[data-step]')].map((it) => it.dataset.step)";
    serde_json::from_value(browser.script(names).await).unwrap()
}

async fn show_step(browser: &Browser, step: &str) {
    let show = format!(
        "for (const it of document.querySelectorAll('[data-step]')) it.hidden = it.dataset.step !== '{step}'"
    );
    browser.script(&show).await;
    browser.find(&format!("[data-step={step}]")).await;
}

async fn screen(browser: &Browser, width: u32, scheme: &str) {
    let size = json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false});
    browser.devtools("Emulation.setDeviceMetricsOverride", size).await;
    // Without motion, so that no colour is seen on its way to another.
    let preferences = [
        ("prefers-color-scheme", scheme),
        ("prefers-reduced-motion", "reduce"),
    ];
    let features = preferences.map(|(name, value)| json!({"name": name, "value": value}));
    let media = json!({"features": features});
    browser.devtools("Emulation.setEmulatedMedia", media).await;
}

/// What axe-core finds, a line for each rule: its name, how bad it is, and where.
async fn findings(browser: &Browser, options: &Value) -> Vec<String> {
    let script = format!(
        "return axe.run({options}).then(({{violations}}) => violations.map((it) =>
            `${{it.id}} (${{it.impact}}) at ${{it.nodes.map((node) => node.target.join(' ')).join(' and ')}}`))"
    );
    serde_json::from_value(browser.script(&script).await).unwrap()
}

/// The innermost element that is too wide for the page, if the page scrolls sideways.
async fn what_sticks_out(browser: &Browser) -> Option<String> {
    let script = "const root = document.documentElement;
        if (root.scrollWidth <= root.clientWidth) return null;
        const wide = [...document.querySelectorAll('body *')]
            .filter((it) => it.getBoundingClientRect().left + it.scrollWidth > root.clientWidth);
        return wide.map((it) => it.outerHTML.slice(0, 120)).pop() ?? 'the page itself'";
    assert_eq!(browser.script("return innerWidth").await, NARROW);
    browser.script(script).await.as_str().map(str::to_owned)
}

/// Words that are broken in the middle for want of room, and choices of which one sees the beginning only. Addresses and
/// codes may break anywhere, and a choice among grants or rooms is as long as the names that people gave them.
async fn what_is_torn(browser: &Browser, width: u32) -> Vec<String> {
    let script = r"
        const torn = [];
        const note = (words, element) => torn.push(`${words} in ${element.outerHTML.slice(0, 120)}`);
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            const text = texts.currentNode;
            const element = text.parentElement;
            if (!element.checkVisibility() || element.closest('.unseen')) continue;
            for (const {0: word, index} of text.data.matchAll(/(?<=^|[\s(„“«])\p{L}{3,}(?=[.,:;!?)”“»]*(\s|$))/gu)) {
                const range = new Range();
                range.setStart(text, index);
                range.setEnd(text, index + word.length);
                const lines = new Set([...range.getClientRects()].map((it) => Math.round(it.top)));
                if (lines.size > 1) note(word, element);
            }
        }
        const ruler = document.createElement('canvas').getContext('2d');
        const ARROW = 20;
        for (const choice of document.querySelectorAll('select:not(#grant, #into-room)')) {
            const style = getComputedStyle(choice);
            ruler.font = style.font;
            const words = choice.selectedOptions[0]?.text ?? '';
            const room = choice.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - ARROW;
            if (choice.checkVisibility() && ruler.measureText(words).width > room) note(words, choice);
        }
        return torn;";
    let torn: Vec<String> = serde_json::from_value(browser.script(script).await).unwrap();
    torn.iter().map(|it| format!("torn at {width}: {it}")).collect()
}

/// A card that another begins right below of, as if the two were one, or a field that the next label or note clings to.
async fn what_touches(browser: &Browser) -> Option<String> {
    let script = "const boxes = (css) => [...document.querySelectorAll(css)]
            .map((it) => [it, it.getBoundingClientRect()]).filter(([, box]) => box.height > 1);
        const below = (one, other) => other.top >= one.bottom - 1 && other.top < one.bottom + 4
            && other.left < one.right && one.left < other.right;
        const touched = (css, next) => boxes(css)
            .find(([it, box]) => boxes(next).some(([other, place]) => it !== other && below(box, place)));
        const found = touched('.card', '.card')
            ?? touched('input:not([type=checkbox], [type=radio]), select, textarea', 'label, .note');
        return found?.[0].outerHTML.slice(0, 120) ?? null";
    browser.script(script).await.as_str().map(str::to_owned)
}
