//! Mistakes that people make in a room: two tabs, the way back, a reload in the middle, no network. Each is a clear state
//! with a next step, and nothing is lost that was written.

use serde_json::json;

use crate::browser::Browser;
use crate::seats::{Two, follow, office, opened, read, save_words, sign_in, until_step, write};

async fn network(browser: &Browser, offline: bool) {
    browser.devtools("Network.enable", json!({})).await;
    let conditions =
        json!({"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
    browser
        .devtools("Network.emulateNetworkConditions", conditions)
        .await;
}

#[tokio::test]
async fn two_tabs_of_one_room_are_the_same_room() {
    let office = office().await;
    let Two { hers, his, room, .. } = Two::sit_down(&office).await;
    let first = hers.client.window().await.unwrap();
    let second = hers.client.new_window(true).await.unwrap().handle;
    for (number, tab) in [(1, &second), (2, &first), (3, &second)] {
        hers.client.switch_to_window(tab.clone()).await.unwrap();
        if number == 1 {
            hers.open(&room).await;
            hers.until_heading("Access to the CRM").await;
        }
        write(&hers, &format!("text {number}")).await;
    }
    for tab in [first, second] {
        hers.client.switch_to_window(tab).await.unwrap();
        hers.find("[data-messages] li:nth-child(3)").await;
    }
    his.find("[data-messages] li:nth-child(3)").await;
    his.click("[data-messages] li:nth-child(2) button").await;
    assert_eq!(his.text(".told pre").await, "text 2");
}

/// Before the words were saved nothing is there yet, and afterwards the way back leads to where one was.
#[tokio::test]
async fn reloads_and_ways_back_lose_nothing() {
    let office = office().await;
    let hers = Browser::start_at(&office.world, "portal.test").await;
    let his = Browser::start_at(&office.world, "portal.test").await;
    let ann = office.member("ann").await;
    hers.open("/rooms").await;
    sign_in(&hers, &ann, "ann").await;
    hers.until_heading("Rooms").await;
    hers.fill("#title", "Access to the CRM").await;
    hers.click("[data-open] [type=submit]").await;
    hers.find("[data-step=words] li:nth-child(12)").await;
    hers.open("/rooms").await;
    hers.client.accept_alert().await.ok();
    hers.until_script(
        "a new page",
        "return !document.querySelector('[data-step=ask]').hidden",
    )
    .await;
    let list = hers.text("main").await;
    assert!(list.contains("You have no room yet."), "{list}");

    let (room, link, _) = {
        hers.fill("#title", "Access to the CRM").await;
        hers.click("[data-open] [type=submit]").await;
        let words = save_words(&hers).await;
        hers.until_heading("Access to the CRM").await;
        (hers.place().await, hers.text("[data-invite-link]").await, words)
    };
    // The invitation is still in this tab after a reload.
    hers.open(&room).await;
    assert_eq!(hers.text("[data-invite-link]").await, link);

    // The guest reloads before the words are saved: the invitation was not used, and its key is still there.
    follow(&his, &link).await;
    his.fill("#name", "Paolo").await;
    his.click("[data-join] [type=submit]").await;
    his.find("[data-step=words] li:nth-child(12)").await;
    let (bare, _) = link.split_once('#').unwrap();
    follow(&his, bare).await;
    his.client.accept_alert().await.ok();
    until_step(&his, "ask").await;
    his.fill("#name", "Paolo").await;
    his.click("[data-join] [type=submit]").await;
    save_words(&his).await;
    his.until_heading("Access to the CRM").await;
    // Back leads to the invitation, which says what happened and where to go; forward leads into the room.
    his.client.back().await.unwrap();
    until_step(&his, "no-key").await;
    his.client.forward().await.unwrap();
    his.until_heading("Access to the CRM").await;
    write(&his, "hello").await;
    assert_eq!(read(&hers).await, "hello");
}

#[tokio::test]
async fn without_a_network_nothing_that_was_written_is_lost() {
    let office = office().await;
    let hers = Browser::start_at(&office.world, "portal.test").await;
    let ann = office.member("ann").await;
    let (..) = opened(&ann, &hers).await;
    network(&hers, true).await;
    hers.fill("#message", "a long thought").await;
    hers.click("[data-write] [type=submit]").await;
    let told = hers.text("[data-problem]").await;
    assert!(
        told.starts_with("No answer came. Check your connection"),
        "{told}"
    );
    let kept = "return document.querySelector('#message').value";
    assert_eq!(hers.script(kept).await, "a long thought");
    network(&hers, false).await;
    hers.until_script(
        "the problem to go",
        "return document.querySelector('[data-problem]').hidden",
    )
    .await;
    hers.click("[data-write] [type=submit]").await;
    hers.find("[data-messages] li").await;
    assert_eq!(hers.script(kept).await, "");
}
