//! A person's browser: opens addresses, reads what is on the page, presses keys. Waits for everything, sleeps for nothing.

use std::str::FromStr;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, Locator};
use gatepass::actions::Credentials;
use reqwest::Url;
use serde_json::{Value, json};

use crate::chromium::{Chromium, Scripts};
use crate::patience::patiently;
use crate::support::World;

pub struct Browser {
    pub client: Client,
    origin: String,
    _chromium: Chromium,
}

impl Browser {
    pub async fn start(world: &World, scripts: Scripts) -> Self {
        let (chromium, client) = Chromium::start(world, scripts).await;
        Self {
            client,
            origin: world.url(""),
            _chromium: chromium,
        }
    }

    /// At another of the world's hosts.
    pub async fn start_at(world: &World, host: &str) -> Self {
        Self::start_at_port(world, host, world.address().port()).await
    }

    /// Through somebody in between.
    pub async fn start_at_port(world: &World, host: &str, port: u16) -> Self {
        let browser = Self::start(world, Scripts::Run).await;
        Self {
            origin: format!("https://{host}:{port}"),
            ..browser
        }
    }

    pub async fn open(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.origin)).await.unwrap();
    }

    /// Path and query of the address that is shown.
    pub async fn place(&self) -> String {
        let url = self.client.current_url().await.unwrap();
        let origin = url.origin().ascii_serialization();
        assert_eq!(origin, self.origin, "the browser never leaves the site");
        url.as_str()[origin.len()..].to_owned()
    }

    pub async fn until_place(&self, wanted: &str) {
        self.until(&format!("the address {wanted}"), async || {
            (self.place().await == wanted).then_some(())
        })
        .await;
    }

    /// The element, as soon as it is on the page and visible.
    pub async fn find(&self, css: &str) -> Element {
        self.until(&format!("the element {css}"), async || {
            let element = self.client.find(Locator::Css(css)).await.ok()?;
            element.is_displayed().await.ok()?.then_some(element)
        })
        .await
    }

    pub async fn text(&self, css: &str) -> String {
        self.find(css).await.text().await.unwrap()
    }

    /// Waits for a page of ours with this heading.
    pub async fn until_heading(&self, wanted: &str) {
        self.until(&format!("the heading {wanted:?}"), async || {
            let heading = self.client.find(Locator::Css("h1")).await.ok()?;
            (heading.text().await.ok()? == wanted).then_some(())
        })
        .await;
    }

    pub async fn fill(&self, css: &str, text: &str) {
        self.find(css).await.send_keys(text).await.unwrap();
    }

    /// A page sends its form with the last digit of a code, and the driver may then miss the field that it typed into.
    pub async fn type_code(&self, code: &str) {
        match self.find("#code").await.send_keys(code).await {
            Err(error) if error.is_stale_element_reference() => {}
            typed => typed.unwrap(),
        }
    }

    pub async fn click(&self, css: &str) {
        self.find(css).await.click().await.unwrap();
    }

    /// User name and password, and the button.
    pub async fn fill_sign_in(&self, credentials: &Credentials) {
        self.fill("#username", &credentials.user_name).await;
        self.fill("#password", credentials.password.reveal()).await;
        self.click("form[action='/.gatepass/sign-in'] [type=submit]")
            .await;
    }

    /// Types where the focus is, as fingers do.
    pub async fn press(&self, keys: impl IntoIterator<Item = char>) {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in keys {
            actions = actions
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
        }
        self.client.perform_actions(actions).await.unwrap();
    }

    /// A key while another one is held.
    pub async fn press_with(&self, held: Key, key: Key) {
        let (held, key) = (held.into(), key.into());
        let actions = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: held })
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key })
            .then(KeyAction::Up { value: held });
        self.client.perform_actions(actions).await.unwrap();
    }

    /// Waits for the focus to be on what a screen reader calls so.
    pub async fn until_focus(&self, wanted: &str) {
        self.until(&format!("the focus on {wanted:?}"), async || {
            let focused = self.client.active_element().await.ok()?;
            let label = self
                .client
                .issue_cmd(ComputedLabel(focused.element_id()))
                .await
                .ok()?;
            (label == wanted).then_some(())
        })
        .await;
    }

    /// What a screen reader calls that which has the focus.
    pub async fn focused(&self) -> String {
        let focused = self.client.active_element().await.unwrap();
        let label = ComputedLabel(focused.element_id());
        let label = self.client.issue_cmd(label).await.unwrap();
        label.as_str().unwrap_or_default().to_owned()
    }

    /// A command of the DevTools protocol, which the driver passes on.
    pub async fn devtools(&self, command: &str, parameters: Value) {
        let command = DevTools(json!({"cmd": command, "params": parameters}));
        self.client.issue_cmd(command).await.unwrap();
    }

    /// What the script returns; a promise is waited for.
    pub async fn script(&self, script: &str) -> Value {
        self.client
            .execute(script, Vec::new())
            .await
            .unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Waits until the script returns something that is neither null nor false.
    pub async fn until_script(&self, what: &str, script: &str) -> Value {
        self.until(what, async || {
            let value = self.client.execute(script, Vec::new()).await.ok()?;
            (!value.is_null() && value != false).then_some(value)
        })
        .await
    }

    /// Says what is on the page instead, if `what` never comes.
    async fn until<T>(&self, what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
        if let Some(found) = patiently(look).await {
            return found;
        }
        let place = self.client.current_url().await.unwrap();
        let page = self
            .script("return document.title + ': ' + document.body?.innerText.slice(0, 1000)")
            .await;
        panic!("{what} never came; at {place} there is {page}")
    }
}

/// Get Computed Label (W3C WebDriver section 12.4.10), which fantoccini does not have.
#[derive(Debug)]
struct ComputedLabel(ElementRef);

impl WebDriverCompatibleCommand for ComputedLabel {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as FromStr>::Err> {
        base.join(&format!(
            "session/{}/element/{}/computedlabel",
            session.unwrap_or_default(),
            self.0
        ))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (http::Method::GET, None)
    }
}

/// An extension command of Chromium's driver.
#[derive(Debug)]
struct DevTools(Value);

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as FromStr>::Err> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.0.to_string()))
    }
}
