//! A support session from the first click to its end, in JupyterLab.

use std::collections::BTreeSet;
use std::sync::Arc;

use fantoccini::key::Key;
use gatepass::actions::Credentials;
use gatepass::audit::{DecisionFilter, DecisionVerdict, JournalReader};
use gatepass::clock::{Clock, SystemClock, TestClock};
use jiff::SignedDuration;

use crate::browser::Browser;
use crate::chromium::Scripts;
use crate::jupyter::{Jupyter, SITE, TOKEN};
use crate::support::{World, WorldBuilder};

/// From just before a revocation until the page knows that its WebSocket is closed. The gateway takes a few
/// milliseconds; the rest is for two cores that also run a browser.
const A_MOMENT_MS: f64 = 2000.0;

#[tokio::test]
async fn an_agent_works_in_jupyterlab_until_the_grant_is_revoked() {
    let jupyter = Jupyter::start().await;
    let clock = Arc::new(TestClock::at(SystemClock::starting_after(None).now()));
    let world = WorldBuilder::new()
        .upstream(&jupyter.upstream())
        .site(SITE)
        .clock(clock.clone())
        .start()
        .await;
    let created = world.grant().await;
    let code = created.credentials.security_code.as_ref().unwrap().reveal();
    let browser = Browser::start(&world, Scripts::Run).await;

    sign_in(&browser, &created.credentials).await;
    log_in_to_jupyterlab(&browser).await;
    run_a_cell(&browser).await;
    hidden_files_stay_hidden(&browser).await;

    browser.open("/lab").await;
    browser.find(".jp-DirListing-content").await;
    clock.advance(SignedDuration::from_mins(5));
    browser.open("/lab/tree/work").await;
    browser.until_heading("Confirm with your security code").await;
    browser.until_focus("Security code").await;
    browser.press(code.chars()).await;
    browser.until_place("/lab/tree/work").await;
    browser.find(".jp-DirListing-content").await;
    assert_eq!(
        refused_paths(&world),
        PRIVATE,
        "what JupyterLab needs is shown, all of it"
    );

    open_a_terminal(&browser).await;
    start_a_download(&browser).await;
    browser.script("watch.revokedAt = Date.now()").await;
    world.revoke(created.grant.id).await;
    let elapsed_ms = browser
        .until_script(
            "the terminal's end",
            "return watch.closedAt && watch.closedAt - watch.revokedAt",
        )
        .await;
    println!("the terminal's WebSocket was closed within {elapsed_ms} ms of the revocation");
    assert!(elapsed_ms.as_f64().unwrap() < A_MOMENT_MS);
    browser.script("watch.readOn()").await;
    let outcome = browser
        .until_script(
            "the download's end",
            "return watch.download != 'running' && watch.download",
        )
        .await;
    assert_eq!(outcome, "failed");

    browser.open("/lab/tree/work").await;
    browser.until_heading("Your access has ended").await;
    browser.click("a.main").await;
    browser.until_heading("Sign in to help").await;
}

/// From the link to the place that it leads to, with the code on a page of its own.
async fn sign_in(browser: &Browser, credentials: &Credentials) {
    browser.open("/lab/tree/work/story.ipynb").await;
    browser.until_heading("Sign in to help").await;
    assert_eq!(
        browser.place().await,
        "/.gatepass/sign-in?return=/lab/tree/work/story.ipynb"
    );
    browser.fill_sign_in(credentials).await;
    browser.until_focus("Security code").await;
    assert_eq!(
        browser.place().await,
        "/.gatepass/challenge?return=/lab/tree/work/story.ipynb"
    );
    // The page sends it when the last digit is there.
    browser
        .press(credentials.security_code.as_ref().unwrap().reveal().chars())
        .await;
}

/// The app has a login of its own, which leads on to the place that was asked for first.
async fn log_in_to_jupyterlab(browser: &Browser) {
    browser.fill("#password_input", TOKEN).await;
    assert_eq!(
        browser.place().await,
        "/login?next=%2Flab%2Ftree%2Fwork%2Fstory.ipynb"
    );
    browser.click("#login_submit").await;
    browser.until_place("/lab/tree/work/story.ipynb").await;
}

