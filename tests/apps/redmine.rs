//! Redmine: each part alone.

use crate::installed::{Installed, cookie_pair, random_word};
use crate::proof::Proof;

/// Doors to issues and others that no page links to.
const DOORS: [&str; 24] = [
    "/issues.json?include=attachments,journals&status_id=*",
    "/issues/1.json?include=journals,attachments,children,relations,watchers",
    "/issues.xml",
    "/issues/1.xml",
    "/issues.csv?c[]=all_inline&status_id=*",
    "/issues.atom",
    "/projects/customers/issues.atom",
    "/search?q=SECRET&issues=1&wiki_pages=1&news=1&documents=1&messages=1&titles_only=",
    "/search.json?q=SECRET",
    "/projects/customers/search?q=SECRET",
    "/activity.atom",
    "/projects/customers/activity?show_issues=1&show_wiki_edits=1&show_news=1",
    "/issues/auto_complete?q=SECRET&scope=all",
    "/issues/context_menu?ids[]=1&back_url=/",
    "/versions/1.json",
    "/projects/customers.json?include=trackers,issue_categories",
    "/queries.json",
    "/time_entries.json",
    "/time_entries.csv",
    "/attachments/1.json",
    "/attachments/download/1/secret.txt",
    "/attachments/download/1",
    "/users/2.json?include=memberships",
    "/my/page",
];

async fn cookies_of(app: &Installed) -> String {
    let browser = Installed::browser();
    let form = browser.get(app.url("/login")).send().await.unwrap();
    let before = cookie_pair(&form);
    let html = form.text().await.unwrap();
    let token = html.split("name=\"authenticity_token\" value=\"").nth(1).unwrap();
    let token = token.split('"').next().unwrap();
    let fields = [
        ("authenticity_token", token),
        ("username", "ann"),
        ("password", "correct horse battery"),
    ];
    let answer = browser
        .post(app.url("/login"))
        .header("cookie", before)
        .form(&fields)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 302);
    cookie_pair(&answer)
}

#[tokio::test]
#[ignore = "needs Redmine: tests/apps/run redmine"]
async fn each_part_of_redmine_alone_shows_nothing_of_the_others() {
    let secret = random_word();
    let app = Installed::start("redmine", &secret);
    let doors = DOORS.map(|door| door.replace("SECRET", &secret));
    Proof {
        preset: "redmine",
        app: &app,
        secret: &secret,
        parts: &[
            &["projects"],
            &["issues"],
            &["time", "issues"],
            &["wiki"],
            &["news"],
            &["documents"],
            &["forums"],
        ],
        cookies: &cookies_of(&app).await,
        starts: &["/", "/projects/customers", "/issues", "/my/page", "/search"],
        avoid: "logout|/settings/|lost_password|lang=",
        naming: &[],
        doors: &doors.each_ref().map(String::as_str),
    }
    .holds()
    .await;
}
