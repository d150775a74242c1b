//! Roundcube: each part alone.

use crate::installed::{Installed, cookie_pair, random_word};
use crate::proof::Proof;

/// What scripts ask for, and the spellings that Roundcube tidies up.
const DOORS: [&str; 26] = [
    "/?_task=mail&_action=list&_mbox=INBOX&_remote=1",
    "/?_task=mail&_action=search&_q=SECRET&_mbox=INBOX&_remote=1",
    "/?_task=mail&_action=preview&_uid=1&_mbox=INBOX",
    "/?_task=mail&_action=viewsource&_uid=1&_mbox=INBOX",
    "/?_task=mail&_action=print&_uid=1&_mbox=INBOX",
    "/?_task=mail&_action=get&_uid=1&_mbox=INBOX&_part=1",
    "/?_task=mail&_action=compose&_reply_uid=1&_mbox=INBOX",
    "/?_task=mail&_action=compose&_forward_uid=1&_mbox=INBOX",
    "/?_action=show&_uid=1&_mbox=INBOX",
    "/?_task=ma(il&_action=show&_uid=1&_mbox=INBOX",
    "/?_task=mail%00&_action=show&_uid=1&_mbox=INBOX",
    "/?_task=MAIL&_action=show&_uid=1&_mbox=INBOX",
    "/?_task=nosuchtask&_action=show&_uid=1&_mbox=INBOX",
    "/?_task[]=mail&_action=show&_uid=1&_mbox=INBOX",
    "/?_task=addressbook&_task=mail&_action=show&_uid=1&_mbox=INBOX",
    "/?+_task=mail&_action=show&_uid=1&_mbox=INBOX",
    "/?_task=addressbook&_action=list&_source=0&_remote=1",
    "/?_task=addressbook&_action=search&_q=SECRET&_source=0&_remote=1",
    "/?_task=addressbook&_action=show&_source=0&_cid=1",
    "/?_task=addressbook&_action=export&_source=0",
    "/?_task=addressbook&_action=print&_source=0&_cid=1",
    "/?_task=mail&_action=autocomplete&_search=contacts&_remote=1",
    "/?_task=mail&_action=list-contacts&_source=0&_remote=1",
    "/?_task=mail&_action=search_contacts&_q=SECRET&_remote=1",
    "/?_task=mail&_action=compose&_to=contacts",
    "/?_task=settings&_action=edit-identity&_iid=1",
];

async fn cookies_of(app: &Installed) -> String {
    let browser = Installed::browser();
    let form = browser.get(app.url("/?_task=login")).send().await.unwrap();
    let before = cookie_pair(&form);
    let html = form.text().await.unwrap();
    let token = html.split("name=\"_token\" value=\"").nth(1).unwrap();
    let token = token.split('"').next().unwrap();
    let fields = [
        ("_token", token),
        ("_task", "login"),
        ("_action", "login"),
        ("_user", "ann"),
        ("_pass", "correcthorse"),
    ];
    let request = browser.post(app.url("/?_task=login")).header("cookie", before);
    let answer = request.form(&fields).send().await.unwrap();
    assert_eq!(answer.status(), 302);
    cookie_pair(&answer)
}

#[tokio::test]
#[ignore = "needs Roundcube and Dovecot: tests/apps/run roundcube"]
async fn each_part_of_roundcube_alone_shows_nothing_of_the_others() {
    let secret = random_word();
    let app = Installed::start("roundcube", &secret);
    let doors = DOORS.map(|door| door.replace("SECRET", &secret));
    Proof {
        preset: "roundcube",
        app: &app,
        secret: &secret,
        parts: &[&["mail"], &["contacts"], &["settings"]],
        cookies: &cookies_of(&app).await,
        starts: &[
            "/?_task=mail",
            "/?_task=mail&_action=show&_uid=1&_mbox=INBOX",
            "/?_task=addressbook&_action=show&_source=0&_cid=1",
            "/?_task=settings",
            "/?_task=settings&_action=edit-identity&_iid=1",
        ],
        avoid: "logout",
        naming: &["_task", "_action"],
        doors: &doors.each_ref().map(String::as_str),
    }
    .holds()
    .await;
}
