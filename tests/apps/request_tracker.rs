//! Request Tracker: each part alone, or with the tickets that its menu shows everywhere.

use crate::installed::{Installed, cookie_pair, random_word};
use crate::proof::Proof;

/// Doors that scripts and programs use.
const DOORS: [&str; 26] = [
    "/Ticket/Display.html?id=1",
    "/Ticket/History.html?id=1",
    "/Helpers/TicketHistory?id=1",
    "/Helpers/TicketHistoryPage?id=1",
    "/Helpers/TicketAttachments?id=1",
    "/Helpers/Autocomplete/Tickets?term=tickets&return=Subject",
    "/Helpers/Autocomplete/Articles?term=articles",
    "/Helpers/Autocomplete/Assets?term=equipment",
    "/Helpers/CollectionListRow?ObjectClass=RT::Ticket&ObjectId=1&Format=__Subject__",
    "/Helpers/CollectionListRow?ObjectClass=RT::Article&ObjectId=1&Format=__Name__",
    "/Helpers/CollectionListRow?ObjectClass=RT::Asset&ObjectId=1&Format=__Name__",
    "/Search/Results.html?Query=id%20%3E%200",
    "/Search/Results.tsv?Query=id%20%3E%200",
    "/Search/Simple.html?q=SECRET",
    "/Search/Results.html?Class=RT::Assets&Query=id%20%3E%200",
    "/Search/Results.tsv?Class=RT::Assets&Query=id%20%3E%200&Format=__Name__",
    "/Search/Article.html?q=articles",
    "/REST/1.0/ticket/1/show",
    "/REST/1.0/search/ticket?query=id%3E0",
    "/REST/2.0/ticket/1",
    "/REST/2.0/article/1",
    "/REST/2.0/asset/1",
    "/m/ticket/show?id=1",
    "/User/Summary.html?id=14",
    "/SelfService/Article/Display.html?id=1",
    "/SelfService/Asset/Display.html?id=1",
];

async fn cookies_of(app: &Installed) -> String {
    let fields = [("user", "root"), ("pass", "correct horse battery")];
    let login = Installed::browser()
        .post(app.url("/NoAuth/Login.html"))
        .form(&fields);
    cookie_pair(&login.send().await.unwrap())
}

#[tokio::test]
#[ignore = "needs Request Tracker: tests/apps/run request-tracker"]
async fn each_part_of_request_tracker_shows_nothing_of_the_others() {
    let secret = random_word();
    let app = Installed::start("request-tracker", &secret);
    let doors = DOORS.map(|door| door.replace("SECRET", &secret));
    Proof {
        preset: "request-tracker",
        app: &app,
        secret: &secret,
        parts: &[&["tickets"], &["articles", "tickets"], &["equipment", "tickets"]],
        cookies: &cookies_of(&app).await,
        starts: &[
            "/",
            "/Ticket/Display.html?id=1",
            "/Articles/Article/Display.html?id=1",
            "/Asset/Display.html?id=1",
            "/Search/Build.html",
            "/User/Summary.html?id=14",
        ],
        avoid: "(?i)logout|^/Admin/|^/Install|Delete|delete|/Toggle/",
        naming: &["Class", "ObjectClass"],
        doors: &doors.each_ref().map(String::as_str),
    }
    .holds()
    .await;
}
