//! Our pages in a browser that runs no scripts.

use crate::browser::Browser;
use crate::chromium::Scripts;
use crate::support::World;

#[tokio::test]
async fn an_agent_signs_in_where_scripts_are_blocked() {
    let world = World::start().await;
    let created = world.grant().await;
    let code = created.credentials.security_code.as_ref().unwrap().reveal();
    let browser = Browser::start(&world, Scripts::Blocked).await;

    browser.open("/contacts/20?tab=notes").await;
    browser.until_heading("Sign in to help").await;
    assert_eq!(
        browser.place().await,
        "/.gatepass/sign-in?return=/contacts/20%3Ftab%3Dnotes"
    );
    let peek = browser
        .client
        .find(fantoccini::Locator::Css(".peek"))
        .await
        .unwrap();
    assert!(
        !peek.is_displayed().await.unwrap(),
        "no script has shown what needs a script"
    );

    browser.fill_sign_in(&created.credentials).await;
    browser.find("#code[data-digits]").await;
    assert_eq!(
        browser.place().await,
        "/.gatepass/challenge?return=/contacts/20%3Ftab%3Dnotes"
    );
    browser.type_code(code).await;
    assert_eq!(
        world.app.count(),
        0,
        "nothing reaches the app, and no script sends the code"
    );
    browser
        .click("form[action='/.gatepass/challenge'] [type=submit]")
        .await;

    browser.until_place("/contacts/20?tab=notes").await;
    assert_eq!(browser.text("body").await, "app: /contacts/20?tab=notes");
}
