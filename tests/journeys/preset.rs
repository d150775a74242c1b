//! The preset that was measured, in front of an app in real PHP that has the same doors (G4 to G6).

use reqwest::{Client as Direct, Method, Response};

use crate::support::{Client, PhpServer, Protocol, World, WorldBuilder};

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data; boundary=BBB";
const SECRET: &str = "the vault opens at nine";

struct Try {
    method: Method,
    target: String,
    content_type: &'static str,
    body: String,
    cookies: &'static str,
}

fn gets(target: &str) -> Try {
    Try {
        method: Method::GET,
        target: target.to_owned(),
        content_type: "",
        body: String::new(),
        cookies: "",
    }
}

fn posts(target: &str, content_type: &'static str, body: impl Into<String>) -> Try {
    Try {
        method: Method::POST,
        content_type,
        body: body.into(),
        ..gets(target)
    }
}

fn with_cookies(cookies: &'static str, asked: Try) -> Try {
    Try { cookies, ..asked }
}

/// One field in a form with parts, whose header is written so.
fn part(header: &str) -> String {
    format!("--BBB\r\n{header}\r\n\r\nMessages\r\n--BBB--\r\n")
}

/// Each of them brings the secret out when nobody stands before the app.
fn doors() -> Vec<Try> {
    let mut doors: Vec<Try> = [
        "/index.php?module=Messages",
        "/?module=Messages",
        "/index.php/x/y?module=Messages",
        "//index.php?module=Messages",
        "/%69ndex.php?module=Messages",
        "/modules/Touch/ws.php/x.js?module=Messages",
        "/index.php?module=Contacts&module=Messages",
        "/index.php?module=%4Dessages",
        "/index.php?mod%75le=Messages",
        "/index.php?%20module=Messages",
        "/index.php?+module=Messages",
        "/index.php?module%00x=Messages",
        "/index.php?wsrecord=44x22",
        "/index.php?module=Contacts&%20wsrecord=044x22",
        "/index.php?module=Home&action=HomeAjax&file=UnifiedSearchAjax&smodule=Messages",
        "/index.php?module=Popup&mod=messages",
        "/index.php?module=Utilities&file=Card&idlist=21",
        "/index.php?module=Utilities&file=..Card&idlist=21",
        "/index.php?module=Utilities&file=C%3Cb%3Eard&idlist=21",
        "/index.php?module=Utilities&action=Card",
        "/index.php?module=Leads&ajxaction=LOADRELATEDLIST&relation_id=210",
        "/index.php?module=Leads&ajxaction=LOADRELATEDLIST&relation_id=0210",
        "/index.php?module=Leads&ajxaction=LOADRELATEDLIST&relation_id=210abc",
        "/index.php?module=Leads&ajxaction=LOADRELATEDLIST&relation_id=%20210.0",
        "/index.php?module=Leads&ajxaction=LOADRELATEDLIST&relation_id=2.1e2",
        "/index.php?module=Emails&message=22",
        "/index.php?module=Emails&message=022",
    ]
    .map(gets)
    .into();
    doors.extend([
        posts("/index.php?module=Contacts", FORM, "module=Messages"),
        posts("/index.php", "APPLICATION/X-WWW-Form-Urlencoded; charset=utf-8", "module=Messages"),
        posts("/index.php", "application/x-www-form-urlencoded, text/plain", "module=Messages"),
        posts("/index.php", MULTIPART, part("Content-Disposition: form-data; name=\"module\"")),
        posts("/index.php", MULTIPART, part("Content-Disposition: form-data; name=module")),
        posts("/index.php", MULTIPART, part("content-disposition: form-data; name='module'")),
        posts("/index.php", MULTIPART, part("X-A: b\r\nContent-Disposition: form-data; name=\"module\"")),
        posts("/index.php", MULTIPART, part("Content-Disposition: form-data; name=\" module\"")),
        posts(
            "/index.php",
            "multipart/form-data; boundary=BBB,CCC",
            part("Content-Disposition: form-data; name=\"module\""),
        ),
        posts(
            "/index.php?compressedData=true",
            MULTIPART,
            "--BBB\r\nContent-Disposition: form-data; name=\"payload\"; filename=\"p\"\r\n\r\n{\"module\":\"Messages\"}\r\n--BBB--\r\n",
        ),
        with_cookies("module=Messages", gets("/index.php?module=Contacts")),
        with_cookies("a=b; module=Messages", posts("/index.php", FORM, "module=Contacts")),
    ]);
    // What comes after a thousand parameters is dropped: the first one counts, not the last.
    let many: String = (0..1100).map(|number| format!("&a{number}=")).collect();
    doors.push(posts(
        "/index.php",
        FORM,
        format!("module=Messages{many}&module=Contacts"),
    ));
    doors
}