/// Code reaches the kernel, and its output comes back, over a WebSocket.
async fn run_a_cell(browser: &Browser) {
    // The indicator beside the notebook says "idle" before there is a kernel; the status bar does not.
    let is_idle = "return [...document.querySelectorAll('.jp-StatusBar-TextItem')].some((it) => it.innerText.endsWith('| Idle'))";
    browser.until_script("a kernel", is_idle).await;
    browser.click(".jp-Notebook .cm-content").await;
    browser.find(".jp-Notebook .cm-focused").await;
    browser.press_with(Key::Shift, Key::Enter).await;
    assert_eq!(
        browser.text(".jp-OutputArea-output pre").await,
        "six times seven is 42"
    );
}

/// What `hidden_files_stay_hidden` asks for.
const PRIVATE: [&str; 3] = [
    "/api/contents/private",
    "/files/private/salaries.txt",
    "/lab/tree/private",
];

/// Neither the address bar nor the app's own calls lead there.
async fn hidden_files_stay_hidden(browser: &Browser) {
    let call =
        "return fetch('/api/contents/private?content=1').then(async (it) => [it.status, await it.json()])";
    let answer = browser.script(call).await;
    assert_eq!(
        (answer[0].as_u64(), answer[1]["errorType"].as_str()),
        (Some(403), Some("hidden"))
    );
    for place in ["/lab/tree/private", "/files/private/salaries.txt"] {
        browser.open(place).await;
        browser.until_heading("This part is not shared with you").await;
        assert_eq!(
            browser.text(".lead").await,
            "Your support access does not include “Private files”."
        );
        assert_eq!(browser.text(".code").await.len(), "7KQ2-M9XD".len());
        assert_eq!(
            browser
                .find("a.main")
                .await
                .attr("href")
                .await
                .unwrap()
                .as_deref(),
            Some("/")
        );
    }
    browser.click("a.main").await;
    browser.find(".jp-LabShell").await;
}

/// All paths that were refused so far, in alphabetical order.
fn refused_paths(world: &World) -> Vec<String> {
    let journal = JournalReader::open(&world.dir.path().join("journal"), DecisionFilter::default()).unwrap();
    let refused = journal
        .map(Result::unwrap)
        .filter(|decision| decision.verdict == DecisionVerdict::Refuse);
    refused
        .map(|decision| decision.path)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

/// Leaves `watch.closedAt` when the WebSocket is closed.
async fn open_a_terminal(browser: &Browser) {
    browser
        .script(
            "window.watch = {heard: ''};
             const xsrf = document.cookie.match(/_xsrf=([^;]*)/)[1];
             return fetch('/api/terminals', {method: 'POST', headers: {'X-XSRFToken': xsrf}}).then(async (created) => {
               const {name} = await created.json();
               const socket = new WebSocket(`wss://${location.host}/terminals/websocket/${name}`);
               socket.onopen = () => socket.send(JSON.stringify(['stdin', 'expr 6 \\\\* 7\\r']));
               socket.onmessage = (message) => { watch.heard += JSON.parse(message.data)[1]; };
               socket.onclose = () => { watch.closedAt = Date.now(); };
             })",
        )
        .await;
    browser
        .until_script("the terminal's answer", "return /^42\\r?$/m.test(watch.heard)")
        .await;
}

/// Reads a little of a large file and goes on when `watch.readOn` is called; leaves the outcome in `watch.download`.
async fn start_a_download(browser: &Browser) {
    browser
        .script(
            "fetch('/files/work/large.bin').then(async (response) => {
               const reader = response.body.getReader();
               await reader.read();
               watch.download = 'running';
               await new Promise((readOn) => { watch.readOn = readOn; });
               try {
                 while (!(await reader.read()).done);
                 watch.download = 'complete';
               } catch { watch.download = 'failed'; }
             })",
        )
        .await;
    browser
        .until_script(
            "the download",
            "return watch.readOn && watch.download == 'running'",
        )
        .await;
}