async fn through(client: &Client, asked: &Try) -> Response {
    let session = client.session_cookie().unwrap();
    let cookies = format!("{}; __Host-gatepass={session}", asked.cookies);
    let request = client
        .request(asked.method.clone(), &asked.target)
        .header("cookie", cookies.trim_start_matches("; "));
    let request = match asked.content_type {
        "" => request,
        kind => request.header("content-type", kind).body(asked.body.clone()),
    };
    request.send().await.unwrap()
}

async fn directly(php: &PhpServer, asked: &Try) -> String {
    let mut request = Direct::new()
        .request(
            asked.method.clone(),
            format!("http://{}{}", php.address, asked.target),
        )
        .header("cookie", asked.cookies);
    if !asked.content_type.is_empty() {
        request = request
            .header("content-type", asked.content_type)
            .body(asked.body.clone());
    }
    request.send().await.unwrap().text().await.unwrap()
}

async fn world(php: &PhpServer) -> World {
    let builder = WorldBuilder::new().site("preset = \"vtenext\"");
    builder
        .upstream(&format!("[\"http://{}\"]", php.address))
        .start()
        .await
}

#[tokio::test]
async fn no_door_of_the_measured_app_leads_to_a_hidden_message() {
    // Without a php.ini, cookies count, and win.
    let php = PhpServer::start("tests/journeys/crm.php", &["request_order=GPC"]);
    let world = world(&php).await;
    for protocol in Protocol::BOTH {
        let created = world
            .grant_with(|wanted| wanted.grantor = format!("{protocol:?}"))
            .await;
        let client = Client::new(&world, protocol);
        client.sign_in(&created.credentials).await;
        for asked in doors() {
            let target = format!("{} {} {:?}", asked.method, asked.target, asked.body.get(..60));
            assert!(directly(&php, &asked).await.contains(SECRET), "no door: {target}");
            let answer = through(&client, &asked).await;
            let status = answer.status().as_u16();
            let text = answer.text().await.unwrap();
            assert!(!text.contains(SECRET), "{protocol:?} {target}");
            // A cookie gets nobody refused: it does not reach the app.
            assert_eq!(
                status == 200,
                !asked.cookies.is_empty(),
                "{protocol:?} {target}: {text}"
            );
        }
        for (asked, expected) in [
            (
                gets("/index.php?module=Contacts&action=DetailView&record=20"),
                "module Contacts, action DetailView",
            ),
            (
                posts("/index.php", FORM, "module=Accounts&action=ListView"),
                "module Accounts, action ListView",
            ),
            (
                posts(
                    "/index.php",
                    MULTIPART,
                    "--BBB\r\nContent-Disposition: form-data; name=\"module\"\r\n\r\nAccounts\r\n--BBB--\r\n",
                ),
                "module Accounts, action index",
            ),
            (
                with_cookies("PHPSESSID=1; module=Messages", gets("/index.php?module=Contacts")),
                "module Contacts, action index",
            ),
        ] {
            let answer = through(&client, &asked).await.text().await.unwrap();
            assert_eq!(answer.trim_end(), expected, "{protocol:?} {}", asked.target);
        }
    }
}

#[tokio::test]
async fn who_is_shown_messages_reads_them() {
    let php = PhpServer::start("tests/journeys/crm.php", &["request_order=GP"]);
    let world = world(&php).await;
    let shown = crate::support::shows("messages", gatepass::access::Visibility::Full);
    let created = world.grant_with(|wanted| wanted.show = shown).await;
    let client = Client::new(&world, Protocol::Http2);
    client.sign_in(&created.credentials).await;
    let answer = through(&client, &gets("/index.php?module=Messages")).await;
    assert!(answer.text().await.unwrap().contains(SECRET));
}
